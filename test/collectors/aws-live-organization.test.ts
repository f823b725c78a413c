import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { checkOrganization } from '../../src/collectors/aws/doctor-organization.ts';
import { collectOrganization } from '../../src/collectors/aws/live-all-accounts.ts';
import { AwsNormaliser } from '../../src/collectors/aws/normalise.ts';
import { permissionDocument } from '../../src/collectors/aws/permissions.ts';
import type { Collected, OrganizationSettings } from '../../src/collectors/collector.ts';
import type { Fragment } from '../../src/inventory/fragment.ts';
import { type Inventory, InventoryBuilder } from '../../src/inventory/inventory.ts';
import { accountsOf } from '../../src/inventory/scope.ts';
import { AwsPermissions } from '../../src/permissions/aws/aws-permissions.ts';
import { universe } from '../permissions/world.ts';
import { contextOf, stubEnvironment } from './aws-live-account.ts';
import { accountOf, accounts, asListed, except, management, parentOf, units, wholeOrganization } from './aws-live-members.ts';
import { type Stub, type StubHandler, startStub } from './aws-stub.ts';

const folder = mkdtempSync(join(tmpdir(), 'nhi-organization-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  vi.unstubAllEnvs();
});

interface Reading {
  readonly collected: Collected;
  readonly fragments: readonly Fragment[];
  readonly inventory: Inventory;
  readonly notes: readonly string[];
  readonly progress: readonly string[];
  readonly calls: Stub['calls'];
}

async function read(handlers: Readonly<Record<string, StubHandler>>, settings: Partial<OrganizationSettings> = {}): Promise<Reading> {
  const stub = await startStub(handlers);
  try {
    stubEnvironment(stub.url);
    const fragments: Fragment[] = [];
    const notes: string[] = [];
    const progress: string[] = [];
    const context = contextOf((fragment) => fragments.push(fragment), {
      organization: { tool: '1', ...settings },
      note: (message) => notes.push(message),
      progress: (message) => progress.push(message),
    });
    const collected = await collectOrganization(
      'aws:org',
      context,
      (emit, source) => new AwsNormaliser(emit, { source, fingerprint: () => 'f' }),
      async () => {},
    );
    const builder = new InventoryBuilder();
    for (const fragment of fragments) builder.add(fragment);
    return { collected, fragments, inventory: builder.finish(collected.parts ?? []), notes, progress, calls: stub.calls };
  } finally {
    await stub.close();
  }
}

const statuses = ({ collected }: Reading): Record<string, string> =>
  Object.fromEntries((collected.parts ?? []).map((part) => [part.source, part.status]));
const fourth = accounts[3] as string;
const fifth = accounts[4] as string;
const sixth = accounts[5] as string;
const refuse: StubHandler = () => ({ error: 'AccessDenied', status: 403, message: 'User is not authorized to perform: sts:AssumeRole' });
const throttle: StubHandler = () => ({ error: 'Throttling', message: 'Rate exceeded' });

