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

/** By code unit: the same in every locale. */
function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
