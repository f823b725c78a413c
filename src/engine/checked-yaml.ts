import { UserError } from '../user-error.ts';
import { didYouMean } from './nearest.ts';
import { quoted } from './quoted.ts';
import type { Scalar } from './rule.ts';

/** Where a scalar's text stands in the file: turns an offset in the value into a line and column. Both 1-based. */
export type Locate = (offset: number) => { readonly line: number; readonly column: number };

type Value =
  | { readonly kind: 'map'; readonly fields: ReadonlyMap<string, CheckedYaml>; readonly keyLines: ReadonlyMap<string, number> }
  | { readonly kind: 'list'; readonly items: readonly CheckedYaml[] }
  | { readonly kind: 'scalar'; readonly value: Scalar | null; readonly source: string; readonly locate: Locate };

/**
 * A value of a YAML file that knows where it stands. Its methods check what a reader expects and throw a `UserError` of
 * one line otherwise: `rules/aws/x.yaml:7: unknown key "serverity"; did you mean "severity"?`.
 */
export class CheckedYaml {
  readonly file: string;
  readonly line: number;
  /** Place in the document: `fix.summary`, `examples[2]`; empty for the whole. */
  readonly path: string;
  readonly #value: Value;

  constructor(file: string, line: number, path: string, value: Value) {
    this.file = file;
    this.line = line;
    this.path = path;
    this.#value = value;
  }

  fail(problem: string, line = this.line): never {
    throw new UserError(`${this.file}:${line}: ${problem}`);
  }

  /** Fails at an offset inside a scalar's text, with line and column. */
  failAt(offset: number, problem: string): never {
    if (this.#value.kind !== 'scalar') return this.fail(problem);
    const { line, column } = this.#value.locate(offset);
    throw new UserError(`${this.file}:${line}:${column}: ${problem}`);
  }

  /** The fields of a map that may have only these keys. */
  fields<K extends string>(known: readonly K[], what: string): Partial<Record<K, CheckedYaml>> {
    const out: Partial<Record<string, CheckedYaml>> = {};
    const value = this.#map();
    for (const [key, field] of value.fields) {
      if (!known.some((k) => k === key)) this.fail(`unknown ${what} ${quoted(key)}${didYouMean(key, known)}`, value.keyLines.get(key));
      out[key] = field;
    }
    return out as Partial<Record<K, CheckedYaml>>;
  }

  /** The entries of a map with free keys, in the order of the file. */
  entries(): readonly (readonly [string, CheckedYaml])[] {
    return [...this.#map().fields];
  }

  items(): readonly CheckedYaml[] {
    if (this.#value.kind !== 'list') return this.#expected('a list');
    return this.#value.items;
  }

  get isMap(): boolean {
    return this.#value.kind === 'map';
  }

  /** Nothing, an empty text, an empty list or an empty map. */
  get isBlank(): boolean {
    const value = this.#value;
    if (value.kind === 'scalar') return value.value === null || (typeof value.value === 'string' && value.value.trim() === '');
    return value.kind === 'list' ? value.items.length === 0 : value.fields.size === 0;
  }

  get isList(): boolean {
    return this.#value.kind === 'list';
  }

  /** A text that is not empty. */
  string(): string {
    if (this.#value.kind !== 'scalar') return this.#expected('a text');
    const { value, source } = this.#value;
    if (typeof value === 'number' || typeof value === 'boolean')
      return this.fail(`${this.#name()} must be a text; put ${source} in quotes`);
    if (value === null || value.trim() === '') return this.fail(`${this.#name()} is empty`);
    return value;
  }

  /** A text, or a number as it is written: account numbers keep their leading zeros. */
  text(): string {
    if (this.#value.kind === 'scalar' && typeof this.#value.value === 'number') return this.#value.source;
    return this.string();
  }

  number(): number {
    const value = this.#value.kind === 'scalar' ? this.#value.value : undefined;
    if (typeof value !== 'number' || !Number.isFinite(value)) return this.#expected('a number');
    return value;
  }

  boolean(): boolean {
    const value = this.#value.kind === 'scalar' ? this.#value.value : undefined;
    if (typeof value !== 'boolean') return this.#expected('true or false');
    return value;
  }

  scalar(): Scalar {
    const value = this.#value.kind === 'scalar' ? this.#value.value : null;
    if (value === null) return this.#expected('a text, a number, or true or false');
    return value;
  }

  strings(): readonly string[] {
    return this.items().map((item) => item.string());
  }

  texts(): readonly string[] {
    return this.items().map((item) => item.text());
  }

  oneOf<T extends string>(values: readonly T[]): T {
    const value = this.string();
    const found = values.find((v) => v === value);
    if (found === undefined)
      return this.fail(`${this.#name()} must be one of ${values.join(', ')}; got ${quoted(value)}${didYouMean(value, values)}`);
    return found;
  }

  #map(): Extract<Value, { kind: 'map' }> {
    if (this.#value.kind !== 'map') return this.#expected('a map of keys');
    return this.#value;
  }

  #name(): string {
    return this.path === '' ? 'the file' : `"${this.path}"`;
  }

  #expected(what: string): never {
    return this.fail(`${this.#name()} must be ${what}; got ${this.#got()}`);
  }

  #got(): string {
    if (this.#value.kind !== 'scalar') return `a ${this.#value.kind}`;
    const { value } = this.#value;
    if (value === null) return 'nothing';
    return typeof value === 'string' ? `the text ${quoted(value)}` : String(value);
  }
}
