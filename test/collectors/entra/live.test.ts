import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import type { CollectContext } from '../../../src/collectors/collector.ts';
import { checkEntra } from '../../../src/collectors/entra/doctor.ts';
import { collectEntraFiles } from '../../../src/collectors/entra/file-dumps.ts';
import { collectLive } from '../../../src/collectors/entra/live.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import { UserError } from '../../../src/user-error.ts';
import { type Faults, type GraphServer, serveGraph } from './graph-server.ts';
import { linesOf } from './lines-of.ts';
import { fixture, summaryOf } from './read-fixture.ts';

let server: GraphServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

interface Ran {
  readonly fragments: readonly Fragment[];
  readonly gaps: readonly string[];
  readonly notes: readonly string[];
  readonly requests: number;
  readonly waited: readonly number[];
  readonly server: GraphServer;
}

function contextFor(url: string, fragments: Fragment[], notes: string[], token = 'good'): CollectContext {
  return {
    emit: (fragment) => fragments.push(fragment),
    environment: { NHI_GRAPH_ENDPOINT: url, MS_GRAPH_ACCESS_TOKEN: token },
    now: new Date('2026-12-01T00:00:00Z'),
    progress: () => {},
    note: (message) => notes.push(message),
    fingerprint: () => 'f',
    foundAccessKeyIds: () => [],
  };
}

async function run(faults: Faults = {}, more: Parameters<typeof serveGraph>[1] = {}, token = 'good'): Promise<Ran> {
  server = await serveGraph(faults, more);
  const [fragments, notes, waited]: [Fragment[], string[], number[]] = [[], [], []];
  const { requests } = await collectLive('entra', contextFor(server.url, fragments, notes, token), {
    wait: async (milliseconds) => {
      waited.push(milliseconds);
    },
  });
  const gaps = fragments.flatMap((f) => (f.type === 'gap' && f.value.partial !== false ? [`${f.value.why}: ${f.value.what}`] : []));
  return { fragments, gaps, notes, requests, waited, server };
}

describe('a directory read live', () => {
  test('says what the files of the same directory say', async () => {
    const live = await run();
    const saved: Fragment[] = [];
    await collectEntraFiles(fixture('entra/tenant'), {
      emit: (f) => saved.push(f),
      now: new Date('2026-12-01T00:00:00Z'),
      fingerprint: () => 'f',
    });
    expect(live.gaps).toEqual([]);
    const [ours, theirs] = [summaryOf(live.fragments), summaryOf(saved)];
    expect(ours.identity).toEqual(theirs.identity);
    expect(ours.credential).toEqual(theirs.credential);
    expect(ours.grant).toEqual(theirs.grant);
    expect(ours.trust).toEqual(theirs.trust);
    expect(ours.link).toEqual(theirs.link);
  });

  test('asks few questions: lists of all, and permissions by the API', async () => {
    const { requests, server: asked, notes } = await run();
    expect(requests).toBe(asked.requests);
    expect(requests).toBeLessThan(30);
    expect(notes).toEqual([expect.stringMatching(/^entra: \d+ requests for 14 applications and service principals, /)]);
    expect(asked.asked.filter((a) => a.includes('appRoleAssignedTo'))).toHaveLength(1);
  });

  test('needs as many requests for a thousand more applications as their pages', async () => {
    const template = { appId: '', displayName: 'x', signInAudience: 'AzureADMyOrg', owners: [], federatedIdentityCredentials: [] };
    const guid = (n: number, of: string): string => `${of.padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`;
    const applications = Array.from({ length: 1000 }, (_, i) => ({ ...template, id: guid(i, 'b1'), appId: guid(i, 'a1') }));
    const principals = applications.map((a, i) => ({ ...a, id: guid(i, 'c1'), servicePrincipalType: 'Application', accountEnabled: true }));
    const few = await run({}, { '/applications': applications.slice(0, 10), '/servicePrincipals': principals.slice(0, 10) });
    const fewRequests = few.requests;
    await server?.close();
    const many = await run({}, { '/applications': applications, '/servicePrincipals': principals });
    // Four lists of applications and service principals have one page more.
    expect(many.requests - fewRequests).toBeLessThanOrEqual(4);
  });

  test('reads all pages', async () => {
    const { fragments, gaps } = await run({ page: 2 });
    expect(gaps).toEqual([]);
    expect(fragments.filter((f) => f.type === 'identity' && f.value.kind === 'entra-application')).toHaveLength(6);
  });

  test('asks for owners one by one where they cannot be had with the list, twenty in a request', async () => {
    const { gaps, server: asked } = await run({ withoutExpansion: ['/applications', '/servicePrincipals'] }, owned());
    expect(asked.asked.filter((a) => a.startsWith('+') && a.includes('/owners'))).toHaveLength(13);
    expect(gaps).toEqual(['unsupported: federated credentials of applications', 'unsupported: groups that service principals are in']);
  });

  test('asks again where an expansion stopped at its limit', async () => {
    const owners = Array.from({ length: 20 }, (_, i) => ({
      '@odata.type': '#microsoft.graph.user',
      id: `e1000000-0000-4000-8000-0000000000${i + 10}`,
    }));
    const all = [...owners, { '@odata.type': '#microsoft.graph.user', id: 'e1000000-0000-4000-8000-000000000099' }];
    const app = { id: 'b2', appId: 'a2', displayName: 'many', signInAudience: 'AzureADMyOrg', owners };
    const { fragments } = await run({}, { '/applications': [app], '/applications/b2/owners': all });
    const links = fragments.filter((f) => f.type === 'link' && f.value.to === 'entra:application/a2');
    expect(links).toHaveLength(21);
  });
});

