import { isAlias, isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import { deepest, mostValues, nesting, type Problem, pointerTo, type ReadTree, type Spot, type Tree } from './tree.ts';

/** Reads the first YAML document of a text. Aliases are followed, within bounds. */
export function readYaml(text: string): ReadTree {
  if (nesting(text) > deepest) return { problems: [{ detail: `nested deeper than ${deepest} levels` }] };
  const lineCounter = new LineCounter();
  try {
    const end = /\n---\s*\n/.exec(text.slice(4));
    const document = parseDocument(end === null ? text : text.slice(0, end.index + 4), {
      lineCounter,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
    });
    const first = document.errors[0];
    const problems: Problem[] =
      first === undefined ? [] : [{ detail: `not valid YAML (${first.code})`, line: lineCounter.linePos(first.pos[0]).line }];
    if (document.contents === null) return { problems };
    let values = 0;

    const convert = (node: ParsedNode | null, pointer: string, depth: number, above: Spot): Tree => {
      const place = node?.range ? lineCounter.linePos(node.range[0]) : undefined;
      const spot: Spot = { line: place?.line ?? above.line, column: place?.col ?? above.column, pointer };
      if (++values > mostValues || depth > deepest) throw new Unbounded();
      if (isAlias(node)) {
        const target = node.resolve(document) as ParsedNode | undefined;
        if (target === undefined) problems.push({ detail: 'an alias names nothing', line: spot.line, pointer });
        const tree = convert(target ?? null, pointer, depth + 1, spot);
        return { ...tree, ...spot };
      }
      if (isMap(node)) {
        const entries = node.items.map((pair) => {
          const key = isScalar(pair.key) ? String(pair.key.value) : '';
          return { key, value: convert(pair.value as ParsedNode | null, pointerTo(pointer, key), depth + 1, spot) };
        });
        return { kind: 'map', ...spot, entries };
      }
      if (isSeq(node)) {
        return {
          kind: 'list',
          ...spot,
          items: node.items.map((item, i) => convert(item as ParsedNode, pointerTo(pointer, i), depth + 1, spot)),
        };
      }
      const value: unknown = isScalar(node) ? node.value : null;
      const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
      return { kind: 'scalar', ...spot, value: plain ? value : null };
    };
    return { tree: convert(document.contents, '', 0, { line: 1, column: 1, pointer: '' }), problems };
  } catch (error) {
    const detail = error instanceof Unbounded ? 'aliases unfold to more values than a configuration has' : 'not valid YAML';
    return { problems: [{ detail }] };
  }
}

class Unbounded extends Error {}
