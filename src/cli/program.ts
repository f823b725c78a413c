import { Command, CommanderError, Option } from 'commander';
import { severities } from '../findings/finding.ts';
import { UserError } from '../user-error.ts';
import type { CommandIo } from './command-io.ts';
import type { CommonOptions } from './common-options.ts';
import { type Io, wantsColor } from './io.ts';
import { nearest } from './nearest.ts';

/**
 * Runs a command line and says the exit code: 0 nothing at or above the level, 1 findings, 2 could not run, 3 could not
 * see well enough. The only place that catches everything: nobody is shown a stack trace.
 */
export async function run(argv: readonly string[], version: string): Promise<number> {
  const io: Io = { stdout: process.stdout, stderr: process.stderr, environment: process.env, clock: () => new Date(), version };
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
  });
  try {
    return await parse(argv, io);
  } catch (error) {
    return report(error, io);
  }
}

function report(error: unknown, io: Io): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
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
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ');
}

async function parse(argv: readonly string[], io: Io): Promise<number> {
  let code = 0;
  const done = (result: Promise<number>): Promise<void> =>
    result.then((value) => {
      code = value;
    });
  const program = new Command('nhi')
    .description('Finds machine identities, works out what they can do and how their credentials are held, and says what to fix first.')
    .version(io.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text.replace(/^error: /, 'nhi: ')),
    })
    .enablePositionalOptions()
    .addHelpText('after', '\nExit codes: 0 nothing at or above the level, 1 findings, 2 could not run, 3 could not see well enough.');

  const scan = program
    .command('scan')
    .argument('[source...]', 'directories, dumps, snapshots or live sources (default: the current directory)')
    .description('scan sources and report findings');
  scanOptions(scan).action((sources: string[], options: CommonOptions) =>
    done(import('./commands/scan.ts').then((m) => m.scan(sources, options, io))),
  );

  const demo = program.command('demo').description('scan the demo company: no credentials, no network');
  scanOptions(demo).action((options: CommonOptions) => done(import('./commands/demo.ts').then((m) => m.demo(options, io))));

  const collect = program
    .command('collect')
    .argument('<source...>')
    .description('record a snapshot that scan replays exactly')
    .requiredOption('-o, --output <file>', 'the snapshot to write');
  readOptions(collect).action((sources: string[], options: CommonOptions & { output: string }) =>
    done(import('./commands/collect.ts').then((m) => m.collect(sources, options, io))),
  );

  const list = program
    .command('list')
    .argument('[source...]')
    .description('list identities')
    .option('--plane <plane>', 'only this plane')
    .option('--nature <nature>', 'only this nature')
    .option('--level <level>', 'only this level of power')
    .option('--ai', 'only agents and what is bound to them')
    .option('--sort <column>', 'sort by a column');
  readOptions(list).action((sources: string[], options: CommonOptions) =>
    done(import('./commands/list.ts').then((m) => m.list(sources, options, io))),
  );

  const show = program
    .command('show')
    .argument('<id>', 'an id, an ARN or a name')
    .argument('[source...]')
    .description('show one identity: who it is, what it can do, how it is held');
  readOptions(show).action((id: string, sources: string[], options: CommonOptions) =>
    done(import('./commands/show.ts').then((m) => m.show(id, sources, options, io))),
  );

  const rules = program.command('rules').description('list, show, test and write rules');
  rules
    .command('list')
    .description('list rules')
    .option('--plane <plane>', 'only this plane')
    .option('--severity <severity>', 'only this severity')
    .option('--rules <dir>', 'rules of your own', collectValues, [])
    .action((options) =>
      done(import('./commands/rules.ts').then((m) => m.listRules({ ...options, folders: options.rules }, commandIo(io)))),
    );
  rules
    .command('show')
    .argument('<id>')
    .description('print a rule')
    .option('--rules <dir>', 'rules of your own', collectValues, [])
    .action((id: string, options) =>
      done(import('./commands/rules.ts').then((m) => m.showRule(id, { folders: options.rules }, commandIo(io)))),
    );
  rules
    .command('test')
    .description('run the examples inside rules')
    .option('--rules <dir>', 'rules of your own', collectValues, [])
    .action((options) => done(import('./commands/rules.ts').then((m) => m.testRules({ folders: options.rules }, commandIo(io)))));
  rules
    .command('new')
    .argument('<id>')
    .description('write a rule to start from')
    .option('--subject <subject>', 'identity, credential, grant, trust, workload, path or source')
    .option('--dir <dir>', 'where to write it', 'nhi-rules')
    .action((id: string, options) => done(import('./commands/rules.ts').then((m) => m.newRule(id, options, commandIo(io)))));

  program
    .command('explain')
    .argument('<rule>')
    .description('explain a rule')
    .option('--rules <dir>', 'rules of your own', collectValues, [])
    .action((id: string, options) =>
      done(import('./commands/explain.ts').then((m) => m.explainRule(id, { folders: options.rules }, commandIo(io)))),
    );

  program
    .command('doctor')
    .argument('[source...]')
    .description('check whether sources can be read')
    .option('--role-arn <arn>', 'a role to assume before reading AWS')
    .action((sources: string[], options: CommonOptions) =>
      done(import('./commands/doctor.ts').then((m) => m.doctor(sources, options, io))),
    );

  program
    .command('permissions')
    .argument('<source>')
    .description('print the least-privilege policy that a source needs')
    .action((source: string) => done(import('./commands/permissions.ts').then((m) => m.permissions(source, io))));

  for (const command of [program, ...program.commands, ...rules.commands]) command.exitOverride().showHelpAfterError(false);
  const word = argv.find((a) => !a.startsWith('-'));
  if (word !== undefined && argv[0] === word && word !== 'help' && !program.commands.some((c) => c.name() === word)) {
    const close = nearest(
      word,
      program.commands.map((c) => c.name()),
    );
    throw new UserError(
      `unknown command "${word}"${close ? `; did you mean "nhi ${close}"?` : ''} (nhi --help lists them; to scan a path: nhi scan ${word})`,
    );
  }
  if (argv.length === 0) {
    program.outputHelp();
    return 0;
  }
  await program.parseAsync([...argv], { from: 'user' });
  return code;
}

function readOptions(command: Command): Command {
  return command
    .option('--config <file>', 'configuration file (default: .nhi.yaml)')
    .option('--rules <dir>', 'rules of your own, as well (repeatable)', collectValues, [])
    .option('--now <time>', 'count ages to this time (ISO 8601), for repeatable runs')
    .option('--role-arn <arn>', 'a role to assume before reading AWS')
    .option('-q, --quiet', 'nothing on standard error but errors')
    .option('--no-color', 'no colours');
}

function scanOptions(command: Command): Command {
  return readOptions(command)
    .option('-f, --format <format>', 'what to print on standard output', 'table')
    .option('--report <format=file>', 'also write a report to a file (repeatable)', collectValues, [])
    .addOption(new Option('--fail-on <level>', 'exit 1 on findings of this severity or above').choices([...severities, 'none']))
    .option('--allow-gaps', 'exit 0 instead of 3 when something could not be seen');
}

function collectValues(value: string, present: readonly string[]): readonly string[] {
  return [...present, value];
}

function commandIo(io: Io): CommandIo {
  const width = io.stdout.isTTY === true ? io.stdout.columns : undefined;
  return {
    out: (text) => io.stdout.write(text),
    err: (text) => io.stderr.write(text),
    color: wantsColor(io, undefined),
    ...(width === undefined ? {} : { width }),
  };
}
