import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { checkAzure } from '../../../src/collectors/azure/doctor.ts';
import { account, contextOf, type LiveRead, managed, one, readLive, roles, two, wholeTenant } from './live-account.ts';
import { lineOf } from './read-fixture.ts';
import { type Answers, forbidden, type StubAzure, type StubOptions, startAzure } from './stub-azure.ts';

let stub: StubAzure | undefined;
afterEach(async () => {
  await stub?.close();
  stub = undefined;
});

async function read(answers: Answers = {}, options: StubOptions = {}, source = 'azure'): Promise<LiveRead> {
  stub = await startAzure({ ...wholeTenant, ...answers }, options);
  return readLive(stub.url, source);
}

const lines = ({ fragments }: LiveRead): readonly string[] => fragments.map(lineOf);

describe('a tenant', () => {
  test('is read with few requests, and nothing is left open', async () => {
    const live = await read();
    expect(live.gaps).toEqual([]);
    expect(live.collected).toMatchObject({ plane: 'azure', scope: '' });
    expect(live.collected.requests).toBe(stub?.asked.length);
    // One list, six queries, two for the management group, three for each subscription, one or two for each of three
    // resources, and one for the role that somebody is eligible for.
    expect(live.collected.requests).toBe(1 + 6 + 2 + 2 * 3 + 4 + 1);
    const all = lines(live);
    expect(all.some((l) => l.includes('"name":"Shop operator"') && l.startsWith('grant'))).toBe(true);
    expect(all.some((l) => l.includes('"name":"Rare role"') && l.startsWith('grant'))).toBe(true);
    expect(all.some((l) => l.startsWith('trust') && l.includes('repo:acme/shop:pull_request'))).toBe(true);
    expect(all.some((l) => l.startsWith('grant') && l.includes('"eligible":true') && l.includes(roles.owner))).toBe(true);
    expect(all.some((l) => l.startsWith('credential') && l.includes('"name":"box/db"') && l.includes('"expiresAt":null'))).toBe(true);
    expect(all.some((l) => l.startsWith('workload') && l.includes('"log_categories":[]'))).toBe(true);
    expect(all.filter((l) => l.startsWith('scope') && l.includes('"supplies":["grants","workloads"]'))).toHaveLength(2);
  });

  test('says what it takes to activate a role, where that may be read', async () => {
    const path = `/subscriptions/${one}/providers/Microsoft.Authorization/roleManagementPolicyAssignments`;
    const policy = {
      id: `${path}/x_${roles.owner}`,
      properties: {
        scope: `/subscriptions/${one}`,
        roleDefinitionId: `/subscriptions/${one}/providers/Microsoft.Authorization/roleDefinitions/${roles.owner}`,
        effectiveRules: [{ id: 'Enablement_EndUser_Assignment', enabledRules: ['MultiFactorAuthentication'] }],
      },
    };
    const eligible = (live: LiveRead): string | undefined => lines(live).find((l) => l.includes('"eligible":true'));
    expect(eligible(await read({ [path]: [policy] }))).toContain(
      '"activation":["multifactor authentication","what else is asked for is not known"]',
    );
    await stub?.close();
    const refused = await read({
      [path]: forbidden('Microsoft.Authorization/roleManagementPolicyAssignments/read', `/subscriptions/${one}`),
    });
    expect(eligible(refused)).not.toContain('activation');
    expect(refused.gaps).toMatchObject([
      { what: `what it takes to activate a role of /subscriptions/${one}`, why: 'denied', partial: false },
    ]);
  });

  test('comes out the same from pages of one row as from whole answers', async () => {
    const whole = lines(await read());
    await stub?.close();
    expect(lines(await read({}, { page: 1 }))).toEqual(whole);
  });

  test('is read for one subscription', async () => {
    const live = await read({}, {}, `azure:subscription/${one.toUpperCase()}`);
    expect(live.collected.scope).toBe(one);
    expect(stub?.asked.some((path) => path.startsWith(`/subscriptions/${two}/`))).toBe(false);
  });

  test('is read below a management group', async () => {
    const live = await read({}, {}, 'azure:mg/acme');
    expect(live.gaps).toEqual([]);
    await expect(read({ resourcecontainers: [] }, {}, 'azure:mg/nobody')).rejects.toThrow('no subscription below this management group');
  });
});

