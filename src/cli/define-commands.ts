import type { Command } from 'commander';
import { natures } from '../inventory/identity.ts';
import { levels } from '../permissions/power.ts';
import type { QuestionOptions } from './commands/can.ts';
import type { FixOptions } from './commands/fix.ts';
import type { PolicyOptions } from './commands/policy.ts';
import type { CommonOptions } from './common-options.ts';
import type { Io } from './io.ts';
import {
  collectValues,
  demoOptions,
  judgingOptions,
  questionOptions,
  readingOptions,
  ruleOptions,
  scanOptions,
  toolOptions,
} from './option-groups.ts';

const sources = 'directories, files, snapshots or live sources (default: the current directory)';

const scanExamples = `
Examples:
  nhi scan                          this directory
  nhi scan gaad.json report.csv .   saved answers of AWS and a checkout together
  nhi scan aws                      an account, with your usual AWS credentials
  nhi scan . --report sarif=nhi.sarif --fail-on critical`;

/** Takes the exit code of the command that ran. */
export type Done = (code: number | Promise<number>) => Promise<void>;

/** The commands that read sources. What a command does is loaded when it is the one that was asked for. */
export function defineSourceCommands(program: Command, io: Io, done: Done): void {
  program.commandsGroup('Find:');
  scanOptions(program.command('scan'))
    .argument('[source...]', sources)
    .description('find identities and what is wrong with them')
    .addHelpText('after', scanExamples)
    .action(async (sources: string[], options: CommonOptions) => {
      const { scan } = await import('./commands/scan.ts');
      await done(scan(sources, options, io));
    });

  demoOptions(program.command('demo'))
    .description('the same for an invented company: no credentials, no network')
    .action(async (options: CommonOptions) => {
      const { demo } = await import('./commands/demo.ts');
      await done(demo(options, io));
    });

  readingOptions(program.command('collect'))
    .argument('<source...>', 'directories, saved answers or live sources')
    .description('record a snapshot that scan replays exactly')
    .requiredOption('-o, --output <file>', 'the snapshot to write')
    .option('--allow-gaps', 'exit 0 instead of 3 when something could not be seen')
    .action(async (sources: string[], options: CommonOptions & { readonly output: string }) => {
      const { collect } = await import('./commands/collect.ts');
      await done(collect(sources, options, io));
    });

  judgingOptions(program.command('baseline'))
    .argument('[source...]', sources)
    .description('record the findings that are there now, so that later scans fail on new ones alone')
    .optionsGroup('The record:')
    .option('-o, --output <file>', 'the file to write (default: .nhi-baseline.json)')
    .action(async (sources: string[], options: CommonOptions & { readonly output?: string }) => {
      const { baseline } = await import('./commands/baseline.ts');
      await done(baseline(sources, options, io));
    });

  program.commandsGroup('Look closer:');
  const list = program
    .command('list')
    .argument('[source...]', sources)
    .description('list identities')
    .optionsGroup('The table:')
    .option('--plane <plane>', 'only this plane: aws, gcp, azure, entra, github, kubernetes, repository, agent, vault, spiffe')
    .option('--nature <nature>', `only this nature: ${natures.join(', ')}`)
    .option('--level <level>', `only this level of power: ${[...levels].reverse().join(', ')}, unknown`)
    .option('--ai', 'only AI agents and what is bound to them')
    .option(
      '--where <condition>',
      "only where a condition on its facts holds, in CEL: 'identity.privileged && identity.unused_days > 90.0'",
    )
    .option('--columns <names>', 'columns to show, with commas between them: name, level, reach, held, owner, place...')
    .option('--sort <column>', 'sort by a column: level, name, kind, scope, nature, environment, owner, used, id, reach, held...');
  judgingOptions(list).action(async (sources: string[], options: CommonOptions) => {
    const { list: run } = await import('./commands/list.ts');
    await done(run(sources, options, io));
  });

  judgingOptions(program.command('show'))
    .argument('<id>', 'an id, an ARN or a name')
    .argument('[source...]', sources)
    .description('show one identity: who it is, what it can do, how it is held')
    .action(async (id: string, sources: string[], options: CommonOptions) => {
      const { show } = await import('./commands/show.ts');
      await done(show(id, sources, options, io));
    });

  const path = program
    .command('path')
    .argument('<from>', 'an identity: an id, an ARN or a name')
    .argument('[to]', 'an identity, "admin", or a class of identities (default: whatever is worst)')
    .argument('[source...]', sources)
    .description('show the ways by which one identity can act as another')
    .optionsGroup('The answer:')
    .option('--to <to>', 'the same as the second argument, where that is the name of a source as well')
    .option('-f, --format <format>', 'what to print on standard output: table, json, dot or mermaid', 'table');
  judgingOptions(path).action(async (from: string, to: string | undefined, sources: string[], options: CommonOptions) => {
    const { path: run } = await import('./commands/path.ts');
    await done(run(from, to === undefined ? [] : [to, ...sources], options, io));
  });

  const diff = program
    .command('diff')
    .argument('<before>', 'a snapshot of nhi collect or a JSON report of nhi scan')
    .argument('<after>', 'a later one')
    .description('say what changed: who gained what, which paths and findings are new, which are gone')
    .optionsGroup('The answer:')
    .option('-f, --format <format>', 'what to print on standard output: table, json or markdown', 'table')
    .option('--all', 'every change where the table would show a selection')
    .optionsGroup('Options:')
    .option('-q, --quiet', 'nothing on standard error but errors');
  ruleOptions(diff).action(async (before: string, after: string, options: CommonOptions) => {
    const { diff: run } = await import('./commands/diff.ts');
    await done(run(before, after, options, io));
  });

  const fix = program
    .command('fix')
    .argument('<id>', 'an id, an ARN or a name: of an IAM role or user, a service account, a managed identity or an application')
    .argument('[source...]', sources)
    .description(
      'print a smaller policy, or smaller roles of Google Cloud or Azure, from recorded use or declared need, never wider than what is held',
    )
    .optionsGroup('The policy:')
    .option('-f, --format <format>', 'what to print on standard output: json, cli or terraform', 'json')
    .option(
      '--need <need>',
      'ACTION[:RESOURCE] that it needs, or a file of them (repeatable); without it, recorded use decides',
      collectValues,
    )
    .option('--days <days>', 'what was not used in so many recorded days is not needed', '90')
    .option('--what-if', 'show which paths and findings would vanish instead');
  judgingOptions(fix).action(async (id: string, sources: string[], options: FixOptions) => {
    const { fix: run } = await import('./commands/fix.ts');
    await done(run(id, sources, options, io));
  });

  const policy = program
    .command('policy')
    .argument('<agent>', 'an id or a name: of an AI agent or an MCP server')
    .argument('[source...]', sources)
    .description('print a first allow-list for a policy engine, from the tools that an agent declares and the permissions it is granted')
    .optionsGroup('The policy:')
    .requiredOption('--engine <engine>', 'whose language it is written in: opa (Rego) or cedar')
    .option('-o, --out <file>', 'write it to a file; for Cedar its schema beside it')
    .option('-f, --format <format>', 'what to print on standard output: text or json', 'text');
  toolOptions(judgingOptions(policy)).action(async (agent: string, sources: string[], options: PolicyOptions) => {
    const { policy: run } = await import('./commands/policy.ts');
    await done(run(agent, sources, options, io));
  });

  questionOptions(program.command('can'))
    .argument('<id>', 'an id, an ARN or a name')
    .argument('<action>', 'like s3:GetObject, storage.objects.get (Google Cloud), push:main (GitHub) or "get secrets" (Kubernetes)')
    .argument('[resource-and-sources...]', 'an ARN, NAMESPACE/NAME, OWNER/REPO, or * for every resource (default: any); then sources')
    .usage('[options] <id> <action> [resource] [source...]')
    .description('say whether an identity may do something, and by which statements')
    .optionsGroup('The question:')
    .option('--session-policy <file>', 'the policy that its session is made with')
    .action(async (id: string, action: string, words: string[], options: QuestionOptions) => {
      const { can } = await import('./commands/can.ts');
      await done(can(id, action, words, options, io));
    });

  questionOptions(program.command('who-can'))
    .argument('<action>', 'like s3:GetObject, storage.objects.get (Google Cloud), push:main (GitHub) or "get secrets" (Kubernetes)')
    .argument('[resource-and-sources...]', 'an ARN, NAMESPACE/NAME, OWNER/REPO, or * for every resource (default: any); then sources')
    .usage('[options] <action> [resource] [source...]')
    .description('list the identities that may do something')
    .action(async (action: string, words: string[], options: QuestionOptions) => {
      const { whoCan } = await import('./commands/can.ts');
      await done(whoCan(action, words, options, io));
    });

  program.commandsGroup('Live sources:');
  program
    .command('doctor')
    .argument('[source...]', sources)
    .description('check whether sources can be read')
    .option('--role-arn <arn>', 'a role to assume before reading AWS')
    .option('--org-role <name>', 'aws:org: the role to assume in each account (default: OrganizationAccountAccessRole)')
    .option('--accounts <ids>', 'aws:org: only these accounts, or all but these (!111122223333,444455556666)')
    .option('--region <region>', 'check the services of this AWS region, or of "none" (repeatable)', collectValues)
    .action(async (sources: string[], options: CommonOptions) => {
      const { doctor } = await import('./commands/doctor.ts');
      await done(doctor(sources, options, io));
    });

  program
    .command('permissions')
    .argument('<source>', 'a live source: aws, aws:org, gcp, azure, entra, github, k8s or vault')
    .description('print the least-privilege policy that a source needs')
    .option('--org-role <name>', 'aws:org: the role to assume in each account (default: nhi)')
    .action(async (source: string, options: CommonOptions) => {
      const { permissions } = await import('./commands/permissions.ts');
      await done(permissions(source, options, io));
    });
}
