import type { Given } from '../inventory/grant.ts';
import { bindingsIn, singleGrants } from '../inventory/grant-table.ts';
import type { Inventory } from '../inventory/inventory.ts';

/** What there is among all grants. There may be a million: they are looked through once for all who ask. */
export interface GrantSummary {
  /** What policies are given, by what their ids begin with (`azure:role`), but for those of AWS; and what not only code gives. */
  readonly policies: ReadonlySet<string>;
  readonly given: ReadonlySet<string>;
  /** Holders of what limits: a deny policy, a boundary. */
  readonly limited: ReadonlySet<string>;
  /** When the first of them ends by itself, in milliseconds since the epoch. */
  readonly firstEnd: number;
}

const summaries = new WeakMap<Inventory['grants'], GrantSummary>();

export function summaryOfGrants({ grants }: Inventory): GrantSummary {
  const present = summaries.get(grants);
  if (present !== undefined) return present;
  const summary = summarise(grants);
  summaries.set(grants, summary);
  return summary;
}

function summarise(grants: Inventory['grants']): GrantSummary {
  const policies = new Set<string>();
  const given = new Set<string>();
  const limited = new Set<string>();
  let firstEnd = Number.POSITIVE_INFINITY;
  // Neighbours are mostly of one kind.
  let last = 'arn:';
  const see = ({ policy, declared, until }: Given): void => {
    // What cannot be read as a time ends at none that is known.
    const end = until === undefined ? Number.NaN : Date.parse(until);
    if (end < firstEnd) firstEnd = end;
    if (policy === undefined || policy.startsWith(last) || policy.startsWith('arn:')) return;
    const kindOfPolicy = policy.split('/', 1)[0] ?? '';
    policies.add(kindOfPolicy);
    if (declared === true) return;
    given.add(kindOfPolicy);
    last = `${kindOfPolicy}/`;
  };
  for (const grant of singleGrants(grants)) {
    if (grant.kind === 'boundary' || grant.kind === 'scp') limited.add(grant.holder);
    see(grant);
  }
  for (const binding of bindingsIn(grants)) see(binding);
  return { policies, given, limited, firstEnd };
}
