import { hash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { pageParts } from '../../src/cli/page-parts.ts';
import { reporter } from '../../src/reporters/html.ts';
import type { IdentityRow, StepRow } from '../../src/reporters/html-rows.ts';
import type { Report } from '../../src/reporters/report.ts';
import { expectGolden } from './golden.ts';
import { hostileName, quietReport, sampleReport, withEveryString } from './sample-report.ts';

const render = (report: Report, page?: () => ReturnType<typeof pageParts>): string =>
  [...reporter.render(report, { color: false, ...(page === undefined ? {} : { page }) })].join('');

/** What is read without a script: the golden file leaves out the style and the data. */
const still = (html: string): string =>
  html.replace(/<style>[\s\S]*?<\/style>/, '<style></style>').replace(/<script[\s\S]*?<\/script>\n/g, '');

describe('html', () => {
  test.each([
    ['html.html', sampleReport],
    ['html-quiet.html', quietReport],
  ])('%s', (name, report) => expectGolden(name, still(render(report))));

  test('lets only the script of the page run, and loads nothing', () => {
    const html = render(sampleReport, pageParts);
    const script = /<script>([\s\S]*)<\/script>\n<\/body>/.exec(html)?.[1] ?? '';
    expect(script.length).toBeGreaterThan(100_000);
    expect(html).toContain(`script-src 'sha256-${hash('sha256', script, 'base64')}';`);
    expect(html).toContain("default-src 'none'");
    expect(still(html)).not.toMatch(/<(?:img|link|iframe|object|embed)\b|\ssrc=|url\(/);
  });

  test('holds hostile names as text alone', () => {
    const html = render(
      withEveryString(sampleReport, (text) => `${text}"><img src=x onerror=alert(1)>${hostileName}</script><script>alert(2)</script>`),
      pageParts,
    );
    const tags = still(html).match(/<\/?[a-z][a-z0-9]*/gi) ?? [];
    expect(new Set(tags.map((tag) => tag.toLowerCase()))).not.toContain('<img');
    expect(html.match(/<script\b/g)).toHaveLength((html.match(/<script type="application\/gzip"/g)?.length ?? 0) + 1);
    expect(still(html)).not.toMatch(/<[^>]*\son[a-z]+=/);
  });

  test('hands over every record, packed or not', () => {
    const rows = (html: string, unpack: (text: string) => string): IdentityRow[] =>
      [...html.matchAll(/<script type="[^"]+" data-rows="identities">([\s\S]*?)<\/script>/g)].flatMap(
        (m) => JSON.parse(unpack(m[1] ?? '')) as IdentityRow[],
      );
    const packed = rows(render(sampleReport, pageParts), (text) => gunzipSync(Buffer.from(text, 'base64')).toString('utf8'));
    expect(packed.map((row) => row[0])).toEqual(sampleReport.identities.map((i) => i.id));
    expect(rows(render(sampleReport), (text) => text)).toEqual(packed);
  });

  test('names each place of a step once', () => {
    const [path] = sampleReport.paths;
    const [step] = path?.steps ?? [];
    if (path === undefined || step === undefined) throw new Error('no path');
    const twice = { ...path, steps: [{ ...step, evidence: [...step.evidence, ...step.evidence] }] };
    const html = render({ ...sampleReport, paths: [twice] });
    const rows = JSON.parse(/data-rows="steps">([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '') as StepRow[];
    const places = rows[0]?.[4] ?? [];
    expect(places).toEqual([...new Set(places)]);
  });

  test('tells of every entry of both Top Tens, in one of four states', () => {
    const html = still(render(sampleReport));
    for (const [id, state] of [
      ['NHI5:2025', 'failing'],
      ['NHI1:2025', 'no rule'],
      ['ASI01', 'no rule'],
    ]) {
      expect(new RegExp(`>${id}</a>[^\\n]*?<span class="state [^"]+">([^<]+)</span>`).exec(html)?.[1]).toBe(state);
    }
    const passing = { ...sampleReport, findings: [], rules: sampleReport.rules.map((r) => ({ ...r, fail: 0, pass: 1, unknown: 0 })) };
    expect(still(render(passing))).toMatch(/NHI5:2025<\/a>[^\n]*<span class="state covered">/);
    const blind = { ...sampleReport, findings: [], rules: sampleReport.rules.map((r) => ({ ...r, fail: 0, pass: 0, unknown: 1 })) };
    expect(still(render(blind))).toMatch(/NHI5:2025<\/a>[^\n]*<span class="state not-seen">/);
  });
});
