import type { Evidence } from '../../../inventory/evidence.ts';
import type { NormaliseContext } from '../normalise-context.ts';
import { objectIn, type ServiceRecord, textIn, textOf } from './service-record.ts';

type Statement = Readonly<Record<string, unknown>>;

/** The grants of one key that were read. */
export interface KeyGrants {
  readonly account: string;
  readonly at: Evidence;
  /** By what they say: volumes and tables leave thousands of equal ones. */
  readonly statements: Map<string, Statement>;
}

/**
 * A grant lets somebody use a key whatever the policy of the key says. It is read as the statement of a policy that would say the same.
 * https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export function readKeyGrant(record: ServiceRecord): void {
  const { raw, context, account, at } = record;
  const key = keyOf(record);
  const grantee = textOf(record, 'GranteePrincipal', 'grant of a key');
  const { Operations: operations } = raw;
  if (key === undefined || grantee === undefined || !Array.isArray(operations)) return;
  const names = (operations as readonly unknown[]).filter((o): o is string => typeof o === 'string').sort();
  const principal = grantee.startsWith('arn:') || /^\d{12}$/.test(grantee) ? { AWS: grantee } : { Service: grantee };
  if (!('AWS' in principal) && !/\.amazonaws\.com/.test(grantee)) return;
  const condition = conditionOf(record);
  const statement = {
    Effect: 'Allow',
    Principal: principal,
    Action: names.map((name) => `kms:${name}`),
    Resource: key,
    ...(condition === undefined ? {} : { Condition: condition }),
  };
  let grants = context.keyGrants.get(key);
  if (grants === undefined) {
    grants = { account, at, statements: new Map() };
    context.keyGrants.set(key, grants);
  }
  grants.statements.set(JSON.stringify(statement), statement);
}

/** AWS answers the ARN of the key; where it stands by its id alone, account and region make it one. */
function keyOf(record: ServiceRecord): string | undefined {
  const given = textIn(record.raw, 'KeyArn') ?? textOf(record, 'KeyId', 'grant of a key');
  if (given === undefined || given.startsWith('arn:')) return given;
  return record.region === undefined ? undefined : `arn:aws:kms:${record.region}:${record.account}:key/${given}`;
}

/** A subset of the encryption context, or all of it, must be the one of the grant. */
function conditionOf({ raw }: ServiceRecord): Statement | undefined {
  const constraints = objectIn(raw, 'Constraints');
  const asked = { ...objectIn(constraints, 'EncryptionContextSubset'), ...objectIn(constraints, 'EncryptionContextEquals') };
  const keys = Object.keys(asked).filter((name) => textIn(asked, name) !== undefined);
  if (keys.length === 0) return undefined;
  return { StringEquals: Object.fromEntries(keys.map((name) => [`kms:EncryptionContext:${name}`, asked[name]])) };
}

/** Hands over the grants of each key as a policy beside the one that the key has. */
export function finishKeyGrants(context: NormaliseContext): void {
  for (const [key, { account, at, statements }] of context.keyGrants) {
    const document = { Version: '2012-10-17', Statement: [...statements.values()] };
    const policy = context.document(
      document,
      'resource',
      () => `the grants of ${key}`,
      () => at,
    );
    if (policy === undefined) continue;
    context.emit({
      type: 'resource',
      value: { id: `aws:resource/${key}#grants`, plane: 'aws', kind: 'aws-kms-grants', name: key, scope: account, policy, evidence: [at] },
    });
  }
}
