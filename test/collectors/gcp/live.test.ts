import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { CollectContext } from '../../../src/collectors/collector.ts';
import { collectGoogle } from '../../../src/collectors/gcp/live.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import { InventoryBuilder } from '../../../src/inventory/inventory.ts';
import { type Asked, denied, disabled, type Fault, type GoogleServer, startGoogle } from './google-server.ts';
import { Reading } from './read-fixture.ts';

interface Live extends Reading {
  readonly requests: number;
  readonly notes: readonly string[];
  readonly used: () => void;
}

/** What several answers say of one thing, as one record. */
function merged(fragments: readonly Fragment[]): readonly Fragment[] {
  const builder = new InventoryBuilder();
  for (const fragment of fragments) builder.add(fragment);
  const { identities, credentials, policies, grants, trusts, providers, workloads, scopes, uses, gaps } = builder.finish([]);
  return [
    ...[...identities.values()].map((value) => ({ type: 'identity', value }) as const),
    ...[...credentials.values()].map((value) => ({ type: 'credential', value }) as const),
    ...[...policies.values()].map((value) => ({ type: 'policy', value }) as const),
    ...[...grants.values()].flat().map((value) => ({ type: 'grant', value }) as const),
    ...[...trusts.values()].flat().map((value) => ({ type: 'trust', value }) as const),
    ...[...providers.values()].map((value) => ({ type: 'provider', value }) as const),
    ...[...workloads.values()].map((value) => ({ type: 'workload', value }) as const),
    ...[...scopes.values()].map((value) => ({ type: 'scope', value }) as const),
    ...[...uses.values()].flat().map((value) => ({ type: 'use', value }) as const),
    ...gaps.map((value) => ({ type: 'gap', value }) as const),
  ];
}

async function collect(source: string, server: GoogleServer, more: Partial<CollectContext> = {}): Promise<Live> {
  const fragments: Fragment[] = [];
  const notes: string[] = [];
  const { scope, requests, used } = await collectGoogle(
    source,
    {
      emit: (fragment) => fragments.push(fragment),
      environment: server.environment,
      now: new Date('2026-12-01T00:00:00Z'),
      progress: () => undefined,
      note: (line) => notes.push(line),
      fingerprint: () => 'fp',
      foundAccessKeyIds: () => [],
      ...more,
    },
    async () => undefined,
  );
  return Object.assign(new Reading(merged(fragments), scope), { requests, notes, used: () => used?.() });
}

const org = 'gcp:organizations/4400';
const api = 'service-account/api@';

describe('an organization', () => {
  test('is read with one list of each kind, and a few questions for each project', async () => {
    const server = await startGoogle();
    const live = await collect(org, server);
    expect(live.gaps.filter((g) => !g.startsWith('whom roles'))).toEqual([]);
    expect(live.scope).toBe('gcp:organization/4400');
    expect(live.one('identity', `gcp:${api}`)).toMatchObject({ grantsListed: true, createdAt: '2025-06-01T00:00:00Z' });
    expect(live.one('scope', 'project/shop-prod').settings).toMatchObject({
      key_creation_allowed: true,
      model_services: ['generativelanguage.googleapis.com'],
    });
    // What is held alone, of all predefined roles.
    expect(live.all('policy').map((p) => p.id)).not.toContain('gcp:role/roles/nobody.holds');
    expect(live.one('policy', 'gcp:role/roles/editor').permissions).toEqual(['storage.buckets.list']);
    const perProject = server.asked.filter((a) => a.path.includes('/projects/shop-prod'));
    expect(perProject).toHaveLength(4);
    expect(live.requests).toBe(server.asked.length);
    expect(live.notes.join()).toContain(`${live.requests} requests for 4 service accounts`);
  });

  test('the same records as from its export', async () => {
    const live = await collect(org, await startGoogle());
    expect(live.one('identity', api).lastUsedAt).toBe('2026-02-02T08:00:00Z');
    // Made after the records begin, and nowhere in them.
    expect(live.one('identity', 'mailer@').lastUsedAt).toBeNull();
    expect(live.one('credential', 'a'.repeat(40)).lastUsedAt).toBe('2026-01-01T08:00:00Z');
    expect(live.one('credential', 'hmac-key').enabled).toBe(true);
    expect(live.one('use', api).recorder).toBe('recommender');
    expect(live.one('identity', 'reasoning-engine/shop-prod/501').aliases).toHaveLength(2);
  });

  test('evidence says as of when the list is', async () => {
    const live = await collect(org, await startGoogle());
    expect(live.one('credential', 'a'.repeat(40)).evidence[0]).toEqual({
      source: org,
      note: `//iam.googleapis.com/projects/shop-prod/serviceAccounts/x/keys/${'a'.repeat(40)} as of 2026-11-20T08:00:00Z`,
    });
  });
});

