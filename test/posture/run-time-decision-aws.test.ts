import { expect, test } from 'vitest';
import { AwsNormaliser } from '../../src/collectors/aws/normalise.ts';
import type { AwsRecord } from '../../src/collectors/aws/records.ts';
import { buildGraph } from '../../src/graph/build-graph.ts';
import type { Identity } from '../../src/inventory/identity.ts';
import { InventoryBuilder } from '../../src/inventory/inventory.ts';
import { AwsPermissions } from '../../src/permissions/aws/aws-permissions.ts';
import { postureOf } from '../../src/posture/identity-facts.ts';
import type { PostureAnswer } from '../../src/posture/posture-answer.ts';
import { makeWorld } from '../../src/posture/world.ts';
import { universe } from '../permissions/world.ts';

const account = '111122223333';
type Answer = readonly [kind: AwsRecord['kind'], raw: object];

const role = (name: string, actions: readonly string[], condition?: object, more: readonly object[] = []): Answer => [
  'role-detail',
  {
    RoleName: name,
    Arn: `arn:aws:iam::${account}:role/${name}`,
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
    InstanceProfileList: [],
    RolePolicyList: [
      {
        PolicyName: 'p',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: actions, Resource: '*', ...(condition ? { Condition: condition } : {}) }, ...more],
        },
      },
    ],
    AttachedManagedPolicies: [],
  },
];
const gateway = (id: string, mode: string | null | undefined, of = 'tools'): Answer => [
  'agentcore-gateway',
  {
    gatewayId: id,
    name: id,
    authorizerType: 'AWS_IAM',
    roleArn: `arn:aws:iam::${account}:role/${of}`,
    ...(mode === null ? {} : { policyEngineConfiguration: { arn: 'arn', ...(mode === undefined ? {} : { mode }) } }),
  },
];
const lambda = (name: string, of: string): Answer => [
  'lambda-function',
  { FunctionName: name, FunctionArn: `arn:aws:lambda:eu-west-1:${account}:function:${name}`, Role: `arn:aws:iam::${account}:role/${of}` },
];

const server = (host: string): Identity => ({
  id: 'agent:mcp-server/shop/tools',
  plane: 'agent',
  kind: 'mcp-server',
  name: 'tools',
  scope: 'shop',
  nature: 'agent',
  agent: true,
  standing: 'declared',
  mcp: { url_host: host, remote: true, auto_approve_all: true },
  evidence: [],
});

function answerOf(answers: readonly Answer[], asked: string | Identity): PostureAnswer {
  const builder = new InventoryBuilder();
  const normaliser = new AwsNormaliser((f) => builder.add(f), { source: 's', account, fingerprint: () => 'f' });
  for (const [kind, raw] of answers) normaliser.add({ kind, raw, region: 'eu-west-1', at: { source: 's' } } as AwsRecord);
  normaliser.finish();
  if (typeof asked !== 'string') builder.add({ type: 'identity', value: asked });
  const inventory = builder.finish([]);
  const permissions = new AwsPermissions(inventory, universe);
  const settings = { now: 0, knownAccounts: new Set<string>(), vendors: {} };
  const world = makeWorld(inventory, permissions, buildGraph(inventory, permissions), settings);
  const identity = inventory.identities.get(typeof asked === 'string' ? `aws:role/${account}/${asked}` : asked.id);
  if (identity === undefined) throw new Error('not there');
  return postureOf(world, identity).authorization;
}

const tools = role('tools', ['lambda:InvokeFunction']);
const host = 'tools-abc123.gateway.bedrock-agentcore.eu-west-1.amazonaws.com';

