import { expect, test } from 'vitest';
import { gate } from '../../src/findings/gate.ts';
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
  expect(gate(found[findings], [source('complete'), source(status)], { failOn, allowGaps })).toBe(code);
});

test('nothing scanned has no gaps', () => {
  expect(gate([], [], { failOn: 'high', allowGaps: false })).toBe(0);
});
