import { serversIn } from '../servers/containers.ts';
import { claudeCode } from './claude-code.ts';
import type { Client, ClientFile } from './client.ts';
import { codex } from './codex.ts';
import { cursor } from './cursor.ts';
import { gemini } from './gemini.ts';
import { vscode } from './vscode.ts';

type Row = readonly [id: string, name: string, files: readonly (string | readonly [path: string, container: string])[]];

/** Clients of which the MCP servers are read: where their files are, and the key of the servers where it is their own. */
const rows: readonly Row[] = [
  ['claude-desktop', 'Claude Desktop', ['claude_desktop_config.json']],
  ['copilot-cli', 'Copilot CLI', ['.github/mcp.json', '.copilot/mcp-config.json']],
  ['windsurf', 'Windsurf', ['.windsurf/mcp.json', '.windsurf/mcp_config.json', 'windsurf/mcp_config.json', '.devin/mcp_config.json']],
  ['cline', 'Cline', ['cline_mcp_settings.json', '.cline/mcp.json']],
  ['roo', 'Roo Code', ['.roo/mcp.json', 'rooveterinaryinc.roo-cline/settings/mcp_settings.json']],
  [
    'zed',
    'Zed',
    [
      ['.zed/settings.json', 'context_servers'],
      ['.config/zed/settings.json', 'context_servers'],
    ],
  ],
  [
    'continue',
    'Continue',
    [
      '.continue/config.yaml',
      '.continue/config.json',
      '.continue/mcpServers/*.yaml',
      '.continue/mcpServers/*.yml',
      '.continue/mcpServers/*.json',
    ],
  ],
  [
    'amazon-q',
    'Amazon Q',
    ['.amazonq/mcp.json', '.amazonq/default.json', '.amazonq/cli-agents/*.json', '.aws/amazonq/mcp.json', '.aws/amazonq/agents/*.json'],
  ],
  ['kiro', 'Kiro', ['.kiro/settings/mcp.json', '.kiro/agents/*.json']],
  [
    'opencode',
    'OpenCode',
    [
      ['opencode.json', 'mcp'],
      ['opencode.jsonc', 'mcp'],
      ['.opencode/opencode.json', 'mcp'],
      ['.opencode/opencode.jsonc', 'mcp'],
    ],
  ],
  ['kilo', 'Kilo Code', [['.kilo/kilo.jsonc', 'mcp'], ['.kilo/kilo.json', 'mcp'], ['kilo.jsonc', 'mcp'], '.kilocode/mcp.json']],
  ['junie', 'Junie', ['.junie/mcp/mcp.json', '.ai/mcp/mcp.json']],
  [
    'goose',
    'Goose',
    [
      ['goose/config.yaml', 'extensions'],
      ['.goose/config.yaml', 'extensions'],
      ['.goose/recipes/*.yaml', 'extensions'],
    ],
  ],
  ['librechat', 'LibreChat', ['librechat.yaml', 'librechat.yml']],
  ['warp', 'Warp', ['.warp/.mcp.json', '.warp/mcp.json']],
  ['factory', 'Factory', ['.factory/mcp.json']],
  ['augment', 'Augment Code', ['.augment/settings.json', '.augment/mcp.json']],
  ['qwen', 'Qwen Code', ['.qwen/settings.json']],
  [
    'amp',
    'Amp',
    [
      ['.amp/settings.json', 'amp.mcpServers'],
      ['.config/amp/settings.json', 'amp.mcpServers'],
    ],
  ],
  ['grok', 'Grok CLI', ['.grok/config.toml', '.grok/settings.json']],
  ['vibe', 'Mistral Vibe', ['.vibe/config.toml']],
  [
    'antigravity',
    'Antigravity',
    ['.gemini/config/mcp_config.json', '.gemini/antigravity/mcp_config.json', '.antigravity/mcp_config.json', '.agents/mcp_config.json'],
  ],
  ['rovo', 'Rovo Dev', ['.rovodev/mcp.json']],
  ['kimi', 'Kimi Code', ['.kimi-code/mcp.json']],
  ['trae', 'Trae', ['.trae/mcp.json']],
  // Committed under a plain name, for whichever client is pointed at it.
  [
    'mcp',
    'MCP configuration',
    ['mcp.json', 'mcp_config.json', 'mcp-config.json', 'mcp_settings.json', '.mcp/mcp.json', 'mcp_servers.json'],
  ],
];

const formats: Readonly<Record<string, ClientFile['format']>> = { yaml: 'yaml', yml: 'yaml', toml: 'toml' };

/** Every client that is known, the deeply read ones first. */
export const clients: readonly Client[] = [
  claudeCode,
  cursor,
  vscode,
  codex,
  gemini,
  ...rows.map(
    ([id, name, files]): Client => ({
      id,
      name,
      depth: 'servers',
      files: files.map((file): ClientFile => {
        const [path, container] = typeof file === 'string' ? [file, undefined] : file;
        const format = formats[path.slice(path.lastIndexOf('.') + 1)] ?? 'json';
        return {
          path,
          format,
          ...(container === undefined ? {} : { containers: [[container]] }),
          ...(id === 'mcp' ? { configures: holdsServers } : {}),
        };
      }),
    }),
  ),
];

function holdsServers(tree: Parameters<typeof serversIn>[0]): boolean {
  return serversIn(tree).length > 0;
}
