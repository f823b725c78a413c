import { describe, expect, test } from 'vitest';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import { installationId, repositoryId, teamId, tokenId, userId } from '../../../src/inventory/github-id.ts';
import { githubParts } from '../../../src/inventory/github-repository.ts';
import { GithubPermissions } from '../../../src/permissions/github/github-permissions.ts';
import {
  acme,
  deployKey,
  environment,
  installation,
  inventoryOf,
  organization,
  person,
  protection,
  repository,
  ruleset,
  secret,
  team,
  token,
} from './github-world.ts';

type Fragments = readonly (Fragment | readonly Fragment[])[];

const shop = 'acme/shop';
const world = [organization(), repository(shop), repository('acme/web')];

const answers = (fragments: Fragments, ...asked: readonly (readonly [string, string, string?])[]): readonly string[] => {
  const permissions = new GithubPermissions(inventoryOf(...world, ...fragments));
  return asked.map(([id, action, resource]) => permissions.decide(id, action, resource).answer);
};

const ana = userId('ana');

describe('through whom one has a role', () => {
  test('a role of one’s own is on one repository', () => {
    expect(
      answers([person('ana', 'write', shop)], [ana, 'push', shop], [ana, 'push', 'acme/web'], [ana, 'push'], [ana, 'push', '*']),
    ).toEqual(['allowed', 'denied', 'allowed', 'denied']);
  });

  test('a team’s role is its members’, and of the teams below it', () => {
    const teams = [team('all', 'write', shop, [teamId('acme', 'devs')]), team('devs', 'read', shop, ['ana'])];
    expect(answers([person('ana', undefined, shop), ...teams], [ana, 'push', shop])).toEqual(['allowed']);
    expect(answers([person('boris', undefined, shop), ...teams], [userId('boris'), 'push', shop])).toEqual(['denied']);
  });

  test('what all members have', () => {
    const base = {
      type: 'grant',
      value: { id: `${acme}#binding/write`, holder: acme, kind: 'binding', name: 'write', role: 'write', scope: acme, evidence: [] },
    } as const;
    expect(answers([person('ana', undefined, shop), base], [ana, 'push', shop])).toEqual(['allowed']);
  });

  test('an owner of the organization', () => {
    expect(answers([person('ana', 'owner', 'all')], [ana, 'push:main', 'acme/web'])).toEqual(['allowed']);
  });

  test('a custom role gives what it is built upon, and more', () => {
    const role = (...permissions: readonly string[]) =>
      [
        {
          type: 'policy',
          value: {
            id: 'github:role/acme/release',
            kind: 'github-role',
            name: 'release',
            providerManaged: false,
            permissions,
            evidence: [],
          },
        },
        {
          type: 'grant',
          value: {
            id: `${ana}#binding/release`,
            holder: ana,
            kind: 'binding',
            name: 'release',
            role: 'release',
            policy: 'github:role/acme/release',
            scope: repositoryId(shop),
            evidence: [],
          },
        },
      ] as const;
    const guarded = protection(shop, 'main', { pullRequest: { approvals: 1 } });
    expect(answers([person('ana', undefined, shop), role('role:write', 'bypass_branch_protection'), guarded], [ana, 'push', shop])).toEqual(
      ['allowed'],
    );
    expect(answers([person('ana', undefined, shop), role('role:read'), guarded], [ana, 'push', shop])).toEqual(['denied']);
  });

  test('nobody is refused for want of what was not read', () => {
    const blind = new GithubPermissions(
      inventoryOf(
        organization(),
        repository(shop, { supplies: githubParts.filter((p) => p !== 'collaborators') }),
        person('ana', undefined, shop),
      ),
    );
    expect(blind.decide(ana, 'push', shop).answer).toBe('unknown');
    expect(blind.decide(ana, 'push', 'acme/gone')).toMatchObject({ answer: 'unknown', reasons: ['repository acme/gone was not read'] });
  });

  test.each(['branch-protection', 'rulesets'])('without %s nothing is allowed for sure', (part) => {
    const blind = new GithubPermissions(
      inventoryOf(organization(), repository(shop, { supplies: githubParts.filter((p) => p !== part) }), person('ana', 'write', shop)),
    );
    expect(blind.decide(ana, 'push', shop).answer).toBe('unknown');
  });
});

