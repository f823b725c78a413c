import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import type { CollectContext } from '../../../src/collectors/collector.ts';
import { fingerprinter } from '../../../src/collectors/fingerprint.ts';
import { checkGithub } from '../../../src/collectors/github/doctor.ts';
import { collectLive } from '../../../src/collectors/github/live.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import { readGithubRepositories } from '../../../src/inventory/github-repository.ts';
import { type Inventory, InventoryBuilder } from '../../../src/inventory/inventory.ts';
import { UserError } from '../../../src/user-error.ts';
import { type Faults, forbidden, type GithubServer, graphql, notFound, serveGithub } from './github-server.ts';

let server: GithubServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

interface Ran {
  readonly inventory: Inventory;
  /** `why: what (permission)`; notes in brackets. */
  readonly gaps: readonly string[];
  readonly notes: readonly string[];
  readonly requests: number;
  readonly scope: string;
  readonly text: string;
  readonly server: GithubServer;
  readonly used?: (() => void) | undefined;
}

interface Options {
  readonly word?: string;
  readonly size?: number;
  readonly second?: number;
  readonly keepIn?: string;
  readonly on?: GithubServer;
}

async function run(
  faults: Faults = () => undefined,
  { word = 'github:acme', size = 100, second = 0, keepIn = '', on }: Options = {},
): Promise<Ran> {
  if (on === undefined) await server?.close();
  server = on ?? (await serveGithub(faults, size));
  const [fragments, notes]: [Fragment[], string[]] = [[], []];
  const context: CollectContext = {
    emit: (fragment) => fragments.push(fragment),
    environment: { NHI_GITHUB_ENDPOINT: server.url, GH_TOKEN: 'ghp_good' },
    now: new Date('2026-12-01T00:00:00Z'),
    progress: () => {},
    note: (message) => notes.push(message),
    fingerprint: fingerprinter('key'),
    foundAccessKeyIds: () => [],
    ...(keepIn === '' ? {} : { organization: { tool: 'test', keepIn } }),
  };
  const { requests, scope, used } = await collectLive(word, context, { second });
  const builder = new InventoryBuilder();
  for (const fragment of fragments) builder.add(fragment);
  const gaps = fragments.flatMap((f) => {
    if (f.type !== 'gap') return [];
    const { why, what, permission, partial } = f.value;
    const line = `${why}: ${what}${permission === undefined ? '' : ` (${permission})`}`;
    return [partial === false ? `[${line}]` : line];
  });
  return { inventory: builder.finish([]), gaps, notes, requests, scope, text: JSON.stringify(fragments), server, used };
}

const wanted = (gaps: readonly string[]): readonly string[] => gaps.filter((gap) => !gap.startsWith('[') && !gap.startsWith('not-given'));

