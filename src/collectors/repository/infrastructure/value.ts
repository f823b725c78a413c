import type { Evidence } from '../../../inventory/evidence.ts';
import { shown } from '../secrets/detect.ts';
import { itemsOf, type Tree } from '../tree/tree.ts';

/** What an expression of infrastructure code comes to, as far as the code tells, with the place it is written at. */
export type Value = Known | Hole;

export type Known = { readonly at: Evidence } & (
  | { readonly kind: 'scalar'; readonly value: string | number | boolean | null }
  | { readonly kind: 'list'; readonly items: readonly Value[]; readonly open?: string }
  /** `open`: says why there may be more entries than these. */
  | { readonly kind: 'object'; readonly entries: readonly ObjectEntry[]; readonly open?: string }
  /** Text of which parts are not known. `line`: the line its first character stands on. */
  | { readonly kind: 'text'; readonly parts: readonly (string | Hole)[]; readonly line?: number }
);

export interface ObjectEntry {
  readonly key: string;
  readonly value: Value;
}

/** Something that the code does not tell: what another resource turns out to be, or anything else. */
export type Hole = { readonly at: Evidence } & (
  | { readonly kind: 'reference'; readonly to: string; readonly attribute: string }
  | {
      readonly kind: 'unknown';
      /** As it is written, short: `var.name`. */
      readonly written: string;
      /** Why it is not known, to follow "because". */
      readonly why: string;
    }
);

export function scalar(value: string | number | boolean | null, at: Evidence): Value {
  return { kind: 'scalar', value, at };
}

export function unknown(written: string, why: string, at: Evidence): Hole {
  return { kind: 'unknown', written: shown(written), why, at };
}

export function isHole(value: Value): value is Hole {
  return value.kind === 'unknown' || value.kind === 'reference';
}

/** A value that is not there, or is null (and `AWS::NoValue`), which count as the same. */
export function isAbsent(value: Value | undefined): value is undefined {
  return value === undefined || (value.kind === 'scalar' && value.value === null);
}

/** The text of a value that is wholly known. Numbers and booleans count as their text. */
export function knownText(value: Value | undefined): string | undefined {
  if (value?.kind === 'scalar') return value.value === null ? undefined : String(value.value);
  if (value?.kind === 'text' && value.parts.every((p) => typeof p === 'string')) return value.parts.join('');
  return undefined;
}

/** A value as text with holes. */
export function partsOf(value: Value): readonly (string | Hole)[] {
  switch (value.kind) {
    case 'scalar':
      return [value.value === null ? '' : String(value.value)];
    case 'text':
      return value.parts;
    case 'list':
    case 'object':
      return [unknown('a list or object', 'it is no text', value.at)];
    default:
      return [value];
  }
}

/** The text of a value, with what its holes come to; undefined where one of them comes to nothing. */
export function renderedText(value: Value | undefined, render: (hole: Hole) => string | undefined): string | undefined {
  if (value === undefined || value.kind === 'list' || value.kind === 'object') return undefined;
  if (value.kind === 'scalar') return knownText(value);
  let out = '';
  for (const part of partsOf(value)) {
    const text = typeof part === 'string' ? part : render(part);
    if (text === undefined) return undefined;
    out += text;
  }
  return out;
}

/** Code can make texts and lists grow without end; policies stay far below these. */
const longestText = 512 * 1024;
const mostParts = 2000;
const mostItems = 5000;

/** A list, unless it is longer than any honest one. */
export function listFrom(items: readonly Value[], at: Evidence, open?: string): Value {
  if (items.length > mostItems) return unknown('a list', 'it is too long', at);
  return { kind: 'list', items, at, ...(open === undefined ? {} : { open }) };
}

/** Joins parts; neighbouring texts become one, so that equal texts are equal values. */
export function joined(parts: readonly (string | Hole)[], at: Evidence, line?: number): Value {
  const out: (string | Hole)[] = [];
  if (parts.length > mostParts || parts.reduce((n, p) => n + (typeof p === 'string' ? p.length : 1), 0) > longestText) {
    return unknown('a text', 'it is too long', at);
  }
  for (const part of parts) {
    const last = out.at(-1);
    if (typeof part === 'string' && typeof last === 'string') out[out.length - 1] = last + part;
    else out.push(part);
  }
  if (out.length === 0) return scalar('', at);
  if (line === undefined && out.length === 1) {
    const only = out[0] as string | Hole;
    return typeof only === 'string' ? scalar(only, at) : only;
  }
  return { kind: 'text', parts: out, at, ...(line === undefined ? {} : { line }) };
}

/** The value under a key; undefined where it is not there. A hole, or an object that may hold more, answers with a hole. */
export function get(value: Value | undefined, key: string): Value | undefined {
  if (value === undefined) return undefined;
  if (isHole(value)) return value;
  if (value.kind !== 'object') return undefined;
  const found = value.entries.findLast((e) => e.key === key)?.value;
  return found ?? (value.open === undefined ? undefined : unknown(key, value.open, value.at));
}

export function entriesIn(value: Value | undefined): readonly ObjectEntry[] {
  return value?.kind === 'object' ? value.entries : [];
}

/** The items of a list; a single value counts as a list of one, an absent one as an empty list. */
export function listOf(value: Value | undefined): readonly Value[] {
  if (value === undefined || isAbsent(value)) return [];
  if (value.kind !== 'list') return [value];
  return value.open === undefined ? value.items : [...value.items, unknown('more items', value.open, value.at)];
}

/** The first thing that is not known in a value. */
export function firstHole(value: Value, steps = { left: 20_000 }): Hole | undefined {
  if (isHole(value)) return value;
  if (steps.left-- <= 0) return unknown('a value', 'it is too large', value.at);
  switch (value.kind) {
    case 'scalar':
      return undefined;
    case 'text':
      return value.parts.find((p) => typeof p !== 'string');
    case 'list':
      if (value.open !== undefined) return unknown('more items', value.open, value.at);
      return firstOf(value.items, (item) => firstHole(item, steps));
    case 'object':
      if (value.open !== undefined) return unknown('more entries', value.open, value.at);
      return firstOf(value.entries, (entry) => firstHole(entry.value, steps));
  }
}

function firstOf<T, R>(items: readonly T[], answer: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = answer(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** How a hole is shown to people: `var.name`, `aws_s3_bucket.logs.arn`. */
export function nameOfHole(hole: Hole): string {
  return hole.kind === 'unknown' ? hole.written : `${hole.to}.${hole.attribute}`;
}

export function whyOf(hole: Hole): string {
  return hole.kind === 'unknown' ? `${hole.written}: ${hole.why}` : `${nameOfHole(hole)} is known only once it exists`;
}

/** A value of a parsed document, at the places it was read. */
export function valueOfTree(tree: Tree, at: (tree: Tree) => Evidence): Value {
  switch (tree.kind) {
    case 'scalar':
      return scalar(tree.value, at(tree));
    case 'list':
      return { kind: 'list', items: itemsOf(tree).map((item) => valueOfTree(item, at)), at: at(tree) };
    case 'map':
      return { kind: 'object', entries: tree.entries.map(({ key, value }) => ({ key, value: valueOfTree(value, at) })), at: at(tree) };
  }
}
