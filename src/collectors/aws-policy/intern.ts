/** Keeps one copy of each string and each list, so that many documents that say the same stay small. */
export class Interner {
  readonly #strings = new Map<string, string>();
  readonly #lists = new Map<string, readonly string[]>();

  text(value: string): string {
    const known = this.#strings.get(value);
    if (known !== undefined) return known;
    this.#strings.set(value, value);
    return value;
  }

  list(values: readonly string[]): readonly string[] {
    const key = values.length === 1 ? (values[0] as string) : values.join('\u0000');
    const known = this.#lists.get(key);
    if (known !== undefined && known.length === values.length) return known;
    const list = values.map((v) => this.text(v));
    this.#lists.set(key, list);
    return list;
  }
}
