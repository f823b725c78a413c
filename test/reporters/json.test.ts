import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inertJson } from '../../src/reporters/escape.ts';
import { reporter } from '../../src/reporters/json.ts';
import { verdictInWords, verdictOf } from '../../src/reporters/posture.ts';
import type { Report } from '../../src/reporters/report.ts';
import { expectGolden } from './golden.ts';
import { hostileName, quietReport, sampleReport } from './sample-report.ts';

const schema: object = JSON.parse(readFileSync(new URL('../../src/reporters/nhi-report-1.schema.json', import.meta.url), 'utf8'));
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(schema);

function render(report: Report): string {
  return [...reporter.render(report, { color: false })].join('');
}

function errorsOf(value: unknown): unknown[] {
  validate(value);
  return validate.errors ?? [];
}

describe('json', () => {
  it('renders the sample', () => expectGolden('report.json', render(sampleReport)));

  it.each([
    ['sample', sampleReport],
    ['quiet', quietReport],
  ])('follows the published schema: %s', (_, report) => {
    expect(errorsOf(JSON.parse(render(report)))).toEqual([]);
  });

  it('keeps every record, with names as they are', () => {
    const read = JSON.parse(render(sampleReport)) as Record<string, readonly unknown[]>;
    for (const part of ['identities', 'credentials', 'workloads', 'edges', 'paths', 'findings'] as const) {
      expect(read[part]).toHaveLength(sampleReport[part].length);
    }
    expect(read.identities).toContainEqual(expect.objectContaining({ name: hostileName }));
    const shown = sampleReport.identities.map((i) => ({
      ...i,
      posture: { ...i.posture, verdict: verdictOf(i.posture), verdictText: verdictInWords(i.posture) },
    }));
    expect(read.identities).toEqual(JSON.parse(JSON.stringify(shown)));
  });

  it('does not depend on how records were made', () => {
    const turned = JSON.parse(JSON.stringify(sampleReport, (_, value: unknown) => reversed(value))) as Report;
    expect(render({ ...turned, nameOf: sampleReport.nameOf })).toBe(render(sampleReport));
  });

  it('is handed over in small pieces', () => {
    const [identity] = sampleReport.identities;
    const identities = Array.from({ length: 5000 }, () => identity).filter((i) => i !== undefined);
    const longest = Math.max(...[...reporter.render({ ...sampleReport, identities }, { color: false })].map((piece) => piece.length));
    expect(longest).toBeLessThan(10_000);
  });

  it('groups references by framework', () => {
    const read = JSON.parse(render(sampleReport)) as { findings: { frameworks: unknown }[] };
    expect(read.findings[0]?.frameworks).toEqual({
      owasp_nhi: [{ id: 'NHI5:2025', title: 'Overprivileged NHI' }],
      owasp_agentic: [{ id: 'ASI03', title: 'Identity and Privilege Abuse' }],
    });
  });
});

describe('the schema', () => {
  const good = (): Record<string, never> => JSON.parse(render(sampleReport)) as Record<string, never>;

  it.each<[string, (report: Record<string, never>) => unknown]>([
    ['another version', (r) => ({ ...r, schema: 'nhi-report/2' })],
    ['a field that is not published', (r) => ({ ...r, extra: true })],
    ['an identity without a level', (r) => ({ ...r, identities: [{ ...(r['identities']?.[0] ?? {}), power: {} }] })],
    ['a finding that passed', (r) => ({ ...r, findings: [{ ...(r['findings']?.[0] ?? {}), status: 'pass' }] })],
    ['an unknown plane', (r) => ({ ...r, identities: [{ ...(r['identities']?.[0] ?? {}), plane: 'mainframe' }] })],
    ['line 0', (r) => ({ ...r, workloads: [{ id: 'a', kind: 'b', name: 'c', identity: 'd', evidence: [{ source: '.', line: 0 }] }] })],
  ])('refuses %s', (_, change) => {
    expect(errorsOf(change(good()))).not.toEqual([]);
  });
});

describe('inertJson', () => {
  it('reads back as the same value and shows no character that does not show', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = inertJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|##/u);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(JSON.parse(inertJson(value))).toBe(value);
        expect(inertJson(value)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|##/u);
      }),
    );
  });
});

function reversed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).reverse());
}
