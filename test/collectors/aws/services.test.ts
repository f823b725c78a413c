import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AwsNormaliser } from '../../../src/collectors/aws/normalise.ts';
import { serviceKinds } from '../../../src/collectors/aws/services/service-kinds.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import { fixture, inventoryOf, readFixture } from './read-fixture.ts';

const names = readdirSync(fixture('services')).sort();
const all = names.map((name) => `services/${name}`);
const account = '111122223333';
const region = 'eu-west-1';
const role = (name: string): string => `aws:role/${account}/${name}`;

test.each(all)('%s is recognised, and read without a gap', async (name) => {
  const { recognised, fragments, collected } = await readFixture(name);
  expect(recognised).toBe(true);
  expect(collected.scope).toBe(account);
  expect(fragments.filter((f) => f.type === 'gap')).toEqual([]);
});

const workloads: readonly [id: string, identity: string | undefined, settings: object][] = [
  [`aws:codebuild-project/${account}/${region}/release`, role('build'), { env_secrets: ['NPM'] }],
  [`aws:glue-job/${account}/-/nightly`, role('etl'), { env_secrets: ['--dsn'] }],
  [`aws:glue-dev-endpoint/${account}/-/scratch`, role('etl'), { has_role: true }],
  [`aws:state-machine/${account}/${region}/invoices`, role('steps'), { has_role: true }],
  [`aws:sagemaker-notebook/${account}/${region}/lab`, role('lab'), { has_role: true }],
  [`aws:sagemaker-domain/${account}/${region}/studio`, role('lab'), { has_role: true }],
  [`aws:sagemaker-model/${account}/${region}/ranker`, role('ranker'), { env_secrets: ['HF'] }],
  [`aws:apprunner-service/${account}/${region}/front`, role('front'), { public: true, env_secrets: [] }],
  [`aws:cloudformation-stack/${account}/${region}/net`, role('deploy'), { has_role: true }],
  [`aws:eks-cluster/${account}/${region}/main`, role('eks'), { has_role: true }],
  [`aws:eks-pod/${account}/${region}/main/shop/mailer`, role('mailer'), { has_role: true }],
  [`aws:bedrock-agent/${account}/${region}/ABCDEFGHIJ`, role('helper'), { has_role: true }],
  [`aws:bedrock-knowledge-base/${account}/${region}/UVWXYZABCD`, role('kb'), { has_role: true }],
  [`aws:agentcore-browser/${account}/${region}/surf-1`, role('surf'), { network_mode: 'PUBLIC' }],
  [`aws:ecs-task-definition/${account}/${region}/web:6`, role('web'), { has_role: true }],
  [`aws:ecs-running-task/${account}/${region}/main/1f1e2d3c4b5a69788796a5b4c3d2e1f1`, role('other'), { has_role: true }],
  [`aws:batch-job/${account}/${region}/resize`, role('resize'), { env_secrets: ['DSN'] }],
  [`aws:events-rule/${account}/${region}/start`, role('events'), { has_role: true }],
  [`aws:schedule/${account}/${region}/default/nightly`, role('scheduler'), { has_role: true }],
  [`aws:pipe/${account}/${region}/orders`, role('pipes'), { has_role: true }],
  [`aws:codepipeline/${account}/${region}/ship`, role('ship'), { has_role: true }],
  [`aws:cloudformation-stack-set/${account}/${region}/baseline`, role('stacksets'), { has_role: true }],
  [`aws:glue-session/${account}/${region}/explore`, role('etl'), { has_role: true }],
  [`aws:emr-cluster/${account}/${region}/j-ABCDEFGHIJKL`, role('EMR_Service'), { has_role: true }],
  [`aws:emr-serverless-job/${account}/${region}/00fj1`, role('spark'), { has_role: true }],
  [`aws:sagemaker-training-job/${account}/${region}/rank`, role('lab'), { env_secrets: [] }],
  [`aws:sagemaker-pipeline/${account}/${region}/train`, role('lab'), { has_role: true }],
  [`aws:sagemaker-user-profile/${account}/${region}/d-abcdef123456/ann`, role('lab'), { has_role: true }],
  [
    `aws:identity-pool/${account}/${region}/${region}:0a1b2c3d-0000-4000-8000-000000000001/unauthenticated`,
    role('guest'),
    { public: true },
  ],
  [`aws:identity-pool/${account}/${region}/${region}:0a1b2c3d-0000-4000-8000-000000000001/mapped/staff`, role('staff'), { has_role: true }],
  [`aws:iot-role-alias/${account}/${region}/cameras`, role('camera'), { has_role: true }],
  [`aws:rolesanywhere-profile/${account}/${region}/p-1/backup`, role('backup'), { has_role: true }],
  [`aws:ssm-activation/${account}/${region}/0a1b2c3d-0000-4000-8000-00000000000a`, role('hybrid'), { has_role: true }],
  [`aws:transfer-user/${account}/${region}/s-0123456789abcdef0/partner`, role('transfer'), { has_role: true }],
  [`aws:appsync-data-source/${account}/${region}/abc/orders`, role('graphql'), { has_role: true }],
  [`aws:bedrock-flow/${account}/${region}/FLOWABCDEF`, role('flow'), { has_role: true }],
  [`aws:agentcore-harness/${account}/${region}/helper-1`, role('harness'), { env_secrets: ['TOKEN'], authorizer: 'AWS_IAM' }],
  [`aws:lambda-function/${account}/${region}/mail`, role('mail'), { env_secrets: ['AWS_KEY_ID'] }],
];

