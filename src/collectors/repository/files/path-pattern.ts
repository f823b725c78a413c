import { matchesGlob } from '../../../glob.ts';

/**
 * Whether path segments match pattern segments, by the rule of gitignore and CODEOWNERS
 * (https://git-scm.com/docs/gitignore#_pattern_format): `**` is any number of segments, `*` and `?` stay inside one. Linear in a
 * segment and quadratic in the path, whatever the pattern: patterns come from the files that are scanned.
 */
export function matchSegments(pattern: readonly string[], path: readonly string[]): boolean {
  let reachable = new Set([0]);
  for (const part of pattern) {
    const next = new Set<number>();
    for (const i of reachable) {
      if (part === '**') for (let j = i; j <= path.length; j++) next.add(j);
      else if (i < path.length && matchesGlob(part, path[i] ?? '')) next.add(i + 1);
    }
    if (next.size === 0) return false;
    reachable = next;
  }
  return reachable.has(path.length);
}
