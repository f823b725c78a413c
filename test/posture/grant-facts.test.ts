import { expect, test } from 'vitest';
import { buildGraph } from '../../src/graph/build-graph.ts';
import type { Fragment } from '../../src/inventory/fragment.ts';
import { namespaceScopeId, serviceAccountId } from '../../src/inventory/rbac.ts';
import { KubernetesPermissions } from '../../src/permissions/kubernetes/kubernetes-permissions.ts';
import { grantFacts } from '../../src/posture/grant-facts.ts';
import { makeWorld } from '../../src/posture/world.ts';
import { inventoryOf } from '../permissions/github/github-world.ts';

const evidence = [{ source: 'cluster.json' }];

/** What is said of a binding that counts in one namespace, of a service account of another. */
function factsOf(home: string | undefined, there: string | undefined) {
  const holder = serviceAccountId('c', 'home', 'runner');
  const place = (name: string, environment: string | undefined): Fragment => ({
    type: 'scope',
    value: { id: namespaceScopeId('c', name), plane: 'kubernetes', name, ...(environment === undefined ? {} : { environment }), evidence },
  });
  const grant = { id: `${holder}#binding/edit`, holder, kind: 'binding', name: 'edit', namespace: 'there', evidence } as const;
  const inventory = inventoryOf(place('home', home), place('there', there), { type: 'grant', value: grant });
  const permissions = new KubernetesPermissions(inventory);
  const settings = { now: Date.UTC(2026, 10, 22), knownAccounts: new Set<string>(), vendors: {} };
  const facts = grantFacts(makeWorld(inventory, permissions, buildGraph(inventory, permissions), settings), grant);
  return [facts.crosses_environments, facts.to_weaker_environment];
}

test.each([
  ['development', 'production', true, false],
  ['production', 'development', true, true],
  ['staging', 'test', true, true],
  ['production', 'production', false, false],
  ['production', 'blue', true, undefined],
  ['production', undefined, undefined, undefined],
])('a service account of %s with a role in %s', (home, there, crosses, weaker) => {
  expect(factsOf(home, there)).toEqual([crosses, weaker]);
});
