import type { Credential } from '../../../inventory/credential.ts';
import type { PolicyStatement } from '../../../inventory/policy.ts';
import type { Resource } from '../../../inventory/resource.ts';
import type { Draft } from '../../place-below.ts';
import { below } from '../../place-below.ts';
import { parameterId, secretAlias } from './secret-names.ts';
import { emitWorkload, localId, type ServiceRecord, textOf } from './service-record.ts';

const secretArn = /^arn:aws[\w-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:(.+)$/;

/**
 * A secret of ListSecrets. Its value is never asked for.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_SecretListEntry.html
 */
export function readSecret(record: ServiceRecord): void {
  const arn = textOf(record, 'ARN', 'secret');
  const name = textOf(record, 'Name', 'secret');
  const inArn = secretArn.exec(arn ?? '')?.[1];
  if (arn === undefined || name === undefined || inArn === undefined) return;
  const { door, emit } = record.context;
  const date = (key: string): string | undefined => door.date(record.raw, key, 'secret', record.at);
  const createdAt = date('CreatedDate');
  const changedAt = date('LastRotatedDate') ?? date('LastChangedDate') ?? createdAt;
  const used = date('LastAccessedDate');
  const rotation = record.raw.RotationEnabled === true;
  const value: Draft<Credential> = {
    id: localId(record, 'secret', name),
    aliases: [...new Set([inArn, inArn.replace(/-[A-Za-z0-9]{6}$/, '')])].map((n) => secretAlias(record.region ?? '-', record.account, n)),
    kind: 'aws-secret',
    name,
    static: !rotation,
    enabled: record.raw.DeletedDate === undefined || record.raw.DeletedDate === null,
    rotation,
    purpose: 'other',
    resource: `aws:resource/${arn}`,
    evidence: [record.at],
  };
  if (createdAt !== undefined) value.createdAt = createdAt;
  if (changedAt !== undefined) value.changedAt = changedAt;
  // A secret that nobody read has no date: https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_search-secret.html
  if (record.raw.LastAccessedDate === undefined) value.lastUsedAt = null;
  else if (used !== undefined) value.lastUsedAt = used;
  emit({ type: 'credential', value });
}

/** A parameter of DescribeParameters; only those that are encrypted are secrets. */
export function readParameter(record: ServiceRecord): void {
  const name = textOf(record, 'Name', 'parameter');
  if (name === undefined || record.raw.Type !== 'SecureString') return;
  const changedAt = record.context.door.date(record.raw, 'LastModifiedDate', 'parameter', record.at);
  record.context.emit({
    type: 'credential',
    value: {
      id: parameterId(record.account, record.region ?? '-', name),
      kind: 'aws-ssm-parameter',
      name,
      static: true,
      enabled: true,
      rotation: false,
      purpose: 'other',
      ...(changedAt === undefined ? {} : { changedAt }),
      evidence: [record.at],
    },
  });
}

/** An API key, or the client secret of an OAuth client, that AgentCore keeps for agents. */
export function readTokenProvider(record: ServiceRecord): void {
  const name = textOf(record, 'name', 'credential provider');
  const type = /\/(apikey|oauth2)credentialprovider\/|:(apikey|oauth2)credentialprovider\//.exec(
    textOf(record, 'credentialProviderArn', 'credential provider') ?? '',
  );
  if (name === undefined || type === null) return;
  const kind = (type[1] ?? type[2]) === 'apikey' ? 'agentcore-api-key' : 'agentcore-oauth-client';
  const createdAt = record.context.door.date(record.raw, 'createdTime', 'credential provider', record.at);
  record.context.emit({
    type: 'credential',
    value: {
      id: localId(record, kind, name),
      kind: `aws-${kind}`,
      name,
      static: true,
      enabled: true,
      purpose: 'other',
      ...(createdAt === undefined ? {} : { createdAt }),
      evidence: [record.at],
    },
  });
}

/** The answer of GetResourcePolicy of a secret. */
export function readSecretPolicy(record: ServiceRecord): void {
  const arn = textOf(record, 'ARN', 'secret');
  if (arn !== undefined) emitResource(record, 'aws-secret', arn, record.raw.ResourcePolicy, 'ResourcePolicy', `the policy of ${arn}`);
}

/**
 * The answer of GetPolicy of a function: who may call it. A function URL without authentication needs a statement for everybody.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
export function readFunctionPolicy(record: ServiceRecord): void {
  const arn = textOf(record, 'FunctionArn', 'function') ?? functionIn(record.raw.Policy);
  const name = /:function:([^:]+)/.exec(arn ?? '')?.[1];
  if (arn === undefined || name === undefined) return;
  const plain = /^(?:[^:]*:){6}[^:]*/.exec(arn)?.[0] ?? arn;
  const statements = emitResource(record, 'aws-lambda-function', plain, record.raw.Policy, 'Policy', `the policy of ${plain}`);
  if (statements === undefined) return;
  const settings = { public: statements.some(letsAnyoneCall) };
  emitWorkload(record, { kind: 'aws-lambda-function', path: name, name, role: undefined, settings });
}

/** Everybody may call, but for a condition that is no limit on who calls. */
function letsAnyoneCall({ effect, principal, condition }: PolicyStatement): boolean {
  if (effect !== 'Allow' || !(principal?.['*'] ?? principal?.AWS ?? []).includes('*')) return false;
  const keys = Object.values(condition ?? {}).flatMap((operator) => Object.keys(operator).map((k) => k.toLowerCase()));
  const authType = Object.values(condition ?? {})
    .flatMap((o) => Object.entries(o))
    .find(([k]) => k.toLowerCase() === 'lambda:functionurlauthtype');
  return (
    keys.every((k) => k === 'lambda:functionurlauthtype' || k === 'lambda:invokedviafunctionurl') && !authType?.[1].includes('AWS_IAM')
  );
}

function functionIn(policy: unknown): string | undefined {
  return typeof policy === 'string' ? /"Resource"\s*:\s*"(arn:aws[\w-]*:lambda:[^"\\]+)"/.exec(policy)?.[1] : undefined;
}

/** Hands over a thing with its policy. Returns the statements; undefined where the policy cannot be read. */
function emitResource(
  record: ServiceRecord,
  kind: string,
  arn: string,
  policy: unknown,
  key: string,
  what: string,
): readonly PolicyStatement[] | undefined {
  const value: Draft<Resource> = {
    id: `aws:resource/${arn}`,
    plane: 'aws',
    kind,
    name: arn,
    scope: record.account,
    evidence: [below(record.at, `/${key}`)],
  };
  let statements: readonly PolicyStatement[] = [];
  if (policy !== undefined && policy !== null && policy !== '') {
    // A control policy is the kind that may name both principals and resources.
    const { document } = record.context.policies.read(policy, 'resource');
    const id = record.context.document(
      policy,
      'resource',
      () => what,
      () => below(record.at, `/${key}`),
    );
    if (id === undefined || document === undefined) return undefined;
    value.policy = id;
    statements = document.statements;
  }
  record.context.emit({ type: 'resource', value });
  return statements;
}
