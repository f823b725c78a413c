import { existsSync, lstatSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bin, expectRefusal, makeDirectory, nhi, runProgram, worlds } from './nhi.ts';

const flawed = makeDirectory({
  ...worlds.flawed,
  '.nhi.yaml': 'waivers:\n  - { rule: aws-admin-star, identity: nobody, reason: none, expires: 2020-01-01 }\n',
});
const esc = '\u001b';
const scan = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => nhi(['scan', ...args], { cwd: flawed, env });

describe.concurrent('colours', () => {
  test.each<[string, boolean, string[], Record<string, string>]>([
    ['none in a pipe', false, [], {}],
    ['none in a pipe, whatever the terminal', false, [], { TERM: 'xterm-256color', COLORTERM: 'truecolor' }],
    ['where they are forced', true, [], { FORCE_COLOR: '1' }],
    ['NO_COLOR wins over forcing', false, [], { FORCE_COLOR: '1', NO_COLOR: '1' }],
    ['an empty NO_COLOR says nothing', true, [], { FORCE_COLOR: '1', NO_COLOR: '' }],
    ['--no-color wins over forcing', false, ['--no-color'], { FORCE_COLOR: '1' }],
    ['FORCE_COLOR=0 forces nothing', false, [], { FORCE_COLOR: '0' }],
    ['never in JSON', false, ['--format', 'json'], { FORCE_COLOR: '1' }],
  ])('%s', async (_name, colored, args, env) => {
    const ran = await scan(args, env);
    expect(ran.code).toBe(1);
    expect(ran.out.includes(esc)).toBe(colored);
    expect(ran.err).not.toContain(esc);
  });

  test('the commands about rules keep to it as well', async () => {
    const [piped, forced, plain] = await Promise.all([
      nhi(['rules', 'list']),
      nhi(['rules', 'list'], { env: { FORCE_COLOR: '1' } }),
      nhi(['rules', 'list', '--no-color'], { env: { FORCE_COLOR: '1' } }),
    ]);
    expect([piped, forced, plain].map((ran) => ran?.out.includes(esc))).toEqual([false, true, false]);
  });
});

describe.concurrent('standard error', () => {
  test('holds notes and no progress where nobody watches, and nothing with --quiet', async () => {
    const [loud, quiet] = await Promise.all([scan([]), scan(['--quiet'])]);
    expect(loud?.err).toMatch(
      /^nhi: \.nhi\.yaml:2: the waiver for aws-admin-star expired on 2020-01-01 and suppresses nothing\nexit code 1: [^\n]+\n$/,
    );
    expect(quiet).toMatchObject({ code: 1, err: '' });
    const refused = await scan(['--quiet', '--format', 'pdf']);
    expect(refused.err).toContain('unknown format');
  });

  test('shows progress on a terminal, in one line that is gone at the end', async (context) => {
    const probe = await runProgram('script', ['--version']).catch(() => undefined);
    if (probe?.code !== 0) context.skip('no program here makes a terminal');
    const onTerminal = (extra: string) =>
      runProgram('script', ['-qec', `'${process.execPath}' '${bin}' demo --format json${extra} >/dev/null`, '/dev/null'], {
        env: { TERM: 'xterm', SHELL: '/bin/sh' },
      });
    const [watched, quiet] = await Promise.all([onTerminal(''), onTerminal(' --quiet')]);
    expect(watched?.out).toContain(`\r${esc}[2Kreading demo/aws/`);
    expect(watched?.out.endsWith(`\r${esc}[2K`)).toBe(true);
    expect(quiet?.out).toBe('');
  });
});

