import type { PolicyStatement } from '../../inventory/policy.ts';

type Condition = NonNullable<PolicyStatement['condition']>;

/** Conditions known by how they are written. Many are met again and again; the others are each one document's own. */
const writtenKept = 1000;

/** Keeps one copy of each string, list and condition, so that many documents that say the same stay small. */
export class Interner {
  readonly #strings = new Map<string, string>();
  readonly #lists = new Map<string, readonly string[]>();
  readonly #conditions = new Map<string, Condition>();
  readonly #written = new Map<string, Condition>();

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

  /** A condition as it was made the first time that one was written like this, and one copy of those that mean the same. */
  condition(raw: unknown, make: () => Condition | undefined): Condition | undefined {
    const text = JSON.stringify(raw);
    const before = this.#written.get(text);
    if (before !== undefined) return before;
    const made = make();
    if (made === undefined) return undefined;
    const key = JSON.stringify(made);
    const condition = this.#conditions.get(key) ?? made;
    this.#conditions.set(key, condition);
    if (this.#written.size >= writtenKept) this.#written.clear();
    this.#written.set(text, condition);
    return condition;
  }
}
