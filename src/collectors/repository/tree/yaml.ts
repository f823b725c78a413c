import { isMap, isScalar, isSeq } from 'yaml';
import { readPlainYaml } from './plain-yaml.ts';
import { pointerTo, type ReadTree, type Spot, type Tree } from './tree.ts';
import { YamlNodes } from './yaml-nodes.ts';

/** Reads the first YAML document of a text. Aliases are followed, within bounds. */
export function readYaml(text: string): ReadTree {
  const plain = readPlainYaml(text);
  return plain === undefined ? readAnyYaml(text) : { tree: plain, problems: [] };
}

/** The same by the library alone. */
export function readAnyYaml(text: string): ReadTree {
  const nodes = new YamlNodes(text);

  const convert = (part: unknown, pointer: string, depth: number, above: Spot): Tree => {
    const range = (part as { readonly range?: readonly number[] } | null)?.range;
    const spot: Spot = { ...(range?.[0] === undefined ? above : nodes.place(range[0])), pointer };
    const node = nodes.visit(part, depth);
    if (isMap(node)) {
      const entries = node.items.map((pair) => {
        const key = isScalar(pair.key) ? String(pair.key.value) : '';
        return { key, value: convert(pair.value, pointerTo(pointer, key), depth + 1, spot) };
      });
      return { kind: 'map', ...spot, entries };
    }
    if (isSeq(node)) {
      return { kind: 'list', ...spot, items: node.items.map((item, i) => convert(item, pointerTo(pointer, i), depth + 1, spot)) };
    }
    const value: unknown = isScalar(node) ? node.value : null;
    const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return { kind: 'scalar', ...spot, value: plain ? value : null };
  };

  if (nodes.root === null) return { problems: nodes.problems };
  return { tree: convert(nodes.root, '', 0, { line: 1, column: 1, pointer: '' }), problems: nodes.problems };
}
