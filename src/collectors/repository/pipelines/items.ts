import type { YamlValue } from '../workflows/yaml-tree.ts';

/** The items of a list, or a lone value in its place. */
export function itemsOf(node: YamlValue | undefined): readonly YamlValue[] {
  return node === undefined ? [] : node.kind === 'list' ? node.items : [node];
}
