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

test('what asks for more than a path is conditional, and no power by itself', () => {
  const builder = new InventoryBuilder();
  const id = 'vault:role/v/userpass/bob';
  const evidence = [{ source: 'v' }];
  const rules = [
    { path: 'secret/data/+/*', capabilities: ['read'], limited: true as const },
    { path: 'auth/userpass/users/+', capabilities: ['update'], limited: true as const },
  ];
  builder.add({
    type: 'identity',
    value: {
      id,
      plane: 'vault',
      kind: 'vault-user',
      name: 'bob',
      scope: 'v',
      nature: 'human',
      agent: false,
      standing: 'observed',
      grantsListed: true,
      evidence,
    },
  });
  builder.add({
    type: 'resource',
    value: { id: 'vault:mount/v/secret', plane: 'vault', kind: 'vault-kv', name: 'secret', scope: 'v', evidence },
  });
  builder.add({
    type: 'grant',
    value: { id: `${id}#own`, holder: id, kind: 'attached', name: 'own', policy: 'vault:policy/v/own', evidence },
  });
  const policy = { id: 'vault:policy/v/own', kind: 'vault-policy', name: 'own', providerManaged: false, evidence } as const;
  builder.add({ type: 'policy', value: { ...policy, paths: rules } });
  const engine = new VaultPermissions(builder.finish([]));
  expect(engine.powerOf(id)).toMatchObject({ level: 'none', secrets: 'none', conditional: true });
  expect(engine.decide(id, 'read', 'secret/data/bob/db').answer).toBe('conditional');
});

test('who may change a user of a vault gives himself what he likes', () => {
  const builder = new InventoryBuilder();
  const id = 'vault:role/v/userpass/bob';
  const evidence = [{ source: 'v' }];
  builder.add({
    type: 'identity',
    value: {
      id,
      plane: 'vault',
      kind: 'vault-user',
      name: 'bob',
      scope: 'v',
      nature: 'human',
      agent: false,
      standing: 'observed',
      grantsListed: true,
      evidence,
    },
  });
  builder.add({
    type: 'grant',
    value: { id: `${id}#own`, holder: id, kind: 'attached', name: 'own', policy: 'vault:policy/v/own', evidence },
  });
  const policy = { id: 'vault:policy/v/own', kind: 'vault-policy', name: 'own', providerManaged: false, evidence } as const;
  builder.add({ type: 'policy', value: { ...policy, paths: [{ path: 'auth/userpass/users/*', capabilities: ['update'] }] } });
  expect(new VaultPermissions(builder.finish([])).powerOf(id).level).toBe('escalate');
});

test('what every token may do with itself is no power over others', () => {
  const builder = new InventoryBuilder();
  const id = 'vault:role/v/approle/idle';
  const evidence = [{ source: 'v' }];
  const own = [
    ['auth/token/renew-self', 'update'],
    ['sys/leases/renew', 'update'],
    ['sys/wrapping/unwrap', 'update'],
    ['sys/tools/hash/*', 'update'],
    ['cubbyhole/*', 'create'],
  ] as const;
  const paths = own.map(([path, capability]) => ({ path, capabilities: [capability, 'read'] }));
  builder.add({
    type: 'identity',
    value: {
      id,
      plane: 'vault',
      kind: 'vault-approle',
      name: 'idle',
      scope: 'v',
      nature: 'workload',
      agent: false,
      standing: 'observed',
      grantsListed: true,
      evidence,
    },
  });
  builder.add({
    type: 'grant',
    value: { id: `${id}#default`, holder: id, kind: 'attached', name: 'default', policy: 'vault:policy/v/default', evidence },
  });
  const policy = { id: 'vault:policy/v/default', kind: 'vault-policy', name: 'default', providerManaged: false, evidence } as const;
  builder.add({
    type: 'policy',
    value: { ...policy, paths: [...paths, { path: 'identity/entity/id/+', capabilities: ['read'], limited: true }] },
  });
  expect(new VaultPermissions(builder.finish([])).powerOf(id)).toMatchObject({ level: 'read', write: 'none', conditional: false });
});
