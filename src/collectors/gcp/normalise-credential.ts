import type { Credential } from '../../inventory/credential.ts';
import { apiKeyLimits } from '../google-model/api-key-limits.ts';
import { withoutKnownSecrets } from '../known-secrets.ts';
import type { Draft } from '../place-below.ts';
import { dig, isAnswer, lastOf, listAt, textAt, timeAt } from './answer.ts';
import type { GoogleBook } from './book.ts';
import type { GoogleRecord } from './record.ts';

/** https://cloud.google.com/api-keys/docs/reference/rest/v2/projects.locations.keys. Its value is in no answer that is asked for. */
export function readApiKey(record: GoogleRecord, book: GoogleBook): void {
  const { raw, at } = record;
  const id = lastOf(book.resourceName(record));
  const project = book.projectOf(record);
  const value = textAt(raw, 'keyString');
  const key: Draft<Credential> = {
    id: `gcp:api-key/${project}/${id}`,
    kind: 'gcp-api-key',
    name: withoutKnownSecrets(textAt(raw, 'displayName') ?? id),
    static: true,
    enabled: textAt(raw, 'deleteTime') === undefined,
    provider: 'gcp',
    purpose: 'cloud',
    scope: project,
    limits: limitsOf(dig(raw, 'restrictions')),
    evidence: [at],
  };
  const created = timeAt(raw, 'createTime');
  if (created !== undefined) key.createdAt = created;
  const account = textAt(raw, 'serviceAccountEmail');
  if (account !== undefined) key.identity = book.nameAccount(account, at);
  if (value !== undefined) {
    const fingerprint = book.fingerprint(value);
    Object.assign(key, { fingerprint, aliases: [`secret:${fingerprint}`] });
  }
  book.emit({ type: 'credential', value: key });
}

function limitsOf(restrictions: unknown): readonly string[] {
  const set = [...apiKeyLimits].flatMap(([name, limit]) => {
    const value = dig(
      restrictions,
      name.replace(/_([a-z])/g, (_, c: string) => c.toUpperCase()),
    );
    const isSet = Array.isArray(value) ? value.length > 0 : isAnswer(value) && Object.keys(value).length > 0;
    return isSet ? [limit] : [];
  });
  return [...new Set(set)].sort();
}

/**
 * A secret of Secret Manager, without its value (https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets). With a
 * schedule whoever keeps it is told to renew it.
 */
export function storedSecret({ raw, at }: GoogleRecord, name: string, scope: string): Credential {
  const [createdAt, expiresAt] = [timeAt(raw, 'createTime'), timeAt(raw, 'expireTime')];
  const rotation = textAt(raw, 'rotation.rotationPeriod') !== undefined;
  return {
    id: `gcp:secret/${name.slice(2)}`,
    kind: 'gcp-secret',
    name: withoutKnownSecrets(`${scope}/${lastOf(name)}`),
    static: !rotation && expiresAt === undefined,
    enabled: true,
    rotation,
    provider: 'gcp',
    purpose: 'other',
    scope,
    resource: `gcp:resource/${name.slice(2)}`,
    ...(createdAt === undefined ? {} : { createdAt }),
    expiresAt: expiresAt ?? null,
    evidence: [at],
  };
}

/** https://cloud.google.com/storage/docs/json_api/v1/projects/hmacKeys */
export function readHmacKey({ raw, at }: GoogleRecord, book: GoogleBook): void {
  const id = textAt(raw, 'accessId') ?? '';
  const account = textAt(raw, 'serviceAccountEmail') ?? '';
  const [created, changed] = [timeAt(raw, 'timeCreated'), timeAt(raw, 'updated')];
  const state = textAt(raw, 'state');
  const value: Credential = {
    id: `gcp:hmac-key/${id}`,
    kind: 'gcp-hmac-key',
    name: id,
    ...(account.includes('@') ? { identity: book.nameAccount(account, at) } : {}),
    ...(state === undefined ? {} : { enabled: state === 'ACTIVE' }),
    static: true,
    ...(created === undefined ? {} : { createdAt: created }),
    ...(changed === undefined ? {} : { changedAt: changed }),
    provider: 'gcp',
    purpose: 'cloud',
    evidence: [at],
  };
  book.emit({ type: 'credential', value });
}

/** An application that workforce users log in to (https://cloud.google.com/iam/docs/workforce-manage-oauth-app). */
export function readOauthClient(record: GoogleRecord, book: GoogleBook): void {
  const { raw, at } = record;
  const name = book.resourceName(record);
  const client = textAt(raw, 'clientId') ?? lastOf(name);
  const scopes = listAt(raw, 'allowedScopes').filter((s) => typeof s === 'string');
  book.emit({
    type: 'identity',
    value: {
      id: `gcp:oauth-client/${client}`,
      plane: 'gcp',
      kind: 'gcp-oauth-client',
      name: withoutKnownSecrets(textAt(raw, 'displayName') ?? client),
      scope: book.projectOf(record),
      nature: 'workload',
      agent: false,
      standing: 'observed',
      enabled: dig(raw, 'disabled') !== true && textAt(raw, 'state') !== 'DELETED',
      evidence: [scopes.length === 0 ? at : { ...at, note: `may ask users for ${scopes.length} scopes` }],
    },
  });
}
