import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readHead } from '../../../src/collectors/files.ts';
import { collector } from '../../../src/collectors/repository/collector.ts';
import { recognisesFile } from '../../../src/collectors/repository/recognise-file.ts';
import type { Identity } from '../../../src/inventory/identity.ts';
import { type Scanned, scan, scanFile, write } from './scan.ts';

const fixtures = fileURLToPath(new URL('../../../fixtures/repository/', import.meta.url));

function identity({ inventory }: Scanned, id: string): Identity {
  const found = inventory.identities.get(id);
  if (found === undefined) throw new Error(`no ${id} among ${[...inventory.identities.keys()].join(', ')}`);
  return found;
}
function holders({ inventory }: Scanned, credential: string): string[] {
  return inventory.links
    .filter((l) => l.kind === 'holds' && l.to === credential)
    .map((l) => l.from)
    .sort();
}
function credentialNamed({ inventory }: Scanned, name: string) {
  return [...inventory.credentials.values()].find((c) => c.name === name);
}

describe('a repository full of agents', async () => {
  const seen = await scan(join(fixtures, 'agents'));
  const server = (name: string) => identity(seen, `agent:mcp-server/agents/${name}`).mcp;
  const agent = (client: string) => identity(seen, `agent:${client}/agents`).settings;

  test('names the repository', () => {
    expect(seen.scope).toBe('agents');
    expect(seen.inventory.scopes.get('repository:agents')).toMatchObject({ plane: 'repository', name: 'agents' });
  });

  test('one identity a server, whatever the clients', () => {
    expect(server('github')).toMatchObject({
      clients: ['cursor', 'claude-code'],
      unpinned: true,
      transport: 'stdio',
      launcher: 'npx',
      facets: ['read', 'write', 'egress'],
    });
    expect(server('tickets')?.clients).toEqual(['codex', 'gemini', 'claude-code', 'vscode']);
    expect(seen.inventory.workloads.get('agent:mcp-process/agents/github')?.identity).toBe('agent:mcp-server/agents/github');
    expect(seen.inventory.workloads.has('agent:mcp-process/agents/tickets')).toBe(false);
  });

  test('facts of servers', () => {
    expect(server('orders-db')).toMatchObject({ launcher: 'npx', package: 'mcp-postgres@1.2.3', unpinned: false });
    expect(server('files')).toMatchObject({ filesystem_root: ['~'], facets: ['read', 'write'] });
    expect(server('cloud')).toMatchObject({
      launcher: 'docker',
      unpinned: true,
      host_mounts: ['/var/run/docker.sock'],
      human_login: ['~/.aws'],
    });
    expect(server('search')).toMatchObject({
      plain_http: true,
      token_in_url: true,
      remote: true,
      authenticated: true,
      static_bearer: false,
      url_host: 'search.shop.example.net',
    });
    expect(server('notes')).toMatchObject({ tool_allowlist: true, unpinned: true });
    // Gemini's entry has no login; the same server is not authenticated everywhere.
    expect(server('tickets')).toMatchObject({ authenticated: false, static_bearer: true, plain_http: false });
  });

  test('approvals reach the servers', () => {
    expect(server('github')).toMatchObject({ auto_approve_all: true, auto_approved: ['*'], destructive_auto_approved: ['*'] });
    expect(server('tickets')).toMatchObject({ auto_approve_all: true });
    // Claude Code may drop tables; Cursor's rule is for a server that Cursor does not have.
    expect(server('orders-db')).toMatchObject({
      auto_approve_all: false,
      auto_approved: ['drop_table'],
      destructive_auto_approved: ['drop_table'],
    });
  });

  test('facts of agents', () => {
    expect(agent('claude-code')).toMatchObject({
      bypass: ['permissions.defaultMode=bypassPermissions'],
      shell_rules: ['Bash(*)'],
      project_mcp_auto: true,
      hooks: ['PostToolUse: curl'],
      hooks_download: true,
      helpers: ['apiKeyHelper'],
      secret_paths_denied: true,
      subagents_inherit: ['reviewer'],
      plugins_unpinned: ['shop'],
      hidden_text: ['CLAUDE.md'],
      codeowner: true,
      untrusted_input: true,
      private_data: true,
      egress: true,
    });
    expect(agent('cursor')).toMatchObject({
      shell_rules: ['*'],
      auto_approved_servers: ['github'],
      codeowner: false,
      bypass: [],
      hidden_text: [],
    });
    expect(agent('vscode')).toMatchObject({
      bypass: ['chat.tools.global.autoApprove'],
      shell_rules: ['chat.tools.terminal.autoApprove: /.*/'],
    });
    expect(agent('codex')).toMatchObject({ bypass: ['approval_policy=never'], sandbox_off: ['sandbox_mode=danger-full-access'] });
    expect(agent('gemini')).toMatchObject({
      bypass: ['defaultApprovalMode=yolo'],
      sandbox_off: ['tools.sandbox=false'],
      shell_rules: ['run_shell_command'],
    });
  });

  test('agents use servers and delegate to sub-agents', () => {
    const links = seen.inventory.links.map((l) => `${l.kind} ${l.from} ${l.to}`);
    expect(links).toContain('uses agent:codex/agents agent:mcp-server/agents/notes');
    expect(links).toContain('delegates agent:claude-code/agents agent:claude-code/agents/reader');
    expect(identity(seen, 'agent:claude-code/agents/reader').settings?.subagents_inherit).toEqual([]);
  });

  test('evidence is exact', () => {
    expect(identity(seen, 'agent:mcp-server/agents/github').factEvidence?.['mcp.unpinned']).toEqual([
      { source: '.', file: '.cursor/mcp.json', line: 4, column: 50, pointer: '/mcpServers/github/args/1' },
      { source: '.', file: '.mcp.json', line: 5, column: 22, pointer: '/mcpServers/github/args/1' },
    ]);
    expect(identity(seen, 'agent:codex/agents').factEvidence?.['settings.bypass']).toEqual([
      { source: '.', file: '.codex/config.toml', line: 1, column: 1, pointer: '/approval_policy' },
    ]);
    expect(identity(seen, 'agent:claude-code/agents').factEvidence?.['settings.hidden_text']).toEqual([
      { source: '.', file: 'CLAUDE.md', line: 1, column: 16, note: 'tag characters' },
    ]);
  });

  test('credentials and who holds them', () => {
    const github = credentialNamed(seen, 'GITHUB_PERSONAL_ACCESS_TOKEN');
    expect(github).toMatchObject({ kind: 'token', provider: 'github', purpose: 'code' });
    expect(github?.found?.map((f) => [f.file, f.position])).toEqual([
      ['.cursor/mcp.json', 'env'],
      ['.mcp.json', 'env'],
    ]);
    expect(holders(seen, 'aws:access-key/AKIAY34FZKBOKMUTVV7A')).toEqual(['agent:mcp-server/agents/cloud']);
    const key = seen.inventory.credentials.get('aws:access-key/AKIAY34FZKBOKMUTVV7A');
    expect(key).toMatchObject({ kind: 'aws-access-key', name: 'AKIAY34FZKBOKMUTVV7A', provider: 'aws', purpose: 'cloud', static: true });
    expect(key?.evidence[0]?.note).toBe('the key id carries account 609629065308');
    // One connection string, in a server's arguments and in a dotenv file.
    const database = [...seen.inventory.credentials.values()].find((c) => c.kind === 'connection-string');
    expect(holders(seen, database?.id ?? '')).toEqual(['agent:mcp-server/agents/orders-db', 'repository:application/agents/services/api']);
    expect(database?.found?.map((f) => [f.file, f.position, f.environment])).toEqual([
      ['.mcp.json', 'url', undefined],
      ['services/api/.env.production', 'file', 'production'],
    ]);
    expect(credentialNamed(seen, 'ANTHROPIC_API_KEY')).toMatchObject({ provider: 'anthropic', purpose: 'model' });
    expect(credentialNamed(seen, '_authToken')).toMatchObject({ provider: 'npm', purpose: 'registry' });
    expect(credentialNamed(seen, 'key of deploy@shop-prod.iam.gserviceaccount.com')).toMatchObject({
      provider: 'gcp',
    });
    expect(credentialNamed(seen, 'OPENAI_API_KEY')).toMatchObject({ provider: 'openai' });
    expect([...seen.inventory.credentials.values()]).toHaveLength(11);
  });

  test('no secret leaves', () => {
    const everything = JSON.stringify(seen.fragments);
    for (const secret of [
      'ghp_Wk3vTq8RzL5nYb2XcJ7mHd9PsF4gKe6UaQ1o',
      'Vq7pLx92Tn',
      'tB5zWq1Xk8Lm3Vn6Jc9Rd2Ys7Hf4Pg0Ea',
      'Jt6rMv4Wc8Zq2Bn9Xs5K',
      'Nd8sKq3Wz7Lt5Rv2Xb9M',
      'Hq7wZt2Lk9Vx4Bn6Mc8Rs3Dj5Fp1Gy',
      'Rw5tYq8Zx2Lk7Vn4Bm9C',
      'Gz4nVw7Kq9Xt2Lp5Rb8M',
      'Tz6mQw8Kn3Xv5Lb9Rp2Yc7Hd4',
      'Kq7Zt2Wm9Xv4Lp6Rb8Nc3Hd5Fs1GyJ0aE4oT',
      'MIIEvQIBADANBgkq',
    ]) {
      expect(everything).not.toContain(secret);
    }
  });

  test('no gaps, and the same answer twice', async () => {
    expect(seen.inventory.gaps).toEqual([]);
    expect(JSON.stringify((await scan(join(fixtures, 'agents'))).fragments)).toBe(JSON.stringify(seen.fragments));
  });
});

