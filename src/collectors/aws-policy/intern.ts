import type { PolicyStatement } from '../../inventory/policy.ts';
import { Recent } from './recent.ts';

type Condition = NonNullable<PolicyStatement['condition']>;

/** One copy of a part of documents, and the text that JSON writes for it. */
export interface Kept<T> {
  readonly value: T;
  readonly written: string;
}

/**
 * Keeps one copy of each string, list and condition, so that many documents that say the same stay small. What was met of late is
 * found by how it is given, and with it how it is written: documents are met by the hundred thousand, and share most of their parts.
 */
export class Interner {
  readonly #strings = new Map<string, string>();
  readonly #lists = new Map<string, readonly string[]>();
  readonly #conditions = new Map<string, Condition>();
  readonly #recentTexts = new Recent<Kept<string>>();
  readonly #recentActions = new Recent<Kept<readonly string[]>>();
  readonly #recentConditions = new Recent<Kept<Condition>>();

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

  /** A text as it was made the first time that it was given. */
  madeText(raw: string, make: () => string): Kept<string> {
    return this.#recentTexts.find(raw) ?? this.#recentTexts.add(raw, written(this.text(make())));
  }

  /** A list of actions as it was made the first time that one was given like this. */
  actions(raw: unknown, make: () => readonly string[]): Kept<readonly string[]> {
    return this.#recentActions.find(raw) ?? this.#recentActions.add(raw, written(this.list(make())));
  }

  /** A condition as it was made the first time that one was given like this, and one copy of those that mean the same. */
  condition(raw: unknown, make: () => Condition | undefined): Kept<Condition> | undefined {
    const before = this.#recentConditions.find(raw);
    if (before !== undefined) return before;
    const made = make();
    if (made === undefined) return undefined;
    const key = JSON.stringify(made);
    const value = this.#conditions.get(key) ?? made;
    this.#conditions.set(key, value);
    return this.#recentConditions.add(raw, { value, written: JSON.stringify(value) });
  }
}

function written<T>(value: T): Kept<T> {
  return { value, written: JSON.stringify(value) };
}
