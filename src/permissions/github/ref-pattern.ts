/**
 * Patterns of refs as GitHub reads them: Ruby's `File.fnmatch` with `FNM_PATHNAME`, where `*` and `?` stop at `/` and
 * `**` + `/` is any number of folders
 * (https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/creating-rulesets-for-a-repository#using-fnmatch-syntax).
 * Time grows with pattern times text at worst.
 */
export function matchesRef(pattern: string, text: string): boolean {
  const tokens = tokensOf(pattern);
  // reachable[t]: what comes before `t` in the text matches what comes before this token.
  let reachable = new Uint8Array(text.length + 1);
  reachable[0] = 1;
  for (const token of tokens) {
    const next = new Uint8Array(text.length + 1);
    for (let t = 0; t <= text.length; t++) {
      if (token.kind === 'folders') {
        // Starts at the beginning of a folder's name, and ends at one.
        if (reachable[t] === 1 && (t === 0 || text[t - 1] === '/'))
          for (let e = t; e <= text.length; e++) if (e === t || text[e - 1] === '/') next[e] = 1;
      } else if (token.kind === 'one') {
        if (reachable[t] === 1 && t < text.length && token.accepts(text[t] ?? '')) next[t + 1] = 1;
      } else if (reachable[t] === 1 || (t > 0 && next[t - 1] === 1 && text[t - 1] !== '/')) next[t] = 1;
    }
    reachable = next;
  }
  return reachable[text.length] === 1;
}

/** Whether a pattern is the name of one ref. */
export function isExact(pattern: string): boolean {
  return !/[*?[\]\\]/.test(pattern);
}

type Token = { readonly kind: 'folders' | 'some' } | { readonly kind: 'one'; readonly accepts: (char: string) => boolean };

function tokensOf(pattern: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let p = 0; p < pattern.length; p++) {
    const char = pattern[p] ?? '';
    const atFolder = p === 0 || pattern[p - 1] === '/';
    if (char === '*') {
      let end = p;
      while (pattern[end] === '*') end++;
      const isFolders = atFolder && end - p === 2 && pattern[end] === '/';
      tokens.push({ kind: isFolders ? 'folders' : 'some' });
      p = isFolders ? end : end - 1;
    } else if (char === '?') tokens.push({ kind: 'one', accepts: (c) => c !== '/' });
    else if (char === '[') {
      const set = readSet(pattern, p);
      if (set === undefined) tokens.push(literal('['));
      else {
        tokens.push({ kind: 'one', accepts: set.accepts });
        p = set.end;
      }
    } else if (char === '\\' && p + 1 < pattern.length) tokens.push(literal(pattern[++p] ?? ''));
    else tokens.push(literal(char));
  }
  return tokens;
}

function literal(wanted: string): Token {
  return { kind: 'one', accepts: (c) => c === wanted };
}

/** `[a-z]`, `[^/]`: never a slash. */
function readSet(pattern: string, start: number): { readonly end: number; readonly accepts: (char: string) => boolean } | undefined {
  const end = pattern.indexOf(']', start + 2);
  if (end < 0) return undefined;
  const written = pattern.slice(start + 1, end);
  const negated = written.startsWith('^') || written.startsWith('!');
  const body = negated ? written.slice(1) : written;
  const ranges: (readonly [string, string])[] = [];
  for (let i = 0; i < body.length; i++) {
    const from = body[i] ?? '';
    const to = body[i + 1] === '-' ? body[i + 2] : undefined;
    ranges.push([from, to ?? from]);
    if (to !== undefined) i += 2;
  }
  return { end, accepts: (c) => c !== '/' && ranges.some(([from, to]) => from <= c && c <= to) !== negated };
}
