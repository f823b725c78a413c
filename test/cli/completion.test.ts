import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { expectRefusal, nhi, runProgram } from './nhi.ts';

describe.each(['bash', 'zsh', 'fish'])('completion for %s', async (shell) => {
  const { out, code } = await nhi(['completion', shell]);

  test('knows every command and its options', async () => {
    expect(code).toBe(0);
    const { out: help } = await nhi(['--help']);
    const commands = [...help.matchAll(/^ {2}([a-z-]+) {2,}/gm)].map((m) => m[1] ?? '').filter((name) => name !== 'help');
    expect(commands.length).toBeGreaterThan(10);
    for (const command of commands) expect(out).toContain(command);
    expect(out).toMatch(/--?(?:l )?fail-on-new/);
  });
});

test.skipIf(!existsSync('/bin/bash'))('bash completes with it', async () => {
  const { out } = await nhi(['completion', 'bash']);
  const ask = (words: string, at: number): string => `COMP_WORDS=(${words}); COMP_CWORD=${at}; _nhi; printf '%s\\n' "\${COMPREPLY[@]}"`;
  // The bash of macOS, 3.2, has neither.
  expect(out).not.toMatch(/mapfile|readarray/);
  const ran = await runProgram('/bin/bash', ['-c', `${out}\n${ask('nhi ba', 1)}; ${ask('nhi scan --fail-on-n', 2)}`]);
  expect(ran).toMatchObject({ code: 0, out: 'baseline\n--fail-on-new\n' });
});

test.skipIf(!existsSync('/bin/bash')).each([
  ['nhi scan --format s', 3, ['sarif']],
  ['nhi diff --format ""', 3, ['table', 'json', 'markdown']],
  ['nhi scan --fail-on-new c', 3, ['critical']],
  ['nhi list --level s', 3, ['sensitive']],
  ['nhi list --plane g', 3, ['gcp', 'github']],
  ['nhi policy x --engine ""', 4, ['opa', 'cedar']],
  ['nhi rules t', 2, ['test']],
  ['nhi rules new x --subject c', 5, ['credential']],
  ['nhi completion z', 2, ['zsh']],
  ['nhi permissions g', 2, ['gcp', 'github']],
  ['nhi help li', 2, ['list']],
])('bash offers what may follow: %s', async (words, at, offered) => {
  const { out } = await nhi(['completion', 'bash']);
  const ran = await runProgram('/bin/bash', [
    '-c',
    `${out}\nCOMP_WORDS=(${words}); COMP_CWORD=${at}; _nhi; printf '%s\\n' "\${COMPREPLY[@]}"`,
  ]);
  expect(ran.out.trim().split('\n')).toEqual(offered);
});

test('descriptions say what an option does', async () => {
  const { out } = await nhi(['completion', 'fish']);
  expect(out).toMatch(/-l org-role -r -d 'the role to assume in each account'/);
  expect(out).toMatch(/-a show -d 'show one identity'/);
  expect(out).not.toMatch(/-d '(?:aws|ACTION)'/);
});

test('another shell is refused', async () => {
  expectRefusal(await nhi(['completion', 'bsh']), 'the shell must be one of bash, zsh, fish; got "bsh"; did you mean "bash"?');
});
