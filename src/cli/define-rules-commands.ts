import type { Command } from 'commander';
import { severities } from '../findings/finding.ts';
import type { CommandIo } from './command-io.ts';
import type { CommonOptions } from './common-options.ts';
import { loadConfig } from './config.ts';
import type { Done } from './define-commands.ts';
import { type Io, wantsColor } from './io.ts';
import { ruleOptions } from './option-groups.ts';

/** The commands about rules; `explain` is the one that people reach for, so it stands at the top. */
export function defineRulesCommands(program: Command, io: Io, done: Done): void {
  program.commandsGroup('Rules and help:');
  const rules = program
    .command('rules')
    .description('list, show, test and write rules')
    .helpCommand('help [command]', 'show help for a command');

  ruleOptions(rules.command('list'))
    .description('list rules')
    .option('--plane <plane>', 'only this plane')
    .option('--severity <severity>', `only this severity: ${severities.join(', ')}`)
    .action(async (options: CommonOptions & { readonly severity?: string }) => {
      const { listRules } = await import('./commands/rules.ts');
      await done(listRules({ ...options, folders: foldersOf(options) }, commandIo(io, options.color)));
    });

  ruleOptions(rules.command('show'))
    .argument('<id>', 'the id of a rule')
    .description('print a rule')
    .action(async (id: string, options: CommonOptions) => {
      const { showRule } = await import('./commands/rules.ts');
      await done(showRule(id, { folders: foldersOf(options) }, commandIo(io, options.color)));
    });

  ruleOptions(rules.command('test'))
    .description('run the examples inside rules')
    .action(async (options: CommonOptions) => {
      const { testRules } = await import('./commands/rules.ts');
      await done(testRules({ folders: foldersOf(options) }, commandIo(io, options.color)));
    });

  rules
    .command('new')
    .argument('<id>', 'the id of the new rule, like acme-key-old')
    .description('write a rule to start from')
    .option('--subject <subject>', 'what it is about: identity, credential, grant, trust, workload, path, scope or source')
    .option('--dir <dir>', 'where to write it', 'nhi-rules')
    .action(async (id: string, options: { readonly subject?: string; readonly dir?: string }) => {
      const { newRule } = await import('./commands/rules.ts');
      await done(newRule(id, options, commandIo(io, undefined)));
    });

  ruleOptions(program.command('explain'))
    .argument('<rule>', 'the id of a rule')
    .description('explain a rule: why, when, how to fix it')
    .action(async (id: string, options: CommonOptions) => {
      const { explainRule } = await import('./commands/explain.ts');
      await done(explainRule(id, { folders: foldersOf(options) }, commandIo(io, options.color)));
    });
}

/** The folders of the user's own rules: a finding of one must be explained where it was found. */
function foldersOf(options: CommonOptions): readonly string[] {
  return [...loadConfig(options.config, '.').rulesDirs, ...(options.rules ?? [])];
}

function commandIo(io: Io, color: boolean | undefined): CommandIo {
  const width = io.stdout.isTTY === true ? io.stdout.columns : undefined;
  return {
    out: (text) => io.stdout.write(text),
    err: (text) => io.stderr.write(text),
    color: wantsColor(io, color),
    ...(width === undefined ? {} : { width }),
  };
}
