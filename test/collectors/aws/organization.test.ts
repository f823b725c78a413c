import { describe, expect, it } from 'vitest';
import { AwsNormaliser } from '../../../src/collectors/aws/normalise.ts';
import { InventoryBuilder } from '../../../src/inventory/inventory.ts';
import { inventoryOf } from './read-fixture.ts';

const arn = 'arn:aws:organizations::444455556666:policy/o-example/service_control_policy/p-example1';
const content = '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:CreateUser","Resource":"*"}}';

describe('organization policies', () => {
  it('limit the whole organization where the targets are not known, and say so', async () => {
    const { grants, policies, scopes, gaps } = await inventoryOf('organization/describe-policy.json');
    expect(grants.get('aws:organization')).toMatchObject([{ kind: 'scp', name: 'no-keys', policy: arn }]);
    expect(policies.get(arn)?.document).toBeDefined();
    expect(scopes.get('aws:organization')?.facts).toEqual({
      organization_policies: true,
      denied_everywhere: ['iam:CreateAccessKey', 'iam:CreateUser'],
    });
    expect(gaps).toMatchObject([{ partial: false, what: 'which accounts organization policies are attached to' }]);
  });

  it.each([
    ['an account', [{ TargetId: '111122223333', Type: 'ACCOUNT' }], ['aws:account/111122223333'], 0],
    ['the root', [{ TargetId: 'r-1', Type: 'ROOT' }], ['aws:organization'], 0],
    ['a unit', [{ TargetId: 'ou-1', Type: 'ORGANIZATIONAL_UNIT' }], ['aws:organization'], 1],
    ['nothing', [], [], 0],
  ])('are held by %s', (_name, targets, holders, gaps) => {
    const builder = new InventoryBuilder();
    const normaliser = new AwsNormaliser((f) => builder.add(f), { source: 's', fingerprint: () => 'f' });
    const raw = { PolicySummary: { Arn: arn, Name: 'no-users', Type: 'SERVICE_CONTROL_POLICY' }, Content: content, Targets: targets };
    normaliser.add({ kind: 'organization-policy', raw, at: { source: 's' } });
    normaliser.finish();
    const inventory = builder.finish([]);
    expect([...inventory.grants.keys()]).toEqual(holders);
    expect([...inventory.scopes.values()].map((s) => s.facts?.denied_everywhere)).toEqual(holders.map(() => ['iam:CreateUser']));
    expect(inventory.gaps).toHaveLength(gaps);
  });

  it('do not count where only their names are given', async () => {
    const { grants, gaps, scopes } = await inventoryOf('organization/list-policies.json');
    expect(grants.size).toBe(0);
    expect(scopes.size).toBe(0);
    expect(gaps).toMatchObject([{ what: 'the contents of organization policies' }]);
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
