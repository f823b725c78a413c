import { expect, test } from 'vitest';
import { InventoryBuilder } from '../../src/inventory/inventory.ts';
import { grantFacts } from '../../src/posture/grant-facts.ts';
import type { World } from '../../src/posture/world.ts';
import { readCluster } from '../collectors/kubernetes-objects/read-cluster.ts';

/** Whether a service account of a namespace with a role in another gets into what is kept better. */
const directions: readonly (readonly [from: string, to: string, boolean | undefined])[] = [
  ['shop-dev', 'shop-prod', true],
  ['shop-dev', 'shop-staging', true],
  ['shop-prod', 'shop-dev', false],
  ['shop-prod', 'shop-staging', false],
  ['shop-prod', 'billing-prod', false],
  ['shop-prod', 'shop', undefined],
];

test.each(directions)('from %s into %s', (from, to, crosses) => {
  const builder = new InventoryBuilder();
  const { fragments } = readCluster(`
apiVersion: v1
kind: ServiceAccount
metadata: { name: ci, namespace: ${from} }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: ci, namespace: ${to} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit }
subjects: [{ kind: ServiceAccount, name: ci, namespace: ${from} }]
`);
  for (const fragment of fragments) builder.add(fragment);
  const inventory = builder.finish([]);
  const [grant] = [...inventory.grants.values()].flat();
  if (grant === undefined) throw new Error('no grant was read');
  const world: Pick<World, 'inventory'> = { inventory };
  expect(grantFacts(world as World, grant).crosses_environments).toBe(crosses);
});
