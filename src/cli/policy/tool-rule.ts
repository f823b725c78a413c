/** A tool as an allow-list names it: a client's own, or one of an MCP server; `*` is every tool there. */
export interface ToolRule {
  /** The MCP server; absent for a tool of the agent's own. */
  readonly server?: string;
  readonly tool: string;
  /** What the call's argument must be, or begin with as a whole word; absent for any. */
  readonly argument?: { readonly kind: 'exact' | 'prefix'; readonly text: string };
}

/** Why a rule cannot be carried over. */
export type NoRule = 'not exact' | 'a pattern' | 'not understood';

/** Texts that were longer or held a secret were cut when they were read: what is left would allow something else. */
const longestKept = 120;

const shells = /^(?:Bash|Shell|PowerShell|shell|execute_bash|run_shell_command|ShellTool|command|execute_command|run_command)$/;

/**
 * Reads one rule of an allow list: `Tool`, `Tool(exact)`, `Tool(words *)`, `Tool(words:*)`, `mcp__server__tool`, `@server/tool`,
 * `Mcp(server, tool)`. The forms are those of https://code.claude.com/docs/en/permissions and of clients that follow it.
 */
export function readToolRule(text: string): ToolRule | NoRule {
  const rule = text.trim();
  if (rule.includes('***') || rule.length >= longestKept) return 'not exact';
  const mcp =
    /^mcp__(.+?)__(.+)$/s.exec(rule) ??
    /^@(?!builtin\/)([^/]+)\/(.+)$/s.exec(rule) ??
    /^mcp\(\s*([^,:)]+?)\s*[,:]\s*([^)]+?)\s*\)$/is.exec(rule);
  if (mcp !== null) return toolOfServer(mcp[1] ?? '', mcp[2] ?? '');
  const whole = /^mcp__([^*]+?)$/s.exec(rule) ?? /^@(?!builtin)([^/*]+)$/s.exec(rule);
  if (whole !== null) return { server: whole[1] ?? '', tool: '*' };
  const own = /^(?:@builtin\/)?([\w-]+)(?:\((.*)\))?$/s.exec(rule);
  if (own === null) return 'not understood';
  const tool = own[1] ?? '';
  const what = own[2]?.trim();
  if (what === undefined || /^(?:\*|:\*|\*:\*|\*\*|\*\*\/\*|)$/.test(what)) return { tool };
  if (!/[*?[\]{}]/.test(what)) return { tool, argument: { kind: 'exact', text: what } };
  // Paths and addresses are matched by rules of the client's own; only commands have a form that is the same everywhere.
  const prefix = shells.test(tool) ? /^([^*?[\]{}]*[^*?[\]{}\s:])(?::\*|\s\*)$/.exec(what)?.[1] : undefined;
  return prefix === undefined ? 'a pattern' : { tool, argument: { kind: 'prefix', text: prefix } };
}

function toolOfServer(server: string, tool: string): ToolRule | NoRule {
  if (tool === '*') return { server, tool };
  return /[*?]/.test(server + tool) ? 'a pattern' : { server, tool };
}

export function isShellTool(tool: string): boolean {
  return shells.test(tool);
}
