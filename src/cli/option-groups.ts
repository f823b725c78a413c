import type { Command } from 'commander';
import { severities } from '../findings/finding.ts';
import { formatNames } from './format-registry.ts';

/** Options of every command that reads sources, in groups, the widest first. */
export function readingOptions(command: Command): Command {
  return runOptions(command)
    .optionsGroup('What to read:')
    .option('--home', 'what AI agents keep in your home directory, a fixed list of places; the current directory then only if named')
    .option('--history', "also secrets in git's history of the directories")
    .option('--blame', 'ask git who last committed what has no other owner; runs nothing of the checkout')
    .optionsGroup('AWS:')
    .option('--role-arn <arn>', 'assume this role before reading')
    .option(
      '--region <region>',
      'read the services of this region, of "all" or of "none" (repeatable; default: the region of the credentials)',
      collectValues,
    )
    .option('--use <whose>', 'ask what is really used by "privileged" identities, or by "all" (two requests each)')
    .option('--org-role <name>', 'aws:org: the role to assume in each account (default: OrganizationAccountAccessRole)')
    .option('--accounts <ids>', 'aws:org: only these accounts, or all but these: 111122223333,444455556666 or !111122223333')
    .option('--concurrency <n>', 'aws:org: accounts read at a time (default: 8)')
    .option(
      '--resume <dir>',
      'aws:org, gcp, azure, entra: keep each part here once it is read, and go on from there after an interruption',
    );
}

/** Options of every run. */
function runOptions(command: Command): Command {
  return command
    .optionsGroup('Options:')
    .option('--now <time>', 'count ages to this time (ISO 8601): two runs then give the same bytes')
    .option('-q, --quiet', 'nothing on standard error but errors');
}

/** Options of every command that judges or describes what was read. */
export function judgingOptions(command: Command): Command {
  return comparingOptions(ruleOptions(readingOptions(command)));
}

function comparingOptions(command: Command): Command {
  return command
    .option('--departed <file>', 'people who left, one a line or CSV: what they own is flagged')
    .option('--baseline-snapshot <file>', 'an earlier snapshot or JSON report: what can do more since then is flagged');
}

/** Options of every command that knows rules. */
export function ruleOptions(command: Command): Command {
  return command
    .optionsGroup('Rules and configuration:')
    .option('--config <file>', 'configuration file (default: .nhi.yaml)')
    .option('--rules <dir>', 'rules of your own, as well (repeatable)', collectValues)
    .option('--no-color', 'no colours');
}

/** Options of the commands that ask about one action. */
export function questionOptions(command: Command): Command {
  return readingOptions(
    command
      .optionsGroup('The question:')
      .option('-f, --format <format>', 'what to print on standard output: table or json', 'table')
      .option(
        '--context <key=value>',
        'a condition key of the request; again for several values, without = for a key that is not there (repeatable)',
        collectValues,
      )
      .optionsGroup('Options:')
      .option('--config <file>', 'configuration file (default: .nhi.yaml)')
      .option('--no-color', 'no colours'),
  );
}

/** Options of the commands that report and gate. */
export function scanOptions(command: Command): Command {
  return toolOptions(judgingOptions(reportingOptions(command))).option(
    '--tool-lock <file>',
    'write what was listed to a lock that later scans compare with (mcp-tools.lock.json)',
  );
}

/** Options of the commands that may ask MCP servers for their tools. */
export function toolOptions(command: Command): Command {
  return command
    .optionsGroup('Tools of MCP servers (nothing is started without these):')
    .option(
      '--list-tools <server>',
      'ask this MCP server of the sources for its tools: once you consent, its command is started in an empty directory, without credentials (repeatable)',
      collectValues,
    )
    .option('--list-tools-env <name>', 'a variable that such a server is given (repeatable)', collectValues)
    .option('--start-unasked', 'consent to --list-tools beforehand, where there is no terminal to ask on');
}

/** Options of the demo: it reads no source of anybody's. */
export function demoOptions(command: Command): Command {
  return comparingOptions(ruleOptions(runOptions(reportingOptions(command)))).optionsGroup('Options:');
}

function reportingOptions(command: Command): Command {
  const formats = formatNames().join(', ');
  return command
    .optionsGroup('The report:')
    .option('-f, --format <format>', `what to print on standard output: ${formats}`, 'table')
    .option('--report <format=file>', 'also write a report to a file: sarif=nhi.sarif (repeatable)', collectValues)
    .option('--all', 'every finding in full where the table would show a selection')
    .option('--fail-on <level>', `exit 1 on findings of this severity or above: ${[...severities, 'none'].join(', ')} (default: high)`)
    .option('--baseline <file>', 'findings that nhi baseline recorded are known: only new or worse ones fail the run')
    .option('--fail-on-new <level>', 'the level for findings that the baseline does not hold; --fail-on then holds for known ones as well')
    .option('--allow-gaps', 'exit 0 instead of 3 when something could not be seen');
}

/** For options that may be given several times. */
export function collectValues(value: string, present: readonly string[] = []): readonly string[] {
  return [...present, value];
}
