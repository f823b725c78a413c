import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import {
  CreateRoleCommand,
  CreateUserCommand,
  GenerateCredentialReportCommand,
  GetAccountAuthorizationDetailsCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  IAMClient,
  ListRolesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  AttachPolicyCommand,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  CreatePolicyCommand,
  EnablePolicyTypeCommand,
  ListRootsCommand,
  MoveAccountCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { collectAwsFile } from '../../src/collectors/aws/file-dumps.ts';
import { collectOrganization } from '../../src/collectors/aws/live-all-accounts.ts';
import { AwsNormaliser } from '../../src/collectors/aws/normalise.ts';
import type { Fragment } from '../../src/inventory/fragment.ts';
import { type Inventory, InventoryBuilder } from '../../src/inventory/inventory.ts';
import { lasting } from '../collectors/aws/read-fixture.ts';
import { contextOf, stubEnvironment } from '../collectors/aws-live-account.ts';

/** A running moto server (https://docs.getmoto.org/en/latest/docs/server_mode.html), for example http://127.0.0.1:5000. It is wiped. */
const url = process.env.MOTO_URL;
if (url === undefined) process.stdout.write('skipped: set MOTO_URL to a running moto server to read an organization from it\n');

const folder = mkdtempSync(join(tmpdir(), 'nhi-moto-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  vi.unstubAllEnvs();
});

const endpoint = url ?? '';
const settings = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' } };
const inline = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['iam:CreateUser', 's3:*'], Resource: '*' }],
});
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

/** IAM in an account of the organization. */
async function iamOf(account: string): Promise<IAMClient> {
  const sts = new STSClient(settings);
  const RoleArn = `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`;
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }));
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '', SessionToken: sessionToken = '' } = Credentials ?? {};
  return new IAMClient({ ...settings, credentials: { accessKeyId, secretAccessKey, sessionToken } });
}

/** Three accounts, one in a unit in which users cannot be made; each with a user and a role. */
async function populate(): Promise<readonly string[]> {
  await fetch(`${endpoint}/moto-api/reset`, { method: 'POST' });
  const organizations = new OrganizationsClient(settings);
  await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  const { Roots } = await organizations.send(new ListRootsCommand({}));
  const root = Roots?.[0]?.Id ?? '';
  await organizations.send(new EnablePolicyTypeCommand({ RootId: root, PolicyType: 'SERVICE_CONTROL_POLICY' }));
  const { OrganizationalUnit } = await organizations.send(new CreateOrganizationalUnitCommand({ ParentId: root, Name: 'production' }));
  const { Policy } = await organizations.send(
    new CreatePolicyCommand({
      Name: 'no-users',
      Description: 'no users',
      Type: 'SERVICE_CONTROL_POLICY',
      Content: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'iam:CreateUser', Resource: '*' }] }),
    }),
  );
  await organizations.send(new AttachPolicyCommand({ PolicyId: Policy?.PolicySummary?.Id, TargetId: OrganizationalUnit?.Id }));
  const members: string[] = [];
  for (const AccountName of ['payments', 'storefront', '\u001b[31m::error::']) {
    const { CreateAccountStatus } = await organizations.send(
      new CreateAccountCommand({ AccountName, Email: `${members.length}@example.com` }),
    );
    const account = CreateAccountStatus?.AccountId ?? '';
    const iam = await iamOf(account);
    await iam.send(new CreateUserCommand({ UserName: 'build' }));
    await iam.send(new CreateRoleCommand({ RoleName: 'deploy', AssumeRolePolicyDocument: trust }));
    await iam.send(new PutRolePolicyCommand({ RoleName: 'deploy', PolicyName: 'own', PolicyDocument: inline }));
    members.push(account);
  }
  await organizations.send(
    new MoveAccountCommand({ AccountId: members[0], SourceParentId: root, DestinationParentId: OrganizationalUnit?.Id }),
  );
  return members;
}

