/** What an agent's own settings let it do, beyond the job's token. */
export interface AgentTools {
  /** Rules that allow any shell command. */
  readonly shell: readonly string[];
  /** Rules of all that runs unasked. */
  readonly allowed: readonly string[];
  /** Modes without a sandbox or without any question. */
  readonly unsafe: readonly string[];
}

/** Flags that switch questions or sandboxes off, as the clients spell them. */
const unsafeFlags: readonly (readonly [RegExp, string])[] = [
  [/--dangerously-skip-permissions\b/, '--dangerously-skip-permissions'],
  [/--permission-mode[ =]["']?bypassPermissions\b/, '--permission-mode bypassPermissions'],
  [/--dangerously-bypass-approvals-and-sandbox\b/, '--dangerously-bypass-approvals-and-sandbox'],
  [/\bdanger-full-access\b/, 'sandbox: danger-full-access'],
  [/(^|\s)--yolo\b/, '--yolo'],
  [/--approval-mode[ =]["']?yolo\b/, 'approval-mode: yolo'],
  [/--allow-all-tools\b/, '--allow-all-tools'],
  [/--yes-always\b/, '--yes-always'],
  [/\bcursor-agent\b[^\n]{0,400}\s(?:--force|-f)\b/, '--force'],
];

const toolFlags = /--(?:allowed-?tools|allow-tool)[ =]/gi;

/** What a command line (or `claude_args`) allows. */
export function toolsOfArguments(text: string): AgentTools {
  const bounded = text.slice(0, 16_384);
  const allowed: string[] = [];
  for (const match of bounded.matchAll(toolFlags)) {
    const rest = bounded.slice(match.index + match[0].length);
    const end = /\s-{1,2}[a-z]/i.exec(rest);
    allowed.push(...rulesIn(end === null ? rest : rest.slice(0, end.index)));
  }
  return {
    shell: allowed.filter(isAnyShell),
    allowed,
    unsafe: unsafeFlags.flatMap(([pattern, name]) => (pattern.test(bounded) ? [name] : [])),
  };
}

/** The rules of a list: `Bash(git:*),Edit,Bash`. */
function rulesIn(list: string): string[] {
  const rules: string[] = [];
  let rule = '';
  let depth = 0;
  for (const c of `${list.slice(0, 16_384)},`) {
    if (c === '(') depth++;
    else if (c === ')') depth = Math.max(0, depth - 1);
    if (depth === 0 && /[\s,"'[\]]/.test(c)) {
      if (rule !== '') rules.push(rule);
      rule = '';
    } else rule += c;
  }
  return rules;
}

function isAnyShell(rule: string): boolean {
  return /^(Bash|shell|run_shell_command|ShellTool)(\(\s*(\*|:\*|\*:\*|\*\*)?\s*\))?$/i.test(rule);
}

/** What a list of rules allows. */
export function toolsOfList(list: string): AgentTools {
  const allowed = rulesIn(list);
  return { shell: allowed.filter(isAnyShell), allowed, unsafe: [] };
}

/** What settings written as JSON allow (Claude Code's `permissions`, Gemini CLI's `tools`). Anything else allows nothing here. */
export function toolsOfSettings(text: string): AgentTools {
  const settings = parsed(text);
  const permissions = at(settings, 'permissions');
  const lists = [
    at(permissions, 'allow'),
    at(at(settings, 'tools'), 'core'),
    at(at(settings, 'tools'), 'allowed'),
    at(settings, 'coreTools'),
    at(settings, 'allowedTools'),
  ];
  const allowed = lists.flatMap((list) => (Array.isArray(list) ? list : [])).filter((rule) => typeof rule === 'string');
  const unsafe: string[] = [];
  if (at(permissions, 'defaultMode') === 'bypassPermissions') unsafe.push('defaultMode: bypassPermissions');
  if (at(at(settings, 'general'), 'defaultApprovalMode') === 'yolo' || at(settings, 'approvalMode') === 'yolo')
    unsafe.push('approval-mode: yolo');
  return { shell: allowed.filter(isAnyShell), allowed, unsafe };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.slice(0, 65_536));
  } catch {
    return undefined;
  }
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}
