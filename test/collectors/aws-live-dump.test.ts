import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { collectAwsFile } from '../../src/collectors/aws/file-dumps.ts';
import { collectOrganization } from '../../src/collectors/aws/live-all-accounts.ts';
import { AwsNormaliser } from '../../src/collectors/aws/normalise.ts';
import type { Fragment } from '../../src/inventory/fragment.ts';
import { type Inventory, InventoryBuilder } from '../../src/inventory/inventory.ts';
import { lasting } from './aws/read-fixture.ts';
import { contextOf, stubEnvironment } from './aws-live-account.ts';
import { accounts, asListed, management, parentOf, policies, report, units, wholeOrganization } from './aws-live-members.ts';
import { startStub } from './aws-stub.ts';

const folder = mkdtempSync(join(tmpdir(), 'nhi-dump-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

const json = (name: string, value: unknown): string => write(name, JSON.stringify(value, null, 4));
function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const inline = {
  PolicyName: 'own',
  PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['iam:CreateUser', 's3:GetObject'], Resource: '*' }] },
};

/** What the AWS command line writes of one account of the stub. */
function dumpAccount(account: string): readonly string[] {
  const details = {
    UserDetailList: [
      {
        UserName: 'build',
        UserId: `AIDA${account}`,
        Path: '/',
        Arn: `arn:aws:iam::${account}:user/build`,
        CreateDate: '2024-05-06T07:08:09+00:00',
        GroupList: [],
        AttachedManagedPolicies: [],
        UserPolicyList: [inline],
      },
    ],
    GroupDetailList: [],
    RoleDetailList: [
      {
        RoleName: 'deploy',
        Arn: `arn:aws:iam::${account}:role/deploy`,
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        },
        AttachedManagedPolicies: [],
        RolePolicyList: [inline],
      },
    ],
    Policies: [],
  };
  return [
    json(`${account}-details.json`, details),
    write(`${account}-report.csv`, report(account)),
    json(`${account}-summary.json`, { SummaryMap: { AccountMFAEnabled: 1 } }),
  ];
}

/** The same of the organization: each answer in a file whose name says what it is about where the answer does not. */
function dumpOrganization(): readonly string[] {
  const { production, payments, sandbox } = units;
  const unit = (Id: string): object => ({ Id, Name: Id === payments ? 'payments' : `unit ${Id}` });
  return [
    json('organization.json', { Organization: { Id: 'o-example1234', MasterAccountId: management } }),
    json('accounts.json', {
      Accounts: accounts.map(asListed),
    }),
    json('roots.json', { Roots: [{ Id: 'r-ab12', Name: 'Root' }] }),
    json('r-ab12-units.json', { OrganizationalUnits: [production, sandbox].map(unit) }),
    json(`${production}-units.json`, { OrganizationalUnits: [unit(payments)] }),
    // Half of the tree from above, half from below.
    ...['r-ab12', production].map((id) =>
      json(`${id}-children.json`, {
        Children: accounts.filter((account) => parentOf(account) === id).map((Id) => ({ Id, Type: 'ACCOUNT' })),
      }),
    ),
    ...accounts
      .filter((account) => [payments, sandbox].some((id) => id === parentOf(account)))
      .map((account) => json(`${account}-parents.json`, { Parents: [{ Id: parentOf(account), Type: 'ORGANIZATIONAL_UNIT' }] })),
    ...policies.flatMap(({ id, text, targets }) => [
      json(`describe-${id}.json`, {
        Policy: { PolicySummary: { Id: id, Name: id.slice(2), Type: 'SERVICE_CONTROL_POLICY' }, Content: text },
      }),
      json(`${id}-targets.json`, { Targets: targets.map((TargetId) => ({ TargetId })) }),
    ]),
  ];
}

async function readFiles(files: readonly string[]): Promise<Inventory> {
  const builder = new InventoryBuilder();
  const fragments: Fragment[] = [];
  for (const path of files)
    await collectAwsFile(path, { source: basename(path), fingerprint: () => 'f', emit: (fragment) => fragments.push(fragment) });
  for (const fragment of lasting(fragments)) builder.add(fragment);
  return builder.finish([]);
}

async function readLive(): Promise<readonly Fragment[]> {
  const stub = await startStub(wholeOrganization);
  try {
    stubEnvironment(stub.url);
    const fragments: Fragment[] = [];
    await collectOrganization(
      'aws:org',
      contextOf((fragment) => fragments.push(fragment)),
      (emit, source) => new AwsNormaliser(emit, { source, fingerprint: () => 'f' }),
      async () => {},
    );
    return fragments;
  } finally {
    await stub.close();
  }
}

/** All that was learnt, sorted, without where it was learnt. */
function content(inventory: Inventory): Readonly<Record<string, readonly string[]>> {
  const bare = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(bare);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => !['evidence', 'factEvidence', 'supplies', 'attached'].includes(key))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, member]) => [key, bare(member)]),
    );
  };
  const sorted = (values: Iterable<unknown>): readonly string[] => [...values].map((value) => JSON.stringify(bare(value))).sort();
  const { identities, credentials, grants, trusts, documents, memberships, scopes, policies: held } = inventory;
  return {
    identities: sorted(identities.values()),
    credentials: sorted(credentials.values()),
    grants: sorted([...grants.values()].flat()),
    trusts: sorted([...trusts.values()].flat()),
    documents: sorted(documents.values()),
    policies: sorted(held.values()),
    memberships: sorted(memberships),
    scopes: sorted(scopes.values()),
  };
}

test('the organization read live is the organization read from its dumps', async () => {
  const builder = new InventoryBuilder();
  for (const fragment of await readLive()) builder.add(fragment);
  const live = builder.finish([]);
  const files = await readFiles([...accounts.flatMap(dumpAccount), ...dumpOrganization()]);
  expect(live.identities.size).toBe(90);
  for (const [kind, of] of Object.entries(content(live))) expect([kind, content(files)[kind]]).toEqual([kind, of]);
});

test('files of the organization settle the gaps of each other', async () => {
  const { gaps, scopes } = await readFiles([...dumpAccount(management), ...dumpOrganization()]);
  const supplied = new Set([...scopes.values()].flatMap((scope) => (scope.supplies ?? []).map((supply) => `${scope.id}#${supply}`)));
  expect(gaps.filter((gap) => gap.settledBy === undefined || !supplied.has(gap.settledBy))).toEqual([]);
});
