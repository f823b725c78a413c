import type { Finding } from '../findings/finding.ts';
import { count } from './count.ts';
import { groupByRule } from './finding-groups.ts';
import { place } from './place.ts';
import type { Reporter } from './reporter.ts';
import { xmlText } from './xml-text.ts';

/**
 * JUnit XML as CI systems read it (the schema of Jenkins' xunit plugin): a suite for each rule, a test case for each subject
 * that failed, is waived or could not be judged. Waived and undecided ones are skipped.
 */
export const reporter: Reporter = {
  format: 'junit',
  summary: 'findings as failed tests, for CI systems',
  *render({ findings, scan, nameOf }) {
    const groups = groupByRule(findings);
    const failed = findings.filter((f) => f.status === 'fail').length;
    const skipped = findings.length - failed;
    const totals = (tests: number, failures: number, skips: number): string =>
      `tests="${tests}" failures="${failures}" errors="0" skipped="${skips}" time="0"`;
    yield '<?xml version="1.0" encoding="UTF-8"?>\n';
    yield `<testsuites name="nhi" ${totals(findings.length, failed, skipped).replace(/ skipped="\d+"/, '')}>\n`;
    for (const group of groups) {
      const fails = group.findings.filter((f) => f.status === 'fail').length;
      const stamp = scan.now.replace(/\.\d+Z$|Z$/, '');
      yield `  <testsuite name="${xmlText(group.id)}" ${totals(group.findings.length, fails, group.findings.length - fails)} timestamp="${stamp}">\n`;
      for (const finding of group.findings) yield testCase(finding, nameOf);
      yield '  </testsuite>\n';
    }
    yield '</testsuites>\n';
  },
};

function testCase(finding: Finding, nameOf: (id: string) => string): string {
  const name = `${nameOf(finding.identity ?? finding.subject)} [${finding.fingerprint}]`;
  return `    <testcase classname="${xmlText(finding.rule)}" name="${xmlText(name)}" time="0">\n      ${outcome(finding)}\n    </testcase>\n`;
}

function outcome(finding: Finding): string {
  if (finding.status === 'suppressed') return `<skipped message="${xmlText(`waived: ${finding.suppression?.reason ?? ''}`)}"/>`;
  if (finding.status === 'unknown') {
    const missing = finding.missing ?? [];
    return `<skipped message="${xmlText(`could not be decided: ${count(missing.length, 'fact')} not known: ${missing.join(', ')}`)}"/>`;
  }
  const places = finding.evidence.map(place).join('\n');
  const text = [finding.title, finding.why, `Fix: ${finding.fix.summary}`, places].filter((line) => line !== '').join('\n');
  return `<failure type="${finding.severity}" message="${xmlText(finding.message)}">${xmlText(text)}</failure>`;
}