describe('an organization', () => {
  test('is read account by account, through the role in each and without one in its own', async () => {
    const reading = await read(wholeOrganization, { role: 'audit/nhi' });
    expect(reading.inventory.gaps).toEqual([]);
    expect(Object.values(statuses(reading))).toEqual(Array.from({ length: 31 }, () => 'complete'));
    expect(reading.collected.parts?.map((part) => part.scope)).toEqual(['o-example1234', ...accounts]);
    expect([...reading.inventory.identities.keys()].filter((id) => id.startsWith('aws:role/'))).toHaveLength(30);
    const assumed = reading.calls.filter(({ action }) => action === 'AssumeRole').map(({ parameters }) => parameters.RoleArn);
    expect(assumed.sort()).toEqual(accounts.slice(1).map((id) => `arn:aws:iam::${id}:role/audit/nhi`));
    expect(reading.collected.requests).toBe(reading.calls.length);
    // Once for all, not once for each.
    expect(reading.calls.filter(({ action }) => action === 'DescribeOrganization')).toHaveLength(1);
  });

  test('says where each account hangs, who manages it and what each level forbids', async () => {
    const { scopes, grants } = (await read(wholeOrganization)).inventory;
    for (const id of accounts) {
      const parent = parentOf(id);
      expect(scopes.get(`aws:account/${id}`)).toMatchObject({
        parent: parent === 'r-ab12' ? 'aws:organization' : `aws:ou/${parent}`,
        memberAccounts: accounts,
      });
    }
    expect(scopes.get(`aws:ou/${units.payments}`)?.parent).toBe(`aws:ou/${units.production}`);
    expect(scopes.get(`aws:account/${management}`)?.management).toBe(true);
    expect(grants.get(`aws:ou/${units.production}`)?.map((grant) => [grant.kind, grant.name])).toEqual([
      ['scp', 'FullAWSAccess'],
      ['scp', 'nousers1'],
    ]);
  });

  test('limits each account by every level over it, and the management account by none', async () => {
    const { inventory } = await read(wholeOrganization);
    const engine = new AwsPermissions(inventory, universe);
    for (const id of accounts) {
      const inProduction = id !== management && [units.production, units.payments].some((unit) => unit === parentOf(id));
      const answer = engine.decide(`aws:role/${id}/deploy`, 'iam:CreateUser').answer;
      expect([id, answer]).toEqual([id, inProduction ? 'denied' : 'allowed']);
    }
  });

  test('makes its accounts known as own', async () => {
    const { inventory } = await read(wholeOrganization, { accounts: { ids: [fourth], exclude: false } });
    expect([...accountsOf(inventory, new Set())].sort()).toEqual(accounts);
  });

  test('comes in the same order whoever answers first', async () => {
    const slow = (each: number) =>
      read(
        Object.fromEntries(
          Object.entries(wholeOrganization).map(([action, handler]) => [
            action,
            async (parameters, call, key) => {
              if (Number(accountOf(key)) % each === 0) await new Promise((resolve) => setTimeout(resolve, 10));
              return handler(parameters, call, key);
            },
          ]),
        ),
      );
    const [first, second] = [await slow(2), await slow(3)];
    expect(JSON.stringify(second.fragments)).toBe(JSON.stringify(first.fragments));
    expect(second.collected.parts).toEqual(first.collected.parts);
  });

  test('reads at most so many accounts at a time', async () => {
    let open = 0;
    let most = 0;
    let full = (): void => {};
    const three = new Promise<void>((resolve) => {
      full = resolve;
    });
    const count: StubHandler = async (parameters, call, key) => {
      open += 1;
      most = Math.max(most, open);
      if (open === 3) full();
      await three;
      await new Promise((resolve) => setImmediate(resolve));
      open -= 1;
      return (wholeOrganization.GetAccountAuthorizationDetails as StubHandler)(parameters, call, key);
    };
    await read({ ...wholeOrganization, GetAccountAuthorizationDetails: count }, { concurrency: 3 });
    expect(most).toBe(3);
  });

  test('takes the tree from the accounts where they carry their paths', async () => {
    const path = (id: string): readonly string[] =>
      parentOf(id) === units.payments ? [units.production, units.payments] : parentOf(id) === 'r-ab12' ? [] : [parentOf(id)];
    const listed = accounts.map((id) => ({ ...asListed(id), Paths: [`${['o-example1234', 'r-ab12', ...path(id), id].join('/')}/`] }));
    const reading = await read({ ...wholeOrganization, ListAccounts: () => ({ json: { Accounts: listed } }) });
    expect(reading.calls.filter(({ action }) => /ForParent|ListRoots/.test(action))).toEqual([]);
    for (const id of accounts.slice(1)) expect(reading.inventory.scopes.get(`aws:account/${id}`)?.parent).toBe(`aws:ou/${parentOf(id)}`);
    expect(reading.inventory.scopes.get(`aws:ou/${units.payments}`)?.parent).toBe(`aws:ou/${units.production}`);
  });

  test('shows how far it is, with failures and gaps as they come', async () => {
    const { progress } = await read(except({ [fourth]: { AssumeRole: refuse } }), { concurrency: 1 });
    expect(progress.at(-1)).toBe('aws:org: 30 of 30 accounts (failed: 1, gaps: 1); 100000000030 account 30: 3 identities');
  });
});