describe('broken files', async () => {
  const seen = await scan(join(fixtures, 'broken'));
  const servers = [...seen.inventory.identities.values()].filter((i) => i.kind === 'mcp-server').map((i) => i.name);
  const gaps = Object.fromEntries(seen.inventory.gaps.map((g) => [g.file, g]));

  test.each([
    ['.mcp.json', 'one', 3],
    ['.mcp.json', 'two', 3],
    ['.cursor/mcp.json', 'whole', 1],
    ['.codex/config.toml', 'good', 6],
    ['.codex/config.toml', 'after', 6],
    ['.continue/config.yaml', 'listed', undefined],
  ])('%s: %s is read, the damage is told', (file, name, line) => {
    expect(servers).toContain(name);
    expect(gaps[file]).toMatchObject({ why: 'unreadable', ...(line === undefined ? {} : { line }) });
    expect(gaps[file]?.partial).not.toBe(false);
  });

  test.each(['wide', 'marked', 'same'])('%s is read whole', (name) => {
    expect(servers).toContain(name);
  });

  test('notes and binaries', () => {
    expect(gaps['.kiro/settings/mcp.json']).toMatchObject({ partial: false, pointer: '/mcpServers/same' });
    expect(gaps['.gemini/settings.json']).toMatchObject({ detail: 'not a text file' });
    expect(gaps['.roo/mcp.json']).toBeUndefined();
    expect(gaps['.vscode/mcp.json']).toBeUndefined();
  });

  test('what a damaged settings file would say is not known', () => {
    const settings = identity(seen, 'agent:codex/broken').settings;
    expect(settings?.bypass).toBeUndefined();
    expect(settings?.project_mcp_auto).toBeUndefined();
  });
});

