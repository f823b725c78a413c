import type { Inventory } from './inventory.ts';
import type { Trust } from './trust.ts';

type Trusts = Inventory['trusts'];

const known = new WeakMap<Trusts, ReadonlySet<Trust['kind']>>();

/** Which kinds of trusts there are. There may be very many, and whoever asks about a kind that is not among them need not look at any. */
export function kindsOfTrusts(trusts: Trusts): ReadonlySet<Trust['kind']> {
  const present = known.get(trusts);
  if (present !== undefined) return present;
  const kinds = new Set<Trust['kind']>();
  for (const list of trusts.values()) for (const { kind } of list) kinds.add(kind);
  known.set(trusts, kinds);
  return kinds;
}
