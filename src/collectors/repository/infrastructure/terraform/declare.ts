import { agentParts } from '../agent-runners.ts';
import type { Declaration, Principal, PrincipalType } from '../declarations.ts';
import { nameAttributeOf } from '../resource-arns.ts';
import { declareResourcePolicies } from '../resource-policies.ts';
import { get, isAbsent, isHole, knownText, listOf, type Value } from '../value.ts';
import { type Described, dig, given } from './described.ts';
import { providerOf } from './providers.ts';
import { runners } from './runner-types.ts';

type Declare = (d: Described) => readonly Declaration[];

/** What a resource declares; of the AWS provider: (https://registry.terraform.io/providers/hashicorp/aws/latest/docs). */
export function declareTerraform(d: Described): readonly Declaration[] {
  const provider = providerOf(d.type);
  if (provider !== undefined) return provider.declare?.(d) ?? [];
  if (d.isData) return dataSources.get(d.type)?.(d) ?? [];
  const declare = resources.get(d.type);
  if (declare !== undefined) return declare(d);
  return [...declareRunner(d), ...declareResourcePolicies(d), ...declareSecrets(d)];
}

/** Whether anything but its name is read of a resource of AWS, or of no provider in particular: a cheap look at a file asks for these. */
export const interesting = new RegExp(
  [
    String.raw`\baws_(?:iam_|bedrockagent|lambda_function|instance\b|ecs_task|launch_|codebuild|sfn_|sagemaker|glue_|apprunner|batch_|eks_|db_instance|rds_cluster|secretsmanager|s3_bucket_policy|kms_key|sqs_queue|sns_topic|ecr_repository_policy)`,
    String.raw`\brandom_password\b|\btls_private_key\b`,
    // A provider's own key.
    String.raw`(?:token|_key|secret|password)"?[ \t]{0,30}[=:][ \t]{0,30}"`,
  ].join('|'),
);

const resources: ReadonlyMap<string, Declare> = new Map<string, Declare>([
  ['aws_iam_role', principal('role')],
  ['aws_iam_user', principal('user')],
  ['aws_iam_group', principal('group')],
  [
    'aws_iam_policy',
    (d) => [{ kind: 'policy', ...common(d), name: given(d.get('name')), path: d.get('path'), document: d.get('policy'), doubt: d.doubt }],
  ],
  ['aws_iam_role_policy', inline('role')],
  ['aws_iam_user_policy', inline('user')],
  ['aws_iam_group_policy', inline('group')],
  ['aws_iam_role_policy_attachment', attachment('role')],
  ['aws_iam_user_policy_attachment', attachment('user')],
  ['aws_iam_group_policy_attachment', attachment('group')],
  [
    'aws_iam_policy_attachment',
    (d) => [
      {
        kind: 'attachment',
        ...common(d),
        policy: d.get('policy_arn'),
        holders: [...holders(d, 'roles', 'role'), ...holders(d, 'users', 'user'), ...holders(d, 'groups', 'group')],
      },
    ],
  ],
  ['aws_iam_role_policy_attachments_exclusive', exclusive('role_name', 'role')],
  ['aws_iam_user_policy_attachments_exclusive', exclusive('user_name', 'user')],
  ['aws_iam_group_policy_attachments_exclusive', exclusive('group_name', 'group')],
  [
    'aws_iam_group_membership',
    (d) => [{ kind: 'membership', ...common(d), users: listOf(d.get('users')), groups: listOf(d.get('group')) }],
  ],
  [
    'aws_iam_user_group_membership',
    (d) => [{ kind: 'membership', ...common(d), users: listOf(d.get('user')), groups: listOf(d.get('groups')) }],
  ],
  [
    'aws_iam_access_key',
    (d) => [
      {
        kind: 'access-key',
        ...common(d),
        user: d.get('user'),
        id: knownText(d.get('id')),
        secret: d.get('secret'),
        status: d.get('status'),
      },
    ],
  ],
  ['aws_bedrockagent_agent_action_group', actionGroup],
  [
    'aws_bedrockagent_agent_collaborator',
    (d) => [{ kind: 'agent-tool', ...common(d), agent: d.get('agent_id'), collaborator: dig(d, 'agent_descriptor.alias_arn') }],
  ],
  ['aws_bedrockagent_agent_alias', (d) => [{ kind: 'agent-alias', ...common(d), agent: d.get('agent_id') }]],
  ['aws_iam_instance_profile', (d) => [{ kind: 'profile', ...common(d), name: given(d.get('name')), role: d.get('role') }]],
  [
    'aws_iam_openid_connect_provider',
    (d) => [{ kind: 'oidc-provider', ...common(d), url: d.get('url'), audiences: listOf(d.get('client_id_list')) }],
  ],
  [
    'aws_iam_saml_provider',
    (d) => [{ kind: 'saml-provider', ...common(d), name: given(d.get('name')), metadata: d.get('saml_metadata_document') }],
  ],
]);

const dataSources: ReadonlyMap<string, Declare> = new Map<string, Declare>([
  ['aws_iam_role', namedPrincipal('role', 'name')],
  ['aws_iam_user', namedPrincipal('user', 'user_name')],
  ['aws_iam_group', namedPrincipal('group', 'group_name')],
]);

