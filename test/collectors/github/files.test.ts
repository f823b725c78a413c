import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readHead } from '../../../src/collectors/files.ts';
import { fingerprinter } from '../../../src/collectors/fingerprint.ts';
import { collectGithubFiles, recognisesGithubFile } from '../../../src/collectors/github/file-dumps.ts';
import { savedAnswers } from '../../../src/collectors/github/saved-answers.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import { type Inventory, InventoryBuilder } from '../../../src/inventory/inventory.ts';

const root = fileURLToPath(new URL('../../../fixtures/github/organization/', import.meta.url));

interface Read {
  readonly inventory: Inventory;
  readonly gaps: readonly string[];
  readonly text: string;
  readonly scope: string;
}

async function read(files: Readonly<Record<string, string | Buffer>>, asTree = false): Promise<Read> {
  const folder = mkdtempSync(join(tmpdir(), 'nhi-github-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const dumps = Object.keys(files).map((name) => ({
    path: join(folder, name),
    source: asTree ? 'dump' : name,
    ...(asTree ? { file: name } : {}),
  }));
  const fragments: Fragment[] = [];
  const { scope } = await collectGithubFiles(dumps, { emit: (f) => fragments.push(f), fingerprint: fingerprinter('key') });
  const builder = new InventoryBuilder();
  for (const fragment of fragments) builder.add(fragment);
  const gaps = fragments.flatMap((f) => (f.type === 'gap' ? [`${f.value.why}: ${f.value.what}: ${f.value.detail}`] : []));
  return { inventory: builder.finish([]), gaps, text: JSON.stringify(fragments), scope };
}

function fixture(path: string): unknown {
  return JSON.parse(readFileSync(join(root, `${path}.json`), 'utf8'));
}

const text = (path: string): string => JSON.stringify(fixture(path));

test('a directory of answers by API path is read as one source, as the live organization is', async () => {
  const files = savedAnswers(root);
  expect(files.length).toBe(readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json')).length);
  const {
    inventory,
    gaps,
    scope,
    text: whole,
  } = await read(Object.fromEntries(files.map((name) => [name, readFileSync(join(root, name))])), true);
  expect(gaps).toEqual([]);
  expect(scope).toBe('acme');
  expect(inventory.identities.size).toBe(17);
  expect(inventory.scopes.get('repository:acme/shop')?.supplies).toEqual(
    expect.arrayContaining(['branch-protection', 'environments', 'secrets', 'rulesets']),
  );
  for (const secret of ['moon-1', 's3cr3t-path', 'AAAAinvented']) expect(whole).not.toContain(secret);
});

test('a checkout is no directory of answers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nhi-github-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'repos', 'src'), { recursive: true });
  mkdirSync(join(folder, '.git'));
  writeFileSync(join(folder, 'repos', 'src', 'a.json'), '{}');
  expect(savedAnswers(folder)).toEqual([]);
});

