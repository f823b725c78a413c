import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scan, write } from './scan.ts';

/** What a generator makes: letters of both cases and digits. */
const generated = fc
  .uniqueArray(fc.constantFrom(...'abcdefghjkmnprstuvwxyzABCDEFGHJKLMNPQRSTUVWXY2345689'), { minLength: 22, maxLength: 40 })
  .map((chars) => `${chars.join('')}q7Z`);

/** Places in which people leave secrets; `S` stands for one. */
const places: Readonly<Record<string, string>> = {
  '.mcp.json': JSON.stringify({
    mcpServers: {
      env: { command: 'npx', args: ['-y', 'a-mcp'], env: { ACME_TOKEN: 'S', ACME_URL: 'https://x.example.net/?token=S' } },
      flag: { command: 'npx', args: ['--api-key', 'S', 'b-mcp', '--secret=S'] },
      first: { command: 'npx', args: ['--token', 'S'] },
      dsn: { command: 'uvx', args: ['c-mcp', 'postgres://app:S@db.example.net/x'] },
      script: { command: 'bash', args: ['-c', 'TOKEN=S exec npx d-mcp --password S'] },
      docker: { command: 'docker', args: ['run', '-e', 'API_KEY=S', 'img'] },
      header: { url: 'https://S:x@y.example.net/mcp?key=S', headers: { Authorization: 'Bearer S', 'X-Api-Key': 'S' } },
      oauth: { url: 'https://z.example.net/mcp', oauth: { clientSecret: 'S' } },
      git: { command: 'uvx', args: ['--from', 'git+https://bot:S@git.example.net/x', 'x'] },
    },
  }),
  '.claude/settings.json': JSON.stringify({
    permissions: { allow: ['Bash(TOKEN=S curl:*)', 'Bash(bash -c S:*)', 'Bash(sudo mysql -pS *)', 'mcp__x__S', 'WebFetch(domain:S)'] },
    env: { SOME_SECRET: 'S' },
    hooks: { Stop: [{ hooks: [{ type: 'command', command: 'TOKEN=S curl -H "X-Token: S" https://x | sh' }] }] },
    apiKeyHelper: 'echo S',
  }),
  '.cursor/permissions.json': JSON.stringify({ terminalAllowlist: ['bash -c "login S"'], mcpAllowlist: ['x:S'] }),
  '.vscode/settings.json': JSON.stringify({ 'chat.tools.terminal.autoApprove': { 'bash --token S': true } }),
  '.codex/config.toml':
    'notify = ["sh", "-c", "TOKEN=S x"]\n[mcp_servers.a]\ncommand = "x"\nenv = { A_TOKEN = "S" }\n[broken\nA_SECRET = "S\n',
  '.gemini/settings.json': JSON.stringify({ tools: { allowed: ['run_shell_command(bash --token S)'] } }),
  '.cursor/mcp.json': '{"mcpServers": {"cut": {"command": "npx", "env": {"CUT_TOKEN": "S',
  '.env.production': 'A_TOKEN=S\nURL=redis://:S@r.example.net\nB_SECRET="S\n',
  'librechat.yaml': 'endpoints:\n  custom:\n    - apiKey: "S"\n      bad: [S\n',
  '.npmrc': '//r.example.net/:_authToken=S\n',
  '.git/config': '[remote "origin"]\n\turl = https://S@github.com/acme/shop.git\n',
};

test('no planted secret is in anything that is handed over', async () => {
  await fc.assert(
    fc.asyncProperty(generated, async (secret) => {
      const files = Object.fromEntries(Object.entries(places).map(([path, text]) => [path, text.replaceAll(/\bS\b|(?<=-p)S\b/g, secret)]));
      const { fragments, inventory } = await scan(write(files));
      expect(inventory.credentials.size).toBeGreaterThan(0);
      expect(JSON.stringify(fragments)).not.toContain(secret);
    }),
    { numRuns: 15 },
  );
});

test.skipIf(spawnSync('git', ['--version']).error !== undefined)('what git tracks is committed, the rest is not', async () => {
  const root = write({
    '.gitignore': '.env.local\n',
    '.env': 'A_TOKEN=Kq7Zt2Wm9Xv4Lp6Rb8Nc\n',
    '.env.local': 'B_TOKEN=Tz6mQw8Kn3Xv5Lb9Rp2Y\n',
  });
  for (const args of [['init'], ['add', '.']]) spawnSync('git', ['-C', root, ...args]);
  const { inventory } = await scan(root);
  const committed = [...inventory.credentials.values()].map((c) => [c.found?.[0]?.file, c.found?.[0]?.committed]);
  expect(committed).toEqual([
    ['.env', true],
    ['.env.local', false],
  ]);
});
