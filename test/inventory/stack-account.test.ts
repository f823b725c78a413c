import { describe, expect, test } from 'vitest';
import { azureStack, stackGroup } from '../../src/inventory/azure-id.ts';
import type { Fragment } from '../../src/inventory/fragment.ts';
import { awsIdentityId, isAwsAccount, stackAccount } from '../../src/inventory/id.ts';
import type { Identity, Standing } from '../../src/inventory/identity.ts';
import { InventoryBuilder } from '../../src/inventory/inventory.ts';

const shop = stackAccount('shop', 'infra');
const other = stackAccount('shop', 'infra/other');
const real = '210987654321';

function role(account: string, name: string, standing: Standing, more: Partial<Identity> = {}): Fragment {
  const value: Identity = {
    id: `aws:role/${account}/${name}`,
    plane: 'aws',
    kind: 'aws-iam-role',
    name,
    scope: account,
    nature: 'unknown',
    agent: false,
    standing,
    aws: { account },
    evidence: [{ source: standing }],
    ...more,
  };
  return { type: 'identity', value };
}

function inline(account: string, name: string, policy: string, declared: boolean): Fragment {
  const holder = `aws:role/${account}/${name}`;
  const value = {
    id: `${holder}#inline/${policy}`,
    holder,
    kind: 'inline' as const,
    name: policy,
    document: `${policy} ${declared}`,
    evidence: [],
  };
  return { type: 'grant', value: declared ? { ...value, declared: true } : value };
}

function build(...fragments: readonly Fragment[]): ReturnType<InventoryBuilder['finish']> {
  const builder = new InventoryBuilder();
  for (const f of fragments) builder.add(f);
  return builder.finish([]);
}

describe('an account that code leaves open', () => {
  test('is an account of its own', () => {
    expect(isAwsAccount(shop)).toBe(true);
    expect(awsIdentityId(`arn:aws:iam::${shop}:role/x/app`)).toBe(`aws:role/${shop}/app`);
    expect(shop).not.toBe(other);
  });

  test('settles where one account of the run holds the name', () => {
    const { identities, trusts } = build(role(shop, 'app', 'declared'), role(shop, 'lone', 'declared'), role(real, 'app', 'named'), {
      type: 'trust',
      value: {
        id: `aws:role/${shop}/app#trust/account/${shop}`,
        identity: `aws:role/${shop}/app`,
        kind: 'aws-role-trust',
        effect: 'Allow',
        principalKind: 'account',
        principal: `arn:aws:iam::${shop}:root`,
        actions: ['sts:AssumeRole'],
        declared: true,
        evidence: [],
      },
    });
    expect([...identities.keys()].sort()).toEqual([`aws:role/${real}/app`, `aws:role/${real}/lone`]);
    expect(identities.get(`aws:role/${real}/app`)).toMatchObject({ standing: 'declared', scope: real, aws: { account: real } });
    expect(identities.get(`aws:role/${real}/app`)?.evidence).toHaveLength(2);
    expect(trusts.get(`aws:role/${real}/app`)?.[0]?.principal).toBe(`arn:aws:iam::${real}:root`);
  });

  test.each([
    ['two accounts hold the name', [role('210987654322', 'app', 'named')]],
    ['two stacks hold the name', [role(other, 'app', 'declared')]],
  ])('stays open where %s', (_name, more) => {
    const { identities } = build(role(shop, 'app', 'declared'), role(real, 'app', 'named'), ...more);
    expect(identities.has(`aws:role/${shop}/app`)).toBe(true);
  });

  test('stays open where its names lead to different accounts', () => {
    const { identities } = build(
      role(shop, 'a', 'declared'),
      role(shop, 'b', 'declared'),
      role(real, 'a', 'named'),
      role('210987654322', 'b', 'named'),
    );
    expect([...identities.keys()].filter((id) => id.includes(shop))).toHaveLength(2);
  });

  test('one that begins like another is left alone', () => {
    const { identities } = build(role(shop, 'app', 'declared'), role(other, 'different', 'declared'), role(real, 'app', 'named'));
    expect([...identities.keys()].sort()).toEqual([`aws:role/${real}/app`, `aws:role/${other}/different`]);
  });
});

describe('what the provider says counts before what code says', () => {
  const observed = role(real, 'app', 'observed', { grantsListed: true, owner: 'live' });
  const declared = role(real, 'app', 'declared', { grantsListed: true, owner: 'code' });

  test.each([
    [
      'code first',
      [declared, inline(real, 'app', 'p', true), inline(real, 'app', 'gone', true), observed, inline(real, 'app', 'p', false)],
    ],
    ['code last', [observed, inline(real, 'app', 'p', false), declared, inline(real, 'app', 'p', true), inline(real, 'app', 'gone', true)]],
  ])('%s', (_name, fragments) => {
    const { identities, grants } = build(...fragments);
    const id = `aws:role/${real}/app`;
    expect(identities.get(id)).toMatchObject({ standing: 'observed', owner: 'live' });
    expect(grants.get(id)?.map((g) => g.document)).toEqual(['p false']);
  });

  test('without a list of grants, those of the code count', () => {
    const { grants } = build(role(real, 'app', 'named'), declared, inline(real, 'app', 'p', true));
    expect(grants.get(`aws:role/${real}/app`)).toHaveLength(1);
  });
});

describe('the subscription that code is deployed to', () => {
  const stack = azureStack(shop);
  const live = '0b7c2d1e-3f4a-4b5c-8d6e-7f8091a2b3c4';
  const managed = (subscription: string, group: string, name: string, standing: Standing): Fragment => ({
    type: 'identity',
    value: {
      id: `azure:managed-identity/${subscription}/${group}/${name}`,
      plane: 'azure',
      kind: 'azure-managed-identity',
      name,
      scope: subscription,
      nature: 'workload',
      agent: false,
      standing,
      evidence: [{ source: standing }],
    },
  });
  const idsOf = (...fragments: readonly Fragment[]): readonly string[] => {
    const builder = new InventoryBuilder();
    for (const fragment of fragments) builder.add(fragment);
    return [...builder.finish([]).identities.keys()].sort();
  };

  test('is told by a managed identity of the same group and name', () => {
    expect(
      idsOf(managed(stack, 'rg', 'id', 'declared'), managed(stack, 'rg', 'new', 'declared'), managed(live, 'rg', 'id', 'observed')),
    ).toEqual([`azure:managed-identity/${live}/rg/id`, `azure:managed-identity/${live}/rg/new`]);
  });

  test('is told with the group where the code names none', () => {
    expect(idsOf(managed(stack, stackGroup(stack), 'id', 'declared'), managed(live, 'rg', 'id', 'observed'))).toEqual([
      `azure:managed-identity/${live}/rg/id`,
    ]);
  });

  test('is not told by one of another group, nor where two have the name', () => {
    expect(idsOf(managed(stack, 'other', 'id', 'declared'), managed(live, 'rg', 'id', 'observed'))).toHaveLength(2);
    const two = managed('1c8d3e2f-4051-4c6d-8e7f-8091a2b3c4d5', 'rg', 'id', 'observed');
    expect(idsOf(managed(stack, 'rg', 'id', 'declared'), managed(live, 'rg', 'id', 'observed'), two)).toHaveLength(3);
  });
});
