import { serversIn } from '../servers/containers.ts';
import { claudeCode } from './claude-code.ts';
import type { Client, ClientFile } from './client.ts';
import { clientSettings } from './client-settings.ts';
import { codex } from './codex.ts';
import { cursor } from './cursor.ts';
import { gemini } from './gemini.ts';
import { vscode } from './vscode.ts';

type Row = readonly [id: string, name: string, files: readonly (string | readonly [path: string, container: string])[]];

/** Clients of which the MCP servers are read: where their files are, and the key of the servers, or the keys with `/`, where it is their own. */
const rows: readonly Row[] = [
  ['claude-desktop', 'Claude Desktop', ['claude_desktop_config.json']],
  ['copilot-cli', 'Copilot CLI', ['.github/mcp.json', '.copilot/mcp-config.json', '.copilot/settings.json']],
  [
    'windsurf',
    'Windsurf',
    [
      '.windsurf/mcp.json',
      '.windsurf/mcp_config.json',
      'windsurf/mcp_config.json',
      '.devin/mcp_config.json',
      '.config/devin/mcp_config.json',
      '.devin/config.json',
      '.config/devin/config.json',
      '.devin/hooks.v1.json',
      '.devin/agents/*.md',
    ],
  ],
  ['cline', 'Cline', ['cline_mcp_settings.json', '.cline/mcp.json', '.cline/command-permissions.json', '.cline/agents/*.md']],
  ['roo', 'Roo Code', ['.roo/mcp.json', 'rooveterinaryinc.roo-cline/settings/mcp_settings.json', '.roomodes', 'custom_modes.yaml']],
  [
    'zed',
    'Zed',
    [
      ['.zed/settings.json', 'context_servers'],
      ['.config/zed/settings.json', 'context_servers'],
      ['AppData/Roaming/Zed/settings.json', 'context_servers'],
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
      '.continue/permissions.yaml',
      '.continue/agents/*.md',
    ],
  ],
  [
    'amazon-q',
    'Amazon Q',
    [
      '.amazonq/mcp.json',
      '.amazonq/default.json',
      '.amazonq/cli-agents/*.json',
      '.aws/amazonq/mcp.json',
      '.aws/amazonq/agents/*.json',
      '.aws/amazonq/cli-agents/*.json',
    ],
  ],
  ['kiro', 'Kiro', [['.kiro/settings/mcp.json', 'powers/mcpServers'], '.kiro/agents/*.json', '.kiro/agents/*.md', '.kiro/hooks/*.json']],
  [
    'opencode',
    'OpenCode',
    [
      ['opencode.json', 'mcp'],
      ['opencode.jsonc', 'mcp'],
      ['.opencode/opencode.json', 'mcp'],
      ['.opencode/opencode.jsonc', 'mcp'],
      ['.config/opencode/opencode.json', 'mcp'],
      ['.config/opencode/opencode.jsonc', 'mcp'],
      '.local/share/opencode/auth.json',
      '.opencode/agent/*.md',
      '.opencode/agents/*.md',
      '.config/opencode/agent/*.md',
      '.config/opencode/agents/*.md',
    ],
  ],
  [
    'kilo',
    'Kilo Code',
    [
      ['.kilo/kilo.jsonc', 'mcp'],
      ['.kilo/kilo.json', 'mcp'],
      ['kilo.jsonc', 'mcp'],
      '.kilocode/mcp.json',
      '.kilocode/cli/global/settings/mcp_settings.json',
    ],
  ],
  ['junie', 'Junie', ['.junie/mcp/mcp.json', '.ai/mcp/mcp.json', '.junie/config.json']],
  [
    'goose',
    'Goose',
    [
      ['goose/config.yaml', 'extensions'],
      ['.goose/config.yaml', 'extensions'],
      ['.goose/recipes/*.yaml', 'extensions'],
      'goose/permission.yaml',
      'goose/secrets.yaml',
      ['Block/goose/config/config.yaml', 'extensions'],
      '.goose/agents/*.md',
    ],
  ],
  ['librechat', 'LibreChat', ['librechat.yaml', 'librechat.yml']],
  ['warp', 'Warp', ['.warp/.mcp.json', '.warp/mcp.json']],
  ['factory', 'Factory', ['.factory/mcp.json', '.factory/settings.json', '.factory/hooks.json', '.factory/droids/*.md']],
  ['augment', 'Augment Code', ['.augment/settings.json', '.augment/mcp.json']],
  ['qwen', 'Qwen Code', ['.qwen/settings.json', '.qwen/agents/*.md']],
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
    [
      '.gemini/config/mcp_config.json',
      '.gemini/antigravity/mcp_config.json',
      '.antigravity/mcp_config.json',
      '.agents/mcp_config.json',
      '.antigravity/settings.json',
      'antigravity-cli/settings.json',
    ],
  ],
  ['rovo', 'Rovo Dev', ['.rovodev/mcp.json', '.rovodev/mcp_config.json', '.rovodev/config.yml']],
  ['kimi', 'Kimi Code', ['.kimi-code/mcp.json', '.kimi/mcp.json', '.kimi/config.toml']],
  [
    'crush',
    'Crush',
    [
      ['crush.json', 'mcp'],
      ['.crush.json', 'mcp'],
      ['.config/crush/crush.json', 'mcp'],
    ],
  ],
  ['aider', 'Aider', ['.aider.conf.yml']],
  ['trae', 'Trae', ['.trae/mcp.json']],
  ['deepagents', 'Deep Agents', ['.deepagents/.mcp.json']],
  ['pi', 'Pi', ['.pi/settings.json']],
  ['openclaw', 'OpenClaw', ['.openclaw/openclaw.json', '.clawdbot/clawdbot.json']],
  ['hermes', 'Hermes', ['.hermes/config.yaml']],
  ['reasonix', 'Reasonix', [['.reasonix/config.toml', 'plugins']]],
  // Committed under a plain name, for whichever client is pointed at it.
  [
    'mcp',
    'MCP configuration',
    ['mcp.json', 'mcp_config.json', 'mcp-config.json', 'mcp_settings.json', '.mcp/mcp.json', 'mcp_servers.json'],
  ],
];

const formats: Readonly<Record<string, ClientFile['format']>> = {
  yaml: 'yaml',
  yml: 'yaml',
  toml: 'toml',
  md: 'markdown',
  roomodes: 'yaml',
};

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
        const format = id === 'openclaw' ? 'json5' : (formats[path.slice(path.lastIndexOf('.') + 1)] ?? 'json');
        const read = Object.hasOwn(clientSettings, path) ? clientSettings[path] : undefined;
        return {
          path,
          format,
          ...(container === undefined ? {} : { containers: [container.split('/')] }),
          ...(read === undefined ? {} : { read }),
          ...(id === 'mcp' ? { configures: holdsServers } : {}),
        };
      }),
    }),
  ),
];

function holdsServers(tree: Parameters<typeof serversIn>[0]): boolean {
  return serversIn(tree).length > 0;
}
