import type { Credential } from '../inventory/credential.ts';
import { clouds } from './secret-formats/clouds.ts';
import { codeHosts, registries } from './secret-formats/code-and-registries.ts';
import { databases } from './secret-formats/databases.ts';
import type { CheckName, FormatGroup, FormatRow, SecretKind } from './secret-formats/format.ts';
import { modelVendors } from './secret-formats/model-vendors.ts';
import { Screen } from './secret-formats/screen.ts';
import { services } from './secret-formats/services.ts';

/** A credential that its own spelling gives away. */
export interface KnownFormat {
  /** `<vendor>/<what>`. */
  readonly id: string;
  /** A fixed part of it, looked for before the pattern is tried. */
  readonly holds: string;
  /** Bounded and anchored on a fixed prefix: scanned files are hostile input. */
  readonly pattern: RegExp;
  /** The same with less asked of what stands around it, for texts that are shown: loses too much rather than too little. */
  readonly trace: RegExp;
  /** What is left of one that was cut short, for texts that say what could not be read. */
  readonly stump: RegExp;
  readonly provider?: string;
  readonly purpose: NonNullable<Credential['purpose']>;
  readonly kind: SecretKind;
  /** Letters of both cases stand in it. */
  readonly isAnyCase: boolean;
  /** The most that stands in front of the fixed part. */
  readonly before: number;
  readonly check?: CheckName;
}

/** Headers of an old-style encrypted key may stand before its body (https://www.rfc-editor.org/rfc/rfc1421#section-4.6). */
const privateKey =
  /-----BEGIN [A-Z ]{0,24}PRIVATE KEY(?: BLOCK)?-----(?:(?:\r?\n|(?:\\r)?\\n)[A-Z][A-Za-z-]{1,30}: [^\r\n\\]{1,200}){0,8}[A-Za-z0-9+/=\s\\]{40,16000}/g;

/** Private keys first, then by vendor. Of the rows that match a text the first wins, so narrow ones stand before wide ones. */
export const knownFormats: readonly KnownFormat[] = [
  {
    id: 'pem/private-key',
    holds: 'PRIVATE KEY',
    pattern: privateKey,
    trace: privateKey,
    stump: /PRIVATE KEY-----[\w+/=\s\\-]{8,16000}/g,
    purpose: 'other',
    kind: 'private-key',
    isAnyCase: true,
    before: 40,
  },
  ...[modelVendors, codeHosts, registries, clouds, databases, services].flatMap(({ purpose, rows }) =>
    rows.map((row) => formatOf(row, purpose)),
  ),
];

function formatOf([id, holds, body, kind, more = {}]: FormatRow, purpose: FormatGroup['purpose']): KnownFormat {
  const provider = more.provider ?? id.slice(0, id.indexOf('/'));
  // Expressions are made when they are first asked for: most scans meet none of these formats.
  let [pattern, trace, stump]: RegExp[] = [];
  return {
    id,
    holds,
    get pattern() {
      pattern ??= new RegExp(`(?<![\\w-])(?:${body})(?!\\w)`, 'g');
      return pattern;
    },
    get trace() {
      // What no word begins with needs nothing around it: it may stand behind another word.
      trace ??= new RegExp(/^(?:[a-z]*-|[\d/]*)$|^.{0,3}$/.test(holds) ? `(?<![A-Za-z0-9])(?:${body})` : `(?:${body})`, 'g');
      return trace;
    },
    get stump() {
      stump ??= new RegExp(`${holds.replace(/[^\w\s]/g, '\\$&')}[\\w+/=.~-]{8,300}`, 'g');
      return stump;
    },
    ...(provider === '' ? {} : { provider }),
    purpose,
    kind,
    isAnyCase: /A-Za-z|\\w/.test(body),
    before: more.before ?? 0,
    ...(more.check === undefined ? {} : { check: more.check }),
  };
}

const screen = new Screen(knownFormats.map(({ holds }) => ({ text: holds })));

/**
 * Whether a piece of JSON, as its bytes stand, can hold no secret that its spelling gives away: no fixed part of a known format, and
 * nothing written otherwise than it reads (`\\`, and `%` of documents that are encoded once more). One fast look in place of one at
 * each of its texts.
 */
export function isPlainlyBare(bytes: Uint8Array): boolean {
  if (bytes.includes(BACKSLASH) || bytes.includes(PERCENT)) return false;
  let bare = true;
  screen.scan(bytes, () => {
    bare = false;
  });
  return bare;
}

const BACKSLASH = 0x5c;
const PERCENT = 0x25;

const none: readonly KnownFormat[] = [];

/** The last answer: a text is mostly asked about where it is read, and again where it is handed over. */
const last = { text: '', formats: none };

/** The formats of which a text holds the fixed part, in their order. Cheap: one look at about half of its characters. */
export function formatsIn(text: string): readonly KnownFormat[] {
  if (text === last.text) return last.formats;
  const within = screen.within(text);
  const formats = within.length === 0 ? none : within.map((index) => knownFormats[index] as KnownFormat);
  last.text = text;
  last.formats = formats;
  return formats;
}
