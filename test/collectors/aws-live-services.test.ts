import { expect, test } from 'vitest';
import { LiveReader, type ServiceHealth, type Sink } from '../../src/collectors/aws/live-reader.ts';
import type { AwsRecord } from '../../src/collectors/aws/records.ts';
import { callPlan } from '../../src/collectors/aws/services/call-plan.ts';
import { readLiveServices } from '../../src/collectors/aws/services/live-services.ts';
import { readEnabledRegions } from '../../src/collectors/aws/services/read-services.ts';
import { hostOf } from '../../src/collectors/aws/services/service-protocols.ts';
import { SignedCaller } from '../../src/collectors/aws/services/signed-caller.ts';
import type { Gap } from '../../src/inventory/gap.ts';
import { type ServiceHandlers, startServices } from './aws-service-stub.ts';

const account = '111122223333';
const region = 'eu-west-1';
const arn = (service: string, rest: string): string => `arn:aws:${service}:${region}:${account}:${rest}`;
const regionsXml = (names: readonly string[]): string =>
  `<DescribeRegionsResponse><regionInfo>${names.map((n) => `<item><regionName>${n}</regionName></item>`).join('')}</regionInfo></DescribeRegionsResponse>`;
const notFound = { status: 404, json: { __type: 'ResourceNotFoundException', message: 'none' } };