/** Answers by their content alone: what a file of any name is told by. */
const told: readonly (readonly [string, string, (inventory: Inventory) => unknown, unknown])[] = [
  ['apps', 'orgs/acme/installations', (i) => i.identities.size, 4],
  [
    'fine-grained tokens',
    'orgs/acme/personal-access-tokens',
    (i) => [...i.credentials.values()].map(({ kind }) => kind),
    ['github-fine-grained-token', 'github-fine-grained-token'],
  ],
  [
    'authorised credentials',
    'orgs/acme/credential-authorizations',
    (i) => [...i.credentials.values()].map(({ kind }) => kind),
    ['github-classic-token', 'github-ssh-key'],
  ],
  ['deploy keys', 'repos/acme/shop/keys', (i) => [...i.credentials.values()].map(({ kind }) => kind), ['github-deploy-key']],
  [
    'secrets',
    'orgs/acme/actions/secrets',
    (i) => [...i.resources.values()].map(({ name }) => name),
    ['NPM_TOKEN', 'AWS_ACCESS_KEY_ID', 'AWS_ROLE_ARN'],
  ],
  ['variables', 'orgs/acme/actions/variables', (i) => [...i.resources.values()].map(({ kind }) => kind), ['github-variable']],
  ['groups of runners', 'orgs/acme/actions/runner-groups', (i) => i.scopes.size, 2],
  ['runners', 'orgs/acme/actions/runners', (i) => i.identities.size, 2],
  ['webhooks', 'orgs/acme/hooks', (i) => i.workloads.size, 2],
  [
    'environments',
    'repos/acme/shop/environments',
    (i) => [...i.scopes.values()].flatMap(({ gate }) => gate?.name ?? []),
    ['production', 'staging'],
  ],
  ['alerts', 'orgs/acme/secret-scanning/alerts', (i) => [...i.credentials.keys()], ['github:secret-alert/acme/shop/3']],
  ['repositories', 'orgs/acme/repos', (i) => [...i.scopes.keys()], ['repository:acme/shop', 'repository:acme/site']],
  ['the organization', 'orgs/acme', (i) => [...i.scopes.keys()], ['github:organization/acme']],
  ['a sweep of GraphQL', 'graphql/repositories', (i) => [...i.scopes.values()].filter(({ repository }) => repository).length, 2],
  ['rulesets of GraphQL', 'graphql/rulesets', (i) => [...i.policies.values()].map(({ kind }) => kind), ['github-ruleset']],
  [
    'teams of GraphQL',
    'graphql/teams',
    (i) => [...i.memberships],
    [
      ['github:user/kim', ['github:team/acme/core']],
      ['github:team/acme/release', ['github:team/acme/core']],
      ['github:user/mia', ['github:team/acme/release']],
    ],
  ],
  [
    "Copilot's agent",
    'repos/acme/shop/copilot/cloud-agent/configuration',
    (i) => [...i.identities.values()].map(({ kind }) => kind),
    ['github-copilot-agent'],
  ],
  ['what jobs may do', 'orgs/acme/actions/permissions/workflow', (i) => [...i.scopes.values()][0]?.settings?.workflow_token, 'write'],
];

describe.each(told)('%s', (_, path, look, expected) => {
  test('are told by their content', async () => {
    const { inventory, gaps } = await read({ 'answer.json': text(path) });
    expect(look(inventory)).toEqual(expected);
    expect(gaps).toEqual([]);
  });

  test('are recognised by it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nhi-github-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(join(folder, 'answer.json'), text(path));
    expect(recognisesGithubFile(await readHead(join(folder, 'answer.json')))).toBe(true);
  });
});

describe('forms in which people keep answers', () => {
  const apps = fixture('orgs/acme/installations') as { readonly installations: readonly object[] };
  const [first, ...rest] = apps.installations;
  const forms: Readonly<Record<string, string | Buffer>> = {
    'gh api': text('orgs/acme/installations'),
    'gh api --paginate': `${JSON.stringify({ ...apps, installations: [first] })}${JSON.stringify({ ...apps, installations: rest })}`,
    'gh api --paginate --slurp': JSON.stringify([
      { ...apps, installations: [first] },
      { ...apps, installations: rest },
    ]),
    'gh api --jq .[]': apps.installations.map((app) => JSON.stringify(app)).join('\n'),
    'a list of pages': JSON.stringify([[first], rest]),
    'an answer of a library': JSON.stringify({
      status: 200,
      url: 'https://api.github.com/orgs/acme/installations',
      headers: {},
      data: apps,
    }),
    'a bundle by paths': JSON.stringify({ 'GET /orgs/acme/installations': apps }),
    'a bundle by names': JSON.stringify({ apps: apps.installations, nothing: [] }),
    gzip: gzipSync(text('orgs/acme/installations')),
    'a byte order mark': `\uFEFF${text('orgs/acme/installations')}`,
  };
  test.each(Object.entries(forms))('%s', async (_, content) => {
    const { inventory, gaps } = await read({ 'apps.json': content });
    expect([...inventory.identities.keys()]).toEqual([501, 502, 503, 504].map((number) => `github:installation/${number}`));
    expect(inventory.identities.get('github:installation/501')?.scope).toBe('acme');
    expect(gaps).toEqual([]);
  });

  test('what was cut short is read up to there', async () => {
    const whole = text('orgs/acme/installations');
    const { inventory, gaps } = await read({ 'apps.json': whole.slice(0, whole.indexOf('"id":503') - 1) });
    expect(inventory.identities.size).toBe(2);
    expect(gaps).toEqual([expect.stringMatching(/^unreadable: the rest of the file/)]);
  });

  test('a line that is broken costs itself alone', async () => {
    const [one, two] = apps.installations.map((app) => JSON.stringify(app));
    const { inventory, gaps } = await read({ 'apps.ndjson': `${one}\n{"id": \n${two}\n` });
    expect(inventory.identities.size).toBe(2);
    expect(gaps).toEqual(['unreadable: line 2: it is no JSON']);
  });

  test.each([['404'], [404], [{ toString: 1 }]])('a refusal (status %j) that was saved in place of an answer is a gap', async (status) => {
    const refusal = JSON.stringify({ message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status });
    const { gaps, text: whole } = await read({ 'orgs/acme/installations.json': refusal, 'orgs/acme.json': text('orgs/acme') }, true);
    expect(gaps).toEqual(['denied: installed apps: Not Found: not there, or not to be seen with this token']);
    expect(whole).toContain('organization_administration:read');
    expect(whole).not.toContain('"supplies":["installations"]');
  });

  test('what is of no known kind is told', async () => {
    const { gaps } = await read({ 'orgs.json': JSON.stringify({ hooks: fixture('orgs/acme/hooks'), others: [{ a: 1 }, { b: 2 }] }) });
    expect(gaps).toEqual(['unsupported: 2 objects of the file: of no kind that is known of GitHub']);
  });
});

