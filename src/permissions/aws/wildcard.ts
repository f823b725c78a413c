/**
 * Wildcards of AWS policies: `*` is any run of characters (also none, also across `:` and `/`), `?` is one character, all
 * else stands for itself (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html).
 * src/glob.ts matches a text by the same rule; here one pattern is compared with another, and both must be canonical.
 */

/** A star or question mark meant literally: what the policy variables `${*}` and `${?}` stand for. */
export const literalStar = '\uE000';
export const literalQuestionMark = '\uE001';

const STAR = 42;
const QUESTION = 63;

export function hasWildcard(pattern: string): boolean {
  return pattern.includes('*') || pattern.includes('?');
}

/** Runs of wildcards in one order (`?` first, one `*`), so that equal patterns read alike. */
export function canonicalPattern(pattern: string): string {
  const star = pattern.indexOf('*');
  if (star < 0 || (star === pattern.length - 1 && pattern.charCodeAt(star - 1) !== QUESTION)) return pattern;
  if (!(pattern.includes('**') || pattern.includes('*?') || pattern.includes('?*'))) return pattern;
  return pattern.replace(/[*?]{2,}/g, (run) => (run.includes('*') ? `${run.replaceAll('*', '')}*` : run));
}

/**
 * Whether everything that `specific` stands for is also matched by `general`. For a text without wildcards this is plain
 * matching. Both must be canonical.
 */
export function covers(general: string, specific: string): boolean {
  if (general === '*' || general === specific) return true;
  let g = 0;
  let s = 0;
  let starAt = -1;
  let resumeAt = 0;
  while (s < specific.length) {
    const want = general.charCodeAt(g);
    const have = specific.charCodeAt(s);
    if (want === STAR) {
      starAt = g++;
      resumeAt = s;
    } else if (g < general.length && (want === have || (want === QUESTION && have !== STAR))) {
      g++;
      s++;
    } else if (starAt >= 0) {
      g = starAt + 1;
      s = ++resumeAt;
    } else return false;
  }
  while (general.charCodeAt(g) === STAR) g++;
  return g === general.length;
}

/** Whether some text matches both patterns. */
export function overlaps(a: string, b: string): boolean {
  if (a === '*' || b === '*' || a === b) return true;
  if (!hasWildcard(b)) return covers(a, b);
  if (!hasWildcard(a)) return covers(b, a);
  return endsAgree(a, b) && meet(a, b);
}

/** A quick refusal: the literal beginnings, or the literal ends, differ. */
function endsAgree(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === STAR || y === STAR) break;
    if (x !== y && x !== QUESTION && y !== QUESTION) return false;
  }
  for (let i = 1; i <= shorter; i++) {
    const x = a.charCodeAt(a.length - i);
    const y = b.charCodeAt(b.length - i);
    if (x === STAR || y === STAR) break;
    if (x !== y && x !== QUESTION && y !== QUESTION) return false;
  }
  return true;
}

/** Row by row: `reach[j]` says whether the parts of both patterns read so far can match one text. */
function meet(a: string, b: string): boolean {
  let reach = new Uint8Array(b.length + 1);
  reach[0] = 1;
  for (let j = 0; j < b.length && b.charCodeAt(j) === STAR; j++) reach[j + 1] = 1;
  for (let i = 0; i < a.length; i++) {
    const x = a.charCodeAt(i);
    const next = new Uint8Array(b.length + 1);
    if (x === STAR) next[0] = reach[0] ?? 0;
    for (let j = 0; j < b.length; j++) {
      const y = b.charCodeAt(j);
      if (x === STAR || y === STAR) next[j + 1] = (reach[j + 1] ?? 0) | (next[j] ?? 0);
      else if (x === y || x === QUESTION || y === QUESTION) next[j + 1] = reach[j] ?? 0;
    }
    reach = next;
  }
  return reach[b.length] === 1;
}
