import { tierOf } from './certainty.ts';
import { type EdgeDraft, wholeEdge } from './edge-draft.ts';
import type { Edge } from './graph.ts';

/** Edges by node, in arrays of numbers: nodes are sorted by id, edges by from, to, kind, technique and certainty. */
export interface Adjacency {
  readonly nodes: readonly string[];
  /** How many edges there are. */
  readonly size: number;
  edge(e: number): Edge;
  /** All of them, for whoever lists them. */
  readonly edges: readonly Edge[];
  indexOf(node: string): number | undefined;
  /** Per edge: index of its start and end, tier of its certainty, and 1 where it is a membership of a class. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly tier: Uint8Array;
  readonly member: Uint8Array;
  /** Edges out of node n: `outStart[n]` up to `outStart[n + 1]`. */
  readonly outStart: Int32Array;
  /** Edges into node n: `into[intoStart[n]]` up to `into[intoStart[n + 1]]`. */
  readonly intoStart: Int32Array;
  readonly into: Int32Array;
}

/** Indexes edges. Of edges that differ in certainty only, the most certain stays. The order of the input does not matter. */
export function createAdjacency(ids: Iterable<string>, input: readonly (Edge | EdgeDraft)[]): Adjacency {
  // Nodes are numbered as they are met, edge by edge for what belongs together to lie together, and again in their order.
  const met = new Map<string, number>();
  const names: string[] = [];
  const meet = (id: string): number => {
    const known = met.get(id);
    if (known !== undefined) return known;
    met.set(id, names.length);
    return names.push(id) - 1;
  };
  const [starting, ending] = [new Int32Array(input.length), new Int32Array(input.length)];
  // Edges of one node come one after the other mostly.
  let [last, number] = ['', -1];
  for (let e = 0; e < input.length; e++) {
    const { from, to } = input[e] ?? nothing;
    if (from !== last || number < 0) {
      last = from;
      number = meet(from);
    }
    starting[e] = number;
    ending[e] = meet(to);
  }
  const order = inOrderOfNames(names, Array.from(ids, meet));
  const nodes = new Array<string>(order.length);
  const rank = new Int32Array(order.length);
  for (let n = 0; n < order.length; n++) {
    const at = order[n] ?? 0;
    nodes[n] = names[at] ?? '';
    rank[at] = n;
  }
  for (let e = 0; e < input.length; e++) {
    starting[e] = rank[starting[e] ?? 0] ?? 0;
    ending[e] = rank[ending[e] ?? 0] ?? 0;
  }
  const kept = inOrder(input, starting, ending, nodes.length);

  const size = kept.length;
  const [from, to] = [new Int32Array(size), new Int32Array(size)];
  const [tier, member] = [new Uint8Array(size), new Uint8Array(size)];
  const drafts = new Array<Edge | EdgeDraft>(size);
  for (let e = 0; e < size; e++) {
    const at = kept[e] ?? 0;
    const edge = input[at] ?? nothing;
    from[e] = starting[at] ?? -1;
    to[e] = ending[at] ?? -1;
    tier[e] = tierOf(edge.certainty);
    member[e] = edge.kind === 'member' ? 1 : 0;
    drafts[e] = edge;
  }
  const outStart = starts(from, nodes.length);
  const intoStart = starts(to, nodes.length);
  const into = new Int32Array(size);
  const next = intoStart.slice();
  for (let e = 0; e < size; e++) {
    const node = to[e] ?? 0;
    const at = next[node] ?? 0;
    into[at] = e;
    next[node] = at + 1;
  }
  const edge = (e: number): Edge => {
    const whole = wholeEdge(drafts[e] ?? nothing);
    drafts[e] = whole;
    return whole;
  };
  let edges: readonly Edge[] | undefined;
  return {
    nodes,
    size,
    edge,
    get edges() {
      edges ??= drafts.map((_, e) => edge(e));
      return edges;
    },
    indexOf: (node) => {
      const at = met.get(node);
      return at === undefined ? undefined : rank[at];
    },
    from,
    to,
    tier,
    member,
    outStart,
    intoStart,
    into,
  };
}

const nothing: Edge = { from: '', to: '', kind: 'member', certainty: 'possible', reason: '', evidence: [] };

/**
 * The numbers of nodes in the order of their names. Those that were listed are in order already, and of others most of one kind
 * (`class:gcp-admin/`) were met in order: laid out so, to sort them is little work.
 */
function inOrderOfNames(names: readonly string[], listed: readonly number[]): readonly number[] {
  const isListed = new Uint8Array(names.length);
  const last: number[] = [];
  for (const n of listed) {
    if (isListed[n] === 1) continue;
    isListed[n] = 1;
    last.push(n);
  }
  const kinds = new Map<string, number[]>();
  for (let n = 0; n < names.length; n++) {
    if (isListed[n] === 1) continue;
    const name = names[n] ?? '';
    const kind = name.slice(0, name.indexOf('/') + 1);
    const list = kinds.get(kind);
    if (list === undefined) kinds.set(kind, [n]);
    else list.push(n);
  }
  const others = [...kinds.keys()].sort().flatMap((kind) => kinds.get(kind) ?? []);
  return [...others, ...last].sort((a, b) => compareText(names[a] ?? '', names[b] ?? ''));
}

/** The places of edges in their order, each kind of step between two nodes once. They are laid out by their start first: few begin at one node. */
function inOrder(edges: readonly (Edge | EdgeDraft)[], from: Int32Array, to: Int32Array, nodes: number): Int32Array {
  const outStart = starts(from, nodes);
  const next = outStart.slice();
  const order = new Int32Array(edges.length);
  for (let e = 0; e < edges.length; e++) {
    const node = from[e] ?? 0;
    const at = next[node] ?? 0;
    order[at] = e;
    next[node] = at + 1;
  }
  const compare = (a: number, b: number): number => (to[a] ?? 0) - (to[b] ?? 0) || compareSteps(edges[a] ?? nothing, edges[b] ?? nothing);
  let kept = 0;
  for (let node = 0; node < nodes; node++) {
    const first = outStart[node] ?? 0;
    const end = outStart[node + 1] ?? 0;
    if (end - first > 1) order.subarray(first, end).sort(compare);
    let before = -1;
    for (let at = first; at < end; at++) {
      const e = order[at] ?? 0;
      if (before < 0 || to[before] !== to[e] || !isSameStep(edges[before] ?? nothing, edges[e] ?? nothing)) order[kept++] = e;
      before = e;
    }
  }
  return order.subarray(0, kept);
}

/** Of edges between the same nodes. */
function compareSteps(a: Edge | EdgeDraft, b: Edge | EdgeDraft): number {
  return (
    compareText(a.kind, b.kind) ||
    compareText(a.technique ?? '', b.technique ?? '') ||
    tierOf(a.certainty) - tierOf(b.certainty) ||
    compareText(wholeEdge(a).reason, wholeEdge(b).reason)
  );
}

function isSameStep(a: Edge | EdgeDraft, b: Edge | EdgeDraft): boolean {
  return a.kind === b.kind && a.technique === b.technique;
}

/** Running totals: where each node's edges would start if they were sorted by node. */
function starts(ends: Int32Array, nodes: number): Int32Array {
  const out = new Int32Array(nodes + 1);
  for (let e = 0; e < ends.length; e++) {
    const node = ends[e] ?? 0;
    out[node + 1] = (out[node + 1] ?? 0) + 1;
  }
  for (let n = 0; n < nodes; n++) out[n + 1] = (out[n + 1] ?? 0) + (out[n] ?? 0);
  return out;
}

/** Order by code units: the same in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