describe('an organization read live', () => {
  test('is seen whole, and what was not asked is said', async () => {
    const { gaps, notes, inventory, requests, scope } = await run();
    expect(gaps).toEqual([
      '[not-given: the repositories that 1 app is installed on]',
      '[not-given: the audit log (nhi scan --use)]',
      expect.stringContaining(
        "not-given: secrets, variables, webhooks and Actions settings of single repositories and environments (nhi scan 'github:acme/*'",
      ),
    ]);
    expect(scope).toBe('acme');
    expect(notes).toEqual([expect.stringMatching(/^github:acme: \d+ REST requests and 4 of GraphQL for 2 repositories/)]);
    expect(requests).toBeGreaterThan(30);
    const kinds = [...inventory.identities.values()].map(({ kind, name }) => `${kind} ${name}`).sort();
    expect(kinds).toEqual([
      'github-app-installation claude',
      'github-app-installation dependabot',
      'github-app-installation old-metrics',
      'github-app-installation release-robot',
      'github-classic-token classic token 801 of mia',
      'github-deploy-key legacy deploy of acme/shop',
      'github-fine-grained-token docs',
      'github-fine-grained-token nightly sync',
      'github-fine-grained-token report',
      'github-runner build-1',
      'github-runner deploy-1',
      'github-user acme-deployer',
      'github-user build-bot',
      'github-user freelance-lee',
      'github-user kim',
      'github-user mia',
    ]);
  });

  test('takes nobody for a machine by a name', async () => {
    const { inventory } = await run();
    expect(inventory.identities.get('github:user/build-bot')).toMatchObject({ nature: 'human' });
    expect(inventory.identities.get('github:user/acme-deployer')).toMatchObject({
      nature: 'workload',
      github: { machine_signs: ['its profile says so'] },
    });
  });

  test('gives what decides about branches, environments and secrets', async () => {
    const { inventory } = await run();
    const shop = readGithubRepositories(inventory).get('repository:acme/shop');
    expect(shop?.profile).toEqual({ visibility: 'private', defaultBranch: 'main', archived: false, fork: false, forkable: false });
    expect([...(shop?.parts ?? [])].sort()).toEqual(['branch-protection', 'collaborators', 'deploy-keys', 'environments', 'rulesets']);
    expect(shop?.rules[0]?.branchRules).toMatchObject({
      pullRequest: { approvals: 1, codeOwners: true },
      pushers: [
        { kind: 'team', name: 'release', number: '21' },
        { kind: 'app', name: 'release-robot', number: '9001' },
      ],
      bypass: [{ kind: 'app', name: 'release-robot' }],
      holdsAdmins: false,
      blocksForcePush: true,
    });
    expect(shop?.access.map(({ holder, role, policy }) => `${holder} ${role ?? policy}`).sort()).toEqual([
      'github:deploy-key/acme/shop/301 github:permissions/deploy-key/acme/shop/301/repository',
      'github:team/acme/core write',
      'github:team/acme/release maintain',
      'github:token/acme/7200 github:permissions/token/acme/7200/repository',
      'github:user/freelance-lee write',
      'github:user/kim admin',
    ]);
    const production = shop?.environments.find(({ gate }) => gate.name === 'production');
    expect(production?.scope.environment).toBe('production');
    expect(production?.gate).toMatchObject({
      reviewers: [{ kind: 'team', name: 'release' }],
      preventsSelfReview: true,
      adminsBypass: true,
      branches: [
        { pattern: 'main', type: 'branch' },
        { pattern: 'v*', type: 'tag' },
      ],
    });
    expect([...(shop?.organization?.parts ?? [])].sort()).toEqual([
      'credential-authorizations',
      'installations',
      'members',
      'rulesets',
      'runners',
      'secrets',
      'teams',
      'tokens',
    ]);
    expect(shop?.organization?.rules[0]?.branchRules).toMatchObject({
      target: 'push',
      blockedPaths: ['.github/workflows/**/*'],
      bypass: [{ kind: 'organization-admin', mode: 'always' }],
      repositories: { names: { include: ['~ALL'], exclude: ['site'] } },
    });
    const key = shop?.organization?.secrets.find(({ name }) => name === 'AWS_ACCESS_KEY_ID');
    expect(key?.stored).toMatchObject({ visibility: 'selected', repositories: ['repository:acme/shop'] });
    const site = readGithubRepositories(inventory).get('repository:acme/site');
    expect(site?.rules[0]?.branchRules).toMatchObject({
      pullRequest: { approvals: 0 },
      bypass: [
        { kind: 'deploy-key', mode: 'always' },
        { kind: 'role', name: 'admin', mode: 'pull-request' },
      ],
    });
  });

  test('holds the facts of settings, tokens and secrets', async () => {
    const { inventory } = await run();
    expect(inventory.scopes.get('github:organization/acme')?.settings).toMatchObject({
      workflow_token: 'write',
      actions_approve_pull_requests: true,
      allowed_actions: 'all',
      sha_pinning_required: false,
      fork_secrets: true,
      base_permission: 'read',
      copilot_agent: 'all',
      oidc_claims: ['repo', 'context'],
      oidc_immutable: false,
    });
    expect(inventory.scopes.get('github:runner-group/acme/1')?.settings).toEqual({
      group_visibility: 'all',
      public_repositories: true,
      workflows_restricted: false,
      lasting_runners: ['build-1'],
    });
    expect(inventory.scopes.get('repository:acme/shop')?.settings).toMatchObject({ push_protection: false, secret_scanning: true });
    expect(inventory.workloads.get('github:webhook/acme/61')).toMatchObject({
      name: 'webhook of acme to hooks.acme.example',
      settings: { insecure: ['no secret', 'plain HTTP', 'certificate not checked'] },
    });
    expect(inventory.workloads.get('github:webhook/acme/62')?.settings).toEqual({ insecure: [] });
    expect(inventory.credentials.get('github:fine-grained-token/acme/7100')).toMatchObject({
      expiresAt: null,
      github: { repositories: 'all', write_permissions: ['contents:write'] },
    });
    expect(inventory.credentials.get('github:authorization/acme/801')).toMatchObject({
      kind: 'github-classic-token',
      github: { scopes: ['repo', 'workflow', 'read:org'] },
    });
    expect(inventory.credentials.get('github:secret-alert/acme/shop/3')?.github).toEqual({
      alert: 'open',
      validity: 'active',
      publicly_leaked: false,
      many_repositories: true,
      push_bypassed: true,
    });
    expect(inventory.credentials.get('github:deploy-key-credential/acme/shop/301')).toMatchObject({
      lastUsedAt: '2024-02-02T00:00:00Z',
      github: { read_only: false, added_by: 'gone-gil' },
    });
    // A role's name is no proof of anybody; the resource is there all the same.
    expect([...inventory.credentials.values()].filter(({ name }) => name === 'AWS_ROLE_ARN')).toEqual([]);
    expect(inventory.identities.get('github:installation/501')?.lastUsedAt).toBe('2026-11-21T22:00:00Z');
    expect(inventory.identities.get('github:installation/503')).toMatchObject({ enabled: false, github: { suspended: true } });
    expect(inventory.identities.get('github:installation/502')).toMatchObject({ nature: 'agent', agent: true });
  });

  test('keeps no value, and no token', async () => {
    const {
      text,
      server: { tokens },
    } = await run();
    for (const secret of ['moon-1', 's3cr3t-path', 'ghp_good', 'AAAAinvented', '1a2b3c4d']) expect(text).not.toContain(secret);
    expect([...tokens]).toEqual(['token ghp_good']);
  });

  test('reads the same in pages of one', async () => {
    const [whole, small] = [await run(), await run(undefined, { size: 1 })];
    expect([...small.inventory.identities.keys()].sort()).toEqual([...whole.inventory.identities.keys()].sort());
    expect([...small.inventory.resources.keys()].sort()).toEqual([...whole.inventory.resources.keys()].sort());
    expect(small.gaps).toEqual(whole.gaps);
  });
});

