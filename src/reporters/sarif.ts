import { type Gap, gapReasons } from '../inventory/gap.ts';
import { reasonText } from './coverage.ts';
import { inertJson } from './escape.ts';
import { groupByRule } from './finding-groups.ts';
import type { Report } from './report.ts';
import type { Reporter } from './reporter.ts';
import { Locator } from './sarif-locations.ts';
import { gapNotification, result, undecided } from './sarif-results.ts';
import { pascalCase, ruleDescriptor, taxonomies } from './sarif-rules.ts';

/** Gaps that come from how the tool was set up: which permissions and inputs it was given. The others come from running it. */
const configurationReasons: readonly Gap['why'][] = ['denied', 'not-given'];

/** https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning#limits */
const resultsAtMost = 25_000;

/**
 * SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html) for code scanning: findings are results,
 * what could not be seen or decided is a notification of the run. Findings reach the text one by one.
 */
export const reporter: Reporter = {
  format: 'sarif',
  summary: 'findings for code scanning, as SARIF 2.1.0',
  *render(report) {
    const all = report.findings.filter((f) => f.status !== 'unknown');
    const known = all.slice(0, resultsAtMost);
    const groups = groupByRule(known);
    const ruleIndex = new Map(groups.map((group, i) => [group.id, i]));
    const identities = new Map(report.identities.map((i) => [i.id, i]));
    const locator = new Locator(report.scan.sources);
    const taxa = taxonomies(known);
    const nameOf = (id: string): string => report.nameOf(id);

    yield '{\n  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",\n  "version": "2.1.0",\n  "runs": [\n    {\n';
    yield `      "tool": { "driver": ${opened(driver(report, taxa))},"rules": `;
    yield* array(each(groups, (group) => ruleDescriptor(group, report.tool.url)));
    yield '} },\n';
    yield* invocation(report, locator, all.length - known.length);
    yield `      "automationDetails": ${inertJson({ id: automationId(report) })},\n`;
    yield '      "columnKind": "utf16CodeUnits",\n';
    yield `      "originalUriBaseIds": ${inertJson({ SRCROOT: { description: { text: 'The directory that was scanned.' } } })},\n`;
    yield '      "taxonomies": ';
    yield* array(taxa);
    yield ',\n      "results": ';
    yield* array(each(known, (f) => result(f, ruleIndex.get(f.rule) ?? -1, locator, nameOf, identities.get(f.identity ?? ''))));
    yield ',\n      "artifacts": ';
    yield* array(locator.artifacts());
    yield '\n    }\n  ]\n}\n';
  },
};

/** One element a line, so that nothing larger than one is held as text. */
function* array(records: Iterable<unknown>): Iterable<string> {
  let separator = '[\n';
  for (const record of records) {
    yield `${separator}        ${inertJson(record)}`;
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]' : '\n      ]';
}

function* each<T>(values: Iterable<T>, record: (value: T) => unknown): Iterable<unknown> {
  for (const value of values) yield record(value);
}

/** An object's text without its closing brace, for members that are streamed after it. */
function opened(value: object): string {
  return inertJson(value).slice(0, -1);
}

function driver({ tool }: Report, taxa: readonly { readonly name: string }[]): object {
  return {
    name: tool.name,
    fullName: `${tool.name} ${tool.version}`,
    version: tool.version,
    semanticVersion: tool.version,
    informationUri: tool.url,
    shortDescription: { text: 'Which machine identities exist, what they can do, how they are held, and what to change first.' },
    notifications: [
      ...gapReasons.map((reason) => notification(`gap-${reason}`, `Something could not be seen: ${reasonText(reason)}.`, tool.url)),
      notification('results-left-out', 'There are more findings than code scanning takes.', tool.url),
      notification('rule-undecided', 'A rule could not be decided, because a fact that it needs was not seen.', tool.url),
    ],
    supportedTaxonomies: taxa.map(({ name }, index) => ({ name, index })),
  };
}

function notification(id: string, text: string, helpUri: string): object {
  return { id, name: pascalCase(id), shortDescription: { text }, fullDescription: { text }, help: { text }, helpUri };
}

function* invocation(report: Report, locator: Locator, leftOut: number): Iterable<string> {
  const { scan } = report;
  const gaps = scan.sources.flatMap((s) => s.gaps);
  const configuration = gaps.filter((g) => configurationReasons.includes(g.why));
  const execution = gaps.filter((g) => !configurationReasons.includes(g.why));
  const facts = {
    executionSuccessful: !scan.sources.some((s) => s.status === 'failed'),
    startTimeUtc: scan.startedAt,
    endTimeUtc: scan.finishedAt,
  };
  yield `      "invocations": [ ${opened(facts)},"toolConfigurationNotifications": `;
  yield* array(each(configuration, (gap) => gapNotification(gap, locator)));
  yield ',"toolExecutionNotifications": ';
  yield* array(executionNotifications(report, execution, locator, leftOut));
  yield '} ],\n';
}

function* executionNotifications(report: Report, gaps: readonly Gap[], locator: Locator, leftOut: number): Iterable<unknown> {
  if (leftOut > 0) {
    yield {
      descriptor: { id: 'results-left-out' },
      level: 'warning',
      message: {
        text: `${leftOut} more findings, none of them worse than these, are left out: code scanning takes ${resultsAtMost} results.`,
      },
    };
  }
  for (const gap of gaps) yield gapNotification(gap, locator);
  for (const finding of report.findings) if (finding.status === 'unknown') yield undecided(finding, locator);
}

/**
 * Uploads with different sources are different analyses and must not replace one another: everything before the last slash is
 * the analysis, the rest is this run.
 */
function automationId(report: Report): string {
  const planes = [...new Set(report.scan.sources.map((s) => s.plane))].sort().join('+');
  return `nhi/${planes}/${report.scan.now}`;
}
