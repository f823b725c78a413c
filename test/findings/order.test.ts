import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Finding, severities } from '../../src/findings/finding.ts';
import { compareFindings, sortFindings } from '../../src/findings/order.ts';

const finding = fc.record({
  status: fc.constantFrom<Finding['status'][]>('fail', 'unknown', 'suppressed'),
  severity: fc.constantFrom(...severities),
  rule: fc.constantFrom('a', 'b', 'b-c', 'Z'),
  subject: fc.constantFrom('one', 'two', 'Three', '\u00e9'),
  title: fc.string({ maxLength: 2 }),
});

test('many are sorted as they are compared, and equal ones stay as they came', () => {
  fc.assert(
    fc.property(fc.array(finding), (some) => {
      const findings = some as unknown as Finding[];
      expect(sortFindings(findings)).toEqual([...findings].sort(compareFindings));
    }),
  );
});
