import { expect, test } from 'vitest';
import { reporter } from '../../src/reporters/markdown.ts';
import { sampleReport } from './sample-report.ts';

const [failure] = sampleReport.findings.filter((f) => f.status === 'fail');

test('more findings than a comment holds leave room for what was not seen and the worst paths', () => {
  if (failure === undefined) throw new Error('no failure');
  const { comparison: _, ...report } = sampleReport;
  const findings = Array.from({ length: 2_000 }, (__, n) => ({ ...failure, fingerprint: String(n) }));
  const comment = [...reporter.render({ ...report, findings }, { color: false })].join('');
  expect(comment.length).toBeLessThan(65_536);
  expect(comment).toContain('### Worst paths');
  expect(comment).toContain('### Not seen');
  const told = comment.split('\n').filter((line) => line.startsWith(`| ${failure.severity} `)).length;
  expect(told).toBeGreaterThan(100);
  expect(comment).toContain(`_And ${2_000 - told} findings more: see the full report._`);
});