test.each(workloads)('%s runs as its role', async (id, identity, settings) => {
  const { workloads } = await inventoryOf(...all);
  expect(workloads.get(id)).toMatchObject({ identity, settings });
});

test.each([
  ['a task that stopped', 'aws-ecs-running-task', 2],
  ['a version that is not launched', 'aws-ec2-launch-template', 1],
  ['a session that is over', 'aws-glue-session', 1],
  ['a job that is done', 'aws-emr-serverless-job', 1],
  ['a profile that is off', 'aws-rolesanywhere-profile', 2],
  ['an activation that nobody used', 'aws-ssm-activation', 1],
  ['a source without a role', 'aws-appsync-data-source', 1],
  ['the guests of a pool that lets none in', 'aws-identity-pool', 3],
])('%s is no workload', async (_, kind, count) => {
  const { workloads } = await inventoryOf(...all);
  expect([...workloads.values()].filter((w) => w.kind === kind)).toHaveLength(count);
});

test('what runs has its role through what defines it', async () => {
  const { workloads } = await inventoryOf(...all);
  const task = `aws:ecs-running-task/${account}/${region}/main/0f1e2d3c4b5a69788796a5b4c3d2e1f0`;
  expect(workloads.get(task)).toMatchObject({ through: `aws:ecs-task-definition/${account}/${region}/web:6`, settings: { exec: true } });
  expect(workloads.get(`aws:ecs-service/${account}/${region}/main/web`)).toMatchObject({ settings: { exec: false } });
  expect(
    workloads.get(`aws:ec2-launch-template/${account}/${region}/lt-0a1b2c3d`) ??
      workloads.get(`aws:ec2-launch-template/${account}/-/lt-0a1b2c3d`),
  ).toMatchObject({
    through: `aws:instance-profile/${account}/web`,
    settings: { imds_v1: true },
  });
});

test('grants of a key are read as a policy beside its own', async () => {
  const { resources, documents } = await inventoryOf('services/key-grants.json');
  const grants = resources.get(`aws:resource/arn:aws:kms:${region}:${account}:key/5f0c1d2e-3a4b-4c5d-8e9f-111122224444#grants`);
  expect(documents.get(grants?.policy ?? '')?.statements).toMatchObject([
    {
      effect: 'Allow',
      principal: { AWS: [`arn:aws:iam::${account}:role/backup`] },
      action: ['kms:Decrypt', 'kms:DescribeKey'],
      condition: { StringEquals: { 'kms:EncryptionContext:app': ['shop'] } },
    },
    { principal: { Service: ['dynamodb.eu-west-1.amazonaws.com'] } },
  ]);
});

test('what is recorded and enforced is known of the account', async () => {
  const { scopes } = await inventoryOf(...all);
  expect(scopes.get(`aws:account/${account}`)?.logs).toMatchObject({
    trail: true,
    dataEvents: ['AWS::Bedrock::AgentAlias', 'AWS::S3::Object'],
    organizationTrail: true,
    guardrailRegions: [region],
  });
});

test('an OAuth client that AgentCore keeps is a credential by its name', async () => {
  const { credentials } = await inventoryOf(...all);
  expect(credentials.get(`aws:agentcore-oauth-client/${account}/${region}/mail`)).toMatchObject({ kind: 'aws-agentcore-oauth-client' });
});