/** A region in which every service answers. */
const whole: ServiceHandlers = {
  DescribeRegions: () => ({ text: regionsXml([region]) }),
  'GET /2015-03-31/functions': ({ Marker }) =>
    Marker === undefined
      ? { json: { Functions: [{ FunctionName: 'a', FunctionArn: arn('lambda', 'function:a') }], NextMarker: 'm' } }
      : { json: { Functions: [{ FunctionName: 'b', FunctionArn: arn('lambda', 'function:b') }] } },
  'GET /2015-03-31/functions/a/policy': () => ({ json: { Policy: '{"Version":"2012-10-17","Statement":[]}', RevisionId: 'r' } }),
  'GET /2015-03-31/functions/b/policy': () => notFound,
  ListTaskDefinitionFamilies: () => ({ json: { families: ['web'] } }),
  DescribeTaskDefinition: ({ taskDefinition }) => ({ json: { taskDefinition: { family: taskDefinition } } }),
  DescribeInstances: () => ({
    text: `<DescribeInstancesResponse><reservationSet><item><ownerId>${account}</ownerId><instancesSet><item><instanceId>i-1</instanceId><instanceState><name>running</name></instanceState><metadataOptions><httpTokens>optional</httpTokens></metadataOptions><tagSet><item><key>Name</key><value>web</value></item></tagSet></item></instancesSet></item></reservationSet></DescribeInstancesResponse>`,
  }),
  ListProjects: () => ({ json: { projects: Array.from({ length: 130 }, (_, i) => `p${i}`) } }),
  BatchGetProjects: ({ names }) => ({ json: { projects: (names as string[]).map((name) => ({ name })) } }),
  GetJobs: () => ({ json: { Jobs: [{ Name: 'job' }] } }),
  GetDevEndpoints: () => ({ json: { DevEndpoints: [] } }),
  ListStateMachines: () => ({ json: { stateMachines: [{ stateMachineArn: arn('states', 'stateMachine:s') }] } }),
  DescribeStateMachine: ({ stateMachineArn }) => ({ json: { stateMachineArn, name: 's', roleArn: 'r' } }),
  ListNotebookInstances: () => ({ json: { NotebookInstances: [] } }),
  ListDomains: () => ({ json: { Domains: [] } }),
  ListModels: () => ({ json: { Models: [] } }),
  ListServices: () => ({ json: { ServiceSummaryList: [] } }),
  DescribeStacks: () => ({
    text: '<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>net</StackName><RoleARN>r</RoleARN></member></Stacks></DescribeStacksResult></DescribeStacksResponse>',
  }),
  'GET /clusters': () => ({ json: { clusters: ['main'] } }),
  'GET /clusters/main': () => ({ json: { cluster: { name: 'main' } } }),
  'GET /clusters/main/pod-identity-associations': () => ({ json: { associations: [{ clusterName: 'main', associationId: 'a-1' }] } }),
  'GET /clusters/main/pod-identity-associations/a-1': () => ({ json: { association: { clusterName: 'main' } } }),
  'POST /agents/': () => ({ json: { agentSummaries: [{ agentId: 'AAAAAAAAAA' }] } }),
  'GET /agents/AAAAAAAAAA/': () => ({ json: { agent: { agentId: 'AAAAAAAAAA' } } }),
  'POST /agents/AAAAAAAAAA/agentversions/DRAFT/actiongroups/': () => ({
    json: { actionGroupSummaries: [{ actionGroupId: 'BBBBBBBBBB' }] },
  }),
  'GET /agents/AAAAAAAAAA/agentversions/DRAFT/actiongroups/BBBBBBBBBB/': () => ({ json: { agentActionGroup: { agentId: 'AAAAAAAAAA' } } }),
  'POST /knowledgebases/': () => ({ json: { knowledgeBaseSummaries: [{ knowledgeBaseId: 'CCCCCCCCCC' }] } }),
  'GET /knowledgebases/CCCCCCCCCC': () => ({ json: { knowledgeBase: { knowledgeBaseId: 'CCCCCCCCCC' } } }),
  'POST /knowledgebases/CCCCCCCCCC/datasources/': () => ({
    json: { dataSourceSummaries: [{ knowledgeBaseId: 'CCCCCCCCCC', dataSourceId: 'DDDDDDDDDD' }] },
  }),
  'GET /knowledgebases/CCCCCCCCCC/datasources/DDDDDDDDDD': () => ({ json: { dataSource: { dataSourceId: 'DDDDDDDDDD' } } }),
  'GET /logging/modelinvocations': () => ({ json: {} }),
  'POST /runtimes/': ({ nextToken }) => ({
    json: nextToken === undefined ? { agentRuntimes: [], nextToken: 't' } : { agentRuntimes: [{ agentRuntimeId: 'r-1' }] },
  }),
  'GET /runtimes/r-1/': () => ({ json: { agentRuntimeName: 'r' } }),
  'GET /gateways/': () => ({ json: { items: [{ gatewayId: 'g-1' }] } }),
  'GET /gateways/g-1/': () => ({ json: { gatewayId: 'g-1', authorizerType: 'NONE' } }),
  'GET /gateways/g-1/targets/': () => ({ json: { items: [{ targetId: 't-1' }] } }),
  'GET /gateways/g-1/targets/t-1/': () => ({ json: { targetId: 't-1' } }),
  'POST /code-interpreters': ({ type }) => ({
    json: { codeInterpreterSummaries: type === 'CUSTOM' ? [{ codeInterpreterId: 'c-1' }] : [] },
  }),
  'GET /code-interpreters/c-1': () => ({ json: { codeInterpreterId: 'c-1' } }),
  'POST /browsers': () => ({ json: { browserSummaries: [] } }),
  'POST /identities/ListApiKeyCredentialProviders': () => ({ json: { credentialProviders: [{ name: 'k' }] } }),
  DescribeTrails: () => ({ json: { trailList: [{ Name: 't', TrailARN: arn('cloudtrail', 'trail/t') }] } }),
  GetTrailStatus: () => ({ json: { IsLogging: true } }),
  GetEventSelectors: () => ({ json: { EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'All' }] } }),
  ListSecrets: () => ({ json: { SecretList: [{ ARN: arn('secretsmanager', 'secret:s-AAAAAA'), Name: 's' }] } }),
  GetResourcePolicy: ({ SecretId }) => ({ json: { ARN: SecretId, Name: 's' } }),
  DescribeParameters: () => ({ json: { Parameters: [{ Name: '/p', Type: 'SecureString' }] } }),
};

interface Reading {
  readonly records: readonly AwsRecord[];
  readonly gaps: readonly Gap[];
  readonly calls: readonly { readonly operation: string; readonly region: string; readonly service: string }[];
  readonly seen: boolean;
  readonly requests: number;
}

