import { describe, expect, it } from 'vitest';
import { aboutInName } from '../../../src/collectors/aws/dump-kinds.ts';
import { AwsNormaliser } from '../../../src/collectors/aws/normalise.ts';
import type { AwsRecord } from '../../../src/collectors/aws/records.ts';
import { type Inventory, InventoryBuilder } from '../../../src/inventory/inventory.ts';
import { inventoryOf } from './read-fixture.ts';

const arn = 'arn:aws:organizations::444455556666:policy/o-example/service_control_policy/p-example1';
const content = '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:CreateUser","Resource":"*"}}';

describe('organization policies', () => {
  it('limit the whole organization where the targets are not known, and say so', async () => {
    const { grants, policies, gaps } = await inventoryOf('organization/describe-policy.json');
    expect(grants.get('aws:organization')).toMatchObject([{ kind: 'scp', name: 'no-keys', policy: arn }]);
    expect(policies.get(arn)?.document).toBeDefined();
    expect(gaps).toMatchObject([{ partial: false, what: 'which accounts organization policies are attached to' }]);
  });

  it.each([
    ['an account', [{ TargetId: '111122223333', Type: 'ACCOUNT' }], ['aws:account/111122223333'], 0],
    ['the root', [{ TargetId: 'r-1', Type: 'ROOT' }], ['aws:organization'], 0],
    ['a unit', [{ TargetId: 'ou-1', Type: 'ORGANIZATIONAL_UNIT' }], ['aws:ou/ou-1'], 1],
    ['no target', [{ Type: 'ROOT' }], ['aws:organization'], 1],
    ['nothing', [], [], 0],
  ])('are held by %s', (_name, targets, holders, gaps) => {
    const builder = new InventoryBuilder();
    const normaliser = new AwsNormaliser((f) => builder.add(f), { source: 's', fingerprint: () => 'f' });
    const raw = { PolicySummary: { Arn: arn, Name: 'no-users', Type: 'SERVICE_CONTROL_POLICY' }, Content: content, Targets: targets };
    normaliser.add({ kind: 'organization-policy', raw, at: { source: 's' } });
    normaliser.finish();
    const inventory = builder.finish([]);
    expect([...inventory.grants.keys()]).toEqual(holders);
    expect(inventory.gaps).toHaveLength(gaps);
  });

  it('do not count where only their names are given', async () => {
    const { grants, gaps, scopes } = await inventoryOf('organization/list-policies.json');
    expect(grants.size).toBe(0);
    expect(scopes.size).toBe(0);
    expect(gaps).toMatchObject([{ what: 'the contents of organization policies' }]);
  });
});

const read = (records: readonly Omit<Extract<AwsRecord, { kind: `organization${string}` }>, 'at'>[]): Inventory => {
  const builder = new InventoryBuilder();
  // Each answer is a file of its own.
  for (const record of records) {
    const normaliser = new AwsNormaliser((f) => builder.add(f), { source: 's', fingerprint: () => 'f' });
    normaliser.add({ ...record, at: { source: 's' } });
    normaliser.finish();
  }
  return builder.finish([]);
};

describe('whose an account is', () => {
  it('stands in its ARN, and in what describes the organization', () => {
    const account = (id: string, organization: string) => ({
      kind: 'organization-account' as const,
      raw: { Id: id, Arn: `arn:aws:organizations::444455556666:account/${organization}/${id}` },
    });
    const { scopes } = read([
      account('111122223333', 'o-aaaaaaaaaa'),
      account('222233334444', 'o-bbbbbbbbbb'),
      { kind: 'organization', raw: { Id: 'o-aaaaaaaaaa', MasterAccountId: '444455556666' } },
      { kind: 'organization', raw: { Id: 'o-bbbbbbbbbb', MasterAccountId: '555566667777' } },
    ]);
    expect([...scopes.values()].flatMap((s) => (s.organizationId ? [`${s.name} ${s.organizationId} ${s.management ?? ''}`] : []))).toEqual([
      '111122223333 o-aaaaaaaaaa ',
      '222233334444 o-bbbbbbbbbb ',
      '444455556666 o-aaaaaaaaaa true',
      '555566667777 o-bbbbbbbbbb true',
    ]);
  });
});