describe('silence', () => {
  test('a subscription that Resource Graph leaves out is a gap', async () => {
    const live = await read({ resourcecontainers: [] });
    expect(live.gaps.map((g) => g.what)).toEqual(['the subscription orders-prod', 'the subscription shared']);
  });

  test('a subscription without role assignments is asked itself', async () => {
    const path = `/subscriptions/${two}/providers/Microsoft.Authorization/roleAssignments`;
    const rows = (wholeTenant.roleassignments as readonly unknown[]).filter((row) => !JSON.stringify(row).includes(two));
    const refused = await read({
      roleassignments: rows,
      [path]: forbidden('Microsoft.Authorization/roleAssignments/read', `/subscriptions/${two}`),
    });
    expect(refused.gaps).toMatchObject([
      { what: 'role assignments of subscription shared', why: 'denied', permission: 'Microsoft.Authorization/roleAssignments/read' },
    ]);
    expect(lines(refused).filter((l) => l.includes('"supplies"'))).toHaveLength(0);
    await stub?.close();
    const empty = await read({ roleassignments: rows });
    expect(stub?.asked).toContain(path);
    expect(empty.gaps).toEqual([]);
  });

  test('an answer that counts more rows than it gives is a gap', async () => {
    const live = await read({}, { total: { roleassignments: 9 } });
    expect(live.gaps).toMatchObject([{ what: 'role assignments', why: 'not-given', detail: 'Resource Graph counts 9 rows and gave 3' }]);
    expect(lines(live).filter((l) => l.includes('"supplies"'))).toHaveLength(0);
  });
});

describe('refusals', () => {
  test('a call that is refused is a gap with its permission, and the rest is read', async () => {
    const path = `${managed.toLowerCase()}/federatedIdentityCredentials`;
    const action = 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/read';
    const live = await read({ [path]: forbidden(action, managed) });
    expect(live.gaps).toMatchObject([{ what: 'whose tokens a managed identity takes of app', why: 'denied', permission: action }]);
    expect(lines(live).some((l) => l.startsWith('credential') && l.includes('box/db'))).toBe(true);
  });

  test('a tenant without the licence for schedules is not told off for it', async () => {
    const refusal = { status: 400, body: { error: { code: 'AadPremiumLicenseRequired', message: 'The tenant needs a licence.' } } };
    const live = await read({ [`/subscriptions/${one}/providers/Microsoft.Authorization/roleEligibilityScheduleInstances`]: refusal });
    expect(live.gaps).toMatchObject([{ partial: false }]);
  });

  test('what is gone since it was listed is no gap', async () => {
    const gone = { status: 404, body: { error: { code: 'ResourceNotFound', message: 'gone' } } };
    expect((await read({ [`${account.toLowerCase()}/providers/Microsoft.Insights/diagnosticSettings`]: gone })).gaps).toEqual([]);
  });

  test('throttling is waited out as the server says', async () => {
    const busy = { status: 429, body: { error: { code: 'RateLimiting', message: 'slow down' } }, headers: { 'retry-after': '5' } };
    const live = await read({ roleassignments: (n) => (n < 3 ? busy : (wholeTenant.roleassignments as readonly unknown[])) });
    expect(live.pauses).toEqual([5000, 5000]);
    expect(live.gaps).toEqual([]);
  });

  test('a quota that is used up is waited for before it refuses', async () => {
    const headers = { 'x-ms-user-quota-remaining': '0', 'x-ms-user-quota-resets-after': '00:00:04' };
    const body = { totalRecords: 0, count: 0, data: [] };
    expect((await read({ managedserviceresources: { status: 200, body, headers } })).pauses).toEqual([4000]);
  });

  test('a page that is no JSON leaves the pages before it', async () => {
    const rows = wholeTenant.roleassignments as readonly unknown[];
    const live = await read({ roleassignments: (n) => (n === 1 ? rows : { status: 200, body: '<html>' }) }, { page: 1 });
    expect(live.gaps).toMatchObject([{ what: 'role assignments', why: 'unreadable' }]);
    expect(lines(live).some((l) => l.startsWith('grant') && l.includes(roles.owner))).toBe(true);
  });

  test('a link to another place is asked at the same one', async () => {
    await read({}, { page: 1 });
    expect(stub?.asked.filter((path) => path === '/subscriptions')).toHaveLength(2);
  });

  test('where nothing can be seen there is one line', async () => {
    await expect(read({ '/subscriptions': [] })).rejects.toThrow('the credentials see no subscription');
    await stub?.close();
    await expect(read({}, { expiresAfter: 0 })).rejects.toThrow('the token in AZURE_ACCESS_TOKEN is not accepted');
    await expect(readLive('http://127.0.0.1:9', 'azure:subscription/x')).rejects.toThrow('with the id of a subscription');
  });
});

