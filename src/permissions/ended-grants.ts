import type { Given, Grant } from '../inventory/grant.ts';
import { GrantTable } from '../inventory/grant-table.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { summaryOfGrants } from './grant-summary.ts';

/** The inventory without grants that have ended by themselves: the same one where none has. */
export function withoutEndedGrants(inventory: Inventory, now: Date): Inventory {
  if (!(summaryOfGrants(inventory).firstEnd <= now.getTime())) return inventory;
  const hasEnded = ({ until }: Given): boolean => until !== undefined && Date.parse(until) <= now.getTime();
  if (inventory.grants instanceof GrantTable) return { ...inventory, grants: inventory.grants.without(hasEnded) };
  let grants: Map<string, readonly Grant[]> | undefined;
  for (const [holder, list] of inventory.grants) {
    if (!list.some(hasEnded)) continue;
    grants ??= new Map(inventory.grants);
    grants.set(
      holder,
      list.filter((grant) => !hasEnded(grant)),
    );
  }
  return grants === undefined ? inventory : { ...inventory, grants };
}
