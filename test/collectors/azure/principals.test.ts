import { expect, test } from 'vitest';
import { ArmNormaliser } from '../../../src/collectors/azure-model/arm/arm-normaliser.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';

const vm = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/build';
const assignment = (principalId: string): object => ({
  id: `${vm}/providers/Microsoft.Authorization/roleAssignments/${principalId}`,
  properties: {
    principalId,
    roleDefinitionId: '/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
    scope: vm,
  },
});

test('what holds a role is told by what else is known of it, whatever comes first', () => {
  const fragments: Fragment[] = [];
  const normaliser = new ArmNormaliser(
    (fragment) => fragments.push(fragment),
    () => 'hash',
  );
  const at = { source: 'export.json' };
  for (const principal of ['own', 'ops', 'lost']) normaliser.add(assignment(principal), at);
  normaliser.add({ id: vm, name: 'build', identity: { type: 'SystemAssigned', principalId: 'own' }, properties: {} }, at);
  normaliser.knowPrincipal('OPS', 'Group');
  normaliser.finish();
  const holders = fragments.flatMap((f) => (f.type === 'grant' ? [f.value.holder] : []));
  expect(holders).toEqual(['entra:service-principal/own', 'entra:group/ops', 'entra:principal/lost']);
});

test('slots, pools of nodes and parts of a resource are of one application', () => {
  const fragments: Fragment[] = [];
  const normaliser = new ArmNormaliser(
    (fragment) => fragments.push(fragment),
    () => 'hash',
  );
  const shared = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/app';
  const identity = { type: 'UserAssigned', userAssignedIdentities: { [shared]: {} } };
  const web = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Web/sites/shop';
  const pool = '/subscriptions/s/resourceGroups/MC_rg_k_weu/providers/Microsoft.Compute/virtualMachineScaleSets/aks-';
  const cluster = {
    id: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/k',
    nodeResourceGroup: 'MC_rg_k_weu',
    identityProfile: { kubeletidentity: { resourceId: shared } },
  };
  const ids = [web, `${web}/slots/staging`, `${pool}one`, `${pool}two`];
  for (const object of [...ids.map((id) => ({ id, identity })), cluster]) normaliser.add(object, { source: 'x' });
  normaliser.finish();
  const apps = fragments.flatMap((f) => (f.type === 'workload' ? [f.value.app] : []));
  expect(apps).toEqual(['shop', 'shop', 'mc_rg_k_weu', 'mc_rg_k_weu', 'mc_rg_k_weu']);
});
