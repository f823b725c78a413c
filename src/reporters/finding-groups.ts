import { type Finding, type Severity, severities } from '../findings/finding.ts';

/** The findings of one rule. */
export interface FindingGroup {
  readonly rule: string;
  /** Of the worst finding. */
  readonly severity: Severity;
  /** In the order of the report: the worst first. */
  readonly findings: readonly Finding[];
}

/** Findings by rule: the worst rule first, then the one with the most findings, then by name. */
export function groupByRule(findings: Iterable<Finding>): FindingGroup[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.rule);
    if (group === undefined) groups.set(finding.rule, [finding]);
    else group.push(finding);
  }
  return [...groups]
    .map(([rule, list]) => ({ rule, findings: list, severity: worstOf(list) }))
    .sort((a, b) => rank(b.severity) - rank(a.severity) || b.findings.length - a.findings.length || (a.rule < b.rule ? -1 : 1));
}

function worstOf(findings: readonly Finding[]): Severity {
  let worst: Severity = 'info';
  for (const { severity } of findings) if (rank(severity) > rank(worst)) worst = severity;
  return worst;
}

function rank(severity: Severity): number {
  return severities.indexOf(severity);
}
