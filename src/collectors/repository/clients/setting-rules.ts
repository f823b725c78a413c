import { redact, redactName } from '../secrets/detect.ts';
import { at, entriesOf, itemsOf, type Tree, textOf, textsOf } from '../tree/tree.ts';
import { placeOf, type Reading } from './client.ts';
import { readHooks } from './hooks.ts';
import { isBroadCommand, isShell } from './shell-commands.ts';

/** What a setting comes to where it has one of the values that a row names. */
type Effect =
  /** Nothing is asked any more. */
  | 'bypass'
  /** Any shell command runs unasked. */
  | 'shell'
  /** Something wide is allowed. */
  | 'broad'
  | 'sandbox'
  /** What outsiders write comes in, and data can go out. */
  | 'web';

/** Where a client's setting stands (`*` is any key or item), the values that count, and what they come to. */
export type ValueRow = readonly [path: string, values: readonly (string | boolean)[], effect: Effect];

/** Where a client lists what runs unasked. */
export interface ListRow {
  readonly path: string;
  /** `command`: the items are command prefixes; `rule`: they are `Tool(what)`. */
  readonly holds: 'command' | 'rule';
}

export interface SettingRows {
  readonly values?: readonly ValueRow[];
  readonly lists?: readonly ListRow[];
  /** Where hooks in the common form stand. */
  readonly hooks?: string;
}

/** A reader of settings that are told by rows. */
export function settingReader({ values = [], lists = [], hooks }: SettingRows): (tree: Tree, reading: Reading) => void {
  return (tree, reading) => {
    for (const [path, wanted, effect] of values) {
      for (const found of reach(tree, path.split('/'))) {
        const value = found.kind === 'scalar' ? found.value : undefined;
        if (wanted.some((w) => w === value)) apply(effect, `${path.replaceAll('/', '.')}=${String(value)}`, found, reading);
      }
    }
    for (const { path, holds } of lists) {
      for (const list of reach(tree, path.split('/'))) {
        for (const { text, spot } of allowedIn(list)) {
          const place = { kind: 'scalar', value: null, ...spot } as const;
          if (holds === 'command') allowCommand(text, text, place, reading);
          else allowRule(text, place, reading);
        }
      }
    }
    if (hooks !== undefined) for (const found of reach(tree, hooks.split('/'))) readHooks(found, reading);
  };
}

/** The values at a path; a setting's name may itself hold dots. */
function reach(tree: Tree, keys: readonly string[]): readonly Tree[] {
  const [key, ...rest] = keys;
  if (key === undefined) return [tree];
  const next = key === '*' ? [...entriesOf(tree).map((e) => e.value), ...itemsOf(tree)] : [at(tree, key)];
  return next.flatMap((value) => (value === undefined ? [] : reach(value, rest)));
}

/** A list of texts, or a map from text to `true` or `allow`. */
function allowedIn(list: Tree): ReturnType<typeof textsOf> {
  if (list.kind !== 'map') return textsOf(list);
  return list.entries.flatMap(({ key, value }) =>
    value.kind === 'scalar' && (value.value === true || value.value === 'allow' || value.value === 'always')
      ? [{ text: key, spot: value }]
      : [],
  );
}

function apply(effect: Effect, said: string, tree: Tree, reading: Reading): void {
  const { sheet } = reading.agent;
  const place = placeOf(reading, tree);
  const shown = redact(said).slice(0, 120);
  if (effect === 'bypass') sheet.append('bypass', shown, place);
  else if (effect === 'shell') sheet.append('shell_rules', shown, place);
  else if (effect === 'broad') sheet.append('broad_allows', shown, place);
  else if (effect === 'sandbox') sheet.append('sandbox_off', shown, place);
  else {
    sheet.raise('untrusted_input', place);
    sheet.raise('egress', place);
  }
}

/** A command that runs unasked: by a prefix, a pattern with `*`, or a regular expression that is one. */
export function allowCommand(command: string, said: string, tree: Tree, reading: Reading): void {
  const prefix = command
    .slice(0, 400)
    .replace(/^\^|\$$/g, '')
    .replace(/[\s:]*(?:\.?\*)+$/, '')
    .trim();
  if (prefix === '' || isShell(prefix)) apply('shell', said, tree, reading);
  else if (isBroadCommand(prefix)) apply('broad', said, tree, reading);
}

const shellTools =
  /^(?:bash|shell|exec|execute_bash|execute_command|run_shell_command|run_command|run_terminal_cmd|command|terminal|powershell|launch-process|developer__shell|execute)$/i;
const writeTools =
  /^(?:write|edit|write_file|edit_file|fs_write|create|apply_patch|replace|multi_?edit|str-replace-editor|save-file|developer__text_editor)$/i;
const webTools = /^(?:web_?fetch|read_url|fetch|web-fetch|web_search|websearch|browser)$/i;

/** A tool that runs unasked: `Tool`, `Tool(what)`, `@server`, `@server/tool`, `mcp(server, tool)`, `mcp__server__tool`. */
export function allowRule(rule: string, tree: Tree, reading: Reading): void {
  const text = rule.trim().slice(0, 1000);
  const said = text;
  reading.agent.sheet.append('allowed', redact(said).slice(0, 120), placeOf(reading, tree));
  if (text === '*' || text === '@*') {
    apply('bypass', said, tree, reading);
    return;
  }
  const match = /^([\w*.-]+)(?:\((.*)\))?$/s.exec(text);
  const mcp =
    /^@([\w.-]+)(?:\/(.+))?$/.exec(text) ??
    /^mcp__(.+?)(?:__(.+))?$/.exec(text) ??
    /^mcp\(\s*([^,:)]+)\s*(?:[,:]\s*([^)]+))?\)$/i.exec(text);
  if (mcp !== null && mcp[1] !== 'builtin') {
    const server = redactName(mcp[1] ?? '*');
    const tool = mcp[2]?.trim() ?? '*';
    if (tool === '*') reading.agent.sheet.append('auto_approved_servers', server, placeOf(reading, tree));
    reading.out.approvals.push({ client: reading.agent.client, server, tool, evidence: placeOf(reading, tree) });
    return;
  }
  const tool = match?.[1] ?? '';
  const what = match?.[2]?.trim();
  const any = what === undefined || /^(?:\*+|\*\*\/\*|\.\*|)$/.test(what);
  if (/^unsandboxed$/i.test(tool) && any) apply('sandbox', said, tree, reading);
  else if (shellTools.test(tool)) {
    if (any) apply('shell', said, tree, reading);
    else if (/\*\s*$/.test(what ?? '')) allowCommand(what ?? '', said, tree, reading);
  } else if (any && writeTools.test(tool)) apply('broad', said, tree, reading);
  else if (any && webTools.test(tool)) apply('web', said, tree, reading);
}

/** Rows of objects `{ tool, action }`: what is allowed without asking. */
export function ruleObjects(
  path: string,
  toolKeys: readonly string[],
  allows: (item: Tree) => boolean,
): (tree: Tree, reading: Reading) => void {
  return (tree, reading) => {
    for (const item of reach(tree, path.split('/')).flatMap(itemsOf)) {
      const tool = toolKeys.map((key) => textOf(at(item, key))).find((text) => text !== undefined);
      if (tool !== undefined && allows(item)) allowRule(tool, item, reading);
    }
  };
}
