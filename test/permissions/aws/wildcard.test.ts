import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalPattern, covers, overlaps } from '../../../src/permissions/aws/wildcard.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 6 });
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '?'), maxLength: 6 }).map(canonicalPattern);

/** Every text of up to six letters. */
const allTexts = ((): string[] => {
  let last = [''];
  const all = [''];
  for (let length = 1; length <= 6; length++) {
    last = last.flatMap((t) => ['a', 'b'].map((c) => t + c));
    all.push(...last);
  }
  return all;
})();

function matches(p: string, t: string): boolean {
  return new RegExp(`^${[...p].map((c) => (c === '*' ? '.*' : c === '?' ? '.' : c)).join('')}$`, 's').test(t);
}

describe('wildcards', () => {
  test('match as the same regular expression does', () => {
    fc.assert(
      fc.property(pattern, text, (p, t) => {
        expect(covers(p, t)).toBe(matches(p, t));
      }),
      { numRuns: 2000 },
    );
  });

  test('a pattern that covers another matches all that the other matches', () => {
    fc.assert(
      fc.property(pattern, pattern, text, (p, q, t) => {
        if (covers(p, q) && matches(q, t)) expect(matches(p, t)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('patterns overlap when some text matches both', () => {
    const short = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 4 }).map(canonicalPattern);
    fc.assert(
      fc.property(short, short, (p, q) => {
        expect(overlaps(p, q)).toBe(allTexts.some((t) => matches(p, t) && matches(q, t)));
      }),
      { numRuns: 1000 },
    );
  });

  test('long runs of stars are quick to refuse', () => {
    const many = 'a*'.repeat(400);
    expect(covers(many, `${'a'.repeat(3000)}b`)).toBe(true);
    expect(covers(`${many}c`, 'a'.repeat(3000))).toBe(false);
    expect(overlaps(`${many}c`, `${'*a'.repeat(400)}b`)).toBe(false);
  });

  test.each([
    ['**', '*'],
    ['*?', '?*'],
    ['?*?*', '??*'],
    ['a*b?c', 'a*b?c'],
  ])('%s reads %s', (given, canonical) => expect(canonicalPattern(given)).toBe(canonical));
});
