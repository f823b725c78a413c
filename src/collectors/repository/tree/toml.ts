import { parse, TomlError } from 'smol-toml';
import { deepest, type Problem, pointerTo, type ReadTree, type Spot, type Tree } from './tree.ts';

/** The parser recurses into inline tables and arrays. */
const bounds = { maxDepth: deepest };

/** Reads TOML. Where the whole does not parse, every table is tried by itself, so that one bad line costs one table. */
export function readToml(text: string): ReadTree {
  const problems: Problem[] = [];
  let value: unknown;
  try {
    value = parse(text, bounds);
  } catch (error) {
    problems.push({ detail: 'not valid TOML', ...(error instanceof TomlError ? { line: error.line } : {}) });
    value = parseTables(text);
  }
  if (isDeeper(value, deepest)) problems.push({ detail: `nested deeper than ${deepest} levels; what is deeper is not read` });
  return { tree: convert(value, '', locateKeys(text), { line: 1, column: 1, pointer: '' }, 0), problems };
}

/** Dotted keys nest without the parser's recursion. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels < 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

function parseTables(text: string): Record<string, unknown> {
  const whole: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const table of text.split(/^(?=\s{0,16}\[)/m)) {
    try {
      fold(whole, parse(table, bounds) as Record<string, unknown>, 0);
    } catch {
      // This is the table with the error, which the gap names already.
    }
  }
  return whole;
}

function fold(into: Record<string, unknown>, from: Record<string, unknown>, depth: number): void {
  for (const [key, value] of Object.entries(from)) {
    const present = Object.hasOwn(into, key) ? into[key] : undefined;
    if (Array.isArray(present) && Array.isArray(value)) into[key] = [...present, ...value];
    else if (isTable(present) && isTable(value) && depth < deepest) fold(present, value, depth + 1);
    else Object.defineProperty(into, key, { value, enumerable: true, writable: true, configurable: true });
  }
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function convert(value: unknown, pointer: string, places: ReadonlyMap<string, Spot>, above: Spot, depth: number): Tree {
  const place = places.get(pointer);
  const spot: Spot = { line: place?.line ?? above.line, column: place?.column ?? above.column, pointer };
  if (depth > deepest) return { kind: 'scalar', ...spot, value: null };
  if (Array.isArray(value)) {
    return { kind: 'list', ...spot, items: value.map((item, i) => convert(item, pointerTo(pointer, i), places, spot, depth + 1)) };
  }
  if (isTable(value)) {
    const entries = Object.entries(value).map(([key, inner]) => ({
      key,
      value: convert(inner, pointerTo(pointer, key), places, spot, depth + 1),
    }));
    return { kind: 'map', ...spot, entries };
  }
  const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return { kind: 'scalar', ...spot, value: plain ? value : value instanceof Date ? value.toISOString() : null };
}

/** Where keys and tables stand. The parser gives no places; values inside inline tables get the place of their line. */
function locateKeys(text: string): ReadonlyMap<string, Spot> {
  const places = new Map<string, Spot>();
  const arrays = new Map<string, number>();
  let table = '';
  text.split('\n').forEach((raw, index) => {
    const content = raw.slice(0, 4096).trimStart();
    const column = raw.length - raw.trimStart().length + 1;
    const mark = (pointer: string): void => {
      if (!places.has(pointer)) places.set(pointer, { line: index + 1, column, pointer });
    };
    if (content.startsWith('[')) {
      const isArray = content.startsWith('[[');
      table = splitKey(content.slice(isArray ? 2 : 1)).reduce((parent, key) => {
        const here = pointerTo(parent, key);
        const count = arrays.get(here);
        return count === undefined ? here : pointerTo(here, count);
      }, '');
      if (isArray) {
        const base = arrays.has(table.replace(/\/\d+$/, '')) ? table.replace(/\/\d+$/, '') : table;
        const next = (arrays.get(base) ?? -1) + 1;
        arrays.set(base, next);
        mark(base);
        table = pointerTo(base, next);
      }
      mark(table);
    } else if (/^["'\w-]/.test(content)) {
      let here = table;
      for (const key of splitKey(content)) {
        here = pointerTo(here, key);
        mark(here);
      }
    }
  });
  return places;
}

/** `a."b.c".d = 1` -> a, b.c, d. */
function splitKey(text: string): string[] {
  const keys: string[] = [];
  const part = /\s*(?:"([^"\n]*)"|'([^'\n]*)'|([\w-]+))\s*([.=\]]?)/y;
  for (let match = part.exec(text); match !== null && keys.length <= deepest; match = part.exec(text)) {
    keys.push(match[1] ?? match[2] ?? match[3] ?? '');
    if (match[4] !== '.') break;
  }
  return keys;
}
