import type { Family } from './reading.ts';

/** A name and the literal that a text gives it. */
export interface Assignment {
  readonly key: string;
  readonly value: string;
  /** Where the value begins. */
  readonly at: number;
  /** The name stands bare before a colon: in Python that is a text in YAML, which shows how something is used. */
  readonly bare?: boolean;
}

const longestName = 120;
const longestValue = 4096;

/**
 * The assignment whose name covers a place: `name = "x"`, `"name": "x"`, `name: x`, `<name>x</name>`, `name: 'TOKEN', value: 'x'`.
 * Walks each character once.
 */
export function assignmentAt(text: string, place: number, family: Family): Assignment | undefined {
  let start = place;
  while (start > 0 && place - start < longestName && isName(text.charCodeAt(start - 1))) start--;
  let end = place;
  while (end < text.length && end - place < longestName && isName(text.charCodeAt(end))) end++;
  const key = text.slice(start, end);
  let i = end;
  if (text[i] === '>' && text[start - 1] === '<' && family === 'data') return valueFrom(key, text, i + 1, '<');
  const quote = text[i] ?? '';
  if (quote === '"' || quote === "'" || quote === '`') {
    if (text[start - 1] !== quote) return undefined;
    i++;
    if (text[i] === ']') i++;
    const separated = separatorAfter(text, i);
    if (separated === undefined) return namedValue(key, text, start - 1, i, family);
    i = separated;
  } else {
    const separated = separatorAfter(text, text[i] === '?' || text[i] === '!' ? i + 1 : i) ?? typedSeparatorAfter(text, i);
    if (separated === undefined) return family === 'data' ? namedValue(key, text, start, i, family) : undefined;
    i = separated;
  }
  const found = literalAt(key, text, i, family);
  return found === undefined ? undefined : { ...found, bare: /^[ \t]{0,40}:[^=]{0,60}$/.test(text.slice(end, found.at)) };
}

/** The name to which the value that begins at `at` is given on its line, or none. */
export function nameBefore(text: string, at: number): string {
  let i = at - 1;
  const stop = Math.max(0, at - 60);
  while (i >= stop && /[\s"'`([{@]/.test(text[i] ?? '') && text[i] !== '\n') i--;
  if (/(?:bearer|token|basic)$/i.test(text.slice(Math.max(0, i - 6), i + 1))) {
    i -= /(?:basic)$/i.test(text.slice(Math.max(0, i - 6), i + 1)) || /token$/i.test(text.slice(Math.max(0, i - 6), i + 1)) ? 5 : 6;
    while (i >= stop && /[\s"'`]/.test(text[i] ?? '') && text[i] !== '\n') i--;
  }
  if (text[i] !== ':' && text[i] !== '=') return '';
  i--;
  while (i >= stop && /[\s"'`:\]]/.test(text[i] ?? '') && text[i] !== '\n') i--;
  const end = i + 1;
  while (i >= 0 && end - i < longestName && isName(text.charCodeAt(i))) i--;
  return text.slice(i + 1, end);
}

/** Behind `=`, `:`, `:=`, `=>` and the spaces around it; no comparison, and not the `::` of a path. */
function separatorAfter(text: string, from: number): number | undefined {
  let i = skipSpaces(text, from);
  const c = text[i];
  if (c !== '=' && c !== ':') return undefined;
  const next = text[i + 1];
  if (c === '=' && (next === '=' || next === '~')) return undefined;
  if (c === ':' && next === ':') return undefined;
  i += (c === ':' && next === '=') || (c === '=' && next === '>') ? 2 : 1;
  return skipSpaces(text, i);
}

/** `name: string = "x"`, `name string = "x"`. */
function typedSeparatorAfter(text: string, from: number): number | undefined {
  const i = skipSpaces(text, from);
  let end = i;
  while (end - i < 40 && /[\w.<>[\]|?*&]/.test(text[end] ?? '')) end++;
  return end === i || i === from ? undefined : text[skipSpaces(text, end)] === '=' ? separatorAfter(text, end) : undefined;
}

/** `"name": "TOKEN", "value": "x"` and the same over two lines of YAML: the word is the value of `name`. */
function namedValue(key: string, text: string, start: number, end: number, family: Family): Assignment | undefined {
  if (!/(?:^|[\s"'{<,])(?:name|key|Name|Key)["']?\s{0,3}[:=]\s{0,3}$/.test(text.slice(Math.max(0, start - 24), start))) return undefined;
  const match = /^["']?,?\s{0,60}["']?(?:value|Value)["']?\s{0,3}[:=]/.exec(text.slice(end, end + 90));
  return match === null ? undefined : literalAt(key, text, skipSpaces(text, end + match[0].length), family);
}

function literalAt(key: string, text: string, from: number, family: Family): Assignment | undefined {
  let i = from;
  // `const x: string = "…"` was walked over; `name: str = "…"` and a cast are not worth more.
  const typed = family === 'code' ? /^[\w.<>[\]|? ]{1,40}=\s{0,3}(?=["'`@])/.exec(text.slice(i, i + 48)) : null;
  if (typed !== null) i += typed[0].length;
  while (/[bBrRfFuU@$]/.test(text[i] ?? '') && /["'`]/.test(text[i + 1] ?? '') && i < from + 52) i++;
  const quote = text[i] ?? '';
  if (quote === '"' || quote === "'" || quote === '`') return valueFrom(key, text, i + 1, quote);
  return family === 'data' ? valueFrom(key, text, i, '\n') : undefined;
}

function valueFrom(key: string, text: string, at: number, end: string): Assignment | undefined {
  let stop = at;
  const last = Math.min(text.length, at + longestValue);
  while (stop < last) {
    const c = text[stop];
    if (c === '\\' && end !== '\n' && end !== '<') stop++;
    else if (c === end || c === '\n') break;
    stop++;
  }
  if (stop >= last && last < text.length) return undefined;
  if (end !== '\n' && text[stop] !== end) return undefined;
  const raw = text.slice(at, stop);
  // A bare value ends at a comment, and at what closes the map that it stands in.
  const value = end === '\n' ? raw.replace(/\s+(?:#|\/\/).*$/, '').replace(/[\s,;]+$/, '') : raw;
  return value === '' ? undefined : { key, value, at };
}

function skipSpaces(text: string, from: number): number {
  let i = from;
  while (i - from < 40 && (text[i] === ' ' || text[i] === '\t')) i++;
  return i;
}

/** Letters, digits, `_`, `-`, `.`, `$`. */
function isName(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 45 ||
    code === 46 ||
    code === 36
  );
}
