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

const cluster = arn('ecs', 'cluster/main');
const definition = (revision: number): string => arn('ecs', `task-definition/web:${revision}`);

/** What else runs there. */
const wholeWorkloads: ServiceHandlers = {
  DescribeLaunchTemplateVersions: () => ({
    text: '<DescribeLaunchTemplateVersionsResponse><launchTemplateVersionSet><item><launchTemplateId>lt-1</launchTemplateId><launchTemplateName>fleet</launchTemplateName><defaultVersion>true</defaultVersion><launchTemplateData><iamInstanceProfile><name>web</name></iamInstanceProfile><metadataOptions><httpTokens>required</httpTokens></metadataOptions></launchTemplateData></item></launchTemplateVersionSet></DescribeLaunchTemplateVersionsResponse>',
  }),
  'ecs ListClusters': () => ({ json: { clusterArns: [cluster] } }),
  'ecs ListServices': () => ({ json: { serviceArns: Array.from({ length: 12 }, (_, i) => arn('ecs', `service/main/s${i}`)) } }),
  DescribeServices: ({ services }) => ({
    json: { services: (services as string[]).map((serviceArn) => ({ serviceArn, taskDefinition: definition(3) })) },
  }),
  ListTasks: () => ({ json: { taskArns: [arn('ecs', 'task/main/t1'), arn('ecs', 'task/main/t2')] } }),
  DescribeTasks: ({ tasks }) => ({
    json: { tasks: (tasks as string[]).map((taskArn) => ({ taskArn, taskDefinitionArn: definition(4), enableExecuteCommand: true })) },
  }),
  'POST /v1/describejobdefinitions': () => ({ json: { jobDefinitions: [{ jobDefinitionName: 'j' }] } }),
  'POST /v1/describejobqueues': () => ({ json: { jobQueues: [] } }),
  ListRules: () => ({
    json: {
      Rules: [
        { Name: 'r', Arn: arn('events', 'rule/r') },
        { Name: 'theirs', ManagedBy: 'x.amazonaws.com' },
      ],
    },
  }),
  ListTargetsByRule: () => ({ json: { Targets: [{ Id: '1', Arn: cluster, RoleArn: 'r' }] } }),
  'GET /schedules': () => ({ json: { Schedules: [{ Name: 'n', GroupName: 'g' }] } }),
  'GET /schedules/n': ({ groupName }) => ({ json: { Name: 'n', GroupName: groupName, Target: { RoleArn: 'r' } } }),
  'GET /v1/pipes': () => ({ json: { Pipes: [{ Name: 'p' }] } }),
  'GET /v1/pipes/p': () => ({ json: { Name: 'p', RoleArn: 'r' } }),
  'codepipeline ListPipelines': () => ({ json: { pipelines: [{ name: 'cp' }] } }),
  GetPipeline: () => ({ json: { pipeline: { name: 'cp', roleArn: 'r' } } }),
  ListStackSets: () => ({
    text: '<ListStackSetsResponse><ListStackSetsResult><Summaries><member><StackSetName>ss</StackSetName></member></Summaries></ListStackSetsResult></ListStackSetsResponse>',
  }),
  DescribeStackSet: () => ({
    text: '<DescribeStackSetResponse><DescribeStackSetResult><StackSet><StackSetName>ss</StackSetName><AdministrationRoleARN>r</AdministrationRoleARN></StackSet></DescribeStackSetResult></DescribeStackSetResponse>',
  }),
  ListSessions: () => ({ json: { Sessions: [] } }),
  'elasticmapreduce ListClusters': () => ({ json: { Clusters: [{ Id: 'j-1' }] } }),
  DescribeCluster: () => ({ json: { Cluster: { Id: 'j-1', ServiceRole: 'emr' } } }),
  'GET /applications': () => ({ json: { applications: [{ id: 'a1' }] } }),
  'GET /applications/a1/jobruns': ({ states }) => ({ json: { jobRuns: states === 'RUNNING' ? [{ id: 'jr', executionRole: 'r' }] : [] } }),
  ListTrainingJobs: () => ({ json: { TrainingJobSummaries: [] } }),
  'sagemaker ListPipelines': () => ({ json: { PipelineSummaries: [{ PipelineName: 'sp', RoleArn: 'r' }] } }),
  ListUserProfiles: () => ({ json: { UserProfiles: [{ DomainId: 'd-1', UserProfileName: 'ann' }] } }),
  DescribeUserProfile: ({ DomainId, UserProfileName }) => ({ json: { DomainId, UserProfileName } }),
  ListIdentityPools: () => ({ json: { IdentityPools: [{ IdentityPoolId: 'eu-west-1:p' }] } }),
  DescribeIdentityPool: ({ IdentityPoolId }) => ({ json: { IdentityPoolId, AllowUnauthenticatedIdentities: true } }),
  GetIdentityPoolRoles: ({ IdentityPoolId }) => ({ json: { IdentityPoolId, Roles: { unauthenticated: 'r' } } }),
  'GET /role-aliases': ({ marker }) => ({
    json: marker === undefined ? { roleAliases: ['one'], nextMarker: 'm' } : { roleAliases: ['two'] },
  }),
  'GET /role-aliases/one': () => ({ json: { roleAliasDescription: { roleAlias: 'one', roleArn: 'r' } } }),
  'GET /role-aliases/two': () => ({ json: { roleAliasDescription: { roleAlias: 'two', roleArn: 'r' } } }),
  'GET /profiles': () => ({ json: { profiles: [{ profileId: 'p-1', roleArns: [] }] } }),
  DescribeActivations: () => ({ json: { ActivationList: [] } }),
  ListServers: () => ({ json: { Servers: [{ ServerId: 's-1' }] } }),
  ListUsers: () => ({ json: { Users: [{ UserName: 'u', Role: 'r' }] } }),
  'GET /v1/apis': () => ({ json: { graphqlApis: [{ apiId: 'x' }] } }),
  'GET /v1/apis/x/datasources': () => ({ json: { dataSources: [{ name: 'd' }] } }),
  'GET /flows/': () => ({ json: { flowSummaries: [{ id: 'F1' }] } }),
  'GET /flows/F1/': () => ({ json: { id: 'F1', name: 'f', executionRoleArn: 'r' } }),
  'GET /enforcedGuardrailsConfiguration': () => ({ json: { guardrailsConfig: [] } }),
  'POST /identities/ListOauth2CredentialProviders': ({ nextToken }) => ({
    json: nextToken === undefined ? { credentialProviders: [{ name: 'o1' }], nextToken: 't' } : { credentialProviders: [{ name: 'o2' }] },
  }),
  'POST /memories/': () => ({ json: { memories: [{ id: 'm-1' }] } }),
  'GET /memories/m-1/details': () => ({ json: { memory: { id: 'm-1', name: 'm' } } }),
  'GET /harnesses': () => ({ json: { harnesses: [{ harnessId: 'h-1' }] } }),
  'GET /harnesses/h-1': () => ({ json: { harness: { harnessId: 'h-1', executionRoleArn: 'r' } } }),
  ListEventDataStores: () => ({ json: { EventDataStores: [] } }),
};

