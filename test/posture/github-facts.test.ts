import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../src/graph/build-graph.ts';
import type { Fragment } from '../../src/inventory/fragment.ts';
import { deployKeyId, installationId, repositoryId, userId } from '../../src/inventory/github-id.ts';
import { githubParts } from '../../src/inventory/github-repository.ts';
import type { Trust } from '../../src/inventory/trust.ts';
import { GithubPermissions } from '../../src/permissions/github/github-permissions.ts';
import { KubernetesPermissions } from '../../src/permissions/kubernetes/kubernetes-permissions.ts';
import { PlanePermissions } from '../../src/permissions/plane-permissions.ts';
import { githubCredentialFacts, githubFacts, githubScopeSettings } from '../../src/posture/github-facts.ts';
import { tokenMakers } from '../../src/posture/token-makers.ts';
import { makeWorld, type World } from '../../src/posture/world.ts';
import {
  deployKey,
  evidence,
  installation,
  inventoryOf,
  organization,
  person,
  protection,
  repository,
  ruleset,
} from '../permissions/github/github-world.ts';

const shop = 'acme/shop';

function worldOf(...fragments: readonly (Fragment | readonly Fragment[])[]): World {
  const inventory = inventoryOf(...fragments);
  const other = new KubernetesPermissions(inventory);
  const permissions = new PlanePermissions({ aws: other, gcp: other, kubernetes: other, github: new GithubPermissions(inventory) });
  return makeWorld(inventory, permissions, buildGraph(inventory, permissions), {
    now: Date.UTC(2026, 10, 22),
    knownAccounts: new Set(),
    vendors: {},
  });
}

function factsOf(world: World, id: string) {
  const identity = world.inventory.identities.get(id);
  return identity === undefined ? undefined : githubFacts(world, identity);
}

describe('rules that a machine passes by', () => {
  const app = installation('shipper', '77', ['contents:write', 'pull_requests:write'], 'all');
  const key = deployKey(shop, '9', false);
  const released = ruleset('release', repositoryId(shop), { blocksUpdate: true, bypass: [{ kind: 'app', number: '77', mode: 'always' }] });
  const reviewed = protection(shop, 'main', { pullRequest: { approvals: 1 } });

  test('are those that name it, or leave it out, and that hold up others', () => {
    const world = worldOf(organization(), repository(shop), app, key, released, reviewed);
    expect(factsOf(world, installationId('77'))?.bypasses).toEqual(['acme/shop: main (ruleset release)']);
    expect(factsOf(world, deployKeyId(shop, '9'))?.bypasses).toEqual(['acme/shop: main (branch protection main)']);
  });

  test('are none where a rule asks nothing, or is of other branches', () => {
    const open = ruleset('release', repositoryId(shop), { bypass: [{ kind: 'app', number: '77', mode: 'always' }] });
    const other = ruleset('old', repositoryId(shop), {
      blocksUpdate: true,
      refs: { include: ['refs/heads/old'], exclude: [] },
      bypass: [{ kind: 'app', number: '77' }],
    });
    const world = worldOf(organization(), repository(shop), app, open, other);
    expect(factsOf(world, installationId('77'))?.bypasses).toEqual([]);
  });

  test('are not known where rules were not read, unless one was found', () => {
    const half = repository(shop, { supplies: githubParts.filter((p) => p !== 'rulesets') });
    expect(factsOf(worldOf(organization(), half, app), installationId('77'))?.bypasses).toBeUndefined();
    expect(factsOf(worldOf(organization(), half, app, released), installationId('77'))?.bypasses).toHaveLength(1);
  });
});

describe('an agent that merges alone', () => {
  const agent = installation('claude', '5', ['contents:write', 'pull_requests:write'], 'all', { agent: true });
  const alone = (...fragments: readonly Fragment[]) =>
    factsOf(worldOf(organization(), agent, ...fragments), installationId('5'))?.merges_alone;

  test('is one whom no rule keeps from the default branch', () => {
    expect(alone(repository(shop))).toEqual([shop]);
    expect(alone(repository(shop), protection(shop, 'main', { pullRequest: { approvals: 0 } }))).toEqual([shop]);
    expect(alone(repository(shop), protection(shop, 'main', { pullRequest: { approvals: 1 } }))).toEqual([]);
    expect(alone(repository(shop), protection(shop, 'release', { pushers: [] }))).toEqual([shop]);
  });

  test('may be one where rules were not read', () => {
    expect(alone(repository(shop, { supplies: [] }))).toBeUndefined();
  });

  test('is no App without an agent behind it', () => {
    const plain = worldOf(organization(), repository(shop), installation('shipper', '6', ['contents:write'], 'all'));
    expect(factsOf(plain, installationId('6'))).not.toHaveProperty('merges_alone');
  });
});

