import { readActionTable } from '../../src/cli/action-table.ts';
import type { Evidence } from '../../src/inventory/evidence.ts';
import type { Grant } from '../../src/inventory/grant.ts';
import { InventoryBuilder } from '../../src/inventory/inventory.ts';
import type { PolicyStatement } from '../../src/inventory/policy.ts';
import { ActionUniverse } from '../../src/permissions/aws/action-universe.ts';
import { AwsPermissions } from '../../src/permissions/aws/aws-permissions.ts';

export const account = '111122223333';
export const universe = new ActionUniverse(readActionTable());

/** `Allow s3:Get*,s3:List* on not arn:...` in short form, or a statement as AWS writes it. */
export type StatementText =
  | string
  | { Effect: 'Allow' | 'Deny'; Action: string; Resource: string; Condition: PolicyStatement['condition'] };

/** One principal and all that speaks for and against it. */
export interface World {
  principal?: 'role' | 'user' | 'root';
  version?: string;
  policy?: readonly StatementText[];
  policies?: readonly (readonly StatementText[])[];
  groups?: Readonly<Record<string, readonly StatementText[]>>;
  boundary?: readonly StatementText[];
  organization?: readonly StatementText[];
  account?: readonly StatementText[];
  accountPolicies?: readonly (readonly StatementText[])[];
  /** Policies named by ARN whose documents are not given. */
  attached?: readonly string[];
  boundaryPolicy?: string;
  organizationPolicy?: string;
  inlineUnread?: boolean;
  listed?: boolean;
  management?: boolean;
  serviceLinked?: boolean;
  tags?: Readonly<Record<string, string>>;
}

export function parseStatement(text: StatementText): PolicyStatement {
  if (typeof text !== 'string') {
    const { Effect: effect, Action, Resource, Condition } = text;
    return { effect, action: [Action], resource: [Resource], ...(Condition ? { condition: Condition } : {}) };
  }
  const match = /^(Allow|Deny) (not )?(\S+) on (not )?(.+?)(?: if (\S+))?$/.exec(text);
  if (!match) throw new Error(`not a statement: ${text}`);
  const [, effect, notAction, actions = '', notResource, resources = '', key] = match;
  return {
    effect: effect === 'Deny' ? 'Deny' : 'Allow',
    [notAction ? 'notAction' : 'action']: actions.split(','),
    [notResource ? 'notResource' : 'resource']: splitResources(resources),
    ...(key === undefined ? {} : { condition: { StringEquals: { [key]: ['x'] } } }),
  };
}

/** Commas inside `${...}` do not part resources. */
function splitResources(text: string): string[] {
  return text.match(/(?:\$\{[^}]*\}|[^,])+/g) ?? [];
}

/** The engine for one world, and the principal's id. */
export function build(world: World): { engine: AwsPermissions; id: string } {
  const kind = world.principal ?? 'role';
  const id = kind === 'root' ? `aws:root/${account}` : `aws:${kind}/${account}/${kind === 'user' ? 'robot' : 'app'}`;
  const builder = new InventoryBuilder();
  const evidence: Evidence[] = [{ source: 'world.json', pointer: '/x' }];
  let documents = 0;
  const addDocument = (statements: readonly StatementText[]): string => {
    const document = `document ${++documents}`;
    builder.add({
      type: 'document',
      value: { id: document, version: world.version ?? '2012-10-17', statements: statements.map(parseStatement) },
    });
    return document;
  };
  const addGrant = (holder: string, grantKind: Grant['kind'], name: string, rest: Pick<Grant, 'document' | 'policy'>): void =>
    builder.add({ type: 'grant', value: { id: `${holder}#${grantKind}/${name}`, holder, kind: grantKind, name, evidence, ...rest } });
  const inline = (holder: string, grantKind: Grant['kind'], name: string, statements: readonly StatementText[]): void =>
    addGrant(holder, grantKind, name, { document: addDocument(statements) });
  const named = (holder: string, grantKind: Grant['kind'], policy: string): void =>
    addGrant(holder, grantKind, policy.slice(policy.lastIndexOf('/') + 1), { policy });

  builder.add({
    type: 'identity',
    value: {
      id,
      plane: 'aws',
      kind: kind === 'root' ? 'aws-root' : `aws-iam-${kind}`,
      name: id.slice(id.lastIndexOf('/') + 1),
      scope: account,
      nature: 'workload',
      agent: false,
      standing: 'observed',
      ...(world.tags ? { tags: world.tags } : {}),
      ...(world.listed === false ? {} : { grantsListed: true }),
      aws: {
        path: '/',
        ...(world.serviceLinked ? { service_linked: true } : {}),
      },
      evidence,
    },
  });
  for (const [at, statements] of (world.policies ?? [world.policy ?? []]).entries()) inline(id, 'inline', `inline-${at + 1}`, statements);
  for (const [group, statements] of Object.entries(world.groups ?? {})) {
    builder.add({ type: 'membership', value: { identity: id, group: `aws:group/${account}/${group}` } });
    inline(`aws:group/${account}/${group}`, 'inline', `of-${group}`, statements);
  }
  for (const policy of world.attached ?? []) named(id, 'attached', policy);
  if (world.inlineUnread) addGrant(id, 'inline', 'lost', {});
  if (world.boundary) inline(id, 'boundary', 'boundary', world.boundary);
  if (world.boundaryPolicy) named(id, 'boundary', world.boundaryPolicy);
  if (world.organization) inline('aws:organization', 'scp', 'organization-guard', world.organization);
  if (world.organizationPolicy) named('aws:organization', 'scp', world.organizationPolicy);
  for (const [at, statements] of (world.accountPolicies ?? (world.account ? [world.account] : [])).entries()) {
    inline(`aws:account/${account}`, 'scp', `account-guard-${at + 1}`, statements);
  }
  if (world.management) {
    builder.add({ type: 'scope', value: { id: `aws:account/${account}`, plane: 'aws', name: account, management: true } });
  }
  return { engine: new AwsPermissions(builder.finish([]), universe), id };
}
