import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addFile, type JsonReport, makeDirectory, nhi, readReport } from './nhi.ts';

const account = '111122223333';

interface Role {
  readonly name: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly trust?: unknown;
  readonly actions?: readonly string[];
}

/** What get-account-authorization-details answers for an account with these roles. */
function dump(roles: readonly Role[]): string {
  return JSON.stringify({
    UserDetailList: [],
    GroupDetailList: [],
    Policies: [],
    IsTruncated: false,
    RoleDetailList: roles.map(({ name, tags = {}, trust, actions = ['s3:GetObject'] }, i) => ({
      Path: '/',
      RoleName: name,
      RoleId: `AROAEXAMPLE${String(i).padStart(9, '0')}`,
      Arn: `arn:aws:iam::${account}:role/${name}`,
      CreateDate: '2026-01-01T00:00:00+00:00',
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
          ...(trust === undefined ? [] : [trust]),
        ],
      },
      RolePolicyList: [
        { PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] } },
      ],
      AttachedManagedPolicies: [],
      InstanceProfileList: [],
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    })),
  });
}

async function scan(roles: readonly Role[], config: string, ...args: readonly string[]): Promise<JsonReport> {
  const here = makeDirectory({ 'gaad.json': dump(roles), '.nhi.yaml': config });
  return readReport(
    await nhi(['scan', 'gaad.json', '--now', '2026-11-22', '--format', 'json', '--fail-on', 'none', ...args], { cwd: here }),
  );
}

const roles = (report: JsonReport, rule: string, status = 'fail'): readonly (string | undefined)[] =>
  report.findings.filter((f) => f.rule === rule && f.status === status).map((f) => f.identity?.split('/').pop());

describe('owners', () => {
  const tagged: readonly Role[] = [
    { name: 'a', tags: { owner: 'payments', 'cost-owner': 'finance', service: 'web' } },
    { name: 'b', tags: { owner: 'payments', 'cost-owner': 'finance' } },
    { name: 'c', tags: { owner: 'payments' } },
    { name: 'd' },
  ];

  test('are named by the configuration before its tags, and by those before the usual ones', async () => {
    const report = await scan(tagged, 'owner_tags: [Cost-Owner]\nowners:\n  - { owner: web-team, tag: service=web }\n');
    expect(report.identities.map((i) => [i.name, i.owner, i.ownership?.from, i.ownership?.evidence[0]?.line])).toEqual([
      ['a', 'web-team', 'configuration', 3],
      ['b', 'finance', 'tag', undefined],
      ['c', 'payments', 'tag', undefined],
      ['d', null, undefined, undefined],
    ]);
    expect(roles(report, 'cross-nhi-no-owner')).toEqual(['d']);
  });

  test('are shown with what names them', async () => {
    const here = makeDirectory({ 'gaad.json': dump(tagged), '.nhi.yaml': 'owners:\n  - { owner: web-team, name: a }\n' });
    expect((await nhi(['show', 'a', 'gaad.json'], { cwd: here })).out).toContain('web-team (by configuration, .nhi.yaml:2)');
    expect((await nhi(['show', 'c', 'gaad.json'], { cwd: here })).out).toContain('payments (by tag)');
  });
});

describe('people who left', () => {
  const owned: readonly Role[] = [
    { name: 'a', tags: { owner: 'ann@acme.example' } },
    { name: 'b', tags: { owner: 'ann@other.example' } },
    { name: 'c', tags: { owner: 'Ann Fox <ANN@acme.example>' } },
    { name: 'd' },
  ];

  test('are asked about only where somebody says who left', async () => {
    const report = await scan(owned, '');
    expect([...roles(report, 'cross-nhi-owner-departed'), ...roles(report, 'cross-nhi-owner-departed', 'unknown')]).toEqual([]);
  });

  test.each([
    ['the configuration', 'departed: ["ann@acme.example, 2026-03-31"]\n', []],
    ['a file that the configuration names', 'departed: left.csv\n', []],
    ['a file', '', ['--departed', 'left.csv']],
  ])('by %s', async (_, config, args) => {
    const here = makeDirectory({ 'gaad.json': dump(owned), '.nhi.yaml': config, 'left.csv': 'email,left\nann@acme.example,2026-03-31\n' });
    const ran = await nhi(['scan', 'gaad.json', '--now', '2026-11-22', '--format', 'json', '--fail-on', 'none', ...args], { cwd: here });
    expect(roles(readReport(ran), 'cross-nhi-owner-departed')).toEqual(['a', 'c']);
    expect(readReport(ran).findings.find((f) => f.rule === 'cross-nhi-owner-departed')?.message).toMatch(/left on 2026-03-31$/);
  });

  test('a list that is not there, or names nobody, is refused before anything is read', async () => {
    const here = makeDirectory({ 'empty.csv': 'email\n', 'gaad.json': dump([]) });
    const run = (file: string) => nhi(['scan', 'gaad.json', '--departed', file], { cwd: here });
    expect(await run('none.csv')).toMatchObject({ code: 2, err: expect.stringContaining('none.csv: cannot be read (ENOENT)') });
    expect(await run('empty.csv')).toMatchObject({ code: 2, err: expect.stringContaining('empty.csv: names nobody who left') });
  });
});

