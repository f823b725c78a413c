import type { PolicyStatement } from '../../inventory/policy.ts';

type Condition = NonNullable<PolicyStatement['condition']>;

/** Keeps one copy of each string, list and condition, so that many documents that say the same stay small. */
export class Interner {
  readonly #strings = new Map<string, string>();
  readonly #lists = new Map<string, readonly string[]>();
  readonly #conditions = new Map<string, Condition>();

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

  condition(value: Condition): Condition {
    const key = JSON.stringify(value);
    const known = this.#conditions.get(key);
    if (known !== undefined) return known;
    this.#conditions.set(key, value);
    return value;
  }
}
