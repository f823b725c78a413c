import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitCommand } from '../../../src/collectors/repository/commands/words.ts';
import { readLaunch } from '../../../src/collectors/repository/servers/launcher.ts';

interface Case {
  readonly line: string;
  readonly launcher: string;
  readonly package?: string;
  readonly unpinned?: boolean;
}

const cases = JSON.parse(readFileSync(new URL('./launcher-cases.json', import.meta.url), 'utf8')) as readonly Case[];
const spot = { line: 1, column: 1, pointer: '' };

test.each(cases)('$line', ({ line, ...expected }) => {
  const launch = readLaunch(splitCommand(line, spot), new Set());
  expect({
    launcher: launch?.launcher,
    ...(launch?.package === undefined ? {} : { package: launch.package }),
    ...(launch?.unpinned === undefined ? {} : { unpinned: launch.unpinned }),
  }).toEqual(expected);
});

test('a bridge shows the address behind it', () => {
  expect(readLaunch(splitCommand('npx mcp-remote https://mcp.acme.io/sse', spot), new Set())?.remote?.text).toBe('https://mcp.acme.io/sse');
});

test('a secret word is never the package', () => {
  const launch = readLaunch(splitCommand('npx --api-key Zk29xQpL77 acme-mcp', spot), new Set(['Zk29xQpL77']));
  expect(launch?.package).toBe('acme-mcp');
});

test('any command line has an answer', () => {
  const words = fc.array(
    fc.oneof(fc.string(), fc.constantFrom('npx', 'cmd', '/c', 'bash', '-c', 'docker', 'run', '--', '-e', 'env', 'uvx', '--from')),
  );
  fc.assert(
    fc.property(
      words,
      (texts) =>
        readLaunch(
          texts.map((text) => ({ text, spot })),
          new Set(),
        ) !== null,
    ),
  );
});
