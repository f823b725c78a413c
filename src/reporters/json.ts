import { inertJson } from './escape.ts';
import {
  comparisonRecord,
  credentialRecord,
  edgeRecord,
  evidenceRecord,
  findingRecord,
  identityRecord,
  pathRecord,
  ruleRecord,
  sourceRecord,
  workloadRecord,
} from './json-records.ts';
import type { Report } from './report.ts';
import type { Reporter } from './reporter.ts';

/**
 * `nhi-report/1`, described by nhi-report-1.schema.json. The top level is indented and every record stands on a line of its own,
 * so that line tools work on it and nothing larger than a record is held as text.
 */
export const reporter: Reporter = {
  format: 'json',
  summary: 'everything, as nhi-report/1',
  *render(report) {
    yield `{\n  "schema": "nhi-report/1",\n  "tool": ${inertJson(toolRecord(report))},\n`;
    yield `  "scan": {\n    "startedAt": ${inertJson(report.scan.startedAt)},\n    "finishedAt": ${inertJson(report.scan.finishedAt)},\n    "now": ${inertJson(report.scan.now)},\n`;
    yield* list('    ', 'sources', report.scan.sources, sourceRecord);
    yield '\n  },\n';
    yield* summary(report);
    yield* list('  ', 'identities', report.identities, identityRecord);
    yield ',\n';
    yield* list('  ', 'credentials', report.credentials, credentialRecord);
    yield ',\n';
    yield* list('  ', 'workloads', report.workloads, workloadRecord);
    yield ',\n';
    yield* list('  ', 'edges', report.edges, edgeRecord);
    yield ',\n';
    yield* list('  ', 'paths', report.paths, pathRecord);
    yield ',\n';
    yield* list('  ', 'findings', report.findings, findingRecord);
    yield ',\n';
    yield* list('  ', 'rules', report.rules, ruleRecord);
    yield `,\n  "comparison": ${inertJson(report.comparison === undefined ? null : comparisonRecord(report.comparison))}\n}\n`;
  },
};

function* list<T>(indent: string, name: string, values: readonly T[], record: (value: T) => unknown): Iterable<string> {
  yield `${indent}"${name}": [`;
  let separator = '\n';
  for (const value of values) {
    yield `${separator}${indent}  ${inertJson(record(value))}`;
    separator = ',\n';
  }
  yield values.length === 0 ? ']' : `\n${indent}]`;
}

function toolRecord({ tool }: Report): unknown {
  return { name: tool.name, version: tool.version, url: tool.url };
}

function* summary({ summary: s }: Report): Iterable<string> {
  const parts = {
    identities: s.identities,
    byPlane: sorted(s.byPlane),
    byNature: sorted(s.byNature),
    byLevel: sorted(s.byLevel),
    agents: s.agents,
    credentials: s.credentials,
    findings: {
      critical: s.findings.critical,
      high: s.findings.high,
      medium: s.findings.medium,
      low: s.findings.low,
      info: s.findings.info,
    },
    unknown: s.unknown,
    suppressed: s.suppressed,
    gaps: s.gaps,
    privileged: {
      assessed: s.privileged.assessed,
      privileged: s.privileged.privileged,
      notAssessable: s.privileged.notAssessable,
    },
    chokePoints: {
      identities: s.chokePoints.identities,
      cuts: s.chokePoints.cuts.map((c) => ({ what: c.what, losing: c.losing, evidence: c.evidence.map(evidenceRecord) })),
    },
    rules: { run: s.rules.run, failed: s.rules.failed, passed: s.rules.passed, unknown: s.rules.unknown },
  } satisfies { [K in keyof typeof s]: unknown };
  const lines = Object.entries(parts).map(([name, value]) => `    "${name}": ${inertJson(value)}`);
  yield `  "summary": {\n${lines.join(',\n')}\n  },\n`;
}

function sorted(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