async function read(handlers: ServiceHandlers, regions?: readonly string[], maxAttempts = 1): Promise<Reading> {
  const stub = await startServices(handlers);
  let requests = 0;
  const caller = new SignedCaller({
    credentials: { accessKeyId: 'AKIAEXAMPLEREADER', secretAccessKey: 'planted' },
    maxAttempts,
    endpoint: stub.url,
    count: () => {
      requests += 1;
    },
    timeouts: { connectionTimeout: 5000, requestTimeout: 20_000 },
  });
  try {
    const records: AwsRecord[] = [];
    const gaps: Gap[] = [];
    const sink: Sink = { record: (r) => void records.push(r), gap: (g) => void gaps.push(g) };
    const health: ServiceHealth = { answered: new Set(), silent: new Set() };
    const seen = await readLiveServices({ source: 'aws', account, region, regions, caller, health, progress: () => {} }, sink);
    return { records, gaps, calls: stub.calls, seen, requests };
  } finally {
    caller.close();
    await stub.close();
  }
}

test('a region in which everything answers is read whole, each request signed for its service and counted', async () => {
  const { records, gaps, seen, calls, requests } = await read(whole);
  expect(gaps).toEqual([]);
  expect(seen).toBe(true);
  expect(requests).toBe(calls.length);
  const counts: Record<string, number> = {};
  for (const { kind } of records) counts[kind] = (counts[kind] ?? 0) + 1;
  expect(counts).toMatchObject({
    'lambda-function': 2,
    'lambda-policy': 2,
    'codebuild-project': 130,
    'bedrock-data-source': 1,
    'agentcore-target': 1,
  });
  expect(calls.filter((c) => c.operation === 'BatchGetProjects')).toHaveLength(2);
  expect([...new Set(calls.map((c) => c.region))]).toEqual([region]);
  expect(new Set(calls.filter((c) => /agents|runtimes/.test(c.operation)).map((c) => c.service))).toEqual(
    new Set(['bedrock', 'bedrock-agentcore']),
  );
  expect(calls.map((c) => c.operation)).not.toContain('GetSecretValue');
});

test('answers in XML look like those of the command line', async () => {
  const { records } = await read(whole);
  expect(records.find((r) => r.kind === 'ec2-reservation')?.raw).toEqual({
    OwnerId: account,
    Instances: [
      { InstanceId: 'i-1', State: { Name: 'running' }, MetadataOptions: { HttpTokens: 'optional' }, Tags: [{ Key: 'Name', Value: 'web' }] },
    ],
  });
  expect(records.find((r) => r.kind === 'cloudformation-stack')?.raw).toEqual({ StackName: 'net', RoleARN: 'r' });
});

test('a function without a policy is known to have none, a switched-off log is an answer, a trail carries its state', async () => {
  const { records } = await read(whole);
  expect(records.filter((r) => r.kind === 'lambda-policy').map((r) => r.raw)).toEqual([
    { FunctionArn: arn('lambda', 'function:a'), Policy: expect.any(String), RevisionId: 'r' },
    { FunctionArn: arn('lambda', 'function:b') },
  ]);
  expect(records.find((r) => r.kind === 'bedrock-logging')).toMatchObject({ raw: {}, region });
  expect(records.find((r) => r.kind === 'cloudtrail-trail')?.raw).toMatchObject({ IsLogging: true, EventSelectors: [{}] });
});

test('each refused list is one gap that names its permission and region, and the rest is read', async () => {
  const { 'POST /agents/': _, ListSecrets: __, ...rest } = whole;
  const { gaps, seen, records } = await read(rest);
  expect(gaps.map((g) => [g.permission, g.why, g.partial, g.what])).toEqual([
    ['bedrock:ListAgents', 'denied', undefined, 'Bedrock agents in eu-west-1'],
    ['secretsmanager:ListSecrets', 'denied', undefined, `names, rotation and last use of stored secrets, never their values in eu-west-1`],
  ]);
  expect(seen).toBe(false);
  expect(records.some((r) => r.kind === 'lambda-function')).toBe(true);
});

test('where everything is refused there is a gap for each list, and no more requests than lists', async () => {
  const { gaps, requests, seen } = await read({});
  expect(seen).toBe(false);
  expect(requests).toBe(callPlan.length + 1);
  expect(gaps.filter((g) => g.why === 'denied')).toHaveLength(callPlan.length + 1);
});