test('a stack without a role of its own is no workload', async () => {
  const { workloads } = await inventoryOf(...all);
  expect([...workloads.values()].filter((w) => w.kind === 'aws-cloudformation-stack').map((w) => w.name)).toEqual(['net']);
});

test('variables that could not be decrypted are not known, and not free of secrets', async () => {
  const { workloads } = await inventoryOf(...all);
  expect(workloads.get(`aws:lambda-function/${account}/${region}/sealed`)?.settings).not.toHaveProperty('env_secrets');
});

test('what a workload refers to is held by its role, whichever way it names it', async () => {
  const { links, credentials } = await inventoryOf(...all);
  const held = (id: string): string[] => links.filter((l) => l.kind === 'holds' && l.to === id).map((l) => l.from);
  expect(held(`aws:secret/${account}/${region}/shop/database`).sort()).toEqual([role('build'), role('front')]);
  expect(held(`aws:ssm-parameter/${account}/${region}/shop/key`)).toEqual([role('build')]);
  expect([...credentials.keys()]).not.toContain(`aws:ssm-parameter/${account}/${region}/shop/colour`);
});

test('an agent acts as its role, and through the functions that it calls', async () => {
  const { identities, links } = await inventoryOf(...all);
  expect(identities.get(`aws:bedrock-agent/${account}/${region}/ABCDEFGHIJ`)).toMatchObject({ agent: true, actsAs: role('helper') });
  expect(links.find((l) => l.kind === 'calls')).toMatchObject({
    from: `aws:bedrock-agent/${account}/${region}/ABCDEFGHIJ`,
    to: `aws:lambda-function/${account}/${region}/mail`,
  });
});

test('no value of a secret is kept', async () => {
  const read = await Promise.all(all.map(readFixture));
  const kept = JSON.stringify(read.map((r) => r.fragments));
  for (const value of ['npm_Zk4v', 'npm_Qm8v', 'kP4nZ7wQ2xT9', 'vN7kQ2xZ9mB4', 'hf_QwEr', 'vK3nQ9xZ1mT7'])
    expect(kept).not.toContain(value);
});

/** Answers in which anything may stand anywhere. */
const key = fc.oneof(
  fc.constantFrom(
    'FunctionName',
    'Environment',
    'Variables',
    'ARN',
    'Name',
    'Instances',
    'agentId',
    'Policy',
    'ResourcePolicy',
    'Role',
    'raw',
  ),
  fc.string(),
  fc.constant('__proto__'),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, fc.string(), fc.integer(), fc.boolean(), fc.constant(null), tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  object: fc.dictionary(key, tie('value'), { maxKeys: 6 }),
}));

test('whatever an answer holds, it is read or left out with a gap', () => {
  fc.assert(
    fc.property(fc.constantFrom(...serviceKinds), value ?? fc.anything(), (kind, raw) => {
      const out: Fragment[] = [];
      const normaliser = new AwsNormaliser((f) => out.push(f), { source: 's', account, fingerprint: () => 'f' });
      normaliser.add({ kind, raw, at: { source: 's' } });
      normaliser.finish();
      expect(out.every((f) => f.type !== 'workload' || typeof f.value.name === 'string')).toBe(true);
    }),
    { numRuns: 1500 },
  );
});

test('who comes into a cluster of EKS, and what AWS itself gives them there', async () => {
  const entry = await readFixture('services/access-entry.json');
  const cluster = `arn:aws:eks:${region}:${account}:cluster.main`;
  const user = `kubernetes:user/${cluster}/role.${account}.ops`;
  expect(entry.fragments).toContainEqual({
    type: 'membership',
    value: { identity: user, group: `kubernetes:group/${cluster}/operators` },
  });
  expect(entry.fragments.flatMap((f) => (f.type === 'link' ? [[f.value.kind, f.value.from, f.value.to]] : []))).toEqual([
    ['enters', role('ops'), user],
  ]);
  const policies = await readFixture('services/access-policies.json');
  expect(policies.fragments.flatMap((f) => (f.type === 'grant' ? [[f.value.name, f.value.namespace]] : []))).toEqual([
    ['cluster-admin', undefined],
    ['edit', 'shop'],
    ['edit', 'web'],
  ]);
});
