import type { Credential } from '../../inventory/credential.ts';
import type { Evidence } from '../../inventory/evidence.ts';
import { accessKeyAlias, rootKeyAlias } from './credential-report.ts';
import type { Door, Raw } from './door.ts';
import type { NormaliseContext } from './normalise-context.ts';
import type { AwsRecord } from './records.ts';

/** An access key of ListAccessKeys. Without an account it is kept, but whose it is stays open. */
export function normaliseAccessKey(record: AwsRecord, account: string | undefined, context: NormaliseContext): void {
  const { door } = context;
  const raw = door.object(record.raw, 'access key', record.at);
  const keyId = raw && door.text(raw, 'AccessKeyId', 'access key', record.at);
  if (!raw || keyId === undefined) return;
  const user = door.text(raw, 'UserName', 'access key', record.at);
  const createdAt = door.date(raw, 'CreateDate', 'access key', record.at);
  const enabled = statusOf(raw, 'access key', record.at, door);
  const identity = account === undefined || user === undefined ? undefined : `aws:user/${account}/${user}`;
  if (identity !== undefined) {
    const known = context.activeKeys.get(identity) ?? { count: 0, at: record.at };
    if (enabled === true) known.count++;
    context.activeKeys.set(identity, known);
  }
  emitCredential(context, {
    ...keyCredential(keyId, record.at),
    ...(account !== undefined && user !== undefined && createdAt !== undefined
      ? { aliases: [aliasOf(keyId, accessKeyAlias(account, user, createdAt), context)] }
      : {}),
    ...(identity === undefined ? {} : { identity }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(createdAt === undefined ? {} : { createdAt }),
  });
}

/** Two keys of one user may have been made in the same second: the second is told from the first by a number. */
function aliasOf(keyId: string, alias: string, { keysMadeAt }: NormaliseContext): string {
  const before = keysMadeAt.get(alias);
  if (before === undefined) {
    keysMadeAt.set(alias, [keyId]);
    return alias;
  }
  if (!before.includes(keyId)) before.push(keyId);
  const at = before.indexOf(keyId);
  return at === 0 ? alias : `${alias}/${at + 1}`;
}

/** When an access key was last used (GetAccessKeyLastUsed, or its inner part). */
export function normaliseAccessKeyLastUsed(
  record: AwsRecord & { readonly kind: 'access-key-last-used' },
  account: string | undefined,
  context: NormaliseContext,
): void {
  const { door } = context;
  const raw = door.object(record.raw, 'access key use', record.at);
  if (!raw) return;
  const inner = door.field(raw, 'AccessKeyLastUsed', 'access key use', record.at) ?? raw;
  const user = door.text(raw, 'UserName', 'access key use', record.at);
  // A key that was never used has no date, and N/A for the service.
  const used = inner.LastUsedDate === undefined ? null : door.date(inner, 'LastUsedDate', 'access key use', record.at);
  emitCredential(context, {
    ...keyCredential(record.keyId, record.at),
    ...(account === undefined || user === undefined ? {} : { identity: `aws:user/${account}/${user}` }),
    ...(used === undefined ? {} : { lastUsedAt: used }),
  });
}

/** An access key of which the id is known. */
export function keyCredential(keyId: string, at: Evidence): Credential {
  return {
    id: `aws:access-key/${keyId}`,
    kind: 'aws-access-key',
    name: keyId,
    static: true,
    provider: 'aws',
    purpose: 'cloud',
    evidence: [at],
  };
}

/** What a service-specific credential opens, by the service that takes it. */
const purposes: ReadonlyMap<string, Credential['purpose']> = new Map([
  ['bedrock.amazonaws.com', 'model'],
  ['codecommit.amazonaws.com', 'code'],
  ['cassandra.amazonaws.com', 'database'],
]);

/**
 * A service-specific credential: a Bedrock API key, a CodeCommit or Keyspaces password.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ServiceSpecificCredentialMetadata.html
 */
export function normaliseServiceSpecific(record: AwsRecord, account: string | undefined, context: NormaliseContext): void {
  const { door } = context;
  const what = 'service-specific credential';
  const raw = door.object(record.raw, what, record.at);
  const id = raw && door.text(raw, 'ServiceSpecificCredentialId', what, record.at);
  if (!raw || id === undefined) return;
  const user = door.text(raw, 'UserName', what, record.at);
  const service = door.text(raw, 'ServiceName', what, record.at) ?? '';
  const createdAt = door.date(raw, 'CreateDate', what, record.at);
  const expires = door.date(raw, 'ExpirationDate', what, record.at);
  const enabled = statusOf(raw, what, record.at, door);
  // A date that is there and cannot be read is not "never".
  const never = raw.ExpirationDate === undefined || raw.ExpirationDate === null;
  emitCredential(context, {
    id: `aws:service-specific/${id}`,
    kind: service === 'bedrock.amazonaws.com' ? 'aws-bedrock-api-key' : 'aws-service-specific',
    name: service === '' ? id : `${id} for ${service}`,
    ...(account === undefined || user === undefined ? {} : { identity: `aws:user/${account}/${user}` }),
    ...(enabled === undefined ? {} : { enabled }),
    static: never,
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(never ? { expiresAt: null } : expires === undefined ? {} : { expiresAt: expires }),
    provider: 'aws',
    purpose: purposes.get(service) ?? 'other',
    evidence: [record.at],
  });
}

/** The account summary: whether the root user has access keys and MFA (GetAccountSummary.SummaryMap). */
export function normaliseSummary(record: AwsRecord, account: string, context: NormaliseContext): void {
  const raw = context.door.object(record.raw, 'account summary', record.at);
  if (!raw) return;
  const keys = count(raw, 'AccountAccessKeysPresent');
  const mfa = count(raw, 'AccountMFAEnabled');
  const password = count(raw, 'AccountPasswordPresent');
  const id = `aws:root/${account}`;
  context.emit({
    type: 'identity',
    value: {
      id,
      plane: 'aws',
      kind: 'aws-root',
      name: 'root',
      scope: account,
      nature: 'human',
      agent: false,
      standing: 'observed',
      enabled: true,
      aws: {
        account,
        ...(mfa === undefined ? {} : { mfa: mfa > 0 }),
        ...(password === undefined ? {} : { console_password: password > 0 }),
        // The summary says only whether there are keys; one stands for them until the credential report tells more.
        ...(keys === 0 ? { active_keys: 0 } : {}),
      },
      evidence: [record.at],
    },
  });
  if (keys === undefined || keys === 0) return;
  emitCredential(context, {
    id: rootKeyAlias(account),
    kind: 'aws-root-access-key',
    name: 'access key of the root user',
    identity: id,
    enabled: true,
    static: true,
    provider: 'aws',
    purpose: 'cloud',
    evidence: [record.at],
  });
}

function count(raw: Raw, key: string): number | undefined {
  const value = raw[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function statusOf(raw: Raw, what: string, at: Evidence, door: Door): boolean | undefined {
  const status = door.text(raw, 'Status', what, at);
  if (status === 'Active') return true;
  if (status === 'Inactive' || status === 'Expired') return false;
  if (status !== undefined) door.wrong(`Status of a ${what}`, 'is neither Active nor Inactive', at);
  return undefined;
}

function emitCredential(context: NormaliseContext, value: Credential): void {
  context.emit({ type: 'credential', value });
}