const key = arn('kms', 'key/5f0c1d2e-3a4b-4c5d-8e9f-111122224444');
const policyText = '{"Version":"2012-10-17","Statement":[]}';
const analyzer = arn('access-analyzer', 'analyzer/a');

/** Things with policies of their own, and what an analyzer says of them. */
const wholePolicies: ServiceHandlers = {
  'GET /': (input) => ({
    text: `<ListAllMyBucketsResult><Owner><ID>o</ID></Owner><Buckets>${
      input['continuation-token'] === undefined
        ? '<Bucket><Name>one</Name></Bucket><Bucket><Name>two</Name></Bucket>'
        : '<Bucket><Name>three</Name></Bucket>'
    }</Buckets>${input['continuation-token'] === undefined ? '<ContinuationToken>c</ContinuationToken>' : ''}</ListAllMyBucketsResult>`,
  }),
  'GET /one': () => ({ text: policyText }),
  'GET /two': () => ({ status: 404, text: '<Error><Code>NoSuchBucketPolicy</Code><Message>none</Message></Error>' }),
  'GET /three': () => ({ status: 403, text: '<Error><Code>AccessDenied</Code><Message>denied by the bucket</Message></Error>' }),
  ListKeys: () => ({ json: { Keys: [{ KeyArn: key }], Truncated: false } }),
  GetKeyPolicy: () => ({ json: { Policy: policyText } }),
  ListGrants: ({ Marker }) => ({
    json: {
      Grants: [{ KeyId: key, GrantId: String(Marker), GranteePrincipal: `arn:aws:iam::${account}:role/r`, Operations: ['Decrypt'] }],
      ...(Marker === undefined ? { Truncated: true, NextMarker: 'g' } : { Truncated: false }),
    },
  }),
  DescribeRepositories: () => ({
    json: {
      repositories: ['a', 'b'].map((n) => ({ repositoryArn: arn('ecr', `repository/${n}`), repositoryName: n, registryId: account })),
    },
  }),
  GetRepositoryPolicy: ({ repositoryName }) =>
    repositoryName === 'a'
      ? { json: { policyText, repositoryName } }
      : { status: 400, json: { __type: 'RepositoryPolicyNotFoundException', message: 'none' } },
  ListQueues: () => ({ json: { QueueUrls: ['https://q/1', 'https://q/2'] } }),
  GetQueueAttributes: ({ QueueUrl }) => ({
    json: {
      Attributes: { QueueArn: arn('sqs', String(QueueUrl).slice(-1)), ...(QueueUrl === 'https://q/1' ? { Policy: policyText } : {}) },
    },
  }),
  ListTopics: () => ({
    text: `<ListTopicsResponse><ListTopicsResult><Topics><member><TopicArn>${arn('sns', 't')}</TopicArn></member></Topics></ListTopicsResult></ListTopicsResponse>`,
  }),
  GetTopicAttributes: () => ({
    text: `<GetTopicAttributesResponse><GetTopicAttributesResult><Attributes><entry><key>Policy</key><value>${policyText.replaceAll('"', '&quot;')}</value></entry><entry><key>Owner</key><value>${account}</value></entry></Attributes></GetTopicAttributesResult></GetTopicAttributesResponse>`,
  }),
  'GET /analyzer': () => ({
    json: {
      analyzers: [
        { arn: analyzer, status: 'ACTIVE' },
        { arn: 'x', status: 'DISABLED' },
      ],
    },
  }),
  'POST /findingv2': ({ nextToken, filter }) => ({
    json: {
      findings: [
        {
          id: nextToken === undefined ? 'f1' : 'f2',
          status: 'ACTIVE',
          resource: `arn:aws:iam::${account}:role/r`,
          findingType: nextToken === undefined ? 'UnusedPermission' : 'UnusedIAMRole',
          filter,
        },
      ],
      ...(nextToken === undefined ? { nextToken: 'n' } : {}),
    },
  }),
  'GET /findingv2/f1': ({ analyzerArn, nextToken }) => ({
    json: {
      findingDetails: [{ unusedPermissionDetails: { serviceNamespace: nextToken === undefined ? 's3' : 'sqs', analyzerArn } }],
      ...(nextToken === undefined ? { nextToken: 'n' } : {}),
    },
  }),
};

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
  ...wholeWorkloads,
  ...wholePolicies,
};

