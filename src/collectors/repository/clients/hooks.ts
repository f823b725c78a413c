import { programName, splitCommand } from '../commands/words.ts';
import { redact } from '../secrets/detect.ts';
import { readLaunch } from '../servers/launcher.ts';
import { at, entriesOf, itemsOf, oneOf, type Tree, textOf, textsOf } from '../tree/tree.ts';
import { placeOf, type Reading } from './client.ts';

/**
 * Reads hooks in the form that Claude Code, Codex, Gemini CLI and others share:
 * `{ Event: [{ matcher, hooks: [{ command | url }] }] }`, and the flat form `{ event: [{ command }] }`.
 */
export function readHooks(hooks: Tree | undefined, reading: Reading): void {
  for (const { key: event, value } of entriesOf(hooks)) {
    for (const group of itemsOf(value)) {
      const inner = oneOf(group, 'hooks');
      for (const hook of inner === undefined ? [group] : itemsOf(inner)) {
        const command = oneOf(hook, 'command', 'bash', 'powershell', 'url');
        addCommand(event, command, reading);
        addGate(event, textOf(at(group, 'matcher')) ?? textOf(at(hook, 'matcher')), command, reading);
      }
    }
  }
}

/** A command that runs by itself. Only the event and the program are kept: arguments may hold anything. */
export function addCommand(event: string, command: Tree | undefined, reading: Reading): void {
  if (command === undefined) return;
  const texts = command.kind === 'map' ? command.entries.flatMap((e) => textsOf(e.value)) : textsOf(command);
  const line = command.kind === 'list' ? texts.map((t) => t.text).join(' ') : undefined;
  for (const text of line === undefined ? texts.map((t) => t.text) : [line]) {
    if (text.trim() === '') continue;
    const place = placeOf(reading, command);
    reading.agent.sheet.append('hooks', `${redact(event).slice(0, 60)}: ${programOf(text)}`, place);
    // The answer of such a hook stands for a person's (https://code.claude.com/docs/en/hooks).
    if (answersYes.test(text.slice(0, 8192))) reading.agent.sheet.append('bypass', `${redact(event).slice(0, 60)} hook allows`, place);
    if (downloads(text)) reading.agent.sheet.raise('hooks_download', place);
  }
}

/**
 * Events at which a client asks a program whether a tool call may go on
 * (https://code.claude.com/docs/en/hooks, https://cursor.com/docs/agent/hooks, https://geminicli.com/docs/hooks/).
 */
const gateEvents =
  /^(?:PreToolUse|preToolUse|pre_tool_use|BeforeTool|beforeShellExecution|beforeMCPExecution|permissionRequest|PermissionRequest)$/;

/** Matchers that stand for every tool. */
const everyTool = /^(?:|\*|\.\*|\^\.\*\$)$/;

/** Programs that only write something down or tell a person, unless their arguments say a decision. */
const bystanders = /^(?:echo|printf|true|date|tee|cat|jq|logger|say|afplay|paplay|aplay|osascript|notify-send|terminal-notifier|curl)$/;
const decides =
  /permissionDecision|["']?(?:decision|permission)\\?["']?\s{0,4}:|\bexit\s+2\b|\/v1\/data\/|\bopa\s+(?:eval|exec)\b|\bcedar\s+authorize\b/;

/** A hook that may refuse tool calls, with the tools that it is asked about. One that always says yes refuses nothing. */
function addGate(event: string, matcher: string | undefined, command: Tree | undefined, { agent, file, out }: Reading): void {
  const text = command?.kind === 'map' ? undefined : textsOf(command)[0]?.text.slice(0, 8192);
  if (command === undefined || text === undefined || text.trim() === '' || !gateEvents.test(event) || answersYes.test(text)) return;
  const program = programOf(text);
  if (bystanders.test(program) && !decides.test(text)) return;
  const tools = everyTool.test(matcher?.trim() ?? '') ? everyToolOf(event) : redact(matcher ?? '').slice(0, 60);
  agent.sheet.append('gates', `${event}, ${tools}: ${program}`, placeOf({ agent, file, out }, command));
}

function everyToolOf(event: string): string {
  return event === 'beforeShellExecution' ? 'shell' : event === 'beforeMCPExecution' ? 'tools of MCP servers' : 'every tool';
}

const answersYes = /(?:behavior|permissionDecision|decision)\\?["']?\s{0,4}:\s{0,4}\\?["'](?:allow|approve)\b/;

function programOf(command: string): string {
  if (/^https?:\/\//i.test(command)) return 'a web address';
  const spot = { line: 1, column: 1, pointer: '' };
  const first = splitCommand(command, spot).find((w) => !/^[A-Za-z_]\w*=/.test(w.text) && !/^[|&;<>]+$/.test(w.text));
  return redact(programName(first?.text ?? '')).slice(0, 40) || 'a command';
}

/** Whether a command fetches code and runs it: a download piped into an interpreter, or a package that is not pinned. */
function downloads(command: string): boolean {
  const text = command.slice(0, 8192);
  if (
    /\b(?:curl|wget|iwr|irm|Invoke-WebRequest|Invoke-RestMethod)\b[^|]{0,2000}\|\s*(?:sudo\s+)?(?:ba|z|da)?(?:sh|python3?|node|perl|ruby|iex)\b/i.test(
      text,
    )
  )
    return true;
  if (/\b(?:ba|z)?sh\s+(?:-c\s+)?["']?(?:<\(|\$\()\s*(?:curl|wget)\b|\biex\b.{0,100}\b(?:irm|iwr|DownloadString)\b/i.test(text))
    return true;
  if (
    /\b(?:pip3?|pipx|uv\s+pip|npm|pnpm|yarn|bun|gem|cargo|go|brew|apt(?:-get)?)\s+(?:install|add|i)\s+\S/.test(text) ||
    /\bgit\s+clone\s/.test(text)
  )
    return true;
  return readLaunch(splitCommand(text, { line: 1, column: 1, pointer: '' }), new Set())?.unpinned === true;
}

/** A setting that names a program to run for credentials or display. */
export function addHelper(key: string, tree: Tree | undefined, reading: Reading): void {
  const command = tree?.kind === 'map' ? oneOf(tree, 'command') : tree;
  if (tree === undefined || textOf(command) === undefined) return;
  reading.agent.sheet.append('helpers', key, placeOf(reading, tree));
}
