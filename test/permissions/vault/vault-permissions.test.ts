import { beforeAll, expect, test } from 'vitest';
import { buildGraph } from '../../../src/graph/build-graph.ts';
import type { Graph } from '../../../src/graph/graph.ts';
import { type Inventory, InventoryBuilder } from '../../../src/inventory/inventory.ts';
import { VaultPermissions } from '../../../src/permissions/vault/vault-permissions.ts';
import { readSaved } from '../../collectors/vault/vault-world.ts';

let inventory: Inventory;
let permissions: VaultPermissions;
let graph: Graph;
const role = (name: string): string => `vault:role/acme-vault/${name}`;
const deployer = 'aws:role/111122223333/deployer';

beforeAll(async () => {
  const builder = new InventoryBuilder();
  for (const fragment of (await readSaved('fixtures/vault/saved')).fragments) builder.add(fragment);
  for (const name of ['ops', 'deployer'])
    builder.add({
      type: 'identity',
      value: {
        id: `aws:role/111122223333/${name}`,
        plane: 'aws',
        kind: 'aws-iam-role',
        name,
        scope: '111122223333',
        nature: 'workload',
        agent: false,
        standing: 'observed',
        evidence: [],
      },
    });
  inventory = builder.finish([]);
  permissions = new VaultPermissions(inventory);
  graph = buildGraph(inventory, permissions);
});

test.each([
  ['approle/batch', 'sensitive', 'all', 'none'],
  ['approle/onboarding', 'escalate', 'none', 'some'],
  ['aws/ops', 'admin', 'none', 'some'],
  ['github-actions/deploy', 'write', 'some', 'none'],
  ['userpass/alice', 'unknown', 'unknown', 'unknown'],
])('%s has the level %s, secrets %s and grants %s', (name, level, secrets, grant) => {
  expect(permissions.powerOf(role(name))).toMatchObject({ level, secrets, grant });
});

test.each([
  ['approle/batch', 'read', 'secret/data/shop/db', 'allowed'],
  ['approle/batch', 'read', 'secret/data/payroll/db', 'denied'],
  ['approle/batch', 'update', 'secret/data/shop/db', 'denied'],
  ['approle/batch', 'read', 'auth/token/lookup-self', 'allowed'],
  ['github-actions/deploy', 'update', 'aws/sts/deployer', 'allowed'],
  ['github-actions/deploy', 'update', 'aws/sts/another', 'denied'],
  ['userpass/alice', 'read', 'secret/data/shop/db', 'unknown'],
])('%s: %s on %s is %s', (name, capability, path, answer) => {
  expect(permissions.decide(role(name), capability, path).answer).toBe(answer);
});

test('a login role that fetches what an engine makes leads to the role behind it', () => {
  const path = graph.path(role('github-actions/deploy'), deployer);
  expect(path?.steps.map((s) => s.reason)).toEqual(['fetches credentials at aws/sts/deployer', 'names deployer, whose trust was not seen']);
  expect(graph.path(role('approle/batch'), deployer)).toBeUndefined();
});

test('a role of AWS that may log in becomes an administrator of the vault, and so every role of it', () => {
  const steps = graph.path('aws:role/111122223333/ops', role('approle/batch'))?.steps.map((s) => s.reason);
  expect(steps?.[0]).toBe('logs in to the vault as aws/ops');
  expect(graph.reachOf('aws:role/111122223333/ops').admin).toBe(true);
  expect(graph.reachOf(role('approle/batch')).admin).toBe(false);
});