function withoutRefusals(): ServiceHandlers {
  return { ...whole, 'GET /three': () => ({ text: policyText }) };
}

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
  const { records, gaps, seen, calls, requests } = await read(withoutRefusals());
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

test('policies of things are read, and that one has none is told from that it was refused', async () => {
  const { records, gaps } = await read(withoutRefusals());
  expect(gaps).toEqual([]);
  const policies = records.flatMap((r) => (r.kind === 'resource-policy' ? [r.raw] : []));
  expect(policies).toEqual([
    { arn: 'arn:aws:s3:::one', policy: JSON.parse(policyText), key: 'Policy' },
    { arn: 'arn:aws:s3:::two', key: 'Policy' },
    { arn: 'arn:aws:s3:::three', key: 'Policy', policy: JSON.parse(policyText) },
    { arn: key, policy: policyText, key: 'Policy' },
    { arn: arn('ecr', 'repository/a'), policy: policyText, key: 'policyText' },
    { arn: arn('ecr', 'repository/b'), key: 'policyText' },
    { arn: arn('sqs', '1'), policy: policyText, key: 'Attributes/Policy' },
    { arn: arn('sqs', '2'), key: 'Attributes/Policy' },
    { arn: arn('sns', 't'), policy: policyText, key: 'Attributes/Policy' },
  ]);
  expect(records.filter((r) => r.kind === 'kms-grant')).toHaveLength(2);
  const refused = await read(whole);
  expect(refused.gaps.map((g) => [g.permission, g.why, g.detail])).toEqual([
    ['s3:GetBucketPolicy', 'denied', 'AccessDenied: denied by the bucket (1 of 3 not seen)'],
  ]);
  expect(refused.records.some((r) => r.kind === 'resource-policy' && r.raw.arn === 'arn:aws:s3:::three')).toBe(false);
});

