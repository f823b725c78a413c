import { type Binding, type BindingPlace, grantOf, type HeldGrant, idOfHeld, isBinding } from './binding.ts';
import { BindingIndex, holdersOf } from './binding-index.ts';
import type { Grant } from './grant.ts';
import { GrantSummary } from './grant-summary.ts';
import { GrantTable, type Holdings } from './grant-table.ts';
import { preferObserved } from './merge.ts';
import { isSameContent, type PolicyDocument } from './policy.ts';
import { noShare, Shares } from './shares.ts';

/** With more grants than this a holder gets an index of its own. */
const few = 12;

/** Of a holder of shares in bindings so many of the last are looked through before: what repeats stands mostly in one policy. */
const recent = 64;

/** What is noted of a holder: that some of what it has are shares in bindings, */
const isShared = 1;
/** and that some came as grants of their own, and not because a binding said a thing twice. */
const isOwn = 2;

/**
 * Grants by their ids, in the order in which they came. An id begins with its holder, and most holders have few: to look among those
 * is cheaper than one index of a million long texts. Of bindings each is kept once, and who has a share in it as numbers.
 */
export class GrantBook {
  readonly #numbers = new Map<string, number>();
  readonly #holders: string[] = [];
  /** `isShared`, `isOwn` by holder. */
  readonly #notes: number[] = [];
  /** What each is a share in: a binding by its number, or ~ a grant by its number. */
  readonly #shares = new Shares();
  readonly #bindings: Binding[] = [];
  readonly #grants: Grant[] = [];
  /** The share of each id, by holder. */
  readonly #byId = new Map<number, Map<string, number>>();
  readonly #index = new BindingIndex(this.#bindings);
  readonly #summary = new GrantSummary();
  /** The policy at hand, and the first share from it. */
  #on: BindingPlace | undefined;
  #firstOn = 0;
  #isWhole = true;
  readonly #documents: ReadonlyMap<string, PolicyDocument>;

  /** `documents`: those that grants refer to, as far as they are known. */
  constructor(documents: ReadonlyMap<string, PolicyDocument> = new Map()) {
    this.#documents = documents;
  }

  /** Whether nothing was taken out again. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  has(holder: string): boolean {
    const number = this.#numbers.get(holder);
    return number !== undefined && this.#shares.has(number);
  }

  /** Puts a grant down. One that says something else than the one of its id stands beside it, under an id of its own. */
  add(grant: Grant): void {
    const number = this.numberOf(grant.holder);
    this.#notes[number] = this.#noted(number) | isOwn;
    this.#add(number, grant);
  }

  numberOf(holder: string): number {
    const present = this.#numbers.get(holder);
    if (present !== undefined) return present;
    const number = this.#shares.addHolder();
    this.#numbers.set(holder, number);
    this.#holders.push(holder);
    this.#notes.push(0);
    return number;
  }

  /** Puts a binding down: a share for each of its holders. */
  bind(binding: Binding): void {
    const { on, holders } = binding;
    const shares = this.#shares;
    if (on !== this.#on) {
      this.#on = on;
      this.#firstOn = shares.size;
    }
    const before = this.#index.add(binding);
    const isSaid = before === undefined || before.length === 0 ? undefined : holdersOf(before);
    const own = this.#bindings.length;
    let isTaken = false;
    for (let n = 0; n < holders.length; n++) {
      const holder = holders[n] as number;
      const name = this.#holders[holder];
      if (name === undefined) continue;
      const last = shares.last(holder);
      const noted = this.#noted(holder);
      if (
        (noted & isOwn) !== 0 ||
        (before === undefined ? last >= this.#firstOn && this.#isSaidLately(last, binding, own) : isSaid?.(holder) === true)
      )
        this.#add(holder, grantOf(binding, name));
      // It may name somebody twice.
      else if (last === noShare || shares.what(last) !== own) {
        if ((noted & isShared) === 0) this.#notes[holder] = noted | isShared;
        isTaken = true;
        this.#put(holder, own, binding);
      }
    }
    if (!isTaken) return;
    this.#bindings.push(binding);
    this.#summary.add(binding);
  }

  /** Whether one of a holder's last grants is of the same role on the same thing, where all that are on it are of one policy. */
  #isSaidLately(last: number, { scope, policy }: Binding, own: number): boolean {
    const shares = this.#shares;
    let looked = 0;
    for (let share = last; share !== noShare; share = shares.before(share)) {
      const what = shares.what(share);
      if (what === own) return false;
      if (shares.isGone(share)) continue;
      const one = this.#held(what);
      if (one.scope !== scope) return false;
      if (one.policy === policy) return true;
      // Somebody has very many roles on one thing: from now on they are looked up.
      if (++looked > recent) this.#index.keepAll();
    }
    return false;
  }

