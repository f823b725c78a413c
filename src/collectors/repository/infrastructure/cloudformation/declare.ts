import { agentParts } from '../agent-runners.ts';
import type { Declaration, Principal, PrincipalType } from '../declarations.ts';
import { nameAttributeOf } from '../resource-arns.ts';
import { declareResourcePolicies } from '../resource-policies.ts';
import { get, isAbsent, knownText, listOf, unknown, type Value } from '../value.ts';
import { runners } from './runner-types.ts';
import { declareFunction } from './sam.ts';
import type { Template, TemplateResource } from './template.ts';

/** What a template declares (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_IAM.html). */
export function declareTemplate(template: Template): readonly Declaration[] {
  const resources = template.resources();
  const conditions = new Map(resources.map((r) => [r.id, r.condition]));
  return resources.flatMap((resource) => declare(resource, template, conditions));
}

function declare(r: TemplateResource, template: Template, conditions: ReadonlyMap<string, string | undefined>): readonly Declaration[] {
  const property = (name: string): Value | undefined => get(r.properties, name);
  const common = { address: r.id, at: r.condition === undefined ? r.at : { ...r.at, note: `made under the condition ${r.condition}` } };
  const doubt = r.doubt ?? (r.properties.kind === 'unknown' ? r.properties.why : undefined);
  switch (r.type) {
    case 'AWS::IAM::Role':
      return [principal('role', r, common, doubt, 'RoleName')];
    case 'AWS::IAM::User':
      return [{ ...principal('user', r, common, doubt, 'UserName'), groups: listOf(property('Groups')) }, ...loginProfile(r, common)];
    case 'AWS::IAM::Group':
      return [principal('group', r, common, doubt, 'GroupName')];
    case 'AWS::IAM::ManagedPolicy':
      return [
        {
          kind: 'policy',
          ...common,
          name: property('ManagedPolicyName'),
          path: property('Path'),
          document: property('PolicyDocument'),
          doubt,
        },
        {
          kind: 'attachment',
          ...common,
          address: `${r.id} attached`,
          policy: { kind: 'reference', to: r.id, attribute: 'arn', at: r.at },
          holders: holdersOf(r),
        },
      ];
    case 'AWS::IAM::Policy':
    case 'AWS::IAM::RolePolicy':
    case 'AWS::IAM::UserPolicy':
    case 'AWS::IAM::GroupPolicy':
      return holdersOf(r).map((holder) => ({
        kind: 'inline',
        ...common,
        name: property('PolicyName'),
        holders: [holder],
        document: isAsCertain(r, holder.who, conditions)
          ? property('PolicyDocument')
          : unknown(`the condition ${r.condition}`, 'the policy is there only under it', r.at),
      }));
    case 'AWS::IAM::UserToGroupAddition':
      return [{ kind: 'membership', ...common, users: listOf(property('Users')), groups: listOf(property('GroupName')) }];
    case 'AWS::IAM::AccessKey':
      return [{ kind: 'access-key', ...common, user: property('UserName'), status: property('Status') }];
    case 'AWS::IAM::InstanceProfile':
      return [{ kind: 'profile', ...common, name: property('InstanceProfileName'), role: listOf(property('Roles'))[0] }];
    case 'AWS::IAM::OIDCProvider':
      return [{ kind: 'oidc-provider', ...common, url: property('Url'), audiences: listOf(property('ClientIdList')) }];
    case 'AWS::IAM::SAMLProvider':
      return [{ kind: 'saml-provider', ...common, name: property('Name'), metadata: property('SamlMetadataDocument') }];
    case 'AWS::Serverless::Function':
      return declareFunction(r, template, common);
    default:
      return [
        ...declareOther(r, common),
        ...declareResourcePolicies({ ...r, address: r.id, at: common.at, doubt, get: property }).map((d) =>
          d.resource !== undefined && isAsCertain(r, d.resource, conditions)
            ? d
            : { ...d, doubt: `it is there only under the condition ${r.condition}` },
        ),
      ];
  }
}

type Common = Pick<Principal, 'address' | 'at'>;

