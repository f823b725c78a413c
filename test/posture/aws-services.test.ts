import { expect, test } from 'vitest';
import { AwsNormaliser } from '../../src/collectors/aws/normalise.ts';
import type { AwsRecord } from '../../src/collectors/aws/records.ts';
import { buildGraph } from '../../src/graph/build-graph.ts';
import { InventoryBuilder } from '../../src/inventory/inventory.ts';
import { AwsPermissions } from '../../src/permissions/aws/aws-permissions.ts';

import { identityFacts } from '../../src/posture/identity-facts.ts';
import { outsideReaders } from '../../src/posture/outside-readers.ts';
import { workloadFacts } from '../../src/posture/workload-facts.ts';
import { makeWorld, type World } from '../../src/posture/world.ts';
import { universe } from '../permissions/world.ts';

const account = '111122223333';
const arn = (service: string, rest: string): string => `arn:aws:${service}:eu-west-1:${account}:${rest}`;
const roleArn = (name: string): string => `arn:aws:iam::${account}:role/${name}`;
const roleId = (name: string): string => `aws:role/${account}/${name}`;

type Answer = readonly [kind: AwsRecord['kind'], raw: object];

/** What follows from answers of one account. `whole`: every service of every region was read. */
function worldOf(answers: readonly Answer[], whole = false): World {
  const builder = new InventoryBuilder();
  const normaliser = new AwsNormaliser((f) => builder.add(f), { source: 's', account, fingerprint: () => 'f' });
  for (const [kind, raw] of answers) normaliser.add({ kind, raw, region: 'eu-west-1', at: { source: 's' } } as AwsRecord);
  normaliser.finish();
  const scope = { id: `aws:account/${account}`, plane: 'aws', name: account, ...(whole ? { supplies: ['workloads'] } : {}) } as const;
  builder.add({ type: 'scope', value: scope });
  const inventory = builder.finish([]);
  const permissions = new AwsPermissions(inventory, universe);
  return makeWorld(inventory, permissions, buildGraph(inventory, permissions), {
    now: 0,
    knownAccounts: new Set(['444455556666']),
    vendors: {},
  });
}

const role = (name: string, actions: readonly string[] = [], service = 'lambda', resource = '*'): Answer => [
  'role-detail',
  {
    RoleName: name,
    Arn: roleArn(name),
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' }],
    },
    InstanceProfileList: [{ InstanceProfileName: name }],
    RolePolicyList:
      actions.length === 0
        ? []
        : [
            {
              PolicyName: 'p',
              PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: resource }] },
            },
          ],
    AttachedManagedPolicies: [],
  },
];
const lambda = (name: string, of: string): Answer => [
  'lambda-function',
  { FunctionName: name, FunctionArn: arn('lambda', `function:${name}`), Role: roleArn(of) },
];
const agent = (id: string, of: string): Answer => [
  'bedrock-agent',
  { agentId: id, agentName: id, agentArn: arn('bedrock', `agent/${id}`), agentResourceRoleArn: roleArn(of) },
];
const transferUser = (name: string, of: string): Answer => [
  'transfer-user',
  { UserName: name, Arn: arn('transfer', `user/s-1/${name}`), Role: roleArn(of) },
];
const instances = (profile: string, tags: readonly object[][]): Answer => [
  'ec2-reservation',
  {
    OwnerId: account,
    Instances: tags.map((Tags, i) => ({
      InstanceId: `i-${i}`,
      IamInstanceProfile: { Arn: `arn:aws:iam::${account}:instance-profile/${profile}` },
      Tags,
    })),
  },
];

const sharing: readonly [what: string, answers: readonly Answer[], whole: boolean, shared: readonly string[] | undefined][] = [
  ['two functions', [lambda('a', 'r'), lambda('b', 'r')], false, ['a', 'b']],
  ['one function, and nobody knows what else', [lambda('a', 'r')], false, undefined],
  ['one function, and nothing else', [lambda('a', 'r')], true, ['a']],
  ['nothing', [], true, ['r']],
  ['instances of one group', [instances('r', [[{ Key: 'app', Value: 'web' }], [{ Key: 'app', Value: 'web' }]])], true, ['web']],
  ['users of one file transfer', [transferUser('a', 'r'), transferUser('b', 'r')], true, ['r']],
  [
    'instances of two applications',
    [instances('r', [[{ Key: 'app', Value: 'web' }], [{ Key: 'app', Value: 'mail' }]])],
    false,
    ['mail', 'web'],
  ],
  [
    'stacks',
    ['x', 'y'].map(
      (n): Answer => ['cloudformation-stack', { StackName: n, StackId: arn('cloudformation', `stack/${n}/1`), RoleARN: roleArn('r') }],
    ),
    true,
    ['r'],
  ],
];

test.each(sharing)('%s: shared by', (_, answers, whole, shared) => {
  expect(identityFacts(worldOf([role('r'), ...answers], whole), roleId('r'))?.shared_by).toEqual(shared);
});