describe('what is refused', () => {
  test.each<readonly [string, string, ReturnType<Faults>, string]>([
    [
      'without a reason',
      '/orgs/acme/installations',
      forbidden,
      'denied: installed apps (/orgs/acme/installations) (organization_administration:read)',
    ],
    [
      'with what would do',
      '/orgs/acme/hooks',
      { ...forbidden, headers: { 'x-accepted-github-permissions': 'organization_hooks=read; organization_hooks=write' } },
      'denied: webhooks of the organization (/orgs/acme/hooks) (organization_hooks:read or organization_hooks:write)',
    ],
    [
      'to a classic token',
      '/orgs/acme/actions/secrets',
      { ...forbidden, headers: { 'x-oauth-scopes': 'repo', 'x-accepted-oauth-scopes': 'admin:org' } },
      "denied: the organization's secrets for Actions (/orgs/acme/actions/secrets) (scope admin:org)",
    ],
    [
      'for want of single sign-on',
      '/orgs/acme/outside_collaborators',
      { ...forbidden, headers: { 'x-github-sso': 'required; url=https://github.com/orgs/acme/sso' } },
      'denied: outside collaborators (/orgs/acme/outside_collaborators) (the token authorised for single sign-on)',
    ],
    [
      'hidden behind 404',
      '/orgs/acme/installations',
      notFound,
      'not-found: installed apps (/orgs/acme/installations) (organization_administration:read)',
    ],
    [
      'by a limit that does not pass',
      '/orgs/acme/hooks',
      { status: 429, body: { message: 'Too many requests' } },
      'throttled: webhooks of the organization (/orgs/acme/hooks)',
    ],
    [
      'by something broken',
      '/orgs/acme/hooks',
      { status: 502, body: 'gone' },
      'unreachable: webhooks of the organization (/orgs/acme/hooks)',
    ],
  ])('%s is a gap that names what would show it', async (_, path, reply, gap) => {
    const { gaps, inventory } = await run((asked) => (asked === path ? reply : undefined));
    expect(wanted(gaps)).toEqual([gap]);
    expect(inventory.identities.size).toBeGreaterThan(10);
    if (path.endsWith('installations')) expect(inventory.scopes.get('github:organization/acme')?.supplies).not.toContain('installations');
  });

  test('what many plans do not have is told, and is not missing', async () => {
    const { gaps } = await run((path) => (path.endsWith('/credential-authorizations') ? notFound : undefined));
    expect(wanted(gaps)).toEqual([]);
    expect(gaps).toContain(
      '[not-found: credentials authorised for single sign-on (/orgs/acme/credential-authorizations) (organization_administration:read)]',
    );
  });

  test('a secondary limit is waited for', async () => {
    const limited = { status: 403, body: { message: 'You have exceeded a secondary rate limit.' }, headers: { 'retry-after': '2' } };
    const {
      gaps,
      server: { asked },
    } = await run((path, time) => (path === '/repos/acme/shop' && time === 1 ? limited : undefined), {
      word: 'github:acme/shop',
      second: 1,
    });
    expect(asked.filter((line) => line === 'GET /repos/acme/shop')).toHaveLength(2);
    expect(wanted(gaps)).toEqual([]);
  });

  test('a token that is revoked in the middle ends the asking, and what was read stays', async () => {
    const revoked = { status: 401, body: { message: 'Bad credentials' } };
    let out = false;
    const {
      gaps,
      inventory,
      server: { asked },
    } = await run((path) => {
      out ||= path === '/orgs/acme/actions/secrets';
      return out ? revoked : undefined;
    });
    expect(asked.at(-1)).toBe('GET /rate_limit');
    expect(inventory.identities.has('github:installation/501')).toBe(true);
    expect(gaps).toContain("denied: the organization's secrets for Actions (/orgs/acme/actions/secrets)");
    expect(gaps.some((gap) => gap.startsWith('denied: repositories'))).toBe(true);
  });

  test('an answer that asks for other credentials ends nothing', async () => {
    const { gaps, inventory } = await run((path) => {
      if (path === '/rate_limit') return { body: { resources: {} } };
      return path === '/orgs/acme/hooks' ? { status: 401, body: { message: 'Requires authentication' } } : undefined;
    });
    expect(wanted(gaps)).toEqual(['denied: webhooks of the organization (/orgs/acme/hooks)']);
    expect(inventory.identities.size).toBe(16);
  });

  test('pages that go round in circles end', async () => {
    const { gaps } = await run((path) =>
      path === '/orgs/acme/hooks'
        ? { body: [], headers: { link: `<${server?.url}/orgs/acme/hooks?per_page=100>; rel="next"` } }
        : undefined,
    );
    expect(wanted(gaps)).toEqual(['unreadable: webhooks of the organization (/orgs/acme/hooks)']);
  });

  test('a list that says there is more than it shows is not whole', async () => {
    const { gaps, inventory } = await run((path) =>
      path === '/orgs/acme/installations' ? { body: { total_count: 9, installations: [] } } : undefined,
    );
    expect(gaps).toContain('not-given: installed apps (/orgs/acme/installations)');
    expect(inventory.scopes.get('github:organization/acme')?.supplies).not.toContain('installations');
  });

  test('a token that is never accepted is a person to tell', async () => {
    await expect(run(() => ({ status: 401, body: { message: 'Bad credentials' } }))).rejects.toThrow(
      /^github:acme: the credentials are not accepted/,
    );
  });

  test('a name that nobody has is a person to tell', async () => {
    const empty = { body: { data: { repositoryOwner: null }, errors: [{ type: 'NOT_FOUND', message: 'Could not resolve' }] } };
    await expect(run((path) => (path === '/graphql' ? empty : notFound))).rejects.toThrow(/shows no organization or person acme/);
  });

  test.each([
    ['a page of a proxy', '<html>Log in</html>', 'text/html'],
    ['an object in place of a list', { hooks: [] }, 'application/json'],
  ])('%s is no empty list', async (_, body, type) => {
    const { gaps } = await run((path) => (path === '/orgs/acme/hooks' ? { body, headers: { 'content-type': type } } : undefined));
    expect(wanted(gaps)).toEqual(['unreadable: webhooks of the organization (/orgs/acme/hooks)']);
  });

  test('the next page of another server is not asked', async () => {
    const elsewhere = { body: [], headers: { link: '<https://elsewhere.example/orgs/acme/hooks?page=2>; rel="next"' } };
    const { gaps } = await run((path) => (path === '/orgs/acme/hooks' ? elsewhere : undefined));
    expect(wanted(gaps)).toEqual(['unreadable: webhooks of the organization (/orgs/acme/hooks)']);
  });
});

