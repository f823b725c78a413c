import { redactName } from '../secrets/detect.ts';
import { at, entriesOf, flagOf, itemsOf, type Tree, textOf } from '../tree/tree.ts';
import { type Client, placeOf, type Reading } from './client.ts';
import { addCommand, readHooks } from './hooks.ts';
import { allowCommand } from './setting-rules.ts';
import { readSubAgent } from './sub-agents.ts';

/** https://developers.openai.com/codex/config-reference */
export const codex: Client = {
  id: 'codex',
  name: 'Codex',
  depth: 'deep',
  files: [
    { path: '.codex/config.toml', format: 'toml', read: readConfig },
    { path: '.codex/*.config.toml', format: 'toml', read: readConfig },
    { path: '.codex/hooks.json', format: 'json', read: (tree, reading) => readHooks(at(tree, 'hooks') ?? tree, reading) },
    { path: '.codex/agents/*.toml', format: 'toml', read: readSubAgent },
    { path: '.codex/rules/*.rules', format: 'prefix-rules', read: readRules },
    { path: '.codex/auth.json', format: 'json' },
  ],
};

/** Commands that run unasked, by their first words. */
function readRules(tree: Tree, reading: Reading): void {
  for (const rule of itemsOf(tree)) {
    const pattern = textOf(at(rule, 'pattern')) ?? '';
    if (textOf(at(rule, 'decision')) === 'allow' && pattern !== '') allowCommand(pattern, pattern, rule, reading);
  }
}

function readConfig(tree: Tree, reading: Reading): void {
  readProfile(tree, '', reading);
  for (const { key, value } of entriesOf(at(tree, 'profiles'))) readProfile(value, `profiles.${redactName(key)}.`, reading);
  const { sheet } = reading.agent;
  for (const { key, value } of entriesOf(at(tree, 'permissions'))) {
    const sockets = at(value, 'network', 'dangerously_allow_all_unix_sockets');
    if (sockets !== undefined && flagOf(sockets) === true) {
      sheet.append('sandbox_off', `permissions.${redactName(key)}.network.dangerously_allow_all_unix_sockets`, placeOf(reading, sockets));
    }
  }
  addCommand('notify', at(tree, 'notify'), reading);
  readHooks(at(tree, 'hooks'), reading);
  const otel = at(tree, 'otel', 'exporter');
  if (otel !== undefined && textOf(otel) !== 'none') sheet.raise('telemetry', placeOf(reading, otel));
  else if (otel !== undefined) sheet.vote('telemetry', false, placeOf(reading, otel));
  const search = at(tree, 'tools', 'web_search') ?? at(tree, 'web_search');
  if (search !== undefined && (flagOf(search) === true || textOf(search) === 'live'))
    sheet.raise('untrusted_input', placeOf(reading, search));
}

function readProfile(tree: Tree, prefix: string, reading: Reading): void {
  const { sheet } = reading.agent;
  const approval = at(tree, 'approval_policy');
  if (approval !== undefined && textOf(approval) === 'never')
    sheet.append('bypass', `${prefix}approval_policy=never`, placeOf(reading, approval));
  for (const [key, value] of [
    ['sandbox_mode', 'danger-full-access'],
    ['default_permissions', ':danger-full-access'],
  ] as const) {
    const mode = at(tree, key);
    if (mode === undefined || textOf(mode) !== value) continue;
    sheet.append('sandbox_off', `${prefix}${key}=${value}`, placeOf(reading, mode));
    sheet.raise('egress', placeOf(reading, mode));
  }
  const network = at(tree, 'sandbox_workspace_write', 'network_access');
  if (network !== undefined && flagOf(network) === true) {
    sheet.append('sandbox_off', `${prefix}sandbox_workspace_write.network_access=true`, placeOf(reading, network));
    sheet.raise('egress', placeOf(reading, network));
  }
}