test('agents that share a role are named, and act with its power', () => {
  const world = worldOf([role('r', ['s3:PutObject'], 'bedrock'), agent('one', 'r'), agent('two', 'r')]);
  expect(identityFacts(world, roleId('r'))).toMatchObject({ agents_as: ['one', 'two'], agent: true });
  const one = identityFacts(world, `aws:bedrock-agent/${account}/eu-west-1/one`);
  expect(one?.power?.level).toBe(identityFacts(world, roleId('r'))?.power?.level);
  expect(one?.power?.write).not.toBe('none');
});

test('through the function of an action group an agent reaches the role of the function', () => {
  const group: Answer = [
    'bedrock-action-group',
    { agentId: 'one', actionGroupExecutor: { lambda: arn('lambda', 'function:f') }, actionGroupState: 'ENABLED' },
  ];
  const world = worldOf([role('r', [], 'bedrock'), role('admin', ['*']), agent('one', 'r'), lambda('f', 'admin'), group]);
  expect(world.graph.reachOf(`aws:bedrock-agent/${account}/eu-west-1/one`)).toMatchObject({ admin: true });
  const off: Answer = [group[0], { ...group[1], actionGroupState: 'DISABLED' }];
  const without = worldOf([role('r', [], 'bedrock'), role('admin', ['*']), agent('one', 'r'), lambda('f', 'admin'), off]);
  expect(without.graph.reachOf(`aws:bedrock-agent/${account}/eu-west-1/one`)).toMatchObject({ admin: false });
});

const readers: readonly [what: string, statement: object, outside: readonly string[]][] = [
  ['everybody', { Principal: '*' }, ['anyone']],
  ['everybody of an organization', { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }, []],
  ['everybody with a tag', { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalTag/team': 'x' } } }, ['anyone']],
  ['another account', { Principal: { AWS: 'arn:aws:iam::999900001111:root' } }, ['999900001111']],
  ['a known account', { Principal: { AWS: '444455556666' } }, []],
  ['its own account', { Principal: { AWS: roleArn('r') } }, []],
  ['a service', { Principal: { Service: 'rds.amazonaws.com' } }, []],
  ['an action that does not read', { Principal: '*', Action: 'secretsmanager:DescribeSecret' }, []],
  ['a Deny', { Effect: 'Deny', Principal: '*' }, []],
  ['a pattern', { Principal: '*', Action: 'secretsmanager:Get*' }, ['anyone']],
];

test.each(readers)('the policy of a secret for %s', (_, statement, outside) => {
  const secretArn = arn('secretsmanager', 'secret:db-AAAAAA');
  const full = { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*', ...statement };
  const policy: Answer = [
    'secret-policy',
    { ARN: secretArn, Name: 'db', ResourcePolicy: JSON.stringify({ Version: '2012-10-17', Statement: [full] }) },
  ];
  const secret: Answer = ['secret', { ARN: secretArn, Name: 'db' }];
  const world = worldOf([secret, policy]);
  const credential = world.inventory.credentials.get(`aws:secret/${account}/eu-west-1/db`);
  expect(credential && outsideReaders(world, credential)).toEqual(outside);
  const unread = worldOf([secret]);
  expect(credential && outsideReaders(unread, credential)).toBeUndefined();
});

test('an agent that may write what its knowledge base reads is named; one that may only ask is not', () => {
  const source: Answer = [
    'bedrock-data-source',
    {
      knowledgeBaseId: 'KB',
      dataSourceId: 'DS',
      name: 'docs',
      dataSourceConfiguration: { s3Configuration: { bucketArn: 'arn:aws:s3:::docs' } },
    },
  ];
  const writersOf = (...roles: readonly Answer[]): readonly string[] | undefined => {
    const world = worldOf([source, ...roles]);
    const [workload] = [...world.inventory.workloads.values()].filter((w) => w.kind === 'aws-bedrock-data-source');
    return workload && workloadFacts(world, workload).agent_writers;
  };
  expect(writersOf(role('a', ['bedrock:Retrieve', 's3:PutObject'], 'bedrock'))).toEqual(['a']);
  expect(writersOf(role('a', ['bedrock:Retrieve', 's3:GetObject'], 'bedrock'))).toEqual([]);
  // What a function asks and writes comes back to it, too; one that only fills the bucket is meant to.
  expect(writersOf(role('a', ['bedrock:Retrieve', 's3:PutObject'], 'lambda'))).toEqual(['a']);
  expect(writersOf(role('a', ['s3:PutObject'], 'lambda'))).toEqual([]);
  expect(writersOf(role('a', ['*'], 'lambda'))).toEqual([]);
});

const selector = (...values: readonly (readonly [string, string])[]) => ({
  FieldSelectors: values.map(([Field, value]) => ({ Field, Equals: [value] })),
});
const management = selector(['eventCategory', 'Management']);
const calls = selector(['eventCategory', 'Data'], ['resources.type', 'AWS::Bedrock::AgentAlias']);
const plain = { TrailARN: arn('cloudtrail', 'trail/t'), IsMultiRegionTrail: true, IsLogging: true, HasCustomEventSelectors: false };
const trail = { ...plain, HasCustomEventSelectors: true, AdvancedEventSelectors: [management, calls] };
const called = 'calls of it (CloudTrail data events of AWS::Bedrock::AgentAlias)';
const logs: readonly [what: string, answers: readonly Answer[], missing: readonly string[] | undefined][] = [
  ['nothing read', [], undefined],
  [
    'both kept',
    [
      ['cloudtrail-trail', trail],
      ['bedrock-logging', { s3Config: { bucketName: 'b' } }],
    ],
    [],
  ],
  ['no trail', [['cloudtrail-list', {}]], ['management events of every region (CloudTrail)', called]],
  [
    'a trail that is off',
    [['cloudtrail-trail', { ...trail, IsLogging: false }]],
    ['management events of every region (CloudTrail)', called],
  ],
  [
    'a trail whose state was not read',
    [
      ['cloudtrail-trail', { ...trail, IsLogging: undefined }],
      ['bedrock-logging', { s3Config: { bucketName: 'b' } }],
    ],
    undefined,
  ],
  ['a trail without data events', [['cloudtrail-trail', plain]], [called]],
  [
    'a trail with the calls of one agent',
    [
      [
        'cloudtrail-trail',
        {
          ...trail,
          AdvancedEventSelectors: [
            management,
            selector(['eventCategory', 'Data'], ['resources.type', 'AWS::Bedrock::AgentAlias'], ['resources.ARN', 'arn:x']),
          ],
        },
      ],
    ],
    [called],
  ],
  ['no model log', [['bedrock-logging', {}]], ['model invocations in eu-west-1']],
];

test.each(logs)('logs of an agent: %s', (_, answers, missing) => {
  const world = worldOf([role('r', [], 'bedrock'), agent('one', 'r'), ...answers]);
  expect(identityFacts(world, `aws:bedrock-agent/${account}/eu-west-1/one`)?.audit_missing).toEqual(missing);
});

test('a function that everybody may call is public, one with IAM or with a limit is not', () => {
  const publicOf = (statement: object): boolean | undefined => {
    const full = { Effect: 'Allow', Action: 'lambda:InvokeFunctionUrl', Resource: arn('lambda', 'function:f'), ...statement };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [full] });
    const world = worldOf([lambda('f', 'r'), ['lambda-policy', { Policy, RevisionId: '1' }]]);
    return world.inventory.workloads.get(`aws:lambda-function/${account}/eu-west-1/f`)?.settings?.public;
  };
  expect(publicOf({ Principal: '*', Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } } })).toBe(true);
  expect(publicOf({ Principal: '*', Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } } })).toBe(false);
  expect(publicOf({ Principal: '*', Condition: { StringEquals: { 'aws:SourceAccount': account } } })).toBe(false);
  expect(publicOf({ Principal: { Service: 's3.amazonaws.com' } })).toBe(false);
});

