import { levels } from '../permissions/power.ts';
import type { Adjacency } from './adjacency.ts';
import { type Components, findComponents } from './components.ts';
import type { Reach } from './graph.ts';

/** What reach needs to know of a node. */
export interface NodeFacts {
  /** False for class nodes: they are not counted. */
  readonly identity: boolean;
  /** Place in `levels`; -1 where not known or where the node has no power of its own. */
  readonly rank: number;
  readonly production: boolean;
  /** Where it leads is not known, or not all of it. */
  readonly unseen?: boolean;
  /** The class nodes that an administrator is a member of: his own power, which is not counted as reached. */
  readonly ownClasses?: readonly number[];
}

/** Counts are exact up to this; above it they are a lower bound. Keeps the work linear on large accounts. */
export const exactCount = 1000;

const adminRank = levels.indexOf('admin');

/**
 * What each node gains over confirmed edges, worked out once per strongly connected component: components come after
 * all that they lead to, so one pass suffices.
 */
export function computeReach(graph: Adjacency, factsOf: (node: number) => NodeFacts): (node: number) => Reach {
  const components = findComponents(graph);
  const count = components.count;
  const known = columnsOf(graph.nodes.length, factsOf);
  const size = new Int32Array(count);
  const beyond = new Int32Array(count);
  /** Per component: how many of its own nodes have each level; the highest level and production further on. */
  const own = new Int32Array(count * levels.length);
  const furtherRank = new Int8Array(count).fill(-1);
  const ownProduction = new Int32Array(count);
  const furtherProduction = new Uint8Array(count);
  const unseen = new Uint8Array(count);
  const asked = new Map<number, readonly number[]>();
  const counter = countIdentities(graph, components, size, beyond);

  for (let c = 0; c < count; c++) {
    const successors = successorsOf(c);
    for (let m = components.start[c] ?? 0; m < (components.start[c + 1] ?? 0); m++) {
      const node = components.members[m] ?? 0;
      const rank = known.rank[node] ?? -1;
      if (known.identity[node] === 1) size[c] = (size[c] ?? 0) + 1;
      if (rank >= 0) own[c * levels.length + rank] = (own[c * levels.length + rank] ?? 0) + 1;
      if (known.unseen[node] === 1) unseen[c] = 1;
      if (known.production[node] === 1) ownProduction[c] = (ownProduction[c] ?? 0) + 1;
    }
    for (const s of successors) {
      furtherRank[c] = Math.max(furtherRank[c] ?? -1, rankOf(s));
      if (furtherProduction[s] || ownProduction[s]) furtherProduction[c] = 1;
      if (unseen[s]) unseen[c] = 1;
    }
    beyond[c] = counter(c, successors);
  }

  return (node) => {
    const c = components.of[node] ?? 0;
    const ownClasses = known.ownClasses.get(node);
    const ownIn = (component: number): number => ownClasses?.filter((n) => components.of[n] === component).length ?? 0;
    const leftOut = (rank: number): number => (known.rank[node] === rank ? 1 : 0) + (rank === adminRank ? ownIn(c) : 0);
    const rank = Math.max(ownClasses === undefined ? (furtherRank[c] ?? -1) : beyondOwn(c, ownIn), highest(c, leftOut));
    return {
      level: levels[rank] ?? 'none',
      admin: rank === adminRank,
      identities: (size[c] ?? 0) - (known.identity[node] ?? 0) + (beyond[c] ?? 0),
      production: furtherProduction[c] === 1 || (ownProduction[c] ?? 0) > (known.production[node] ?? 0),
      ...(unseen[c] === 1 ? { unseen: true } : {}),
    };
  };

  /** The components that edges out of a component lead to. */
  function successorsOf(c: number): readonly number[] {
    // Most lead nowhere.
    let found: Set<number> | undefined;
    for (let m = components.start[c] ?? 0; m < (components.start[c + 1] ?? 0); m++) {
      const node = components.members[m] ?? 0;
      for (let e = graph.outStart[node] ?? 0; e < (graph.outStart[node + 1] ?? 0); e++) {
        const to = components.of[graph.to[e] ?? 0] ?? 0;
        if (graph.tier[e] === 0 && to !== c) found = (found ?? new Set()).add(to);
      }
    }
    return found === undefined ? [] : [...found];
  }

  /** The highest level further on, without the administrator classes that are an identity's own. */
  function beyondOwn(c: number, ownIn: (component: number) => number): number {
    // A component with many administrators is asked about as often: what leads highest comes first, so that the first few tell.
    const successors = asked.get(c) ?? [...successorsOf(c)].sort((a, b) => rankOf(b) - rankOf(a));
    asked.set(c, successors);
    let rank = -1;
    for (const to of successors) {
      if (rankOf(to) <= rank) break;
      const isOwn = ownIn(to);
      rank = Math.max(
        rank,
        furtherRank[to] ?? -1,
        highest(to, (r) => (r === adminRank ? isOwn : 0)),
      );
    }
    return rank;
  }

  /** The highest level in a component or further on. */
  function rankOf(c: number): number {
    return Math.max(furtherRank[c] ?? -1, highest(c));
  }

  function highest(c: number, leftOut: (rank: number) => number = () => 0): number {
    for (let rank = levels.length - 1; rank >= 0; rank--) {
      if ((own[c * levels.length + rank] ?? 0) > leftOut(rank)) return rank;
    }
    return -1;
  }
}

/** What is known of all nodes, in columns: there may be very many. */
function columnsOf(nodes: number, factsOf: (node: number) => NodeFacts) {
  const identity = new Uint8Array(nodes);
  const rank = new Int8Array(nodes);
  const production = new Uint8Array(nodes);
  const unseen = new Uint8Array(nodes);
  const ownClasses = new Map<number, readonly number[]>();
  for (let node = 0; node < nodes; node++) {
    const facts = factsOf(node);
    identity[node] = facts.identity ? 1 : 0;
    rank[node] = facts.rank;
    production[node] = facts.production ? 1 : 0;
    unseen[node] = facts.unseen === true ? 1 : 0;
    if (facts.ownClasses !== undefined) ownClasses.set(node, facts.ownClasses);
  }
  return { identity, rank, production, unseen, ownClasses };
}

/**
 * Counts identities beyond a component. With one successor the count is exact at once; with several, ways may meet
 * again, so they are walked until `exactCount` identities were seen.
 */
function countIdentities(
  graph: Adjacency,
  components: Components,
  size: Int32Array,
  beyond: Int32Array,
): (component: number, successors: readonly number[]) => number {
  const stamp = new Int32Array(components.count).fill(-1);
  return (component, successors) => {
    let least = 0;
    for (const s of successors) least = Math.max(least, (size[s] ?? 0) + (beyond[s] ?? 0));
    if (successors.length < 2 || least >= exactCount) return least;
    let total = 0;
    const stack = [...successors];
    for (const s of successors) stamp[s] = component;
    for (let c = stack.pop(); c !== undefined; c = stack.pop()) {
      total += size[c] ?? 0;
      if (total >= exactCount) return exactCount;
      for (let m = components.start[c] ?? 0; m < (components.start[c + 1] ?? 0); m++) {
        const node = components.members[m] ?? 0;
        for (let e = graph.outStart[node] ?? 0; e < (graph.outStart[node + 1] ?? 0); e++) {
          const to = components.of[graph.to[e] ?? 0] ?? 0;
          if (graph.tier[e] !== 0 || stamp[to] === component) continue;
          stamp[to] = component;
          stack.push(to);
        }
      }
    }
    return total;
  };
}
