import { formatsIn, type KnownFormat } from './known-formats.ts';
import { entropyOf, isMixed } from './secret-formats/checks.ts';

/** No known format is shorter. */
const shortest = 16;

/** What is put in the place of a secret. Holds no wildcard: the text may be a pattern. */
const replacement = 'redacted';

/**
 * A free text of a provider (a tag, a Sid, a condition's value) without the secrets that their spelling gives away.
 */
export function withoutKnownSecrets(text: string): string {
  return text.length < shortest ? text : replaceKnownSecrets(text, () => replacement);
}

/**
 * Whether a text holds nothing that a known format goes by. Then it holds no secret that its spelling gives away, and no part of it does.
 */
export function isPlain(text: string | undefined): boolean {
  return text === undefined || text.length < shortest || formatsIn(text).length === 0;
}

/** A text with `by` in the place of every secret that its spelling gives away. */
export function replaceKnownSecrets(text: string, by: (secret: string) => string): string {
  const formats = formatsIn(text);
  return formats.length === 0 ? text : replaceFound(text, formats, by);
}

/** Apart, because a function whose variables another one keeps makes room for them at every call. */
function replaceFound(text: string, formats: readonly KnownFormat[], by: (secret: string) => string): string {
  let out = text;
  for (const format of formats)
    if (out.includes(format.holds)) out = out.replace(format.trace, (match) => (looksMade(format, match) ? by(match) : match));
  return out;
}

/** Of formats with little of their own to know them by, names have the spelling too; a generator uses all that it may use. */
function looksMade({ check, isAnyCase }: KnownFormat, text: string): boolean {
  if (check !== 'mixed') return true;
  return entropyOf(text) >= 3 && (isAnyCase ? /[a-z]/.test(text) && /[A-Z]/.test(text) : /\d/.test(text));
}

/** A text that says what could not be read, without what is left of secrets that were cut short in it. */
function withoutStumps(text: string): string {
  let out = text;
  for (const { holds, stump } of formatsIn(text))
    if (out.includes(holds)) out = out.replace(stump, (match) => (isMixed(match) ? replacement : match));
  return out;
}

/** Texts that were found to hold no secret, the last few: one role, one place and one time stand in thousands of records. */
class CleanTexts {
  readonly #last: string[] = new Array<string>(1024).fill('');

  has(text: string): boolean {
    return this.#last[placeOf(text)] === text;
  }

  add(text: string): void {
    this.#last[placeOf(text)] = text;
  }
}

function placeOf(text: string): number {
  const { length } = text;
  return (length * 37 + text.charCodeAt(length - 1) * 11 + text.charCodeAt(length - 3) * 5 + text.charCodeAt(length >> 1)) & 1023;
}

/**
 * Makes the last door before the inventory, a snapshot and a message: what goes through it, texts and keys at any depth,
 * comes out without the secrets that their spelling gives away. Different secrets stay different, by their fingerprints,
 * so that what bears one as its name is still told apart. What holds none comes out as it is.
 */
export function secretDoor(fingerprint: (secret: string) => string): <T>(value: T) => T {
  const replace = (secret: string): string => `${replacement}-${fingerprint(secret)}`;
  const known = new CleanTexts();
  const bareText = (text: string): string => {
    if (text.length < shortest || known.has(text)) return text;
    const bare = replaceKnownSecrets(text, replace);
    if (bare === text) known.add(text);
    return bare;
  };
  const bare = (value: unknown): unknown => {
    if (typeof value === 'string') return bareText(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) {
      for (const item of value) if (bare(item) !== item) return value.map(bare);
      return value;
    }
    for (const key in value) {
      const item = (value as Readonly<Record<string, unknown>>)[key];
      if (bareText(key) !== key || bareAt(key, item) !== item)
        return Object.fromEntries(Object.entries(value).map(([k, v]) => [bareText(k), bareAt(k, v)]));
    }
    return value;
  };
  // Gaps quote what they could not make out, and cut it short.
  const bareAt = (key: string, item: unknown): unknown =>
    key === 'detail' && typeof item === 'string' ? withoutStumps(bareText(item)) : bare(item);
  return (value) => bare(value) as typeof value;
}