describe('one account', () => {
  const troubled = except({
    [fourth]: { AssumeRole: refuse },
    [fifth]: { GetAccountAuthorizationDetails: throttle },
    [sixth]: {
      GetAccountAuthorizationDetails: (p, c, k) =>
        p.Marker === undefined ? (wholeOrganization.GetAccountAuthorizationDetails as StubHandler)(p, c, k) : 'cut',
    },
  });

  test('that is refused, throttled or dies in the middle is a gap of its own, and the rest is read', async () => {
    const reading = await read(troubled);
    expect(Object.entries(statuses(reading)).filter(([, status]) => status !== 'complete')).toEqual([
      [`aws:org/${fourth}`, 'failed'],
      [`aws:org/${fifth}`, 'partial'],
      [`aws:org/${sixth}`, 'partial'],
    ]);
    const gapsOf = (id: string) => reading.inventory.gaps.filter((gap) => gap.source === `aws:org/${id}` && gap.partial !== false);
    expect(gapsOf(fourth)).toEqual([
      {
        source: `aws:org/${fourth}`,
        what: `the account ${fourth} (account 4)`,
        why: 'denied',
        detail: expect.stringMatching(
          /^cannot assume arn:aws:iam::100000000004:role\/OrganizationAccountAccessRole \(AccessDenied\): its trust policy must name .*; --org-role names another role$/,
        ),
        permission: `sts:AssumeRole on arn:aws:iam::${fourth}:role/OrganizationAccountAccessRole`,
      },
    ]);
    expect(gapsOf(fifth)[0]).toMatchObject({ why: 'throttled', permission: 'iam:GetAccountAuthorizationDetails' });
    expect(gapsOf(sixth)[0]).toMatchObject({ why: 'unreachable', what: expect.stringContaining('after page 1') });
    expect(reading.inventory.identities.has(`aws:user/${sixth}/build`)).toBe(true);
  });

  test('is not asked for once the credentials themselves are no longer accepted', async () => {
    const expired: StubHandler = () => ({ error: 'ExpiredToken', status: 403, message: 'expired' });
    const changes = Object.fromEntries(accounts.slice(10).map((id) => [id, { AssumeRole: expired }]));
    const reading = await read(except(changes), { concurrency: 1 });
    expect(Object.values(statuses(reading)).filter((status) => status === 'failed')).toHaveLength(20);
    expect(reading.calls.filter(({ action }) => action === 'AssumeRole')).toHaveLength(10);
    expect(reading.inventory.gaps.at(-1)?.detail).toContain('sign in again');
  });

  test('that is suspended is skipped and counted', async () => {
    const listed = accounts.map((id, index) => ({ ...asListed(id), Status: index > 27 ? 'SUSPENDED' : 'ACTIVE' }));
    const reading = await read({ ...wholeOrganization, ListAccounts: () => ({ json: { Accounts: listed } }) });
    expect(reading.collected.parts).toHaveLength(29);
    expect(reading.inventory.gaps).toEqual([
      { source: 'aws:org', what: '2 accounts', why: 'not-given', detail: 'suspended, or being opened or closed: skipped', partial: false },
    ]);
    expect(reading.collected.parts?.[0]?.status).toBe('complete');
  });

  test('can be named, or left out', async () => {
    const named = await read(wholeOrganization, { accounts: { ids: [fourth], exclude: false } });
    expect(Object.keys(statuses(named))).toEqual(['aws:org', `aws:org/${fourth}`]);
    const others = await read(wholeOrganization, { accounts: { ids: [fourth], exclude: true } });
    expect(Object.keys(statuses(others))).toHaveLength(30);
    await expect(read(wholeOrganization, { accounts: { ids: ['999999999999'], exclude: false } })).rejects.toThrow(
      'aws:org: --accounts names 999999999999, which is not in the organization',
    );
  });

  test.each(['\u001b[2J\u0007red', '::error::no', '../../etc/passwd', '__proto__', '<script>alert(1)</script>', ' '])(
    'may be called %j',
    async (Name) => {
      const listed = accounts.slice(0, 2).map((id) => ({ ...asListed(id), Name }));
      const reading = await read({
        ...except({ [accounts[1] as string]: { AssumeRole: refuse } }),
        ListAccounts: () => ({ json: { Accounts: listed } }),
      });
      expect(Object.keys(statuses(reading))).toEqual(['aws:org', ...accounts.slice(0, 2).map((id) => `aws:org/${id}`)]);
      const [gap] = reading.inventory.gaps;
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not pass
      expect(`${gap?.what}${gap?.detail}`).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    },
  );
});