describe('reviews', () => {
  const reviewed: readonly Role[] = [
    { name: 'a', tags: { 'last-reviewed': '2025-11-01' } },
    { name: 'b', tags: { LastReviewed: '2026-06-01' } },
    { name: 'c', tags: { LastReviewed: '2026-06-01' }, actions: ['*'] },
    { name: 'd', tags: { LastReviewed: 'last spring' } },
    { name: 'e', tags: { LastReviewed: '2030-01-01' } },
  ];

  test('are asked for where somebody writes them down', async () => {
    const report = await scan(reviewed, '');
    expect(roles(report, 'cross-recert-overdue')).toEqual(expect.arrayContaining(['a', 'c']));
    expect(roles(report, 'cross-recert-overdue')).toHaveLength(2);
    expect(roles(report, 'cross-recert-overdue', 'unknown')).toEqual(['d', 'e']);
    const none = await scan([{ name: 'a' }], '');
    expect(roles(none, 'cross-recert-overdue', 'unknown')).toEqual([]);
  });

  test('of the configuration win, and its own tags count', async () => {
    const config = 'review_tags: [Attest]\nreviews:\n  - { on: 2026-11-01, name: a }\n  - { on: 2026-10-01, name: "*" }\n';
    expect(roles(await scan([...reviewed, { name: 'f', tags: { attest: '2020-01-01' } }], config), 'cross-recert-overdue')).toEqual([]);
    const own = await scan([{ name: 'f', tags: { attest: '2020-01-01' } }], 'review_tags: [Attest]\n');
    expect(roles(own, 'cross-recert-overdue')).toEqual(['f']);
  });
});

describe('an earlier scan', () => {
  const before: readonly Role[] = [{ name: 'a' }, { name: 'b', actions: ['*'] }];
  const after: readonly Role[] = [{ name: 'a', actions: ['*'] }, { name: 'b' }, { name: 'c', actions: ['*'] }];

  test.each(['snapshot', 'report'])('as a %s tells what can do more since', async (form) => {
    const here = makeDirectory({ 'old/gaad.json': dump(before), 'gaad.json': dump(after) });
    const file = join(here, form === 'snapshot' ? 'old.nhi' : 'old.json');
    if (form === 'snapshot') await nhi(['collect', 'old/gaad.json', '-o', file, '--now', '2026-10-01'], { cwd: here });
    else {
      const old = await nhi(['scan', 'old/gaad.json', '--now', '2026-10-01', '--format', 'json', '--fail-on', 'none'], { cwd: here });
      addFile(here, 'old.json', old.out);
    }
    const args = ['scan', 'gaad.json', '--now', '2026-11-22', '--format', 'json', '--fail-on', 'none', '--baseline-snapshot', file];
    const report = readReport(await nhi(args, { cwd: here }));
    expect(roles(report, 'cross-privilege-drift')).toEqual(['a']);
    expect(report.findings.find((f) => f.rule === 'cross-privilege-drift')?.message).toMatch(/: power \w+ -> admin, /);
  });

  test('that is neither is refused', async () => {
    const here = makeDirectory({ 'gaad.json': dump(after), 'x.json': '{"schema":"other/1"}', 'y.json': '{' });
    for (const file of ['x.json', 'y.json']) {
      const ran = await nhi(['scan', 'gaad.json', '--baseline-snapshot', file], { cwd: here });
      expect(ran).toMatchObject({ code: 2, err: expect.stringContaining(`${file}: neither a snapshot of nhi collect nor a JSON report`) });
    }
    const none = await nhi(['scan', 'gaad.json', '--baseline-snapshot', 'none.nhi'], { cwd: here });
    expect(none).toMatchObject({ code: 2, err: expect.stringContaining('none.nhi: not a file') });
  });
});