test.each<readonly [what: string, answers: readonly Answer[], asked: string | Identity, answer: string, because: string]>([
  [
    'a gateway that heeds its engine',
    [tools, gateway('a', 'ENFORCE')],
    'tools',
    'yes',
    'Cedar policies decide about each tool call through the gateway a (ENFORCE)',
  ],
  ['one that only logs', [tools, gateway('a', 'LOG_ONLY')], 'tools', 'no', 'only log what they would refuse (LOG_ONLY)'],
  [
    'one that only logs before a role that changes nothing',
    [role('tools', ['s3:GetObject']), gateway('a', 'LOG_ONLY')],
    'tools',
    'no',
    '(LOG_ONLY)',
  ],
  ['a role that no agent works as', [tools], 'tools', 'yes', 'write power, and nothing that leads on'],
  [
    'a condition that every request meets',
    [role('tools', ['s3:PutObject'], { Bool: { 'aws:SecureTransport': 'true' } }), gateway('a', null)],
    'tools',
    'no',
    'turns on aws:SecureTransport alone',
  ],
  [
    'such a condition where a Deny is judged at the moment',
    [
      role('tools', ['s3:PutObject'], { Bool: { 'aws:SecureTransport': 'true' } }, [
        { Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: { NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } },
      ]),
      gateway('a', null),
    ],
    'tools',
    'unknown',
    '',
  ],
  [
    'an administrator under such a condition, whom no agent works as',
    [role('tools', ['*'], { Bool: { 'aws:SecureTransport': 'true' } })],
    'tools',
    'no',
    'what it may do turns on aws:SecureTransport alone',
  ],
  [
    'one who may only write under it',
    [role('tools', ['s3:*'], { Bool: { 'aws:SecureTransport': 'true' } })],
    'tools',
    'yes',
    'depends on conditions',
  ],
  [
    'an administrator under a condition on the moment',
    [role('tools', ['*'], { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })],
    'tools',
    'yes',
    'depends on conditions',
  ],
  [
    'such a condition on reading',
    [role('tools', ['s3:GetObject'], { Bool: { 'aws:SecureTransport': 'true' } }), gateway('a', null)],
    'tools',
    'yes',
    'depends on conditions',
  ],
  [
    'such a condition on what is not spelt out',
    [role('tools', ['s3:*Object'], { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }), gateway('a', null)],
    'tools',
    'unknown',
    'turns on aws:RequestedRegion alone',
  ],
  [
    'a condition on the moment',
    [
      role('tools', ['s3:PutObject'], { Bool: { 'aws:SecureTransport': 'true' }, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }),
      gateway('a', null),
    ],
    'tools',
    'yes',
    'depends on conditions',
  ],
  ['one without an engine', [tools, gateway('a', null)], 'tools', 'no', 'write power without any condition'],
  ['one of two that heeds', [tools, gateway('a', 'ENFORCE'), gateway('b', 'LOG_ONLY')], 'tools', 'no', 'nothing does so for b'],
  ['a function beside it', [tools, gateway('a', 'ENFORCE'), lambda('job', 'tools')], 'tools', 'no', 'nothing does so for job'],
  ['an administrator', [role('tools', ['*']), gateway('a', 'ENFORCE')], 'tools', 'no', 'limits only what it is asked to do'],
  ['a server that is such a gateway', [tools, gateway('tools-abc123', 'ENFORCE')], server(host), 'yes', '(ENFORCE)'],
  ['a server that is a gateway that logs', [tools, gateway('tools-abc123', 'LOG_ONLY')], server(host), 'no', '(LOG_ONLY)'],
  [
    'a server that is another gateway',
    [tools, gateway('tools-abc124', 'ENFORCE')],
    server(host),
    'no',
    'every tool call is approved beforehand',
  ],
  [
    'a host that only looks like one',
    [tools, gateway('tools-abc123', 'ENFORCE')],
    server(`${host}.evil.example`),
    'no',
    'every tool call is approved beforehand',
  ],
  [
    'who may ask for decisions',
    [role('tools', ['s3:PutObject', 'verifiedpermissions:IsAuthorizedWithToken']), gateway('a', null)],
    'tools',
    'unknown',
    'may ask Amazon Verified Permissions',
  ],
  [
    'who may change what decides',
    [role('tools', ['s3:PutObject', 'verifiedpermissions:CreatePolicy']), gateway('a', null)],
    'tools',
    'no',
    'power without any condition',
  ],
  [
    'who may do everything',
    [role('tools', ['s3:PutObject', 'verifiedpermissions:*']), gateway('a', null)],
    'tools',
    'no',
    'power without any condition',
  ],
])('%s', (_what, answers, asked, answer, because) => {
  expect(answerOf(answers, asked)).toMatchObject({ answer, because: expect.stringContaining(because) });
});
