import { preferObserved } from './merge.ts';
import type { Trust } from './trust.ts';

/** With more trusts than this an identity gets an index of its own. */
const few = 8;

/**
 * Trusts by their ids, in the order in which they came. An id begins with the identity that may be become, and most have few: to look
 * among those is cheaper than one index of long texts.
 */
export class TrustBook {
  /** By identity, in the order of the first of each. */
  #of = new Map<string, Trust[]>();
  /** Whose each trust is, in the order in which they came. */
  #order: string[] = [];
  /** By identity, where the trust of each id stands. */
  readonly #byId = new Map<string, Map<string, number>>();
  #isDeclared = false;

  /** Puts a trust down. One that says something else than the one of its id stands beside it, under an id of its own. */
  add(trust: Trust): void {
    if (trust.declared === true) this.#isDeclared = true;
    const here = this.#of.get(trust.identity);
    if (here === undefined) {
      this.#order.push(trust.identity);
      this.#of.set(trust.identity, [trust]);
      return;
    }
    for (let n = 1; ; n++) {
      const id = n === 1 ? trust.id : `${trust.id}#${n}`;
      const at = this.#find(trust.identity, here, id);
      const present = here[at];
      if (present === undefined) this.#put(here, n === 1 ? trust : { ...trust, id });
      else if (isSameTrust(present, trust)) here[at] = preferObserved(present, trust);
      else continue;
      return;
    }
  }

  /**
   * Trusts by the identity that they are of, under the name that it has in the end. Those in code count only where no other source gives
   * the identity's trusts.
   */
  byIdentity(same: ReadonlyMap<string, string>): ReadonlyMap<string, readonly Trust[]> {
    if (same.size === 0 && !this.#isDeclared) return this.#of;
    const all = this.#values();
    const given = new Set<string>();
    for (const t of all) if (t.declared !== true) given.add(t.identity);
    const out = new Map<string, Trust[]>();
    for (const t of all) {
      if (t.declared === true && given.has(t.identity)) continue;
      const identity = same.get(t.identity);
      push(out, identity === undefined ? t : { ...t, identity });
    }
    return out;
  }

  /** Takes those out that something is said of, and hands each over when they are gone. */
  takeOut(fits: (trust: Trust) => boolean, taken: (trust: Trust) => void): void {
    const all = this.#values();
    const fitting = new Set(all.filter(fits));
    if (fitting.size === 0) return;
    this.#of = new Map();
    this.#order = [];
    this.#byId.clear();
    for (const trust of all) {
      if (fitting.has(trust)) continue;
      this.#order.push(trust.identity);
      push(this.#of, trust);
    }
    for (const trust of fitting) taken(trust);
  }

  #values(): readonly Trust[] {
    const next = new Map<string, number>();
    return this.#order.flatMap((identity) => {
      const at = next.get(identity) ?? 0;
      next.set(identity, at + 1);
      return this.#of.get(identity)?.[at] ?? [];
    });
  }

  /** Where the trust of an id stands; less than 0: nowhere. */
  #find(identity: string, here: readonly Trust[], id: string): number {
    if (here.length <= few) return here.findIndex((one) => one.id === id);
    const index = this.#byId.get(identity) ?? new Map(here.map((one, at) => [one.id, at]));
    this.#byId.set(identity, index);
    return index.get(id) ?? -1;
  }

  #put(here: Trust[], trust: Trust): void {
    const at = here.push(trust) - 1;
    this.#order.push(trust.identity);
    this.#byId.get(trust.identity)?.set(trust.id, at);
  }
}

function push(lists: Map<string, Trust[]>, trust: Trust): void {
  const list = lists.get(trust.identity);
  if (list === undefined) lists.set(trust.identity, [trust]);
  else list.push(trust);
}

function isSameTrust(a: Trust, b: Trust): boolean {
  return a.effect === b.effect && JSON.stringify([a.actions, a.condition]) === JSON.stringify([b.actions, b.condition]);
}
