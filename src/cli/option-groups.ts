import type { Command } from 'commander';
import { severities } from '../findings/finding.ts';
import { formatNames } from './format-registry.ts';

/** Options of every command that reads sources. */
export function readingOptions(command: Command): Command {
  return command
    .option('--now <time>', 'count ages to this time (ISO 8601), for repeatable runs')
    .option('--role-arn <arn>', 'a role to assume before reading AWS')
    .option('--home', 'read what AI agents keep in your home directory (a fixed list of places; nothing else there is opened)')
    .option('--history', "also look for secrets in git's history of the directories that are read")
    .option('--blame', 'ask git who last committed what has no other owner (reads the history, runs nothing of the checkout)')
    .option('--org-role <name>', 'aws:org: the role to assume in each account (default: OrganizationAccountAccessRole)')
    .option('--accounts <ids>', 'aws:org: only these accounts, or all but these (!111122223333,444455556666)')
    .option('--concurrency <n>', 'aws:org: accounts read at a time (default: 8)')
    .option('--resume <dir>', 'aws:org: keep each account here once it is read, and go on from there after an interruption')
    .option(
      '--region <region>',
      'read the services of this AWS region, of all, or of none (repeatable; default: that of the credentials)',
      collectValues,
      [],
    )
    .option('--use <whose>', 'ask live sources what privileged identities, or all, really use (two requests each)')
    .option('-q, --quiet', 'nothing on standard error but errors');
}

/** Options of every command that judges or describes what was read. */
export function judgingOptions(command: Command): Command {
  return ruleOptions(readingOptions(command))
    .option('--departed <file>', 'people who left, one a line or CSV: what they own is told')
    .option('--baseline-snapshot <file>', 'an earlier snapshot or JSON report: what can do more since is told');
}

/** Options of every command that knows rules. */
export function ruleOptions(command: Command): Command {
  return command
    .option('--config <file>', 'configuration file (default: .nhi.yaml)')
    .option('--rules <dir>', 'rules of your own, as well (repeatable)', collectValues, [])
    .option('--no-color', 'no colours');
}

/** Options of the commands that ask about one action. */
export function questionOptions(command: Command): Command {
  return readingOptions(command)
    .option('-f, --format <format>', 'what to print on standard output: table, json', 'table')
    .option(
      '--context <key=value>',
      'a condition key of the request; again for several values, without = for none (repeatable)',
      collectValues,
      [],
    )
    .option('--config <file>', 'configuration file (default: .nhi.yaml)')
    .option('--no-color', 'no colours');
}

/** Options of the commands that report and gate. */
export function scanOptions(command: Command): Command {
  return judgingOptions(command)
    .option('-f, --format <format>', 'what to print on standard output', 'table')
    .option('--report <format=file>', 'also write a report to a file (repeatable)', collectValues, [])
    .option('--fail-on <level>', `exit 1 on findings of this severity or above: ${[...severities, 'none'].join(', ')} (default: high)`)
    .option('--allow-gaps', 'exit 0 instead of 3 when something could not be seen')
    .option('--all', 'every finding in full where the table would show a selection')
    .option(
      '--list-tools <server>',
      'ask this MCP server of the sources for its tools, once you consent: its command is started in an empty directory, without credentials (repeatable)',
      collectValues,
      [],
    )
    .option('--list-tools-env <name>', 'a variable that such a server is given (repeatable)', collectValues, [])
    .option('--start-unasked', 'consent to --list-tools beforehand, where there is no terminal to ask on')
    .option('--tool-lock <file>', 'write a lock of the tools that were listed, to compare later ones with (mcp-tools.lock.json)')
    .addHelpText('after', () => `\nFormats of --format and --report: ${formatNames().join(', ')}`);
}

/** For options that may be given several times. */
export function collectValues(value: string, present: readonly string[]): readonly string[] {
  return [...present, value];
}
