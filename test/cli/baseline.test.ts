import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addFile, expectRefusal, makeDirectory, nhi, worlds } from './nhi.ts';

const now = ['--now', '2026-11-22', '-q'];

test('known findings pass, a new one fails, one that is gone is told', async () => {
  const cwd = makeDirectory(worlds.flawed);
  const first = await nhi(['baseline', '.', '--now', '2026-11-22'], { cwd });
  expect(first).toMatchObject({ code: 0, out: '' });
  expect(first.err).toMatch(/^\.nhi-baseline\.json: \d+ findings?\n$/);
  expect((await nhi(['scan', '.', ...now], { cwd })).code).toBe(1);
  const known = await nhi(['scan', '.', '--baseline', '.nhi-baseline.json', '--now', '2026-11-22'], { cwd });
  expect(known.code, known.err).toBe(0);
  expect(known.out).toMatch(/Since \.nhi-baseline\.json of 2026-11-22: 0 new, \d+ still there, 0 gone/);

  addFile(cwd, '.github/workflows/new.yml', worseWorkflow);
  const added = await nhi(['scan', '.', '--baseline', '.nhi-baseline.json', '--now', '2026-11-22'], { cwd });
  expect(added.code).toBe(1);
  expect(added.err).toMatch(/exit code 1: \d+ new or worse findings? of high severity or above/);
  expect(added.out).toMatch(/^ {2}new {4}/m);

  rmSync(join(cwd, '.github/workflows/new.yml'));
  for (const file of Object.keys(worlds.flawed)) writeFileSync(join(cwd, file), '{}');
  const gone = await nhi(['scan', '.', '--baseline', '.nhi-baseline.json', ...now, '--format', 'json', '--allow-gaps'], { cwd });
  expect(JSON.parse(gone.out)).toMatchObject({ comparison: { known: 0 } });
  expect(JSON.parse(gone.out).comparison.gone.length).toBeGreaterThan(0);
});

const worseWorkflow = `on: pull_request_target
permissions: write-all
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with: { ref: "\${{ github.event.pull_request.head.sha }}" }
      - run: npm ci && npm test
`;

test('a JSON report serves as a baseline', async () => {
  const cwd = makeDirectory(worlds.flawed);
  await nhi(['scan', '.', ...now, '--report', 'json=r.json'], { cwd });
  expect((await nhi(['scan', '.', '--baseline', 'r.json', ...now], { cwd })).code).toBe(0);
});

test('what is no baseline is not written over, and what to do is said', async () => {
  const cwd = makeDirectory({ ...worlds.flawed, '.nhi-baseline.json': '{"schema":"nhi-baseline/1","findi' });
  expectRefusal(
    await nhi(['baseline', ...now], { cwd }),
    '.nhi-baseline.json: no baseline that this version reads, and so not written over; delete it, or name another file with -o',
  );
});

test.each([
  ['repo-action-unpined', /unknown rule "repo-action-unpined"; did you mean "repo-action-unpinned"\?/],
  ['rpo-*', /no rule matches "rpo-\*" \(nhi rules lists them\)/],
])('a limit for %s, which no rule is called, is refused', async (rule, message) => {
  const cwd = makeDirectory({ ...worlds.flawed, '.nhi.yaml': `thresholds: [{ rule: "${rule}", at_most: 3 }]\n` });
  expectRefusal(await nhi(['scan', ...now], { cwd }), message);
});

test('a waiver for a pattern of rules is refused, with what to do', async () => {
  const cwd = makeDirectory({
    ...worlds.flawed,
    '.nhi.yaml': 'waivers: [{ rule: "agent-*", identity: "*", reason: old, owner: team, expires: 2030-01-01 }]\n',
  });
  expectRefusal(
    await nhi(['scan', ...now], { cwd }),
    '.nhi.yaml:1: a waiver is for one rule, and "agent-*" is a pattern; write one waiver a rule',
  );
});

test('a finding whose waiver expired fails again, and is new to a baseline that was made under it', async () => {
  const cwd = makeDirectory({
    ...worlds.flawed,
    '.nhi.yaml':
      'waivers: [{ rule: agent-mcp-http-plain, identity: "*", reason: old, owner: team, expires: 2026-11-30 }]\nrules: { agent-mcp-remote-no-auth: off }\n',
  });
  await nhi(['baseline', ...now], { cwd });
  const at = async (day: string) => nhi(['scan', '--baseline', '.nhi-baseline.json', '--now', day], { cwd });
  expect((await at('2026-11-30')).code).toBe(0);
  const expired = await at('2026-12-01');
  expect(expired.code).toBe(1);
  expect(expired.err).toContain('the waiver for agent-mcp-http-plain expired on 2026-11-30 and suppresses nothing');
});