describe('outsiders', () => {
  const trusting = (principal: unknown, condition?: unknown): Role => ({
    name: 'open',
    actions: ['*'],
    trust: {
      Effect: 'Allow',
      Principal: principal,
      Action: 'sts:AssumeRole',
      ...(condition === undefined ? {} : { Condition: condition }),
    },
  });
  const ways = (report: JsonReport) => report.paths.map((p) => `${p.certainty} ${p.from}`).filter((p) => !p.includes('aws:role'));

  test.each<readonly [string, Role, readonly string[]]>([
    ['anyone', trusting('*'), ['confirmed aws:outside/anyone']],
    ['an account', trusting({ AWS: 'arn:aws:iam::999900001111:root' }), ['confirmed aws:outside/account/999900001111']],
    ['a role of an account', trusting({ AWS: 'arn:aws:iam::999900001111:role/bot' }), ['confirmed aws:outside/account/999900001111']],
    [
      'an account that has its external id',
      trusting({ AWS: '999900001111' }, { StringEquals: { 'sts:ExternalId': 'x1' } }),
      ['confirmed aws:outside/account/999900001111'],
    ],
    [
      'an account under a condition that nobody can decide here',
      trusting({ AWS: '999900001111' }, { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }),
      ['conditional aws:outside/account/999900001111'],
    ],
    ['the own account', trusting({ AWS: `arn:aws:iam::${account}:root` }), []],
    ['a service', trusting({ Service: 'ec2.amazonaws.com' }), []],
  ])('%s starts a path to administrator', async (_, role, expected) => {
    expect(ways(await scan([role], ''))).toEqual(expected);
  });

  test('an identity provider is one where it is not said whose tokens are meant', async () => {
    const issuer = 'token.actions.githubusercontent.com';
    const trust = (subject: Readonly<Record<string, string>>): Role => ({
      name: 'ci',
      actions: ['*'],
      trust: {
        Effect: 'Allow',
        Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${issuer}` },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com' }, StringLike: subject },
      },
    });
    expect(ways(await scan([trust({ [`${issuer}:sub`]: 'repo:acme/*' })], ''))).toEqual([`conditional aws:outside/provider/${issuer}`]);
    expect(ways(await scan([trust({ [`${issuer}:sub`]: 'repo:acme/shop:ref:refs/heads/main' })], ''))).toEqual([]);
  });

  test('can be asked about, and count as a third party', async () => {
    const here = makeDirectory({ 'gaad.json': dump([trusting({ AWS: '999900001111' })]) });
    const path = await nhi(['path', 'account 999900001111', 'admin', 'gaad.json'], { cwd: here });
    expect(path.out).toContain('account 999900001111 -> open, admin (confirmed, 1 step)');
    const report = await scan([trusting({ AWS: '999900001111' })], '');
    expect(roles(report, 'cross-thirdparty-blast')).toEqual(['999900001111']);
    // Nothing else is asked about somebody of whom nothing is known.
    expect(report.findings.filter((f) => f.identity?.startsWith('aws:outside/')).map((f) => f.rule)).toEqual(['cross-thirdparty-blast']);
    const known = await scan([trusting({ AWS: '999900001111' })], 'known_accounts: ["999900001111"]\n');
    expect(known.identities.map((i) => i.kind)).toEqual(['aws-iam-role']);
  });
});

test('the rules that compare with a record of the user’s own say so in their files', () => {
  const inputs = ['nhi-owner-departed', 'recert-overdue', 'agent-unregistered', 'privilege-drift'].map(
    (rule) => /^input: (\w+)$/m.exec(readFileSync(new URL(`../../rules/cross/cross-${rule}.yaml`, import.meta.url), 'utf8'))?.[1],
  );
  expect(inputs).toEqual(['departed', 'reviews', 'agents', 'baseline']);
});
