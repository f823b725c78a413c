import { adminPrefixes } from './class-node.ts';

const inOrder = [...adminPrefixes].sort();

/** The places of administrator classes among nodes. Nodes are in the order of their ids, so that those of one kind lie together. */
export function adminNodes(nodes: readonly string[]): readonly number[] {
  const found: number[] = [];
  for (const prefix of inOrder) for (let n = firstFrom(nodes, prefix); nodes[n]?.startsWith(prefix) === true; n++) found.push(n);
  return found;
}

/** The place of the first node that does not come before a text. */
function firstFrom(nodes: readonly string[], text: string): number {
  let [low, high] = [0, nodes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
