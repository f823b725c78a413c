import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { readFragment } from '../../src/collectors/snapshot-record.ts';
import { addFile, expectRefusal, makeDirectory, nhi, onlyUnseen, readReport, root, worlds } from './nhi.ts';

const now = ['--now', '2026-11-22T09:00:00Z'];
const here = makeDirectory();
const snapshot = join(here, 'acme.nhi');
let recorded: Buffer;

beforeAll(async () => {
  expect(await nhi(['collect', 'demo', '-o', snapshot, ...now])).toMatchObject({ code: 0, out: '' });
  recorded = readFileSync(snapshot);
});

const json = (args: readonly string[]) => nhi(['scan', ...args, '--format', 'json']);

describe('a snapshot', () => {
  test('is private, and nothing stands beside it', () => {
    expect(statSync(snapshot).mode & 0o777).toBe(0o600);
    expect(readdirSync(here).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('replays what the direct scan says, byte for byte', async () => {
    const [direct, replayed, again, once] = await Promise.all([
      json(['demo', ...now]),
      json([snapshot, ...now]),
      json([snapshot]),
      nhi(['scan', 'acme.nhi', '--format', 'json'], { cwd: here, env: { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8' } }),
    ]);
    expect(replayed?.out === direct?.out).toBe(true);
    expect(replayed?.code).toBe(direct?.code);
    // Without --now it is judged as of the day it was taken.
    expect(again?.out === direct?.out).toBe(true);
    expect(once?.out === direct?.out).toBe(true);
  });

  test('of several sources, one of them a snapshot, replays too', async () => {
    const flawed = makeDirectory(worlds.flawed);
    const target = join(makeDirectory(), 'all.nhi');
    expect((await nhi(['collect', snapshot, flawed, '-o', target, ...now])).code).toBe(0);
    const [direct, replayed] = await Promise.all([json([snapshot, flawed, ...now]), json([target, ...now])]);
    expect(replayed?.out === direct?.out).toBe(true);
    expect(readReport(direct as NonNullable<typeof direct>).scan.sources.map((s) => s.source)).toEqual(
      expect.arrayContaining(['demo/storefront', flawed]),
    );
  });

  test('remembers what could not be seen', async () => {
    const cut = makeDirectory(worlds.cut);
    const target = join(makeDirectory(), 'cut.nhi');
    const collected = await nhi(['collect', cut, '-o', target, ...now]);
    expect(collected.code).toBe(3);
    expect(collected.err).toMatch(/cut\.nhi: \d+ identities, \d+ credentials, 1 gap/);
    const replayed = await json([target]);
    expect(replayed.code).toBe(3);
    expect(readReport(replayed).scan.sources).toMatchObject([{ source: cut, status: expect.stringMatching(/partial|failed/) }]);
  });

  test('replaces another only when it is whole, and leaves nothing after a failure', async () => {
    const place = makeDirectory({ 'old.nhi': 'old', 'empty.json': '' });
    mkdirSync(join(place, 'taken'));
    expectRefusal(await nhi(['collect', 'empty.json', '-o', 'old.nhi'], { cwd: place }), 'empty.json: the file is empty');
    expectRefusal(await nhi(['collect', 'nosuch.json', '-o', 'old.nhi'], { cwd: place }), 'nosuch.json: no such file');
    expectRefusal(await nhi(['collect', '.', '-o', 'taken'], { cwd: place }), 'cannot write taken: it is a directory');
    expectRefusal(await nhi(['collect', '.', '-o', '/dev/null'], { cwd: place }), 'cannot write /dev/null');
    expect(readdirSync(place).sort()).toEqual(['empty.json', 'old.nhi', 'taken']);
    expect(readFileSync(join(place, 'old.nhi'), 'utf8')).toBe('old');
    symlinkSync('old.nhi', join(place, 'link.nhi'));
    expect((await nhi(['collect', '.', '-o', 'link.nhi', '--quiet'], { cwd: place })).err).toBe('');
    expect(lstatSync(join(place, 'link.nhi')).isSymbolicLink()).toBe(true);
  });
});

describe('a record of a snapshot that somebody edited', () => {
  const evidence = [{ source: 'x' }];
  const trust = {
    id: 't',
    identity: 'i',
    kind: 'aws-role-trust',
    effect: 'Allow',
    principalKind: 'anyone',
    principal: '*',
    actions: [],
    evidence,
  };
  const identity = {
    ...{ id: 'i', plane: 'aws', kind: 'aws-iam-role', name: 'i', scope: '1', nature: 'unknown', standing: 'observed', agent: false },
    evidence,
  };
  const document = (statement: object) => ({ type: 'document', value: { id: 'd', version: '2012-10-17', statements: [statement] } });
  const policy = { id: 'p', kind: 'gcp-deny-policy', name: 'p', providerManaged: false, evidence };
  const denying = (rule: unknown) => ({ type: 'policy', value: { ...policy, denies: [rule] } });

  test.each([
    document({ effect: 'Allow', action: ['*'], resource: ['*'], condition: { Bool: { 'aws:SecureTransport': ['true'] } } }),
    { type: 'identity', value: { ...identity, enabled: true, lastUsedAt: null, tags: { a: 'b' }, aws: { account: '1' } } },
    { type: 'trust', value: { ...trust, condition: { StringEquals: { 'sts:ExternalId': ['x'] } } } },
    denying({ principals: ['*'], exceptPrincipals: [], denies: [{ actions: ['*'], notActions: [], dataActions: [], notDataActions: [] }] }),
    { type: 'scope', value: { id: 'gcp:project/acme', plane: 'gcp', name: 'acme', number: '7', settings: {}, evidence } },
  ])('is read where it holds what it should (%#)', (fragment) => {
    expect(readFragment(fragment)).toEqual(fragment);
  });

  test.each([
    document({ effect: 'Allow', action: '*' }),
    document({ effect: 'allow', action: ['*'] }),
    document({ effect: 'Allow', action: [1] }),
    document({ effect: 'Allow', notAction: {} }),
    document({ effect: 'Allow', resource: '*' }),
    document({ effect: 'Allow', notResource: '*' }),
    document({ effect: 'Allow', action: ['*'], principal: '*' }),
    document({ effect: 'Allow', action: ['*'], condition: { Bool: { a: 'true' } } }),
    document({ effect: 'Allow', action: ['*'], condition: { Bool: 'a' } }),
    { type: 'identity', value: { ...identity, plane: 'moon' } },
    { type: 'identity', value: { ...identity, nature: 'moon' } },
    { type: 'identity', value: { ...identity, standing: 'moon' } },
    { type: 'identity', value: { ...identity, enabled: 'yes' } },
    { type: 'identity', value: { ...identity, tags: { a: 1 } } },
    { type: 'identity', value: { ...identity, aws: 'x' } },
    { type: 'trust', value: { ...trust, effect: 'Perhaps' } },
    { type: 'trust', value: { ...trust, principalKind: 'moon' } },
    { type: 'trust', value: { ...trust, actions: [{}] } },
    { type: 'trust', value: { ...trust, condition: [] } },
    { type: 'grant', value: { id: 'g', holder: 'i', kind: 'moon', name: 'g', evidence } },
    { type: 'link', value: { kind: 'moon', from: 'a', to: 'b', evidence } },
    { type: 'provider', value: { id: 'p', kind: 'moon', evidence } },
    denying({ principals: '*', exceptPrincipals: [] }),
    denying({ principals: ['*'] }),
    denying({ principals: ['*'], exceptPrincipals: [], denies: [{ actions: '*', notActions: [], dataActions: [], notDataActions: [] }] }),
    denying(7),
    { type: 'policy', value: { ...policy, allows: [{ actions: ['*'] }] } },
    { type: 'scope', value: { id: 'gcp:project/acme', plane: 'gcp', name: 'acme', settings: 'open' } },
    { type: 'gap', value: { source: 's', what: 'w', why: 'moon', detail: 'd' } },
  ])('is left out where it does not (%#)', (fragment) => {
    expect(readFragment(fragment)).toBeUndefined();
  });
});

describe.concurrent('a damaged snapshot', () => {
  const scanOf = (name: string, content: Buffer) => json([addFile(here, name, content), '--fail-on', 'none']);
  test('with a line of 65 MiB in a few kilobytes is refused', async () => {
    const bomb = Buffer.concat([
      gzipSync(`${gunzipSync(recorded).toString('utf8').split('\n', 1)[0]}\n`),
      gzipSync(Buffer.alloc(65 * 1024 * 1024, 'a')),
    ]);
    expectRefusal(await scanOf('bomb.nhi', bomb), 'a line of the snapshot is longer than 64 MiB');
  });

  const rewritten = (change: (lines: string[]) => string[]): Buffer =>
    gzipSync(change(gunzipSync(recorded).toString('utf8').trimEnd().split('\n')).join('\n'));

  test.each([0.3, 0.6, 0.9, 0.999])('cut at %f gives what stood before the cut, and a gap', async (share) => {
    const ran = await scanOf(`cut-${share}.nhi`, recorded.subarray(0, Math.floor(recorded.length * share)));
    expect(ran).toMatchObject(onlyUnseen);
    const source = readReport(ran).scan.sources.at(-1);
    expect(source).toMatchObject({ source: join(here, `cut-${share}.nhi`), status: expect.stringMatching(/partial|failed/) });
    expect(source?.gaps.map((g) => g.detail).join()).toMatch(/ends early or is damaged; \d+ records were read|without its closing line/);
  });

  test('a byte changed', async () => {
    const changed = Buffer.from(recorded);
    const at = Math.floor(changed.length / 2);
    changed[at] = (changed[at] ?? 0) ^ 0xff;
    expect(await scanOf('changed.nhi', changed)).toMatchObject(onlyUnseen);
  });

  test.each<[string, (lines: string[]) => string[], RegExp]>([
    ['a line left out', (lines) => lines.toSpliced(5, 1), /its closing line says \d+ records; \d+ records were read/],
    ['no closing line', (lines) => lines.slice(0, -1), /it ends without its closing line/],
    ['cut between the lines of sources', (lines) => lines.slice(0, -3), /it ends without its closing line/],
    ['a line that is not JSON', (lines) => lines.with(5, '{"fragment":'), /line 6 of its text is not a record/],
    ['a record of nothing', (lines) => lines.with(5, 'null'), /line 6 of its text is not a record/],
    [
      'a record of a wrong type',
      (lines) => lines.with(5, '{"fragment":{"type":"identity","value":7}}'),
      /line 6 of its text is not a record/,
    ],
    ['an unknown type', (lines) => lines.with(5, '{"fragment":{"type":"__proto__","value":{}}}'), /line 6 of its text is not a record/],
    [
      'evidence that is none',
      (lines) => lines.with(5, lines[5]?.replace(/"evidence":\[/, '"evidence":[7,') ?? ''),
      /line 6|records were read/,
    ],
  ])('%s', async (name, change, detail) => {
    const ran = await scanOf(`${name}.nhi`, rewritten(change));
    expect(ran).toMatchObject(onlyUnseen);
    expect(
      readReport(ran)
        .scan.sources.flatMap((s) => s.gaps.map((g) => g.detail))
        .join('\n'),
    ).toMatch(detail);
  });

  test.each<[string, (lines: string[]) => string[], string]>([
    [
      'another version',
      (lines) => lines.with(0, '{"schema":"nhi-snapshot/2"}'),
      'snapshot format nhi-snapshot/2 is not nhi-snapshot/1; read it with the version that wrote it',
    ],
    [
      'no time',
      (lines) => lines.with(0, '{"schema":"nhi-snapshot/1","collectedAt":"soon"}'),
      'does not say when it was taken; collect it again',
    ],
    ['a hostile version', (lines) => lines.with(0, '{"schema":"nhi-snapshot/\\u001b[31m"}'), 'snapshot format of an unknown kind'],
  ])('%s is refused', async (name, change, message) => {
    expectRefusal(await scanOf(`${name}.nhi`, rewritten(change)), message);
  });

  test('no cut anywhere near the start ends in more than one line', async () => {
    const runs = await Promise.all([2, 10, 30, 200].map((length) => scanOf(`start-${length}.nhi`, recorded.subarray(0, length))));
    for (const ran of runs) expect(ran.err).toMatch(/^(nhi: [^\n]+\n)?$/);
    for (const ran of runs) expect([2, 3]).toContain(ran.code);
  });
});

test('no secret of the demo stands in its snapshot', () => {
  const text = gunzipSync(recorded).toString('utf8');
  const env = readFileSync(join(root, 'fixtures/acme/storefront/services/reporting/.env'), 'utf8');
  const values = [...env.matchAll(/^[A-Z_]*(?:SECRET|TOKEN|PASSWORD|KEY)[A-Z_]*=["']?([^\s"']{12,})/gm)].map((m) => m[1] as string);
  expect(values.length).toBeGreaterThan(0);
  for (const value of values.filter((v) => !v.startsWith('AKIA'))) expect(text).not.toContain(value);
});
