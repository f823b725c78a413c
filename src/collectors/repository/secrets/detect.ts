import { formatsIn, type KnownFormat } from '../../known-formats.ts';
import { replaceKnownSecrets } from '../../known-secrets.ts';
import { canProve, checkValue } from '../../secret-formats/checks.ts';
import { longTermKeyIds } from './aws-key.ts';
import { issuerOf, mayNameKey, secretKind } from './key-names.ts';
import { isPlaceholder, isSpecimen } from './placeholders.ts';
import { looked, withoutReferences } from './references.ts';
import { hostName, isLoopback, secretPathHosts, splitUrl } from './url.ts';

/** A secret value and what can be told of it. Goes straight to `fingerprint` and no further. */
export interface Detected {
  readonly value: string;
  readonly kind: KnownFormat['kind'];
  readonly provider?: string;
  readonly purpose: KnownFormat['purpose'];
  /** When it ends by its own words (the `exp` claim of a JWT). */
  readonly expiresAt?: string;
  /** The value is the part of a URL. */
  readonly inUrl?: true;
}

/** Longer values are documents, not credentials; private keys stay below. */
const longest = 32_768;

/**
 * The secrets in a value, judged by the name it stands under, its place and its spelling. References, placeholders, test
 * values, paths, numbers and plain words are none.
 */
export function detect(key: string, raw: string, knownOnly = false): readonly Detected[] {
  const { text, defaults } = withoutReferences(raw.slice(0, longest).trim());
  const inDefaults = defaults.flatMap((d) => detect(d.key, d.value, knownOnly));
  const isUrl = splitUrl(text) !== undefined;
  const known = detectKnown(text).map((d): Detected => (isUrl ? { ...d, inUrl: true } : d));
  if (isPublicJwt(text)) return inDefaults;
  if (known.length > 0 || knownOnly) return [...known, ...inDefaults];
  const inUrl = detectInUrl(key, text);
  if (inUrl !== undefined) return [...inUrl, ...inDefaults];
  const byName = detectByName(key, text);
  return byName === undefined ? inDefaults : [byName, ...inDefaults];
}

/** A name, key or path without the secrets that their spelling gives away. */
export function redactName(text: string): string {
  return replaceKnownSecrets(text.slice(0, longest), () => '***')
    .replace(longTermKeyIds, '***')
    .slice(0, 400);
}

/** The same as one line of at most 200 characters. */
export function shown(text: string): string {
  const out = redactName(text.slice(0, 4096).replace(/\s+/g, ' ').trim());
  return out.length > 200 ? `${out.slice(0, 200)}…` : out;
}

