/** What is known of one AI agent action or CLI. */
export interface AgentKind {
  /** As `settings.client`. */
  readonly client: string;
  /** `write`: by default the action itself lets only people with write access start it. */
  readonly ownGate: 'write' | 'none';
  /** Inputs that open that gate when they are `*`. */
  readonly gateInputs: readonly string[];
  /** Inputs that open it when they are `true`. */
  readonly gateSwitches: readonly string[];
}

const claude = { client: 'claude-code', gateInputs: [], gateSwitches: [] } as const;

/** Actions that run an AI agent, by `owner/name`. */
export const agentActions: ReadonlyMap<string, AgentKind> = new Map(
  Object.entries<AgentKind>({
    // https://github.com/anthropics/claude-code-action/blob/main/docs/security.md
    'anthropics/claude-code-action': { ...claude, ownGate: 'write', gateInputs: ['allowed_non_write_users', 'allowed_bots'] },
    'anthropics/claude-code-base-action': { ...claude, ownGate: 'none' },
    'anthropics/claude-code-action/base-action': { ...claude, ownGate: 'none' },
    'anthropics/claude-code-security-review': { ...claude, ownGate: 'none' },
    // https://github.com/openai/codex-action
    'openai/codex-action': {
      client: 'codex',
      ownGate: 'write',
      gateInputs: ['allow-users', 'allow-bot-users'],
      gateSwitches: ['allow-bots'],
    },
    // https://github.com/google-github-actions/run-gemini-cli: who may start it is left to the workflow's conditions.
    'google-github-actions/run-gemini-cli': { client: 'gemini', ownGate: 'none', gateInputs: [], gateSwitches: [] },
    'google-gemini/gemini-cli-action': { client: 'gemini', ownGate: 'none', gateInputs: [], gateSwitches: [] },
    'actions/ai-inference': { client: 'github-models', ownGate: 'none', gateInputs: [], gateSwitches: [] },
  }),
);

interface AgentCommand {
  readonly client: string;
  /** As `agent_actions` names it. */
  readonly name: string;
  readonly program: RegExp;
  /** The words after the program that make it run unattended. */
  readonly words: RegExp;
}

/** Command lines that run an AI agent unattended. */
const agentCommands: readonly AgentCommand[] = [
  { client: 'claude-code', name: 'claude -p', program: /^(claude|@anthropic-ai\/claude-code)$/, words: /^(-p|--print)$/ },
  { client: 'codex', name: 'codex exec', program: /^(codex|@openai\/codex)$/, words: /^(exec|e|review)$/ },
  {
    client: 'gemini',
    name: 'gemini -p',
    program: /^(gemini|@google\/gemini-cli)$/,
    words: /^(-p|--prompt|--prompt=.*|--yolo|-y|--approval-mode.*)$/,
  },
  { client: 'copilot', name: 'copilot -p', program: /^(copilot|@github\/copilot)$/, words: /^(-p|--prompt|--prompt=.*)$/ },
  { client: 'opencode', name: 'opencode run', program: /^(opencode|opencode-ai)$/, words: /^run$/ },
  { client: 'cursor', name: 'cursor-agent', program: /^cursor-agent$/, words: /^(-p|--print|--force|-f|chat)$/ },
  {
    client: 'aider',
    name: 'aider',
    program: /^(aider|aider-chat)$/,
    words: /^(--message|-m|--msg|--message-file|-f|--yes|--yes-always)(=.*)?$/,
  },
  { client: 'goose', name: 'goose run', program: /^goose$/, words: /^run$/ },
];

/** Words before a program that do not make it run. */
const notRunning = /^(install|i|add|which|echo|printf|cat|command|#|update|upgrade|uninstall|brew|pip|pip3)$/;

/** A command of a script that runs an agent. */
export interface FoundCommand {
  readonly client: string;
  readonly name: string;
  /** The whole command, continued lines joined. */
  readonly command: string;
  /** The line it starts on, as written. */
  readonly line: string;
}

const maxScript = 65_536;
const maxCommand = 4096;

/** The agent commands of a script; read to 64 KiB. */
export function agentCommandsIn(script: string): FoundCommand[] {
  const found: FoundCommand[] = [];
  // Same length, so that places stay the same.
  const joined = script.slice(0, maxScript).replace(/\\\r?\n/g, (end) => ' '.repeat(end.length));
  for (const part of joined.matchAll(/(?:[^;|&`\n$]|\$(?!\())+/g)) {
    let offset = part.index;
    const before: string[] = [];
    for (const word of part[0].slice(0, maxCommand).split(/(\s+)/).slice(0, 20)) {
      const agent = agentCommands.find((a) => a.program.test(programOf(word)));
      if (agent !== undefined) {
        const command = commandAt(joined, offset);
        const runs =
          !before.some((w) => notRunning.test(w)) &&
          command
            .split(/\s+/)
            .slice(1)
            .some((w) => agent.words.test(w));
        const from = script.lastIndexOf('\n', offset) + 1;
        const line = script.slice(from, from + maxCommand).split('\n', 1)[0] ?? '';
        if (runs) found.push({ client: agent.client, name: agent.name, command, line: line.trim() });
        break;
      }
      before.push(word);
      offset += word.length;
    }
  }
  return found;
}

/** The name of a program without folders, version and quotes. */
function programOf(word: string): string {
  const bare = word.replace(/^["'(]+/, '').replace(/(?<=.)@[^@/]*$/, '');
  return bare.startsWith('@') ? bare : bare.slice(bare.lastIndexOf('/') + 1);
}

/** A command from its program to its end: the first separator outside quotes. */
function commandAt(script: string, start: number): string {
  let quote = '';
  let end = start;
  for (; end < Math.min(script.length, start + maxCommand); end++) {
    const c = script.charAt(end);
    if (quote !== '') quote = c === quote ? '' : quote;
    else if (c === '"' || c === "'") quote = c;
    else if (/[\n;|&`)]/.test(c)) break;
  }
  return script.slice(start, end);
}
