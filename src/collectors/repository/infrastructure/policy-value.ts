import type { Evidence } from '../../../inventory/evidence.ts';
import { readJson } from '../tree/json.ts';
import {
  firstHole,
  get,
  type Hole,
  isAbsent,
  isHole,
  knownText,
  listOf,
  nameOfHole,
  type ObjectEntry,
  partsOf,
  scalar,
  unknown,
  type Value,
  valueOfTree,
  whyOf,
} from './value.ts';

/** Turns what only exists once deployed (an ARN, a name) into text, as far as it is known. */
export type Render = (hole: Hole) => string | undefined;

/** A policy document as code writes it: the statements that are known, and why others are not. */
export interface WrittenPolicy {
  /** In the form of a policy document, ready to be read. Absent where nothing of it is known. */
  readonly raw?: { readonly Version: string; readonly Statement: readonly Readonly<Record<string, unknown>>[] };
  /** Where each statement stands, in the order of `raw.Statement`. */
  readonly places: readonly Evidence[];
  /** Why statements, or parts of them, are not known. Empty: all of it is known. */
  readonly unresolved: readonly string[];
  readonly at: Evidence;
}

// From the private use area: a control character would end the JSON.
const mark = '\ue000';

/**
 * Reads a policy that code gives as an object, as JSON text with holes, or not at all. A hole in a resource or a condition
 * stays in the text as `${name}`, which evaluation takes for a variable whose value is not known; a hole anywhere else
 * makes its statement unknown. Where an unknown statement may be a Deny, the document as a whole is not known.
 */
export function readPolicyValue(value: Value | undefined, render: Render): WrittenPolicy | undefined {
  if (value === undefined || isAbsent(value)) return undefined;
  const { at } = value;
  const none = (why: string): WrittenPolicy => ({ places: [], unresolved: [why], at });
  if (isHole(value)) return none(whyOf(value));
  const document = asDocument(value);
  if (document?.kind !== 'object') return none('the document is not JSON');
  const version = get(document, 'Version');
  const statements: Readonly<Record<string, unknown>>[] = [];
  const places: Evidence[] = [];
  const unresolved: string[] = [];
  let lost = false;
  for (const item of listOf(get(document, 'Statement')).filter((s) => !isAbsent(s))) {
    const statement = isHole(item) ? { why: whyOf(item), deny: true } : readStatement(item, render);
    if ('raw' in statement) {
      statements.push(statement.raw);
      places.push(item.at);
    } else {
      unresolved.push(statement.why);
      lost ||= statement.deny;
    }
  }
  if (document.open !== undefined) unresolved.push(document.open);
  if (lost || (statements.length === 0 && unresolved.length > 0)) return { places: [], unresolved, at };
  return { raw: { Version: knownText(version) ?? '2008-10-17', Statement: statements }, places, unresolved, at };
}

function readStatement(
  value: Value,
  render: Render,
): { readonly raw: Readonly<Record<string, unknown>> } | { readonly why: string; readonly deny: boolean } {
  // What is no object is left to the reader of policies to refuse.
  if (value.kind !== 'object') return { raw: {} };
  if (value.open !== undefined) return { why: value.open, deny: knownText(get(value, 'Effect')) !== 'Allow' };
  const raw: Record<string, unknown> = {};
  const deny = knownText(get(value, 'Effect')) !== 'Allow';
  for (const { key, value: part } of value.entries) {
    if (isAbsent(part)) continue;
    const loose = key === 'Resource' || key === 'NotResource' || key === 'Condition';
    const plain = toPlain(part, render, loose);
    if ('hole' in plain) {
      if (key === 'Sid') continue;
      return { why: whyOf(plain.hole), deny };
    }
    // Whether the condition holds, and what it is about, is not known.
    if (key === 'Condition' && isHole(part)) return { why: whyOf(part), deny };
    raw[key] = plain.value;
  }
  return { raw };
}

