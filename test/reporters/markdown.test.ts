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

test('what was not seen is listed, folded, bounded and inert', () => {
  const { comparison } = sampleReport;
  const [known] = comparison?.unseen ?? [];
  if (comparison === undefined || known === undefined) throw new Error('nothing unseen');
  const unseen = Array.from({ length: 70 }, (_, n) => ({ ...known, fingerprint: String(n), title: `</details><b>[x](y) ${n}` }));
  const comment = [...reporter.render({ ...sampleReport, comparison: { ...comparison, unseen } }, { color: false })].join('');
  expect(comment).toContain('<details>\n<summary>70 not seen this time');
  expect(comment).toMatch(/\n- and 20 more\n\n<\/details>\n/);
  expect(comment.match(/<\/?details>/g)).toHaveLength(2);
  expect(comment).not.toMatch(/<b>|(?<!\\)\]\(/);
});
