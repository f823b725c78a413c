import { type Finding, severities } from './finding.ts';

const statuses: readonly Finding['status'][] = ['fail', 'suppressed', 'unknown'];

/** The worst first: failures before suppressed and unknown ones, then by severity, rule and subject. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    (a.status === b.status ? 0 : statuses.indexOf(a.status) - statuses.indexOf(b.status)) ||
    (a.severity === b.severity ? 0 : severities.indexOf(b.severity) - severities.indexOf(a.severity)) ||
    compareText(a.rule, b.rule) ||
    compareText(a.subject, b.subject)
  );
}

/** The same order for many: they are told apart by number first, and only those of one rule and severity by their subjects. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const rules = new Map([...new Set(findings.map((f) => f.rule))].sort(compareText).map((rule, at) => [rule, at]));
  const alike = new Map<number, Finding[]>();
  for (const finding of findings) {
    const { status, severity, rule } = finding;
    const worst = statuses.indexOf(status) * severities.length + (severities.length - 1 - severities.indexOf(severity));
    const key = worst * rules.size + (rules.get(rule) ?? 0);
    const list = alike.get(key);
    if (list === undefined) alike.set(key, [finding]);
    else list.push(finding);
  }
  return [...alike].sort(([a], [b]) => a - b).flatMap(([, list]) => list.sort((a, b) => compareText(a.subject, b.subject)));
}

/** By code unit: the same in every locale. */
function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
