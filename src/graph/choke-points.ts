import type { Evidence } from '../inventory/evidence.ts';
import type { Adjacency } from './adjacency.ts';
import { adminNodes } from './admin-nodes.ts';
import { createCutter } from './cutter.ts';

/** Something that can be taken away: a statement of a policy, a trust, a credential. */
export interface ChokePoint {
  /** For a person: `statement 1 of policy ci-deploy`. */
  readonly what: string;
  /** How many identities have lost their path once this and all before it are gone. */
  readonly losing: number;
  readonly evidence: readonly Evidence[];
}

export interface ChokePoints {
  /** Identities with a confirmed path to administrator power. */
  readonly identities: number;
  /** What to take away, in this order. */
  readonly cuts: readonly ChokePoint[];
}

/** Cuts that are named, at most. */
const mostCuts = 3;
/** Cuts that are tried out for each that is chosen: those on most best paths. */
const tried = 8;

/**
 * What to take away so that most identities lose their path to administrator power, over confirmed edges. Greedy: of the
 * cuts on most best paths, the one after which most identities have no path left, again and again. Each try is one search
 * over the edges.
 */
export function findChokePoints(graph: Adjacency, starts: readonly number[], nameOf: (node: string) => string): ChokePoints {
  if (starts.length === 0) return { identities: 0, cuts: [] };
  const sinks = adminNodes(graph.nodes);
  const first = searchAlive(graph, sinks, () => false);
  const open = starts.filter((s) => (first.next[s] ?? lost) >= 0);
  if (open.length === 0) return { identities: 0, cuts: [] };
  const met = meetForward(graph, open, first);
  const cutter = createCutter(
    graph,
    (e) => graph.tier[e] === 0 && met[graph.from[e] ?? 0] === 1 && first.next[graph.to[e] ?? 0] !== lost,
    nameOf,
  );
  const countLost = (next: Int32Array): number => open.reduce((n, s) => n + (next[s] === lost ? 1 : 0), 0);

  const chosen: { readonly cut: number; readonly losing: number }[] = [];
  let state = first;
  while (chosen.length < mostCuts) {
    const before = countLost(state.next);
    if (before === open.length) break;
    let best: { readonly cut: number; readonly losing: number } | undefined;
    for (const cut of mostUsed(graph, cutter.aloneOn, open, state)) {
      const release = cutter.remove(cut);
      const losing = countLost(searchAlive(graph, sinks, cutter.isDead).next);
      release();
      if (best === undefined || losing > best.losing) best = { cut, losing };
    }
    if (best === undefined) break;
    cutter.remove(best.cut);
    chosen.push(best);
    state = searchAlive(graph, sinks, cutter.isDead);
  }
  // A last cut that frees nobody was for nothing.
  while (chosen.length > 0 && chosen.at(-1)?.losing === (chosen.at(-2)?.losing ?? 0)) chosen.pop();
  return { identities: open.length, cuts: chosen.map(({ cut, losing }) => ({ ...cutter.describe(cut), losing })) };
}

const lost = -2;

interface Alive {
  /** The first edge of a shortest way to a sink, -1 at a sink, -2 where there is none. */
  readonly next: Int32Array;
  /** The nodes that have a way, nearest first. */
  readonly order: Int32Array;
}

/** One backward search from the sinks over confirmed edges that are not cut. A sink is an end: nothing is sought through it. */
function searchAlive(graph: Adjacency, sinks: readonly number[], isDead: (edge: number) => boolean): Alive {
  const next = new Int32Array(graph.nodes.length).fill(lost);
  const order = new Int32Array(graph.nodes.length);
  let filled = 0;
  for (const sink of sinks) {
    next[sink] = -1;
    order[filled++] = sink;
  }
  for (let i = 0; i < filled; i++) {
    const node = order[i] ?? 0;
    for (let k = graph.intoStart[node] ?? 0; k < (graph.intoStart[node + 1] ?? 0); k++) {
      const e = graph.into[k] ?? 0;
      const from = graph.from[e] ?? 0;
      if (next[from] !== lost || graph.tier[e] !== 0 || isDead(e)) continue;
      next[from] = e;
      order[filled++] = from;
    }
  }
  return { next, order: order.subarray(0, filled) };
}

/** The nodes on some way from the starts to a sink, the sinks left out. */
function meetForward(graph: Adjacency, starts: readonly number[], { next }: Alive): Uint8Array {
  const met = new Uint8Array(graph.nodes.length);
  const stack = [...starts];
  for (const s of starts) met[s] = 1;
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (let e = graph.outStart[node] ?? 0; e < (graph.outStart[node + 1] ?? 0); e++) {
      const to = graph.to[e] ?? 0;
      if (graph.tier[e] !== 0 || met[to] === 1 || (next[to] ?? lost) < 0) continue;
      met[to] = 1;
      stack.push(to);
    }
  }
  return met;
}

/** The cuts that would end most of the best paths, by how many identities go through them. */
function mostUsed(
  graph: Adjacency,
  cutsOf: (edge: number) => readonly number[],
  starts: readonly number[],
  { next, order }: Alive,
): readonly number[] {
  const load = new Int32Array(graph.nodes.length);
  for (const s of starts) if (next[s] !== lost) load[s] = (load[s] ?? 0) + 1;
  const used = new Map<number, number>();
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i] ?? 0;
    const e = next[node] ?? -1;
    const through = load[node] ?? 0;
    if (e < 0 || through === 0) continue;
    const to = graph.to[e] ?? 0;
    load[to] = (load[to] ?? 0) + through;
    for (const cut of cutsOf(e)) used.set(cut, (used.get(cut) ?? 0) + through);
  }
  return [...used]
    .sort(([a, x], [b, y]) => y - x || a - b)
    .slice(0, tried)
    .map(([cut]) => cut);
}
