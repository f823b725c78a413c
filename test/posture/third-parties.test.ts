import { expect, test } from 'vitest';
import type { Fragment } from '../../src/inventory/fragment.ts';
import { InventoryBuilder } from '../../src/inventory/inventory.ts';
import type { Trust } from '../../src/inventory/trust.ts';
import { withThirdParties } from '../../src/posture/third-parties.ts';

const own = '210987654321';

function natureOf(principals: readonly (readonly [Trust['principalKind'], string])[], known: readonly string[] = []): string | undefined {
  const id = `aws:role/${own}/integration`;
  const evidence = [{ source: 'dump.json' }];
  const builder = new InventoryBuilder();
  const identity = {
    id,
    plane: 'aws',
    kind: 'aws-iam-role',
    name: 'integration',
    scope: own,
    nature: 'unknown',
    agent: false,
    standing: 'observed',
    evidence,
  } as const;
  const fragments: Fragment[] = [
    { type: 'identity', value: identity },
    ...principals.map(
      ([principalKind, principal], i): Fragment => ({
        type: 'trust',
        value: {
          id: `${id}#${i}`,
          identity: id,
          kind: 'aws-role-trust',
          effect: 'Allow',
          principalKind,
          principal,
          actions: ['sts:AssumeRole'],
          evidence,
        },
      }),
    ),
  ];
  for (const fragment of fragments) builder.add(fragment);
  return withThirdParties(builder.finish([]), new Set(known)).identities.get(id)?.nature;
}

const outsider = ['account', '999900001111'] as const;

test('a role that only another company may assume is a third party’s', () => {
  expect(natureOf([outsider])).toBe('third-party');
});

test.each([
  ['the account is known as one’s own', [outsider], ['999900001111']],
  ['somebody of the own account may assume it too', [outsider, ['account', own]], []],
  ['nobody is seen to', [], []],
] as const)('it is not when %s', (_, principals, known) => {
  expect(natureOf(principals, known)).toBe('unknown');
});
