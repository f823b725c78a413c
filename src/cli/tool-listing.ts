import { createInterface } from 'node:readline';
import type { ToolListing, ToolQuestion } from '../collectors/collector.ts';
import { findTarget } from '../collectors/target-file.ts';
import { plain } from '../reporters/escape.ts';
import { UserError } from '../user-error.ts';
import type { CommonOptions } from './common-options.ts';
import type { Io } from './io.ts';
import { writeFileWhole } from './write-file.ts';

/** How long one server may take: a package may have to be fetched first. */
const seconds = 60;

/**
 * How MCP servers are asked for their tools, where `--list-tools` names some. A person consents at a terminal; without one only
 * `--start-unasked` does, and never to contacting another machine.
 * @throws UserError
 */
export function toolListing(options: CommonOptions, io: Io): ToolListing | undefined {
  const { listTools: servers = [], listToolsEnv: variables = [], startUnasked = false, toolLock } = options;
  if (servers.length === 0) {
    if (toolLock !== undefined || startUnasked || variables.length > 0) {
      throw new UserError('--tool-lock, --start-unasked and --list-tools-env say how --list-tools works; name a server with it');
    }
    return undefined;
  }
  const wrong = variables.find((name) => !/^[A-Za-z_]\w*$/.test(name));
  if (wrong !== undefined)
    throw new UserError(`--list-tools-env ${JSON.stringify(wrong)} is not the name of a variable; values stay in the environment`);
  const isTerminal = io.stdin?.isTTY === true && io.stderr.isTTY === true;
  if (!isTerminal && !startUnasked) {
    throw new UserError('--list-tools starts a program, and there is no terminal to ask on; --start-unasked consents beforehand');
  }
  const target = toolLock === undefined ? undefined : findTarget(toolLock);
  return {
    servers: [...new Set(servers)],
    variables,
    seconds,
    version: io.version,
    consent: async (question) => (startUnasked && !question.needsPerson ? true : isTerminal && (await ask(question, io))),
    ...(target === undefined ? {} : { onLock: (text: string) => writeFileWhole(target, [text]) }),
  };
}

/** Asks on standard error, so that what is printed stays what it is. Only `y` and `yes` are a yes. */
function ask({ server, where, does }: ToolQuestion, { stdin, stderr }: Io): Promise<boolean> {
  if (stdin === undefined) return Promise.resolve(false);
  const lines = createInterface({ input: stdin, output: stderr, terminal: false });
  return new Promise((resolve) => {
    stderr.write(`nhi: list the tools of MCP server ${plain(server)} (${plain(where)})?\n     This would ${plain(does)}. [y/N] `);
    lines.once('line', (line) => {
      resolve(/^y(?:es)?$/i.test(line.trim()));
      lines.close();
    });
    lines.once('close', () => resolve(false));
  });
}