describe.concurrent('a reader that goes away', () => {
  test.each(['json', 'table', 'sarif'])('ends %s quietly, with the code of the scan', async (format) => {
    const script = `'${process.execPath}' '${bin}' demo --fail-on high --format ${format}; echo "code $?" >&2`;
    const ran = await runProgram('sh', ['-c', `{ ${script}; } | head -n 1 | wc -l`]);
    expect(ran).toEqual({ code: 0, out: expect.stringMatching(/^\s*1\n$/), err: expect.stringMatching(/^exit code 1: [^\n]+\ncode 1\n$/) });
  });

  test('ends rules list quietly', async () => {
    const ran = await runProgram('sh', ['-c', `'${process.execPath}' '${bin}' rules list | true`]);
    expect(ran.err).toBe('');
  });

  test('a full disk is an error', async (context) => {
    const ran = await runProgram('sh', ['-c', `'${process.execPath}' '${bin}' demo --format json > /dev/full`]);
    if (/cannot create|No such file/.test(ran.err)) context.skip('no /dev/full here');
    expect(ran).toEqual({ code: 2, out: '', err: 'nhi: cannot write to standard output (ENOSPC)\n' });
  });

  test('a report to a device goes into it', async () => {
    const ran = await nhi(['scan', flawed, '--report', 'json=/dev/null', '--format', 'json']);
    expect(ran.code).toBe(1);
    const { statSync } = await import('node:fs');
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });
});

test('the version loads nothing else', async () => {
  const hook =
    'data:text/javascript,export function load(url, context, next) { if (url.startsWith("file:")) process._rawDebug(url); return next(url, context); }';
  const register = `data:text/javascript,import { register } from 'node:module'; register(${JSON.stringify(hook)});`;
  const ran = await runProgram(process.execPath, ['--import', register, bin, '--version']);
  const loaded = ran.err
    .split('\n')
    .filter((line) => line.startsWith('file:'))
    .map((url) => url.slice(url.lastIndexOf('/') + 1));
  expect(loaded).toEqual(['nhi.js', 'main.js']);
});

test('two reports cannot go to one file, whatever they are told it is called', async () => {
  const cwd = makeDirectory({ 'x/.keep': '' });
  symlinkSync('real.json', join(cwd, 'link.json'));
  symlinkSync('x', join(cwd, 'y'));
  for (const [one, other] of [
    ['real.json', './real.json'],
    ['real.json', 'link.json'],
    ['x/r.json', 'y/r.json'],
  ] as const) {
    const ran = await nhi(['scan', '--report', `json=${one}`, '--report', `sarif=${other}`], { cwd });
    expectRefusal(ran, `--report: two reports cannot go to one file (${other}); name another for one of them`);
  }
  expect((await nhi(['scan', '-q', '--report', 'json=link.json'], { cwd })).code).toBe(0);
  expect(lstatSync(join(cwd, 'link.json')).isSymbolicLink()).toBe(true);
  expect(existsSync(join(cwd, 'real.json'))).toBe(true);
});

test('a directory with nothing in it is told what else to look at, and nothing that needs an identity', async () => {
  const { out, code } = await nhi(['scan'], { cwd: makeDirectory() });
  expect(code).toBe(0);
  expect(out).toContain(
    'Nothing to judge: no identity and no credential in what was read.\nGo on with: nhi scan DIRECTORY, FILE or a live source',
  );
  expect(out).not.toMatch(/nhi show|^plane|^privileged/m);
});

test('a place says in which of several directories it is, and a short one ends with the line', async () => {
  const cwd = makeDirectory({
    'one/.mcp.json': '{"mcpServers":{"a":{"type":"http","url":"http://a.acme.example/mcp"}}}\n',
    'two/.mcp.json': '{"mcpServers":{"b":{"type":"http","url":"http://b.acme.example/mcp"}}}\n',
  });
  const { out } = await nhi(['scan', 'one', 'two/'], { cwd });
  expect(out).toContain('[one/.mcp.json:1:');
  expect(out).toContain('[two/.mcp.json:1:');
  const demo = (await nhi(['demo'])).out;
  expect(demo).toMatch(/\[demo\/aws\/418273645501-authorization-details\.json:\d+\]/);
  expect(demo).not.toContain('/PolicyVersionList/');
  expect((await nhi(['demo', '--all'])).out).toMatch(/authorization-details\.json:\d+ \/Policies\/\d+\/PolicyVersionList\//);
});
