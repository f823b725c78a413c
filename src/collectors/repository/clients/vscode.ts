import { devContainerFiles, isCustomization, lifecycleCommands } from '../dev-containers/dev-container.ts';
import type { Gathering } from '../gathering.ts';
import type { OpenFile } from '../open-file.ts';
import { redact } from '../secrets/detect.ts';
import { at, entriesOf, flagOf, itemsOf, type Tree, textOf, textsOf } from '../tree/tree.ts';
import { type Client, type ClientFile, placeOf, type Reading } from './client.ts';
import { addCommand, readHooks } from './hooks.ts';
import { allowCommand } from './setting-rules.ts';
import { isShell } from './shell-commands.ts';
import { readSubAgent } from './sub-agents.ts';

/** A development container: what it holds itself is its own. */
const devcontainer = {
  format: 'json',
  containers: [['customizations', 'vscode', 'mcp', 'servers']],
  configures: (tree: Tree) =>
    at(tree, 'customizations', 'vscode', 'mcp') !== undefined || hasAgentSettings(at(tree, 'customizations', 'vscode', 'settings')),
  holds: isCustomization,
  read: readDevcontainer,
} as const satisfies Omit<ClientFile, 'path'>;

/** https://code.visualstudio.com/docs/copilot/reference/mcp-configuration and https://code.visualstudio.com/docs/copilot/reference/copilot-settings */
export const vscode: Client = {
  id: 'vscode',
  name: 'VS Code',
  depth: 'deep',
  files: [
    { path: '.vscode/mcp.json', format: 'json' },
    { path: '.devcontainer/mcp.json', format: 'json' },
    ...['Code', 'Code - Insiders'].flatMap((program): ClientFile[] => [
      { path: `${program}/User/mcp.json`, format: 'json' },
      { path: `${program}/User/profiles/*/mcp.json`, format: 'json' },
      {
        path: `${program}/User/settings.json`,
        format: 'json',
        containers: [['mcp', 'servers']],
        configures: hasAgentSettings,
        guests: readGuests,
        read: readSettings,
      },
    ]),
    {
      path: '.vscode/settings.json',
      format: 'json',
      containers: [['mcp', 'servers']],
      configures: hasAgentSettings,
      read: readSettings,
      guests: readGuests,
    },
    {
      path: '*.code-workspace',
      format: 'json',
      containers: [['settings', 'mcp', 'servers']],
      configures: isAgentWorkspace,
      read: readWorkspace,
    },
    ...devContainerFiles.map((path) => ({ path, ...devcontainer })),
    { path: '.vscode/tasks.json', format: 'json', configures: runsOnOpen, read: readTasks },
    { path: '.github/agents/*.md', format: 'markdown', containers: [['mcp-servers']], read: readSubAgent },
    { path: '.github/chatmodes/*.chatmode.md', format: 'markdown', read: readSubAgent },
    { path: '.github/hooks/*.json', format: 'json', configures: hasHooks, read: (tree, reading) => readHooks(at(tree, 'hooks'), reading) },
  ],
};

function hasAgentSettings(tree: Tree | undefined): boolean {
  return entriesOf(tree).some(({ key }) =>
    /^chat\.(?:tools|agent|mcp|permissions|hooks|plugins)|^github\.copilot\.chat\.agent|^mcp$/.test(key),
  );
}

/** Extensions and editors made from this one that keep their lists of commands in its settings. */
const guests: Readonly<Record<string, readonly [id: string, name: string]>> = {
  'roo-cline.allowedCommands': ['roo', 'Roo Code'],
  'zoo-code.allowedCommands': ['roo', 'Roo Code'],
  'kilo-code.allowedCommands': ['kilo', 'Kilo Code'],
  'windsurf.cascadeCommandsAllowList': ['windsurf', 'Windsurf'],
};

/** Lists of commands that a guest runs unasked are the guest's settings. */
function readGuests(tree: Tree, out: Gathering, file: OpenFile): void {
  for (const { key, value } of entriesOf(tree)) {
    const guest = Object.hasOwn(guests, key) ? guests[key] : undefined;
    if (guest === undefined) continue;
    const agent = out.agent(guest[0], guest[1], file, 'servers', value);
    for (const { text, spot } of textsOf(value))
      allowCommand(text, `${key}: ${text}`, { kind: 'scalar', value: null, ...spot }, { out, file, agent });
  }
}

