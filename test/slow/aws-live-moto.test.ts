import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AddUserToGroupCommand,
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateOrganizationCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { checkAws } from '../../src/collectors/aws/doctor.ts';
import { collectAwsFile } from '../../src/collectors/aws/file-dumps.ts';
import { collectLive } from '../../src/collectors/aws/live.ts';
import { AwsNormaliser } from '../../src/collectors/aws/normalise.ts';
import { permissionDocument } from '../../src/collectors/aws/permissions.ts';
import type { AwsRecord } from '../../src/collectors/aws/records.ts';
import type { Item, PlannedCall } from '../../src/collectors/aws/services/planned-call.ts';
import { SignedCaller } from '../../src/collectors/aws/services/signed-caller.ts';
import type { Fragment } from '../../src/inventory/fragment.ts';
import type { Gap } from '../../src/inventory/gap.ts';
import { contextOf, stubEnvironment } from '../collectors/aws-live-account.ts';

/** A running moto server (https://docs.getmoto.org/en/latest/docs/server_mode.html), for example http://127.0.0.1:5000. It is wiped. */
const url = process.env.MOTO_URL;
if (url === undefined) process.stdout.write('skipped: set MOTO_URL to a running moto server to read an account from it\n');

async function read(found: readonly string[]): Promise<{ records: AwsRecord[]; gaps: Gap[]; scope: string }> {
  const records: AwsRecord[] = [];
  const gaps: Gap[] = [];
  const context = contextOf(
    (fragment) => {
      if (fragment.type === 'gap') gaps.push(fragment.value);
    },
    { foundAccessKeyIds: () => found },
  );
  const taker = { add: (record: AwsRecord) => void records.push(record), finish: () => ({ account: '' }) };
  const { scope } = await collectLive('aws', context, taker);
  return { records, gaps, scope };
}

afterEach(async () => {
  vi.unstubAllEnvs();
  // Above any number of calls: no authorization.
  if (url !== undefined) await fetch(`${url}/moto-api/reset-auth`, { method: 'POST', body: '1000000' });
});

test.skipIf(url === undefined)('an account that moto plays is read; what moto lacks is a gap', async () => {
  const endpoint = url ?? '';
  await fetch(`${endpoint}/moto-api/reset`, { method: 'POST' });
  stubEnvironment(endpoint);
  const settings = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' } };
  const iam = new IAMClient(settings);
  const allowAll = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
  const trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  });
  await iam.send(new CreateGroupCommand({ GroupName: 'builders' }));
  await iam.send(new CreateUserCommand({ UserName: 'build' }));
  await iam.send(new AddUserToGroupCommand({ GroupName: 'builders', UserName: 'build' }));
  await iam.send(new PutUserPolicyCommand({ UserName: 'build', PolicyName: 'all', PolicyDocument: allowAll }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'build' }));
  await iam.send(new CreateRoleCommand({ RoleName: 'deploy', AssumeRolePolicyDocument: trust }));
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'everything', PolicyDocument: allowAll }));
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'deploy', PolicyArn: Policy?.Arn }));
  await iam.send(new CreateOpenIDConnectProviderCommand({ Url: 'https://ci.example.com', ClientIDList: ['sts.amazonaws.com'] }));
  const organizations = new OrganizationsClient(settings);
  await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));

  const { records, gaps, scope } = await read([AccessKey?.AccessKeyId ?? '']);
  const of = (kind: AwsRecord['kind']): unknown[] => records.filter((record) => record.kind === kind).map((record) => record.raw);

  expect(scope).toMatch(/^\d{12}$/);
  expect(of('user-detail')).toMatchObject([
    { UserName: 'build', GroupList: ['builders'], UserPolicyList: [{ PolicyName: 'all', PolicyDocument: { Version: '2012-10-17' } }] },
  ]);
  expect(of('group-detail')).toMatchObject([{ GroupName: 'builders' }]);
  expect(of('role-detail')).toMatchObject([{ RoleName: 'deploy', AttachedManagedPolicies: [{ PolicyName: 'everything' }] }]);
  expect(of('policy-detail')).toContainEqual(expect.objectContaining({ PolicyName: 'everything' }));
  expect(of('credential-report-row')).toContainEqual(expect.objectContaining({ user: 'build', access_key_1_active: 'true' }));
  expect(of('oidc-provider')).toMatchObject([{ Url: expect.stringContaining('ci.example.com'), ClientIDList: ['sts.amazonaws.com'] }]);
  expect(of('account-summary')).toMatchObject([{ Users: 1, Roles: 1 }]);
  expect(of('access-key-last-used')).toMatchObject([{ UserName: 'build' }]);
  expect(of('access-key')).toMatchObject([{ AccessKeyId: AccessKey?.AccessKeyId }]);
  expect(of('organization-policy')).toContainEqual(
    expect.objectContaining({ PolicySummary: expect.objectContaining({ Name: 'FullAWSAccess' }), Targets: expect.any(Array) }),
  );
  expect(of('organization-account')).toHaveLength(1);
  expect(gaps.map((gap) => [gap.permission, gap.why])).toEqual([['iam:ListServiceSpecificCredentials', 'unreadable']]);
});

