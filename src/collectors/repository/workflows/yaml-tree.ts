import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Evidence } from '../../../inventory/evidence.ts';
import type { Place } from './place.ts';
import { shown } from './redact.ts';

interface Positioned {
  /** JSON pointer. */
  readonly pointer: string;
  /** Offsets into the text. */
  readonly start: number;
  readonly end: number;
}

export interface YamlScalar extends Positioned {
  readonly kind: 'scalar';
  /** As a string; `` for null. */
  readonly text: string;
  readonly isNull: boolean;
}

export interface YamlEntry {
  readonly key: YamlScalar;
  readonly value: YamlValue;
}

export interface YamlMap extends Positioned {
  readonly kind: 'map';
  readonly entries: readonly YamlEntry[];
}

export interface YamlList extends Positioned {
  readonly kind: 'list';
  readonly items: readonly YamlValue[];
}

export type YamlValue = YamlScalar | YamlMap | YamlList;

export interface YamlProblem {
  readonly message: string;
  readonly line?: number;
}

/** Bounds for hostile files: real workflows stay far below them. */
const maxText = 1_000_000;
const maxNodes = 30_000;
/** Characters of all scalars, counted again each time an alias repeats them. */
const maxScalarText = 2_000_000;
const maxDepth = 60;

/** A YAML file with the place of every part. Aliases are followed; what goes beyond the bounds is left out and told as a problem. */
export class YamlTree {
  readonly root: YamlValue | undefined;
  readonly problems: readonly YamlProblem[];
  readonly #text: string;
  readonly #lines = new LineCounter();
  readonly #place: Place;
  readonly #anchors = new Map<string, Node>();
  #nodes = 0;
  #scalarText = 0;
  #cut = false;
  /** The line of the first alias that names no anchor. */
  #loose: number | undefined;

  constructor(text: string, place: Place) {
    this.#text = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    this.#place = place;
    const problems: YamlProblem[] = [];
    this.root = this.#parse(problems);
    if (this.#cut) problems.push({ message: 'too large or too deeply nested; the rest is not read' });
    if (this.#loose !== undefined) problems.push({ message: 'an alias names an anchor that is not set before it', line: this.#loose });
    this.problems = problems;
  }

  /** The place of a part, or of a text inside a scalar (the line of an expression in a script). */
  evidence(node: Positioned, inside?: string): Evidence {
    const raw = inside === undefined ? -1 : this.#text.slice(node.start, Math.min(node.end, node.start + 131_072)).indexOf(inside);
    const { line, col } = this.#lines.linePos(raw < 0 ? node.start : node.start + raw);
    return { source: this.#place.source, file: this.#place.file, line, column: col, pointer: node.pointer };
  }

  #parse(problems: YamlProblem[]): YamlValue | undefined {
    if (this.#text.length > maxText) {
      problems.push({ message: 'the file is larger than 1 MB' });
      return undefined;
    }
    try {
      const document = parseDocument(this.#text, { lineCounter: this.#lines, uniqueKeys: false, logLevel: 'error', prettyErrors: false });
      for (const error of document.errors) {
        // The parser's words quote the text in places, so only its code is told.
        const line = this.#lines.linePos(error.pos[0]).line;
        problems.push({ message: `not valid YAML (${error.code.toLowerCase().replaceAll('_', ' ')})`, line });
      }
      return document.contents === null ? undefined : this.#convert(document.contents, '', 0);
    } catch {
      // The parser recurses: a file nested thousands deep overflows its stack.
      problems.push({ message: 'too deeply nested to be read' });
      return undefined;
    }
  }

  #convert(part: unknown, pointer: string, depth: number): YamlValue {
    if (!isNode(part)) return { kind: 'scalar', text: '', isNull: true, pointer, start: 0, end: 0 };
    const node: Node = part;
    const [start, end] = node.range ?? [0, 0];
    const nothing: YamlScalar = { kind: 'scalar', text: '', isNull: true, pointer, start, end };
    this.#nodes++;
    if (this.#nodes > maxNodes || depth > maxDepth || this.#scalarText > maxScalarText) {
      this.#cut = true;
      return nothing;
    }
    if (isAlias(node)) {
      const target = this.#anchors.get(node.source);
      if (target !== undefined) return this.#convert(target, pointer, depth + 1);
      this.#loose ??= this.#lines.linePos(start).line;
      return nothing;
    }
    if ('anchor' in node && typeof node.anchor === 'string') this.#anchors.set(node.anchor, node);
    if (isMap(node)) {
      const entries: YamlEntry[] = [];
      for (const pair of node.items) {
        const key = this.#convert(pair.key, pointer, depth + 1);
        if (key.kind !== 'scalar') continue;
        const name = key.text.length < 20 ? key.text : shown(key.text);
        const below = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        const value = this.#convert(pair.value, below, depth + 1);
        entries.push({ key: { ...key, pointer: below }, value });
      }
      return { kind: 'map', entries, pointer, start, end };
    }
    if (isSeq(node)) {
      const items = node.items.map((item, i) => this.#convert(item, `${pointer}/${i}`, depth + 1));
      return { kind: 'list', items, pointer, start, end };
    }
    if (!isScalar(node) || node.value === null || node.value === undefined) return nothing;
    const text = typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
    this.#scalarText += text.length;
    return { kind: 'scalar', text, isNull: false, pointer, start, end };
  }
}

/** The value of a key, the last one where it repeats. */
export function child(node: YamlValue | undefined, key: string): YamlValue | undefined {
  return entry(node, key)?.value;
}

/** Key and value of a key, the last one where it repeats. */
export function entry(node: YamlValue | undefined, key: string): YamlEntry | undefined {
  return node?.kind === 'map' ? node.entries.findLast((e) => e.key.text === key) : undefined;
}

/** The entries of a map; nothing for anything else. */
export function entriesOf(node: YamlValue | undefined): readonly YamlEntry[] {
  return node?.kind === 'map' ? node.entries : [];
}

/** The text of a scalar; undefined for null, maps and lists. */
export function textOf(node: YamlValue | undefined): string | undefined {
  return node?.kind === 'scalar' && !node.isNull ? node.text : undefined;
}

/** The texts of a list, or of a single scalar in its place. */
export function textsOf(node: YamlValue | undefined): string[] {
  if (node?.kind === 'list') return node.items.flatMap((item) => textOf(item) ?? []);
  const text = textOf(node);
  return text === undefined ? [] : [text];
}

/** Every scalar at or below a node, with the key that carries it (for list items, the list's key). */
export function* scalarsBelow(node: YamlValue | undefined, key = ''): Generator<{ readonly key: string; readonly scalar: YamlScalar }> {
  if (node?.kind === 'scalar') yield { key, scalar: node };
  else if (node?.kind === 'list') for (const item of node.items) yield* scalarsBelow(item, key);
  else if (node?.kind === 'map') for (const e of node.entries) yield* scalarsBelow(e.value, e.key.text);
}
