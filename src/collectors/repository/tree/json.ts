import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { Lines } from './lines.ts';
import { deepest, type Entry, nesting, type Problem, pointerTo, type ReadTree, type Tree } from './tree.ts';

/** Reads JSON with comments and trailing commas. After an error it goes on with what still makes sense. */
export function readJson(text: string): ReadTree {
  if (text.trim() === '') return { problems: [{ detail: 'the file is empty', harmless: true }] };
  if (nesting(text) > deepest) return { problems: [{ detail: `nested deeper than ${deepest} levels` }] };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  const lines = new Lines(text);
  const problems: Problem[] = [];
  const first = errors[0];
  if (first !== undefined) {
    problems.push({ detail: `not valid JSON (${printParseErrorCode(first.error)})`, line: lines.locate(first.offset).line });
  }
  if (root === undefined) return { problems };

  const convert = (node: Node, pointer: string): Tree => {
    const spot = { ...lines.locate(node.offset), pointer };
    if (node.type === 'array') {
      return { kind: 'list', ...spot, items: (node.children ?? []).map((child, i) => convert(child, pointerTo(pointer, i))) };
    }
    if (node.type !== 'object') return { kind: 'scalar', ...spot, value: (node.value ?? null) as string | number | boolean | null };
    const entries: Entry[] = [];
    const keys = new Set<string>();
    for (const property of node.children ?? []) {
      const [name, value] = property.children ?? [];
      if (name === undefined || value === undefined) continue;
      const key = String(name.value);
      const inside = pointerTo(pointer, key);
      if (keys.has(key)) {
        problems.push({ detail: 'a key stands here twice', line: lines.locate(name.offset).line, pointer: inside, harmless: true });
      }
      keys.add(key);
      entries.push({ key, value: convert(value, inside) });
    }
    return { kind: 'map', ...spot, entries };
  };
  return { tree: convert(root, ''), problems };
}
