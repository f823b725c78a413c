import { readActionsWithoutResource, readActionTable } from '../../src/cli/action-table.ts';
import { PolicyReader } from '../../src/collectors/aws-policy/policy-document.ts';
import { readTrusts } from '../../src/collectors/aws-policy/trust-policy.ts';
import type { Evidence } from '../../src/inventory/evidence.ts';
import type { Grant } from '../../src/inventory/grant.ts';
import { accountOfArn, awsIdentityId } from '../../src/inventory/id.ts';
import { InventoryBuilder } from '../../src/inventory/inventory.ts';
import type { PolicyStatement } from '../../src/inventory/policy.ts';
import { Access } from '../../src/permissions/aws/access.ts';
import { ActionUniverse } from '../../src/permissions/aws/action-universe.ts';
import { AwsPermissions } from '../../src/permissions/aws/aws-permissions.ts';
import { type PolicySource, sessionSource } from '../../src/permissions/aws/policy-sources.ts';
import { withoutResource } from '../../src/permissions/aws/without-resource.ts';

export const account = '111122223333';
export const universe = new ActionUniverse(readActionTable());
const worksOnNone = withoutResource(readActionsWithoutResource());

/** A statement in short form, see `parseStatement`, or as AWS writes it. */
export type StatementText =
  | string
  | ({ Effect: 'Allow' | 'Deny'; Principal?: string; Condition?: PolicyStatement['condition'] } & Partial<
      Record<'Action' | 'NotAction' | 'Resource' | 'NotResource', string>
    > & { unread?: readonly string[] });

/** One principal and all that speaks for and against it. */
export interface World {
  principal?: 'role' | 'user' | 'root';
  /** When the question is asked; without it, that is not known. */
  now?: string;
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
  path?: string;
  uniqueId?: string;
  partition?: string;
  /** The Version of trust policies. */
  trustVersion?: string;
  /** The principal's trust policy; without it, it was not read. */
  trust?: readonly StatementText[];
  /** Policies that the session was made with. */
  session?: readonly StatementText[];
  /** Organizational units from the root down to the account, each with its service control policy. */
  units?: readonly (readonly StatementText[])[];
  /** Resource control policies of the organization. */
  resourceControls?: readonly StatementText[];
  organizationId?: string;
  /** Accounts of the organization besides the principal's own. */
  members?: readonly string[];
  /** Resources by ARN with their policies: null for none. `ACCOUNT ARN` says the owner. */
  resources?: Readonly<Record<string, readonly StatementText[] | null>>;
  /** Roles by ARN with their trust policies. */
  roles?: Readonly<Record<string, readonly StatementText[]>>;
  /** Other users and roles by ARN, with their tags and boundary; `listed: false` where their grants were not all listed. */
  others?: Readonly<Record<string, { tags?: Readonly<Record<string, string>>; boundary?: string; listed?: boolean }>>;
}

/**
 * `Allow [not] ACTION,ACTION [on [not] RESOURCE,RESOURCE] [to [not] PRINCIPAL,PRINCIPAL] [if KEY]`, or at the end
 * `when OPERATOR KEY = VALUE|VALUE and OPERATOR KEY = VALUE`. A principal is `*`, an account, an ARN, or `Service:NAME` (`Federated:`, `CanonicalUser:`).
 */
export function parseStatement(text: StatementText): PolicyStatement {
  if (typeof text !== 'string') {
    const { Effect: effect, Action, NotAction, Resource, NotResource, Principal, Condition, unread } = text;
    return {
      effect,
      ...(Action ? { action: [Action] } : {}),
      ...(NotAction ? { notAction: [NotAction] } : {}),
      ...(Resource ? { resource: [Resource] } : {}),
      ...(NotResource ? { notResource: [NotResource] } : {}),
      ...(Principal ? { principal: parsePrincipals(Principal) } : {}),
      ...(Condition ? { condition: listed(Condition) } : {}),
      ...(unread ? { unread } : {}),
    };
  }
  const match = /^(Allow|Deny) (not )?(\S+)(?: on (not )?(.+?))?(?: to (not )?(\S+))?(?: if (\S+)| when (.+))?$/.exec(text);
  if (!match) throw new Error(`not a statement: ${text}`);
  const [, effect, notAction, actions = '', notResource, resources, notPrincipal, principals, key, when] = match;
  const condition = key === undefined ? (when === undefined ? undefined : parseCondition(when)) : { StringEquals: { [key]: ['x'] } };
  return {
    effect: effect === 'Deny' ? 'Deny' : 'Allow',
    [notAction ? 'notAction' : 'action']: actions.split(','),
    ...(resources === undefined ? {} : { [notResource ? 'notResource' : 'resource']: splitResources(resources) }),
    ...(principals === undefined ? {} : { [notPrincipal ? 'notPrincipal' : 'principal']: parsePrincipals(principals) }),
    ...(condition === undefined ? {} : { condition }),
  };
}

/** `OPERATOR KEY = VALUE|VALUE and OPERATOR KEY = VALUE`. */
export function parseCondition(text: string): NonNullable<PolicyStatement['condition']> {
  const condition: Record<string, Record<string, readonly string[]>> = {};
  for (const part of text.split(' and ')) {
    const match = /^(\S+) (\S+) = ?(.*)$/.exec(part);
    if (!match) throw new Error(`not a condition: ${part}`);
    const [, operator = '', key = '', values = ''] = match;
    condition[operator] = { ...condition[operator], [key]: values === '' ? [''] : values.split('|') };
  }
  return condition;
}

