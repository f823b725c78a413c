import type { Path } from '../graph/graph.ts';

/** Paths without those that are only the end of another: the longer one says both. In the order given. */
export function distinctPaths(paths: readonly Path[]): readonly Path[] {
  const ends = new Set<string>();
  for (const path of paths) for (const step of path.steps.slice(1)) ends.add(endKey(step.from, path));
  return paths.filter((path) => !ends.has(endKey(path.from, path)));
}

function endKey(from: string, path: Path): string {
  return `${from}\u0000${path.to}\u0000${path.certainty}`;
}