describe('hostile files', () => {
  const bombs: Readonly<Record<string, string>> = {
    'deep JSON': `{"mcpServers":${'['.repeat(100_000)}`,
    'deep objects': `${'{"a":'.repeat(50_000)}1`,
    'a large file': `{"mcpServers": {"a": {"command": "${'x'.repeat(2_000_000)}"}}}`,
    'a long line': `{"mcpServers": {"a": {"command": "${'npx '.repeat(100_000)}"}}}`,
    'prototype names':
      '{"mcpServers": {"__proto__": {"command": "npx", "args": ["x"]}, "constructor": {"command": "__proto__", "type": "toString"}}}',
    'wrong types':
      '{"mcpServers": {"a": 1, "b": [], "c": null, "d": {"command": 5, "args": {"x": 1}, "env": [], "url": {}, "headers": "x"}}, "permissions": []}',
    'a list': '[1, 2, 3]',
    'a string': '"x"',
    'control characters in a name': '{"mcpServers": {"\\u001b[31mred\\n::error::": {"command": "npx", "args": ["x"]}}}',
  };
  test.each(Object.entries(bombs))('%s', async (_, text) => {
    const root = write({
      '.mcp.json': text,
      '.claude/settings.json': text,
      '.vscode/settings.json': text,
      kubeconfig: text,
      'a/.env': text,
    });
    const seen = await scan(root);
    expect(seen.scope).toBe('shop');
  });

  test('an alias bomb in YAML', async () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 12; i++) lines.push(`a${i}: &a${i} [${Array.from({ length: 9 }, () => `*a${i - 1}`).join(', ')}]`);
    const seen = await scan(write({ 'librechat.yaml': `${lines.join('\n')}\nmcpServers: *a11\n` }));
    expect(seen.inventory.gaps).toMatchObject([{ file: 'librechat.yaml', why: 'unreadable' }]);
  });

  test('YAML that refers to itself', async () => {
    const seen = await scan(write({ 'librechat.yaml': 'a: &a\n  b: *a\n' }));
    expect(seen.inventory.gaps.length).toBeLessThanOrEqual(1);
  });
});