test('where nobody answers any more, nothing more is asked', async () => {
  const down: Answers = Object.fromEntries(
    Object.keys(wholeTenant)
      .filter((key) => key !== '/subscriptions' && key !== 'resourcecontainers')
      .map((key) => [key, { status: 502, body: '<html>' }]),
  );
  const live = await read(down);
  expect(live.gaps.length).toBeGreaterThan(5);
  expect(new Set(stub?.asked.slice(2)).size).toBeLessThanOrEqual(3);
});

describe('a token that expires in the middle', () => {
  test('leaves gaps, and what was read', async () => {
    const live = await read({}, { expiresAfter: 12 });
    expect(live.gaps.length).toBeGreaterThan(0);
    expect(live.gaps.every((g) => g.detail.includes('the token in AZURE_ACCESS_TOKEN is not accepted'))).toBe(true);
    // No permission would have helped.
    expect(live.gaps.filter((g) => g.permission !== undefined)).toEqual([]);
    expect(lines(live).some((l) => l.startsWith('grant') && l.includes(roles.owner))).toBe(true);
  });

  test('the next run goes on where it stopped', async () => {
    const base = mkdtempSync(join(tmpdir(), 'nhi-azure-'));
    const keepIn = join(base, 'kept');
    try {
      stub = await startAzure(wholeTenant, { expiresAfter: 16 });
      const first = await readLive(stub.url, 'azure', { organization: { keepIn, tool: '1' } });
      first.collected.used?.();
      expect(first.notes.some((n) => n.includes('1 of 2 subscriptions are kept'))).toBe(true);
      await stub.close();
      stub = await startAzure(wholeTenant);
      const second = await readLive(stub.url, 'azure', { organization: { keepIn, tool: '1' } });
      expect(second.gaps).toEqual([]);
      expect(second.notes[0]).toContain('going on with an interrupted run: 1 subscription was read before');
      expect(stub.asked.some((path) => path.startsWith(`/subscriptions/${one}/providers`))).toBe(false);
      await stub.close();
      stub = await startAzure(wholeTenant);
      const whole = await readLive(stub.url);
      expect(lines(second)).toEqual(lines(whole));
      second.collected.used?.();
      expect(existsSync(keepIn)).toBe(false);
    } finally {
      rmSync(base, { recursive: true, force: true });
    }
  });
});

