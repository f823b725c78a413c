/** The languages in which agents are built that are looked at. */
export type Language = 'python' | 'javascript';

export function languageOf(path: string): Language | undefined {
  if (path.endsWith('.py')) return 'python';
  return /\.(?:[cm]?[jt]s|[jt]sx)$/.test(path) && !/\.(?:d\.ts|min\.js)$/.test(path) ? 'javascript' : undefined;
}

/**
 * A source text of the same length in which comments and what stands inside strings are blanks, so that what is found in it
 * is code. Quotes and line ends stay where they are. One pass; nothing is executed.
 */
export function blankSource(text: string, language: Language): string {
  const out: string[] = [];
  let kept = 0;
  let i = 0;
  const blank = (from: number, to: number): void => {
    out.push(text.slice(kept, from), text.slice(from, to).replace(/[^\n]/g, ' '));
    kept = to;
  };
  while (i < text.length) {
    const c = text[i];
    if (language === 'python' ? c === '#' : c === '/' && text[i + 1] === '/') {
      const end = endOf(text, '\n', i, 0);
      blank(i, end);
      i = end;
    } else if (language === 'javascript' && c === '/' && text[i + 1] === '*') {
      const end = endOf(text, '*/', i + 2, 2);
      blank(i, end);
      i = end;
    } else if (c === '"' || c === "'" || (c === '`' && language === 'javascript')) {
      const triple = language === 'python' && text.startsWith(c.repeat(3), i) ? c.repeat(3) : c;
      const end = endOfString(text, triple, i + triple.length, c !== '`' && triple.length === 1);
      blank(i + triple.length, Math.max(i + triple.length, end - triple.length));
      i = end;
    } else if (language === 'javascript' && c === '/' && startsPattern(text, i)) {
      const end = endOfPattern(text, i + 1);
      blank(i, end);
      i = end;
    } else i++;
  }
  out.push(text.slice(kept));
  return out.join('');
}

function endOf(text: string, mark: string, from: number, more: number): number {
  const at = text.indexOf(mark, from);
  return at === -1 ? text.length : at + more;
}

/** The offset after the closing quote; a string of one line ends with its line at the latest. */
function endOfString(text: string, quote: string, from: number, oneLine: boolean): number {
  for (let i = from; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (oneLine && text[i] === '\n') return i;
    else if (text.startsWith(quote, i)) return i + quote.length;
  }
  return text.length;
}

/** Whether a slash starts a regular expression: nothing that could be divided stands before it. */
function startsPattern(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 24), at).trimEnd();
  return before === '' || /(?:[([{,;=:!&|?+~^%<>*-]|\b(?:return|typeof|case|in|of|do|else|void|delete|await|yield))$/.test(before);
}

function endOfPattern(text: string, from: number): number {
  let inClass = false;
  for (let i = from; i < text.length && text[i] !== '\n'; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '[') inClass = true;
    else if (text[i] === ']') inClass = false;
    else if (text[i] === '/' && !inClass) return i + 1;
  }
  return from;
}

/** A part of a source text: from its first offset to the one after its last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const opens = '([{';
const closes = ')]}';
/** Longer lists of arguments are data. */
const longest = 20_000;

/** What stands between the bracket at an offset and the one that closes it; undefined where none does within bounds. */
export function insideBrackets(blanked: string, open: number): Span | undefined {
  let depth = 0;
  const end = Math.min(blanked.length, open + longest);
  for (let i = open; i < end; i++) {
    const c = blanked[i] as string;
    if (opens.includes(c)) depth++;
    else if (closes.includes(c) && --depth === 0) return { from: open + 1, to: i };
  }
  return undefined;
}

/** The parts of a span between commas that stand in no bracket of their own, blanks around them taken off. */
export function partsOf(blanked: string, { from, to }: Span): readonly Span[] {
  const parts: Span[] = [];
  let depth = 0;
  let start = from;
  for (let i = from; i <= to; i++) {
    const c = i === to ? ',' : (blanked[i] as string);
    if (opens.includes(c)) depth++;
    else if (closes.includes(c)) depth--;
    else if (c === ',' && depth <= 0) {
      const part = trimmed(blanked, { from: start, to: i });
      if (part.from < part.to) parts.push(part);
      start = i + 1;
      if (parts.length > 500) break;
    }
  }
  return parts;
}

export function trimmed(text: string, { from, to }: Span): Span {
  let a = from;
  let b = to;
  while (a < b && /\s/.test(text[a] as string)) a++;
  while (b > a && /\s/.test(text[b - 1] as string)) b--;
  return { from: a, to: b };
}