function parsePrincipals(text: string): Record<string, readonly string[]> {
  if (text === '*') return { '*': ['*'] };
  const principals: Record<string, string[]> = {};
  for (const name of text.split(',')) {
    const [, kind = 'AWS', rest = name] = /^(Service|Federated|CanonicalUser):(.+)$/.exec(name) ?? [];
    principals[kind] ??= [];
    principals[kind].push(rest);
  }
  return principals;
}

function listed(condition: NonNullable<PolicyStatement['condition']>): NonNullable<PolicyStatement['condition']> {
  const lists = Object.entries(condition).map(([operator, keys]) => [
    operator,
    Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, [values].flat().map(String)])),
  ]);
  return Object.fromEntries(lists) as NonNullable<PolicyStatement['condition']>;
}

/** Commas inside `${...}` do not part resources. */
function splitResources(text: string): string[] {
  return text.match(/(?:\$\{[^}]*\}|[^,])+/g) ?? [];
}

/** The engine for one world, and the principal's id. */
export function build(world: World): { engine: AwsPermissions; id: string; access: Access; session: readonly PolicySource[] | undefined } {
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
        path: world.path ?? '/',
        ...(world.partition ? { partition: world.partition } : {}),
        ...(world.uniqueId ? { unique_id: world.uniqueId } : {}),
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
  if (world.organizationId || world.units) {
    const units = (world.units ?? []).map((_, at) => `aws:ou/ou-${at + 1}`);
    const chain = ['aws:organization', ...units, `aws:account/${account}`];
    for (const [at, scope] of chain.entries()) {
      const above = chain[at - 1];
      const ids = world.organizationId ? { organizationId: world.organizationId } : {};
      const parent = above && world.units ? { parent: above } : {};
      const members = at === 0 ? { memberAccounts: [account, ...(world.members ?? [])] } : {};
      builder.add({ type: 'scope', value: { id: scope, plane: 'aws', name: scope, ...ids, ...parent, ...members } });
    }
    for (const [at, statements] of (world.units ?? []).entries()) inline(`aws:ou/ou-${at + 1}`, 'scp', `unit-guard-${at + 1}`, statements);
  }
  if (world.resourceControls) inline('aws:organization', 'rcp', 'resource-guard', world.resourceControls);
  for (const [key, policy] of Object.entries(world.resources ?? {})) {
    const [owner, arn] = key.includes(' ') ? (key.split(' ') as [string, string]) : [accountOfArn(key), key];
    const document = policy === null ? {} : { policy: addDocument(policy) };
    const value = {
      id: `aws:resource/${arn}`,
      plane: 'aws' as const,
      kind: 'aws-resource',
      name: arn,
      scope: owner ?? '',
      ...document,
      evidence,
    };
    builder.add({ type: 'resource', value });
  }
  const addTrusts = (identity: string, statements: readonly StatementText[]): void => {
    const raw = { Version: world.trustVersion ?? '2012-10-17', Statement: statements.map((text) => asWritten(parseStatement(text))) };
    const { trusts, problems } = readTrusts(raw, identity, evidence[0] as Evidence, new PolicyReader());
    if (trusts === undefined) throw new Error(problems.join('; '));
    for (const trust of trusts ?? []) builder.add({ type: 'trust', value: trust });
  };
  if (world.trust) addTrusts(id, world.trust);
  for (const [arn, statements] of Object.entries(world.roles ?? {})) addTrusts(awsIdentityId(arn) ?? '', statements);
  for (const [arn, { tags, boundary, listed: all = true }] of Object.entries(world.others ?? {})) {
    const other = awsIdentityId(arn) ?? '';
    builder.add({
      type: 'identity',
      value: {
        id: other,
        plane: 'aws',
        kind: 'aws-iam-role',
        name: other,
        scope: account,
        nature: 'workload',
        agent: false,
        standing: 'observed',
        ...(all ? { grantsListed: true } : {}),
        ...(tags ? { tags } : {}),
        evidence,
      },
    });
    if (boundary) named(other, 'boundary', boundary);
  }
  const inventory = builder.finish([]);
  const engine = new AwsPermissions(inventory, universe, world.now === undefined ? undefined : new Date(world.now));
  return { engine, id, access: new Access(inventory, universe, engine, worksOnNone), session: world.session && [sessionOf(world.session)] };
}

function sessionOf(statements: readonly StatementText[]): PolicySource {
  return sessionSource('session.json', { id: 'session', version: '2012-10-17', statements: statements.map(parseStatement) }, universe);
}

/** A statement as AWS writes it. */
function asWritten(statement: PolicyStatement): Record<string, unknown> {
  const { principal, unread = [], ...rest } = statement;
  const elements = Object.entries(rest).map(([key, value]) => [key.charAt(0).toUpperCase() + key.slice(1), value]);
  const unknown = Object.fromEntries(unread.map((name) => [name.replaceAll('"', ''), 'x']));
  return { ...Object.fromEntries(elements), ...unknown, ...(principal ? { Principal: principal['*'] ? '*' : principal } : {}) };
}
