import { describe, expect, test } from 'vitest';
import { suppress, type Waiver } from '../../src/findings/suppress.ts';
import { failure } from './findings.ts';

const now = '2026-03-31T23:59:59.000Z';
const waiver: Waiver = {
  rule: 'acme-key-old',
  identity: '*/ci',
  reason: 'Known',
  owner: 'web',
  expires: '2026-03-31',
  place: '.nhi.yaml:4',
};
const run = (change: Partial<Waiver>, finding = failure, at = now) => suppress([finding], [{ ...waiver, ...change }], at, () => 'ci');

test('a waiver marks the finding and keeps it', () => {
  expect(run({})).toEqual({
    findings: [{ ...failure, status: 'suppressed', suppression: { reason: 'Known', owner: 'web', expires: '2026-03-31' } }],
    notes: [],
  });
});

describe('what a waiver covers', () => {
  const { identity: _, ...bySubject } = waiver;
  test.each([
    ['the name of the identity', { identity: 'ci' }, true],
    ['another identity', { identity: 'cd' }, false],
    ['another rule', { rule: 'acme-other' }, false],
    ['identity and subject', { subject: 'aws:access-key/*' }, true],
    ['identity, but another subject', { subject: 'aws:access-key/AKIA2' }, false],
  ])('%s', (_name, change, covered) => {
    expect(run(change).findings[0]?.status).toBe(covered ? 'suppressed' : 'fail');
  });

  test('a subject alone', () => {
    const { findings } = suppress([failure], [{ ...bySubject, subject: '*AKIA?' }], now);
    expect(findings[0]?.status).toBe('suppressed');
  });

  test('not what is unknown: nobody can accept what was not seen', () => {
    expect(run({}, { ...failure, status: 'unknown' }).findings[0]?.status).toBe('unknown');
  });

  test('not a finding without an identity, by identity', () => {
    const { identity: _, ...nobody } = failure;
    expect(run({ identity: '*' }, nobody).findings[0]?.status).toBe('fail');
  });
});

test('an expired waiver suppresses nothing and is told', () => {
  expect(run({}, failure, '2026-04-01T00:00:00.000Z')).toEqual({
    findings: [failure],
    notes: ['.nhi.yaml:4: the waiver for acme-key-old expired on 2026-03-31 and suppresses nothing'],
  });
});

test('a waiver that matches nothing, or has no end, is told', () => {
  expect(run({ identity: 'nobody' }).notes).toEqual(['.nhi.yaml:4: the waiver for acme-key-old matches no finding']);
  const { expires: _, ...endless } = waiver;
  const { findings, notes } = suppress([failure], [endless], now);
  expect(findings[0]?.suppression).toEqual({ reason: 'Known', owner: 'web' });
  expect(notes).toEqual(['.nhi.yaml:4: the waiver for acme-key-old never expires; give it "expires"']);
  const { owner: __, ...nobodys } = endless;
  expect(suppress([failure], [nobodys], now).notes).toEqual([
    '.nhi.yaml:4: the waiver for acme-key-old never expires; give it "expires", and has no owner; give it "owner"',
  ]);
});

test('a valid waiver counts beside an expired one', () => {
  const { findings } = suppress(
    [failure],
    [
      { ...waiver, expires: '2025-01-01' },
      { ...waiver, reason: 'Again' },
    ],
    now,
  );
  expect(findings[0]?.suppression?.reason).toBe('Again');
});