describe('machines', () => {
  test('an installation has its permissions where it is installed', () => {
    const app = installation('shipper', '77', ['contents:write', 'workflows:write'], shop);
    expect(answers([app], [installationId('77'), 'change-workflow', shop], [installationId('77'), 'push', 'acme/web'])).toEqual([
      'allowed',
      'denied',
    ]);
  });

  test('one that is suspended has nothing', () => {
    const app = installation('shipper', '77', ['contents:write'], 'all', { enabled: false });
    expect(answers([app], [installationId('77'), 'push', shop])).toEqual(['denied']);
  });

  test.each([
    ['contents:write', 'unknown'],
    // Wherever it is installed, it can do no more than its permissions say.
    ['checks:write', 'denied'],
  ])('one with %s of which the repositories were not listed may have any', (permission, answer) => {
    const [known, ...rest] = installation('shipper', '77', [permission], shop);
    const unplaced = rest.map((f) => {
      if (f.type !== 'grant') return f;
      const { scope: _, ...value } = f.value;
      return { ...f, value };
    });
    expect(answers([known ?? [], unplaced], [installationId('77'), 'push', shop])).toEqual([answer]);
  });

  test('a deploy key writes to its repository, workflows too', () => {
    const [key] = deployKey(shop, '9', false);
    const id = key?.type === 'identity' ? key.value.id : '';
    expect(answers([deployKey(shop, '9', false)], [id, 'change-workflow:main', shop], [id, 'push', 'acme/web'])).toEqual([
      'allowed',
      'denied',
    ]);
    expect(answers([deployKey(shop, '9', true)], [id, 'push', shop])).toEqual(['denied']);
  });

  test('a token does what its user may, and no more than its scopes', () => {
    const id = tokenId('acme', '5');
    const asked = [
      [id, 'push', shop],
      [id, 'change-workflow:main', shop],
    ] as const;
    expect(answers([person('ana', 'write', shop), token('5', 'classic', 'ana', ['repo'])], ...asked)).toEqual(['allowed', 'denied']);
    expect(answers([person('ana', 'write', shop), token('5', 'classic', 'ana', ['repo', 'workflow'])], ...asked)).toEqual([
      'allowed',
      'allowed',
    ]);
    expect(answers([person('ana', 'read', shop), token('5', 'classic', 'ana', ['repo', 'workflow'])], ...asked)).toEqual([
      'denied',
      'denied',
    ]);
    expect(answers([person('ana', 'admin', shop), token('5', 'fine-grained', 'ana', ['contents:read'], 'all')], ...asked)).toEqual([
      'denied',
      'denied',
    ]);
    expect(answers([token('5', 'classic', 'gone', ['repo', 'workflow'])], ...asked)).toEqual(['unknown', 'unknown']);
  });
});

describe('rules of the organization', () => {
  const guarded = (names: readonly string[]) =>
    ruleset('everywhere', acme, {
      blocksUpdate: true,
      refs: { include: ['~ALL'], exclude: [] },
      repositories: { names: { include: names, exclude: ['web'] } },
    });

  test('count where they are for the repository', () => {
    const fragments = [person('ana', 'write', shop), team('devs', 'write', 'acme/web', ['ana']), guarded(['~ALL'])];
    expect(answers(fragments, [ana, 'push', shop], [ana, 'push', 'acme/web'])).toEqual(['denied', 'allowed']);
    expect(answers([person('ana', 'write', shop), guarded(['other-*'])], [ana, 'push', shop])).toEqual(['allowed']);
  });

  test('may count where that was not read', () => {
    const unsure = ruleset('everywhere', acme, { blocksUpdate: true, refs: { include: ['~ALL'], exclude: [] } });
    expect(answers([person('ana', 'write', shop), unsure], [ana, 'push', shop])).toEqual(['unknown']);
  });

  test('by a property of the repository', () => {
    const tier = { name: 'tier', values: ['1'], source: 'custom' } as const;
    const rules = ruleset('tier', acme, {
      blocksUpdate: true,
      refs: { include: ['~ALL'], exclude: [] },
      repositories: { properties: { include: [tier], exclude: [] } },
    });
    const of = (properties: Readonly<Record<string, readonly string[]>> | undefined) =>
      new GithubPermissions(
        inventoryOf(
          organization(),
          repository(shop, { repository: { defaultBranch: 'main', ...(properties && { properties }) } }),
          person('ana', 'write', shop),
          rules,
        ),
      ).decide(ana, 'push', shop).answer;
    expect([of({ tier: ['1'] }), of({ tier: ['2'] }), of({}), of(undefined)]).toEqual(['denied', 'allowed', 'allowed', 'unknown']);
  });
});