test('what is throttled is asked again', async () => {
  const throttled = { status: 400, json: { __type: 'ThrottlingException', message: 'slow down' } };
  const again = await read({ ...whole, GetJobs: (_, call) => (call === 0 ? throttled : { json: { Jobs: [] } }) }, undefined, 4);
  expect(again.gaps).toEqual([]);
  const never = await read({ ...whole, GetJobs: () => throttled }, undefined, 2);
  expect(never.gaps.map((g) => [g.permission, g.why])).toEqual([['glue:GetJobs', 'throttled']]);
});

const broken: readonly [what: string, handlers: ServiceHandlers, permission: string][] = [
  ['HTML', { GetJobs: () => ({ text: '<html>no</html>', status: 500 }) }, 'glue:GetJobs'],
  ['text that is no JSON', { GetJobs: () => ({ text: 'hello' }) }, 'glue:GetJobs'],
  ['a list', { GetJobs: () => ({ json: [] }) }, 'glue:GetJobs'],
  ['another list', { GetJobs: () => ({ json: { Tables: [] } }) }, 'glue:GetJobs'],
  ['no end', { GetJobs: () => ({ json: { Jobs: [], NextToken: 'again' } }) }, 'glue:GetJobs'],
  ['half XML', { DescribeInstances: () => ({ text: '<DescribeInstancesResponse><reservationSet>' }) }, 'ec2:DescribeInstances'],
  ['a closed door', { GetJobs: () => 'drop' }, 'glue:GetJobs'],
];

test.each(broken)('%s is a gap, and everything else is read', async (_, handlers, permission) => {
  const { gaps, records } = await read({ ...whole, ...handlers });
  expect(gaps.map((g) => g.permission)).toContain(permission);
  expect(gaps.every((g) => g.permission?.startsWith(permission.split(':')[0] ?? ''))).toBe(true);
  expect(records.some((r) => r.kind === 'secret')).toBe(true);
  expect(JSON.stringify(gaps)).not.toContain('planted');
});

test('regions that are not read are named; all of them are read when that is asked for', async () => {
  const three = { ...whole, DescribeRegions: () => ({ text: regionsXml(['us-east-1', region, 'ap-south-1']) }) };
  const one = await read(three);
  expect(one.gaps.map((g) => [g.partial, g.detail])).toEqual([
    [false, 'read in eu-west-1 only; not read: ap-south-1, us-east-1; --region all reads them'],
  ]);
  expect(one.seen).toBe(false);
  const all = await read(three, ['all']);
  expect(all.gaps).toEqual([]);
  expect(all.seen).toBe(true);
  expect([...new Set(all.calls.map((c) => c.region))].sort()).toEqual(['ap-south-1', region, 'us-east-1']);
  expect((await read(three, [])).requests).toBe(0);
});

test('the order of what is read does not depend on who answered first', async () => {
  const order = async (): Promise<readonly string[]> => (await read(whole)).records.map((r) => `${r.kind} ${r.at.pointer}`);
  expect(await order()).toEqual(await order());
});

test('hostile region names are not asked', async () => {
  const gaps: Gap[] = [];
  const reader = new LiveReader(
    'aws',
    account,
    { record: () => {}, gap: (g) => void gaps.push(g) },
    { answered: new Set(), silent: new Set() },
  );
  const caller = { call: async () => ({ Regions: [{ RegionName: 'evil.example/' }, { RegionName: region }, {}] }) };
  expect(await readEnabledRegions(caller, region, reader)).toEqual([region]);
});

test('services have the names that AWS gives them in each partition', () => {
  expect(hostOf('sagemaker', 'eu-west-1')).toBe('api.sagemaker.eu-west-1.amazonaws.com');
  expect(hostOf('lambda', 'cn-north-1')).toBe('lambda.cn-north-1.amazonaws.com.cn');
  expect(hostOf('bedrock-agentcore-control', 'us-gov-west-1')).toBe('bedrock-agentcore-control.us-gov-west-1.amazonaws.com');
});
