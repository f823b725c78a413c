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

test('another shell is refused', async () => {
  expectRefusal(await nhi(['completion', 'bsh']), 'the shell must be one of bash, zsh, fish; got "bsh"; did you mean "bash"?');
});