function actionGroup(d: Described): readonly Declaration[] {
  if (knownText(d.get('action_group_state')) === 'DISABLED') return [];
  return [
    {
      kind: 'agent-tool',
      ...common(d),
      agent: d.get('agent_id'),
      function: dig(d, 'action_group_executor.lambda'),
      tool: knownText(d.get('parent_action_group_signature')) ?? knownText(d.get('action_group_name')),
    },
  ];
}

function common(d: Described): Pick<Described, 'address' | 'at'> {
  return { address: d.address, at: d.at };
}

function principal(kind: PrincipalType): Declare {
  return (d) => {
    // A state lists the same blocks empty where there are none.
    const inlineBlocks = listOf(d.get('inline_policy')).filter((p) => p.kind !== 'object' || !isAbsent(get(p, 'policy')));
    const made: Principal = {
      kind,
      ...common(d),
      name: given(d.get('name')),
      path: d.get('path'),
      trust: kind === 'role' ? d.get('assume_role_policy') : undefined,
      maxSession: kind === 'role' ? d.get('max_session_duration') : undefined,
      boundary: boundaryOf(d),
      tags: tagsOf(d) ?? { kind: 'object', entries: [], at: d.at },
      inline: inlineBlocks.map((p) =>
        p.kind === 'object' ? { name: get(p, 'name'), document: get(p, 'policy'), at: p.at } : { name: undefined, document: p, at: p.at },
      ),
      managed: listOf(d.get('managed_policy_arns')),
      doubt: d.doubt,
    };
    return [made];
  };
}

/** A state tells the tags with those of the provider's configuration in `tags_all`. */
function tagsOf(d: Described): Value | undefined {
  const all = d.get('tags_all');
  return isAbsent(all) || isHole(all) ? (d.get('tags') ?? all) : all;
}

function boundaryOf(d: Described): Value | undefined {
  const boundary = d.get('permissions_boundary');
  return knownText(boundary) === '' ? undefined : boundary;
}

function namedPrincipal(kind: PrincipalType, key: string): Declare {
  return (d) => [{ kind, ...common(d), name: d.get(key) ?? d.get('name'), inline: [], managed: [], named: true }];
}

function inline(type: PrincipalType): Declare {
  return (d) => [{ kind: 'inline', ...common(d), name: given(d.get('name')), holders: holders(d, type, type), document: d.get('policy') }];
}

function attachment(type: PrincipalType): Declare {
  return (d) => [{ kind: 'attachment', ...common(d), policy: d.get('policy_arn'), holders: holders(d, type, type) }];
}

function exclusive(key: string, type: PrincipalType): Declare {
  return (d) =>
    listOf(d.get('policy_arns')).map((policy) => ({ kind: 'attachment', ...common(d), policy, holders: holders(d, key, type) }));
}

function holders(d: Described, key: string, type: PrincipalType): readonly { readonly type: PrincipalType; readonly who: Value }[] {
  return listOf(d.get(key)).map((who) => ({ type, who }));
}

function declareRunner(d: Described): readonly Declaration[] {
  const row = runners.find((r) => r.type === d.type);
  const name = d.get(nameAttributeOf(d.type)) ?? d.get('name');
  const resource: Declaration = {
    kind: 'resource',
    ...common(d),
    type: d.type,
    name: isAbsent(name) ? undefined : name,
    arn: d.get('arn'),
  };
  if (row === undefined) return [resource];
  return [
    {
      kind: 'runner',
      ...common(d),
      what: row.what,
      isAgent: row.isAgent === true,
      type: d.type,
      name: named(
        row.name.map((path) => dig(d, path)),
        d,
      ),
      role: first(row.role.map((path) => dig(d, path))),
      through: row.through ?? 'role',
      variables: row.variables === undefined ? undefined : dig(d, row.variables),
      tags: tagsOf(d),
      parts: agentParts(row.what, 'terraform', (path) => dig(d, path)),
    },
  ];
}

/** The names that are given; an instance has its name in a tag. */
function named(names: readonly (Value | undefined)[], d: Described): Value | undefined {
  return first(names) ?? (d.type === 'aws_instance' ? get(d.get('tags'), 'Name') : undefined);
}

function first(values: readonly (Value | undefined)[]): Value | undefined {
  return values.find((v) => given(v) !== undefined);
}

/** Secrets that a resource keeps in the state, or is given in code. */
const secretAttributes: readonly (readonly [type: string, attribute: string])[] = [
  ['random_password', 'result'],
  ['tls_private_key', 'private_key_pem'],
  ['aws_db_instance', 'password'],
  ['aws_rds_cluster', 'master_password'],
  ['aws_redshift_cluster', 'master_password'],
  ['aws_elasticache_replication_group', 'auth_token'],
  ['aws_docdb_cluster', 'master_password'],
  ['aws_secretsmanager_secret_version', 'secret_string'],
  ['aws_iam_user_login_profile', 'password'],
];

function declareSecrets(d: Described): readonly Declaration[] {
  return secretAttributes.flatMap(([type, key]): readonly Declaration[] => {
    const value = type === d.type ? d.get(key) : undefined;
    return value === undefined || isAbsent(value) || knownText(value) === undefined
      ? []
      : [{ kind: 'secret', ...common(d), key: `${d.type} ${key.replace('result', 'password')}`, value }];
  });
}
