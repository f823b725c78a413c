import type { Adjacency } from './adjacency.ts';

/** For every node, how to get to the nearest of some targets. */
export interface Search {
  /** The first edge of the best way, -1 at a target, -2 where there is no way. */
  readonly next: Int32Array;
  /** Steps of the best way (member edges are free), -1 where there is none. */
  readonly steps: Int32Array;
}

/**
 * One backward search from the targets over edges up to a tier of certainty: fewest steps, then fewest edges, then the
 * first by id. Edges from and to class nodes (`member`) are free, as they are folded away for people. O(nodes + edges).
 */
export function searchBackward(graph: Adjacency, targets: readonly number[], tier: number): Search {
  const size = graph.nodes.length;
  const steps = new Int32Array(size).fill(-1);
  const hops = new Int32Array(size);
  let level = [...new Set(targets)];
  for (const target of level) steps[target] = 0;
  for (let depth = 0; level.length > 0; depth++) {
    // Free edges first, nearest first: everything at this depth.
    for (let i = 0; i < level.length; i++) {
      const node = level[i] ?? 0;
      for (let k = graph.intoStart[node] ?? 0; k < (graph.intoStart[node + 1] ?? 0); k++) {
        const e = graph.into[k] ?? 0;
        const from = graph.from[e] ?? 0;
        if (!isFree(e) || (graph.tier[e] ?? 0) > tier || steps[from] !== -1) continue;
        steps[from] = depth;
        hops[from] = (hops[node] ?? 0) + 1;
        level.push(from);
      }
    }
    const further: number[] = [];
    for (const node of level) {
      for (let k = graph.intoStart[node] ?? 0; k < (graph.intoStart[node + 1] ?? 0); k++) {
        const e = graph.into[k] ?? 0;
        const from = graph.from[e] ?? 0;
        if (isFree(e) || (graph.tier[e] ?? 0) > tier || steps[from] !== -1) continue;
        steps[from] = depth + 1;
        further.push(from);
      }
    }
    level = further;
  }
  const next = new Int32Array(size).fill(-2);
  for (let node = 0; node < size; node++) if (steps[node] !== -1) next[node] = bestEdge(node);
  for (const t of targets) next[t] = -1;
  return { next, steps };

  function isFree(e: number): boolean {
    return graph.member[e] === 1;
  }

  /** Edges are sorted by end, so the first that lies on a best way is the first by id; among equals the most certain. */
  function bestEdge(node: number): number {
    let best = -2;
    for (let e = graph.outStart[node] ?? 0; e < (graph.outStart[node + 1] ?? 0); e++) {
      if ((graph.tier[e] ?? 0) > tier || !isOnBestWay(node, e)) continue;
      if (best < 0) best = e;
      else if (graph.to[e] === graph.to[best] && (graph.tier[e] ?? 0) < (graph.tier[best] ?? 0)) best = e;
    }
    return best;
  }

  function isOnBestWay(node: number, e: number): boolean {
    const to = graph.to[e] ?? 0;
    if (steps[to] === -1) return false;
    return isFree(e)
      ? steps[to] === steps[node] && (hops[to] ?? 0) === (hops[node] ?? 0) - 1
      : (hops[node] ?? 0) === 0 && (steps[to] ?? 0) === (steps[node] ?? 0) - 1;
  }
}

/** The edges of the best way from a node, or undefined where there is none. */
export function followSearch(graph: Adjacency, search: Search, start: number): number[] | undefined {
  const way: number[] = [];
  let node = start;
  for (;;) {
    const e = search.next[node] ?? -2;
    if (e === -1) return way;
    if (e === -2) return undefined;
    way.push(e);
    node = graph.to[e] ?? 0;
  }
}
