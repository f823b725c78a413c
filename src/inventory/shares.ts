/** Stands for no share. */
export const noShare = -1;

/** What is left of a share that was taken out. */
const gone = 0x7fffffff;

/**
 * Who holds what, by numbers alone, in the order in which it came. There may be a million shares of some hundred thousand holders:
 * columns of numbers are neither made one by one nor looked at by the garbage collector.
 */
export class Shares {
  #size = 0;
  /** By share: whose it is, the one of the same holder before it, and what it is one in. */
  #whose = new Int32Array(256);
  #before = new Int32Array(256);
  #what = new Int32Array(256);
  #holders = 0;
  /** By holder: the last share. */
  #last = new Int32Array(256);

  /** How many ever came. */
  get size(): number {
    return this.#size;
  }

  /** How many holders there are. */
  get holders(): number {
    return this.#holders;
  }

  /** Makes room for another holder. Answers with its number. */
  addHolder(): number {
    const number = this.#holders++;
    if (number >= this.#last.length) this.#last = doubled(this.#last);
    this.#last[number] = noShare;
    return number;
  }

  /** Gives a holder a share. `what`: any number that tells what it is one in. */
  add(holder: number, what: number): number {
    const share = this.#size++;
    if (share >= this.#whose.length) {
      this.#whose = doubled(this.#whose);
      this.#before = doubled(this.#before);
      this.#what = doubled(this.#what);
    }
    this.#whose[share] = holder;
    this.#before[share] = this.#last[holder] as number;
    this.#what[share] = what;
    this.#last[holder] = share;
    return share;
  }

  /** The last share that a holder was given, or `noShare`. */
  last(holder: number): number {
    return this.#last[holder] as number;
  }

  before(share: number): number {
    return this.#before[share] as number;
  }

  whose(share: number): number {
    return this.#whose[share] as number;
  }

  what(share: number): number {
    return this.#what[share] as number;
  }

  /** Makes it a share in something else. */
  set(share: number, what: number): void {
    this.#what[share] = what;
  }

  takeOut(share: number): void {
    this.#what[share] = gone;
  }

  isGone(share: number): boolean {
    return this.#what[share] === gone;
  }

  has(holder: number): boolean {
    let share = this.last(holder);
    while (share !== noShare && this.isGone(share)) share = this.before(share);
    return share !== noShare;
  }

  /** Shares in some things, by holder and then in their order. */
  sorted(isSought: (what: number) => boolean): Int32Array {
    const ends = new Int32Array(this.#holders + 1);
    let count = 0;
    for (let share = 0; share < this.#size; share++) {
      if (!isSought(this.what(share))) continue;
      const next = this.whose(share) + 1;
      ends[next] = (ends[next] as number) + 1;
      count++;
    }
    for (let holder = 1; holder < ends.length; holder++) ends[holder] = (ends[holder] as number) + (ends[holder - 1] as number);
    const out = new Int32Array(count);
    for (let share = 0; share < this.#size; share++) {
      if (!isSought(this.what(share))) continue;
      const at = ends[this.whose(share)] as number;
      ends[this.whose(share)] = at + 1;
      out[at] = share;
    }
    return out;
  }

  /** What a holder has shares in, in the order in which it was given them. */
  of<T>(holder: number, read: (what: number) => T): T[] {
    let count = 0;
    for (let share = this.last(holder); share !== noShare; share = this.before(share)) if (!this.isGone(share)) count++;
    const out = new Array<T>(count);
    for (let share = this.last(holder); share !== noShare; share = this.before(share))
      if (!this.isGone(share)) out[--count] = read(this.what(share));
    return out;
  }
}

function doubled(column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const more = new Int32Array(column.length * 2);
  more.set(column);
  return more;
}
