import { isMap, isScalar, isSeq } from 'yaml';
import type { Evidence } from '../../../inventory/evidence.ts';
import { shown } from '../secrets/detect.ts';
import { type Problem, pointerTo } from '../tree/tree.ts';
import { YamlNodes } from '../tree/yaml-nodes.ts';
import type { Place } from './place.ts';

export interface Positioned {
  /** JSON pointer. */
  readonly pointer: string;
  /** Offsets into the text. */
  readonly start: number;
  readonly end: number;
  /** The tree it was read in, for a part that was taken over from another file. */
  readonly origin?: YamlTree;
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

/** A file that can tell the place of its parts. */
export interface Places {
  evidence(node: Positioned, inside?: string): Evidence;
}

/**
 * A YAML file with the place of every part. Unlike the trees of configuration files it keeps values as they are written and
 * the offsets of keys and values, since an expression's place is searched for in the text of its scalar.
 */
export class YamlTree implements Places {
  readonly root: YamlValue | undefined;
  readonly problems: readonly Problem[];
  readonly #text: string;
  readonly #nodes: YamlNodes;
  readonly #place: Place;

  constructor(text: string, place: Place) {
    this.#text = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    this.#place = place;
    this.#nodes = new YamlNodes(this.#text);
    this.root = this.#nodes.root === null ? undefined : this.#convert(this.#nodes.root, '', 0);
    this.problems = this.#nodes.problems;
  }

  /** The place of a part, or of a text inside a scalar (the line of an expression in a script). */
  evidence(node: Positioned, inside?: string): Evidence {
    if (node.origin !== undefined && node.origin !== this) return node.origin.evidence({ ...node, origin: node.origin }, inside);
    const raw = inside === undefined ? -1 : this.#text.slice(node.start, Math.min(node.end, node.start + 131_072)).indexOf(inside);
    const place = this.#nodes.place(raw < 0 ? node.start : node.start + raw);
    return { source: this.#place.source, file: this.#place.file, ...place, pointer: node.pointer };
  }

  #convert(part: unknown, pointer: string, depth: number): YamlValue {
    const node = this.#nodes.visit(part, depth);
    const [start, end] = node?.range ?? [0, 0];
    if (isMap(node)) {
      const entries: YamlEntry[] = [];
      for (const pair of node.items) {
        const key = this.#convert(pair.key, pointer, depth + 1);
        if (key.kind !== 'scalar') continue;
        const below = pointerTo(pointer, key.text.length < 20 ? key.text : shown(key.text));
        const value = this.#convert(pair.value, below, depth + 1);
        entries.push({ key: { ...key, pointer: below }, value });
      }
      return { kind: 'map', entries, pointer, start, end };
    }
    if (isSeq(node)) {
      const items = node.items.map((item, i) => this.#convert(item, pointerTo(pointer, i), depth + 1));
      return { kind: 'list', items, pointer, start, end };
    }
    const isNull = !isScalar(node) || node.value === null || node.value === undefined;
    const text = isNull ? '' : typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
    return { kind: 'scalar', text, isNull, pointer, start, end };
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

/** Every scalar at or below a node, with the key that carries it: for list items the list's key, for `{ name, value }` the name. */
export function* scalarsBelow(node: YamlValue | undefined, key = ''): Generator<{ readonly key: string; readonly scalar: YamlScalar }> {
  if (node?.kind === 'scalar') yield { key, scalar: node };
  else if (node?.kind === 'list') for (const item of node.items) yield* scalarsBelow(item, key);
  else if (node?.kind === 'map') {
    const named = textOf(child(node, 'name'));
    for (const e of node.entries) yield* scalarsBelow(e.value, e.key.text === 'value' ? (named ?? 'value') : e.key.text);
  }
}