/** The answer of the fixture to a question of GraphQL, changed. */
function changed(body: string, change: (answer: GraphAnswer) => void): ReturnType<Faults> {
  const answer = structuredClone(graphql(body).body) as GraphAnswer;
  change(answer);
  return { body: answer };
}

interface GraphAnswer {
  readonly data: {
    readonly repositoryOwner: { readonly repositories: { totalCount: number; pageInfo: object; nodes: Record<string, unknown>[] } };
  };
  errors?: object[];
}

describe('GraphQL', () => {
  const isSweep = (path: string, body: string): boolean => path === '/graphql' && body.includes('repositories(first: $first');

  test('data beside errors counts, and each error is a gap', async () => {
    const { gaps, inventory } = await run((path, _, body) =>
      isSweep(path, body)
        ? changed(body, (answer) => {
            const [shop] = answer.data.repositoryOwner.repositories.nodes;
            if (shop) shop.branchProtectionRules = null;
            answer.errors = [
              {
                type: 'FORBIDDEN',
                path: ['repositoryOwner', 'repositories', 'nodes', 0, 'branchProtectionRules'],
                message: 'Resource not accessible by integration',
              },
            ];
          })
        : undefined,
    );
    expect(wanted(gaps)).toEqual(['denied: branch protection of acme (administration:read)']);
    expect(inventory.scopes.get('repository:acme/shop')?.supplies).not.toContain('branch-protection');
    expect(inventory.scopes.get('repository:acme/site')?.supplies).toContain('branch-protection');
  });

  test('a server that does not know a field is asked without it', async () => {
    const { gaps, inventory } = await run((path, _, body) =>
      isSweep(path, body) && body.includes('rulesets(')
        ? { body: { errors: [{ message: "Field 'rulesets' doesn't exist on type 'Repository'", extensions: { code: 'undefinedField' } }] } }
        : undefined,
    );
    expect(wanted(gaps)).toEqual(['unsupported: repositories']);
    expect(inventory.scopes.has('repository:acme/shop')).toBe(true);
  });

  test('pages that take too long are made smaller', async () => {
    const sizes: number[] = [];
    const { gaps } = await run((path, _, body) => {
      if (!isSweep(path, body)) return undefined;
      const { variables } = JSON.parse(body) as { variables: { first: number } };
      sizes.push(variables.first);
      return variables.first > 20 ? { status: 502, body: { message: 'timed out' } } : undefined;
    });
    expect([...new Set(sizes)]).toEqual([50, 25, 13]);
    expect(wanted(gaps)).toEqual([]);
  });

  test('a limit of its own is a gap', async () => {
    const { gaps } = await run((path, _, body) =>
      isSweep(path, body) ? { body: { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] } } : undefined,
    );
    expect(wanted(gaps)).toEqual(['throttled: repositories of acme']);
  });

  test('five thousand repositories take a page for fifty, and few requests besides', async () => {
    const total = 5000;
    const {
      requests,
      notes,
      gaps,
      server: { asked },
    } = await run((path, time, body) => {
      if (isSweep(path, body)) {
        const { variables } = JSON.parse(body) as { variables: { first: number; after: string | null } };
        const start = Number(variables.after ?? 0);
        return changed(body, (answer) => {
          const [shop, site] = answer.data.repositoryOwner.repositories.nodes;
          const { repositories } = answer.data.repositoryOwner;
          repositories.totalCount = total;
          repositories.nodes = Array.from({ length: variables.first }, (__, i) => ({
            ...((start + i) % 5 === 0 ? shop : site),
            databaseId: start + i,
            nameWithOwner: `acme/r${start + i}`,
          }));
          repositories.pageInfo = { hasNextPage: start + variables.first < total, endCursor: String(start + variables.first) };
        });
      }
      if (path === '/orgs/acme/repos') {
        const next = `<${server?.url}/orgs/acme/repos?per_page=100&page=${time + 1}>; rel="next"`;
        return { body: [], headers: time < total / 100 ? { link: next } : {} };
      }
      return path.startsWith('/repos/acme/r') ? { body: [] } : undefined;
    });
    const sweeps = asked.filter((line) => line === 'POST /graphql').length;
    expect(sweeps).toBeLessThanOrEqual(total / 50 + 3);
    expect(requests - sweeps).toBeLessThanOrEqual(total * 0.05);
    expect(notes[0]).toMatch(/for 5000 repositories \(0\.0\d REST requests for each\)/);
    expect(gaps).toContainEqual(expect.stringMatching(/^not-given: which branches may deploy to environments/));
  });
});

