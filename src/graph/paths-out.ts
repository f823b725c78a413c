import { levels } from '../permissions/power.ts';
import { compareText } from './adjacency.ts';
import { tierOf } from './certainty.ts';
import { isAdminClass, isClass } from './class-node.ts';
import type { Graph, Path } from './graph.ts';

const adminRank = levels.indexOf('admin');

/** Ends that a way is looked for to, at most: each costs a search. */
const searched = 50;

export interface PathsOut {
  /** The worst first: by the level of the end, then the most certain, then the shortest. */
  readonly paths: readonly Path[];
  /** Identities that can be reached, whether or not a path to them is given, and however certain. */
  readonly reached: number;
}

/**
 * The worst ways out of an identity: to administrator of each account, and to the most powerful identities that it can
 * act as. A path that goes on to a worse end is left out: the longer one says both. What lies behind an administrator is
 * counted, and not listed again.
 */
export function pathsOut(graph: Graph, from: string, rankOf: (identity: string) => number): PathsOut {
  const all = reachable(graph, from, () => true);
  const direct = reachable(graph, from, (node) => !isAdminClass(node) && rankOf(node) < adminRank);
  const rank = (node: string): number => (isAdminClass(node) ? levels.length : rankOf(node));
  const ends = [...all].filter((node) => isAdminClass(node) || (direct.has(node) && !isClass(node)));
  ends.sort((a, b) => rank(b) - rank(a) || compareText(a, b));
  const found = ends.slice(0, searched).flatMap((end) => graph.path(from, end) ?? []);
  // The way to administrator ends at an administrator, which is an end of its own.
  const distinct = [...new Map(found.map((path) => [path.to, path])).values()];
  const goesOn = new Map<string, number>();
  for (const path of distinct) {
    for (const step of path.steps.slice(0, -1)) {
      const key = `${path.certainty} ${step.to}`;
      goesOn.set(key, Math.max(goesOn.get(key) ?? -1, rank(path.to)));
    }
  }
  const paths = distinct.filter((path) => (goesOn.get(`${path.certainty} ${path.to}`) ?? -2) < rank(path.to));
  paths.sort(
    (a, b) =>
      rank(b.to) - rank(a.to) || tierOf(a.certainty) - tierOf(b.certainty) || a.steps.length - b.steps.length || compareText(a.to, b.to),
  );
  return { paths, reached: [...all].filter((node) => !isClass(node)).length };
}

function reachable(graph: Graph, from: string, goThrough: (node: string) => boolean): ReadonlySet<string> {
  const seen = new Set([from]);
  const todo = [from];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (!goThrough(node)) continue;
    for (const { to } of graph.edgesFrom(node)) {
      if (seen.has(to)) continue;
      seen.add(to);
      todo.push(to);
    }
  }
  seen.delete(from);
  return seen;
}