/** What the command line would have saved of one account. */
async function dump(account: string): Promise<readonly string[]> {
  const iam = await iamOf(account);
  const { $metadata: _, ...details } = await iam.send(new GetAccountAuthorizationDetailsCommand({}));
  await iam.send(new GenerateCredentialReportCommand({}));
  const { Content } = await iam.send(new GetCredentialReportCommand({}));
  const { SummaryMap } = await iam.send(new GetAccountSummaryCommand({}));
  const { Roles } = await iam.send(new ListRolesCommand({}));
  const decoded = (answer: unknown): string =>
    JSON.stringify(answer, (key, value: unknown) =>
      typeof value === 'string' && /^(?:Document|PolicyDocument|AssumeRolePolicyDocument)$/.test(key)
        ? JSON.parse(value.startsWith('{') ? value : decodeURIComponent(value))
        : value,
    );
  const files = {
    [`${account}-details.json`]: decoded(details),
    [`${account}-roles.json`]: decoded({ Roles }),
    [`${account}-report.csv`]: new TextDecoder().decode(Content),
    [`${account}-summary.json`]: JSON.stringify({ SummaryMap }),
  };
  return Object.entries(files).map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  });
}

/** What is known of one account, without where it was learnt. */
function contentOf(inventory: Inventory, account: string): readonly unknown[] {
  const bare = (key: string, value: unknown): unknown => (/^(evidence|factEvidence)$/.test(key) ? undefined : value);
  const { identities, credentials, grants, trusts } = inventory;
  const all = [...identities.values(), ...credentials.values(), ...[...grants.values()].flat(), ...[...trusts.values()].flat()];
  return all
    .filter((record) => record.id.includes(account) && record.id.startsWith('aws:') && !record.id.startsWith('aws:account/'))
    .map((record) => JSON.stringify(record, bare))
    .sort()
    .map((text) => JSON.parse(text) as unknown);
}

test.skipIf(url === undefined)('an organization that moto plays is read account by account, and equals its dumps', async () => {
  const members = await populate();
  stubEnvironment(endpoint, { AWS_ACCESS_KEY_ID: 'testing', AWS_SECRET_ACCESS_KEY: 'testing' });
  const fragments: Fragment[] = [];
  const collected = await collectOrganization(
    'aws:org',
    contextOf((fragment) => fragments.push(fragment)),
    (emit, source) => new AwsNormaliser(emit, { source, fingerprint: () => 'f' }),
    async () => {},
  );
  const builder = new InventoryBuilder();
  for (const fragment of fragments) builder.add(fragment);
  const live = builder.finish(collected.parts ?? []);

  expect(collected.parts?.map((part) => part.scope).slice(1)).toEqual(['123456789012', ...members].sort());
  // What moto does not have: nothing else is missing.
  expect(
    [...new Set(live.gaps.map((gap) => gap.permission))].filter((permission) => permission !== 'iam:ListServiceSpecificCredentials'),
  ).toEqual([]);
  const [payments = '', storefront = ''] = members;
  const unit = live.scopes.get(`aws:account/${payments}`)?.parent ?? '';
  expect(unit).toMatch(/^aws:ou\/ou-/);
  expect(live.scopes.get(unit)).toMatchObject({ name: 'production', parent: 'aws:organization' });
  expect(live.scopes.get(`aws:account/${storefront}`)).toMatchObject({ name: 'storefront', parent: 'aws:organization' });
  expect(live.scopes.get('aws:account/123456789012')?.management).toBe(true);
  expect(live.grants.get(unit)?.map((grant) => grant.name)).toContain('no-users');

  for (const account of members) {
    const filed: Fragment[] = [];
    for (const path of await dump(account)) {
      await collectAwsFile(path, { source: basename(path), fingerprint: () => 'f', emit: (fragment) => filed.push(fragment) });
    }
    const fromFiles = new InventoryBuilder();
    for (const fragment of lasting(filed)) fromFiles.add(fragment);
    const expected = contentOf(fromFiles.finish([]), account);
    expect(expected.length).toBeGreaterThan(3);
    expect(contentOf(live, account)).toEqual(expected);
    expect(live.identities.get(`aws:role/${account}/deploy`)?.aws?.max_session_seconds).toBe(3600);
  }
});