describe('the tree of an organization', () => {
  const parents = (inventory: Inventory): Record<string, string | undefined> =>
    Object.fromEntries([...inventory.scopes.values()].map((s) => [s.id, s.parent]));
  const placed = {
    'aws:organization': undefined,
    'aws:ou/ou-ab12-aaaaaaaa': 'aws:organization',
    'aws:ou/ou-ab12-bbbbbbbb': 'aws:ou/ou-ab12-aaaaaaaa',
    'aws:account/111122223333': 'aws:ou/ou-ab12-bbbbbbbb',
  };

  it.each<[string, Parameters<typeof read>[0]]>([
    [
      'list-parents',
      [
        { kind: 'organization-parent', about: 'ou-ab12-aaaaaaaa', raw: { Id: 'r-ab12', Type: 'ROOT' } },
        { kind: 'organization-parent', about: 'ou-ab12-bbbbbbbb', raw: { Id: 'ou-ab12-aaaaaaaa', Type: 'ORGANIZATIONAL_UNIT' } },
        { kind: 'organization-parent', about: '111122223333', raw: { Id: 'ou-ab12-bbbbbbbb', Type: 'ORGANIZATIONAL_UNIT' } },
      ],
    ],
    [
      'list-children, list-organizational-units-for-parent and list-accounts-for-parent',
      [
        { kind: 'organization-unit', about: 'r-ab12', raw: { Id: 'ou-ab12-aaaaaaaa' } },
        { kind: 'organization-child', about: 'ou-ab12-aaaaaaaa', raw: { Id: 'ou-ab12-bbbbbbbb', Type: 'ORGANIZATIONAL_UNIT' } },
        { kind: 'organization-account', about: 'ou-ab12-bbbbbbbb', raw: { Id: '111122223333' } },
      ],
    ],
    [
      'the paths that accounts carry',
      [{ kind: 'organization-account', raw: { Id: '111122223333', Paths: ['o-example111/r-ab12/ou-ab12-aaaaaaaa/ou-ab12-bbbbbbbb/'] } }],
    ],
  ])('is read from %s', (_name, records) => {
    expect(parents(read(records))).toEqual(placed);
  });

  it('says which account manages it', () => {
    const { scopes } = read([{ kind: 'organization', raw: { Id: 'o-example111', MasterAccountId: '111122223333' } }]);
    expect(scopes.get('aws:account/111122223333')?.management).toBe(true);
  });

  it.each<[string, Parameters<typeof read>[0][number]]>([
    ['a child of itself', { kind: 'organization-child', about: 'ou-ab12-aaaaaaaa', raw: { Id: 'ou-ab12-aaaaaaaa' } }],
    ['an account over a unit', { kind: 'organization-parent', about: 'ou-ab12-aaaaaaaa', raw: { Id: '111122223333' } }],
    ['something that is nothing', { kind: 'organization-child', about: 'ou-ab12-aaaaaaaa', raw: { Id: '../../etc' } }],
    ['text', { kind: 'organization-root', raw: 'r-ab12' }],
  ])('takes no parent from %s', (_name, record) => {
    const inventory = read([record]);
    expect(Object.values(parents(inventory)).filter((p) => p !== undefined)).toEqual([]);
  });

  it('asks for the id in the file name where the answer does not say what it is about', () => {
    const { gaps, scopes } = read([{ kind: 'organization-child', raw: { Id: '111122223333', Type: 'ACCOUNT' } }]);
    expect(scopes.get('aws:account/111122223333')?.parent).toBeUndefined();
    expect(gaps).toMatchObject([{ partial: false, detail: expect.stringContaining('in the file name') }]);
  });
});

describe('where organization policies are attached', () => {
  const policy = { PolicySummary: { Arn: arn, Name: 'no-users', Type: 'SERVICE_CONTROL_POLICY' }, Content: content };
  const target = (TargetId: string) => ({ kind: 'organization-target', about: 'p-example1', raw: { TargetId } }) as const;

  it('is settled by the targets of another answer, whichever came first', () => {
    for (const records of [
      [policy, 0],
      [0, policy],
    ]) {
      const { grants } = read(records.map((raw) => (raw === 0 ? target('ou-ab12-aaaaaaaa') : { kind: 'organization-policy', raw })));
      expect([...grants.entries()].map(([holder, list]) => [holder, list.map((g) => [g.kind, g.assumed])])).toEqual([
        ['aws:ou/ou-ab12-aaaaaaaa', [['scp', undefined]]],
      ]);
    }
  });

  it('is what list-policies-for-target says, the content coming from elsewhere', () => {
    const { grants, policies } = read([
      { kind: 'organization-policy', about: '111122223333', raw: { Arn: arn, Name: 'no-users', Type: 'SERVICE_CONTROL_POLICY' } },
      { kind: 'organization-policy', raw: policy },
    ]);
    expect(grants.get('aws:account/111122223333')).toMatchObject([{ kind: 'scp', policy: arn }]);
    expect(policies.get(arn)?.document).toBeDefined();
  });
});

