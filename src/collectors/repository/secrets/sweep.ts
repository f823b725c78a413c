import { type KnownFormat, knownFormats } from '../../known-formats.ts';
import { canProve, checkValue, entropyOf } from '../../secret-formats/checks.ts';
import { Screen } from '../../secret-formats/screen.ts';
import { type Mark, marks } from '../first-look.ts';
import type { Candidate } from './arguments.ts';
import { assignmentAt, nameBefore } from './assignment.ts';
import { detect } from './detect.ts';
import { looksHeld, mayBeHeld } from './held-value.ts';
import { isPlaceholder, isSpecimen } from './placeholders.ts';
import type { Family, Look } from './reading.ts';
import { splitUrl } from './url.ts';

/** A candidate and where it begins, in bytes. */
export interface Hit extends Omit<Candidate, 'spot'> {
  readonly at: number;
  readonly end: number;
  /** Its spelling gives it away. */
  readonly known: boolean;
}

/** Parts of the names that secrets go by: the rarest three letters stand first, because they are what is looked for. */
const nameParts =
  'ssword sswd ssphrase pwd ecret oken pikey pi_key pi-key pi.key s_key sskey ss-key edential te_key tekey te-key gn_key ing_key r_key nt_key ntkey horization jwt'.split(
    ' ',
  );

const keyIdAt = knownFormats.length;
const marksFrom = keyIdAt + 2;
const urlAt = marksFrom + marks.length;
const namesFrom = urlAt + 1;
/** What is looked for in every file; and where names and addresses count, these behind it. */
const inAny = [
  ...knownFormats.map(({ holds }) => ({ text: holds })),
  { text: 'AKIA' },
  { text: 'ASIA' },
  ...marks.map((text) => ({ text })),
];
const screenOfAny = new Screen(inAny);
const screenOfNamed = new Screen([...inAny, { text: '://' }, ...nameParts.map((text) => ({ text, anyCase: true }))]);
const sticky: RegExp[] = [];

/** More candidates than any honest file has. */
const mostHits = 500;
/** No value in a known format is longer. */
const longestKnown = 17_000;
/** And none has a space or a quote so soon behind its fixed part. */
const shortestRun = 12;
/** What is shorter no name makes a secret. */
const shortestNamed = 6;

/**
 * The candidates that begin in bytes `from` to `to`; the bytes around them are context. One pass over the bytes, and a
 * closer look only where one of the fixed parts stands. The marks that are met on the way are added to `seen`.
 */
export function sweep(bytes: Buffer, from: number, to: number, look: Look, seen: Set<Mark>): readonly Hit[] {
  const hits: Hit[] = [];
  let text: string | undefined;
  let longStrings: ReturnType<typeof longStringsOf> | undefined;
  let past = -1;
  const screen = look.reading === 'all' && look.family !== undefined ? screenOfNamed : screenOfAny;
  screen.scan(bytes, (needle, at) => {
    if (needle >= marksFrom && needle < urlAt) {
      seen.add(marks[needle - marksFrom] as Mark);
      return;
    }
    if (at < from || at >= to || hits.length >= mostHits) return;
    if (needle >= urlAt && at < past) return;
    if (needle === urlAt && !hasUserinfo(bytes, at + 3)) return;
    if (needle < keyIdAt && knownFormats[needle]?.before === 0 && !mayBeKnown(bytes, at, needle)) return;
    const named = needle >= namesFrom && look.family !== undefined ? namedAt(bytes, at, look.family) : undefined;
    if (needle >= namesFrom && named === undefined) return;
    const match = needle < keyIdAt ? knownAt(bytes, at, needle, look) : undefined;
    if (needle < keyIdAt && match === undefined) return;
    // Only now, because most files hold nothing that is worth it.
    text ??= bytes.toString('latin1');
    const whole = text;
    if (match !== undefined) {
      const hit = knownHit(whole, at, needle, match, look);
      if (hit !== undefined) hits.push(hit, ...idsNear(whole, hit));
    } else if (needle < marksFrom) hits.push(...(look.reading === 'proved' ? [] : keyPairAt(whole, at)));
    else if (look.family !== undefined) {
      const hit = named ?? urlHit(whole, at);
      // A comment is asked for last, because that looks far back, and most names in a file hold no secret.
      if (hit === undefined || isComment(whole, named === undefined ? hit.at : at)) return;
      if (look.family === 'python') {
        longStrings ??= longStringsOf(whole);
        if (isWithin(longStrings, at)) return;
      }
      hits.push(hit, ...idsNear(whole, hit));
      past = hit.end;
    }
  });
  return distinct(hits);
}

/** A value in a known format. */
interface Match {
  readonly value: string;
  readonly at: number;
}

function knownAt(bytes: Buffer, at: number, index: number, { reading }: Look): Match | undefined {
  const format = knownFormats[index] as KnownFormat;
  if (reading === 'proved' && !canProve(format.check)) return undefined;
  const match = format.before === 0 ? matchAt(stickyOf(index, format), bytes, at) : matchAround(format, bytes, at);
  if (match === undefined || isSpecimen(match.value)) return undefined;
  const verdict = checkValue(format.check, match.value);
  return verdict === 'refuted' || (reading === 'proved' && verdict !== 'proved') ? undefined : match;
}