function principal(kind: PrincipalType, r: TemplateResource, common: Common, doubt: string | undefined, nameKey: string): Principal {
  const property = (name: string): Value | undefined => get(r.properties, name);
  return {
    kind,
    ...common,
    name: property(nameKey),
    path: property('Path'),
    trust: kind === 'role' ? property('AssumeRolePolicyDocument') : undefined,
    maxSession: kind === 'role' ? property('MaxSessionDuration') : undefined,
    boundary: property('PermissionsBoundary'),
    tags: property('Tags') ?? { kind: 'list', items: [], at: r.at },
    inline: listOf(property('Policies')).map((p) =>
      p.kind === 'object'
        ? { name: get(p, 'PolicyName'), document: get(p, 'PolicyDocument'), at: p.at }
        : { name: undefined, document: p, at: p.at },
    ),
    managed: listOf(property('ManagedPolicyArns')),
    doubt,
  };
}

/** A password in a template, unless it is a parameter's or made elsewhere. */
function loginProfile(r: TemplateResource, common: Common): readonly Declaration[] {
  const password = get(get(r.properties, 'LoginProfile'), 'Password');
  return knownText(password) === undefined || password === undefined
    ? []
    : [{ kind: 'secret', ...common, address: `${r.id} password`, key: 'Password', value: password }];
}

function holdersOf(r: TemplateResource): readonly { readonly type: PrincipalType; readonly who: Value }[] {
  const all = (key: string, type: PrincipalType): readonly { readonly type: PrincipalType; readonly who: Value }[] =>
    listOf(get(r.properties, key)).map((who) => ({ type, who }));
  return [
    ...all('Roles', 'role'),
    ...all('RoleName', 'role'),
    ...all('Users', 'user'),
    ...all('UserName', 'user'),
    ...all('Groups', 'group'),
    ...all('GroupName', 'group'),
  ];
}

/** Whether a policy is there whenever its holder is. */
function isAsCertain(r: TemplateResource, who: Value, conditions: ReadonlyMap<string, string | undefined>): boolean {
  return r.condition === undefined || (who.kind === 'reference' && conditions.get(who.to) === r.condition);
}

const secretProperties: readonly (readonly [type: string, property: string])[] = [
  ['AWS::RDS::DBInstance', 'MasterUserPassword'],
  ['AWS::RDS::DBCluster', 'MasterUserPassword'],
  ['AWS::Redshift::Cluster', 'MasterUserPassword'],
  ['AWS::DocDB::DBCluster', 'MasterUserPassword'],
  ['AWS::ElastiCache::ReplicationGroup', 'AuthToken'],
  ['AWS::SecretsManager::Secret', 'SecretString'],
];

function declareOther(r: TemplateResource, common: Common): readonly Declaration[] {
  const name = get(r.properties, nameAttributeOf(r.type));
  const row = runners.find((x) => x.type === r.type);
  const secrets = secretProperties.flatMap(([type, key]): readonly Declaration[] => {
    const value = type === r.type ? get(r.properties, key) : undefined;
    // `{{resolve:secretsmanager:...}}` is a reference, which the detector knows.
    return value === undefined || knownText(value) === undefined
      ? []
      : [{ kind: 'secret', ...common, address: `${r.id} ${key}`, key, value }];
  });
  if (row === undefined) return [{ kind: 'resource', ...common, type: r.type, name: isAbsent(name) ? undefined : name }, ...secrets];
  return [
    {
      kind: 'runner',
      ...common,
      what: row.what,
      isAgent: row.isAgent === true,
      type: r.type,
      name: row.name === undefined ? undefined : get(r.properties, row.name),
      role: row.role === '' ? undefined : dig(r.properties, row.role),
      through: row.through ?? 'role',
      variables: row.variables === undefined ? undefined : dig(r.properties, row.variables),
      parts: agentParts(row.what, 'cloudformation', (path) => dig(r.properties, path)),
    },
  ];
}

function dig(value: Value, path: string): Value | undefined {
  return path.split('.').reduce<Value | undefined>((here, key) => get(here, key), value);
}
