import { redact, redactName } from '../secrets/detect.ts';
import { at, flagOf, itemsOf, oneOf, type Tree, textOf, textsOf } from '../tree/tree.ts';
import { type Client, placeOf, type Reading } from './client.ts';
import { addHelper, readHooks } from './hooks.ts';
import { isShell } from './shell-commands.ts';
import { readSubAgent } from './sub-agents.ts';

/** https://github.com/google-gemini/gemini-cli/blob/main/docs/get-started/configuration.md */
export const gemini: Client = {
  id: 'gemini',
  name: 'Gemini CLI',
  depth: 'deep',
  files: [
    { path: '.gemini/settings.json', format: 'json', read: readGeminiSettings },
    { path: 'gemini-extension.json', format: 'json' },
    { path: '.gemini/policies/*.toml', format: 'toml', read: readPolicy },
    { path: '.gemini/agents/*.md', format: 'markdown', read: readSubAgent },
  ],
};

/** Settings of Gemini CLI; Qwen Code, made from it, has the same. */
export function readGeminiSettings(tree: Tree, reading: Reading): void {
  const { sheet } = reading.agent;
  const mode = at(tree, 'general', 'defaultApprovalMode') ?? at(tree, 'tools', 'approvalMode');
  const locked = flagOf(at(tree, 'security', 'disableYoloMode')) === true;
  if (mode !== undefined && textOf(mode) === 'yolo' && !locked) sheet.append('bypass', 'defaultApprovalMode=yolo', placeOf(reading, mode));
  if (mode !== undefined && /^auto[_-]?edit$/i.test(textOf(mode) ?? ''))
    sheet.append('broad_allows', 'defaultApprovalMode=auto_edit', placeOf(reading, mode));
  const accept = at(tree, 'tools', 'autoAccept') ?? at(tree, 'autoAccept');
  if (accept !== undefined && flagOf(accept) === true) sheet.append('broad_allows', 'autoAccept', placeOf(reading, accept));
  for (const { text, spot } of [...textsOf(at(tree, 'tools', 'allowed')), ...textsOf(at(tree, 'allowedTools'))]) {
    const place = placeOf(reading, { kind: 'scalar', value: null, ...spot });
    const shell = /^(?:run_shell_command|ShellTool)(?:\((.*)\))?$/s.exec(text);
    if (shell !== null && (shell[1] === undefined || /^\*?$/.test(shell[1]) || isShell(shell[1])))
      sheet.append('shell_rules', redact(text).slice(0, 120), place);
    else if (/^(?:write_file|replace|edit)$/.test(text)) sheet.append('broad_allows', text, place);
    else if (text === 'web_fetch') {
      sheet.raise('untrusted_input', place);
      sheet.raise('egress', place);
    }
  }
  const sandbox = at(tree, 'tools', 'sandbox') ?? at(tree, 'sandbox');
  if (sandbox !== undefined && flagOf(sandbox) === false) sheet.append('sandbox_off', 'tools.sandbox=false', placeOf(reading, sandbox));
  const trust = at(tree, 'security', 'folderTrust', 'enabled') ?? at(tree, 'folderTrust');
  if (trust !== undefined && flagOf(trust) === false) sheet.raise('project_mcp_auto', placeOf(reading, trust));
  readHooks(at(tree, 'hooks'), reading);
  addHelper('tools.discoveryCommand', at(tree, 'tools', 'discoveryCommand'), reading);
  addHelper('tools.callCommand', at(tree, 'tools', 'callCommand'), reading);
  addHelper('mcp.serverCommand', at(tree, 'mcp', 'serverCommand'), reading);
  const telemetry = at(tree, 'telemetry', 'enabled');
  if (telemetry !== undefined && flagOf(telemetry) === true) sheet.raise('telemetry', placeOf(reading, telemetry));
  if (telemetry !== undefined && flagOf(telemetry) === false) sheet.vote('telemetry', false, placeOf(reading, telemetry));
}

/** Workspace policies: https://github.com/google-gemini/gemini-cli/blob/main/docs/core/policy-engine.md */
function readPolicy(tree: Tree, reading: Reading): void {
  const { sheet } = reading.agent;
  for (const rule of itemsOf(oneOf(tree, 'rule', 'rules'))) {
    if (textOf(at(rule, 'decision')) !== 'allow') continue;
    // What holds only once somebody chose to be asked nothing lets nothing more.
    const modes = textsOf(at(rule, 'modes')).map((m) => m.text);
    if (modes.length > 0 && modes.every((mode) => mode === 'yolo')) continue;
    const server = textOf(at(rule, 'mcpName'));
    const bounded = oneOf(rule, 'commandPrefix', 'commandRegex', 'argsPattern') !== undefined;
    const tools = textsOf(at(rule, 'toolName')).map((t) => t.text);
    const place = placeOf(reading, rule);
    if (server !== undefined) {
      for (const tool of tools.length === 0 ? ['*'] : tools) {
        if (tool === '*') sheet.append('auto_approved_servers', redactName(server), place);
        reading.out.approvals.push({ client: 'gemini', server: redactName(server), tool, evidence: place });
      }
    } else if (tools.includes('*') || tools.length === 0) sheet.append('bypass', 'a policy allows every tool', place);
    else if (tools.includes('run_shell_command') && !bounded) sheet.append('shell_rules', 'policy: run_shell_command', place);
  }
}