/** A JSON pointer without secrets. Keys may be commands (approval maps): those are redacted as commands are. */
export function redactPointer(pointer: string): string {
  return /[\s=(]/.test(pointer) ? redact(pointer) : redactName(pointer);
}

/**
 * A command or rule without the secrets in it: known formats, userinfo, headers, whatever follows a secret's name, and
 * what looks generated. For texts that are shown; loses too much rather than too little.
 */
export function redact(text: string): string {
  return redactName(text.slice(0, longest))
    .replace(/([a-z][a-z0-9+.-]{1,20}:\/\/)[^/@\s]{1,300}@/gi, '$1***@')
    .replace(/\b(Bearer|Basic|token)\s+[^\s"']{6,400}/gi, '$1 ***')
    .replace(/([?&][\w.-]{1,80}=)[^&\s"']{4,2000}/g, '$1***')
    .replace(
      /([\w-]{1,80})(\s{0,3}[=:]\s{0,3}|\s)(["']?)([^\s"']{4,2000})/g,
      (whole, name: string, gap: string, quote: string, value: string) =>
        secretKind(name) !== undefined && (gap.trim() !== '' || /^-|[_-]/.test(name)) && !value.includes('***')
          ? `${name}${gap}${quote}***`
          : whole,
    )
    .replace(/[\w+=-]{20,2000}/g, (word) =>
      /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word) && looksRandom(word) ? '***' : word,
    );
}

export function detectKnown(text: string): Detected[] {
  const found: Detected[] = [];
  for (const format of formatsIn(text)) {
    for (const [written] of text.matchAll(format.pattern)) {
      const value = format.kind === 'private-key' ? withPlainLines(written) : written;
      if (isSpecimen(value) || isPublicJwt(value) || found.some((f) => f.value.includes(value))) continue;
      // Where a name says that a secret stands there, a checksum that does not fit proves nothing: ours may be behind the times.
      if (!canProve(format.check) && checkValue(format.check, value) === 'refuted') continue;
      found.push({
        value,
        kind: format.kind,
        ...(format.provider === undefined ? {} : { provider: format.provider }),
        purpose: format.purpose,
        ...expiryOf(value),
      });
    }
  }
  return found;
}

/** A key is the same key whether its line ends are written out, and whatever follows it. */
function withPlainLines(key: string): string {
  return key
    .replace(/\\r|\r/g, '')
    .replaceAll('\\n', '\n')
    .trimEnd();
}

/** https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4 */
function expiryOf(value: string): { readonly expiresAt?: string } {
  const seconds = value.startsWith('eyJ') ? Number(/"exp"\s*:\s*(\d{9,11})\b/.exec(payloadOf(value))?.[1]) : Number.NaN;
  return Number.isNaN(seconds) ? {} : { expiresAt: new Date(seconds * 1000).toISOString() };
}

function payloadOf(jwt: string): string {
  return Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8');
}

/** The anonymous key of a Supabase project is a JWT made to be published. */
function isPublicJwt(value: string): boolean {
  if (!value.startsWith('eyJ')) return false;
  return /"role"\s*:\s*"anon"/.test(payloadOf(value));
}

const databases =
  /^(?:postgres(?:ql)?|mysql|mariadb|mongodb|redis|rediss|amqps?|mssql|sqlserver|clickhouse|snowflake|cockroachdb|oracle|jdbc)\b/;

/** Undefined where the text is no URL; empty where it is one without a secret. */
function detectInUrl(key: string, text: string): readonly Detected[] | undefined {
  const url = splitUrl(text.replace(/^jdbc:/i, ''));
  if (url === undefined) return detectInConnectionString(key, text);
  const found: Detected[] = [];
  const isDatabase = databases.test(url.scheme);
  const name = hostName(text.replace(/^jdbc:/i, ''));
  // A token may stand alone before the `@`; so may the name of a person or an organization.
  const secretUser = url.password === '' && !isDatabase && looksRandom(url.user) ? url.user : '';
  const password = url.password || secretUser;
  // What reports are sent with may be published (https://docs.sentry.io/concepts/key-terms/dsn-explainer/).
  const isReporting = name !== undefined && /(?:^|\.)sentry\.io$/.test(name);
  const isLocal = name !== undefined && isLoopback(name) && (url.password === url.user || password.length < 8);
  if (
    password.length >= 4 &&
    !password.includes(looked) &&
    !isPlaceholder(password) &&
    !isLocal &&
    !isReporting &&
    url.password !== url.user
  ) {
    found.push(
      isDatabase
        ? { value: text, kind: 'connection-string', provider: url.scheme.replace(/\+.*$/, ''), purpose: 'database', inUrl: true }
        : { value: password, kind: 'password', ...issuerOf(`${key} ${url.host}`), inUrl: true },
    );
  }
  for (const [parameter, value] of url.query) {
    const kind =
      secretKind(parameter) ?? (/^(?:key|auth|sig|code|pwd|pass)$/i.test(parameter) && looksRandom(value) ? 'api-key' : undefined);
    if (kind !== undefined && looksSecret(value, kind))
      found.push({ value, kind, ...issuerOf(`${parameter} ${url.host.replace(/[.]/g, ' ')}`), inUrl: true });
  }
  if (name !== undefined && secretPathHosts.test(name)) {
    const segment = url.path.find((part) => part.length >= 16 && !part.includes(looked) && looksRandom(part) && !isPlaceholder(part));
    if (segment !== undefined) found.push({ value: segment, kind: 'token', ...issuerOf(url.host.replace(/[.]/g, ' ')), inUrl: true });
  }
  return found;
}

/** `Server=…;Password=…;` and the like. */
function detectInConnectionString(key: string, text: string): readonly Detected[] | undefined {
  const match = /(?:^|[;\s])(password|pwd|accountkey|sharedaccesskey)\s?=\s?([^;"'\s]{6,500})/i.exec(text);
  if (
    match === null ||
    !/[;\s]\s?(?:server|host|data source|endpoint|accountname|user id|uid|user|database|dbname)\s?=|^(?:server|host|data source|endpoint|defaultendpointsprotocol|user|dbname)\s?=/i.test(
      text,
    )
  )
    return undefined;
  const password = match[2] ?? '';
  if (password.includes(looked) || isPlaceholder(password)) return [];
  const isAzure = /accountkey|sharedaccesskey/i.test(match[1] ?? '');
  return [
    {
      value: text,
      kind: 'connection-string',
      ...(isAzure ? { provider: 'azure', purpose: 'cloud' } : { ...issuerOf(key), purpose: 'database' }),
    },
  ];
}

function detectByName(key: string, text: string): Detected | undefined {
  const scheme = /^(?:Bearer|Basic|Token|ApiKey|Bot|Key)\s+(\S+)$/i.exec(text);
  const kind = secretKind(key) ?? (scheme !== null ? 'token' : mayNameKey(key) && looksRandom(text) ? 'api-key' : undefined);
  const value = scheme?.[1] ?? text;
  if (kind === undefined || !looksSecret(value, kind)) return undefined;
  return { value, kind, ...issuerOf(key) };
}

/** Whether a value under a secret's name is one. */
function looksSecret(value: string, kind: KnownFormat['kind']): boolean {
  if (value.includes(looked) || value.length < (kind === 'password' ? 6 : 8) || isPlaceholder(value)) return false;
  if (/\s/.test(value.trim()) && kind !== 'private-key') return false;
  if (/^-?\d{1,15}(?:\.\d+)?$/.test(value)) return false;
  if (/^(?:\.{1,2}|~)?\/[\w.@-]+(?:\/|\.\w+$)|^[A-Z]:[\\/]|^[\w./-]{1,100}\.(?:pem|json|key|ya?ml|txt|crt|toml|env|p12|pfx)$/i.test(value))
    return false;
  // A name of another variable.
  if (/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(value)) return false;
  // A lone lower-case word or words are a name or a mode; a password may be just that.
  return kind === 'password'
    ? !/^[a-z]{1,9}$/.test(value) || value.length >= 8
    : !/^[A-Za-z]+(?:[-_. :/][A-Za-z]+)*$/.test(value) || looksRandom(value);
}

/** Mixed characters with little repetition: what a generator makes and a person does not name things. */
export function looksRandom(value: string): boolean {
  if (value.length < 16 || value.includes(looked) || /\s/.test(value)) return false;
  const counts = new Map<string, number>();
  for (const c of value) counts.set(c, (counts.get(c) ?? 0) + 1);
  let entropy = 0;
  for (const n of counts.values()) entropy -= (n / value.length) * Math.log2(n / value.length);
  const mixed = /\d/.test(value) && /[A-Za-z]/.test(value);
  return mixed ? entropy >= 3 : /[a-z]/.test(value) && /[A-Z]/.test(value) && entropy >= 4;
}
