import { redact, redactName } from '../secrets/detect.ts';
import { at, entriesOf, flagOf, type Spot, stringsIn, type Tree, textOf, textsOf } from '../tree/tree.ts';
import { type Client, type ClientFile, placeOf, type Reading } from './client.ts';
import { addHelper, readHooks } from './hooks.ts';
import { isBroadCommand, isShell } from './shell-commands.ts';
import { readSubAgent } from './sub-agents.ts';

const settings: Pick<ClientFile, 'format' | 'read'> = { format: 'json', read: readSettings };

/** https://code.claude.com/docs/en/settings and https://code.claude.com/docs/en/mcp */
export const claudeCode: Client = {
  id: 'claude-code',
  name: 'Claude Code',
  depth: 'deep',
  files: [
    { path: '.mcp.json', format: 'json', bare: true },
    { path: 'managed-mcp.json', format: 'json' },
    { path: '.claude.json', format: 'json', containers: [['projects', '*', 'mcpServers']], read: readUserFile },
    { path: '.claude/.credentials.json', format: 'json' },
    { path: '.claude/settings.json', ...settings },
    { path: '.claude/settings.local.json', ...settings },
    { path: 'managed-settings.json', ...settings },
    { path: '.claude/agents/**/*.md', format: 'markdown', read: readSubAgent },
    { path: '.claude/commands/**/*.md', format: 'markdown', configures: grantsTools, read: readGranted },
    { path: '.claude/skills/**/SKILL.md', format: 'markdown', configures: grantsTools, read: readGranted },
    { path: '.claude-plugin/plugin.json', format: 'json', read: (tree, reading) => readHooks(at(tree, 'hooks'), reading) },
    {
      path: 'hooks/hooks.json',
      format: 'json',
      configures: hasClaudeHooks,
      read: (tree, reading) => readHooks(at(tree, 'hooks'), reading),
    },
  ],
};

/** Extensions of Gemini CLI keep hooks in the same place; theirs name the extension's own path. */
function hasClaudeHooks(tree: Tree): boolean {
  if ([...stringsIn(tree)].some(({ text }) => text.includes('${extensionPath}'))) return false;
  return entriesOf(at(tree, 'hooks')).some((e) => /^[A-Z]\w+$/.test(e.key) && e.value.kind === 'list');
}

/** Commands and skills may name tools that run unasked while they are used (https://code.claude.com/docs/en/skills). */
function grantsTools(tree: Tree): boolean {
  return at(tree, 'allowed-tools') !== undefined;
}

function readGranted(tree: Tree, reading: Reading): void {
  for (const { text, spot } of textsOf(at(tree, 'allowed-tools'))) {
    for (const rule of text.match(/[\w*-]+(?:\([^()]{0,400}\))?/g) ?? []) readRule(rule, spot, reading);
  }
}

/** The part of a user's own file that belongs to single projects. */
function readUserFile(tree: Tree, reading: Reading): void {
  for (const { value } of entriesOf(at(tree, 'projects'))) {
    for (const { text, spot } of textsOf(at(value, 'allowedTools'))) readRule(text, spot, reading);
  }
}

