/**
 * Sets of action indices. `ActionSet` is small and does not change: a list when it has few members, else the
 * stretch of a bitset that is not empty. `ActionBits` is a full bitset to compute in.
 */

const fewMembers = 64;

export class ActionSet {
  readonly #few: readonly number[] | undefined;
  readonly #words: Uint32Array;
  readonly #base: number;
  readonly size: number;

  private constructor(few: readonly number[] | undefined, words: Uint32Array, base: number, size: number) {
    this.#few = few;
    this.#words = words;
    this.#base = base;
    this.size = size;
  }

  static of(indices: readonly number[]): ActionSet {
    if (indices.length <= fewMembers) {
      const few = indices.length < 2 ? indices : [...new Set(indices)];
      return new ActionSet(few, none, 0, few.length);
    }
    const bits = new ActionBits((Math.max(...indices) >>> 5) + 1);
    for (const index of indices) bits.insert(index);
    return bits.freeze();
  }

  /** The members in words `low` to `high`; the first word given is number `base` of the whole. */
  static ofBits(words: Uint32Array, low: number, high: number, base = 0): ActionSet {
    let size = 0;
    for (let w = low; w < high; w++) size += countBits(words[w] ?? 0);
    if (size > fewMembers) return new ActionSet(undefined, words.slice(low, high), base + low, size);
    const few: number[] = [];
    for (let w = low; w < high; w++) {
      for (let word = words[w] ?? 0; word !== 0; word &= word - 1) few.push(((base + w) << 5) + 31 - Math.clz32(word & -word));
    }
    return new ActionSet(few, none, 0, size);
  }

  /** The members of all the sets. `scratch` is empty before and after. */
  static union(sets: readonly ActionSet[], scratch: ActionBits): ActionSet {
    const [first] = sets;
    if (first !== undefined && sets.length === 1) return first;
    const few: number[] = [];
    let fits = true;
    for (const set of sets) {
      fits &&= set.#few !== undefined && few.length <= fewMembers;
      if (!fits) set.addTo(scratch);
      else
        for (const index of set.#few ?? []) {
          if (scratch.has(index)) continue;
          scratch.insert(index);
          few.push(index);
        }
    }
    const union = fits && few.length <= fewMembers ? new ActionSet(few, none, 0, few.length) : scratch.freeze();
    scratch.clear();
    return union;
  }

  has(index: number): boolean {
    if (this.#few) return this.#few.includes(index);
    return (((this.#words[(index >>> 5) - this.#base] ?? 0) >>> (index & 31)) & 1) === 1;
  }

  /** The members, rising. */
  *indices(): Generator<number> {
    if (this.#few) yield* [...this.#few].sort((a, b) => a - b);
    else {
      for (const [at, bits] of this.#words.entries()) {
        for (let word = bits; word !== 0; word &= word - 1) yield ((this.#base + at) << 5) + 31 - Math.clz32(word & -word);
      }
    }
  }

  addTo(bits: ActionBits): void {
    if (this.#few) for (const index of this.#few) bits.insert(index);
    else bits.addWords(this.#words, this.#base);
  }

  removeFrom(bits: ActionBits): void {
    if (this.#few) for (const index of this.#few) bits.delete(index);
    else bits.removeWords(this.#words, this.#base);
  }

  meets(bits: ActionBits): boolean {
    if (this.#few) {
      for (const index of this.#few) if (bits.has(index)) return true;
      return false;
    }
    return this.#words.some((word, at) => (word & (bits.words[at + this.#base] ?? 0)) !== 0);
  }

  /** Whether every member is in `bits`. */
  isWithin(bits: ActionBits): boolean {
    if (this.#few) return this.#few.every((index) => bits.has(index));
    return this.#words.every((word, at) => (word & ~(bits.words[at + this.#base] ?? 0)) === 0);
  }

  /** The members that are also in `bits`. */
  within(bits: ActionBits): ActionSet {
    if (this.#few) return ActionSet.of(this.#few.filter((index) => bits.has(index)));
    const words = this.#words.map((word, at) => word & (bits.words[at + this.#base] ?? 0));
    return ActionSet.ofBits(words, 0, words.length, this.#base);
  }
}

export class ActionBits {
  readonly words: Uint32Array;
  #low: number;
  #high = 0;

  constructor(words: number) {
    this.words = new Uint32Array(words);
    this.#low = words;
  }

  clear(): void {
    if (this.#low < this.#high) this.words.fill(0, this.#low, this.#high);
    this.#low = this.words.length;
    this.#high = 0;
  }

  insert(index: number): void {
    const w = index >>> 5;
    this.words[w] = (this.words[w] ?? 0) | (1 << (index & 31));
    this.#span(w, w + 1);
  }

  delete(index: number): void {
    const w = index >>> 5;
    this.words[w] = (this.words[w] ?? 0) & ~(1 << (index & 31));
  }

  has(index: number): boolean {
    return (((this.words[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 1;
  }

  addWords(from: Uint32Array, base: number): void {
    const { words } = this;
    for (let i = 0; i < from.length; i++) words[base + i] = (words[base + i] ?? 0) | (from[i] ?? 0);
    this.#span(base, base + from.length);
  }

  removeWords(from: Uint32Array, base: number): void {
    const { words } = this;
    const end = Math.min(from.length, this.#high - base);
    for (let i = Math.max(0, this.#low - base); i < end; i++) words[base + i] = (words[base + i] ?? 0) & ~(from[i] ?? 0);
  }

  add(other: ActionBits): void {
    const { words } = this;
    for (let w = other.#low; w < other.#high; w++) words[w] = (words[w] ?? 0) | (other.words[w] ?? 0);
    this.#span(other.#low, other.#high);
  }

  remove(other: ActionBits): void {
    const { words } = this;
    const end = Math.min(this.#high, other.#high);
    for (let w = Math.max(this.#low, other.#low); w < end; w++) words[w] = (words[w] ?? 0) & ~(other.words[w] ?? 0);
  }

  /** The smallest member that is also in `other`, or -1. */
  firstIn(other: ActionBits): number {
    const end = Math.min(this.#high, other.#high);
    for (let w = Math.max(this.#low, other.#low); w < end; w++) {
      const word = (this.words[w] ?? 0) & (other.words[w] ?? 0);
      if (word !== 0) return (w << 5) + 31 - Math.clz32(word & -word);
    }
    return -1;
  }

  meets(other: ActionBits): boolean {
    return this.firstIn(other) >= 0;
  }

  isEmpty(): boolean {
    return this.firstIn(this) < 0;
  }

  freeze(): ActionSet {
    return ActionSet.ofBits(this.words, Math.min(this.#low, this.#high), this.#high);
  }

  #span(low: number, high: number): void {
    if (low < this.#low) this.#low = low;
    if (high > this.#high) this.#high = high;
  }
}

const none = new Uint32Array(0);

function countBits(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return (((v + (v >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
