import { at, itemsOf, oneOf, type Tree, textOf } from '../tree/tree.ts';
import { placeOf, type Reading } from './client.ts';
import { readGeminiSettings } from './gemini.ts';
import { readCustomModes } from './roo-modes.ts';
import { allowCommand, ruleObjects, type SettingRows, settingReader } from './setting-rules.ts';
import { readSubAgent } from './sub-agents.ts';

type Read = (tree: Tree, reading: Reading) => void;

const both =
  (...reads: readonly Read[]): Read =>
  (tree, reading) => {
    for (const read of reads) read(tree, reading);
  };

/** https://opencode.ai/docs/permissions: a word for all tools, or one for each, or one for each pattern of commands. */
const openCode: SettingRows = {
  values: [
    ['permission', ['allow'], 'bypass'],
    ['permission/bash', ['allow'], 'shell'],
    ['permission/edit', ['allow'], 'broad'],
    ['permission/external_directory', ['allow'], 'broad'],
    ['permission/webfetch', ['allow'], 'web'],
    ['agent/*/permission', ['allow'], 'bypass'],
    ['agent/*/permission/bash', ['allow'], 'shell'],
  ],
  lists: [
    { path: 'permission/bash', holds: 'command' },
    { path: 'agent/*/permission/bash', holds: 'command' },
  ],
};

/** https://zed.dev/docs/ai/agent-settings */
const zed: SettingRows = {
  values: [
    ['agent/tool_permissions/default', ['allow'], 'bypass'],
    ['agent/always_allow_tool_actions', [true], 'bypass'],
    ['agent/tool_permissions/tools/terminal/default', ['allow'], 'shell'],
    ['agent/tool_permissions/tools/edit_file/default', ['allow'], 'broad'],
    ['agent/tool_permissions/tools/fetch/default', ['allow'], 'web'],
    ['agent/profiles/*/enable_all_context_servers', [true], 'broad'],
    ['agent/sandbox_permissions/allow_unsandboxed', [true], 'sandbox'],
    ['agent/sandbox_permissions/allow_all_hosts', [true], 'sandbox'],
    ['agent/sandbox_permissions/allow_fs_write_all', [true], 'sandbox'],
  ],
  lists: [
    { path: 'agent/tool_permissions/tools/terminal/always_allow', holds: 'command' },
    { path: 'agent/tool_permissions/tools/terminal/always_allow/*/pattern', holds: 'command' },
  ],
};

/** https://kiro.dev/docs/cli/custom-agents/configuration-reference, and Amazon Q's form of it. */
const kiroAgent: SettingRows = {
  lists: [
    { path: 'allowedTools', holds: 'rule' },
    { path: 'toolsSettings/shell/allowedCommands', holds: 'command' },
    { path: 'toolsSettings/execute_bash/allowedCommands', holds: 'command' },
  ],
  hooks: 'hooks',
};

