import { describe, expect, test } from 'vitest';
import { makeDirectory, nhi, worlds } from './nhi.ts';

const clean = makeDirectory({ 'README.md': '# Nothing to see\n' });
const flawed = makeDirectory(worlds.flawed);
const cut = makeDirectory(worlds.cut);
const both = makeDirectory({ ...worlds.flawed, '.cursor/mcp.json': worlds.cut['.mcp.json'] });

describe.concurrent('exit codes', () => {
  test.each<[number, string, string[]]>([
    [0, 'nothing found', [clean]],
    [0, 'nothing found, whatever the level', [clean, '--fail-on', 'info']],
    [1, 'a finding at the default level', [flawed]],
    [1, 'a finding at the level', [flawed, '--fail-on', 'high']],
    [1, 'a finding above the level', [flawed, '--fail-on', 'low']],
    [0, 'findings below the level', [flawed, '--fail-on', 'critical']],
    [0, 'findings that nobody gates on', [flawed, '--fail-on', 'none']],
    [3, 'a gap', [cut]],
    [3, 'a gap that none does not hide', [cut, '--fail-on', 'none']],
    [0, 'a gap that is allowed', [cut, '--allow-gaps']],
    [1, 'findings win over gaps', [both]],
    [1, 'findings win over gaps of another source', [cut, flawed]],
    [1, 'findings count where gaps are allowed', [both, '--allow-gaps']],
    [3, 'findings below the level do not win over gaps', [both, '--fail-on', 'critical']],
    [0, 'nothing is left to fail', [both, '--fail-on', 'none', '--allow-gaps']],
    [2, 'could not run', [flawed, '--format', 'pdf']],
    [2, 'could not run wins over all', [both, 'no/such/directory']],
  ])('%i: %s', async (code, _name, args) => {
    const ran = await nhi(['scan', ...args]);
    expect(ran.code, ran.err).toBe(code);
  });

  test.each<[string, string[], RegExp]>([
    ['which level made it fail', [flawed], /^exit code 1: [1-9]\d* findings? of high severity or above \(--fail-on high\)\n$/],
    ['any finding', [flawed, '--fail-on', 'info'], /^exit code 1: [1-9]\d* findings? \(--fail-on info\)\n$/],
    ['gaps', [cut], /^exit code 3: 1 source could not be seen well enough \(--allow-gaps accepts that\)\n$/],
    ['nothing where nothing fails', [flawed, '--fail-on', 'critical'], /^$/],
    ['nothing where it is to be quiet', [flawed, '--quiet'], /^$/],
  ])('the last line says why: %s', async (_name, args, told) => {
    expect((await nhi(['scan', ...args])).err).toMatch(told);
  });

  test('the level can come from the configuration, and the command line wins', async () => {
    const own = makeDirectory({ ...worlds.flawed, '.nhi.yaml': 'fail_on: none\n' });
    expect((await nhi(['scan'], { cwd: own })).code).toBe(0);
    expect((await nhi(['scan', '--fail-on', 'high'], { cwd: own })).code).toBe(1);
  });

  test('collect says a gap and allows it; help and version are 0', async () => {
    const target = makeDirectory();
    const [gap, allowed, help, version, nothing] = await Promise.all([
      nhi(['collect', cut, '-o', `${target}/a.nhi`]),
      nhi(['collect', cut, '-o', `${target}/b.nhi`, '--allow-gaps']),
      nhi(['scan', '--help']),
      nhi(['--version']),
      nhi([]),
    ]);
    expect([gap?.code, allowed?.code, help?.code, version?.code, nothing?.code]).toEqual([3, 0, 0, 0, 0]);
    expect(version?.out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(help?.err).toBe('');
  });
});
