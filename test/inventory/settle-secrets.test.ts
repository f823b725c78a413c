import { expect, test } from 'vitest';
import type { Credential } from '../../src/inventory/credential.ts';
import type { Fragment } from '../../src/inventory/fragment.ts';
import { environmentId, organizationId, repositoryId, secretId, storedId } from '../../src/inventory/github-id.ts';
import type { StoredSecret } from '../../src/inventory/github-repository.ts';
import { type Inventory, InventoryBuilder } from '../../src/inventory/inventory.ts';

const evidence = [{ source: '.' }];
const shop = repositoryId('acme/shop');
const acme = organizationId('acme');
const production = environmentId('acme/shop', 'production');
const named = 'repository:secret/acme/shop/DB_PASSWORD';

function job(name: string, environment?: string): readonly Fragment[] {
  const id = `repository:workflow-job/acme/shop/.github/workflows/ci.yml#${name}`;
  return [
    {
      type: 'identity',
      value: {
        id,
        plane: 'repository',
        kind: 'github-workflow-job',
        name,
        scope: 'acme/shop',
        nature: 'workload',
        agent: false,
        standing: 'declared',
        ci: environment === undefined ? {} : { environment },
        evidence,
      },
    },
    { type: 'credential', value: { id: named, kind: 'github-actions-secret', name: 'DB_PASSWORD', static: true, evidence } },
    { type: 'link', value: { kind: 'holds', from: id, to: named, evidence } },
  ];
}

/** A secret that the host lists. */
function listed(keeper: string, more: Partial<StoredSecret> = {}): readonly Fragment[] {
  const resource = storedId('secret', 'actions', keeper, 'DB_PASSWORD');
  const credential: Credential = {
    id: secretId('actions', keeper, 'DB_PASSWORD'),
    kind: 'github-actions-secret',
    name: 'DB_PASSWORD',
    static: true,
    changedAt: '2026-01-01T00:00:00Z',
    resource,
    github: { store: 'actions' },
    evidence,
  };
  return [
    { type: 'credential', value: credential },
    {
      type: 'resource',
      value: {
        id: resource,
        plane: 'github',
        kind: 'github-secret',
        name: 'DB_PASSWORD',
        scope: 'acme',
        stored: { store: 'actions', keeper, ...more },
        evidence,
      },
    },
  ];
}

function built(...fragments: readonly (readonly Fragment[])[]): Inventory {
  const builder = new InventoryBuilder();
  for (const fragment of fragments.flat()) builder.add(fragment);
  return builder.finish([]);
}

const heldBy = (inventory: Inventory, name: string): string | undefined =>
  inventory.links.find(({ from }) => from.endsWith(`#${name}`))?.to;

test("a repository's own secret is the one that its jobs name", () => {
  const inventory = built(job('test'), listed(shop));
  expect(heldBy(inventory, 'test')).toBe(named);
  expect([...inventory.credentials.values()]).toMatchObject([{ id: named, changedAt: '2026-01-01T00:00:00Z' }]);
});

test('an environment comes before the repository, for the jobs that deploy to it', () => {
  const inventory = built(job('test'), job('deploy', 'production'), listed(shop), listed(production));
  expect(heldBy(inventory, 'test')).toBe(named);
  expect(heldBy(inventory, 'deploy')).toBe(secretId('actions', production, 'DB_PASSWORD'));
});

const described: readonly Fragment[] = [
  { type: 'scope', value: { id: shop, plane: 'github', name: 'acme/shop', repository: { visibility: 'internal' } } },
];

test.each<readonly [string, Partial<StoredSecret>, boolean]>([
  ['given to all', { visibility: 'all' }, true],
  ['given to private ones', { visibility: 'private' }, true],
  ['given to this one', { visibility: 'selected', repositories: [shop] }, true],
  ['given to another', { visibility: 'selected', repositories: [repositoryId('acme/site')] }, false],
  ['given to some that are not told', { visibility: 'selected' }, false],
])("an organization's secret that is %s", (_, stored, given) => {
  const inventory = built(job('test'), described, listed(acme, stored));
  expect(heldBy(inventory, 'test')).toBe(given ? secretId('actions', acme, 'DB_PASSWORD') : named);
  // What only the workflow named stood for it.
  expect(inventory.credentials.has(named)).toBe(!given);
});

test('nothing changes where no host was asked', () => {
  const inventory = built(job('test'));
  expect(heldBy(inventory, 'test')).toBe(named);
  expect(inventory.credentials.has(named)).toBe(true);
});
