import type { Fragment } from '../../../src/inventory/fragment.ts';
import { identityRecord } from '../../permissions/azure/azure-world.ts';

const evidence = [{ source: 'test' }];

/** What stands in the resource group `rg` of subscription `one`: type, and the identity that it runs as. */
const resources: readonly (readonly [type: string, identity: string])[] = [
  ['microsoft.compute/virtualmachines', 'vm'],
  ['microsoft.compute/virtualmachinescalesets', 'scale-set'],
  ['microsoft.web/sites', 'site'],
  ['microsoft.automation/automationaccounts', 'automation'],
  ['microsoft.logic/workflows', 'logic'],
  ['microsoft.containerinstance/containergroups', 'container-group'],
  ['microsoft.app/containerapps', 'container-app'],
  ['microsoft.datafactory/factories', 'factory'],
  ['microsoft.machinelearningservices/workspaces', 'ml'],
  ['microsoft.authorization/policyassignments', 'policy'],
  ['microsoft.containerregistry/registries', 'registry'],
  ['microsoft.batch/batchaccounts', 'batch'],
  ['microsoft.hybridcompute/machines', 'arc'],
  ['microsoft.sql/servers', 'database'],
];

export const idOf = (name: string): string => {
  if (name === 'target') return 'azure:managed-identity/one/rg/target';
  if (name === 'kubelet') return 'azure:managed-identity/one/mc_rg_cluster_west/kubelet';
  if (name.startsWith('in-')) return `entra:application/${name}`;
  const [type] = resources.find(([, identity]) => identity === name) ?? [];
  return `azure:system-identity/one/rg/${type}/${name}`;
};

/** One of everything that can be reached. */
export const everything: readonly Fragment[] = [
  identityRecord(idOf('target')),
  identityRecord(idOf('kubelet')),
  identityRecord(idOf('in-vault')),
  identityRecord(idOf('in-settings')),
  ...resources.flatMap(([type, name]): readonly Fragment[] => [
    identityRecord(idOf(name), { kind: 'azure-system-identity' }),
    {
      type: 'workload',
      value: { id: `azure:resource/one/rg/${type}/${name}`, kind: 'azure-resource', name, identity: idOf(name), scope: 'one', evidence },
    },
  ]),
  {
    type: 'workload',
    value: {
      id: 'azure:resource/one/rg/microsoft.containerservice/managedclusters/cluster',
      kind: 'azure-kubernetes-cluster',
      name: 'cluster',
      identity: idOf('kubelet'),
      scope: 'one',
      evidence,
    },
  },
  credential('local', 'azure-kubernetes-local-account', 'one/rg/microsoft.containerservice/managedclusters/cluster'),
  credential('vaulted', 'entra-client-secret', 'one/rg/microsoft.keyvault/vaults/v/secrets/s', idOf('in-vault')),
  credential('set', 'entra-client-secret', undefined, idOf('in-settings')),
  { type: 'link', value: { kind: 'holds', from: idOf('site'), to: 'test:set', evidence } },
  { type: 'link', value: { kind: 'holds', from: idOf('container-app'), to: 'test:set', evidence } },
];

function credential(name: string, kind: string, path?: string, identity?: string): Fragment {
  return {
    type: 'credential',
    value: {
      id: `test:${name}`,
      kind,
      name,
      static: true,
      ...(path === undefined ? {} : { resource: `azure:resource/${path}` }),
      ...(identity === undefined ? {} : { identity }),
      evidence,
    },
  };
}