/** The pattern of a format, at one place alone; made when a file first holds the fixed part. */
function stickyOf(index: number, { pattern }: KnownFormat): RegExp {
  sticky[index] ??= new RegExp(pattern.source, 'y');
  return sticky[index];
}

function knownHit(text: string, at: number, index: number, match: Match, { family }: Look): Hit | undefined {
  const format = knownFormats[index] as KnownFormat;
  // A key without its end was cut short for show; in code one stands in quotes, else it is a text that shows one.
  if (format.id === 'pem/private-key') {
    const isWhole = /^\s{0,4}-----END/.test(text.slice(match.at + match.value.length, match.at + match.value.length + 16));
    const isQuoted = family === undefined || family === 'data' || /["'`]\s*$/.test(text.slice(Math.max(0, match.at - 20), match.at));
    if (!isWhole || !isQuoted || (family === 'code' && isComment(text, at))) return undefined;
  }
  if (format.id === 'google/api-key' && isPublicGoogleKey(text.slice(Math.max(0, at - 600), at + 600))) return undefined;
  const key = nameBefore(text, match.at) || format.id.replace(/[/-]/g, ' ');
  const isUrl = match.value.startsWith('https:');
  return { key, value: match.value, position: isUrl ? 'url' : 'file', at: match.at, end: match.at + match.value.length, known: true };
}

function matchAt(pattern: RegExp, bytes: Buffer, at: number): Match | undefined {
  // The pattern looks at what stands around the value.
  const start = Math.max(0, at - 1);
  pattern.lastIndex = at - start;
  const value = pattern.exec(bytes.toString('latin1', start, at + longestKnown + 1))?.[0];
  return value === undefined ? undefined : { value, at };
}

/** The match around a fixed part that others stand in front of. */
function matchAround(format: KnownFormat, bytes: Buffer, at: number): Match | undefined {
  const start = Math.max(0, at - format.before - 1);
  const around = bytes.toString('latin1', start, at + (format.kind === 'private-key' ? longestKnown : 500));
  for (const match of around.matchAll(format.pattern)) {
    const begins = start + match.index;
    if (begins > at) break;
    if (begins + match[0].length > at) return { value: match[0], at: begins };
  }
  return undefined;
}

/** The key of a Firebase client names the project and opens nothing (https://firebase.google.com/docs/projects/api-keys). */
function isPublicGoogleKey(around: string): boolean {
  return /authDomain|firebase|google_app_id|GCM_SENDER_ID|mobilesdk|maps\.google|maps\/api/i.test(around);
}

/** An access key id and the secret key within the next lines. */
function keyPairAt(text: string, at: number): readonly Hit[] {
  const id = text.slice(at, at + 20);
  if (!/^(?:AKIA|ASIA)[A-Z2-7]{16}$/.test(id) || /[A-Za-z0-9]/.test(text[at - 1] ?? '') || /[A-Za-z0-9]/.test(text[at + 20] ?? ''))
    return [];
  if (id.includes('EXAMPLE') || entropyOf(id.slice(4)) < 2.5) return [];
  const own: Hit = { key: nameBefore(text, at) || 'aws access key id', value: id, position: 'file', at, end: at + 20, known: true };
  const from = Math.max(0, at - 300);
  const around = text.slice(from, at + 320);
  for (const match of around.matchAll(/(?<![A-Za-z0-9+/=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9+/=])/g)) {
    const value = match[0];
    if (!/[a-z]/.test(value) || !/[A-Z]/.test(value) || !/\d/.test(value) || entropyOf(value) < 4.2 || isSpecimen(value)) continue;
    const begins = from + match.index;
    return [own, { key: 'aws secret access key', value, position: 'file', at: begins, end: begins + 40, known: true }];
  }
  return [own];
}

/** Ids that stand near a secret and say whose it is: of an application of Azure, of a service account of Google. */
function idsNear(text: string, { at, end, key, value }: Hit): readonly Hit[] {
  const isKey = value.startsWith('-----BEGIN');
  if (!isKey && !/secret|password|key$/i.test(key)) return [];
  const pattern = isKey
    ? /\b(client_email|private_key_id)"\s{0,3}:\s{0,3}"([\w.@-]{10,160})"/g
    : /\b([A-Za-z_.-]{0,40}(?:client|app|application|tenant)_?id)["']?\s{0,3}[:=]\s{0,3}["']?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/gi;
  const from = Math.max(0, at - 600);
  return [...text.slice(from, end + 600).matchAll(pattern)].map((match) => {
    const begins = from + match.index;
    return { key: match[1] ?? '', value: match[2] ?? '', position: 'file', at: begins, end: begins + match[0].length, known: true };
  });
}

/** Whether a fixed part begins a word and more of one follows: most that are met are parts of words, and of names in code. */
function mayBeKnown(bytes: Buffer, at: number, needle: number): boolean {
  if (isWithinWord(bytes[at - 1])) return false;
  const from = at + (knownFormats[needle]?.holds.length ?? 0);
  for (let i = from; i < from + shortestRun; i++) if ((inRun[bytes[i] ?? 0] as number) === 0) return false;
  return true;
}

/** What known formats are written with. */
const inRun = Uint8Array.from({ length: 256 }, (_, code) => Number(/[\w.+/=:,|~%@<>(){}^-]/.test(String.fromCharCode(code))));

/** Letters, digits, `_` and `-`: no known format begins behind one. */
function isWithinWord(before: number | undefined): boolean {
  if (before === undefined) return false;
  const lower = before | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || (before >= 0x30 && before <= 0x39) || before === 0x5f || before === 0x2d;
}

/** Whether what follows `://` is a user, a colon and a password. Looks at the bytes alone: addresses are many. */
function hasUserinfo(bytes: Buffer, from: number): boolean {
  let colon = false;
  const last = Math.min(bytes.length, from + 200);
  for (let i = from; i < last; i++) {
    const c = bytes[i] as number;
    if (c === 0x40) return colon;
    if (c === 0x3a) colon = true;
    // Spaces, quotes, `/`, `<`, `>`, `\`, backquotes.
    else if (c <= 0x22 || c === 0x27 || c === 0x2f || c === 0x3c || c === 0x3e || c === 0x5c || c === 0x60) return false;
  }
  return false;
}

function urlHit(text: string, at: number): Hit | undefined {
  let start = at;
  while (start > 0 && at - start < 24 && /[A-Za-z0-9+.-]/.test(text[start - 1] ?? '')) start--;
  const value = /^[^\s"'`<>\\]{1,2000}/.exec(text.slice(start, start + 2000))?.[0];
  if (value === undefined) return undefined;
  const password = splitUrl(value)?.password ?? '';
  if (password.length < 6 || isPlaceholder(password) || /^[A-Za-z]{1,12}(?:\d{0,2}|[-_]?1234\d{0,2})$|[${}%*[\]()]|^:/.test(password))
    return undefined;
  const name = nameBefore(text, start);
  return { key: name === '' ? 'url' : name, value, position: 'url', at: start, end: start + value.length, known: false };
}

function namedAt(bytes: Buffer, at: number, family: Family): Hit | undefined {
  const found = assignmentAt(bytes, at, family);
  if (found === undefined || found.value.length < shortestNamed) return undefined;
  const end = found.at + found.value.length;
  const value = bytes.toString('utf8', found.at, end);
  if (!mayBeHeld(found.key, value, family)) return undefined;
  if (!detect(found.key, value).some((detected) => looksHeld(detected, family))) return undefined;
  if (value.startsWith('AIza') && isPublicGoogleKey(bytes.toString('latin1', Math.max(0, at - 600), at + 600))) return undefined;
  return { key: found.key, value, position: 'file', at: found.at, end, known: false };
}

/** Whether the line is a comment up to here: what stands there is an example more often than not. */
function isComment(text: string, at: number): boolean {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const before = text.slice(Math.max(start, at - 400), at);
  // A line that goes on and on was not written by a person.
  if (at - start > 2000) return true;
  if (isInBlock(text, at, '/*', '*/') || isInBlock(text, at, '<#', '#>')) return true;
  return /^\s*(?:#|\/\/|\/?\*|--|;|%|<!--|REM\b|"""|>)/.test(before) || /\s(?:\/\/|#)\s/.test(before);
}

/** Where the texts between three quotes of Python begin and end: what is named there is documentation more often than not. */
function longStringsOf(text: string): readonly (readonly [from: number, to: number])[] {
  const found: [number, number][] = [];
  const marks = /"""|'''/g;
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    const close = text.indexOf(mark[0], marks.lastIndex);
    found.push([mark.index, close < 0 ? text.length : close]);
    if (close < 0) break;
    marks.lastIndex = close + 3;
  }
  return found;
}

/** Whether a place is in one of the ranges, which are in order. */
function isWithin(ranges: readonly (readonly [from: number, to: number])[], at: number): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ranges[middle]?.[1] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return (ranges[low]?.[0] ?? at) < at;
}

/** Whether the last mark of the two before a place is the one that opens. */
function isInBlock(text: string, at: number, opens: string, closes: string): boolean {
  const before = text.slice(Math.max(0, at - 8000), at);
  const open = before.lastIndexOf(opens);
  return open >= 0 && before.lastIndexOf(closes) < open && /(?:^|\n)[ \t]*$/.test(before.slice(Math.max(0, open - 80), open));
}

/** In the order of the file, without those that stand inside of others; a known spelling goes before a name. */
function distinct(hits: readonly Hit[]): readonly Hit[] {
  if (hits.length < 2) return hits;
  const sorted = [...hits].sort((a, b) => Number(b.known) - Number(a.known) || b.end - b.at - (a.end - a.at) || a.at - b.at);
  const kept: Hit[] = [];
  for (const hit of sorted) if (!kept.some((k) => hit.at < k.end && k.at < hit.end)) kept.push(hit);
  return kept.sort((a, b) => a.at - b.at);
}
