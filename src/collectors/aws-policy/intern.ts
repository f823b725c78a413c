import type { PolicyStatement } from '../../inventory/policy.ts';
import { withoutKnownSecrets } from '../known-secrets.ts';
import { Recent } from './recent.ts';

type Condition = NonNullable<PolicyStatement['condition']>;

/**
 * Keeps one copy of each string, list and condition, so that many documents that say the same stay small. What was met of late is
 * found by how it is given: documents are met by the hundred thousand, and share most of their parts.
 */
export class Interner {
  readonly #strings = new Map<string, string>();
  readonly #lists = new Map<string, readonly string[]>();
  readonly #conditions = new Map<string, Condition>();
  readonly #recentTexts = new Recent<string>();
  readonly #recentActions = new Recent<readonly string[]>();
  readonly #recentConditions = new Recent<Condition>();

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

  /** A text that people write, without what is secret in it. */
  freeText(raw: string): string {
    return this.#recentTexts.find(raw) ?? this.#recentTexts.add(raw, this.text(withoutKnownSecrets(raw)));
  }

  /** The list that was made of actions given like this. */
  recentActions(raw: unknown): readonly string[] | undefined {
    return this.#recentActions.find(raw);
  }

  keepActions(raw: unknown, made: readonly string[]): readonly string[] {
    return this.#recentActions.add(raw, this.list(made));
  }

  /** What was made of a condition given like this. */
  recentCondition(raw: unknown): Condition | undefined {
    return this.#recentConditions.find(raw);
  }

  /** One copy of the conditions that mean the same. */
  keepCondition(raw: unknown, made: Condition): Condition {
    const key = JSON.stringify(made);
    const value = this.#conditions.get(key) ?? made;
    this.#conditions.set(key, value);
    return this.#recentConditions.add(raw, value);
  }
}