function isAgentWorkspace(tree: Tree): boolean {
  return hasAgentSettings(at(tree, 'settings'));
}

function readWorkspace(tree: Tree, reading: Reading): void {
  const settings = at(tree, 'settings');
  if (settings !== undefined) readSettings(settings, reading);
}

function hasHooks(tree: Tree): boolean {
  return entriesOf(at(tree, 'hooks')).length > 0;
}

function readSettings(tree: Tree, reading: Reading): void {
  const { sheet } = reading.agent;
  for (const { key, value } of entriesOf(tree)) {
    const place = placeOf(reading, value);
    if (/^chat\.tools\.(?:global\.)?autoApprove$/.test(key) && flagOf(value) === true) sheet.append('bypass', key, place);
    else if (/^chat\.permissions\.default$/.test(key) && /bypass|autopilot/i.test(textOf(value) ?? ''))
      sheet.append('bypass', `${key}=${textOf(value)}`, place);
    else if (/^chat\.(?:tools|agent)\.terminal\.autoApprove$/.test(key)) readTerminalRules(value, reading);
    else if (key === 'chat.tools.edits.autoApprove') {
      for (const rule of allowedIn(value))
        if (/^\*\*(?:\/\*)?$/.test(rule.key)) sheet.append('broad_allows', `${key}: ${rule.key}`, placeOf(reading, rule.value));
    } else if (key === 'chat.tools.urls.autoApprove') {
      for (const rule of allowedIn(value)) {
        if (!/^(?:https?:\/\/)?\*(?:\/\*)?$/.test(rule.key)) continue;
        sheet.append('broad_allows', `${key}: ${rule.key}`, placeOf(reading, rule.value));
        sheet.raise('untrusted_input', placeOf(reading, rule.value));
        sheet.raise('egress', placeOf(reading, rule.value));
      }
    } else if (/^chat\.mcp\.auto[sS]tart$/.test(key) && value.kind === 'scalar' && value.value !== 'never' && value.value !== false) {
      sheet.raise('project_mcp_auto', place);
    } else if (/^chat\.(?:tools\.terminal|agent)\.sandbox\.enabled$/.test(key) && (flagOf(value) === false || textOf(value) === 'off')) {
      sheet.append('sandbox_off', `${key}=false`, place);
    } else if (key === 'chat.mcp.discovery.enabled' && flagOf(value) === true) sheet.append('broad_allows', key, place);
  }
}

function readTerminalRules(value: Tree, { agent, ...rest }: Reading): void {
  for (const rule of allowedIn(value)) {
    const command = rule.key.replace(/^\/\^?|\$?\/[a-z]*$/g, '');
    const any = rule.key === '*' || /^(?:\.\*|\.\+|\(\?:\.\*\)|\*|)$/.test(command);
    if (any || isShell(command))
      agent.sheet.append(
        'shell_rules',
        `chat.tools.terminal.autoApprove: ${redact(rule.key).slice(0, 100)}`,
        placeOf({ agent, ...rest }, rule.value),
      );
  }
}

/** The patterns of an approval map that are allowed: `true`, or an object that approves. */
function allowedIn(value: Tree) {
  return entriesOf(value).filter(
    (e) => flagOf(e.value) === true || flagOf(at(e.value, 'approve')) === true || flagOf(at(e.value, 'approveRequest')) === true,
  );
}

function readDevcontainer(tree: Tree, reading: Reading): void {
  const settings = at(tree, 'customizations', 'vscode', 'settings');
  if (settings !== undefined) readSettings(settings, reading);
  for (const key of ['initializeCommand', ...lifecycleCommands]) addCommand(key, at(tree, key), reading);
}

function runsOnOpen(tree: Tree): boolean {
  return itemsOf(at(tree, 'tasks')).some((task) => textOf(at(task, 'runOptions', 'runOn')) === 'folderOpen');
}

function readTasks(tree: Tree, reading: Reading): void {
  for (const task of itemsOf(at(tree, 'tasks'))) {
    if (textOf(at(task, 'runOptions', 'runOn')) === 'folderOpen') addCommand('folderOpen', at(task, 'command'), reading);
  }
}