describe('a project', () => {
  test('with what folders and the organization above it say', async () => {
    const server = await startGoogle();
    const live = await collect('gcp:projects/shop-prod', server);
    expect(live.one('scope', 'project/shop-prod').parent).toBe('gcp:folder/77');
    expect(live.one('policy', 'deny-policy/folder/77').denies).toHaveLength(1);
    expect(live.one('identity', `gcp:${api}`).grantsListed).toBe(true);
    expect(server.asked.map((a) => a.path)).toContain('/v3/organizations/4400:getIamPolicy');
  });

  test('where the folder above it may not be read, no role is known to be the last', async () => {
    const live = await collect(
      'gcp:projects/shop-prod',
      await startGoogle((a) => (a.path.startsWith('/v3/folders/77') ? denied('resourcemanager.folders.get') : undefined)),
    );
    expect(live.one('identity', `gcp:${api}`).grantsListed).toBeUndefined();
    expect(live.gaps.join('\n')).toContain('what folders/77 lies in');
  });

  test('gcp alone is the project of the credentials', async () => {
    const server = await startGoogle();
    const live = await collect('gcp', server, { environment: { ...server.environment, CLOUDSDK_CORE_PROJECT: 'shop-prod' } });
    expect(live.one('scope', 'project/shop-prod').number).toBe('900000000001');
  });

  test.each(['gcp:shop-prod', 'gcp:organizations/corp', 'gcp:folders/x', 'gcp:projects/../x'])('%s names nothing', async (source) => {
    const server = await startGoogle();
    await expect(collect(source, server)).rejects.toThrow(/write gcp:organizations/);
    expect(server.asked).toEqual([]);
  });
});

