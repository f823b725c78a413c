import { describe, expect, test } from 'vitest';
import { type Baseline, compareWithBaseline, knownFindings, type Looked, sourceOfFinding } from '../../src/findings/baseline.ts';
import type { Finding } from '../../src/findings/finding.ts';
import type { SourceStatus } from '../../src/inventory/fragment.ts';
import { failure } from './findings.ts';

const source = (status: SourceStatus['status'], plane: SourceStatus['plane'] = 'aws', scope = '1'): SourceStatus => ({
  source: plane,
  plane,
  scope,
  status,
  identities: 0,
  requests: 0,
  gaps: [],
});
const baselineOf = (...findings: readonly Finding[]): Baseline => ({
  name: 'base.json',
  now: '2026-11-01T00:00:00Z',
  findings: knownFindings(findings, () => ({ plane: 'aws', scope: '1' })),
});
const looked: Looked = { sources: [source('complete')], rules: new Set([failure.rule]), has: () => false };

test('a baseline keeps failures alone, in the order of fingerprints', () => {
  const kept = knownFindings(
    [
      { ...failure, fingerprint: 'b' },
      { ...failure, fingerprint: 'a' },
      { ...failure, fingerprint: 'c', status: 'unknown' },
      { ...failure, fingerprint: 'd', status: 'suppressed' },
    ],
    () => ({ plane: 'aws', scope: '1' }),
  );
  expect(kept.map((f) => f.fingerprint)).toEqual(['a', 'b']);
});

describe('a failure', () => {
  test.each([
    ['that the baseline lacks is new', [], failure, 'new'],
    ['that it holds is known', [failure], failure, 'known'],
    ['that it holds with a lower severity is worse', [{ ...failure, severity: 'low' as const }], failure, 'worse'],
    ['that it holds with a higher severity is known', [{ ...failure, severity: 'critical' as const }], failure, 'known'],
    ['that is waived has no change', [failure], { ...failure, status: 'suppressed' as const }, undefined],
  ] as const)('%s', (_, before, finding, change) => {
    const { findings, comparison } = compareWithBaseline([finding], baselineOf(...before), looked);
    expect(findings[0]?.change).toBe(change);
    expect(comparison.gone).toEqual([]);
  });
});

describe('a failure of the baseline that is not repeated', () => {
  test.each<[string, Partial<Looked>, readonly Finding[], 'gone' | 'unseen']>([
    ['is gone where its plane was read whole', {}, [], 'gone'],
    ['is unseen where its plane was read in part', { sources: [source('partial')] }, [], 'unseen'],
    ['is gone where its subject was seen all the same', { sources: [source('partial')], has: (id) => id === failure.subject }, [], 'gone'],
    [
      'of a key is unseen where its user alone was seen',
      { sources: [source('partial')], has: (id) => id === failure.identity },
      [],
      'unseen',
    ],
    ['is unseen where another account of its plane was read', { sources: [source('complete', 'aws', '2')] }, [], 'unseen'],
    ['is unseen where another account was read in part', { sources: [source('complete'), source('partial', 'aws', '2')] }, [], 'unseen'],
    ['is unseen where its plane was not read', { sources: [source('complete', 'gcp')] }, [], 'unseen'],
    ['is unseen where its rule did not run', { rules: new Set() }, [], 'unseen'],
    ['is unseen where its rule could not be decided', {}, [{ ...failure, status: 'unknown' }], 'unseen'],
  ])('%s', (_, more, findings, expected) => {
    const { comparison } = compareWithBaseline(findings, baselineOf(failure), { ...looked, ...more });
    expect([comparison.gone.length, comparison.unseen.length]).toEqual(expected === 'gone' ? [1, 0] : [0, 1]);
  });
});

test.each([
  ['its own evidence', { identity: 'aws:iam-user/1/ci', evidence: [{ source: 'gcp' }] }, 'gcp'],
  ['the evidence of its identity', { identity: 'aws:iam-user/1/ci', evidence: [] }, 'aws'],
  ['nothing', { identity: 'unknown', evidence: [] }, ''],
] as const)('the source of a finding comes from %s', (_, more, plane) => {
  const sources = [source('complete', 'gcp'), source('complete', 'aws')];
  const seenBy = sourceOfFinding(sources, (id) => (id.startsWith('aws:') ? [{ source: 'aws' }] : []));
  expect(seenBy({ ...failure, ...more })).toEqual({ plane, scope: plane === '' ? '' : '1' });
});
