import { isMainThread } from 'node:worker_threads';
import { Command, CommanderError } from 'commander';
import { withoutKnownSecrets } from '../collectors/known-secrets.ts';
import { UserError } from '../user-error.ts';
import { completionScript, shells } from './completion.ts';
import { type Done, defineSourceCommands } from './define-commands.ts';
import { defineRulesCommands } from './define-rules-commands.ts';
import type { Io } from './io.ts';
import { readOneOf } from './one-of.ts';
import { needsRoom, runInRoomyThread } from './roomy-thread.ts';
import { checkCommandWords, usageError } from './usage-error.ts';

/**
 * Runs a command line and says the exit code: 0 nothing at or above the level, 1 findings, 2 could not run, 3 could not
 * see well enough. The only place that catches everything: nobody is shown a stack trace.
 * @param entry what a thread of the program is started with.
 */
export async function run(argv: readonly string[], version: string, entry: URL): Promise<number> {
  const io: Io = {
    stdout: process.stdout,
    stderr: process.stderr,
    // Opened only when it is read: a terminal that is held open would keep a program from ending.
    get stdin() {
      return process.stdin;
    },
    environment: process.env,
    clock: () => new Date(),
    version,
  };
  let lost: NodeJS.ErrnoException | undefined;
  process.stdout.on('error', (error) => {
    lost ??= error;
  });
  process.stderr.on('error', () => undefined);
  process.on('uncaughtException', (error) => process.exit(report(error, io)));
  try {
    const code = isMainThread && (await needsRoom(argv)) ? await runInRoomyThread(entry, argv) : await parse(argv, io);
    await new Promise((resolve) => io.stdout.write('', resolve));
    // A reader that has seen enough (`| head`) is no error; a full disk is.
    if (lost === undefined || lost.code === 'EPIPE') return code;
    throw new UserError(`cannot write to standard output (${lost.code ?? lost.message})`);
  } catch (error) {
    return report(error, io);
  }
}

function report(error: unknown, io: Io): number {
  if (error instanceof UserError) io.stderr.write(`nhi: ${oneLine(error.message)}\n`);
  else {
    const message = error instanceof Error ? error.message : String(error);
    io.stderr.write(`nhi: internal error, please report it: ${oneLine(message)} (NHI_DEBUG=1 shows where)\n`);
    if (io.environment.NHI_DEBUG === '1' && error instanceof Error) io.stderr.write(`${error.stack}\n`);
  }
  return 2;
}

function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters of hostile names are what is to be removed
  return withoutKnownSecrets(text).replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ');
}

async function parse(argv: readonly string[], io: Io): Promise<number> {
  let code = 0;
  const program = define(io, async (result) => {
    code = await result;
  });
  checkCommandWords(program, argv);
  if (argv.length === 0) {
    program.outputHelp();
    return 0;
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw usageError(error, program, argv);
  }
  return code;
}

const closing = `
To start: nhi demo, then nhi scan in a checkout. Options: nhi scan --help.

Exit codes:
  0  nothing at or above the level of --fail-on (default: high)
  1  findings at or above it
  2  could not run
  3  could not see well enough to say so (unless --allow-gaps)`;

function define(io: Io, done: Done): Command {
  const program = new Command('nhi')
    .description('Finds machine identities, works out what they can do and how their credentials are held, and says what to fix first.')
    .version(io.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .exitOverride()
    .showSuggestionAfterError(false)
    // What is wrong is said once, in `report`.
    .configureOutput({ writeOut: (text) => io.stdout.write(text), outputError: () => undefined })
    .enablePositionalOptions()
    .usage('<command> [options]')
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .addHelpText('after', closing);
  // Subcommands take these settings over when they are made.
  defineSourceCommands(program, io, done);
  defineRulesCommands(program, io, done);
  program
    .command('completion')
    .argument('<shell>', shells.join(', '))
    .description('print a script that completes commands and options')
    .action(async (shell: string) => {
      io.stdout.write(completionScript(program, readOneOf(shell, shells, 'the shell')));
      await done(0);
    });
  return program.helpCommand('help [command]', 'show help for a command');
}
