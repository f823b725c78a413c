import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Recent } from '../../../src/collectors/aws-policy/recent.ts';

/** Few values, so that equal and nearly equal ones meet. */
const leaf = fc.constantFrom<unknown>('a', 'b', 'aws:SourceIp', 'aws:SourceVpc', 's3:GetObject', 's3:PutObject', '1', 1, true, null);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', '0'), tie('value'), { maxKeys: 2 }),
  ),
}));

test('what was made of a value is found by another one that is written the same, and by no other', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 8 }), (values) => {
      const recent = new Recent<string>();
      for (const given of values) {
        const text = JSON.stringify(given);
        const before = recent.find(given);
        if (before !== undefined) expect(before).toBe(text);
        recent.add(given, text);
        expect(recent.find(JSON.parse(text))).toBe(text);
      }
      for (const given of values) expect([undefined, JSON.stringify(given)]).toContain(recent.find(given));
    }),
  );
});
