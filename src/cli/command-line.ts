import { Command, CommanderError } from 'commander';
import { completionScript, shells } from './completion.ts';
import { type Done, defineSourceCommands } from './define-commands.ts';
import { defineRulesCommands } from './define-rules-commands.ts';
import type { Io } from './io.ts';
import { readOneOf } from './one-of.ts';
import { checkCommandWords, usageError } from './usage-error.ts';

/**
 * Reads a command line and runs its command. Answers with the exit code.
 * @throws UserError where it is not understood, and what commands throw.
 */
export async function runCommandLine(argv: readonly string[], io: Io): Promise<number> {
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
    // What is wrong is said once, in `reportError`.
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