function owned(): Parameters<typeof serveGraph>[1] {
  const ids = (of: string, n: number): string => `${of}0000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  return Object.fromEntries([
    ...[1, 2, 3, 4, 5, 6].map((n) => [`/applications/${ids('b', n)}/owners`, []]),
    ...[1, 2, 3, 4, 5, 6, 61].map((n) => [`/servicePrincipals/${ids('c', n)}/owners`, []]),
  ]) as Parameters<typeof serveGraph>[1];
}

describe('what is refused', () => {
  const denied = [403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'] as const;

  test.each([
    ['/applications', 'registered applications, their credentials and owners', 'Application.Read.All'],
    ['/servicePrincipals', 'service principals and their owners', 'Application.Read.All'],
    ['/oauth2PermissionGrants', 'permissions that people consented to', 'DelegatedPermissionGrant.Read.All'],
    ['/roleManagement/directory/roleAssignments', 'who holds roles of the directory', 'RoleManagement.Read.Directory'],
    ['/policies/authorizationPolicy', 'what people may consent to', 'Policy.Read.All'],
    ['/reports/servicePrincipalSignIn', 'when applications last signed in', 'AuditLog.Read.All'],
    ['/users', 'users that look like accounts of services', 'User.Read.All'],
    ['/organization', 'the tenant itself', 'Organization.Read.All'],
  ])('%s becomes a gap, and the rest is read', async (path, what, permission) => {
    const { fragments } = await run({ refused: { [path]: denied } });
    const gaps = fragments.flatMap((f) => (f.type === 'gap' ? [f.value] : []));
    expect(gaps).toContainEqual(expect.objectContaining({ what, why: 'denied', permission }));
    expect(fragments.some((f) => f.type === 'scope' || f.type === 'identity')).toBe(true);
  });

  test('grants that were not all seen are never taken for none', async () => {
    const { fragments } = await run({ refused: { '/roleManagement': denied } });
    const [placeholder] = fragments.filter((f) => f.type === 'grant' && f.value.id.endsWith('#attached/*'));
    expect(placeholder).toBeDefined();
    expect(fragments.filter((f) => f.type === 'identity' && f.value.grantsListed === true)).toEqual([]);
  });

  test('a tenant without the licence for reports is told apart from one without the permission', async () => {
    const premium = [
      403,
      'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
      'Neither tenant is B2C or tenant does not have premium license',
    ] as const;
    const { gaps, fragments } = await run({ refused: { '/reports': premium } });
    expect(gaps).toEqual([]);
    const note = fragments.find((f) => f.type === 'gap' && f.value.what === 'when applications last signed in');
    expect(note?.value).toMatchObject({ why: 'unsupported', partial: false });
    // Nothing says when anything was used, and nothing counts as never used.
    expect(fragments.filter((f) => f.type === 'credential' && f.value.lastUsedAt !== undefined)).toEqual([]);
  });

  test('a tenant that knows no agents has no gap', async () => {
    const unknown = [400, 'BadRequest', "Resource not found for the segment 'microsoft.graph.agentIdentity'."] as const;
    const { gaps } = await run({ refused: { '/servicePrincipals/microsoft.graph': unknown, '/applications/microsoft.graph': unknown } });
    expect(gaps).toEqual([]);
  });
});

describe('throttling', () => {
  test('is waited for as long as Graph says, and otherwise ever longer', async () => {
    const { gaps, waited } = await run({ throttled: { '/applications': { times: 1, seconds: 7 }, '/oauth2': { times: 2 } } });
    expect(gaps).toEqual([]);
    expect(waited).toContain(7000);
    expect(waited.length).toBeGreaterThanOrEqual(3);
  });

  test('inside a batch only what was throttled is asked again', async () => {
    const {
      gaps,
      waited,
      server: asked,
    } = await run({ throttled: { '/servicePrincipals/c0000000-0000-4000-8000-000000000900': { times: 1, seconds: 3 } } });
    expect(gaps).toEqual([]);
    expect(waited).toContain(3000);
    expect(asked.asked.filter((a) => a.includes('appRoleAssignedTo'))).toHaveLength(2);
  });

  test('that does not end becomes a gap', async () => {
    const { gaps } = await run({ throttled: { '/oauth2PermissionGrants': { times: 100, seconds: 1 } } });
    expect(gaps).toEqual(['throttled: permissions that people consented to']);
  });
});

describe('a token', () => {
  test('that is not accepted ends the run with one line', async () => {
    await expect(run({}, {}, 'bad')).rejects.toThrow(UserError);
    await expect(run({}, {}, 'bad')).rejects.toThrow(/^entra: .*MS_GRAPH_ACCESS_TOKEN.*; sign in with az login/);
  });

  test('that expires in the middle leaves what was read, and a gap for each call that was not made', async () => {
    const { fragments, gaps, requests } = await run({ expiresAfter: 4 });
    expect(fragments.filter((f) => f.type === 'identity').length).toBeGreaterThan(5);
    expect(gaps).toContain('denied: permissions that people consented to');
    expect(gaps).toContain('denied: when credentials were last used');
    // Nothing more is asked once it is known.
    expect(requests).toBeLessThan(9);
    expect(JSON.stringify(fragments)).not.toContain('Bearer');
  });
});

describe('nobody answers', () => {
  test('from the beginning: one line, after one call', async () => {
    const waited: number[] = [];
    const collect = collectLive('entra', contextFor('http://127.0.0.1:1', [], []), {
      wait: async (milliseconds) => {
        waited.push(milliseconds);
      },
    });
    await expect(collect).rejects.toThrow(/^entra: no answer(?: \(\w+\))? from 127\.0\.0\.1:1$/);
    expect(waited.length).toBeLessThan(6);
  });

  test('doctor says so at once', async () => {
    const lines = await checkEntra('entra', contextFor('http://127.0.0.1:1', [], []), { wait: async () => {} });
    expect(lines).toEqual([{ status: 'failed', check: 'entra: Microsoft Graph', remedy: expect.stringContaining('no answer') }]);
  });
});

describe('a run that goes on', () => {
  function folder(): string {
    const path = mkdtempSync(join(tmpdir(), 'nhi-entra-kept-'));
    onTestFinished(() => rmSync(path, { recursive: true, force: true }));
    return join(path, 'kept');
  }

  async function keep(
    keepIn: string,
    faults: Faults,
    now = '2026-12-01T00:00:00Z',
  ): Promise<{
    readonly lines: readonly string[];
    readonly notes: readonly string[];
    readonly requests: number;
    readonly used: (() => void) | undefined;
  }> {
    const server = await serveGraph(faults);
    const [fragments, notes]: [Fragment[], string[]] = [[], []];
    try {
      const context = { ...contextFor(server.url, fragments, notes), now: new Date(now), organization: { keepIn, tool: '1' } };
      const { requests, used } = await collectLive('entra', context, { wait: async () => {} });
      return { lines: linesOf(fragments), notes, requests, used };
    } finally {
      await server.close();
    }
  }

  test('asks for what is missing, and says the same as one that was not interrupted', async () => {
    const keepIn = folder();
    const whole = await keep(folder(), {});
    const first = await keep(keepIn, { expiresAfter: 8 });
    expect(first.used).toBeUndefined();
    expect(readdirSync(keepIn).filter((n) => n.startsWith('list-')).length).toBeGreaterThan(4);
    const second = await keep(keepIn, {});
    expect(second.lines).toEqual(whole.lines);
    expect(second.requests).toBeLessThan(whole.requests - 4);
    expect(second.notes[0]).toMatch(/^entra: going on with an interrupted run: \d+ lists were read before/);
    second.used?.();
    expect(existsSync(keepIn)).toBe(false);
  });

  test('keeps nothing of secrets, and lets nobody else look', async () => {
    const keepIn = folder();
    await keep(keepIn, { expiresAfter: 8 });
    expect(statSync(keepIn).mode & 0o077).toBe(0);
    const kept = readdirSync(keepIn).map((name) => readFileSync(join(keepIn, name), 'utf8'));
    expect(kept.join('')).not.toMatch(/"hint"|"secretText"|"key"|Bearer/);
    expect(kept.join('')).toContain('nightly-export');
  });

  test('takes over nothing that is old or broken', async () => {
    const keepIn = folder();
    const whole = await keep(folder(), {});
    await keep(keepIn, { expiresAfter: 8 });
    expect((await keep(keepIn, { expiresAfter: 1000 }, '2026-12-03T00:00:00Z')).requests).toBe(whole.requests);
    const other = folder();
    await keep(other, { expiresAfter: 8 });
    for (const name of readdirSync(other)) if (name.startsWith('list-')) writeFileSync(join(other, name), '[[');
    expect((await keep(other, {})).lines).toEqual(whole.lines);
  });
});

describe('answers that cannot be trusted', () => {
  test('a page that is no JSON leaves those before it', async () => {
    const { fragments, gaps } = await run({ page: 3, brokenSecondPage: ['/applications'] });
    expect(gaps).toContain('unreadable: the rest of registered applications, their credentials and owners');
    expect(fragments.filter((f) => f.type === 'credential').length).toBeGreaterThan(0);
  });

  test('a next page at another address is not followed: the token would go along', async () => {
    const { gaps } = await run({ page: 1, foreignLinks: true });
    expect(gaps).toContain('unreadable: the rest of service principals and their owners');
  });

  test.each([[{ value: 'none' }], [[] as unknown as Record<string, unknown>], [{ value: [1, null, { id: 'x' }] }]])(
    '%j is no list',
    async (answer) => {
      const { fragments } = await run({}, { '/oauth2PermissionGrants': answer });
      expect(fragments.some((f) => f.type === 'identity')).toBe(true);
    },
  );
});

describe('doctor', () => {
  test('says which permissions are there, and what the others would show', async () => {
    server = await serveGraph(
      {
        refused: {
          '/policies': [403, 'Authorization_RequestDenied', 'no'],
          '/reports': [403, 'Authentication_RequestFromNonPremiumTenantOrB2CTenant', 'no'],
        },
      },
      { '/groups': [] },
    );
    const lines = await checkEntra('entra', contextFor(server.url, [], []));
    expect(lines[0]).toEqual({ status: 'ok', check: 'entra: credentials' });
    expect(lines.filter((l) => l.status === 'missing').map((l) => l.check)).toEqual(['Policy.Read.All', 'Policy.Read.PermissionGrant']);
    expect(lines).toContainEqual({ status: 'ok', check: 'AuditLog.Read.All (the tenant has no licence for it)' });
  });

  test('says that the token is not accepted', async () => {
    server = await serveGraph();
    const lines = await checkEntra('entra', contextFor(server.url, [], [], 'bad'));
    expect(lines).toEqual([{ status: 'failed', check: 'entra: credentials', remedy: expect.stringContaining('MS_GRAPH_ACCESS_TOKEN') }]);
  });
});
