import { GrantSummary } from '../inventory/grant-summary.ts';
import { bindingsIn, GrantTable, singleGrants } from '../inventory/grant-table.ts';
import type { Inventory } from '../inventory/inventory.ts';

const summaries = new WeakMap<Inventory['grants'], GrantSummary>();

export function summaryOfGrants({ grants }: Inventory): GrantSummary {
  const present = (grants instanceof GrantTable ? grants.summary : undefined) ?? summaries.get(grants);
  if (present !== undefined) return present;
  const summary = new GrantSummary();
  for (const grant of singleGrants(grants)) summary.addGrant(grant);
  for (const binding of bindingsIn(grants)) summary.add(binding);
  summaries.set(grants, summary);
  return summary;
}