/** A value as JSON would give it. `loose`: holes stay as `${name}`. */
export function toPlain(
  value: Value,
  render: Render,
  loose: boolean,
  steps = { left: 20_000 },
): { readonly value: unknown } | { readonly hole: Hole } {
  if (steps.left-- <= 0) return { hole: unknown('a value', 'it is too large', value.at) };
  switch (value.kind) {
    case 'scalar':
      return { value: value.value };
    case 'text':
    case 'reference':
    case 'unknown': {
      const out: string[] = [];
      for (const part of partsOf(value)) {
        const text = typeof part === 'string' ? part : (render(part) ?? (loose ? variableOf(part) : undefined));
        if (text === undefined) return { hole: part as Hole };
        out.push(text);
      }
      return { value: out.join('') };
    }
    case 'list': {
      if (value.open !== undefined && !loose) return { hole: firstHole(value) as Hole };
      const items: unknown[] = [];
      for (const item of listOf(value)) {
        if (isAbsent(item)) continue;
        const plain = toPlain(item, render, loose, steps);
        if ('hole' in plain) return plain;
        // A list given where one text stands (`Resource = [local.arns]`).
        if (Array.isArray(plain.value)) items.push(...(plain.value as unknown[]));
        else items.push(plain.value);
      }
      return { value: items };
    }
    case 'object': {
      if (value.open !== undefined) return { hole: firstHole(value) as Hole };
      const entries: [string, unknown][] = [];
      for (const { key, value: part } of value.entries) {
        if (isAbsent(part)) continue;
        const plain = toPlain(part, render, loose, steps);
        if ('hole' in plain) return plain;
        entries.push([key, plain.value]);
      }
      return { value: Object.fromEntries(entries) };
    }
  }
}

/** What a hole is called inside a policy's text. */
function variableOf(hole: Hole): string {
  return `\${${nameOfHole(hole)
    .replace(/[^\w.:[\]-]/g, '_')
    .slice(0, 200)}}`;
}

/** A document given as an object or as JSON text; undefined where it is neither. */
export function asDocument(value: Value): Value | undefined {
  return value.kind === 'object' || isHole(value) ? value : parseText(value);
}

/** JSON text with holes as the value it stands for. */
function parseText(value: Value): Value | undefined {
  const parts = partsOf(value);
  const holes: Hole[] = [];
  let text = '';
  let quoted = false;
  for (const part of parts) {
    if (typeof part === 'string') {
      const clean = part.replaceAll(mark, '');
      for (let i = 0; i < clean.length; i++) {
        if (clean[i] === '\\' && quoted) i++;
        else if (clean[i] === '"') quoted = !quoted;
      }
      text += clean;
    } else {
      holes.push(part);
      const name = `${mark}${holes.length - 1}${mark}`;
      text += quoted ? name : `"${name}"`;
    }
  }
  if (text.length > 512 * 1024) return undefined;
  const { tree, problems } = readJson(text);
  if (tree === undefined || problems.some((p) => p.harmless !== true)) return undefined;
  const { at } = value;
  const first = value.kind === 'text' ? value.line : undefined;
  const place = ({ line, pointer }: { readonly line: number; readonly pointer: string }): Evidence => {
    const { column: _, ...rest } = at;
    return {
      ...rest,
      line: first === undefined ? (at.line ?? 1) : first + line - 1,
      ...(pointer === '' ? {} : { pointer: `${at.pointer ?? ''}${pointer}`.replaceAll(mark, '') }),
    };
  };
  return fill(valueOfTree(tree, place), holes);
}

function fill(value: Value, holes: readonly Hole[]): Value {
  if (value.kind === 'list') return { ...value, items: value.items.map((item) => fill(item, holes)) };
  if (value.kind === 'object') {
    const open = value.entries.some((e) => e.key.includes(mark)) ? { open: 'a key of it is not known' } : {};
    const entries = value.entries.map((e): ObjectEntry => ({ key: e.key, value: fill(e.value, holes) }));
    return { ...value, entries, ...open };
  }
  if (value.kind !== 'scalar' || typeof value.value !== 'string' || !value.value.includes(mark)) return value;
  const parts = value.value.split(mark).map((piece, i) => (i % 2 === 0 ? piece : (holes[Number(piece)] ?? piece)));
  const kept = parts.filter((p) => p !== '');
  const only = kept.length === 1 ? kept[0] : undefined;
  if (only !== undefined && typeof only !== 'string') return only;
  return kept.length === 0 ? scalar('', value.at) : { kind: 'text', parts: kept, at: value.at };
}
