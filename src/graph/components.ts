import type { Adjacency } from './adjacency.ts';

/** The strongly connected components over confirmed edges: nodes that can all become each other. */
export interface Components {
  readonly count: number;
  /** Component of each node. A component is numbered after all that it leads to. */
  readonly of: Int32Array;
  /** Nodes of component c: `members[start[c]]` up to `start[c + 1]`. */
  readonly start: Int32Array;
  readonly members: Int32Array;
}

/** Tarjan's algorithm with its own stack, so that deep graphs do not overflow the program's. O(nodes + edges). */
export function findComponents(graph: Adjacency): Components {
  const size = graph.nodes.length;
  const order = new Int32Array(size).fill(-1);
  const low = new Int32Array(size);
  const of = new Int32Array(size).fill(-1);
  const cursor = graph.outStart.slice(0, size);
  const open: number[] = [];
  const calls: number[] = [];
  const members = new Int32Array(size);
  const start: number[] = [0];
  let clock = 0;
  let filled = 0;

  for (let root = 0; root < size; root++) {
    if (order[root] !== -1) continue;
    calls.push(root);
    while (calls.length > 0) {
      const node = calls[calls.length - 1] ?? 0;
      if (order[node] === -1) {
        order[node] = low[node] = clock++;
        open.push(node);
      }
      const next = nextChild(node);
      if (next !== undefined) {
        calls.push(next);
        continue;
      }
      calls.pop();
      const parent = calls[calls.length - 1];
      if (parent !== undefined) low[parent] = Math.min(low[parent] ?? 0, low[node] ?? 0);
      if (low[node] === order[node]) close(node);
    }
  }
  return { count: start.length - 1, of, start: Int32Array.from(start), members };

  /** The next node to go down to; settles edges to nodes already met. */
  function nextChild(node: number): number | undefined {
    const end = graph.outStart[node + 1] ?? 0;
    for (let e = cursor[node] ?? end; e < end; e++) {
      if (graph.tier[e] !== 0) continue;
      const child = graph.to[e] ?? 0;
      if (order[child] === -1) {
        cursor[node] = e + 1;
        return child;
      }
      if (of[child] === -1) low[node] = Math.min(low[node] ?? 0, order[child] ?? 0);
    }
    cursor[node] = end;
    return undefined;
  }

  function close(root: number): void {
    const component = start.length - 1;
    for (;;) {
      const node = open.pop() ?? root;
      of[node] = component;
      members[filled++] = node;
      if (node === root) break;
    }
    start.push(filled);
  }
}
