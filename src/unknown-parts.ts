/**
 * Patterns with AWS's wildcards (`*`, `?`; plain matching is src/glob.ts) against values of which some parts are not known,
 * written with `*`: an identity's name that a template fills in. The rule for unknown parts is ours.
 */

/** Whether a value with unknown parts (`*`) may turn out to be exactly `literal`. */
export function mayEqual(unknown: string, literal: string): boolean {
  return matches(unknown, literal, false, false);
}

/** Whether a pattern matches a value whatever its unknown parts (`*`) turn out to be. */
export function coversUnknown(pattern: string, unknown: string): boolean {
  return matches(pattern, unknown, true, true);
}

function matches(pattern: string, value: string, question: boolean, unknownParts: boolean): boolean {
  let p = 0;
  let v = 0;
  let star = -1;
  let mark = 0;
  while (v < value.length) {
    const wanted = pattern[p];
    // An unknown part has any length, so only a `*` can stand for it.
    const single = !(unknownParts && value[v] === '*') && (wanted === value[v] || (question && wanted === '?'));
    if (wanted === '*') {
      star = p++;
      mark = v;
    } else if (wanted !== undefined && single) {
      p++;
      v++;
    } else if (star >= 0) {
      p = star + 1;
      v = ++mark;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** Whether some value matches both the pattern and the value with unknown parts. */
export function mayMatch(pattern: string, unknown: string): boolean {
  const width = unknown.length + 1;
  let below = new Uint8Array(width);
  for (let p = pattern.length; p >= 0; p--) {
    const row = new Uint8Array(width);
    for (let u = unknown.length; u >= 0; u--) {
      if (p === pattern.length && u === unknown.length) row[u] = 1;
      else if (pattern[p] === '*') row[u] = below[u] || row[u + 1] ? 1 : 0;
      else if (unknown[u] === '*') row[u] = row[u + 1] || (p < pattern.length && below[u]) ? 1 : 0;
      else if (p < pattern.length && u < unknown.length && (pattern[p] === '?' || pattern[p] === unknown[u])) row[u] = below[u + 1] ?? 0;
    }
    below = row;
  }
  return below[0] === 1;
}

/** The part of a pattern before its first wildcard. */
export function literalPrefix(pattern: string): string {
  const at = pattern.search(/[*?]/);
  return at < 0 ? pattern : pattern.slice(0, at);
}
