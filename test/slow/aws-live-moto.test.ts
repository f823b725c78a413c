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
import { afterEach, expect, test, vi } from 'vitest';
import { checkAws } from '../../src/collectors/aws/doctor.ts';
import { collectLive } from '../../src/collectors/aws/live.ts';
import { permissionDocument } from '../../src/collectors/aws/permissions.ts';
import type { AwsRecord } from '../../src/collectors/aws/records.ts';
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
      contextOf(() => {}),
    );
    expect(allowed.filter((line) => line.status === 'missing')).toEqual([]);

    stubEnvironment(endpoint, keys[1]);
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