  /** All grants, one by one. */
  values(): Grant[] {
    const out: Grant[] = [];
    for (let share = 0; share < this.#shares.size; share++) if (!this.#shares.isGone(share)) out.push(this.#grantAt(share));
    return out;
  }

  /** The same by holder, in the order of the first of each; only of a book that is whole. */
  table(): GrantTable {
    // Somebody may have been named and then given nothing.
    const isGiven = this.#holders.every((_, number) => this.#shares.has(number));
    const numbers = isGiven ? this.#numbers : new Map([...this.#numbers].filter(([, number]) => this.#shares.has(number)));
    return new GrantTable(new HeldInBook(numbers, this.#shares, this.#held), this.#bindings, this.#summary);
  }

  /** Takes those out that something is said of, one by one, and hands each over when it is gone. */
  takeOut(fits: (grant: Grant) => boolean, taken: (grant: Grant) => void): void {
    const fitting: number[] = [];
    for (let share = 0; share < this.#shares.size; share++)
      if (!this.#shares.isGone(share) && fits(this.#grantAt(share))) fitting.push(share);
    if (fitting.length > 0) this.#isWhole = false;
    for (const share of fitting) {
      const grant = this.#grantAt(share);
      this.#shares.takeOut(share);
      this.#byId.get(this.#shares.whose(share))?.delete(grant.id);
      taken(grant);
    }
  }

  readonly #held = (what: number): HeldGrant => (what >= 0 ? this.#bindings[what] : this.#grants[~what]) as HeldGrant;

  #grantAt(share: number): Grant {
    return grantOf(this.#held(this.#shares.what(share)), this.#holders[this.#shares.whose(share)] ?? '');
  }

  #noted(holder: number): number {
    return this.#notes[holder] ?? 0;
  }

  #add(holder: number, grant: Grant): void {
    this.#summary.addGrant(grant);
    let behind = noShare;
    for (let n = 1; ; n++) {
      const id = n === 1 ? grant.id : `${grant.id}#${n}`;
      const share = this.#find(holder, id, grant, behind);
      const present = share === undefined ? undefined : this.#grantAt(share);
      if (share === undefined || present === undefined) {
        const made = n === 1 ? grant : { ...grant, id };
        this.#put(holder, ~(this.#grants.push(made) - 1), made);
      } else if (this.#isSame(present, grant)) this.#replace(share, mergeGrant(present, grant));
      else {
        behind = share;
        continue;
      }
      return;
    }
  }

  /** The share that has an id, behind another. */
  #find(holder: number, id: string, { scope, policy }: Grant, behind: number): number | undefined {
    const name = this.#holders[holder] ?? '';
    const shares = this.#shares;
    const index = this.#byId.get(holder);
    if (index !== undefined) return index.get(id);
    let left = (this.#noted(holder) & isShared) === 0 ? few : recent;
    for (let share = shares.last(holder); share > behind; share = shares.before(share)) {
      if (shares.isGone(share)) continue;
      if (left-- === 0) return this.#indexed(holder).get(id);
      const one = this.#held(shares.what(share));
      if (isBinding(one) && (one.scope !== scope || one.policy !== policy)) continue;
      if (idOfHeld(one, name) === id) return share;
    }
    return undefined;
  }

  #isSame(a: Grant, b: Grant): boolean {
    // One that only names a policy says nothing else than the one that tells which it is.
    const isNameOnly = b.kind === 'attached' && b.policy === undefined && b.document === undefined;
    return (
      isNameOnly ||
      (a.policy === b.policy &&
        this.#isSameDocument(a.document, b.document) &&
        a.condition === b.condition &&
        (a.eligible ?? false) === (b.eligible ?? false))
    );
  }

  /** An inline policy that two sources give has an id in each. */
  #isSameDocument(a: string | undefined, b: string | undefined): boolean {
    if (a === b || a === undefined || b === undefined) return a === b;
    const [one, other] = [this.#documents.get(a), this.#documents.get(b)];
    return one !== undefined && other !== undefined && isSameContent(one, other);
  }

  #replace(share: number, grant: Grant): void {
    const what = this.#shares.what(share);
    if (what < 0) this.#grants[~what] = grant;
    else this.#shares.set(share, ~(this.#grants.push(grant) - 1));
  }

  #indexed(holder: number): ReadonlyMap<string, number> {
    const index = new Map<string, number>();
    const name = this.#holders[holder] ?? '';
    const shares = this.#shares;
    for (let share = shares.last(holder); share !== noShare; share = shares.before(share)) {
      const id = shares.isGone(share) ? undefined : idOfHeld(this.#held(shares.what(share)), name);
      if (id !== undefined && !index.has(id)) index.set(id, share);
    }
    this.#byId.set(holder, index);
    return index;
  }

  #put(holder: number, what: number, one: HeldGrant): void {
    const share = this.#shares.add(holder, what);
    if (this.#byId.size > 0) this.#byId.get(holder)?.set(idOfHeld(one, this.#holders[holder] ?? ''), share);
  }
}

/** What the holders of a book have: a list is made when somebody asks for it. */
class HeldInBook implements Holdings {
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #shares: Shares;
  readonly #held: (what: number) => HeldGrant;
  readonly #lists: (readonly HeldGrant[] | undefined)[];

  constructor(numbers: ReadonlyMap<string, number>, shares: Shares, held: (what: number) => HeldGrant) {
    this.#numbers = numbers;
    this.#shares = shares;
    this.#held = held;
    this.#lists = new Array<readonly HeldGrant[] | undefined>(shares.holders);
  }

  get size(): number {
    return this.#numbers.size;
  }

  has(holder: string): boolean {
    return this.#numbers.has(holder);
  }

  get(holder: string): readonly HeldGrant[] | undefined {
    const number = this.#numbers.get(holder);
    return number === undefined ? undefined : this.#list(number);
  }

  keys(): MapIterator<string> {
    return this.#numbers.keys();
  }

  /** Of an organization of Google Cloud hardly anybody has one. */
  single(): readonly Grant[] {
    const out: Grant[] = [];
    for (const number of this.#shares.holdersOf((what) => what < 0))
      for (const one of this.#list(number)) if (!isBinding(one)) out.push(one);
    return out;
  }

  /** Lists of shares in bindings are not kept: there may be very many, and each is read through once or twice. */
  #list(number: number): readonly HeldGrant[] {
    const present = this.#lists[number];
    if (present !== undefined) return present;
    const made = this.#shares.of(number, this.#held);
    const [first] = made;
    if (first === undefined || !isBinding(first)) this.#lists[number] = made;
    return made;
  }
}

/** A list of assignments does not say when one ends, or what activating it takes; the schedule behind it and its policy do. */
function mergeGrant(a: Grant, b: Grant): Grant {
  const merged = preferObserved(a, b);
  const until = a.until ?? b.until;
  const activation = a.activation ?? b.activation;
  if (until === merged.until && activation === merged.activation) return merged;
  return { ...merged, ...(until === undefined ? {} : { until }), ...(activation === undefined ? {} : { activation }) };
}
