import { matchesGlob } from '../glob.ts';
import { type Certainty, certainties, type Path } from '../graph/graph.ts';
import type { SourceStatus } from '../inventory/fragment.ts';
import { type Finding, type Severity, severities } from './finding.ts';

export type FailLevel = Severity | 'none';

/** How many failures of some rules are borne: more than `atMost`, from severity `at` on, fail the run. Nothing else decides on them. */
export interface RuleThreshold {
  /** Pattern for rule ids. */
  readonly rule: string;
  readonly at?: Severity;
  readonly atMost: number;
  /** Where it stands: `.nhi.yaml:12`. */
  readonly place: string;
}

/** How many paths from some identities to others are borne, of a certainty or a higher one. */
export interface PathThreshold {
  /** Patterns for ids or names. As for `nhi path`, `admin` is every end, and `aws-admin/ACCOUNT` a class of them. */
  readonly from: string;
  readonly to: string;
  readonly certainty: Certainty;
  readonly atMost: number;
  readonly place: string;
}

export interface GateOptions {
  /** The lowest severity that fails the run; `none`: no finding does. */
  readonly failOn: FailLevel;
  /** What sets that level; without it, `--fail-on`. */
  readonly levelOption?: '--fail-on' | '--fail-on-new';
  /** The same for findings that a baseline holds. Absent: they fail it as others do. */
  readonly failOnKnown?: FailLevel;
  readonly rules?: readonly RuleThreshold[];
  readonly paths?: readonly PathThreshold[];
  /** Sources that could not be seen well enough do not fail the run. */
  readonly allowGaps: boolean;
}

/** What is judged. */
export interface Gated {
  readonly findings: readonly Finding[];
  readonly paths: readonly Path[];
  readonly sources: readonly SourceStatus[];
  readonly nameOf: (id: string) => string;
}

export interface Outcome {
  /**
   * 0 nothing that fails the run, 1 something that does, 3 nothing, but a source could not be seen well enough to say so.
   * Findings win over gaps, and `none` does not hide gaps. Code 2, could not run, is not decided here.
   */
  readonly code: 0 | 1 | 3;
  /** Why it is not 0, one line each. */
  readonly reasons: readonly string[];
}

/** Decides whether a run that could be made fails. */
export function gate(gated: Gated, options: GateOptions): Outcome {
  const reasons = [...bySeverity(gated.findings, options), ...byRule(gated.findings, options), ...byPath(gated, options)];
  if (reasons.length > 0) return { code: 1, reasons };
  const unseen = options.allowGaps ? 0 : gated.sources.filter(({ status }) => status !== 'complete').length;
  if (unseen === 0) return { code: 0, reasons: [] };
  return { code: 3, reasons: [`${plural(unseen, 'source')} could not be seen well enough (--allow-gaps accepts that)`] };
}

/** Whether a severity is of a level or above it; nothing is of `none`. */
export function isAtLeast(severity: Severity, level: FailLevel): boolean {
  return level !== 'none' && severities.indexOf(severity) >= severities.indexOf(level);
}

function bySeverity(findings: readonly Finding[], { failOn, failOnKnown, levelOption = '--fail-on', rules = [] }: GateOptions): string[] {
  const reach = (level: FailLevel, of: readonly Finding[]): number => of.filter((f) => isAtLeast(f.severity, level)).length;
  const failed = findings.filter((f) => f.status === 'fail' && !rules.some(({ rule }) => matchesGlob(rule, f.rule)));
  if (failOnKnown === undefined) return reason(reach(failOn, failed), 'finding', failOn, levelOption);
  const known = failed.filter((f) => f.change === 'known');
  const others = failed.filter((f) => f.change !== 'known');
  return [
    ...reason(reach(failOn, others), 'new or worse finding', failOn, levelOption),
    ...reason(reach(failOnKnown, known), 'known finding', failOnKnown, '--fail-on'),
  ];
}

function reason(n: number, what: string, level: FailLevel, option: string): string[] {
  const severity = level === 'info' ? '' : level === 'critical' ? ' of critical severity' : ` of ${level} severity or above`;
  return n === 0 ? [] : [`${plural(n, what)}${severity} (${option} ${level})`];
}

function byRule(findings: readonly Finding[], { rules = [] }: GateOptions): string[] {
  return rules.flatMap(({ rule, at = 'info', atMost, place }) => {
    const n = findings.filter(
      (f) => f.status === 'fail' && severities.indexOf(f.severity) >= severities.indexOf(at) && matchesGlob(rule, f.rule),
    ).length;
    return n > atMost ? [`${plural(n, 'finding')} of ${rule}, ${atMost} are borne (${place})`] : [];
  });
}

function byPath({ paths, nameOf }: Gated, { paths: thresholds = [] }: GateOptions): string[] {
  const matches = (pattern: string, id: string): boolean =>
    matchesGlob(pattern, id) || matchesGlob(pattern, nameOf(id)) || (id.startsWith('class:') && matchesGlob(pattern, id.slice(6)));
  const isEnd = (pattern: string, id: string): boolean => pattern === 'admin' || matches(pattern, id);
  return thresholds.flatMap(({ from, to, certainty, atMost, place }) => {
    const n = paths.filter(
      (path) => certainties.indexOf(path.certainty) <= certainties.indexOf(certainty) && matches(from, path.from) && isEnd(to, path.to),
    ).length;
    return n > atMost ? [`${plural(n, 'path')} from ${from} to ${to}, ${atMost} are borne (${place})`] : [];
  });
}

function plural(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}
