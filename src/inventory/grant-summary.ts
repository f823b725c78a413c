import type { Given, Grant } from './grant.ts';

/** What there is among all grants. There may be a million: they are looked at while they come, and once for all who ask. */
export class GrantSummary {
  /** What policies are given, by what their ids begin with (`azure:role`), but for those of AWS; and what not only code gives. */
  readonly policies = new Set<string>();
  readonly given = new Set<string>();
  /** Holders of what limits: a deny policy, a boundary. */
  readonly limited = new Set<string>();
  /** When the first of them ends by itself, in milliseconds since the epoch. */
  firstEnd = Number.POSITIVE_INFINITY;
  /** Neighbours are mostly of one kind. */
  #last = 'arn:';

  addGrant(grant: Grant): void {
    if (grant.kind === 'boundary' || grant.kind === 'scp') this.limited.add(grant.holder);
    this.add(grant);
  }

  add({ policy, declared, until }: Given): void {
    // What cannot be read as a time ends at none that is known.
    const end = until === undefined ? Number.NaN : Date.parse(until);
    if (end < this.firstEnd) this.firstEnd = end;
    if (policy === undefined || policy.startsWith(this.#last) || policy.startsWith('arn:')) return;
    const kindOfPolicy = policy.split('/', 1)[0] ?? '';
    this.policies.add(kindOfPolicy);
    if (declared === true) return;
    this.given.add(kindOfPolicy);
    this.#last = `${kindOfPolicy}/`;
  }
}
