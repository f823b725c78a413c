import { describe, expect, it } from 'vitest';
import type { Finding, Severity } from '../../src/findings/finding.ts';
import { displayWidth } from '../../src/reporters/layout.ts';
import type { Report } from '../../src/reporters/report.ts';
import type { RenderOptions } from '../../src/reporters/reporter.ts';
import { reporter } from '../../src/reporters/table.ts';
import { expectGolden } from './golden.ts';
import { quietReport, sampleReport } from './sample-report.ts';

function render(report: Report, options: RenderOptions): string {
  return [...reporter.render(report, options)].join('');
}

describe('table', () => {
  it.each([
    ['table-60.txt', { width: 60, color: false }],
    ['table-100.txt', { width: 100, color: false }],
    ['table-100-color.txt', { width: 100, color: true }],
    ['table-piped.txt', { color: false }],
  ] satisfies [string, RenderOptions][])('%s', (name, options) => {
    expectGolden(name, render(sampleReport, options));
  });

  it('uses ASCII only where the output is not a terminal and the names are ASCII', () => {
    expect(render(sampleReport, { color: false })).toMatch(/^[\n -~]*$/);
  });

  it.each([60, 80, 120])('keeps to %i columns, but never breaks a word', (width) => {
    const lines = render(sampleReport, { width, color: false }).split('\n');
    const tooWide = lines.filter((line) => displayWidth(line) > width);
    for (const line of tooWide) expect(line).toMatch(/^(\s*|\s*- |\s*fix: | {2}(confirmed|conditional|possible) +)\S+$/);
  });

  it('never calls anything clean, secure or safe', () => {
    for (const report of [quietReport, sampleReport]) {
      expect(render(report, { width: 100, color: false })).not.toMatch(/\b(clean|secure|safe|all good|no issues|no problems)\b/i);
    }
    expectGolden('table-quiet.txt', render(quietReport, { width: 100, color: false }));
  });

  it('says so when a quiet scan did not see everything', () => {
    const { scan } = sampleReport;
    const text = render({ ...quietReport, scan }, { width: 100, color: false });
    expect(text).toContain('No rule failed');
    expect(text).toContain('Not the whole picture: 2 sources could be read only in part.');
    expect(text).toContain('shown by iam:GenerateCredentialReport');
  });

  it('does not say that no rule failed where what failed is suppressed', () => {
    const findings = sampleReport.findings.filter((f) => f.status === 'suppressed');
    const text = render({ ...quietReport, findings, summary: { ...quietReport.summary, suppressed: 1 } }, { width: 100, color: false });
    expect(text).toContain('No finding besides the suppressed ones: 31 rules');
    expect(text).not.toContain('No rule failed');
  });

  it('counts what it leaves out', () => {
    const failed = sampleReport.findings.filter((f) => f.status === 'fail');
    const findings = Array.from({ length: 30 }, (_, n) => failed.map((f) => ({ ...f, rule: `${f.rule}-${n % 5}` }))).flat();
    const text = render({ ...sampleReport, findings }, { width: 160, color: false });
    const numbers = (pattern: RegExp): number[] => [...text.matchAll(pattern)].map((match) => Number(match[1]));
    const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
    const perGroup = numbers(/^ {2}(?:critical|high|medium|low|info) .*(?:, |rules \()(\d+)(?: more)?(?:: [^)]*)?\)$/gm);
    expect(sum(perGroup)).toBe(findings.length);
    const examples = text.split('\n').filter((line) => line.startsWith('            - ')).length;
    expect(examples + sum(numbers(/^ {12}…and (\d+) more$/gm))).toBe(sum(perGroup.slice(0, 8)));
  });

  describe('findings about one identity', () => {
    const [one] = sampleReport.findings.filter((f) => f.status === 'fail');
    if (one === undefined) throw new Error('the sample has no finding');
    const about = (identity: string, rule: string, severity: Severity): Finding => ({
      ...one,
      identity,
      rule,
      severity,
      message: `${rule} of ${identity}`,
    });
    const headings = (findings: readonly Finding[], all = false): string[] =>
      render({ ...sampleReport, findings }, { width: 160, color: false, all })
        .split('\n')
        .filter((line) => /^ {2}(?:critical|high|medium|low|info) /.test(line))
        .map((line) => line.trim().replace(/ +/g, ' '));

    it('stand in one block where several rules failed', () => {
      const idle = ['a', 'b', 'c', 'd', 'e', 'f'].map((rule, i) => about('idle', rule, i === 2 ? 'critical' : 'medium'));
      const others = [about('x', 'a', 'high'), about('y', 'a', 'high'), about('y', 'b', 'medium')];
      expect(headings([...others, ...idle])).toEqual([
        'critical idle: findings of several rules (6: 1 critical, 5 medium)',
        `high ${one.title} (a, 2 more)`,
        `medium ${one.title} (b, 1 more)`,
      ]);
    });

    it('stand by rule where there are too many identities for one screen', () => {
      const findings = Array.from({ length: 50 }, (_, i) => ['a', 'b', 'c'].map((rule) => about(`i${i}`, rule, 'high'))).flat();
      expect(headings(findings)).toHaveLength(6);
      expect(headings(findings, true)).toHaveLength(50);
    });
  });

  it('says whom a waiver is about, and why', () => {
    const [first] = sampleReport.findings.filter((f) => f.status === 'suppressed');
    if (first === undefined) throw new Error('the sample has no waiver');
    const findings = Array.from({ length: 7 }, (_, i) => ({
      ...first,
      identity: `job-${i}`,
      suppression: { reason: `ticket ${i}`, expires: '2027-01-01' },
    }));
    const text = render({ ...sampleReport, findings, nameOf: (id) => id }, { width: 160, color: false });
    expect(text).toContain(`7 findings suppressed by the configuration\n  - job-0, ${first.rule}, until 2027-01-01: ticket 0\n`);
    expect(text).toContain('  - job-4, ');
    expect(text).not.toContain('job-5');
    expect(text).toContain('…and 2 more');
  });
});