describe('whose an answer is', () => {
  test('other answers of the run tell', async () => {
    const { inventory } = await read({ 'org.json': text('orgs/acme'), 'runners.json': text('orgs/acme/actions/runners') });
    expect(inventory.identities.has('github:runner/acme/41')).toBe(true);
  });

  test('nobody tells where there are two', async () => {
    const other = JSON.stringify({ ...(fixture('orgs/acme') as object), login: 'globex' });
    const { inventory } = await read({ 'a.json': text('orgs/acme'), 'b.json': other, 'runners.json': text('orgs/acme/actions/runners') });
    expect(inventory.identities.has('github:runner/unnamed/41')).toBe(true);
  });

  test('the name of a file may be its path', async () => {
    const { inventory } = await read({ 'repos__acme__shop__keys.json': text('repos/acme/shop/keys') });
    expect(inventory.identities.has('github:deploy-key/acme/shop/301')).toBe(true);
  });
});

test('a leaked secret is the credential that was found in a file, and its value is not kept', async () => {
  const [alert] = fixture('orgs/acme/secret-scanning/alerts') as readonly object[];
  const secret = 'https://hooks.example/T0/B0/not-a-real-one';
  const { inventory, text: whole } = await read({ 'alerts.json': JSON.stringify([{ ...alert, secret }]) });
  const [credential] = inventory.credentials.values();
  expect(credential?.aliases).toEqual([`secret:${fingerprinter('key')(secret)}`]);
  expect(whole).not.toContain('not-a-real-one');
  const key = await read({
    'alerts.json': JSON.stringify([{ ...alert, secret_type: 'aws_access_key_id', secret: 'AKIAIOSFODNN7EXAMPLE' }]),
  });
  expect([...key.inventory.credentials.values()][0]?.aliases).toEqual(['aws:access-key/AKIAIOSFODNN7EXAMPLE']);
});

describe('the audit log', () => {
  const event = (more: object): string =>
    JSON.stringify({ '@timestamp': 1_790_000_000_000, action: 'git.push', org: 'acme', actor: 'mia', ...more });

  test('tells who was last seen, and which accounts are only ever tokens', async () => {
    const byToken = Array.from({ length: 25 }, (_, i) =>
      event({
        actor: 'acme-deployer',
        '@timestamp': 1_790_000_000_000 + i * 1000,
        programmatic_access_type: 'Personal access token (classic)',
      }),
    );
    const { inventory } = await read({
      'audit.ndjson': [event({}), event({ actor: 'mia', programmatic_access_type: 'OAuth access token' }), ...byToken].join('\n'),
    });
    expect(inventory.identities.get('github:user/mia')).toMatchObject({ nature: 'unknown', lastUsedAt: '2026-09-21T14:13:20Z' });
    expect(inventory.identities.get('github:user/acme-deployer')).toMatchObject({
      nature: 'workload',
      lastUsedAt: '2026-09-21T14:13:44Z',
      github: { machine_signs: ['all of its 25 events in the audit log were done by token'] },
    });
  });

  test('tells of fine-grained tokens, and of the approval of OAuth apps', async () => {
    const lines = [
      event({ programmatic_access_type: 'Fine-grained personal access token', token_id: 7100 }),
      event({ action: 'org.enable_oauth_app_restrictions', '@timestamp': 1_780_000_000_000 }),
      event({ action: 'org.disable_oauth_app_restrictions' }),
    ];
    const { inventory } = await read({ 'audit.ndjson': lines.join('\n') });
    expect(inventory.identities.get('github:token/acme/7100')?.lastUsedAt).toBe('2026-09-21T14:13:20Z');
    expect(inventory.scopes.get('github:organization/acme')?.settings?.oauth_apps_restricted).toBe(false);
  });
});

