import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { clients } from '../../../src/collectors/repository/clients/clients.ts';
import { homePlaces } from '../../../src/collectors/repository/home/places.ts';
import { readersOf } from '../../../src/collectors/repository/readers.ts';
import { scanHome, write } from './scan.ts';

const key = 'Kq7Zt2Wm9Xv4Lp6Rb8Nc';
const server = `{"mcpServers":{"s":{"command":"npx","args":["s"],"env":{"API_TOKEN":"${key}"}}}}`;

describe("a person's own settings", () => {
  test('every place has a reader', () => {
    expect(homePlaces.filter((place) => readersOf(place.replaceAll('*', 'x')).length === 0)).toEqual([]);
  });

  test('are read with the projects in them, and count as the person’s', async () => {
    const home = write({
      '.claude.json': `{"mcpServers":{"own":{"command":"npx","args":["own@1.0.0"]}},"projects":{"/work/shop":{"allowedTools":["Bash(*)"],"mcpServers":{"s":{"command":"npx","args":["s"],"env":{"API_TOKEN":"${key}"}}}}}}`,
      '.codex/config.toml': 'approval_policy = "never"\n',
      'Library/Application Support/Claude/claude_desktop_config.json': server,
      '.config/Code/User/profiles/work/mcp.json': '{"servers":{"v":{"url":"https://v.example/mcp"}}}',
    });
    const { inventory, scope, fragments } = await scanHome(home);
    expect(scope).toBe('home');
    expect(inventory.identities.get('agent:claude-code/home')?.settings).toMatchObject({ scope: 'user', shell_rules: ['Bash(*)'] });
    expect(inventory.identities.get('agent:codex/home')?.settings?.bypass).toEqual(['approval_policy=never']);
    expect(
      [...inventory.identities.values()]
        .filter((i) => i.kind === 'mcp-server')
        .map((i) => i.name)
        .sort(),
    ).toEqual(['own', 's', 'v']);
    expect(inventory.links.filter((l) => l.kind === 'holds').map((l) => l.from)).toContain('agent:mcp-server/home/s');
    expect(JSON.stringify(fragments)).not.toContain(key);
  });

  test('nothing else in the home directory is read', async () => {
    const home = write({
      '.env': `API_TOKEN=${key}\n`,
      '.mcp.json': '{"mcpServers":{}}',
      'projects/shop/.mcp.json': server,
      'Documents/CLAUDE.md': 'hello',
      '.ssh/id_ed25519': '-----BEGIN OPENSSH PRIVATE KEY-----\n',
    });
    mkdirSync(join(home, '../elsewhere'));
    writeFileSync(join(home, '../elsewhere/settings.json'), '{"permissions":{"allow":["Bash(*)"]}}');
    mkdirSync(join(home, '.claude'));
    symlinkSync('../../elsewhere/settings.json', join(home, '.claude/settings.json'));
    const { inventory } = await scanHome(home);
    expect([...inventory.identities.keys()]).toEqual(['agent:claude-code/home']);
    expect(inventory.credentials.size).toBe(0);
  });

  test('an empty home is nothing', async () => {
    const { inventory } = await scanHome(write({ 'x.txt': '' }));
    expect([inventory.identities.size, inventory.gaps]).toEqual([0, []]);
  });

  test('broken files are told', async () => {
    const { inventory } = await scanHome(write({ '.cursor/mcp.json': '{"mcpServers":{"s":{"url":"https://s.example"' }));
    expect(inventory.gaps.map((g) => g.file)).toEqual(['.cursor/mcp.json']);
    expect(inventory.identities.has('agent:mcp-server/home/s')).toBe(true);
  });

  test('every client is known by one id', () => {
    expect(new Set(clients.map((c) => c.id)).size).toBe(clients.length);
  });
});