describe('refusals', () => {
  const lists = (a: Asked, content: string): boolean => a.path.endsWith('/assets') && a.query.get('contentType') === content;

  test('a list refused for the organization is asked for folder by folder and project by project', async () => {
    const live = await collect(
      org,
      await startGoogle((a) =>
        a.path.endsWith('/assets') && !a.path.includes('/projects/') ? denied('cloudasset.assets.listResource') : undefined,
      ),
    );
    expect(live.one('identity', `gcp:${api}`).standing).toBe('observed');
    expect(live.all('gap').filter((g) => g.partial !== false && !g.what.startsWith('whom'))).toEqual([]);
  });

  test('and where it is refused everywhere, the services are asked themselves', async () => {
    const live = await collect(
      org,
      await startGoogle((a) => (a.api === 'cloudasset' ? denied('cloudasset.assets.listResource') : undefined)),
    );
    expect(live.one('identity', `gcp:${api}`).standing).toBe('observed');
    expect(
      live
        .all('credential')
        .map((c) => c.kind)
        .sort(),
    ).toEqual(['gcp-api-key', 'gcp-api-key', 'gcp-hmac-key', 'gcp-service-account-key', 'gcp-service-account-key']);
    expect(live.all('provider')).toHaveLength(2);
    expect(live.all('trust').length).toBeGreaterThan(0);
    expect(live.one('policy', 'deny-policy/folder/77').denies).toHaveLength(1);
    expect(live.all('gap').map((g) => g.what)).toContain('what runs in shop-prod');
    expect(live.one('identity', `gcp:${api}`).grantsListed).toBeUndefined();
  });

  test('policies are searched for where their list is refused', async () => {
    const live = await collect(
      org,
      await startGoogle((a) => (lists(a, 'IAM_POLICY') ? denied('cloudasset.assets.listIamPolicy') : undefined)),
    );
    expect(live.one('identity', `gcp:${api}`).grantsListed).toBe(true);
    expect(live.all('gap').filter((g) => g.what.startsWith('all allow policies'))).toMatchObject([
      { why: 'denied', permission: 'cloudasset.assets.listIamPolicy', partial: false },
    ]);
  });

  test('a page in the middle that cannot be read loses the rest alone', async () => {
    const broken: Fault = { status: 200, body: 'not JSON' };
    const live = await collect(
      org,
      await startGoogle((a) => (lists(a, 'IAM_POLICY') && a.query.get('pageToken') === '5' ? broken : undefined)),
    );
    expect(live.all('grant').length).toBeGreaterThan(5);
    expect(live.gaps.join('\n')).toContain('the rest of the allow policies below organizations/4400');
    expect(live.one('identity', `gcp:${api}`).grantsListed).toBeUndefined();
  });

  test('an API that is turned off is asked about once', async () => {
    const server = await startGoogle((a) => (a.api === 'policyanalyzer' ? disabled('policyanalyzer.googleapis.com') : undefined));
    const live = await collect(org, server);
    expect(live.all('gap').filter((g) => g.what.startsWith('when'))).toHaveLength(2);
    expect(live.gaps.join('\n')).toContain('has not been used in project 1 before');
    expect(live.one('identity', `gcp:${api}`).lastUsedAt).toBeUndefined();
  });

  test('throttling is waited for', async () => {
    const busy: Fault = {
      status: 429,
      headers: { 'retry-after': '1' },
      body: { error: { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'Quota exceeded' } },
    };
    const server = await startGoogle((a, count) => (a.path.endsWith('/assets') && count <= 2 ? busy : undefined));
    const live = await collect(org, server);
    expect(live.all('gap').filter((g) => g.why === 'throttled')).toEqual([]);
    expect(live.one('identity', `gcp:${api}`).standing).toBe('observed');
  });

  test('credentials that are not accepted end it with what to do', async () => {
    const refused: Fault = { status: 401, body: { error: { code: 401, status: 'UNAUTHENTICATED', message: 'no' } } };
    await expect(collect(org, await startGoogle(() => refused))).rejects.toThrow(/gcloud auth application-default login/);
  });

  test('a token that ends in the middle: what was read stays, what was not is a gap, and the next run goes on', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'nhi-gcp-kept-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const settings = { organization: { tool: '1', keepIn: join(directory, 'kept') } };
    const refused: Fault = { status: 401, body: { error: { code: 401, status: 'UNAUTHENTICATED', message: 'expired' } } };
    const first = await collect(org, await startGoogle((a) => (a.api === 'storage' ? refused : undefined)), settings);
    expect(first.one('identity', `gcp:${api}`).standing).toBe('observed');
    expect(first.gaps.join('\n')).toContain('HMAC keys of shop-prod');
    expect(first.notes.join('\n')).toContain('stopped in the middle');
    first.used();
    const second = await collect(org, await startGoogle(), settings);
    expect(readdirSync(settings.organization.keepIn)).toContain('project-shop-prod.nhi');
    expect(second.all('gap').filter((g) => g.partial !== false && !g.what.startsWith('whom'))).toEqual([]);
    const server = await startGoogle((a) => (a.api === 'storage' ? refused : undefined));
    const third = await collect(org, server, settings);
    expect(server.asked.filter((a) => a.api === 'storage')).toEqual([]);
    expect(third.one('credential', 'hmac-key').enabled).toBe(true);
    third.used();
    expect(readdirSync(directory)).toEqual([]);
  });
});
