import { type Binding, type BindingPlace, grantOf, type HeldGrant, idOfHeld, isBinding } from './binding.ts';
import { BindingIndex, holdersOf } from './binding-index.ts';
import type { Grant } from './grant.ts';
import { GrantSummary } from './grant-summary.ts';
import { GrantTable } from './grant-table.ts';
import { preferObserved } from './merge.ts';

/** With more grants than this a holder gets an index of its own. */
const few = 12;

/** So many of a holder's last shares are looked through before it gets one: what repeats stands mostly in one policy. */
const recent = 64;

/** What one holder has, in the order in which it came. */
interface Held {
  readonly holder: string;
  readonly number: number;
  readonly all: HeldGrant[];
  /** Some are shares in bindings. */
  isShared: boolean;
  /** Some came as grants of their own, and not because a binding said a thing twice. */
  isOwn: boolean;
  /** The policy of its last share. */
  on: BindingPlace | undefined;
  byId?: Map<string, number>;
}

/** Stands for a grant that was taken out. */
const gone = -1;

/**
 * Grants by their ids, in the order in which they came. An id begins with its holder, and most holders have few: to look among those
 * is cheaper than one index of a million long texts. Of bindings each is kept once.
 */
export class GrantBook {
  readonly #held = new Map<string, Held>();
  readonly #numbered: Held[] = [];
  /** Whose each grant is, by the number of the holder. */
  readonly #order: number[] = [];
  readonly #bindings: Binding[] = [];
  readonly #index = new BindingIndex(this.#bindings);
  readonly #summary = new GrantSummary();
  #isWhole = true;

  /** Whether nothing was taken out again. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  has(holder: string): boolean {
    return (this.#held.get(holder)?.all.length ?? 0) > 0;
  }

  /** Puts a grant down. One that says something else than the one of its id stands beside it, under an id of its own. */
  add(grant: Grant): void {
    const held = this.#of(grant.holder);
    held.isOwn = true;
    this.#add(held, grant);
  }

  numberOf(holder: string): number {
    return this.#of(holder).number;
  }

