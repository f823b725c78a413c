import type { Family } from './reading.ts';

/** A name and the literal that a text gives it. */
export interface Assignment {
  readonly key: string;
  /** As it stands there, a character for each byte. */
  readonly value: string;
  /** Where the value begins. */
  readonly at: number;
}

const longestName = 120;
const longestValue = 4096;

const tab = 0x09;
const lineEnd = 0x0a;
const space = 0x20;
const mark = 0x21;
const quote = 0x22;
const apostrophe = 0x27;
const colon = 0x3a;
const less = 0x3c;
const equals = 0x3d;
const more = 0x3e;
const question = 0x3f;
const backslash = 0x5c;
const bracket = 0x5d;
const backquote = 0x60;
const tilde = 0x7e;

/** Which bytes are among some characters. */
function bytesIn(characters: RegExp): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, code) => Number(characters.test(String.fromCharCode(code))));
}

const inName = bytesIn(/[A-Za-z0-9_.$-]/);
const inType = bytesIn(/[\w.<>[\]|?*&]/);
const beforeQuote = bytesIn(/[bBrRfFuU@$]/);

function isAmong(table: Uint8Array, byte: number | undefined): boolean {
  return byte !== undefined && table[byte] === 1;
}

function isQuote(byte: number | undefined): boolean {
  return byte === quote || byte === apostrophe || byte === backquote;
}

function isSpace(byte: number | undefined): boolean {
  return byte === space || byte === tab;
}

/**
 * The assignment whose name covers a place: `name = "x"`, `"name": "x"`, `name: x`, `<name>x</name>`, `name: 'TOKEN', value: 'x'`.
 * Walks each byte once, and makes no text before there is a value: most such names are given none.
 */
export function assignmentAt(bytes: Buffer, place: number, family: Family): Assignment | undefined {
  let end = place;
  while (end - place < longestName && isAmong(inName, bytes[end])) end++;
  const behind = bytes[end];
  if (
    family !== 'data' &&
    !(isQuote(behind) || isSpace(behind) || behind === equals || behind === colon || behind === question || behind === mark)
  )
    return undefined;
  let start = place;
  while (start > 0 && place - start < longestName && isAmong(inName, bytes[start - 1])) start--;
  const key: Key = { bytes, start, end, family };
  if (behind === more && bytes[start - 1] === less && family === 'data') return valueFrom(key, end + 1, less);
  if (isQuote(behind)) {
    if (bytes[start - 1] !== behind) return undefined;
    const after = bytes[end + 1] === bracket ? end + 2 : end + 1;
    const separated = separatorAfter(bytes, after);
    return separated === undefined ? namedValue(key, start - 1, after) : literalAt(key, separated);
  }
  const separated = separatorAfter(bytes, behind === question || behind === mark ? end + 1 : end) ?? typedSeparatorAfter(bytes, end);
  if (separated === undefined) return family === 'data' ? namedValue(key, start, end) : undefined;
  const found = literalAt(key, separated);
  // A bare name before a colon is in Python a text in YAML, which shows how something is used.
  const isShown = family === 'python' && found !== undefined && /^[ \t]{0,40}:[^=]{0,60}$/.test(bytes.toString('latin1', end, found.at));
  return isShown ? undefined : found;
}

/** A name and where it stands. */
interface Key {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  readonly family: Family;
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
  while (i >= 0 && end - i < longestName && isAmong(inName, text.charCodeAt(i))) i--;
  return text.slice(i + 1, end);
}

/** Behind `=`, `:`, `:=`, `=>` and the spaces around it; no comparison, and not the `::` of a path. */
function separatorAfter(bytes: Buffer, from: number): number | undefined {
  const i = skipSpaces(bytes, from);
  const [c, next] = [bytes[i], bytes[i + 1]];
  if (c === equals && next !== equals && next !== tilde) return skipSpaces(bytes, next === more ? i + 2 : i + 1);
  if (c === colon && next !== colon) return skipSpaces(bytes, next === equals ? i + 2 : i + 1);
  return undefined;
}

/** `name: string = "x"`, `name string = "x"`. */
function typedSeparatorAfter(bytes: Buffer, from: number): number | undefined {
  const i = skipSpaces(bytes, from);
  if (i === from) return undefined;
  let end = i;
  while (end - i < 40 && isAmong(inType, bytes[end])) end++;
  return end > i && bytes[skipSpaces(bytes, end)] === equals ? separatorAfter(bytes, end) : undefined;
}

/** `"name": "TOKEN", "value": "x"` and the same over two lines of YAML: the word is the value of `name`. */
function namedValue(key: Key, start: number, end: number): Assignment | undefined {
  const before = key.bytes.toString('latin1', Math.max(0, start - 24), start);
  if (!/(?:^|[\s"'{<,])(?:name|key|Name|Key)["']?\s{0,3}[:=]\s{0,3}$/.test(before)) return undefined;
  const match = /^["']?,?\s{0,60}["']?(?:value|Value)["']?\s{0,3}[:=]/.exec(key.bytes.toString('latin1', end, end + 90));
  return match === null ? undefined : literalAt(key, skipSpaces(key.bytes, end + match[0].length));
}

function literalAt(key: Key, from: number): Assignment | undefined {
  const { bytes, family } = key;
  let i = from;
  // `const x: string = "…"` was walked over; `name: str = "…"` and a cast are not worth more.
  if (family === 'code' && !isQuote(bytes[i]))
    i += /^[\w.<>[\]|? ]{1,40}=\s{0,3}(?=["'`@])/.exec(bytes.toString('latin1', i, i + 48))?.[0].length ?? 0;
  if (isAmong(beforeQuote, bytes[i]) && isQuote(bytes[i + 1])) i++;
  const opening = bytes[i];
  if (opening !== undefined && isQuote(opening)) return valueFrom(key, i + 1, opening);
  return family === 'data' ? valueFrom(key, i, lineEnd) : undefined;
}

function valueFrom({ bytes, start, end }: Key, at: number, close: number): Assignment | undefined {
  const last = Math.min(bytes.length, at + longestValue);
  const isBare = close === lineEnd;
  let stop = at;
  while (stop < last) {
    const c = bytes[stop];
    if (c === backslash && !isBare && close !== less) stop++;
    else if (c === close || c === lineEnd) break;
    stop++;
  }
  if (stop >= last && last < bytes.length) return undefined;
  if (!isBare && bytes[stop] !== close) return undefined;
  const raw = bytes.toString('latin1', at, stop);
  // A bare value ends at a comment, and at what closes the map that it stands in.
  const value = isBare ? raw.replace(/\s+(?:#|\/\/).*$/, '').replace(/[\s,;]+$/, '') : raw;
  return value === '' ? undefined : { key: bytes.toString('latin1', start, end), value, at };
}

function skipSpaces(bytes: Buffer, from: number): number {
  let i = from;
  while (i - from < 40 && isSpace(bytes[i])) i++;
  return i;
}
