/**
 * Whether path segments match pattern segments: `**` is any number of segments, `*` and `?` stay inside one. Linear in a
 * segment and quadratic in the path, whatever the pattern: patterns come from the files that are scanned.
 */
export function matchSegments(pattern: readonly string[], path: readonly string[]): boolean {
  let reachable = new Set([0]);
  for (const part of pattern) {
    const next = new Set<number>();
    for (const i of reachable) {
      if (part === '**') for (let j = i; j <= path.length; j++) next.add(j);
      else if (i < path.length && matchName(part, path[i] ?? '')) next.add(i + 1);
    }
    if (next.size === 0) return false;
    reachable = next;
  }
  return reachable.has(path.length);
}

/** Whether a name matches a pattern with `*` and `?`. Linear for practical purposes: only the last star is retried. */
export function matchName(pattern: string, name: string): boolean {
  let p = 0;
  let n = 0;
  let star = -1;
  let retry = 0;
  while (n < name.length) {
    if (pattern[p] === '*') {
      star = p++;
      retry = n;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n])) {
      p++;
      n++;
    } else if (star !== -1) {
      p = star + 1;
      n = ++retry;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