test.skipIf(url === undefined)(
  'where moto checks permissions, the policy that we print is enough, and without it each is missing',
  async () => {
    const endpoint = url ?? '';
    await fetch(`${endpoint}/moto-api/reset`, { method: 'POST' });
    const iam = new IAMClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' } });
    const keys: Record<string, string | undefined>[] = [];
    for (const UserName of ['allowed', 'refused']) {
      await iam.send(new CreateUserCommand({ UserName }));
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
      keys.push({ AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId, AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey });
    }
    await iam.send(new PutUserPolicyCommand({ UserName: 'allowed', PolicyName: 'read', PolicyDocument: permissionDocument() }));
    await fetch(`${endpoint}/moto-api/reset-auth`, { method: 'POST', body: '0' });

    stubEnvironment(endpoint, keys[0]);
    const { gaps } = await read([]);
    expect(gaps.filter((gap) => gap.why === 'denied')).toEqual([]);
    const allowed = await checkAws(
      'aws',
      contextOf(() => {}, { regions: ['us-east-1'] }),
    );
    // moto asks for the permissions of Batch under names of its own.
    expect(allowed.filter((line) => line.status === 'missing' && !line.check.startsWith('batch:'))).toEqual([]);

    stubEnvironment(endpoint, keys[1]);
    const services = await checkAws(
      'aws',
      contextOf(() => {}, { regions: ['us-east-1'] }),
    );
    expect(services.filter((line) => line.status === 'missing').map((line) => line.check)).toEqual(
      expect.arrayContaining(['lambda:ListFunctions', 'ec2:DescribeInstances', 'secretsmanager:ListSecrets', 'ssm:DescribeParameters']),
    );
    const refused = await checkAws(
      'aws',
      contextOf(() => {}),
    );
    expect(refused.filter((line) => line.status === 'ok').map((line) => line.check)).toEqual([
      'aws: credentials',
      expect.stringContaining('caller is'),
    ]);
  },
);

