import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprintOf } from '../../src/findings/fingerprint.ts';
import { matchesGlob } from '../../src/glob.ts';

test.each([
  ['*', '', true],
  ['', '', true],
  ['', 'a', false],
  ['a*c', 'abbc', true],
  ['a*c', 'abbd', false],
  ['?b', 'ab', true],
  ['?b', 'b', false],
  ['a.c', 'abc', false],
  ['**a**', 'bab', true],
  ['[ab]', 'a', false],
])('%s matches %s: %s', (pattern, text, expected) => {
  expect(matchesGlob(pattern, text)).toBe(expected);
});

test('it agrees with the regular expression of the same meaning', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
  const plain = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
  fc.assert(
    fc.property(letters, plain, (pattern, text) => {
      const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
      return matchesGlob(pattern, text) === expression.test(text);
    }),
  );
});

test('a hostile pattern ends', () => {
  expect(matchesGlob(`${'*a'.repeat(500)}b`, 'a'.repeat(5000))).toBe(false);
});

test('fingerprints are stable, and tell rule from subject', () => {
  expect(fingerprintOf('acme-key-old', 'aws:access-key/AKIA1')).toBe('456bfffd65f284ff');
  expect(fingerprintOf('a', 'bc')).not.toBe(fingerprintOf('ab', 'c'));
});
