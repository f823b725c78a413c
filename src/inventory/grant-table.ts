import { type Binding, grantOf, type HeldGrant, isBinding } from './binding.ts';
import type { Given, Grant } from './grant.ts';
import type { GrantSummary } from './grant-summary.ts';

/** Grants by their holders, as everybody may ask for them. */
export type Grants = ReadonlyMap<string, readonly Grant[]>;

/** What holders have, as a table is made of it: a map, or what answers like one. */
export interface Holdings {
  readonly size: number;
  has(holder: string): boolean;
  get(holder: string): readonly HeldGrant[] | undefined;
  keys(): MapIterator<string>;
  /** The grants among them that are no shares in bindings, where that is known without looking at each. */
  single?(): readonly Grant[];
}

const none: readonly Grant[] = [];

/**
 * Grants by their holders, of which those that are shares in bindings are made when somebody asks for a holder's. What asks about
 * very many holders takes `heldGrants`, which makes none.
 */
export class GrantTable implements Grants {
  readonly #held: Holdings;
  #single: readonly Grant[] | undefined;
  readonly #made = new Map<string, readonly Grant[]>();
  /** Each once, whoever holds them. */
  readonly bindings: readonly Binding[];
  /** What there is among them, and perhaps among some that are left out; absent where nobody looked while they came. */
  readonly summary: GrantSummary | undefined;

  constructor(held: Holdings, bindings: readonly Binding[], summary?: GrantSummary) {
    this.#held = held;
    this.bindings = bindings;
    this.summary = summary;
  }

  get size(): number {
    return this.#held.size;
  }

  has(holder: string): boolean {
    return this.#held.has(holder);
  }

  held(holder: string): readonly HeldGrant[] {
    return this.#held.get(holder) ?? none;
  }

  get(holder: string): readonly Grant[] | undefined {
    const held = this.#held.get(holder);
    // To look whether each is a share takes as long as to read it.
    if (held === undefined || this.bindings.length === 0) return held as readonly Grant[] | undefined;
    const present = this.#made.get(holder);
    if (present !== undefined) return present;
    const made = held.some(isBinding) ? held.map((one) => grantOf(one, holder)) : (held as readonly Grant[]);
    this.#made.set(holder, made);
    return made;
  }

  keys(): MapIterator<string> {
    return this.#held.keys();
  }

  *values(): MapIterator<readonly Grant[]> {
    for (const holder of this.#held.keys()) yield this.get(holder) ?? none;
  }

  *entries(): MapIterator<[string, readonly Grant[]]> {
    for (const holder of this.#held.keys()) yield [holder, this.get(holder) ?? none];
  }

  [Symbol.iterator](): MapIterator<[string, readonly Grant[]]> {
    return this.entries();
  }

  forEach(call: (grants: readonly Grant[], holder: string, table: Grants) => void): void {
    for (const [holder, grants] of this) call(grants, holder, this);
  }

  /** The grants that stand for themselves. */
  get single(): readonly Grant[] {
    this.#single ??= this.#held.single?.() ?? this.#findSingle();
    return this.#single;
  }

  #findSingle(): readonly Grant[] {
    const single: Grant[] = [];
    for (const holder of this.#held.keys()) for (const one of this.held(holder)) if (!isBinding(one)) single.push(one);
    return single;
  }

  /** The same table without some of what it gives; itself where none of that is in it. */
  without(isGone: (given: Given) => boolean): GrantTable {
    const gone = new Set<HeldGrant>(this.bindings.filter(isGone));
    for (const grant of this.single) if (isGone(grant)) gone.add(grant);
    if (gone.size === 0) return this;
    const left = new Map<string, readonly HeldGrant[]>();
    for (const holder of this.#held.keys()) {
      const held = this.held(holder);
      left.set(holder, held.some((one) => gone.has(one)) ? held.filter((one) => !gone.has(one)) : held);
    }
    return new GrantTable(
      left,
      this.bindings.filter((binding) => !gone.has(binding)),
    );
  }
}

/** What somebody holds, without making grants of bindings. */
export function heldGrants(grants: Grants, holder: string): readonly HeldGrant[] {
  return grants instanceof GrantTable ? grants.held(holder) : (grants.get(holder) ?? none);
}

/** All grants that are no shares in bindings. */
export function singleGrants(grants: Grants): readonly Grant[] {
  return grants instanceof GrantTable ? grants.single : [...grants.values()].flat();
}

/** All bindings, each once, however many hold them. */
export function bindingsIn(grants: Grants): readonly Binding[] {
  return grants instanceof GrantTable ? grants.bindings : [];
}
