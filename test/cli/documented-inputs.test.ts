import { describe, expect, test } from 'vitest';
import { makeDirectory, nhi } from './nhi.ts';

const pinned = 'actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8';
const json = (value: object): string => JSON.stringify(value, null, 2);

/** Configurations as the products' documentation shows them, written with care. */
const careful = {
  '.mcp.json': json({
    mcpServers: {
      off: { command: 'uvx', args: ['awslabs.core-mcp-server@latest'], env: { AWS_PROFILE: 'admin' }, disabled: true, autoApprove: ['*'] },
      away: { type: 'http', url: 'http://mcp.example.net/mcp', headers: { Authorization: '${TOKEN}' }, disabled: true },
    },
  }),
  '.vscode/mcp.json': json({ servers: { figma: { type: 'http', url: 'https://mcp.figma.com/mcp' } } }),
  '.gemini/policies/team.toml': '[[rule]]\ntoolName = "*"\ndecision = "allow"\npriority = 999\nmodes = ["yolo"]\n',
  '.gemini/agents/afar.md': '---\nkind: remote\nname: afar\nagent_card_url: https://agents.example.net/card.json\n---\n',
  '.github/workflows/report.md':
    '---\non: { schedule: daily }\npermissions: read-all\ntools: { github: { toolsets: [issues] } }\nsafe-outputs: { add-comment: {} }\n---\nReport.\n',
  '.github/workflows/ci.yml': `on: { pull_request: {}, push: { branches: [main] } }
permissions: { contents: read }
jobs:
  publish:
    if: github.ref == 'refs/heads/main'
    runs-on: ubuntu-latest
    environment: npm
    permissions: { id-token: write }
    steps: [{ uses: ${pinned}, with: { persist-credentials: false } }, { run: npm publish --provenance }]
`,
  '.github/workflows/reply.yml': `on: { issue_comment: { types: [created] } }
jobs:
  reply:
    if: contains(fromJSON('["OWNER", "MEMBER"]'), github.event.comment.author_association)
    runs-on: ubuntu-latest
    permissions: { id-token: write }
    steps: [{ run: ./reply }]
`,
  'ci/Jenkinsfile': `pipeline {
  agent any
  environment { KEY = credentials('signing') }
  stages { stage('A') { steps { sh 'a' } }; stage('B') { steps { sh 'b' } } }
}
`,
  '.github/CODEOWNERS': '* @acme/platform\n',
};

/** The same kinds of files, with something to say. */
const telling = {
  '.mcp.json': json({
    mcpServers: {
      pg: { command: 'bash', args: ['-c', 'PGPASSWORD=kU7mQ9pLx2vB npx -y pg-mcp@1.0.0 --host db'] },
      away: { type: 'http', url: 'https://mcp.acme-internal.net/mcp' },
    },
  }),
  'azure-pipelines.yml':
    'trigger: [main]\npool: { vmImage: ubuntu-latest }\nvariables:\n  - name: apiKey\n    value: kU7mQ9pLx2vBkU7mQ9pLx2vB\nsteps: [{ script: ./x }]\n',
  '.github/workflows/pr.yml':
    'on: { pull_request: {} }\njobs:\n  j:\n    runs-on: ubuntu-latest\n    permissions: { id-token: write }\n    steps: [{ run: ./x }]\n',
};

async function findings(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { out } = await nhi(['scan', '.', '--format', 'json', '--fail-on', 'none', '--quiet', '--now', '2026-11-22'], {
    cwd: makeDirectory(files),
  });
  const report = JSON.parse(out) as { findings: { status: string; rule: string; message: string }[] };
  return report.findings.filter((f) => f.status === 'fail').map((f) => `${f.rule}: ${f.message}`);
}

describe('what documentation shows', () => {
  test('is not held against anybody where it is careful', async () => {
    expect(await findings(careful)).toEqual([]);
  });

  test('is told where it is not', async () => {
    const found = await findings(telling);
    expect(found).toContain('agent-mcp-plaintext-credential: .mcp.json holds PGPASSWORD in plain text, for pg');
    expect(found).toContain('repo-hardcoded-secret: apiKey stands in plain text in azure-pipelines.yml');
    expect(found).toContain(
      'agent-mcp-remote-no-auth: Remote MCP server away (mcp.acme-internal.net) is configured without any authentication',
    );
    expect(found.filter((f) => f.startsWith('repo-workflow-idtoken-untrusted'))).toHaveLength(1);
  });
});