/** Calls of the services that moto plays, made with our own caller: the clients are not among the dependencies. */
async function populate(caller: SignedCaller): Promise<void> {
  const role = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;
  const make = (permission: string, service: PlannedCall['service'], input: Item, path?: string): Promise<Item> =>
    caller.call(
      { permission: permission as PlannedCall['permission'], service, input: () => input, ...(path ? { path } : {}) },
      'us-east-1',
      input,
    );
  for (let i = 0; i < 60; i++) {
    await make(
      'lambda:CreateFunction',
      'lambda',
      {
        FunctionName: `fn-${i}`,
        Role: role('fn'),
        Runtime: 'nodejs20.x',
        Handler: 'a.b',
        Code: { ZipFile: 'UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==' },
        Environment: { Variables: i === 0 ? { SEND: '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' } : {} },
      },
      'POST /2015-03-31/functions',
    );
  }
  const secret = await make('secretsmanager:CreateSecret', 'secretsmanager', {
    Name: 'db',
    SecretString: 'x',
    ClientRequestToken: '0'.repeat(32),
  });
  const open = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'secretsmanager:GetSecretValue', Resource: '*' }],
  };
  await make('secretsmanager:PutResourcePolicy', 'secretsmanager', { SecretId: 'db', ResourcePolicy: JSON.stringify(open) });
  await make('ecs:RegisterTaskDefinition', 'ecs', {
    family: 'web',
    taskRoleArn: role('task'),
    containerDefinitions: [{ name: 'c', image: 'i', memory: 128, secrets: [{ name: 'DB', valueFrom: secret.ARN }] }],
  });
  await make('ec2:RunInstances', 'ec2', { ImageId: 'ami-03cf127a', MinCount: '1', MaxCount: '1' });
  await make('ssm:PutParameter', 'ssm', { Name: '/app/key', Value: 'v', Type: 'SecureString' });
  await make('ssm:PutParameter', 'ssm', { Name: '/app/plain', Value: 'v', Type: 'String' });
  await make('codebuild:CreateProject', 'codebuild', {
    name: 'release',
    serviceRole: role('build'),
    source: { type: 'S3', location: 'b/k' },
    artifacts: { type: 'NO_ARTIFACTS' },
    environment: {
      type: 'LINUX_CONTAINER',
      image: 'x',
      computeType: 'BUILD_GENERAL1_SMALL',
      environmentVariables: [{ name: 'K', value: 'v' }],
    },
  });
}

/** Roles that the services of moto ask for. */
async function makeRoles(endpoint: string): Promise<void> {
  const iam = new IAMClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' } });
  for (const [RoleName, service] of [
    ['fn', 'lambda'],
    ['task', 'ecs-tasks'],
    ['build', 'codebuild'],
  ] as const) {
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' }],
    });
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  }
}

/** Things with policies, and workloads beside functions. Returns the answers that the command line would save of them, by file name. */
async function populateMore(caller: SignedCaller): Promise<() => Promise<Readonly<Record<string, unknown>>>> {
  const account = '123456789012';
  const role = (name: string): string => `arn:aws:iam::${account}:role/${name}`;
  const make = (permission: string, service: PlannedCall['service'], input: Item, path?: string): Promise<Item> =>
    caller.call(
      { permission: permission as PlannedCall['permission'], service, input: () => input, ...(path ? { path } : {}) },
      'us-east-1',
      input,
    );
  const allow = (Action: string, Resource: string): string =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: role('fn') }, Action, Resource }] });
  const { KeyMetadata } = await make('kms:CreateKey', 'kms', {});
  const key = (KeyMetadata as Item).Arn as string;
  await make('kms:CreateGrant', 'kms', { KeyId: key, GranteePrincipal: role('task'), Operations: ['Decrypt'] });
  await fetch(`${url}/reports`, {
    method: 'PUT',
    headers: { authorization: 'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/s3/aws4_request' },
  });
  await fetch(`${url}/reports?policy`, {
    method: 'PUT',
    headers: { authorization: 'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/s3/aws4_request' },
    body: allow('s3:GetObject', 'arn:aws:s3:::reports/*'),
  });
  const { QueueUrl } = await make('sqs:CreateQueue', 'sqs', {
    QueueName: 'jobs',
    Attributes: { Policy: allow('sqs:SendMessage', `arn:aws:sqs:us-east-1:${account}:jobs`) },
  });
  await make('sns:CreateTopic', 'sns', { Name: 'news' });
  await make('ecr:CreateRepository', 'ecr', { repositoryName: 'web' });
  await make('ecr:SetRepositoryPolicy', 'ecr', { repositoryName: 'web', policyText: allow('ecr:BatchGetImage', '*') });
  await make('ecr:CreateRepository', 'ecr', { repositoryName: 'bare' });
  await make('ecs:CreateCluster', 'ecs', { clusterName: 'main' });
  await make('ecs:CreateService', 'ecs', { cluster: 'main', serviceName: 'web', taskDefinition: 'web', desiredCount: 1 });
  await make('events:PutRule', 'events', { Name: 'nightly', ScheduleExpression: 'rate(1 day)' });
  await make('events:PutTargets', 'events', {
    Rule: 'nightly',
    Targets: [{ Id: '1', Arn: `arn:aws:states:us-east-1:${account}:stateMachine:s`, RoleArn: role('task') }],
  });
  const pool = await make('cognito-identity:CreateIdentityPool', 'cognito-identity', {
    IdentityPoolName: 'shop',
    AllowUnauthenticatedIdentities: true,
  });
  await make('sagemaker:CreatePipeline', 'sagemaker', {
    PipelineName: 'train',
    ClientRequestToken: '0'.repeat(32),
    PipelineDefinition: '{}',
    RoleArn: role('task'),
  });
  return async () => {
    const { services } = await make('ecs:DescribeServices', 'ecs', { cluster: 'main', services: ['web'] });
    return {
      [`${account}-us-east-1-services.json`]: { services },
      [`${account}-us-east-1-task.json`]: await make('ecs:DescribeTaskDefinition', 'ecs', { taskDefinition: 'web' }),
      [`${account}-us-east-1-${key.slice(key.lastIndexOf('/') + 1)}.json`]: await make('kms:GetKeyPolicy', 'kms', {
        KeyId: key,
        PolicyName: 'default',
      }),
      [`${account}-us-east-1-grants.json`]: await make('kms:ListGrants', 'kms', { KeyId: key }),
      [`${account}-queue.json`]: await make('sqs:GetQueueAttributes', 'sqs', { QueueUrl, AttributeNames: ['All'] }),
      [`${account}-us-east-1-repository.json`]: await make('ecr:GetRepositoryPolicy', 'ecr', { repositoryName: 'web' }),
      [`${account}-pool.json`]: await make('cognito-identity:DescribeIdentityPool', 'cognito-identity', {
        IdentityPoolId: pool.IdentityPoolId,
      }),
      [`${account}-pipelines.json`]: await make('sagemaker:ListPipelines', 'sagemaker', {}),
    };
  };
}

