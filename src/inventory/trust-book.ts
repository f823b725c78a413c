import { groupBy } from './group-by.ts';
import { preferObserved } from './merge.ts';
import { noShare, Shares } from './shares.ts';
import type { Trust } from './trust.ts';

/** With more trusts than this an identity gets an index of its own. */
const few = 8;

/**
 * Trusts by their ids, in the order in which they came. An id begins with the identity that may be become, and most have few: to look
 * among those is cheaper than one index of long texts.
 */
export class TrustBook {
  readonly #numbers = new Map<string, number>();
  /** What each is a share in: a trust by its number. */
  readonly #shares = new Shares();
  readonly #trusts: Trust[] = [];
  readonly #byId = new Map<number, Map<string, number>>();
  #isWhole = true;
  #isDeclared = false;

  /** Puts a trust down. One that says something else than the one of its id stands beside it, under an id of its own. */
  add(trust: Trust): void {
    if (trust.declared === true) this.#isDeclared = true;
    const identity = this.#numberOf(trust.identity);
    for (let n = 1; ; n++) {
      const id = n === 1 ? trust.id : `${trust.id}#${n}`;
      const at = this.#find(identity, id);
      const present = at === undefined ? undefined : this.#trusts[at];
      if (at === undefined || present === undefined) this.#put(identity, n === 1 ? trust : { ...trust, id });
      else if (isSameTrust(present, trust)) this.#trusts[at] = preferObserved(present, trust);
      else continue;
      return;
    }
  }

  /**
   * Trusts by the identity that they are of under its last name. Those in code count only where no other source gives the identity's
   * trusts.
   */
  byIdentity(same: ReadonlyMap<string, string>): ReadonlyMap<string, readonly Trust[]> {
    if (same.size === 0 && this.#isWhole && !this.#isDeclared) return this.#table();
    const named = this.#known().map((t) => (same.has(t.identity) ? { ...t, identity: same.get(t.identity) ?? t.identity } : t));
    return groupBy(named, (t) => t.identity);
  }

  /** Takes those out that something is said of, one by one, and hands each over when it is gone. */
  takeOut(fits: (trust: Trust) => boolean, taken: (trust: Trust) => void): void {
    const fitting = this.#trusts.flatMap((trust, at) => (!this.#shares.isGone(at) && fits(trust) ? [at] : []));
    if (fitting.length > 0) this.#isWhole = false;
    for (const at of fitting) {
      const trust = this.#trusts[at];
      if (trust === undefined) continue;
      this.#shares.takeOut(at);
      this.#byId.get(this.#shares.whose(at))?.delete(trust.id);
      taken(trust);
    }
  }

  #known(): readonly Trust[] {
    const all = this.#trusts.filter((_, at) => !this.#shares.isGone(at));
    const given = new Set<string>();
    for (const t of all) if (t.declared !== true) given.add(t.identity);
    return all.filter((t) => t.declared !== true || !given.has(t.identity));
  }

  #table(): ReadonlyMap<string, readonly Trust[]> {
    const table = new Map<string, readonly Trust[]>();
    const read = (at: number): Trust => this.#trusts[at] as Trust;
    this.#numbers.forEach((number, identity) => {
      table.set(identity, this.#shares.of(number, read));
    });
    return table;
  }

  #numberOf(identity: string): number {
    const present = this.#numbers.get(identity);
    if (present !== undefined) return present;
    const number = this.#shares.addHolder();
    this.#numbers.set(identity, number);
    return number;
  }

  #find(identity: number, id: string): number | undefined {
    const index = this.#byId.get(identity);
    if (index !== undefined) return index.get(id);
    const shares = this.#shares;
    let left = few;
    for (let at = shares.last(identity); at !== noShare; at = shares.before(at)) {
      if (shares.isGone(at)) continue;
      if (left-- === 0) return this.#indexed(identity).get(id);
      if (this.#trusts[at]?.id === id) return at;
    }
    return undefined;
  }

  #indexed(identity: number): ReadonlyMap<string, number> {
    const index = new Map(this.#shares.of(identity, (at) => [this.#trusts[at]?.id ?? '', at] as const));
    this.#byId.set(identity, index);
    return index;
  }

  #put(identity: number, trust: Trust): void {
    const at = this.#trusts.push(trust) - 1;
    this.#shares.add(identity, at);
    this.#byId.get(identity)?.set(trust.id, at);
  }
}

function isSameTrust(a: Trust, b: Trust): boolean {
  return a.effect === b.effect && JSON.stringify([a.actions, a.condition]) === JSON.stringify([b.actions, b.condition]);
}
