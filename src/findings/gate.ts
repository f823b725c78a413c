import type { SourceStatus } from '../inventory/fragment.ts';
import { type Finding, type Severity, severities } from './finding.ts';

export interface GateOptions {
  /** The lowest severity that fails the run; `none`: no finding does. */
  readonly failOn: Severity | 'none';
  /** Sources that could not be seen well enough do not fail the run. */
  readonly allowGaps: boolean;
}

/**
 * The exit code of a scan that ran: 0 nothing at or above the level, 1 a failure at or above it, 3 none, but a source could
 * not be seen well enough to say so. Findings win over gaps, and `none` does not hide gaps. Code 2, could not run, is not
 * decided here.
 * @param findings only those that count: findings of a baseline are left out by the caller.
 */
export function gate(findings: Iterable<Finding>, sources: Iterable<SourceStatus>, { failOn, allowGaps }: GateOptions): 0 | 1 | 3 {
  if (failOn !== 'none') {
    const level = severities.indexOf(failOn);
    for (const { status, severity } of findings) {
      if (status === 'fail' && severities.indexOf(severity) >= level) return 1;
    }
  }
  if (!allowGaps) {
    for (const { status } of sources) if (status !== 'complete') return 3;
  }
  return 0;
}
