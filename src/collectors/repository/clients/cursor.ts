import { redact, redactName } from '../secrets/detect.ts';
import { at, flagOf, oneOf, type Spot, type Tree, textOf, textsOf } from '../tree/tree.ts';
import { type Client, placeOf, type Reading } from './client.ts';
import { addCommand, readHooks } from './hooks.ts';
import { isBroadCommand, isShell } from './shell-commands.ts';
import { readSubAgent } from './sub-agents.ts';

/** https://cursor.com/docs/context/mcp, https://cursor.com/docs/cli/reference/permissions */
export const cursor: Client = {
  id: 'cursor',
  name: 'Cursor',
  depth: 'deep',
  files: [
    { path: '.cursor/mcp.json', format: 'json', bare: true },
    { path: '.cursor/permissions.json', format: 'json', read: readPermissions },
    { path: '.cursor/cli.json', format: 'json', read: readCli },
    { path: '.cursor/cli-config.json', format: 'json', read: readCli },
    { path: '.cursor/sandbox.json', format: 'json', read: readSandbox },
    { path: '.cursor/hooks.json', format: 'json', read: (tree, reading) => readHooks(at(tree, 'hooks'), reading) },
    { path: '.cursor/environment.json', format: 'json', read: readEnvironment },
    { path: '.cursor/agents/*.md', format: 'markdown', read: readSubAgent },
  ],
};

function readPermissions(tree: Tree, reading: Reading): void {
  for (const { text, spot } of textsOf(at(tree, 'mcpAllowlist'))) {
    const colon = text.indexOf(':');
    approve(colon === -1 ? text : text.slice(0, colon), colon === -1 ? '*' : text.slice(colon + 1), spot, reading);
  }
  for (const { text, spot } of textsOf(at(tree, 'terminalAllowlist'))) allowCommand(text, text, spot, reading);
}

function readCli(tree: Tree, reading: Reading): void {
  const { sheet } = reading.agent;
  for (const { text, spot } of textsOf(at(tree, 'permissions', 'allow'))) {
    const match = /^(\w+)\((.*)\)$/s.exec(text);
    const what = match?.[2] ?? '';
    const place = placeOf(reading, { kind: 'scalar', value: null, ...spot });
    sheet.append('allowed', redact(text).slice(0, 120), place);
    if (match?.[1] === 'Shell') allowCommand(what, text, spot, reading);
    else if (match?.[1] === 'Mcp') {
      const [server = '*', tool = '*'] = what.split(/[,:]/).map((part) => part.trim());
      approve(server, tool, spot, reading);
    } else if (match?.[1] === 'Write' && /^(?:\*+|\*\*\/\*|\/\*\*)$/.test(what)) sheet.append('broad_allows', text, place);
    else if (match?.[1] === 'WebFetch' && what === '*') {
      sheet.append('broad_allows', text, place);
      sheet.raise('untrusted_input', place);
      sheet.raise('egress', place);
    }
  }
  const mode = at(tree, 'approvalMode');
  if (mode !== undefined && textOf(mode) === 'unrestricted') sheet.append('bypass', 'approvalMode=unrestricted', placeOf(reading, mode));
  readSandbox(at(tree, 'sandbox'), reading);
}

function readSandbox(tree: Tree | undefined, reading: Reading): void {
  const { sheet } = reading.agent;
  const mode = oneOf(tree, 'type', 'mode');
  if (mode !== undefined && /^(?:insecure_none|disabled|none|off)$/.test(textOf(mode) ?? '')) {
    sheet.append('sandbox_off', `sandbox=${textOf(mode)}`, placeOf(reading, mode));
  }
  const network = oneOf(tree, 'networkAccess', 'networkPolicy');
  const policy = textOf(network) ?? textOf(at(network, 'default'));
  if (network !== undefined && (flagOf(network) === true || /^(?:allow|allow_all|allow-all|enabled|full|all)$/.test(policy ?? ''))) {
    sheet.append('sandbox_off', 'sandbox network access', placeOf(reading, network));
    sheet.raise('egress', placeOf(reading, network));
  }
}

/** Cloud agents run these commands when they start. */
function readEnvironment(tree: Tree, reading: Reading): void {
  for (const key of ['install', 'start', 'update']) addCommand(key, at(tree, key), reading);
}

function approve(server: string, tool: string, spot: Spot, reading: Reading): void {
  const place = placeOf(reading, { kind: 'scalar', value: null, ...spot });
  if (tool === '*') reading.agent.sheet.append('auto_approved_servers', redactName(server), place);
  reading.out.approvals.push({ client: reading.agent.client, server: redactName(server), tool, evidence: place });
}

function allowCommand(command: string, shown: string, spot: Spot, reading: Reading): void {
  const place = placeOf(reading, { kind: 'scalar', value: null, ...spot });
  const prefix = command.replace(/[\s:]*\*+$/, '').trim();
  if (prefix === '' || isShell(prefix)) reading.agent.sheet.append('shell_rules', redact(shown).slice(0, 120), place);
  else if (isBroadCommand(prefix)) reading.agent.sheet.append('broad_allows', redact(shown).slice(0, 120), place);
}