test('what was listed whole is known of saved answers, as of the live organization', async () => {
  const { inventory } = await read(Object.fromEntries(savedAnswers(root).map((name) => [name, readFileSync(join(root, name))])), true);
  expect(inventory.scopes.get('github:organization/acme')?.supplies).toEqual(expect.arrayContaining(['members', 'rulesets', 'teams']));
});

test('pages that do not come to the count leave a part unread', async () => {
  const page = (logins: readonly string[], totalCount: number, hasNextPage: boolean): string =>
    JSON.stringify({
      data: {
        organization: {
          login: 'acme',
          membersWithRole: {
            totalCount,
            pageInfo: { hasNextPage, endCursor: logins[0] },
            edges: logins.map((login) => ({ role: 'MEMBER', node: { __typename: 'User', login } })),
          },
        },
      },
    });
  const supplied = async (...pages: readonly string[]): Promise<readonly string[]> => {
    const { inventory } = await read(Object.fromEntries(pages.map((content, i) => [`${i}.json`, content])));
    return inventory.scopes.get('github:organization/acme')?.supplies ?? [];
  };
  expect(await supplied(page(['ana'], 2, true), page(['bo'], 2, false))).toContain('members');
  expect(await supplied(page(['bo'], 2, false))).not.toContain('members');
  expect(await supplied(page(['bo'], 2, false), page(['bo'], 2, false))).not.toContain('members');
});

test.each([
  [0, true],
  [3, true],
  [30, false],
  [100, false],
])('a list of %i without a count ends in the middle of a page: %s', async (count, isWhole) => {
  const keys = Array.from({ length: count }, (_, i) => ({
    id: i + 1,
    title: `key ${i}`,
    read_only: true,
    verified: true,
    key: 'ssh-ed25519 AAAA',
  }));
  const { inventory } = await read({ 'repos/acme/shop/keys.json': JSON.stringify(keys) }, true);
  expect(inventory.scopes.get('repository:acme/shop')?.supplies?.includes('deploy-keys') ?? false).toBe(isWhole);
});

test('each kind of answer that was refused in a bundle is a gap, however many of it', async () => {
  const refused = { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' };
  const { gaps } = await read({
    'answers.json': JSON.stringify({
      'GET /orgs/acme/installations': { ...refused, message: 'Must have admin rights', status: '403' },
      'GET /repos/acme/shop/keys': refused,
      'GET /repos/acme/site/keys': refused,
    }),
  });
  expect(gaps).toHaveLength(2);
  expect(gaps[1]).toMatch(/^denied: deploy keys: .*1 more like it/);
});

test('lists in lists without an end are no answer, and break nothing', async () => {
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  expect(recognisesGithubFile({ format: 'json', name: 'x.json', text: deep } as Parameters<typeof recognisesGithubFile>[0])).toBe(false);
  expect((await read({ 'x.json': deep })).inventory.identities.size).toBe(0);
});

test.each([
  ['', true],
  ['?per_page=100&affiliation=direct', true],
  ['?affiliation=outside', false],
])('collaborators asked for with %j are all of them: %s', async (query, isWhole) => {
  const answers = { [`GET /repos/acme/shop/collaborators${query}`]: [{ login: 'ana', role_name: 'write' }] };
  const { inventory } = await read({ 'answers.json': JSON.stringify(answers) });
  expect(inventory.scopes.get('repository:acme/shop')?.supplies?.includes('collaborators') ?? false).toBe(isWhole);
});

// GitHub counts what a listing holds (https://docs.github.com/rest/actions/secrets#list-repository-secrets); so do many others.
test.each([
  ['an empty listing', { total_count: 0, secrets: [] }, true],
  ['a count that its list does not bear out', { total_count: 1, roles: [] }, false],
  ['an empty listing with more beside it', { total_count: 0, roles: [], page: 1, per_page: 20 }, false],
  ['another key', { total_count: 0, results: [] }, false],
])('%s', (_name, answer, expected) => {
  const head = { format: 'json', name: 'answer.json', text: JSON.stringify(answer) } as Parameters<typeof recognisesGithubFile>[0];
  expect(recognisesGithubFile(head)).toBe(expected);
});