test.skipIf(url === undefined)('workloads and policies that moto plays are the same live and from files', async () => {
  const endpoint = url ?? '';
  await fetch(`${endpoint}/moto-api/reset`, { method: 'POST' });
  stubEnvironment(endpoint);
  const options = { maxAttempts: 1, endpoint, count: () => {}, timeouts: { connectionTimeout: 5000, requestTimeout: 60_000 } };
  const caller = new SignedCaller({ credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' }, ...options });
  const folder = mkdtempSync(join(tmpdir(), 'nhi-moto-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  try {
    await makeRoles(endpoint);
    await populate(caller);
    const dump = await populateMore(caller);
    const live: Fragment[] = [];
    const source = contextOf((fragment) => live.push(fragment), { regions: ['us-east-1'] });
    const { requests } = await collectLive(
      'aws',
      source,
      new AwsNormaliser(source.emit, { source: 'aws', fingerprint: (s) => `${s.length}` }),
    );
    // One for each list, and a few about each of what was made here: sixty functions among it.
    expect(requests).toBeLessThan(200);
    const filed: Fragment[] = [];
    for (const [name, answer] of Object.entries(await dump())) {
      const path = join(folder, name);
      writeFileSync(path, JSON.stringify(answer));
      await collectAwsFile(path, { source: name, fingerprint: (s) => `${s.length}`, emit: (f) => filed.push(f) });
    }
    const liveById = new Map(valuesOf(live));
    const mentioned = [...new Map(valuesOf(filed))];
    expect(mentioned.map(([id]) => id)).toEqual(
      expect.arrayContaining([
        'aws:ecs-service/123456789012/us-east-1/main/web',
        'aws:ecs-task-definition/123456789012/us-east-1/web:1',
        'aws:resource/arn:aws:sqs:us-east-1:123456789012:jobs',
        'aws:resource/arn:aws:ecr:us-east-1:123456789012:repository/web',
        'aws:sagemaker-pipeline/123456789012/us-east-1/train',
      ]),
    );
    expect(mentioned.filter(([id]) => id.endsWith('#grants'))).toHaveLength(1);
    for (const [id, value] of mentioned) expect([id, liveById.get(id)]).toEqual([id, value]);
    const workloads = live.flatMap((f) => (f.type === 'workload' ? [f.value] : []));
    expect(workloads.map((w) => w.id)).toEqual(
      expect.arrayContaining(['aws:events-rule/123456789012/us-east-1/nightly/1', 'aws:ecs-cluster/123456789012/us-east-1/main']),
    );
    const resources = live.flatMap((f) => (f.type === 'resource' ? [f.value] : []));
    expect(resources.find((r) => r.name === 'arn:aws:s3:::reports')?.policy).toBeDefined();
    expect(resources.find((r) => r.name.endsWith('repository/bare'))).not.toHaveProperty('policy');
    expect(resources.find((r) => r.name.endsWith(':news'))?.kind).toBe('aws-sns-topic');
  } finally {
    caller.close();
  }
});

/** What was learnt of workloads and of the policies of things, without where. */
function valuesOf(fragments: readonly Fragment[]): readonly (readonly [string, unknown])[] {
  return fragments.flatMap((f) => {
    if (f.type !== 'workload' && f.type !== 'resource') return [];
    const { evidence: _, ...rest } = f.value;
    return [[f.value.id, rest] as const];
  });
}

test.skipIf(url === undefined)('services that moto plays are read, live and from the same answers in files', async () => {
  const endpoint = url ?? '';
  await fetch(`${endpoint}/moto-api/reset`, { method: 'POST' });
  stubEnvironment(endpoint);
  const caller = new SignedCaller({
    credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
    maxAttempts: 1,
    endpoint,
    count: () => {},
    timeouts: { connectionTimeout: 5000, requestTimeout: 60_000 },
  });
  try {
    await makeRoles(endpoint);
    await populate(caller);

    const live: Fragment[] = [];
    const source = contextOf((fragment) => live.push(fragment), { regions: ['us-east-1'] });
    await collectLive('aws', source, new AwsNormaliser(source.emit, { source: 'aws', fingerprint: (s) => `${s.length}` }));
    const workloads = live.flatMap((f) => (f.type === 'workload' ? [f.value] : []));
    expect(new Set(workloads.filter((w) => w.kind === 'aws-lambda-function').map((w) => w.name)).size).toBe(60);
    expect(workloads.find((w) => (w.settings?.env_secrets ?? []).length > 0)).toMatchObject({
      name: 'fn-0',
      settings: { env_secrets: ['SEND'] },
    });
    expect(new Set(workloads.map((w) => w.kind))).toEqual(
      new Set(['aws-lambda-function', 'aws-ecs-task', 'aws-ecs-task-definition', 'aws-ec2-instance', 'aws-codebuild-project']),
    );
    const credentials = live.flatMap((f) => (f.type === 'credential' ? [f.value] : []));
    expect(credentials.map((c) => c.kind).sort()).toEqual(expect.arrayContaining(['api-key', 'aws-secret', 'aws-ssm-parameter']));
    expect(credentials.map((c) => c.name)).not.toContain('/app/plain');
    expect(live.find((f) => f.type === 'resource' && f.value.kind === 'aws-secret')).toMatchObject({
      value: { kind: 'aws-secret', policy: expect.any(String) },
    });
    expect(JSON.stringify(live)).not.toContain('SG.bL4w');

    const folder = mkdtempSync(join(tmpdir(), 'nhi-moto-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const answered = { MaxItems: 1000 };
    const { Functions } = await caller.call(
      { permission: 'lambda:ListFunctions', service: 'lambda', path: 'GET /2015-03-31/functions', input: () => answered },
      'us-east-1',
      answered,
    );
    writeFileSync(join(folder, 'functions.json'), JSON.stringify({ Functions }));
    const filed: Fragment[] = [];
    await collectAwsFile(join(folder, 'functions.json'), { source: 'f', fingerprint: (s) => `${s.length}`, emit: (f) => filed.push(f) });
    const idsOf = (fragments: readonly Fragment[], kind: string): readonly string[] =>
      [...new Set(fragments.flatMap((f) => (f.type === 'workload' && f.value.kind === kind ? [f.value.id] : [])))].sort();
    expect(idsOf(filed, 'aws-lambda-function')).toEqual(idsOf(live, 'aws-lambda-function'));
  } finally {
    caller.close();
  }
});
