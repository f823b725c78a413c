import { describe, expect, it } from 'vitest';
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
    const perRule = numbers(/^ {2}(?:critical|high|medium|low|info) .*, (\d+)(?:: [^)]*)?\)$/gm);
    expect(perRule).toHaveLength(15);
    expect(sum(perRule)).toBe(findings.length);
    const examples = text.split('\n').filter((line) => line.startsWith('            - ')).length;
    expect(examples + sum(numbers(/^ {12}…and (\d+) more$/gm))).toBe(sum(perRule.slice(0, 8)));
  });
});