describe('secrets and environments', () => {
  const gate = environment(shop, {
    name: 'production',
    reviewers: [{ kind: 'team', name: 'ops' }],
    preventsSelfReview: true,
    branches: 'any',
  });
  const fragments = [
    person('ana', 'write', shop),
    gate,
    secret(repositoryId(shop), 'NPM_TOKEN'),
    secret('github:environment/acme/shop/production', 'DEPLOY_KEY'),
    secret(acme, 'SONAR_TOKEN', { visibility: 'selected', repositories: [repositoryId('acme/web')] }),
  ];

  test('by name', () => {
    const ask = (name: string) => [ana, `read-secret:${name}`, shop] as const;
    expect(
      answers(
        fragments,
        ask('NPM_TOKEN'),
        ask('npm_token'),
        ask('DEPLOY_KEY'),
        ask('production/DEPLOY_KEY'),
        ask('SONAR_TOKEN'),
        ask('OTHER'),
      ),
    ).toEqual(['allowed', 'allowed', 'conditional', 'conditional', 'denied', 'denied']);
  });

  test('and their environments', () => {
    expect(
      answers(fragments, [ana, 'deploy:production', shop], [ana, 'make-token:environment:production', shop], [ana, 'make-token', shop]),
    ).toEqual(['conditional', 'conditional', 'allowed']);
  });
});

describe('what is asked', () => {
  test.each(['read-secret', 'push:', 'deploy', 'make-token:main', 'fly', 'create'])('%s is no question', (action) => {
    const { answer, reasons } = new GithubPermissions(inventoryOf(...world, person('ana', 'write', shop))).decide(ana, action, shop);
    expect([answer, reasons]).toEqual(['unknown', [`${action} is no action of GitHub`]]);
  });

  test('the answer names what gives it', () => {
    const { statements } = new GithubPermissions(
      inventoryOf(...world, person('ana', undefined, shop), team('devs', 'maintain', shop, ['ana'])),
    ).decide(ana, 'push:main', shop);
    expect(statements).toEqual([
      { policy: 'maintain', statement: 'on acme/shop', through: 'acme/devs', evidence: [{ source: 'github:acme' }] },
    ]);
  });
});

describe('power', () => {
  const levelOf = (fragments: Fragments, id: string): string =>
    new GithubPermissions(inventoryOf(...world, ...fragments)).powerOf(id).level;
  const app = installationId('77');

  test.each([
    [['metadata:read'], 'all', 'none'],
    [['issues:write'], 'all', 'write'],
    [['contents:read'], 'all', 'sensitive'],
    [['contents:read'], shop, 'read'],
    [['contents:write'], 'all', 'sensitive'],
    [['contents:write'], shop, 'write'],
    [['contents:write', 'workflows:write'], 'all', 'escalate'],
    [['contents:write', 'workflows:write'], shop, 'write'],
    [['administration:write'], 'all', 'escalate'],
    [['members:write'], 'all', 'admin'],
    [['organization_administration:write'], 'all', 'admin'],
  ] as const)('%j on %s is %s', (permissions, on, level) => {
    expect(levelOf([installation('shipper', '77', permissions, on)], app)).toBe(level);
  });

  test('an owner is an administrator, and so is a token of his that may administer', () => {
    const owner = person('ana', 'owner', 'all');
    expect(levelOf([owner], ana)).toBe('admin');
    expect(levelOf([owner, token('5', 'classic', 'ana', ['admin:org'])], tokenId('acme', '5'))).toBe('admin');
    expect(levelOf([person('ana', 'write', shop), token('5', 'classic', 'ana', ['admin:org'])], tokenId('acme', '5'))).toBe('write');
    expect(levelOf([token('5', 'classic', 'gone', ['admin:org'])], tokenId('acme', '5'))).toBe('unknown');
  });

  test('what was not read is not known', () => {
    expect(levelOf([person('ana', undefined, shop, { nature: 'unknown' })], ana)).toBe('none');
    const [unlisted] = person('ana', undefined, shop);
    const value = unlisted?.type === 'identity' ? { ...unlisted.value, grantsListed: undefined } : undefined;
    expect(levelOf([{ type: 'identity', value } as never], ana)).toBe('unknown');
  });
});