describe('file names', () => {
  it.each([
    ['ou-ab12-aaaaaaaa-children.json', 'organization-child', 'ou-ab12-aaaaaaaa'],
    ['children_r-ab12.json', 'organization-child', 'r-ab12'],
    ['p-example1-targets.json', 'organization-target', 'p-example1'],
    ['111122223333-parents.json', 'organization-parent', '111122223333'],
    ['policies-for-target-111122223333.json', 'organization-policy', '111122223333'],
    ['111122223333-policies.json', 'organization-policy', undefined],
    ['111122223333-accounts.json', 'organization-account', undefined],
    ['p-example1-children.json', 'organization-child', undefined],
    ['four-abcd.json', 'organization-child', undefined],
  ] as const)('%s of %s says %s', (name, kind, about) => {
    expect(aboutInName(name, kind)).toBe(about);
  });
});

describe('organization accounts', () => {
  it('are known as members of one organization', async () => {
    const { scopes } = await inventoryOf('organization/list-accounts.json');
    expect(scopes.get('aws:account/111122223333')).toMatchObject({
      name: 'payments-prod',
      memberAccounts: ['111122223333', '444455556666'],
    });
  });
});

describe('accounts that administer services for the organization', () => {
  const told = (...records: readonly Partial<AwsRecord>[]) => {
    const builder = new InventoryBuilder();
    const normaliser = new AwsNormaliser((f) => builder.add(f), { source: 's', fingerprint: () => 'f' });
    for (const record of records) normaliser.add({ kind: 'organization-delegate', at: { source: 's' }, ...record } as AwsRecord);
    normaliser.finish();
    const { scopes, gaps } = builder.finish([]);
    return { delegated: scopes.get('aws:account/111122223333')?.delegated, gaps: gaps.map((g) => g.what) };
  };
  const administrator = { Id: '111122223333', Arn: 'arn:aws:organizations::444455556666:account/o-example1234/111122223333' };
  const service = { ServicePrincipal: 'sso.amazonaws.com', DelegationEnabledDate: '2026-01-05T09:00:00Z' };

  it('are those of whose services a list tells', () => {
    expect(told({ raw: service, about: '111122223333' })).toEqual({ delegated: ['sso.amazonaws.com'], gaps: [] });
    expect(told({ raw: administrator, about: 'sso.amazonaws.com' })).toEqual({ delegated: ['sso.amazonaws.com'], gaps: [] });
    expect(told({ raw: administrator }, { raw: service, about: '111122223333' })).toEqual({ delegated: ['sso.amazonaws.com'], gaps: [] });
  });

  it('are not known where no list tells whose or what', () => {
    expect(told({ raw: administrator })).toEqual({
      delegated: undefined,
      gaps: ['which services accounts administer for the organization'],
    });
    expect(told({ raw: service })).toEqual({ delegated: undefined, gaps: ['which account services are delegated to'] });
    expect(told({ raw: { Arn: 'x' } }).delegated).toBeUndefined();
    expect(told({ raw: service, about: 'ou-ab12-aaaaaaaa' }).delegated).toBeUndefined();
  });

  it.each([
    ['delegated-administrators-sso.amazonaws.com.json', 'sso.amazonaws.com'],
    ['member.org.stacksets.cloudformation.amazonaws.com.json', 'member.org.stacksets.cloudformation.amazonaws.com'],
    ['delegated-services-111122223333.json', '111122223333'],
    ['444455556666-services-of-111122223333.json', undefined],
    ['delegated-administrators.json', undefined],
  ])('are told by the name %s', (name, about) => {
    expect(aboutInName(name, 'organization-delegate')).toBe(about);
  });
});