describe('whoever added a deploy key', () => {
  const addedBy = (login: string, ...fragments: readonly (Fragment | readonly Fragment[])[]) => {
    const key = deployKey(shop, '9', true).map((f) =>
      f.type === 'identity' ? { ...f, value: { ...f.value, github: { organization: 'acme' } } } : f,
    );
    const id = deployKeyId(shop, '9');
    const credential = {
      id: 'key',
      kind: 'github-deploy-key',
      name: 'key',
      identity: id,
      static: true,
      github: { added_by: login },
      evidence,
    } as const;
    return githubCredentialFacts(worldOf(key, repository(shop), ...fragments), credential)?.added_by_left;
  };

  test.each([
    ['is a member', 'ana', organization(), false],
    ['is none', 'boris', organization(), true],
    ['is one on a list that may lack some', 'ana', organization({ supplies: [] }), false],
    ['is not on it', 'boris', organization({ supplies: [] }), undefined],
  ] as const)('%s', (_, login, org, expected) => {
    expect(addedBy(login, org, person('ana', undefined, shop))).toBe(expected);
  });
});

describe('who trusts a repository by its name', () => {
  const trusted = (condition: NonNullable<Trust['condition']>): readonly string[] | undefined => {
    const role = 'aws:role/111122223333/deploy';
    const trust: Trust = {
      id: `${role}#trust`,
      identity: role,
      kind: 'aws-role-trust',
      effect: 'Allow',
      principalKind: 'oidc',
      principal: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com',
      actions: ['sts:AssumeRoleWithWebIdentity'],
      condition,
      evidence,
    };
    const identity = {
      id: role,
      plane: 'aws',
      kind: 'aws-iam-role',
      name: 'deploy',
      scope: '111122223333',
      nature: 'workload',
      agent: false,
      standing: 'observed',
      evidence,
    } as const;
    const world = worldOf(organization(), repository(shop), { type: 'identity', value: identity }, { type: 'trust', value: trust });
    const scope = world.inventory.scopes.get(repositoryId(shop));
    return scope === undefined ? undefined : githubScopeSettings(world, scope)?.trusted_by;
  };
  const key = (claim: string): string => `token.actions.githubusercontent.com:${claim}`;

  test.each([
    ['in a subject', { StringEquals: { [key('sub')]: ['repo:acme/shop:ref:refs/heads/main'] } }, ['deploy']],
    ['in whatever case', { StringEquals: { [key('sub')]: ['repo:Acme/Shop:ref:refs/heads/main'] } }, ['deploy']],
    ['in a pattern of its owner', { StringLike: { [key('sub')]: ['repo:acme/*'] } }, ['deploy']],
    ['in a claim', { StringEquals: { [key('repository')]: ['acme/shop'] } }, ['deploy']],
    ['with ids', { StringEquals: { [key('sub')]: ['repo:acme@11/shop@22:ref:refs/heads/main'] } }, []],
    ['beside its id', { StringEquals: { [key('sub')]: ['repo:acme/shop:ref:refs/heads/main'], [key('repository_id')]: ['22'] } }, []],
    ['of another', { StringEquals: { [key('sub')]: ['repo:acme/web:ref:refs/heads/main'] } }, []],
    ['of anybody, which is another matter', { StringLike: { [key('sub')]: ['repo:*'] } }, []],
  ] as const)('%s', (_, condition, expected) => {
    expect(trusted(condition)).toEqual(expected);
  });
});

test('people are not asked what they pass by', () => {
  const world = worldOf(organization(), repository(shop), person('ana', 'admin', shop));
  expect(factsOf(world, userId('ana'))).toBeUndefined();
});

describe('who may make a token that a trust takes', () => {
  const issuer = 'token.actions.githubusercontent.com';
  const noteOf = (sub: string, ...fragments: readonly (Fragment | readonly Fragment[])[]): string | undefined => {
    const trust: Trust = {
      id: 'role#trust',
      identity: 'aws:role/111122223333/deploy',
      kind: 'aws-role-trust',
      effect: 'Allow',
      principalKind: 'oidc',
      principal: `arn:aws:iam::111122223333:oidc-provider/${issuer}`,
      actions: ['sts:AssumeRoleWithWebIdentity'],
      condition: { StringLike: { [`${issuer}:sub`]: [sub] } },
      evidence,
    };
    return tokenMakers(worldOf(organization(), repository(shop), ...fragments), trust)[0]?.note;
  };
  const reviewed = protection(shop, 'main', { pullRequest: { approvals: 1 } });
  const some = [
    reviewed,
    deployKey(shop, '9', false),
    person('ana', 'write', shop),
    person('boris', 'write', shop),
    person('cleo', 'read', shop),
  ];

  test.each([
    [
      'repo:acme/shop:ref:refs/heads/main',
      "jobs of acme/shop get the token: for main deploy key 9 alone; 2 people with somebody else's word",
    ],
    ['repo:acme/shop:*', 'jobs of acme/shop get the token: for any branch deploy key 9, 2 people alone'],
    ['repo:acme/*', 'jobs of acme/shop get the token: for any branch deploy key 9, 2 people alone'],
    ['repo:acme/web:*', undefined],
  ])('%s', (sub, note) => {
    expect(noteOf(sub, ...some)).toBe(note);
  });

  test('is nobody where nobody was read', () => {
    expect(noteOf('repo:acme/shop:*')).toBe('jobs of acme/shop get the token: for any branch nobody that was read');
  });
});
