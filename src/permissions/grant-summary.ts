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
  for (const [holder, list] of grants) {
    for (const { kind, policy, declared, until } of list) {
      if (kind === 'boundary' || kind === 'scp') limited.add(holder);
      // What cannot be read as a time ends at none that is known.
      const end = until === undefined ? Number.NaN : Date.parse(until);
      if (end < firstEnd) firstEnd = end;
      if (policy === undefined || policy.startsWith(last) || policy.startsWith('arn:')) continue;
      const kindOfPolicy = policy.split('/', 1)[0] ?? '';
      policies.add(kindOfPolicy);
      if (declared === true) continue;
      given.add(kindOfPolicy);
      last = `${kindOfPolicy}/`;
    }
  }
  return { policies, given, limited, firstEnd };
}
