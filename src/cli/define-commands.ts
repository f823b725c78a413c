import type { Command } from 'commander';
import type { QuestionOptions } from './commands/can.ts';
import type { FixOptions } from './commands/fix.ts';
import type { CommonOptions } from './common-options.ts';
import type { Io } from './io.ts';
import { collectValues, judgingOptions, questionOptions, readingOptions, scanOptions } from './option-groups.ts';

/** Takes the exit code of the command that ran. */
export type Done = (code: number | Promise<number>) => Promise<void>;

/** The commands that read sources. What a command does is loaded when it is the one that was asked for. */
export function defineSourceCommands(program: Command, io: Io, done: Done): void {
  scanOptions(program.command('scan'))
    .argument('[source...]', 'directories, dumps, snapshots or live sources (default: the current directory)')
    .description('scan sources and report findings')
    .action(async (sources: string[], options: CommonOptions) => {
      const { scan } = await import('./commands/scan.ts');
      await done(scan(sources, options, io));
    });

  scanOptions(program.command('demo'))
    .description('scan the demo company: no credentials, no network')
    .action(async (options: CommonOptions) => {
      const { demo } = await import('./commands/demo.ts');
      await done(demo(options, io));
    });

  readingOptions(program.command('collect'))
    .argument('<source...>')
    .description('record a snapshot that scan replays exactly')
    .requiredOption('-o, --output <file>', 'the snapshot to write')
    .option('--allow-gaps', 'exit 0 instead of 3 when something could not be seen')
    .action(async (sources: string[], options: CommonOptions & { readonly output: string }) => {
      const { collect } = await import('./commands/collect.ts');
      await done(collect(sources, options, io));
    });

  judgingOptions(program.command('list'))
    .argument('[source...]')
    .description('list identities')
    .option('--plane <plane>', 'only this plane')
    .option('--nature <nature>', 'only this nature')
    .option('--level <level>', 'only this level of power')
    .option('--ai', 'only agents and what is bound to them')
    .option('--sort <column>', 'sort by a column')
    .action(async (sources: string[], options: CommonOptions) => {
      const { list } = await import('./commands/list.ts');
      await done(list(sources, options, io));
    });

  judgingOptions(program.command('show'))
    .argument('<id>', 'an id, an ARN or a name')
    .argument('[source...]')
    .description('show one identity: who it is, what it can do, how it is held')
    .action(async (id: string, sources: string[], options: CommonOptions) => {
      const { show } = await import('./commands/show.ts');
      await done(show(id, sources, options, io));
    });

  judgingOptions(program.command('path'))
    .argument('<from>', 'an identity: an id, an ARN or a name')
    .argument('[to]', 'an identity, `admin`, or a class of identities (default: whatever is worst)')
    .argument('[source...]')
    .option('--to <to>', 'the same as the second argument, where that is the name of a source as well')
    .option('-f, --format <format>', 'table or json', 'table')
    .description('show the ways by which one identity can act as another')
    .action(async (from: string, to: string | undefined, sources: string[], options: CommonOptions) => {
      const { path } = await import('./commands/path.ts');
      await done(path(from, to === undefined ? [] : [to, ...sources], options, io));
    });

  judgingOptions(program.command('fix'))
    .argument('<id>', 'an id, an ARN or a name of an IAM role or user')
    .argument('[source...]')
    .description('print a smaller policy from recorded use or declared need, never wider than what is held')
    .option('-f, --format <format>', 'json, cli or terraform', 'json')
    .option(
      '--need <need>',
      'ACTION[:RESOURCE] that it needs, or a file of them (repeatable); without it, recorded use decides',
      collectValues,
      [],
    )
    .option('--days <days>', 'what was not used for so many recorded days is not needed', '90')
    .option('--what-if', 'show which paths and findings would vanish instead')
    .action(async (id: string, sources: string[], options: FixOptions) => {
      const { fix } = await import('./commands/fix.ts');
      await done(fix(id, sources, options, io));
    });

  questionOptions(program.command('can'))
    .argument('<id>', 'an id, an ARN or a name')
    .argument('<action>', 's3:GetObject, storage.objects.get of Google Cloud, "get secrets" of Kubernetes')
    .argument('[resource-and-sources...]', 'an ARN, NAMESPACE/NAME, or * for every resource (default: any); then sources')
    .usage('[options] <id> <action> [resource] [source...]')
    .description('say whether an identity may do something, and by which statements')
    .option('--session-policy <file>', 'the policy that its session is made with')
    .action(async (id: string, action: string, words: string[], options: QuestionOptions) => {
      const { can } = await import('./commands/can.ts');
      await done(can(id, action, words, options, io));
    });

  questionOptions(program.command('who-can'))
    .argument('<action>', 's3:GetObject, storage.objects.get of Google Cloud, "get secrets" of Kubernetes')
    .argument('[resource-and-sources...]', 'an ARN, NAMESPACE/NAME, or * for every resource (default: any); then sources')
    .usage('[options] <action> [resource] [source...]')
    .description('list the identities that may do something')
    .action(async (action: string, words: string[], options: QuestionOptions) => {
      const { whoCan } = await import('./commands/can.ts');
      await done(whoCan(action, words, options, io));
    });

  program
    .command('doctor')
    .argument('[source...]')
    .description('check whether sources can be read')
    .option('--role-arn <arn>', 'a role to assume before reading AWS')
    .option('--org-role <name>', 'aws:org: the role to assume in each account (default: OrganizationAccountAccessRole)')
    .option('--accounts <ids>', 'aws:org: only these accounts, or all but these (!111122223333,444455556666)')
    .option('--region <region>', 'check the services of this AWS region, or of none', collectValues, [])
    .action(async (sources: string[], options: CommonOptions) => {
      const { doctor } = await import('./commands/doctor.ts');
      await done(doctor(sources, options, io));
    });

  program
    .command('permissions')
    .argument('<source>')
    .description('print the least-privilege policy that a source needs')
    .option('--org-role <name>', 'aws:org: the role to assume in each account (default: nhi)')
    .action(async (source: string, options: CommonOptions) => {
      const { permissions } = await import('./commands/permissions.ts');
      await done(permissions(source, options, io));
    });
}