test('a guardrail of the account counts where the agent has none', () => {
  const guarded = (answers: readonly Answer[]): unknown => {
    const world = worldOf([role('r', [], 'bedrock'), agent('A1', 'r'), ...answers]);
    const workload = world.inventory.workloads.get(`aws:bedrock-agent/${account}/eu-west-1/A1`);
    const facts = workload && workloadFacts(world, workload);
    return [facts?.guardrail, facts?.account_guardrail];
  };
  expect(guarded([])).toEqual(['NONE', undefined]);
  expect(guarded([['bedrock-enforced-guardrail', {}]])).toEqual(['NONE', false]);
  expect(
    guarded([
      ['bedrock-enforced-guardrail', {}],
      ['bedrock-enforced-guardrail', { guardrailId: 'g' }],
    ]),
  ).toEqual(['NONE', true]);
});

test('the agents that write and read one memory are known', () => {
  const memory = arn('bedrock-agentcore', 'memory/notes-1');
  const both = ['bedrock-agentcore:CreateEvent', 'bedrock-agentcore:RetrieveMemoryRecords'];
  const world = worldOf([
    role('one', both, 'bedrock-agentcore', memory),
    role('two', both, 'bedrock-agentcore', memory),
    role('reader', both.slice(1), 'bedrock-agentcore', memory),
    role('other', both, 'lambda', memory),
    ['agentcore-memory', { id: 'notes-1', name: 'notes', arn: memory }],
  ]);
  const workload = world.inventory.workloads.get(`aws:agentcore-memory/${account}/eu-west-1/notes-1`);
  expect(workload && workloadFacts(world, workload).memory_agents).toEqual(['one', 'two']);
});
