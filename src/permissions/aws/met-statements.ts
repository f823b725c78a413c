import type { Condition } from './conditions.ts';
import type { SmallAllow } from './small-allow.ts';

const nothing: readonly never[] = [];

/** Gathers what statements come to, each once, in the order in which it comes. It is filled anew for each document and identity: to make such lists takes longer than to fill them. */
export class MetStatements {
  readonly #small = new MetAllows();
  readonly #everywhere = new MetAllows();
  #conditions: Condition[] = [];
  /** The lists of those who hold one condition. */
  readonly #single = new Map<Condition, readonly Condition[]>();

  clear(): void {
    this.clearStatements();
    if (this.#conditions.length > 0) this.#conditions = [];
  }

  /** Leaves the conditions. */
  clearStatements(): void {
    this.#small.clear();
    this.#everywhere.clear();
  }

  addSmall(allow: SmallAllow): void {
    this.#small.add(allow);
  }

  addEverywhere(allow: SmallAllow): void {
    this.#everywhere.add(allow);
  }

  addCondition(condition: Condition): void {
    if (!this.#conditions.includes(condition)) this.#conditions.push(condition);
  }

  get small(): readonly SmallAllow[] {
    return this.#small.list;
  }

  get everywhere(): readonly SmallAllow[] {
    return this.#everywhere.list;
  }

  get conditions(): readonly Condition[] {
    const [first] = this.#conditions;
    if (first === undefined) return nothing;
    if (this.#conditions.length > 1) return this.#conditions;
    let single = this.#single.get(first);
    if (single === undefined) {
      single = [first];
      this.#single.set(first, single);
    }
    return single;
  }
}

/** Small statements, told apart by their serial numbers. */
class MetAllows {
  readonly #all: SmallAllow[] = [];
  #size = 0;
  /** In which turn each was met last, by its serial number. */
  readonly #met: number[] = [];
  #turn = 1;

  clear(): void {
    this.#size = 0;
    this.#turn++;
  }

  add(allow: SmallAllow): void {
    const { serial } = allow;
    while (this.#met.length <= serial) this.#met.push(0);
    if (this.#met[serial] === this.#turn) return;
    this.#met[serial] = this.#turn;
    this.#all[this.#size++] = allow;
  }

  get list(): readonly SmallAllow[] {
    return this.#size === 0 ? nothing : this.#all.slice(0, this.#size);
  }
}
