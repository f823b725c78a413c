import { readActionTable } from '../../src/cli/action-table.ts';
import { buildGraph } from '../../src/graph/build-graph.ts';
import type { Certainty } from '../../src/graph/graph.ts';
import type { Fragment } from '../../src/inventory/fragment.ts';
import type { PolicyStatement } from '../../src/inventory/policy.ts';
import { ActionUniverse } from '../../src/permissions/aws/action-universe.ts';
import { AwsPermissions } from '../../src/permissions/aws/aws-permissions.ts';
import { account, id, identity, inventoryOf, otherAccount, trust } from './small-inventory.ts';

type Many = string | readonly string[];
type Condition = NonNullable<PolicyStatement['condition']>;

/** One identity, group or workload of a case. */
export interface Entity {
  readonly admin?: boolean;
  readonly allows?: Readonly<Record<string, Many>>;
  readonly trusts?: readonly string[];
  /** What its trusts ask of an assertion. */
  readonly audience?: string;
  /** The key of the audience, where it is not that of an assertion. */
  readonly audienceKey?: string;
  readonly path?: string;
  /** Names of customer policies that are attached. */
  readonly policies?: readonly string[];
  /** What versions of those that are not in force allow; without it they are not known. */
  readonly otherVersions?: readonly string[];
  readonly groups?: readonly string[];
  readonly boundary?: { readonly allows: readonly string[] };
  /** Everything but IAM is denied; with `deniesAll` IAM too. */
  readonly denies?: 'inline' | 'attached';
  readonly deniesAll?: boolean;
  readonly keys?: number;
  readonly password?: boolean;
  readonly mfa?: boolean;
  readonly profile?: boolean;
  /** A workload's role. */
  readonly role?: string;
  readonly settings?: { readonly pipeline_source?: boolean };
  /** Of a running task: whether a shell can be opened in it. */
  readonly exec?: boolean;
}

export interface Setting {
  readonly start: string;
  /** Actions of the start and the resources on which they are allowed. */
  readonly allow: Readonly<Record<string, Many | null>>;
  readonly when?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Many>>>>>>;
  readonly world: Readonly<Record<string, Entity | null>>;
  readonly listed?: readonly string[];
  /** Identity providers that were listed. */
  readonly providers?: readonly string[];
  /** Its account manages an organization, with the other account in it and these service control policies over that. */
  readonly organization?: {
    readonly management: boolean;
    /** A service that its account administers in the place of the management account. */
    readonly delegated?: string;
    /** The other account is the management account. */
    readonly otherManages?: boolean;
    readonly denied?: readonly string[];
    readonly allowed?: readonly string[];
  };
}

export interface Miss extends Partial<Setting> {
  readonly lacks: string;
  readonly leaves?: 'possible';
}

export interface TechniqueCase extends Setting {
  readonly technique: string;
  readonly needs: readonly string[];
  readonly to: string;
  readonly certainty: Certainty;
  readonly misses: readonly Miss[];
}

/** The world of a case without one requirement. */
export function without(one: Setting, miss: Miss): Setting {
  return {
    ...one,
    ...miss,
    allow: { ...one.allow, ...miss.allow },
    world: { ...one.world, ...miss.world },
  };
}

const universe = new ActionUniverse(readActionTable());

/** The edges out of the start by a technique, or by any. */
export function edgesBy(setting: Setting, technique?: string) {
  const inventory = inventoryOf(fragmentsOf(setting));
  const graph = buildGraph(inventory, new AwsPermissions(inventory, universe));
  return graph
    .edgesFrom(id(setting.start))
    .filter((e) => (technique === undefined ? e.technique !== undefined : e.technique === technique));
}

