import type { Resolved } from '../workflows/job.ts';

const longest = 65_536;

/** Variables as scripts read them: `$X`, `${X}`, `$env:X`, `%X%`. */
const shell = /\$\{?(?:env[.:])?([A-Za-z_][\w.]{0,100})\}?|%([A-Za-z_]\w{1,100})%/g;

/** The same where `$(X)` is filled in before the shell sees it (Azure Pipelines). */
const macro = /\$\{?(?:env[.:])?([A-Za-z_][\w.]{0,100})\}?|\$\(([A-Za-z_][\w.]{0,100})\)|%([A-Za-z_]\w{1,100})%/g;

/** The names of variables that a text reads, each with the text that reads it. */
export function variablesIn(text: string, macros: boolean): { readonly name: string; readonly whole: string }[] {
  const found: { name: string; whole: string }[] = [];
  const seen = new Set<string>();
  for (const match of text.slice(0, longest).matchAll(macros ? macro : shell)) {
    const name = match[1] ?? match[2] ?? match[3] ?? '';
    if (seen.has(name) || isPartOfMore(text, match.index, match[0])) continue;
    seen.add(name);
    found.push({ name, whole: match[0] });
  }
  return found;
}

/** `$$X` is an escape. */
function isPartOfMore(text: string, at: number, whole: string): boolean {
  return text[at - 1] === '$' && !whole.startsWith('${');
}

/** Names that a script sets itself: `export X=`, `X=$(…)`, `read X`, `for X in`. */
export function assignedIn(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const match of text.slice(0, longest).matchAll(/(?:^|[\s;&|(])([A-Za-z_]\w{0,100})=/g)) names.add(match[1] ?? '');
  for (const match of text.slice(0, longest).matchAll(/\b(?:read(?:\s+-\w+)*|for)\s+([A-Za-z_]\w{0,100})/g)) names.add(match[1] ?? '');
  // Keys that a token was traded for: `export $(printf "AWS_ACCESS_KEY_ID=%s …" $(aws sts …))`.
  for (const match of text.slice(0, longest).matchAll(/([A-Z_][A-Z0-9_]{0,100})=%s/g)) names.add(match[1] ?? '');
  return names;
}

/** A text with the variables that the file sets filled in; what is not known is `*`. */
export function fillIn(text: string, macros: boolean, textFor: (name: string) => string | undefined, depth = 0): Resolved {
  let complete = true;
  const filled = text.slice(0, 4096).replace(macros ? macro : shell, (...parts: (string | undefined)[]) => {
    const value = textFor(parts[1] ?? parts[2] ?? (macros ? parts[3] : undefined) ?? '');
    const inner = value === undefined || depth > 4 ? undefined : fillIn(value, macros, textFor, depth + 1);
    if (inner?.complete !== true) complete = false;
    return inner?.text.slice(0, 1024) ?? '*';
  });
  return { text: filled.slice(0, 4096), complete };
}
