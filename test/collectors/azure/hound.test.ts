import { expect, test } from 'vitest';
import { ArmNormaliser } from '../../../src/collectors/azure-model/arm/arm-normaliser.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';

const vm = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/build';
const owner = '/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const assignment = (n: string): object => ({
  id: `${vm}/providers/Microsoft.Authorization/roleAssignments/${n}`,
  name: n,
  type: 'Microsoft.Authorization/roleAssignments',
  properties: { principalId: n, roleDefinitionId: owner, scope: vm },
});

/** As AzureHound writes them: entries of its own around the objects of ARM, without the types of principals. */
const entries = [
  {
    kind: 'AZVM',
    data: { id: vm, name: 'build', identity: { type: 'SystemAssigned', principalId: 'own' }, properties: {}, resourceGroupId: 'x' },
  },
  {
    kind: 'AZVMOwner',
    data: { virtualMachineId: vm, owners: [{ owner: assignment('own'), virtualMachineId: vm }, { owner: assignment('lee') }] },
  },
  { kind: 'AZVMRoleAssignment', data: { virtualMachineId: vm, roleAssignments: [{ roleAssignment: assignment('ops') }] } },
  { kind: 'AZSubscription', data: { id: '/subscriptions/s', subscriptionId: 's', displayName: 'Shop', tenantId: 't' } },
];

test('objects of ARM are found in the entries of another tool, and who holds roles is told by the directory', () => {
  const fragments: Fragment[] = [];
  const normaliser = new ArmNormaliser(
    (fragment) => fragments.push(fragment),
    () => 'hash',
  );
  const at = { source: 'hound.json' };
  expect(entries.map(({ data }) => normaliser.addWithin(data, at))).toEqual([1, 2, 1, 1]);
  normaliser.knowPrincipal('lee', 'User');
  normaliser.finish();
  const holders = fragments.flatMap((f) => (f.type === 'grant' ? [f.value.holder] : []));
  expect(holders).toEqual(['entra:service-principal/own', 'entra:user/lee', 'entra:principal/ops']);
  expect(fragments.some((f) => f.type === 'scope' && f.value.name === 'Shop')).toBe(true);
  expect(normaliser.addWithin({ a: { b: { c: { d: { e: { f: { g: { id: vm } } } } } } } }, at)).toBe(0);
});
