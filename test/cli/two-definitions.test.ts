import { expect, test } from 'vitest';
import { makeDirectory, nhi, readReport } from './nhi.ts';

/** One server, defined in the files of two clients, the first of which is read first. */
function repository(first: object, second: object): string {
  return makeDirectory({
    '.git/HEAD': 'ref: refs/heads/main\n',
    '.mcp.json': JSON.stringify({ mcpServers: { tools: first } }, null, 1),
    '.cursor/mcp.json': JSON.stringify({ mcpServers: { tools: second } }, null, 1),
  });
}

const login = { headers: { Authorization: `Bearer \${TOKEN}` } };

test.each([
  [
    'agent-mcp-unpinned',
    'starts wild-server,',
    { command: 'npx', args: ['-y', 'wild-server'] },
    { command: 'npx', args: ['-y', 'tame-server@1.2.3'] },
  ],
  ['agent-mcp-http-plain', 'at wild.example', { url: 'http://wild.example/mcp', ...login }, { url: 'https://tame.example/mcp', ...login }],
  ['agent-mcp-remote-no-auth', '(wild.example)', { url: 'https://wild.example/mcp' }, { url: 'https://tame.example/mcp', ...login }],
])('%s names the definition that fails, and its place', async (rule, named, wild, tame) => {
  const places = [
    [wild, tame, '.mcp.json'],
    [tame, wild, '.cursor/mcp.json'],
  ] as const;
  for (const [first, second, file] of places) {
    const report = readReport(await nhi(['scan', '.', '--format', 'json'], { cwd: repository(first, second) }));
    const [finding] = report.findings.filter((f) => f.rule === rule);
    expect(finding?.message).toContain(named);
    expect(finding?.evidence[0]?.file).toBe(file);
  }
});
