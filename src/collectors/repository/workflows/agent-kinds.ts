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
export const agentActions: Readonly<Record<string, AgentKind>> = {
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
};

interface AgentCommand {
  readonly client: string;
  /** As `agent_actions` names it. */
  readonly name: string;
  readonly program: RegExp;
  /** The words after the program that make it run unattended; undefined: any word does. */
  readonly words?: RegExp;
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

/** Stands for a backslash at the end of a line while lines are joined. */
const continued = '\u0000';

/** A command of a script that runs an agent. */
export interface FoundCommand {
  readonly client: string;
  readonly name: string;
  /** The whole command, continued lines joined. */
  readonly command: string;
  /** Its first line, as it stands in the script. */
  readonly written: string;
}

/** The agent commands of a script. Lines are read to 4,096 characters, scripts to 64 KiB. */
export function agentCommandsIn(script: string): FoundCommand[] {
  const found: FoundCommand[] = [];
  const joined = script.slice(0, 65_536).replace(/\\\r?\n/g, continued);
  for (const line of joined.split('\n')) {
    for (const command of line.slice(0, 4096).split(/&&|\|\||[;|]|\$\(|`/)) {
      const words = command.replaceAll(continued, ' ').trim().split(/\s+/);
      for (const [i, word] of words.slice(0, 10).entries()) {
        const program = word
          .replace(/^["'(]+/, '')
          .replace(/(?<=.)@[^@/]*$/, '')
          .replace(/^\.?\/?(?:[\w.-]+\/)*(?=(?:claude|codex|gemini|copilot|opencode|cursor-agent|aider|goose)$)/, '');
        const agent = agentCommands.find((a) => a.program.test(program));
        if (agent === undefined) continue;
        const runs = !words.slice(0, i).some((w) => notRunning.test(w)) && words.slice(i + 1).some((w) => agent.words?.test(w) ?? true);
        if (runs) found.push({ client: agent.client, name: agent.name, command: words.join(' '), written: command.split(continued, 1)[0]?.trim() ?? word });
        break;
      }
    }
  }
  return found;
}