describe('what cannot be listed', () => {
  test.each([
    ['AWSOrganizationsNotInUseException', 'DescribeOrganization', /^aws:org: the account is not in an organization: name aws/],
    ['AccessDeniedException', 'ListAccounts', /^aws:org: cannot list the accounts.*management account or a delegated administrator/],
  ])('%s of %s is said in one line', async (error, action, message) => {
    await expect(read({ ...wholeOrganization, [action]: () => ({ error, status: 400 }) })).rejects.toThrow(message);
  });

  test.each(['ListPolicies', 'ListTargetsForPolicy', 'ListOrganizationalUnitsForParent', 'ListRoots', 'DescribePolicy'])(
    '%s makes the organization partial; the accounts are read',
    async (action) => {
      const reading = await read({ ...wholeOrganization, [action]: () => ({ error: 'AccessDeniedException', status: 400 }) });
      expect(reading.collected.parts?.[0]).toMatchObject({ source: 'aws:org', status: 'partial' });
      expect(reading.collected.parts?.slice(1).every((part) => part.status === 'complete')).toBe(true);
    },
  );
});

describe('what is kept', () => {
  const directory = (name: string): string => join(folder, name);
  const names = (path: string): readonly string[] => readdirSync(path).sort();
  /** The connection drops for every account from the eleventh on. */
  const halfway = except(Object.fromEntries(accounts.slice(10).map((id) => [id, { AssumeRole: () => 'drop' as const }])));

  test('is private, holds no secret, and the next run goes on from there to the same bytes', async () => {
    const keepIn = directory('halfway');
    const first = await read(halfway, { keepIn, concurrency: 2 });
    expect(first.notes).toEqual([`aws:org: 10 of 30 accounts are kept in ${keepIn}; run the same command again to try the others`]);
    first.collected.used?.();
    expect(names(keepIn)).toEqual([...accounts.slice(0, 10).map((id) => `${id}.nhi`), 'run.json']);
    expect(statSync(keepIn).mode & 0o777).toBe(0o700);
    for (const name of names(keepIn)) {
      expect(statSync(join(keepIn, name)).mode & 0o777).toBe(0o600);
      const bytes = readFileSync(join(keepIn, name));
      expect((name.endsWith('.nhi') ? gunzipSync(bytes) : bytes).toString('utf8')).not.toContain('planted/secret');
    }

    const second = await read(wholeOrganization, { keepIn });
    expect(second.notes).toEqual([`aws:org: going on with an interrupted run: 10 accounts were read before (kept in ${keepIn})`]);
    expect(second.calls.filter(({ action }) => action === 'AssumeRole')).toHaveLength(20);
    const whole = await read(wholeOrganization);
    expect(JSON.stringify(second.fragments)).toBe(JSON.stringify(whole.fragments));
    expect(JSON.stringify(second.collected.parts)).toBe(JSON.stringify(whole.collected.parts));
    expect(second.collected.requests).toBe(whole.collected.requests);
    second.collected.used?.();
    expect(() => statSync(keepIn)).toThrow('ENOENT');
  });

  test('is gone after a run in which an account was refused for good', async () => {
    const keepIn = directory('refused');
    const reading = await read(except({ [fourth]: { AssumeRole: refuse } }), { keepIn });
    reading.collected.used?.();
    expect(() => statSync(keepIn)).toThrow('ENOENT');
  });

  test.each<[string, (path: string) => void]>([
    ['is cut short', (path) => truncateSync(path, 200)],
    ['is empty', (path) => truncateSync(path, 0)],
    ['is no snapshot', (path) => writeFileSync(path, 'hello')],
  ])('is read again where an account %s', async (_name, spoil) => {
    const keepIn = directory(`spoilt${_name}`);
    (await read(halfway, { keepIn })).collected.used?.();
    spoil(join(keepIn, `${accounts[1]}.nhi`));
    const second = await read(wholeOrganization, { keepIn });
    expect(second.calls.filter(({ action }) => action === 'AssumeRole')).toHaveLength(21);
    expect(second.inventory.gaps).toEqual([]);
  });

  test.each<[string, Partial<OrganizationSettings>, RegExp]>([
    ['another role', { role: 'other' }, /another source, role, organization or version/],
    ['another version', { tool: '2' }, /another source, role, organization or version/],
  ])('is not taken over by a run with %s, which says so', async (name, settings, why) => {
    const keepIn = directory(name);
    (await read(halfway, { keepIn })).collected.used?.();
    const second = await read(wholeOrganization, { keepIn, ...settings });
    expect(second.notes).toEqual([expect.stringMatching(why)]);
    expect(second.calls.filter(({ action }) => action === 'AssumeRole')).toHaveLength(29);
  });

  test('is not taken over after a day', async () => {
    const keepIn = directory('old');
    (await read(halfway, { keepIn })).collected.used?.();
    const run = JSON.parse(readFileSync(join(keepIn, 'run.json'), 'utf8')) as object;
    writeFileSync(join(keepIn, 'run.json'), JSON.stringify({ ...run, startedAt: '2026-05-30T00:00:00Z' }));
    const second = await read(wholeOrganization, { keepIn });
    expect(second.notes).toEqual([expect.stringContaining('older than a day')]);
  });

  test('leaves alone what is not its own, and refuses a directory that others can read', async () => {
    const keepIn = directory('mixed');
    mkdirSync(keepIn, { mode: 0o700 });
    writeFileSync(join(keepIn, 'notes.txt'), 'mine');
    (await read(wholeOrganization, { keepIn })).collected.used?.();
    expect(names(keepIn)).toEqual(['notes.txt']);
    chmodSync(keepIn, 0o755);
    await expect(read(wholeOrganization, { keepIn })).rejects.toThrow(/others have access to this directory/);
  });
});