describe('git', () => {
  test('a token in a remote is a credential; the name comes without it', async () => {
    const root = write({
      '.git/config': '[core]\n\tbare = false\n[remote "origin"]\n\turl = https://bot:Vq7pLx92TnKw@github.com/acme/shop.git\n',
    });
    const seen = await scan(root);
    expect(seen.scope).toBe('acme/shop');
    expect([...seen.inventory.credentials.values()]).toMatchObject([
      { provider: 'github', found: [{ file: '.git/config', evidence: { line: 4 } }] },
    ]);
    expect(JSON.stringify(seen.fragments)).not.toContain('Vq7pLx92TnKw');
  });

  test('a worktree is believed only where its place names it in return', async () => {
    const main = write({
      '.git/config': '[remote "origin"]\n\turl = git@github.com:acme/main.git\n',
      '.git/worktrees/w/commondir': '../..\n',
      '.git/worktrees/w/HEAD': 'x',
    });
    const tree = write({ '.git': `gitdir: ${join(main, '.git/worktrees/w')}\n` });
    expect((await scan(tree)).scope).toBe('shop');
    writeFileSync(join(main, '.git/worktrees/w/gitdir'), `${join(tree, '.git')}\n`);
    expect((await scan(tree)).scope).toBe('acme/main');
  });

  test('outside a checkout nothing is said to be committed', async () => {
    const seen = await scan(write({ '.env': 'API_TOKEN=Vq7pLx92TnKw55\n' }));
    const [credential] = seen.inventory.credentials.values();
    expect(credential?.found?.[0]).not.toHaveProperty('committed');
  });
});

describe('single files', () => {
  const recognised = (path: string, text: string): boolean => {
    const keys = text.startsWith('{') ? Object.keys(JSON.parse(text) as object) : [];
    return recognisesFile({
      path,
      name: path.slice(path.lastIndexOf('/') + 1),
      text,
      format: text.startsWith('{') ? 'json' : 'text',
      keys,
    });
  };
  test.each([
    ['.mcp.json', '{"mcpServers":{}}', true],
    ['somewhere/servers.json', '{"mcpServers":{}}', true],
    ['settings.json', '{"permissions":{"allow":[]}}', true],
    ['x/.env.local', 'A=1', true],
    ['report.json', '{"UserDetailList":[]}', false],
    ['settings.json', '{"editor.tabSize":2}', false],
  ])('%s %s', (path, text, answer) => {
    expect(recognised(path, text)).toBe(answer);
  });

  test('are read under their own name', async () => {
    const root = write({
      'servers.json': '{"mcpServers":{"a":{"command":"npx","args":["a-mcp"]}}}',
      'settings.json': '{"permissions":{"defaultMode":"bypassPermissions"}}',
    });
    expect((await scanFile(join(root, 'servers.json'))).inventory.identities.has('agent:mcp-server/shop/a')).toBe(true);
    const seen = await scanFile(join(root, 'settings.json'));
    expect(identity(seen, 'agent:claude-code/shop').settings?.bypass).toHaveLength(1);
  });
});