/** What a file of a client says besides its MCP servers, by the file's path. Rows are data; the rest is one function each. */
export const clientSettings: Readonly<Record<string, Read>> = {
  'opencode.json': settingReader(openCode),
  'opencode.jsonc': settingReader(openCode),
  '.opencode/opencode.json': settingReader(openCode),
  '.opencode/opencode.jsonc': settingReader(openCode),
  '.config/opencode/opencode.json': settingReader(openCode),
  '.config/opencode/opencode.jsonc': settingReader(openCode),
  '.kilo/kilo.jsonc': settingReader(openCode),
  '.kilo/kilo.json': settingReader(openCode),
  'kilo.jsonc': settingReader(openCode),
  '.opencode/agent/*.md': both(readSubAgent, settingReader(openCode)),
  '.opencode/agents/*.md': both(readSubAgent, settingReader(openCode)),
  '.config/opencode/agent/*.md': both(readSubAgent, settingReader(openCode)),
  '.config/opencode/agents/*.md': both(readSubAgent, settingReader(openCode)),
  '.zed/settings.json': settingReader(zed),
  '.config/zed/settings.json': settingReader(zed),
  'AppData/Roaming/Zed/settings.json': settingReader(zed),
  '.kiro/agents/*.json': both(readSubAgent, settingReader(kiroAgent)),
  '.kiro/agents/*.md': both(readSubAgent, settingReader(kiroAgent)),
  '.amazonq/cli-agents/*.json': both(readSubAgent, settingReader(kiroAgent)),
  '.aws/amazonq/cli-agents/*.json': both(readSubAgent, settingReader(kiroAgent)),
  '.kiro/hooks/*.json': settingReader({ hooks: 'hooks' }),
  '.roomodes': readCustomModes,
  'custom_modes.yaml': readCustomModes,
  // https://block.github.io/goose/docs/guides/goose-permissions
  'goose/config.yaml': settingReader({ values: [['GOOSE_MODE', ['auto'], 'bypass']] }),
  '.goose/config.yaml': settingReader({ values: [['GOOSE_MODE', ['auto'], 'bypass']] }),
  'Block/goose/config/config.yaml': settingReader({ values: [['GOOSE_MODE', ['auto'], 'bypass']] }),
  'goose/permission.yaml': settingReader({ lists: [{ path: 'user/always_allow', holds: 'rule' }] }),
  '.goose/agents/*.md': readSubAgent,
  '.cline/command-permissions.json': settingReader({ lists: [{ path: 'allow', holds: 'command' }] }),
  '.cline/agents/*.md': readSubAgent,
  '.continue/permissions.yaml': settingReader({ lists: [{ path: 'allow', holds: 'rule' }] }),
  '.continue/agents/*.md': readSubAgent,
  '.qwen/settings.json': both(readGeminiSettings, settingReader({ lists: [{ path: 'permissions/allow', holds: 'rule' }] })),
  '.qwen/agents/*.md': readSubAgent,
  '.antigravity/settings.json': settingReader({ lists: [{ path: 'permissions/allow', holds: 'rule' }] }),
  'antigravity-cli/settings.json': settingReader({ lists: [{ path: 'permissions/allow', holds: 'rule' }] }),
  '.devin/config.json': settingReader({ lists: [{ path: 'permissions/allow', holds: 'rule' }], hooks: 'hooks' }),
  '.config/devin/config.json': settingReader({ lists: [{ path: 'permissions/allow', holds: 'rule' }], hooks: 'hooks' }),
  '.devin/hooks.v1.json': settingReader({ hooks: 'hooks' }),
  '.devin/agents/*.md': readSubAgent,
  '.factory/settings.json': settingReader({
    values: [
      ['autonomyLevel', ['auto-high', 'high'], 'bypass'],
      ['autonomyMode', ['auto-high', 'high'], 'bypass'],
      ['sessionDefaultSettings/autonomyLevel', ['auto-high', 'high'], 'bypass'],
      ['sessionDefaultSettings/autonomyMode', ['auto-high', 'high'], 'bypass'],
    ],
    lists: [{ path: 'commandAllowlist', holds: 'command' }],
    hooks: 'hooks',
  }),
  '.factory/hooks.json': settingReader({ hooks: 'hooks' }),
  '.factory/droids/*.md': readSubAgent,
  '.augment/settings.json': both(
    ruleObjects(
      'toolPermissions',
      ['toolName', 'tool-name'],
      (item) => textOf(at(item, 'permission', 'type')) === 'allow' && oneOf(item, 'shellInputRegex', 'shell-input-regex') === undefined,
    ),
    settingReader({ hooks: 'hooks' }),
  ),
  // https://ampcode.com/manual#configuration
  '.amp/settings.json': both(amp, settingReader({ values: [['amp.dangerouslyAllowAll', [true], 'bypass']] })),
  '.config/amp/settings.json': both(amp, settingReader({ values: [['amp.dangerouslyAllowAll', [true], 'bypass']] })),
  '.vibe/config.toml': settingReader({
    values: [
      ['auto_approve', [true], 'bypass'],
      ['tools/bash/permission', ['always'], 'shell'],
      ['tools/write_file/permission', ['always'], 'broad'],
    ],
    lists: [{ path: 'tools/bash/allowlist', holds: 'command' }],
  }),
  '.rovodev/config.yml': both(
    rovoCommands,
    settingReader({
      values: [
        ['toolPermissions/allowAll', [true], 'bypass'],
        ['toolPermissions/default', ['allow'], 'bypass'],
        ['toolPermissions/bash/default', ['allow'], 'shell'],
        // https://support.atlassian.com/rovo/docs/manage-rovo-dev-cli-settings/
        ['toolPermissions/tools/bash/default', ['allow'], 'shell'],
        ['toolPermissions/tools/bash', ['allow'], 'shell'],
        ['toolPermissions/tools/create_file', ['allow'], 'broad'],
        ['toolPermissions/tools/delete_file', ['allow'], 'broad'],
      ],
    }),
  ),
  // https://moonshotai.github.io/kimi-cli/en/configuration/config-files.html
  '.kimi/config.toml': settingReader({ values: [['default_yolo', [true], 'bypass']] }),
  // https://hermes-agent.nousresearch.com/docs/user-guide/security: YAML of the older kind writes `off` as false.
  '.hermes/config.yaml': settingReader({
    values: [
      ['approvals/mode', ['off', false], 'bypass'],
      ['approvals/cron_mode', ['approve'], 'broad'],
    ],
  }),
  // https://docs.openclaw.ai/gateway/sandbox-vs-tool-policy-vs-elevated
  '.openclaw/openclaw.json': both(openClaw, settingReader({ values: [['agents/defaults/sandbox/mode', ['off'], 'sandbox']] })),
  '.clawdbot/clawdbot.json': both(openClaw, settingReader({ values: [['agents/defaults/sandbox/mode', ['off'], 'sandbox']] })),
  // https://github.com/charmbracelet/crush
  'crush.json': settingReader({ lists: [{ path: 'permissions/allowed_tools', holds: 'rule' }] }),
  '.crush.json': settingReader({ lists: [{ path: 'permissions/allowed_tools', holds: 'rule' }] }),
  '.config/crush/crush.json': settingReader({ lists: [{ path: 'permissions/allowed_tools', holds: 'rule' }] }),
  // https://aider.chat/docs/config/options.html: it answers every question itself, those about commands too.
  '.aider.conf.yml': settingReader({ values: [['yes-always', [true], 'bypass']] }),
  '.junie/config.json': settingReader({ hooks: 'hooks' }),
  '.copilot/settings.json': settingReader({ values: [['allowedUrls/*', ['*', 'https://*', 'http://*'], 'web']] }),
};

