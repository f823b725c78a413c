import { expect, test } from 'vitest';
import { AwsNormaliser } from '../../src/collectors/aws/normalise.ts';
import type { AwsRecord } from '../../src/collectors/aws/records.ts';
import { InventoryBuilder } from '../../src/inventory/inventory.ts';
import { readCluster } from './kubernetes-objects/read-cluster.ts';
import { scan, write } from './repository/scan.ts';

const account = '111122223333';

test.each([
  [{ MaxSessionDuration: 43_200 }, 43_200],
  [{ MaxSessionDuration: '43200' }, undefined],
  [{}, undefined],
])('a role as ListRoles has it: %j', (more, seconds) => {
  const builder = new InventoryBuilder();
  const normaliser = new AwsNormaliser((f) => builder.add(f), { source: 's', account, fingerprint: () => 'f' });
  const raw = { RoleName: 'app', Arn: `arn:aws:iam::${account}:role/app`, ...more };
  normaliser.add({ kind: 'role-detail', raw, at: { source: 's' } } as AwsRecord);
  normaliser.finish();
  expect(builder.finish([]).identities.get(`aws:role/${account}/app`)?.aws?.max_session_seconds).toBe(seconds);
});

test.each([
  [0, 1],
  [1, 0],
])('a role of the details and its session of the list, in either order (%i, %i)', (...order) => {
  const builder = new InventoryBuilder();
  const normaliser = new AwsNormaliser((f) => builder.add(f), { source: 's', account, fingerprint: () => 'f' });
  const named = { RoleName: 'app', Arn: `arn:aws:iam::${account}:role/app` };
  const trusted = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  const records: AwsRecord[] = [
    {
      kind: 'role-detail',
      raw: { ...named, Path: '/', AssumeRolePolicyDocument: trusted, RolePolicyList: [], AttachedManagedPolicies: [] },
      at: { source: 's' },
      detail: true,
    },
    { kind: 'role-session', raw: { ...named, MaxSessionDuration: 7200 }, at: { source: 's' } },
  ];
  for (const index of order) normaliser.add(records[index] as AwsRecord);
  normaliser.finish();
  const inventory = builder.finish([]);
  const role = inventory.identities.get(`aws:role/${account}/app`);
  expect(role).toMatchObject({ nature: 'workload', standing: 'observed', grantsListed: true, aws: { max_session_seconds: 7200 } });
  expect(inventory.grants.get(role?.id ?? '') ?? []).toEqual([]);
});

const trust = 'jsonencode({ Version = "2012-10-17", Statement = [] })';
const roles = async (files: Readonly<Record<string, string>>): Promise<readonly (number | undefined)[]> => {
  const { inventory } = await scan(write(files));
  return [...inventory.identities.values()].filter((i) => i.kind === 'aws-iam-role').map((i) => i.aws?.max_session_seconds);
};

test.each([
  ['', 3600],
  ['max_session_duration = 7200', 7200],
  ['max_session_duration = var.unknown', undefined],
])('a role in Terraform: %s', async (line, seconds) => {
  const code = `variable "unknown" {}\nresource "aws_iam_role" "app" {\n  name = "app"\n  assume_role_policy = ${trust}\n  ${line}\n}\n`;
  expect(await roles({ 'main.tf': code })).toEqual([seconds]);
});

test.each([
  ['', 3600],
  ['      MaxSessionDuration: 7200\n', 7200],
])('a role in a template: %s', async (line, seconds) => {
  const template = `AWSTemplateFormatVersion: "2010-09-09"
Resources:
  App:
    Type: AWS::IAM::Role
    Properties:
      RoleName: app
      AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [] }
${line}`;
  expect(await roles({ 'template.yaml': template })).toEqual([seconds]);
});

test.each([
  ['', 360],
  ['timeout-minutes: 15', 15],
  [`timeout-minutes: \${{ inputs.minutes }}`, undefined],
])('a job of a workflow: %s', async (line, minutes) => {
  const workflow = `on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    ${line}\n    steps: [{ run: make }]\n`;
  const { inventory } = await scan(write({ '.github/workflows/ci.yml': workflow }));
  expect([...inventory.identities.values()].filter((i) => i.ci !== undefined).map((i) => i.ci?.timeout_minutes)).toEqual([minutes]);
});

test.each([
  ['', 0],
  ['{ name: t, projected: { sources: [{ serviceAccountToken: { path: t, expirationSeconds: 7200 } }] } }', 7200],
  ['{ name: t, projected: { sources: [{ serviceAccountToken: { path: t } }] } }', 3600],
  ['{ name: kube-api-access-x7k2p, projected: { sources: [{ serviceAccountToken: { path: token, expirationSeconds: 3607 } }] } }', 0],
])('a pod: %s', (volume, seconds) => {
  const { of } = readCluster(`
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers: [{ name: web, image: "acme/web:1" }]
  volumes: [${volume}]
`);
  expect(of('workload').map((w) => w.settings?.token_seconds)).toEqual([seconds]);
});