function readSettings(tree: Tree, reading: Reading): void {
  const { sheet } = reading.agent;
  const denied = textsOf(at(tree, 'permissions', 'deny')).map((d) => d.text);
  for (const { text, spot } of textsOf(at(tree, 'permissions', 'allow'))) {
    // A denial wins over any allowance (https://code.claude.com/docs/en/permissions).
    const tool = text.replace(/\(.*$/s, '');
    if (!denied.includes(text) && !denied.includes(tool) && !denied.includes(`${tool}(*)`)) readRule(text, spot, reading);
  }
  for (const { text, spot } of textsOf(at(tree, 'permissions', 'deny')))
    sheet.append('refused', redact(text).slice(0, 120), placeOf(reading, { kind: 'scalar', value: null, ...spot }));
  const mode = at(tree, 'permissions', 'defaultMode');
  const locked = textOf(at(tree, 'permissions', 'disableBypassPermissionsMode')) === 'disable';
  if (mode !== undefined && textOf(mode) === 'bypassPermissions' && !locked) {
    sheet.append('bypass', 'permissions.defaultMode=bypassPermissions', placeOf(reading, mode));
  }
  if (mode !== undefined && textOf(mode) === 'acceptEdits') {
    sheet.append('broad_allows', 'permissions.defaultMode=acceptEdits', placeOf(reading, mode));
  }
  for (const key of ['skipDangerousModePermissionPrompt', 'skipAutoPermissionPrompt']) {
    const value = at(tree, key);
    if (value !== undefined && flagOf(value) === true && !locked) sheet.append('bypass', key, placeOf(reading, value));
  }
  readSandbox(at(tree, 'sandbox'), reading);
  const all = at(tree, 'enableAllProjectMcpServers');
  if (all !== undefined && flagOf(all) === true) sheet.raise('project_mcp_auto', placeOf(reading, all));
  const enabled = at(tree, 'enabledMcpjsonServers');
  // In the shared file the repository consents for everybody; in the local one a person has consented.
  if (enabled !== undefined && textsOf(enabled).length > 0 && !reading.file.path.includes('local')) {
    sheet.raise('project_mcp_auto', placeOf(reading, enabled));
  }
  if (flagOf(at(tree, 'disableAllHooks')) !== true) readHooks(at(tree, 'hooks'), reading);
  for (const key of [
    'apiKeyHelper',
    'awsAuthRefresh',
    'awsCredentialExport',
    'gcpAuthRefresh',
    'otelHeadersHelper',
    'statusLine',
    'subagentStatusLine',
  ]) {
    addHelper(key, at(tree, key), reading);
  }
  readSecretDenials(tree, reading);
  readMarketplaces(at(tree, 'extraKnownMarketplaces'), reading);
  const telemetry = at(tree, 'env', 'CLAUDE_CODE_ENABLE_TELEMETRY');
  if (telemetry?.kind === 'scalar' && ['1', 'true', 1, true].includes(telemetry.value as string))
    sheet.raise('telemetry', placeOf(reading, telemetry));
  else if (telemetry !== undefined) sheet.vote('telemetry', false, placeOf(reading, telemetry));
}

/** One rule of an allow list: `Tool` or `Tool(what)`. */
function readRule(rule: string, spot: Spot, reading: Reading): void {
  const { sheet } = reading.agent;
  const place = placeOf(reading, { kind: 'scalar', value: null, ...spot });
  const match = /^([\w*-]+)(?:\((.*)\))?$/s.exec(rule.trim());
  if (match === null) return;
  const tool = match[1] ?? '';
  const what = match[2]?.trim();
  const shown = redact(rule).slice(0, 120);
  sheet.append('allowed', shown, place);
  const any = what === undefined || /^(?:\*|\*\*|:\*|\*:\*|\*\*\/\*|\/\*\*|\/\/\*\*|)$/.test(what);
  if (tool === 'Bash' || tool === 'PowerShell') {
    const command = what?.replace(/:?\s*\*$/, '').trim() ?? '';
    const wild = any || /\*$/.test(what ?? '');
    if (any || (wild && isShell(command))) sheet.append('shell_rules', shown, place);
    else if (wild && isBroadCommand(command)) sheet.append('broad_allows', shown, place);
    if (wild && /^(?:curl|wget)\b/.test(command)) sheet.raise('egress', place);
  } else if (tool.startsWith('mcp__')) {
    const [server = '', ...rest] = tool.slice('mcp__'.length).split('__');
    const name = rest.length === 0 || rest.join('__') === '*' ? '*' : rest.join('__');
    if (name === '*') sheet.append('auto_approved_servers', redactName(server), place);
    reading.out.approvals.push({ client: reading.agent.client, server: redactName(server), tool: name, evidence: place });
  } else if (tool === '*' || (any && /^(?:Edit|Write|MultiEdit|NotebookEdit|Read|WebFetch|WebSearch|Agent|Task)$/.test(tool))) {
    if (tool === '*') sheet.append('shell_rules', shown, place);
    // Reading the project, searching and delegating are what an agent is for.
    if (/^(?:\*|Edit|Write|MultiEdit|WebFetch)$/.test(tool)) sheet.append('broad_allows', shown, place);
    if (tool === 'WebFetch' || tool === 'WebSearch') sheet.raise('untrusted_input', place);
    if (tool === 'WebFetch') sheet.raise('egress', place);
  } else if (tool === 'WebFetch' && /^domain:\*$/.test(what ?? '')) {
    sheet.append('broad_allows', shown, place);
    sheet.raise('untrusted_input', place);
    sheet.raise('egress', place);
  }
}

function readSandbox(sandbox: Tree | undefined, reading: Reading): void {
  const off: readonly (readonly [keys: readonly string[], value: boolean])[] = [
    [['enabled'], false],
    [['enableWeakerNestedSandbox'], true],
    [['enableWeakerNetworkIsolation'], true],
    [['network', 'allowAllUnixSockets'], true],
    [['filesystem', 'disabled'], true],
  ];
  for (const [keys, value] of off) {
    const tree = at(sandbox, ...keys);
    if (tree !== undefined && flagOf(tree) === value)
      reading.agent.sheet.append('sandbox_off', `sandbox.${keys.join('.')}=${value}`, placeOf(reading, tree));
  }
  for (const { text, spot } of textsOf(at(sandbox, 'network', 'allowedDomains'))) {
    if (text === '*') {
      const place = placeOf(reading, { kind: 'scalar', value: null, ...spot });
      reading.agent.sheet.append('sandbox_off', 'sandbox.network.allowedDomains=*', place);
      reading.agent.sheet.raise('egress', place);
    }
  }
}

const secretPaths = /\.env|\.aws|\.ssh|\.kube|\.pem|\.key|secrets?\b|credentials?|id_rsa|\.gnupg|\.netrc|\.npmrc/i;

function readSecretDenials(tree: Tree, reading: Reading): void {
  const denials = [...textsOf(at(tree, 'permissions', 'deny')), ...textsOf(at(tree, 'sandbox', 'filesystem', 'denyRead'))];
  const denial = denials.find(
    ({ text }) => (text === 'Read' || /^Read\(/.test(text) || !/\(/.test(text)) && (text === 'Read' || secretPaths.test(text)),
  );
  if (denial === undefined) reading.agent.sheet.deny('secret_paths_denied');
  else reading.agent.sheet.raise('secret_paths_denied', placeOf(reading, { kind: 'scalar', value: null, ...denial.spot }));
}

/** Marketplaces whose content can change without the settings changing. */
function readMarketplaces(marketplaces: Tree | undefined, reading: Reading): void {
  for (const { key, value } of entriesOf(marketplaces)) {
    const source = at(value, 'source');
    const kind = textOf(at(source, 'source'));
    const ref = textOf(at(source, 'ref')) ?? textOf(at(source, 'sha')) ?? '';
    if (kind === 'directory' || kind === 'file' || /^[0-9a-f]{40}$/.test(ref)) continue;
    reading.agent.sheet.append('plugins_unpinned', redactName(key), placeOf(reading, value));
  }
}