/** Patterns of commands, each with what is done about them. */
function rovoCommands(tree: Tree, reading: Reading): void {
  for (const bash of [at(tree, 'toolPermissions', 'tools', 'bash'), at(tree, 'toolPermissions', 'bash')]) {
    for (const item of itemsOf(at(bash, 'commands'))) {
      const command = textOf(at(item, 'command'));
      if (command !== undefined && textOf(at(item, 'permission')) === 'allow') allowCommand(command, command, item, reading);
    }
  }
}

/** Commands run unasked where nothing is asked and nothing is refused. */
function openClaw(tree: Tree, reading: Reading): void {
  const exec = at(tree, 'tools', 'exec');
  const ask = at(exec, 'ask');
  if (ask !== undefined && textOf(ask) === 'off' && textOf(at(exec, 'security')) === 'full') {
    reading.agent.sheet.append('shell_rules', 'tools.exec: security=full, ask=off', placeOf(reading, ask));
  }
}

function amp(tree: Tree, reading: Reading): void {
  const list = itemsOf(at(tree, 'amp.permissions'));
  if (list.length > 0)
    ruleObjects(
      'amp.permissions',
      ['tool'],
      (item) => textOf(at(item, 'action')) === 'allow' && at(item, 'matches') === undefined,
    )(tree, reading);
}
