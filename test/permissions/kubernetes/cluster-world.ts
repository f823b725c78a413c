import type { Fragment } from '../../../src/inventory/fragment.ts';
import type { Grant } from '../../../src/inventory/grant.ts';
import { type Inventory, InventoryBuilder } from '../../../src/inventory/inventory.ts';
import type { Policy } from '../../../src/inventory/policy.ts';
import { clusterGroupId, clusterRoleId, type RbacRule, serviceAccountId } from '../../../src/inventory/rbac.ts';

export const cluster = 'test';
const evidence = [{ source: 'test' }];

export function account(name: string, namespace = 'web'): string {
  return serviceAccountId(cluster, namespace, name);
}

export function accountRecord(name: string, namespace = 'web', listed = true): Fragment {
  return {
    type: 'identity',
    value: {
      id: account(name, namespace),
      plane: 'kubernetes',
      kind: 'kubernetes-service-account',
      name: `${namespace}/${name}`,
      scope: cluster,
      nature: 'workload',
      agent: false,
      standing: 'declared',
      ...(listed ? { grantsListed: true } : {}),
      evidence,
    },
  };
}

export function role(name: string, rules: readonly RbacRule[], more: Partial<Policy> = {}): Fragment[] {
  const document = `rbac:${name}`;
  return [
    { type: 'document', value: { id: document, version: 'v1', statements: [], rules } },
    {
      type: 'policy',
      value: {
        id: clusterRoleId(cluster, name),
        kind: 'kubernetes-cluster-role',
        name,
        providerManaged: false,
        document,
        evidence,
        ...more,
      },
    },
  ];
}

export function bind(holder: string, name: string, namespace?: string, policy = clusterRoleId(cluster, name)): Fragment {
  const grant: Grant = {
    id: `${holder}#binding/${namespace ?? '*'}/${name}`,
    holder,
    kind: 'binding',
    name,
    policy,
    ...(namespace === undefined ? {} : { namespace }),
    evidence,
  };
  return { type: 'grant', value: grant };
}

export function group(name: string): string {
  return clusterGroupId(cluster, name);
}

export function inventoryOf(...fragments: readonly (Fragment | readonly Fragment[])[]): Inventory {
  const builder = new InventoryBuilder();
  for (const fragment of fragments.flat()) builder.add(fragment);
  return builder.finish([]);
}
