import type { Finding } from '../findings/finding.ts';
import { isAtLeast } from '../findings/gate.ts';
import { count } from './count.ts';
import { groupByRule } from './finding-groups.ts';
import { place } from './place.ts';
import type { Reporter } from './reporter.ts';
import { xmlText } from './xml-text.ts';

/**
 * JUnit XML as CI systems read it (the schema of Jenkins' xunit plugin): a suite for each rule, a test case for each subject
 * that failed, is waived or could not be judged. Waived and undecided ones are skipped. So are those that a baseline holds, unless
 * the gate fails on them: a failed case turns a build red or unstable whatever the exit code was, and a passed one would say
 * that what is borne is well. What is gone has no case: that is how dashboards see that a failure was mended.
 */
export const reporter: Reporter = {
  format: 'junit',
  summary: 'findings as failed tests, for CI systems',
  *render({ findings, scan, nameOf, comparison }, { failOnKnown = 'none' }) {
    const groups = groupByRule(findings);
    const isBorne = (finding: Finding): boolean => finding.change === 'known' && !isAtLeast(finding.severity, failOnKnown);
    const isFailure = (finding: Finding): boolean => finding.status === 'fail' && !isBorne(finding);
    const totals = (of: readonly Finding[]): { readonly counts: string; readonly skips: string } => {
      const failures = of.filter(isFailure).length;
      return { counts: `tests="${of.length}" failures="${failures}" errors="0"`, skips: ` skipped="${of.length - failures}"` };
    };
    yield '<?xml version="1.0" encoding="UTF-8"?>\n';
    yield `<testsuites name="nhi" ${totals(findings).counts} time="0">\n`;
    for (const group of groups) {
      const { counts, skips } = totals(group.findings);
      const stamp = scan.now.replace(/\.\d+Z$|Z$/, '');
      yield `  <testsuite name="${xmlText(group.id)}" ${counts}${skips} time="0" timestamp="${stamp}">\n`;
      for (const finding of group.findings) {
        const name = `${nameOf(finding.identity ?? finding.subject)} [${finding.fingerprint}]`;
        const result = isFailure(finding) ? failure(finding) : skipped(finding, comparison?.baseline ?? '');
        yield `    <testcase classname="${xmlText(finding.rule)}" name="${xmlText(name)}" time="0">\n      ${result}\n    </testcase>\n`;
      }
      yield '  </testsuite>\n';
    }
    yield '</testsuites>\n';
  },
};

function failure(finding: Finding): string {
  const places = finding.evidence.map(place).join('\n');
  const text = [finding.title, finding.why, `Fix: ${finding.fix.summary}`, places].filter((line) => line !== '').join('\n');
  return `<failure type="${finding.severity}" message="${xmlText(finding.message)}">${xmlText(text)}</failure>`;
}

function skipped({ status, severity, message, suppression, missing = [] }: Finding, baseline: string): string {
  const why = {
    fail: `known (${baseline}): ${severity}: ${message}`,
    suppressed: `waived: ${suppression?.reason ?? ''}`,
    unknown: `could not be decided: ${count(missing.length, 'fact')} not known: ${missing.join(', ')}`,
  } satisfies Record<Finding['status'], string>;
  return `<skipped message="${xmlText(why[status])}"/>`;
}