test('an account without queues has none; its buckets are asked for region by region', async () => {
  const { gaps, calls } = await read({ ...withoutRefusals(), ListQueues: () => ({ json: {} }) });
  expect(gaps).toEqual([]);
  expect(calls.filter((c) => c.operation === 'GetQueueAttributes')).toEqual([]);
});

test('findings of analyzers are read page by page, and those whose kind says all are not asked about', async () => {
  const { records, calls } = await read(whole);
  expect(records.flatMap((r) => (r.kind === 'analyzer-finding' ? [r.raw] : []))).toMatchObject([
    { findingType: 'UnusedIAMRole', filter: { status: { eq: ['ACTIVE'] } } },
    { findingType: 'UnusedPermission', findingDetails: [{ unusedPermissionDetails: { serviceNamespace: 's3', analyzerArn: analyzer } }] },
    { findingType: 'UnusedPermission', findingDetails: [{ unusedPermissionDetails: { serviceNamespace: 'sqs' } }] },
  ]);
  expect(calls.filter((c) => c.operation.startsWith('GET /findingv2/'))).toHaveLength(2);
});

test('services and tasks are asked about in batches of one cluster, and each revision once', async () => {
  const { calls, records } = await read(whole);
  const count = (operation: string): number => calls.filter((c) => c.operation === operation).length;
  expect([count('DescribeServices'), count('DescribeTasks')]).toEqual([2, 1]);
  // The newest of the family, and the two that run.
  expect(count('DescribeTaskDefinition')).toBe(3);
  expect(records.filter((r) => r.kind === 'ecs-service')).toHaveLength(12);
});

test('a question that is refused for three things is not asked about the others, and is one gap', async () => {
  const Keys = Array.from({ length: 40 }, (_, i) => ({ KeyArn: `${key.slice(0, -2)}${10 + i}` }));
  const { ListGrants: _, ...rest } = withoutRefusals();
  const { gaps, calls, seen } = await read({ ...rest, ListKeys: () => ({ json: { Keys } }) });
  expect(gaps).toMatchObject([{ permission: 'kms:ListGrants', why: 'denied', detail: expect.stringContaining('(40 of 40 not seen)') }]);
  expect(calls.filter((c) => c.operation === 'ListGrants').length).toBeLessThanOrEqual(11);
  expect(seen).toBe(false);
});

test('of more things than are asked about one by one, a gap says how many', async () => {
  const Functions = Array.from({ length: 1002 }, (_, i) => ({ FunctionName: `f${i}`, FunctionArn: arn('lambda', `function:f${i}`) }));
  const policies = Object.fromEntries(Functions.map((f) => [`GET /2015-03-31/functions/${f.FunctionName}/policy`, () => notFound]));
  const { gaps, seen, calls } = await read({
    ...withoutRefusals(),
    'GET /2015-03-31/functions': () => ({ json: { Functions } }),
    ...policies,
  });
  expect(gaps.map((g) => [g.permission, g.why, g.partial, g.detail])).toEqual([
    ['lambda:GetPolicy', 'not-given', false, 'asked about 1000 of 1002: more would be too many requests'],
  ]);
  expect(seen).toBe(false);
  expect(calls.filter((c) => c.operation.endsWith('/policy'))).toHaveLength(1000);
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
  const { 'POST /agents/': _, ListSecrets: __, ...rest } = withoutRefusals();
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
  const again = await read({ ...withoutRefusals(), GetJobs: (_, call) => (call === 0 ? throttled : { json: { Jobs: [] } }) }, undefined, 4);
  expect(again.gaps).toEqual([]);
  const never = await read({ ...withoutRefusals(), GetJobs: () => throttled }, undefined, 2);
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
  const { gaps, records } = await read({ ...withoutRefusals(), ...handlers });
  expect(gaps.map((g) => g.permission)).toContain(permission);
  expect(gaps.every((g) => g.permission?.startsWith(permission.split(':')[0] ?? ''))).toBe(true);
  expect(records.some((r) => r.kind === 'secret')).toBe(true);
  expect(JSON.stringify(gaps)).not.toContain('planted');
});

test('regions that are not read are named; all of them are read when that is asked for', async () => {
  const three = { ...withoutRefusals(), DescribeRegions: () => ({ text: regionsXml(['us-east-1', region, 'ap-south-1']) }) };
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
