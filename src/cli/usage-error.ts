import type { Command, CommanderError } from 'commander';
import { didYouMean } from '../engine/nearest.ts';
import { quoted } from '../engine/quoted.ts';
import { UserError } from '../user-error.ts';

/** What commander found wrong with a command line, as one line that says where to look. */
export function usageError(error: CommanderError, program: Command, argv: readonly string[]): UserError {
  const command = commandOf(program, argv);
  const name = fullName(command);
  const message = error.message.replace(/^error: /, '');
  const [, named = ''] = /'([^']*)'/.exec(message) ?? [];
  const help = `(${name} --help lists them)`;
  switch (error.code) {
    case 'commander.unknownOption': {
      const flag = named.replace(/=.*$/s, '');
      const known = command.options.flatMap((o) => [o.long, o.short]).filter((f): f is string => typeof f === 'string');
      const elsewhere = command === program && argv.length > 1 ? '; options of a command stand after it' : '';
      if (known.includes(flag)) return new UserError(`${flag} takes no value ${help}`);
      return new UserError(`unknown option ${quoted(flag)}${didYouMean(flag, [...known, '--help'])}${elsewhere} ${help}`);
    }
    case 'commander.optionMissingArgument':
      return new UserError(`${/--[\w-]+/.exec(named)?.[0] ?? named} needs a value: ${named}`);
    case 'commander.missingMandatoryOptionValue':
      return new UserError(`${name} needs ${named}: ${command.options.find((o) => o.flags === named)?.description ?? ''}`);
    case 'commander.missingArgument':
      return new UserError(`${name} needs <${named}>: ${command.usage() === '' ? name : `${name} ${command.usage()}`}`);
    case 'commander.excessArguments':
      return new UserError(`too many arguments: ${name} ${command.usage()}`);
    default:
      return new UserError(`${message.split('\n', 1)[0] ?? ''} ${help}`);
  }
}

/** The error for a word that stands where a command is expected. */
export function unknownCommand(word: string, parent: Command): UserError {
  const names = parent.commands.map((c) => c.name());
  const top = parent.parent === null;
  const path = top && !word.startsWith('-') ? `; to scan a path: nhi scan ${quoted(word).slice(1, -1)}` : '';
  return new UserError(
    `unknown command ${quoted(word)}${didYouMean(word, names)} (${top ? 'nhi --help lists them' : `${fullName(parent)} knows ${names.join(', ')}`}${path})`,
  );
}

/** Checks the words that name commands, so that commander never has to guess. */
export function checkCommandWords(program: Command, argv: readonly string[]): void {
  let parent = program;
  let words = argv;
  let help = false;
  for (;;) {
    const [word, ...rest] = words;
    if (parent.commands.length === 0) return;
    if (word === undefined) {
      if (parent === program || help) return;
      throw new UserError(`${fullName(parent)} needs a command: ${parent.commands.map((c) => c.name()).join(', ')}`);
    }
    if (word.startsWith('-')) return;
    if (word === 'help' && !help) {
      help = true;
      words = rest;
      continue;
    }
    const next = parent.commands.find((c) => c.name() === word);
    if (next === undefined) throw unknownCommand(word, parent);
    parent = next;
    words = rest;
  }
}

function commandOf(program: Command, argv: readonly string[]): Command {
  let command = program;
  for (const word of argv) {
    const next = command.commands.find((c) => c.name() === word);
    if (next === undefined) return command;
    command = next;
  }
  return command;
}

function fullName(command: Command): string {
  return command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`;
}
