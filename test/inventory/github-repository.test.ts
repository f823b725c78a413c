import { expect, test } from 'vitest';
import { readFragment } from '../../src/collectors/snapshot-record.ts';
import type { Fragment } from '../../src/inventory/fragment.ts';
import { environmentId, organizationId, repositoryId, storedId, userId } from '../../src/inventory/github-id.ts';
import { readGithubRepositories } from '../../src/inventory/github-repository.ts';
import { InventoryBuilder } from '../../src/inventory/inventory.ts';

const evidence = [{ source: 'github:acme' }];
const shop = repositoryId('acme/shop');
const acme = organizationId('acme');
const production = environmentId('acme/shop', 'production');

const fragments: readonly Fragment[] = [
  { type: 'scope', value: { id: acme, plane: 'github', name: 'acme', supplies: ['rulesets'], evidence } },
  {
    type: 'scope',
    value: { id: shop, plane: 'github', name: 'acme/shop', parent: acme, repository: { defaultBranch: 'main' }, evidence },
  },
  { type: 'scope', value: { id: shop, plane: 'repository', name: 'acme/shop', supplies: ['branch-protection'] } },
  {
    type: 'scope',
    value: {
      id: production,
      plane: 'github',
      name: 'production',
      parent: shop,
      gate: { name: 'production', reviewers: [{ kind: 'team', name: 'ops' }], branches: [{ pattern: 'main', type: 'branch' }] },
    },
  },
  { type: 'scope', value: { id: production, plane: 'github', name: 'production', gate: { name: 'production', waitMinutes: 30 } } },
  {
    type: 'policy',
    value: {
      id: 'github:branch-protection/acme/shop/main',
      kind: 'github-branch-protection',
      name: 'main',
      providerManaged: false,
      branchRules: {
        form: 'protection',
        owner: shop,
        target: 'branch',
        enforcement: 'active',
        refs: { include: ['main'], exclude: [] },
        pullRequest: { approvals: 1 },
        pushers: [{ kind: 'user', name: 'mia' }],
      },
      evidence,
    },
  },
  {
    type: 'grant',
    value: {
      id: `${userId('mia')}#binding/write on ${shop}`,
      holder: userId('mia'),
      kind: 'binding',
      name: 'write',
      role: 'write',
      scope: shop,
      evidence,
    },
  },
  {
    type: 'resource',
    value: {
      id: storedId('secret', 'actions', production, 'DEPLOY_KEY'),
      plane: 'github',
      kind: 'github-secret',
      name: 'DEPLOY_KEY',
      scope: 'acme/shop',
      stored: { store: 'actions', keeper: production },
      evidence,
    },
  },
];

test('a repository has its own rules and access, its environments with their secrets, and its organization', () => {
  const builder = new InventoryBuilder();
  for (const fragment of fragments) builder.add(fragment);
  const found = readGithubRepositories(builder.finish([])).get(shop);
  expect(found?.name).toBe('acme/shop');
  expect(found?.profile).toEqual({ defaultBranch: 'main' });
  expect(found?.rules.map((rule) => rule.name)).toEqual(['main']);
  expect(found?.access.map((grant) => grant.holder)).toEqual([userId('mia')]);
  expect([...(found?.parts ?? [])]).toEqual(['branch-protection']);
  expect(found?.organization?.parts.has('rulesets')).toBe(true);
  const [environment] = found?.environments ?? [];
  expect(environment?.gate).toMatchObject({ waitMinutes: 30, reviewers: [{ name: 'ops' }] });
  expect(environment?.secrets.map((secret) => secret.name)).toEqual(['DEPLOY_KEY']);
});

test('a snapshot holds all of it', () => {
  for (const fragment of fragments) expect(readFragment(JSON.parse(JSON.stringify(fragment)))).toEqual(fragment);
});

test.each([
  ['a rule of no known form', { form: 'else' }],
  ['an actor of no known kind', { bypass: [{ kind: 'anybody' }] }],
  ['patterns that are none', { refs: { include: 'main', exclude: [] } }],
])('%s is none of a snapshot', (_, changed) => {
  const [fragment] = fragments.filter((f) => f.type === 'policy');
  const value = {
    ...fragment?.value,
    branchRules: { form: 'protection', owner: shop, target: 'branch', enforcement: 'active', ...changed },
  };
  expect(readFragment({ type: 'policy', value })).toBeUndefined();
});
