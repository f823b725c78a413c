/** Places of the table, in groups; a group keeps the newest of those that fall into it. */
const places = 1 << 20;
const group = 4;

/**
 * Remembers events by their id, so that files which overlap (two trails, a copy, an organization's trail beside the account's) count none
 * twice. Takes 8 MiB whatever the number of events: of millions in between, an event may be forgotten and counted again.
 */
export class SeenEvents {
  #table: Float64Array | undefined;

  /** Whether the event was seen before; it has been, from now on. */
  has(id: string): boolean {
    this.#table ??= new Float64Array(places);
    const table = this.#table;
    // Two hashes (FNV-1a): where it stands, and what stands there. Zero is an empty place.
    let a = 0x811c9dc5;
    let b = 0x9e3779b9;
    for (let i = 0; i < id.length; i++) {
      const c = id.charCodeAt(i);
      a = Math.imul(a ^ c, 0x01000193);
      b = Math.imul(b ^ c, 0x85ebca6b) + i;
    }
    const start = ((a >>> 0) % (places / group)) * group;
    const value = (b >>> 0) * 0x100000 + (a >>> 12) + 1;
    for (let i = start; i < start + group; i++) if (table[i] === value) return true;
    table.copyWithin(start + 1, start, start + group - 1);
    table[start] = value;
    return false;
  }
}