test('a level for new findings leaves --fail-on to known ones', async () => {
  const cwd = makeDirectory(worlds.flawed);
  await nhi(['baseline', ...now], { cwd });
  const codes = await Promise.all(
    [
      ['--fail-on-new', 'low'],
      ['--fail-on-new', 'low', '--fail-on', 'high'],
      ['--fail-on', 'low'],
    ].map(async (levels) => (await nhi(['scan', '--baseline', '.nhi-baseline.json', ...levels, ...now], { cwd })).code),
  );
  expect(codes).toEqual([0, 1, 0]);
});

test('a level for new findings without a baseline is refused, in the file of everybody it is told', async () => {
  const cwd = makeDirectory({ ...worlds.flawed, '.nhi.yaml': 'fail_on: none\nfail_on_new: low\n' });
  expectRefusal(
    await nhi(['scan', '--fail-on-new', 'low'], { cwd }),
    '--fail-on-new says nothing without a baseline: name one with --baseline FILE (nhi baseline writes it)',
  );
  const told = /^nhi: \.nhi\.yaml: fail_on_new was not asked, because no --baseline was given; every finding is judged at none$/m;
  expect(await nhi(['scan'], { cwd })).toMatchObject({ code: 0, err: expect.stringMatching(told) });
  await nhi(['baseline', ...now], { cwd });
  addFile(cwd, 'more/.mcp.json', '{"mcpServers":{"more":{"type":"http","url":"http://more.acme.example/mcp"}}}');
  const compared = await nhi(['scan', '--baseline', '.nhi-baseline.json'], { cwd });
  expect(compared.code, compared.err).toBe(1);
  expect(compared.err).not.toMatch(told);
});

test('JUnit fails on what the gate fails on: known findings are skipped, but where there is a level for them', async () => {
  const cwd = makeDirectory(worlds.flawed);
  await nhi(['baseline', ...now], { cwd });
  addFile(cwd, '.github/workflows/new.yml', worseWorkflow);
  const junit = async (...levels: string[]): Promise<{ readonly failed: string[]; readonly skipped: string[] }> => {
    const { out } = await nhi(['scan', '--baseline', '.nhi-baseline.json', '-f', 'junit', ...levels, ...now], { cwd });
    const cases = [...out.matchAll(/<testcase classname="([^"]+)"[^>]*>\s*<(failure|skipped)([^>]*)/g)];
    const failures = cases.filter(([, , what]) => what === 'failure').map(([, rule]) => rule ?? '');
    expect(out).toMatch(new RegExp(`^<testsuites name="nhi" tests="\\d+" failures="${failures.length}"`, 'm'));
    return { failed: failures, skipped: cases.flatMap(([, rule, , rest]) => (rest?.includes('known (.nhi-b') ? [rule ?? ''] : [])) };
  };
  const borne = await junit();
  expect(borne.skipped).toContain('agent-mcp-http-plain');
  expect(borne.failed).not.toContain('agent-mcp-http-plain');
  expect(borne.failed).toContain('repo-workflow-untrusted-checkout');
  const judged = await junit('--fail-on-new', 'low', '--fail-on', 'high');
  expect(judged.failed).toEqual(expect.arrayContaining(['agent-mcp-http-plain', 'repo-workflow-untrusted-checkout']));
});

test('the same findings give the same file', async () => {
  const cwd = makeDirectory(worlds.flawed);
  await nhi(['baseline', '-o', 'a.json', ...now], { cwd });
  await nhi(['baseline', '-o', 'b.json', ...now], { cwd });
  expect(readFileSync(join(cwd, 'a.json'), 'utf8')).toBe(readFileSync(join(cwd, 'b.json'), 'utf8'));
});

describe('one line says what is wrong with a baseline', () => {
  const cwd = makeDirectory({
    'cut.json': '{"schema":"nhi-baseline/1","findings":[{',
    'later.json': '{"schema":"nhi-baseline/7","findings":[]}',
    'other.json': '{"version":"2.1.0"}',
    'none.json': '{"schema":"nhi-baseline/1"}',
    'bare.json': '{"schema":"nhi-baseline/1","findings":[{"rule":"a"}]}',
  });
  test.each([
    ['cut.json', 'not JSON, or cut short; write it anew with nhi baseline'],
    ['later.json', 'its form is nhi-baseline/7, which this version does not know; update nhi, or write it anew with nhi baseline'],
    ['other.json', 'neither a baseline of nhi baseline nor a JSON report of nhi scan'],
    ['none.json', 'it has no list of findings; write it anew with nhi baseline'],
    ['bare.json', 'a finding in it has no fingerprint, rule or severity; write it anew with nhi baseline'],
    ['absent.json', 'there is no such file; name a file that nhi baseline wrote'],
  ])('%s', async (file, problem) => {
    expect(await nhi(['scan', '.', '--baseline', file], { cwd })).toEqual({ code: 2, out: '', err: `nhi: ${file}: ${problem}\n` });
  });
});