describe('one repository', () => {
  test('is asked about in full', async () => {
    const {
      inventory,
      scope,
      gaps,
      server: { asked },
    } = await run(undefined, { word: 'github:acme/shop' });
    expect(scope).toBe('acme/shop');
    expect(gaps).toEqual([]);
    const shop = readGithubRepositories(inventory).get('repository:acme/shop');
    expect(shop?.secrets.map(({ name }) => name)).toEqual(['SLACK_TOKEN']);
    expect(shop?.environments.find(({ gate }) => gate.name === 'production')?.secrets.map(({ name }) => name)).toEqual([
      'PROD_DB_PASSWORD',
    ]);
    expect(inventory.scopes.get('github:environment/acme/shop/production')).toMatchObject({
      name: 'production',
      settings: { stored_secrets: 1, reviewers: 1, branch_policy: 'selected' },
    });
    expect(inventory.scopes.get('repository:acme/shop')?.settings).toMatchObject({
      oidc_default: true,
      oidc_immutable: false,
      workflow_token: 'write',
    });
    expect(inventory.identities.get('github:copilot-agent/acme/shop')?.github).toMatchObject({
      firewall: true,
      workflows_unapproved: true,
      mcp_servers: ['tracker'],
      mcp_all_tools: ['tracker'],
      mcp_secrets: ['tracker: COPILOT_MCP_TRACKER_TOKEN'],
    });
    // A ruleset of its organization counts here; who may pass it by is not told to everybody.
    const [ruleset] = [...inventory.policies.values()].filter(({ kind }) => kind === 'github-ruleset');
    expect(ruleset?.branchRules).toMatchObject({ owner: 'github:organization/acme', blockedPaths: ['.github/workflows/**/*'] });
    expect(ruleset?.branchRules?.bypass).toBeUndefined();
    expect(asked.some((line) => line.includes('/orgs/'))).toBe(false);
  });

  test('that was renamed is read under its name of now', async () => {
    const renamed = {
      body: { id: 31, name: 'shop', full_name: 'acme/shop', owner: { login: 'acme', type: 'Organization' }, default_branch: 'main' },
    };
    const { gaps, inventory } = await run((path) => (path === '/repos/acme/store' ? renamed : undefined), { word: 'github:acme/store' });
    expect(gaps).toEqual(['[not-found: acme/store]']);
    expect(inventory.scopes.has('repository:acme/store')).toBe(false);
  });

  test('that is deleted while an organization is read is a gap', async () => {
    const { gaps } = await run((path) => (path.startsWith('/repos/acme/shop/') ? notFound : undefined));
    expect(wanted(gaps)).toContainEqual(expect.stringMatching(/^not-found: environments \(\/repos\/acme\/shop\/environments\)/));
  });

  test('of all of an organization, each is asked about', async () => {
    const {
      server: { asked },
      gaps,
    } = await run(undefined, { word: 'github:acme/*' });
    expect(asked).toContain('GET /repos/acme/shop/actions/secrets?per_page=100');
    expect(asked).toContain('GET /repos/acme/site/actions/secrets?per_page=100');
    // Nothing of the second is in the fixture: each kind of answer is missing once.
    expect(gaps).toContainEqual(expect.stringMatching(/^not-found: the repository's secrets for Actions \(\/repos\/acme\/site/));
  });
});

test('a run that was interrupted goes on where it stopped', async () => {
  const parent = mkdtempSync(join(tmpdir(), 'nhi-github-'));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  const keepIn = join(parent, 'kept');
  let revoked = true;
  const faults: Faults = (path) =>
    revoked && ['/orgs/acme/repos', '/rate_limit'].includes(path) ? { status: 401, body: { message: 'Bad credentials' } } : undefined;
  const first = await run(faults, { keepIn });
  expect(first.used).toBeUndefined();
  const asked = [...first.server.asked];
  const written = readdirSync(keepIn)
    .map((name) => readFileSync(join(keepIn, name), 'utf8'))
    .join('\n');
  for (const secret of ['moon-1', 's3cr3t-path', 'AAAAinvented', 'ghp_good']) expect(written).not.toContain(secret);
  revoked = false;
  const second = await run(faults, { keepIn, on: first.server });
  const askedAgain = second.server.asked.slice(asked.length);
  expect(askedAgain).toContain('GET /orgs/acme/repos?per_page=100');
  expect(askedAgain).not.toContain('POST /graphql');
  // Of variables, alerts and webhooks nothing is written to disk.
  expect(askedAgain.filter((line) => asked.includes(line) && !line.endsWith('/orgs/acme/repos?per_page=100')).sort()).toEqual([
    'GET /orgs/acme/actions/variables?per_page=30',
    'GET /orgs/acme/agents/variables?per_page=30',
    'GET /orgs/acme/hooks?per_page=100',
    'GET /orgs/acme/secret-scanning/alerts?per_page=100&state=open&hide_secret=true',
  ]);
  expect([...second.inventory.identities.keys()].sort()).toEqual([...(await run()).inventory.identities.keys()].sort());
  second.used?.();
  expect(readdirSync(parent)).toEqual([]);
});

describe('who asks', () => {
  const context = (environment: Record<string, string>): CollectContext => ({
    emit: () => {},
    environment,
    now: new Date('2026-12-01T00:00:00Z'),
    progress: () => {},
    fingerprint: () => 'f',
    foundAccessKeyIds: () => [],
  });

  test('a server of their own gets a token of its own, and no other', async () => {
    server = await serveGithub();
    const environment = { GH_TOKEN: 'of-github-com', GH_ENTERPRISE_TOKEN: 'of-our-server' };
    await collectLive(`github:${server.url}/acme`, context(environment), { second: 0 });
    expect([...server.tokens]).toEqual(['token of-our-server']);
    expect(server.asked[0]).toBe('GET /api/v3/orgs/acme');
    expect(server.asked).toContain('POST /api/graphql');
    await expect(collectLive(`github:${server.url}/acme`, context({ GH_TOKEN: 'of-github-com' }))).rejects.toThrow(
      /set GH_ENTERPRISE_TOKEN/,
    );
  });

  test('an app proves itself with its key, and asks with a token of its installation', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nhi-github-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = join(folder, 'app.pem');
    writeFileSync(key, privateKey.export({ type: 'pkcs1', format: 'pem' }));
    server = await serveGithub((path) => {
      if (path === '/orgs/acme/installation') return { body: { id: 77 } };
      if (path === '/app/installations/77/access_tokens')
        return { status: 201, body: { token: 'ghs_short', expires_at: '2099-01-01T00:00:00Z', permissions: {} } };
      return undefined;
    });
    await collectLive(
      'github:acme',
      context({ NHI_GITHUB_ENDPOINT: server.url, NHI_GITHUB_APP_ID: '9', NHI_GITHUB_APP_KEY_FILE: key, GH_TOKEN: 'unused' }),
      { second: 0 },
    );
    const kinds = new Set([...server.tokens].map((token) => token.replace(/^bearer ey.*/, 'a signed one')));
    expect([...kinds].sort()).toEqual(['a signed one', 'token ghs_short']);
  });

  test.each([
    [{ NHI_GITHUB_APP_ID: '9' }, /NHI_GITHUB_APP_KEY_FILE is not set/],
    [{ NHI_GITHUB_APP_ID: '9', NHI_GITHUB_APP_KEY_FILE: '/does/not/exist.pem' }, /cannot be read/],
    [{}, /no credentials for .*set GH_TOKEN/],
    [{ GH_TOKEN: 't', NHI_GITHUB_ENDPOINT: 'http://elsewhere.example' }, /must be an https address/],
  ])('%o is told in a line', async (environment, message) => {
    await expect(collectLive('github:acme', context({ NHI_GITHUB_ENDPOINT: 'http://127.0.0.1:9', ...environment }))).rejects.toThrow(
      message,
    );
  });

  test.each(['github:', 'github:a/b/c', 'github:https://user:pw@ghes.example/acme', 'github:acme/sh op'])(
    '%s names nothing',
    async (word) => {
      const error = await collectLive(word, context({ GH_TOKEN: 't' })).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(UserError);
      expect(String(error)).not.toContain('pw');
    },
  );

  test('nobody answers', async () => {
    await expect(
      collectLive('github:acme', context({ NHI_GITHUB_ENDPOINT: 'http://127.0.0.1:9', GH_TOKEN: 't' }), { second: 0 }),
    ).rejects.toThrow(/no answer/);
  });

  test('what can be read is checked question by question', async () => {
    server = await serveGithub((path) => (path.endsWith('/hooks') ? forbidden : undefined));
    const lines = await checkGithub('github:acme', context({ NHI_GITHUB_ENDPOINT: server.url, GH_TOKEN: 't' }), { second: 0 });
    expect(lines.filter(({ status }) => status !== 'ok')).toEqual([
      {
        status: 'missing',
        check: 'webhooks of the organization (organization_hooks:read)',
        remedy: 'Resource not accessible by integration; give the token or app organization_hooks:read',
      },
    ]);
  });
});
