import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode, type SyntaxKind } from 'jsonc-parser';
import { Lines } from './lines.ts';
import { deepest, type Entry, type Problem, pointerTo, type ReadTree, type Tree } from './tree.ts';

/** Reads JSON with comments and trailing commas. After an error it goes on with what still makes sense. */
export function readJson(text: string): ReadTree {
  if (text.trim() === '') return { problems: [{ detail: 'the file is empty', harmless: true }] };
  const lines = new Lines(text);
  const steep = offsetOfSteepNesting(text);
  if (steep !== undefined) {
    return { problems: [{ detail: `nested deeper than ${deepest} levels; the file is not read`, line: lines.locate(steep).line }] };
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
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

/** Where brackets stand open too deep. The parser recurses and would end the stack; its scanner does not. */
function offsetOfSteepNesting(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let token = scanner.scan(); token !== endOfText; token = scanner.scan()) {
    if (opening.has(token) && ++depth > deepest) return scanner.getTokenOffset();
    if (closing.has(token) && depth > 0) depth--;
  }
  return undefined;
}

// The library's enum of these is ambient and const, which modules compiled one by one cannot read.
const opening = new Set<SyntaxKind>([1, 3]);
const closing = new Set<SyntaxKind>([2, 4]);
const endOfText: SyntaxKind = 17;
