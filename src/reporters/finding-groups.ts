import { type Finding, type Severity, severities } from '../findings/finding.ts';
import { groupBy } from '../inventory/group-by.ts';

/** Findings that are read together: of one rule, or about one identity that several rules are about. */
export interface FindingGroup {
  readonly by: 'rule' | 'identity';
  /** The rule's or the identity's id. */
  readonly id: string;
  /** Of the worst finding. */
  readonly severity: Severity;
  /** In the order of the report: the worst first. */
  readonly findings: readonly Finding[];
  /** The rule has other findings, which stand with their identities. */
  readonly isRest: boolean;
}

/** From so many rules on, what is said of an identity is one matter. */
const rulesOfOne = 3;

/**
 * Findings in groups: those about an identity that several rules failed for stand together, for the worst such identities,
 * at most so many; the others stand by rule. The worst group first, then the one with the most findings, then by id.
 */
export function groupFindings(findings: readonly Finding[], identitiesAtMost: number): FindingGroup[] {
  const identities = worstIdentities(findings, identitiesAtMost);
  const taken = new Set(identities.flatMap((group) => group.findings));
  const rules = new Set([...taken].map((f) => f.rule));
  const rest = groupsOf(
    findings.filter((f) => !taken.has(f)),
    'rule',
    (f) => f.rule,
  ).map((group) => ({ ...group, isRest: rules.has(group.id) }));
  return [...identities, ...rest].sort(worstFirst);
}

/**
 * Identities that several rules failed for, at most so many. Those with a finding of the worst severity come before all others, and
 * mostly suffice: only where they do not are the others looked at.
 */
function worstIdentities(findings: readonly Finding[], atMost: number): FindingGroup[] {
  let found: FindingGroup[] = [];
  for (let least = atMost === Number.POSITIVE_INFINITY ? 0 : severities.length - 1; least >= 0 && found.length < atMost; least--) {
    const among = new Set<string>();
    for (const { severity, identity } of findings) if (identity !== undefined && rank(severity) >= least) among.add(identity);
    found = groupsOf(findings, 'identity', ({ identity }) => (identity !== undefined && among.has(identity) ? identity : undefined))
      .filter((group) => group.findings.length >= rulesOfOne && new Set(group.findings.map((f) => f.rule)).size >= rulesOfOne)
      .sort(worstFirst)
      .slice(0, atMost);
  }
  return found;
}

/** Findings by rule alone, in the same order. */
export function groupByRule(findings: Iterable<Finding>): FindingGroup[] {
  return groupsOf(findings, 'rule', (f) => f.rule).sort(worstFirst);
}

function groupsOf(findings: Iterable<Finding>, by: FindingGroup['by'], key: (finding: Finding) => string | undefined): FindingGroup[] {
  return [...groupBy(findings, key)].map(([id, list]) => ({ by, id, findings: list, severity: worstOf(list), isRest: false }));
}

function worstFirst(a: FindingGroup, b: FindingGroup): number {
  return rank(b.severity) - rank(a.severity) || b.findings.length - a.findings.length || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function worstOf(findings: readonly Finding[]): Severity {
  let worst: Severity = 'info';
  for (const { severity } of findings) if (rank(severity) > rank(worst)) worst = severity;
  return worst;
}

function rank(severity: Severity): number {
  return severities.indexOf(severity);
}
