import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/findings/finding.ts';
import { gate } from '../../src/findings/gate.ts';
import type { Path } from '../../src/graph/graph.ts';
import type { SourceStatus } from '../../src/inventory/fragment.ts';
import { failure } from './findings.ts';

const source = (status: SourceStatus['status']): SourceStatus => ({
  source: '.',
  plane: 'repository',
  scope: '',
  status,
  identities: 0,
  requests: 0,
  gaps: [],
});
const found = {
  none: [],
  high: [failure],
  low: [{ ...failure, severity: 'low' }],
  unknown: [{ ...failure, status: 'unknown' }],
  suppressed: [{ ...failure, status: 'suppressed' }],
} as const;

test.each([
  // findings, source, fail on, allow gaps, code
  ['none', 'complete', 'high', false, 0],
  ['none', 'partial', 'high', false, 3],
  ['none', 'failed', 'high', false, 3],
  ['none', 'partial', 'high', true, 0],
  ['none', 'partial', 'none', false, 3],
  ['none', 'partial', 'none', true, 0],
  ['high', 'complete', 'high', false, 1],
  ['high', 'complete', 'critical', false, 0],
  ['high', 'complete', 'info', false, 1],
  ['high', 'complete', 'none', false, 0],
  ['high', 'partial', 'high', false, 1],
  ['high', 'partial', 'critical', false, 3],
  ['high', 'partial', 'none', false, 3],
  ['low', 'complete', 'high', false, 0],
  ['low', 'complete', 'low', false, 1],
  ['unknown', 'complete', 'info', false, 0],
  ['suppressed', 'complete', 'info', false, 0],
  ['suppressed', 'partial', 'info', false, 3],
] as const)('%s findings, %s source, fail on %s, allow gaps %s: %i', (findings, status, failOn, allowGaps, code) => {
  const gated = { findings: found[findings], paths: [], sources: [source('complete'), source(status)], nameOf: (id: string) => id };
  const outcome = gate(gated, { failOn, allowGaps });
  expect(outcome.code).toBe(code);
  expect(outcome.reasons).toHaveLength(code === 0 ? 0 : 1);
});

const nothing = { findings: [], paths: [], sources: [], nameOf: (id: string) => id };

test('nothing scanned has no gaps', () => {
  expect(gate(nothing, { failOn: 'high', allowGaps: false })).toEqual({ code: 0, reasons: [] });
});

const changed = (change: Finding['change'], severity: Finding['severity']): Finding => ({
  ...failure,
  severity,
  ...(change ? { change } : {}),
});

test.each([
  // findings, fail on, fail on known, reasons
  [[changed('known', 'critical')], 'high', 'none', []],
  [[changed('known', 'critical')], 'low', 'critical', ['1 known finding of critical severity (--fail-on critical)']],
  [[changed('new', 'medium')], 'medium', 'none', ['1 new or worse finding of medium severity or above (--fail-on-new medium)']],
  [[changed('worse', 'high'), changed('new', 'low')], 'info', 'none', ['2 new or worse findings (--fail-on-new info)']],
  [[changed('new', 'low'), changed('known', 'low')], 'medium', 'medium', []],
] as const)('%j, fail on %s, known ones on %s: %j', (findings, failOn, failOnKnown, reasons) => {
  expect(gate({ ...nothing, findings }, { failOn, failOnKnown, levelOption: '--fail-on-new', allowGaps: false }).reasons).toEqual(reasons);
});

describe('a threshold for rules', () => {
  const twice = { ...nothing, findings: [failure, { ...failure, severity: 'low' as const }] };
  test.each([
    [{ rule: 'acme-*', atMost: 2 }, []],
    [{ rule: 'acme-*', atMost: 1 }, ['2 findings of acme-*, 1 are borne (.nhi.yaml:3)']],
    [{ rule: 'acme-*', atMost: 1, at: 'high' as const }, []],
    [{ rule: 'acme-*', atMost: 0, at: 'high' as const }, ['1 finding of acme-*, 0 are borne (.nhi.yaml:3)']],
    [{ rule: 'other', atMost: 0 }, ['1 finding of high severity or above (--fail-on high)']],
  ])('%j', (threshold, reasons) => {
    const rules = [{ place: '.nhi.yaml:3', ...threshold }];
    expect(gate(twice, { failOn: 'high', rules, allowGaps: false }).reasons).toEqual(reasons);
  });
});

describe('a threshold for paths', () => {
  const path = (certainty: Path['certainty']): Path => ({ from: 'agent:1', to: 'class:aws-admin/1', level: 'admin', certainty, steps: [] });
  const gated = {
    ...nothing,
    paths: [path('confirmed'), path('possible')],
    nameOf: (id: string) => (id === 'agent:1' ? 'Claude Code' : 'administrator of 1'),
  };
  test.each([
    [{ from: 'Claude*', to: '*', certainty: 'confirmed' as const, atMost: 0 }, 1],
    [{ from: 'agent:*', to: 'administrator*', certainty: 'confirmed' as const, atMost: 1 }, 0],
    [{ from: 'agent:*', to: '*', certainty: 'possible' as const, atMost: 1 }, 1],
    [{ from: '*', to: 'admin', certainty: 'confirmed' as const, atMost: 0 }, 1],
    [{ from: '*', to: 'aws-admin/1', certainty: 'confirmed' as const, atMost: 0 }, 1],
    [{ from: '*', to: 'aws-admin/2', certainty: 'confirmed' as const, atMost: 0 }, 0],
    [{ from: 'Cursor', to: '*', certainty: 'possible' as const, atMost: 0 }, 0],
  ])('%j', (threshold, code) => {
    const paths = [{ place: '.nhi.yaml:9', ...threshold }];
    expect(gate(gated, { failOn: 'none', paths, allowGaps: false }).code).toBe(code);
  });
});
