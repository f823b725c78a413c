/**
 * Plain wildcards over a whole text, case kept: AWS's rule for policies
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html), which is also ours for the
 * patterns of the configuration file, and that of one segment of a path. Nothing is special about `/` or `:`.
 *
 * Whether a text matches a pattern in which `*` is any run of characters and `?` any one. Time grows with pattern times text at
 * worst, whatever the pattern.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
