import type { Credential } from '../../../inventory/credential.ts';
import type { Evidence } from '../../../inventory/evidence.ts';
import { formatsIn, type KnownFormat } from '../../known-formats.ts';
import { withoutKnownSecrets } from '../../known-secrets.ts';
import { randomSecret } from '../../secret-formats/random-secret.ts';
import type { ArmContext } from './arm-context.ts';
import { fieldOf, isPlain, textOf, valuesAt } from './arm-object.ts';

/** A setting of a resource: an environment variable, an app setting, a connection string. */
export interface Setting {
  readonly name: string;
  readonly value: string;
}

/** Longer values are documents. */
const longest = 32_768;
/** A value that says where the secret stands: a reference to a key vault or a configuration store. */
const reference = /^@Microsoft\.(?:KeyVault|AppConfiguration)\(|^(?:secretref|keyvaultref):/i;
const specimen = /example|placeholder|your[-_]?|x{6,}|\*{3}|redacted|dummy|replace|changeme|change[-_]me|1234567890abcdef/i;
/** The part of a connection string that is the secret (https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string). */
const connection = /(?:^|;)\s*(accountkey|sharedaccesskey|sharedaccesssignature|password|pwd|access_?key|primarykey)\s*=\s*([^;]{8,600})/i;
/** A password in a URL; one that is a reference (`${PASSWORD}`) is none. */
const urlPassword = /^[a-z][a-z0-9+.-]{1,30}:\/\/[^\s/:@]{0,200}:([^\s/@${}<]{4,300})@[^\s/]/i;

/** Settings at paths of a resource: maps of names to values, or lists of objects that each have a name and a value. */
export function settingsAt(properties: unknown, paths: readonly string[]): readonly Setting[] {
  return paths.flatMap((path) => valuesAt({ properties }, path)).flatMap(settingsIn);
}

function settingsIn(value: unknown): readonly Setting[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => (isPlain(item) ? itemOf(item) : []));
  if (!isPlain(value)) return [];
  if (fieldOf(value, 'name') !== undefined && fieldOf(value, 'value') !== undefined) return itemOf(value);
  return Object.entries(value).flatMap(([name, of]): readonly Setting[] => {
    const text = typeof of === 'string' ? of : isPlain(of) ? textOf(of, 'value') : undefined;
    return text === undefined ? [] : [{ name, value: text }];
  });
}

function itemOf(item: Parameters<typeof textOf>[0]): readonly Setting[] {
  const name = textOf(item, 'name') ?? textOf(item, 'server');
  for (const key of ['value', 'secureValue', 'connectionString', 'password']) {
    const value = textOf(item, key);
    if (name !== undefined && value !== undefined) return [{ name: key === 'password' ? `${name} password` : name, value }];
  }
  return [];
}

/**
 * Hands over the secrets among settings as credentials that `holder` holds, values hashed at once, and answers the names of
 * the settings. A value counts that its own spelling gives away, or that looks generated under a secret's name.
 */
export function readSettings(
  context: ArmContext,
  settings: readonly Setting[],
  holder: string | undefined,
  at: Evidence,
): readonly string[] {
  const names: string[] = [];
  for (const { name, value } of settings) {
    const found = secretIn(context, name, value.slice(0, longest).trim());
    if (found === undefined) continue;
    const shown = withoutKnownSecrets(name).slice(0, 200);
    names.push(shown);
    const { fingerprint, ...kind } = found;
    const id = `secret:${fingerprint}`;
    context.emit({ type: 'credential', value: { id, ...kind, name: shown, static: true, fingerprint, evidence: [at] } });
    if (holder !== undefined) context.emit({ type: 'link', value: { kind: 'holds', from: holder, to: id, evidence: [at] } });
  }
  return [...new Set(names)].sort();
}

type Found = Pick<Credential, 'kind' | 'purpose' | 'provider'> & { readonly fingerprint: string };

function secretIn({ fingerprint }: ArmContext, name: string, value: string): Found | undefined {
  if (reference.test(value)) return undefined;
  const known = knownIn(value);
  if (known !== undefined) {
    const { format, text } = known;
    const { kind, provider, purpose } = format;
    return { kind, purpose, ...(provider === undefined ? {} : { provider }), fingerprint: fingerprint(text) };
  }
  const [, part, secret] = connection.exec(value) ?? [];
  if (secret !== undefined && !specimen.test(secret) && !secret.includes('@Microsoft.')) {
    const isDatabase = /^p(?:assword|wd)$/i.test(part ?? '');
    return { kind: 'connection-string', purpose: isDatabase ? 'database' : 'cloud', fingerprint: fingerprint(secret.trim()) };
  }
  const password = urlPassword.exec(value)?.[1];
  if (password !== undefined && !specimen.test(password))
    return { kind: 'password', purpose: 'database', fingerprint: fingerprint(password) };
  const random = randomSecret(name, value);
  return random === undefined ? undefined : { ...random, fingerprint: fingerprint(value) };
}

function knownIn(value: string): { readonly format: KnownFormat; readonly text: string } | undefined {
  for (const format of formatsIn(value)) {
    format.pattern.lastIndex = 0;
    const text = format.pattern.exec(value)?.[0];
    format.pattern.lastIndex = 0;
    if (text !== undefined && !specimen.test(text)) return { format, text };
  }
  return undefined;
}
