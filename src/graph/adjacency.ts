import { tierOf } from './certainty.ts';
import type { Edge } from './graph.ts';

/** Edges by node, in arrays of numbers: nodes are sorted by id, edges by from, to, kind, technique and certainty. */
export interface Adjacency {
  readonly nodes: readonly string[];
  readonly edges: readonly Edge[];
  indexOf(node: string): number | undefined;
  /** Per edge: index of its start and end, tier of its certainty. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly tier: Uint8Array;
  /** Edges out of node n: `edges[outStart[n]]` up to `edges[outStart[n + 1]]`. */
  readonly outStart: Int32Array;
  /** Edges into node n: `edges[into[intoStart[n]]]` up to `intoStart[n + 1]`. */
  readonly intoStart: Int32Array;
  readonly into: Int32Array;
}

/** Indexes edges. Of edges that differ in certainty only, the most certain stays. The order of the input does not matter. */
export function createAdjacency(ids: Iterable<string>, input: readonly Edge[]): Adjacency {
  const distinct = new Set(ids);
  for (const edge of input) distinct.add(edge.from).add(edge.to);
  const nodes = [...distinct].sort();
  const index = new Map(nodes.map((id, n) => [id, n]));
  const number = (id: string): number => index.get(id) ?? -1;

  const kept = inOrder(
    input.map((edge) => ({ edge, from: number(edge.from), to: number(edge.to), tier: tierOf(edge.certainty) })),
    nodes.length,
  );

  const from = Int32Array.from(kept, (k) => k.from);
  const to = Int32Array.from(kept, (k) => k.to);
  const outStart = starts(from, nodes.length);
  const intoStart = starts(to, nodes.length);
  const into = new Int32Array(kept.length);
  const next = intoStart.slice();
  to.forEach((node, e) => {
    const at = next[node] ?? 0;
    into[at] = e;
    next[node] = at + 1;
  });
  return {
    nodes,
    edges: kept.map((k) => k.edge),
    indexOf: (node) => index.get(node),
    from,
    to,
    tier: Uint8Array.from(kept, (k) => k.tier),
    outStart,
    intoStart,
    into,
  };
}

interface Numbered {
  readonly edge: Edge;
  readonly from: number;
  readonly to: number;
  readonly tier: number;
}

/** Edges in their order, each kind of step between two nodes once. They are laid out by their start first: few begin at one node. */
function inOrder(edges: readonly Numbered[], nodes: number): readonly Numbered[] {
  const next = starts(
    Int32Array.from(edges, (e) => e.from),
    nodes,
  );
  const sorted = new Array<Numbered | undefined>(edges.length);
  for (const one of edges) {
    const at = next[one.from] ?? 0;
    sorted[at] = one;
    next[one.from] = at + 1;
  }
  const kept: Numbered[] = [];
  let first = 0;
  for (let node = 0; node < nodes; node++) {
    const end = next[node] ?? 0;
    if (end === first) continue;
    const out = sorted.slice(first, end).flatMap((one) => one ?? []);
    first = end;
    if (out.length > 1) out.sort(compareEnds);
    let before: Numbered | undefined;
    for (const one of out) {
      const isRepeated =
        before !== undefined && before.to === one.to && before.edge.kind === one.edge.kind && before.edge.technique === one.edge.technique;
      if (!isRepeated) kept.push(one);
      before = one;
    }
  }
  return kept;
}

/** Of edges from one node. */
function compareEnds(a: Numbered, b: Numbered): number {
  return (
    a.to - b.to ||
    compareText(a.edge.kind, b.edge.kind) ||
    compareText(a.edge.technique ?? '', b.edge.technique ?? '') ||
    a.tier - b.tier ||
    compareText(a.edge.reason, b.edge.reason)
  );
}

/** Running totals: where each node's edges would start if they were sorted by node. */
function starts(ends: Int32Array, nodes: number): Int32Array {
  const out = new Int32Array(nodes + 1);
  for (const node of ends) out[node + 1] = (out[node + 1] ?? 0) + 1;
  for (let n = 0; n < nodes; n++) out[n + 1] = (out[n + 1] ?? 0) + (out[n] ?? 0);
  return out;
}

/** Order by code units: the same in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