describe('doctor', () => {
  test('has a line for each thing that is checked', async () => {
    stub = await startAzure(wholeTenant);
    const checked = await checkAzure(
      'azure',
      contextOf(stub.url, () => undefined),
    );
    expect(checked.map((l) => l.status)).toEqual(checked.map(() => 'ok'));
    expect(checked.map((l) => l.check).slice(0, 2)).toEqual(['azure: credentials', 'Microsoft.Resources/subscriptions/read (2 visible)']);
  });

  test('says what is missing', async () => {
    const scope = `/subscriptions/${one}`;
    const denied = forbidden('Microsoft.Authorization/denyAssignments/read', scope);
    stub = await startAzure({
      ...wholeTenant,
      roleassignments: [],
      [`${scope}/providers/Microsoft.Authorization/denyAssignments`]: denied,
    });
    const checked = await checkAzure(
      'azure',
      contextOf(stub.url, () => undefined),
    );
    expect(checked.filter((l) => l.status === 'missing').map((l) => l.check)).toEqual([
      'Resource Graph: role assignments',
      'Microsoft.Authorization/denyAssignments/read',
    ]);
  });

  test('says that the credentials are not accepted', async () => {
    stub = await startAzure(wholeTenant, { expiresAfter: 0 });
    expect(
      await checkAzure(
        'azure',
        contextOf(stub.url, () => undefined),
      ),
    ).toMatchObject([{ status: 'failed', check: 'azure: credentials' }]);
    expect(
      await checkAzure(
        'azure:subscription/7',
        contextOf(stub.url, () => undefined),
      ),
    ).toMatchObject([{ status: 'failed' }]);
  });
});

describe('the Activity Log', () => {
  const path = `/subscriptions/${one}/providers/Microsoft.Insights/eventtypes/management/values`;
  const event = (time: string): object => ({
    authorization: { action: 'Microsoft.Web/sites/restart/action', scope: `/subscriptions/${one}/resourceGroups/rg` },
    caller: 'x',
    category: { value: 'Administrative' },
    claims: { idtyp: 'app', 'http://schemas.microsoft.com/identity/claims/objectidentifier': '0b1c2d3e-4f50-4a6b-8c7d-0000000000a1' },
    eventDataId: time,
    eventTimestamp: time,
    operationName: { value: 'Microsoft.Web/sites/restart/action' },
    subscriptionId: one,
  });
  const use = { whoseUse: () => [] };
  const observed = ({ fragments }: LiveRead): unknown =>
    fragments.flatMap((f) =>
      f.type === 'scope' && f.value.id === `azure:subscription/${one}` && f.value.observed !== undefined ? f.value.observed.days : [],
    );

  test('is asked only where recorded use is, and speaks for 90 days', async () => {
    stub = await startAzure({ ...wholeTenant, [path]: [event('2026-11-20T10:00:00Z')] });
    const quiet = await readLive(stub.url);
    expect(quiet.fragments.some((f) => f.type === 'use')).toBe(false);
    const before = stub.asked.length;
    const live = await readLive(stub.url, 'azure', use);
    expect(stub.asked.length - before).toBe(before + 2);
    expect(live.gaps).toEqual([]);
    expect(observed(live)).toEqual(['2026-08-25/2026-11-22']);
    expect(live.fragments.find((f) => f.type === 'use')?.value).toMatchObject({
      identity: 'entra:service-principal/0b1c2d3e-4f50-4a6b-8c7d-0000000000a1',
      actions: { 'microsoft.web/sites/restart/action': '2026-11-20T10:00:00.000Z' },
    });
  });

  test('is read so many pages back, and speaks for the days that are whole', async () => {
    const many = Array.from({ length: 60 }, (_, i) => event(new Date(Date.UTC(2026, 10, 21, 13) - i * 3_600_000 * 12).toISOString()));
    stub = await startAzure({ ...wholeTenant, [path]: many }, { page: 1 });
    const live = await readLive(stub.url, 'azure', use);
    expect(stub.asked.filter((asked) => asked === path)).toHaveLength(50);
    expect(observed(live)).toEqual(['2026-10-29/2026-11-22']);
    expect(live.gaps.map((g) => g.detail)).toEqual(['only its latest 50 events were asked for, which go back to 2026-10-29']);
  });

  test('that is refused is a gap with its permission, and nothing counts as unused', async () => {
    stub = await startAzure({ ...wholeTenant, [path]: forbidden('Microsoft.Insights/eventtypes/values/read', `/subscriptions/${one}`) });
    const live = await readLive(stub.url, 'azure', use);
    expect(live.gaps.map((g) => g.permission)).toEqual(['Microsoft.Insights/eventtypes/values/read']);
    expect(observed(live)).toEqual([]);
  });
});
