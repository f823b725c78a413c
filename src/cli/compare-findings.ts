import { type Baseline, type Comparison, compareWithBaseline } from '../findings/baseline.ts';
import type { Finding } from '../findings/finding.ts';
import type { Report } from '../reporters/report.ts';
import type { Prepared } from './prepare.ts';

/** An analysis whose failures are marked as new, worse or known, and what of the baseline is gone. */
export function withBaseline(
  { report }: Pick<Prepared, 'report'>,
  baseline: Baseline,
): { readonly findings: readonly Finding[]; readonly report: Report; readonly comparison: Comparison } {
  const seen = new Set([...report.identities, ...report.credentials, ...report.workloads].map(({ id }) => id));
  const looked = {
    sources: report.scan.sources,
    rules: new Set(report.rules.map((r) => r.id)),
    has: (id: string) => seen.has(id),
  };
  const marked = compareWithBaseline(report.findings, baseline, looked);
  return {
    findings: marked.findings,
    comparison: marked.comparison,
    report: { ...report, findings: marked.findings, comparison: marked.comparison },
  };
}
