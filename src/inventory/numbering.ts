/**
 * Numbers of ids, from 0 on as they come. What goes through a hundred thousand identities asks for them again in the order in which they
 * came, and for one several times in a row: so the last one and the next are tried first, as to look a long text up among very many
 * takes longer than most of what is asked of what it finds.
 */
export class Numbering {
  readonly #numbers = new Map<string, number>();
  readonly #ids: string[] = [];
  #last = -1;

  get size(): number {
    return this.#ids.length;
  }

  /** By their numbers. */
  get ids(): readonly string[] {
    return this.#ids;
  }

  has(id: string): boolean {
    return this.get(id) !== undefined;
  }

  get(id: string): number | undefined {
    const ids = this.#ids;
    if (ids[this.#last] === id) return this.#last;
    const next = this.#last + 1 < ids.length ? this.#last + 1 : 0;
    const found = ids[next] === id ? next : this.#numbers.get(id);
    if (found !== undefined) this.#last = found;
    return found;
  }

  /** Numbers an id that has no number yet. */
  add(id: string): number {
    this.#last = this.#ids.push(id) - 1;
    this.#numbers.set(id, this.#last);
    return this.#last;
  }

  keys(): MapIterator<string> {
    return this.#numbers.keys();
  }
}