describe('the doctor', () => {
  test('checks the calls and the role of every account', async () => {
    const stub = await startStub(except({ [fourth]: { AssumeRole: refuse }, [fifth]: { GetAccountAuthorizationDetails: refuse } }));
    try {
      stubEnvironment(stub.url);
      const lines = await checkOrganization(
        'aws:org',
        contextOf(() => {}),
      );
      expect(lines.filter((line) => line.status !== 'ok')).toEqual([
        { status: 'missing', check: `account ${fourth} (account 4)`, remedy: expect.stringContaining('its trust policy must name') },
        { status: 'missing', check: `account ${fifth} (account 5)`, remedy: expect.stringContaining('iam:GetAccountAuthorizationDetails') },
      ]);
      expect(lines).toHaveLength(2 + 6 + 30);
    } finally {
      await stub.close();
    }
  });
});

test('the documents allow the role in the organization alone, and in the accounts only reading', () => {
  const documents = JSON.parse(permissionDocument('aws:org', 'audit/nhi')) as Record<string, { Statement: Record<string, unknown>[] }>;
  expect(Object.keys(documents)).toEqual(['callerPolicy', 'memberRolePolicy', 'memberRoleTrust']);
  expect(documents.callerPolicy?.Statement.at(-1)).toMatchObject({
    Action: 'sts:AssumeRole',
    Resource: 'arn:aws:iam::*:role/audit/nhi',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    Condition: { StringEquals: { 'aws:ResourceOrgID': '${aws:PrincipalOrgID}' } },
  });
  const actions = (documents.memberRolePolicy?.Statement ?? []).flatMap((statement) => statement.Action as string[]);
  expect(actions.filter((action) => !/^[a-z0-9-]+:(Get|List|Describe|BatchGet|GenerateCredentialReport$)/.test(action))).toEqual([]);
  expect(actions.filter((action) => action.startsWith('organizations:'))).toEqual([]);
});
