/** So many places are looked at for a text, and no more: texts that were made to choose the same one do not make it slow. */
const farthest = 256;

/**
 * Tells whether a text came before, of very many long ones that mostly did not. Of each it keeps 64 bits: a set of the texts works out
 * their hashes anew and follows each to where it lies. It may take a new text for one that came, which is very unlikely but where
 * somebody looked for such: that may cost time, and no answer may rest on it.
 */
export class TextMarks {
  /** Two numbers for each, in a table with room to spare; the second is 0 where it is free. */
  #table: Int32Array = new Int32Array(1024);
  #count = 0;

  /** Notes a text. Answers whether it came before. */
  add(text: string): boolean {
    let one = 0x811c9dc5 | 0;
    let other = text.length;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      one = Math.imul(one ^ code, 0x01000193);
      other = Math.imul((other << 5) ^ (other >>> 27) ^ code, 0x5bd1e995);
    }
    // The low bits say least, and they choose the place.
    one ^= one >>> 15;
    other = other ^ (other >>> 13) || 1;
    const at = placeIn(this.#table, one, other, farthest);
    if (at < 0 || this.#table[at + 1] !== 0) return true;
    this.#table[at] = one;
    this.#table[at + 1] = other;
    if (++this.#count * 4 > this.#table.length) this.#table = doubled(this.#table);
    return false;
  }
}

/** Where two numbers stand, or where they would; less than 0: nowhere near. */
function placeIn(table: Int32Array, one: number, other: number, most: number): number {
  const last = table.length - 1;
  let at = ((one ^ Math.imul(other, 0x9e3779b1)) << 1) & last;
  for (let looked = 0; looked < most; looked++) {
    if (table[at + 1] === 0 || (table[at] === one && table[at + 1] === other)) return at;
    at = (at + 2) & last;
  }
  return -1;
}

function doubled(table: Int32Array): Int32Array {
  const more = new Int32Array(table.length * 2);
  for (let from = 0; from < table.length; from += 2) {
    const one = table[from] as number;
    const other = table[from + 1] as number;
    if (other === 0) continue;
    const at = placeIn(more, one, other, table.length);
    more[at] = one;
    more[at + 1] = other;
  }
  return more;
}
