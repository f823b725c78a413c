import type { Credential } from '../../../../inventory/credential.ts';
import { apiKeyLimits } from '../../../google-model/api-key-limits.ts';
import type { Draft } from '../../../place-below.ts';
import { detectKnown } from '../../secrets/detect.ts';
import { foundAt } from '../../secrets/record.ts';
import type { GoogleResource } from '../declarations.ts';
import { fileOf, spotOf } from '../emit-credentials.ts';
import { entriesIn, isAbsent, knownText, listOf, type Value, whyOf } from '../value.ts';
import { identityOfAccount } from './emit-bindings.ts';
import type { GoogleEmission } from './emit-google.ts';
import { namedText, projectOf, textOf } from './names.ts';

/** Hands over the keys that a stack makes. Values, which a state holds, are hashed here and go no further. */
export function emitGoogleCredentials(emission: GoogleEmission): void {
  for (const d of emission.resources) {
    if (d.isData) continue;
    const make = kinds.get(d.type);
    if (make !== undefined) emission.out.emit({ type: 'credential', value: make(emission, d) });
  }
}

type Make = (emission: GoogleEmission, d: GoogleResource) => Credential;

const kinds: ReadonlyMap<string, Make> = new Map(
  Object.entries<Make>({
    google_service_account_key: serviceAccountKey,
    google_storage_hmac_key: hmacKey,
    google_apikeys_key: apiKey,
  }),
);

/** A key of a service account that does not expire, or long after anybody remembers it. */
function serviceAccountKey(emission: GoogleEmission, d: GoogleResource): Credential {
  const { stack, out } = emission;
  const owner = ownerOf(emission, d, 'service_account_id');
  const keyId = /\/keys\/([0-9a-f]{40})$/.exec(knownText(d.get('name')) ?? '')?.[1];
  const credential = base(
    d,
    'gcp-service-account-key',
    keyId === undefined ? `${stack.google.standIn}/${d.address}` : keyId,
    keyId ?? d.address,
  );
  if (owner !== undefined) credential.identity = owner;
  const [after, before] = [timeOf(d.get('valid_after')), timeOf(d.get('valid_before'))];
  if (after !== undefined) credential.createdAt = after;
  if (before !== undefined) credential.expiresAt = before.startsWith('9999') ? null : before;
  const written = d.get('private_key');
  const pem = detectKnown(privateKeyIn(knownText(written)))[0]?.value;
  if (written === undefined || pem === undefined) return credential;
  const fingerprint = out.fingerprint(pem);
  // The same key in a file of its own, and the whole file as the state keeps it.
  const aliases = [`secret:${fingerprint}`, `secret:${out.fingerprint(knownText(written) ?? '')}`];
  return { ...credential, ...stored(emission, d, written, 'private_key', fingerprint), aliases };
}

/** A state keeps the key file in base64. */
function privateKeyIn(text: string | undefined): string {
  if (text === undefined || text.length > 20_000) return '';
  try {
    const file: unknown = JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
    const key = typeof file === 'object' && file !== null && 'private_key' in file ? file.private_key : undefined;
    return typeof key === 'string' ? key : '';
  } catch {
    return '';
  }
}

function hmacKey(emission: GoogleEmission, d: GoogleResource): Credential {
  const { stack, out } = emission;
  const access = knownText(d.get('access_id'));
  const credential = base(d, 'gcp-hmac-key', access ?? `${stack.google.standIn}/${d.address}`, access ?? d.address);
  const owner = ownerOf(emission, d, 'service_account_email');
  if (owner !== undefined) credential.identity = owner;
  const state = textOf(d.get('state'), stack) ?? 'ACTIVE';
  credential.enabled = state === 'ACTIVE';
  const secret = d.get('secret');
  const value = knownText(secret);
  return secret === undefined || value === undefined
    ? credential
    : {
        ...credential,
        ...stored(emission, d, secret, 'secret', out.fingerprint(value)),
        aliases: [`secret:${out.fingerprint(value)}`],
      };
}

/** https://cloud.google.com/docs/authentication/api-keys */
function apiKey(emission: GoogleEmission, d: GoogleResource): Credential {
  const { stack, out } = emission;
  const name = textOf(d.get('display_name'), stack) ?? namedText(d, 'name', stack);
  const credential = base(d, 'gcp-api-key', `${projectOf(d.get('project'), stack)}/${namedText(d, 'name', stack)}`, name);
  credential.purpose = 'cloud';
  const account = textOf(d.get('service_account_email'), stack);
  if (account !== undefined && account !== '') credential.identity = emission.nameAccount(account, d.at);
  const restrictions = d.get('restrictions');
  const limits = limitsOf(restrictions);
  if (limits === undefined || d.doubt !== undefined)
    emission.gap(`the restrictions of API key ${name}`, d.doubt ?? 'a part of them is not known', d.at);
  else credential.limits = limits;
  const written = d.get('key_string');
  const value = knownText(written);
  return written === undefined || value === undefined || value === ''
    ? credential
    : {
        ...credential,
        ...stored(emission, d, written, 'key_string', out.fingerprint(value)),
        aliases: [`secret:${out.fingerprint(value)}`],
      };
}

/** What limits a key; undefined where that is not known. */
function limitsOf(value: Value | undefined): readonly string[] | undefined {
  if (value === undefined || isAbsent(value)) return [];
  if (value.kind !== 'list' && value.kind !== 'object') return undefined;
  const blocks = listOf(value);
  if (blocks.some((b) => b.kind !== 'object' || b.open !== undefined)) return undefined;
  const set = blocks.flatMap((b) =>
    entriesIn(b).flatMap((e) =>
      (e.value.kind === 'list' && e.value.items.length === 0) || isAbsent(e.value) ? [] : (apiKeyLimits.get(e.key) ?? []),
    ),
  );
  return [...new Set(set)].sort();
}

function base(d: GoogleResource, kind: string, id: string, name: string): Draft<Credential> {
  return { id: `gcp:${kind.slice('gcp-'.length)}/${id}`, kind, name, static: true, provider: 'gcp', purpose: 'cloud', evidence: [d.at] };
}

/** Whose key it is. Where that is not known, that is a gap. */
function ownerOf(emission: GoogleEmission, d: GoogleResource, attribute: string): string | undefined {
  const value = d.get(attribute);
  const text = textOf(value, emission.stack);
  const email = text?.slice(text.lastIndexOf('/') + 1);
  if (email?.includes('@')) {
    emission.nameAccount(email, d.at);
    return identityOfAccount(email);
  }
  const why =
    value === undefined
      ? 'the code does not name it'
      : value.kind === 'unknown' || value.kind === 'reference'
        ? whyOf(value)
        : 'its address is not known';
  emission.gap(`whose key ${d.address} is`, why, d.at);
  return undefined;
}

/** Where a value stands that the state holds. */
function stored(
  emission: GoogleEmission,
  d: GoogleResource,
  value: Value,
  key: string,
  fingerprint: string,
): Pick<Credential, 'fingerprint' | 'found' | 'enabled'> {
  return { fingerprint, found: [foundAt(fileOf(emission, d.at), { key, position: 'file', spot: spotOf(value.at) })], enabled: true };
}

function timeOf(value: Value | undefined): string | undefined {
  const text = knownText(value);
  return text !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? text : undefined;
}
