import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Finding, severities } from '../../src/findings/finding.ts';
import { groupFindings } from '../../src/reporters/finding-groups.ts';

const anyFinding = fc.record({
  rule: fc.constantFrom('r1', 'r2', 'r3', 'r4'),
  severity: fc.constantFrom(...severities),
  identity: fc.constantFrom(undefined, 'a', 'b', 'c', 'd'),
});

function findingsOf(parts: readonly Pick<Finding, 'rule' | 'severity'>[]): readonly Finding[] {
  return parts.map((part, n) => ({ ...part, subject: `s${n}` }) as Finding);
}

test('identities that stand together are the worst of all that could', () => {
  fc.assert(
    fc.property(fc.array(anyFinding, { maxLength: 40 }), fc.integer({ min: 0, max: 3 }), (parts, atMost) => {
      const findings = findingsOf(parts);
      const all = groupFindings(findings, Number.POSITIVE_INFINITY).filter((group) => group.by === 'identity');
      const some = groupFindings(findings, atMost);
      expect(some.filter((group) => group.by === 'identity')).toEqual(all.slice(0, atMost));
      expect(some.flatMap((group) => group.findings.map((f) => f.subject)).sort()).toEqual(findings.map((f) => f.subject).sort());
    }),
  );
});

test('all that several rules failed for can stand together', () => {
  const parts = ['a', 'b'].flatMap((identity) =>
    ['r1', 'r2', 'r3'].map((rule) => ({ identity, rule, severity: identity === 'a' ? 'low' : 'info' }) as const),
  );
  const groups = groupFindings(findingsOf(parts), 3);
  expect(groups.map((group) => [group.by, group.id, group.findings.length])).toEqual([
    ['identity', 'a', 3],
    ['identity', 'b', 3],
  ]);
});
