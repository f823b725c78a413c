/**
 * Values by ids that are asked for again in the order in which they were put down, as whatever goes through all identities does, and
 * several times in a row: so the last one and the next are tried first. To look a long text up among a hundred thousand takes longer
 * than most of what is asked of what it finds. Nothing is taken out again.
 */
export class MapInOrder<T> implements ReadonlyMap<string, T> {
  readonly #places = new Map<string, number>();
  readonly #keys: string[] = [];
  readonly #values: T[] = [];
  #last = -1;

  constructor(entries: Iterable<readonly [string, T]> = []) {
    for (const [key, value] of entries) this.set(key, value);
  }

  get size(): number {
    return this.#keys.length;
  }

  has(key: string): boolean {
    return this.#places.has(key);
  }

  get(key: string): T | undefined {
    const keys = this.#keys;
    if (keys[this.#last] === key) return this.#values[this.#last];
    const next = this.#last + 1 < keys.length ? this.#last + 1 : 0;
    const place = keys[next] === key ? next : this.#places.get(key);
    if (place === undefined) return undefined;
    this.#last = place;
    return this.#values[place];
  }

  set(key: string, value: T): void {
    const present = this.#places.get(key);
    if (present === undefined) this.#places.set(key, this.#keys.push(key) - 1);
    this.#values[present ?? this.#keys.length - 1] = value;
  }

  keys(): MapIterator<string> {
    return this.#keys.values();
  }

  values(): MapIterator<T> {
    return this.#values.values();
  }

  *entries(): MapIterator<[string, T]> {
    for (let place = 0; place < this.#keys.length; place++) yield [this.#keys[place] as string, this.#values[place] as T];
  }

  [Symbol.iterator](): MapIterator<[string, T]> {
    return this.entries();
  }

  forEach(call: (value: T, key: string, map: ReadonlyMap<string, T>) => void): void {
    for (const [key, value] of this) call(value, key, this);
  }
}