describe('a workflow that is named', () => {
  const text = 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps: [{ run: make }]\n';

  test('is part of the repository two folders up, as when that is scanned', async () => {
    const root = write({
      '.github/workflows/x.yml': text,
      '.git/config': '[remote "origin"]\n\turl = https://github.com/acme/shop.git\n',
    });
    const path = join(root, '.github/workflows/x.yml');
    const seen = await scanFile(path);
    expect(await collector.recognises?.(await readHead(path))).toBe(true);
    expect(seen.scope).toBe('acme/shop');
    const id = 'repository:workflow-job/acme/shop/.github/workflows/x.yml#build';
    expect(identity(seen, id)).toEqual(identity(await scan(root), id));
  });

  test('is known by its keys in any place', async () => {
    const path = join(write({ 'ci/saved.yaml': text }), 'ci/saved.yaml');
    expect(await collector.recognises?.(await readHead(path))).toBe(true);
    expect((await scanFile(path)).inventory.identities.has('repository:workflow-job/ci/saved.yaml#build')).toBe(true);
  });

  test.each(['on: push\n', 'jobs:\n  a: 1\n', 'a:\n  on: push\n  jobs: {}\n'])('%j is none', async (other) => {
    const path = join(write({ 'other.yml': other }), 'other.yml');
    expect(recognisesFile(await readHead(path))).toBe(false);
  });
});

test.skipIf(process.platform === 'win32')('files that anybody may change', async () => {
  const root = write({ '.mcp.json': '{"mcpServers":{}}' });
  chmodSync(join(root, '.mcp.json'), 0o666);
  expect(identity(await scan(root), 'agent:claude-code/shop').settings?.world_writable).toEqual(['.mcp.json']);
});

test('editor settings alone are no agent', async () => {
  const seen = await scan(write({ '.vscode/settings.json': '{"editor.tabSize": 2}', '.devcontainer/devcontainer.json': '{"image": "x"}' }));
  expect([...seen.inventory.identities]).toEqual([]);
});

test.each([
  ['a plugin of Claude Code', 'node $' + '{CLAUDE_PLUGIN_ROOT}/start.js', ['agent:claude-code/shop']],
  ['an extension of Gemini CLI', 'node $' + '{extensionPath}/start.js', []],
])('hooks of %s', async (_, command, agents) => {
  const hooks = { hooks: { SessionStart: [{ hooks: [{ type: 'command', command }] }] } };
  const seen = await scan(write({ 'hooks/hooks.json': JSON.stringify(hooks) }));
  expect([...seen.inventory.identities.keys()]).toEqual(agents);
});

test('errors that follow from one another on a line are one gap', async () => {
  const seen = await scan(
    write({ '.claude/agents/a.md': '---\nname: a\ndescription: Use it when: somebody asks: a thing: or two\n---\n' }),
  );
  expect(seen.inventory.gaps.map((g) => g.line)).toEqual([3]);
});

test('a linked directory of settings is read', async () => {
  const root = write({ 'shared-claude/settings.json': '{"permissions":{"defaultMode":"bypassPermissions"}}' });
  symlinkSync('shared-claude', join(root, '.claude'));
  expect(identity(await scan(root), 'agent:claude-code/shop').settings?.bypass).toHaveLength(1);
});

test('every package of the project is a directory that can be read', async () => {
  const modules = fileURLToPath(new URL('../../../node_modules/', import.meta.url));
  for (const name of readdirSync(modules)
    .filter((n) => !n.startsWith('.'))
    .slice(0, 40)) {
    expect((await scan(join(modules, name))).scope).toMatch(/^@?[\w.~-]+(\/[\w.~-]+)?$/);
  }
});

test('any JSON of the packages passes for a configuration', async () => {
  const modules = fileURLToPath(new URL('../../../node_modules/', import.meta.url));
  const root = write({});
  for (const [i, name] of readdirSync(modules)
    .filter((n) => !/^[.@]/.test(n))
    .slice(0, 60)
    .entries()) {
    const text = readFileSync(join(modules, name, 'package.json'));
    mkdirSync(join(root, `p${i}`, '.claude'), { recursive: true });
    writeFileSync(join(root, `p${i}`, '.mcp.json'), text);
    writeFileSync(join(root, `p${i}`, '.claude', 'settings.json'), text);
  }
  const seen = await scan(root);
  expect(seen.inventory.gaps).toEqual([]);
  expect([...seen.inventory.credentials.values()]).toEqual([]);
});