function fragmentsOf({ start, allow, when, world, listed, providers, organization }: Setting): readonly Fragment[] {
  const own = Object.entries(allow).flatMap(([action, resource]): PolicyStatement[] => {
    if (resource === null) return [];
    const condition = when?.[action];
    return [{ effect: 'Allow', action: [action], resource: [resource].flat(), ...(condition ? { condition: listsOf(condition) } : {}) }];
  });
  return [
    {
      type: 'scope',
      value: {
        id: `aws:account/${account}`,
        plane: 'aws',
        name: account,
        supplies: listed ?? [],
        ...(organization ? { management: organization.management } : {}),
        ...(organization?.delegated === undefined ? {} : { delegated: [organization.delegated] }),
      },
    },
    ...(organization ? organizationFragments(organization) : []),
    ...(providers ?? []).map((arn): Fragment => {
      return { type: 'provider', value: { id: arn, kind: arn.includes(':saml-') ? 'saml' : 'oidc', evidence: [] } };
    }),
    ...(world[start] === undefined ? [identity(start, { grantsListed: true })] : []),
    ...inline(id(start), 'own', own),
    ...Object.entries(world).flatMap(([name, entity]) => (entity === null ? [] : entityFragments(name, entity))),
  ];
}

function organizationFragments({ denied, allowed, otherManages }: NonNullable<Setting['organization']>): readonly Fragment[] {
  const holder = `aws:account/${otherAccount}`;
  const policies = [
    ...(denied ? [{ name: 'p-deny', statement: { effect: 'Deny' as const, action: denied, resource: ['*'] } }] : []),
    ...(allowed ? [{ name: 'p-allow', statement: { effect: 'Allow' as const, action: allowed, resource: ['*'] } }] : []),
  ];
  return [
    { type: 'scope', value: { id: 'aws:organization', plane: 'aws', name: 'o-1', memberAccounts: [account, otherAccount] } },
    { type: 'scope', value: { id: holder, plane: 'aws', name: otherAccount, ...(otherManages ? { management: true } : {}) } },
    ...policies.flatMap(({ name, statement }): Fragment[] => {
      const policy = `arn:aws:organizations::${account}:policy/o-1/service_control_policy/${name}`;
      return [
        { type: 'document', value: { id: name, version: '2012-10-17', statements: [statement] } },
        {
          type: 'policy',
          value: { id: policy, kind: 'aws-service-control-policy', name, providerManaged: false, document: name, evidence: [] },
        },
        { type: 'grant', value: { id: `${holder}#scp/${name}`, holder, kind: 'scp', name, policy, evidence: [] } },
      ];
    }),
  ];
}

function listsOf(condition: NonNullable<Setting['when']>[string]): Condition {
  return Object.fromEntries(
    Object.entries(condition).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([k, v]) => [k, [v].flat()])),
    ]),
  );
}

function entityFragments(name: string, entity: Entity): readonly Fragment[] {
  if (name.startsWith('aws-')) {
    const [kind = '', called = ''] = name.split('/');
    const place = `aws:${kind.slice('aws-'.length)}/${account}/eu-west-1/${called}`;
    const settings = { ...entity.settings, ...(entity.exec === undefined ? {} : { exec: entity.exec }) };
    return [{ type: 'workload', value: { id: place, kind, name: called, identity: id(entity.role ?? ''), settings, evidence: [] } }];
  }
  const holder = name.startsWith('group/') ? `aws:group/${account}/${name.slice('group/'.length)}` : id(name);
  const keys = Array.from({ length: entity.keys ?? 0 }, (_, n): Fragment => {
    return {
      type: 'credential',
      value: { id: `${name}/${n}`, kind: 'aws-access-key', name: `k${n}`, identity: holder, static: true, evidence: [] },
    };
  });
  return [
    ...(name.startsWith('group/') ? [] : [identity(name, { grantsListed: true, aws: awsFacts(entity) })]),
    ...keys,
    ...(entity.trusts ?? []).map((principal) =>
      trust(
        name,
        principal,
        entity.audience === undefined ? {} : { condition: { StringEquals: { [entity.audienceKey ?? 'SAML:aud']: [entity.audience] } } },
      ),
    ),
    ...(entity.groups ?? []).map(
      (group): Fragment => ({ type: 'membership', value: { identity: holder, group: `aws:group/${account}/${group}` } }),
    ),
    ...(entity.admin ? attached(holder, 'arn:aws:iam::aws:policy/AdministratorAccess') : []),
    ...(entity.policies ?? []).flatMap((policy) =>
      managed(holder, policy, [{ effect: 'Allow', action: ['s3:GetObject'], resource: ['*'] }], 'attached', entity.otherVersions),
    ),
    ...inline(
      holder,
      'allows',
      Object.entries(entity.allows ?? {}).map(([action, resource]) => ({ effect: 'Allow', action: [action], resource: [resource].flat() })),
    ),
    ...denials(holder, entity),
    ...(entity.boundary ? managed(holder, 'line', [{ effect: 'Allow', action: entity.boundary.allows, resource: ['*'] }], 'boundary') : []),
  ];
}