  /** Puts a binding down: a share for each of its holders. */
  bind(binding: Binding): void {
    const { on } = binding;
    const before = this.#index.add(binding);
    const isSaid = before === undefined || before.length === 0 ? undefined : holdersOf(before);
    let isShared = false;
    for (const number of binding.holders) {
      const held = this.#numbered[number];
      if (held === undefined) continue;
      const { all } = held;
      const last = all[all.length - 1];
      if (held.isOwn || (before === undefined ? held.on === on && this.#isSaidLately(all, binding) : isSaid?.(number) === true))
        this.#add(held, grantOf(binding, held.holder));
      // It may name somebody twice.
      else if (last !== binding) {
        held.isShared = true;
        held.on = on;
        isShared = true;
        this.#put(held, binding);
      }
    }
    if (!isShared) return;
    this.#bindings.push(binding);
    this.#summary.add(binding);
  }

  /** Whether one of a holder's last grants is of the same role on the same thing, where all that are on it are of one policy. */
  #isSaidLately(all: readonly HeldGrant[], binding: Binding): boolean {
    const { scope, policy } = binding;
    for (let n = all.length - 1; n >= 0; n--) {
      const one = all[n];
      if (one === undefined || one === binding || one.scope !== scope) return false;
      if (one.policy === policy) return true;
      // Somebody has very many roles on one thing: from now on they are looked up.
      if (all.length - n > recent) this.#index.keepAll();
    }
    return false;
  }

  /** All grants, one by one. */
  values(): Grant[] {
    const out: Grant[] = [];
    this.#forEach((grant) => out.push(grant));
    return out;
  }

  #forEach(call: (grant: Grant, place: number, held: Held) => void): void {
    const next = new Uint32Array(this.#numbered.length);
    this.#order.forEach((number, place) => {
      const held = this.#numbered[number];
      const one = held?.all[next[number] ?? 0];
      if (held === undefined || one === undefined) return;
      next[number] = (next[number] ?? 0) + 1;
      call(grantOf(one, held.holder), place, held);
    });
  }

  /** The same by holder, in the order of the first of each; only of a book that is whole. */
  table(): GrantTable {
    const table = new Map<string, readonly HeldGrant[]>();
    for (const { holder, all } of this.#held.values()) if (all.length > 0) table.set(holder, all);
    return new GrantTable(table, this.#bindings, this.#summary);
  }

  /** Takes those out that something is said of, one by one, and hands each over when it is gone. */
  takeOut(fits: (grant: Grant) => boolean, taken: (grant: Grant) => void): void {
    const fitting: { readonly grant: Grant; readonly place: number; readonly held: Held }[] = [];
    this.#forEach((grant, place, held) => {
      if (fits(grant)) fitting.push({ grant, place, held });
    });
    if (fitting.length > 0) this.#isWhole = false;
    for (const { grant, place, held } of fitting) {
      const at = held.all.findIndex((one) => idOfHeld(one, held.holder) === grant.id);
      held.all.splice(at, 1);
      this.#order[place] = gone;
      delete held.byId;
      taken(grant);
    }
  }

  #of(holder: string): Held {
    const present = this.#held.get(holder);
    if (present !== undefined) return present;
    const made: Held = { holder, number: this.#numbered.length, all: [], isShared: false, isOwn: false, on: undefined };
    this.#numbered.push(made);
    this.#held.set(holder, made);
    return made;
  }

  #add(held: Held, grant: Grant): void {
    this.#summary.addGrant(grant);
    let at = -1;
    for (let n = 1; ; n++) {
      const id = n === 1 ? grant.id : `${grant.id}#${n}`;
      const found = this.#find(held, id, grant, at);
      const present = found === undefined ? undefined : held.all[found];
      if (found === undefined || present === undefined) this.#put(held, n === 1 ? grant : { ...grant, id });
      else if (isSameGrant(grantOf(present, grant.holder), grant)) held.all[found] = mergeGrant(grantOf(present, grant.holder), grant);
      else {
        at = found;
        continue;
      }
      return;
    }
  }

  /** Where one stands, behind a place. */
  #find(held: Held, id: string, { scope, policy }: Grant, behind: number): number | undefined {
    const { holder, all, isShared } = held;
    if (held.byId === undefined) {
      const first = isShared ? Math.max(behind + 1, all.length - recent) : 0;
      for (let n = all.length - 1; n >= first; n--) {
        const one = all[n];
        if (one === undefined || (isBinding(one) && (one.scope !== scope || one.policy !== policy))) continue;
        if (idOfHeld(one, holder) === id) return n;
      }
      if (first <= behind + 1) return undefined;
    }
    held.byId ??= indexOf(all, holder);
    return held.byId.get(id);
  }

  #put(held: Held, one: HeldGrant): void {
    const { holder } = held;
    const n = held.all.push(one) - 1;
    this.#order.push(held.number);
    if (held.byId !== undefined) held.byId.set(idOfHeld(one, holder), n);
    else if (!held.isShared && held.all.length > few) held.byId = indexOf(held.all, holder);
  }
}

function indexOf(all: readonly HeldGrant[], holder: string): Map<string, number> {
  return new Map(all.map((one, n) => [idOfHeld(one, holder), n]));
}

function isSameGrant(a: Grant, b: Grant): boolean {
  // One that only names a policy says nothing else than the one that tells which it is.
  const isNameOnly = b.kind === 'attached' && b.policy === undefined && b.document === undefined;
  return (
    isNameOnly ||
    (a.policy === b.policy && a.document === b.document && a.condition === b.condition && (a.eligible ?? false) === (b.eligible ?? false))
  );
}

/** A list of assignments does not say when one ends, or what activating it takes; the schedule behind it and its policy do. */
function mergeGrant(a: Grant, b: Grant): Grant {
  const merged = preferObserved(a, b);
  const until = a.until ?? b.until;
  const activation = a.activation ?? b.activation;
  if (until === merged.until && activation === merged.activation) return merged;
  return { ...merged, ...(until === undefined ? {} : { until }), ...(activation === undefined ? {} : { activation }) };
}
