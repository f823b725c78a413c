import { describe, expect, test } from 'vitest';
import { makeDirectory, nhi } from './nhi.ts';

const at = ['--now', '2026-11-22', '--quiet'];

const cwd = makeDirectory({
  'web/.claude/settings.json': JSON.stringify({ permissions: { allow: ['Bash', 'WebFetch'] } }),
  'web/.claude/agents/reader.md': '---\nname: reader\ntools: Read, Grep\n---\n',
  'web/.claude/agents/surfer.md': '---\nname: surfer\ntools: WebFetch, Bash\n---\n',
  'web/.claude/agents/heir.md': '---\nname: heir\n---\n',
  'web/.claude/agents/odd.md': '---\nname: odd\ntools: Read, frobnicate\n---\n',
  'web/.mcp.json': JSON.stringify({
    mcpServers: { github: { command: 'npx', args: ['-y', '@modelcontextprotocol/server-github@2025.4.8'], env: { AWS_PROFILE: 'admin' } } },
  }),
  'web/.github/workflows/a.yml':
    'on: { issues: { types: [opened] } }\njobs:\n  j:\n    runs-on: ubuntu-latest\n    permissions: { issues: write }\n    steps:\n      - run: claude -p "read it" --dangerously-skip-permissions\n        env: { KEY: "${{ secrets.KEY }}" }\n',
  'quiet/.claude/settings.json': JSON.stringify({ permissions: { allow: ['Bash(git status)'] } }),
});

type Profile = Record<string, unknown> & { runsAs: { how: string }[] };

async function profiles(directory: string): Promise<Map<string, Profile | undefined>> {
  const { out } = await nhi(['scan', directory, '--format', 'json', '--fail-on', 'none', ...at], { cwd });
  const { identities } = JSON.parse(out) as { identities: { name: string; asAgent?: Profile }[] };
  return new Map(identities.map((i) => [i.name, i.asAgent]));
}

describe('what an agent is', () => {
  test('stands in JSON: as whom it acts, its tools, what comes in, what goes out, who is asked', async () => {
    const found = await profiles('web');
    expect(found.get('Claude Code')).toMatchObject({
      runsAs: [
        { identity: null, how: 'whoever starts it' },
        { identity: null, how: "a person's login: AWS_PROFILE" },
      ],
      tools: { read: true, write: true, execute: true, egress: true },
      untrustedInput: true,
      privateData: true,
      wayOut: true,
      combination: true,
      approval: 'some',
    });
    expect(found.get('reader')).toMatchObject({
      tools: { read: true, write: false, execute: false, egress: false, secrets: false },
      untrustedInput: false,
      wayOut: false,
      combination: false,
      approval: 'some',
    });
    expect(found.get('surfer')).toMatchObject({ tools: { execute: true, egress: true }, untrustedInput: true, approval: 'some' });
    expect(found.get('heir')).toMatchObject({ tools: { read: true, write: true, execute: true } });
    expect(found.get('odd')).toMatchObject({ tools: { read: true, write: null, execute: null }, wayOut: null, combination: null });
    expect(found.get('github')).toMatchObject({ tools: { read: true, write: true, execute: false, egress: true }, approval: 'each' });
    expect(found.get('claude-code in a / j')).toMatchObject({
      untrustedInput: true,
      privateData: true,
      wayOut: true,
      combination: true,
      approval: 'none',
    });
    expect(found.get('claude-code in a / j')?.runsAs[0]?.how).toBe('runs in a / j');
    expect(found.get('a / j')).toBeUndefined();
  });

  test('is not said to be dangerous where nothing runs unasked', async () => {
    expect((await profiles('quiet')).get('Claude Code')).toMatchObject({
      untrustedInput: false,
      wayOut: false,
      combination: false,
      approval: 'each',
    });
  });

  test('stands on its card', async () => {
    const { out } = await nhi(['show', 'Claude Code', 'web', ...at], { cwd });
    expect(out).toContain("As an agent\n  runs as          whoever starts it; a person's login: AWS_PROFILE\n");
    expect(out).toContain('  tools            read yes, write yes, execute yes, egress yes, secrets not known\n');
    expect(out).toContain('  all three        yes\n  approval         some actions run unasked\n');
  });
});

describe('the path from a committed key to the cloud of the demo company', () => {
  const fix = 'revoke AKIAGCYYNKO6TUZQTYTT of ci-deploy, and take it out of demo/storefront/.mcp.json:8:30';

  test('is printed with file, line, policy statement and fix', async () => {
    const { out } = await nhi(['path', 'Claude Code', 'lambda-maintenance', 'demo', ...at], { cwd });
    const text = out.replace(/\s+/g, ' ');
    expect(text).toContain('[demo/storefront/.mcp.json:8:30, ');
    expect(text).toContain('- iam:PassRole: PassFunctionRoles of ci-deploy through deployers');
    expect(text).toContain(`fix: step 2: ${fix}; or step 3: take iam:PassRole out of PassFunctionRoles of ci-deploy`);
    const { out: demo } = await nhi(['demo', '--quiet'], { cwd });
    expect(demo.replace(/\s+/g, ' ')).toContain(`fix: step 2: ${fix}`);
  });

  test('says the same in JSON', async () => {
    const { out } = await nhi(['path', 'Claude Code', 'lambda-maintenance', 'demo', '--format', 'json', ...at], { cwd });
    const [path] = (JSON.parse(out) as { paths: { steps: { fix?: string; statements?: unknown[] }[] }[] }).paths;
    expect(path?.steps.map((s) => s.fix)).toEqual([undefined, fix, expect.stringContaining('take iam:PassRole out of')]);
    expect(path?.steps[2]?.statements).toHaveLength(3);
  });
});