function denials(holder: string, { denies, deniesAll }: Entity): readonly Fragment[] {
  if (denies === undefined) return [];
  const kept = ['iam:DeleteRolePolicy', 'iam:DeleteUserPolicy', 'iam:DetachRolePolicy', 'iam:DetachUserPolicy', 'iam:Delete*Boundary'];
  const statements: PolicyStatement[] = [{ effect: 'Deny', ...(deniesAll ? { action: ['*'] } : { notAction: kept }), resource: ['*'] }];
  return denies === 'inline' ? inline(holder, 'guard', statements) : managed(holder, 'guard', statements);
}

function awsFacts({ keys, password, mfa, profile, path }: Entity) {
  return {
    ...(path === undefined ? {} : { path }),
    ...(keys === undefined ? {} : { active_keys: keys }),
    ...(password === undefined ? {} : { console_password: password }),
    ...(mfa === undefined ? {} : { mfa }),
    ...(profile === undefined ? {} : { instance_profiles: profile ? ['boss'] : [] }),
  };
}

function inline(holder: string, name: string, statements: readonly PolicyStatement[]): readonly Fragment[] {
  if (statements.length === 0) return [];
  const document = `doc:${holder}/${name}`;
  return [
    { type: 'document', value: { id: document, version: '2012-10-17', statements } },
    {
      type: 'grant',
      value: {
        id: `${holder}#inline/${name}`,
        holder,
        kind: 'inline',
        name,
        document,
        evidence: [{ source: 'test', pointer: `/${holder}/${name}` }],
      },
    },
  ];
}

function attached(holder: string, policy: string, kind: 'attached' | 'boundary' = 'attached'): readonly Fragment[] {
  return [
    {
      type: 'grant',
      value: { id: `${holder}#${kind}/${policy}`, holder, kind, name: policy.split('/').at(-1) ?? '', policy, evidence: [] },
    },
  ];
}

function managed(
  holder: string,
  name: string,
  statements: readonly PolicyStatement[],
  kind: 'attached' | 'boundary' = 'attached',
  otherVersions?: readonly string[],
): readonly Fragment[] {
  const policy = `arn:aws:iam::${account}:policy/${name}`;
  const document = `doc:${policy}`;
  return [
    ...attached(holder, policy, kind),
    { type: 'document', value: { id: document, version: '2012-10-17', statements } },
    ...(otherVersions ?? []).map((action): Fragment => {
      return {
        type: 'document',
        value: { id: `${document} ${action}`, version: '2012-10-17', statements: [{ effect: 'Allow', action: [action], resource: ['*'] }] },
      };
    }),
    {
      type: 'policy',
      value: {
        id: policy,
        kind: 'aws-managed-policy',
        name,
        providerManaged: false,
        document,
        ...(otherVersions ? { otherVersions: otherVersions.map((action) => `${document} ${action}`) } : {}),
        evidence: [],
      },
    },
  ];
}
