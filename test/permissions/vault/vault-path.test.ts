import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { comparePriority, rulesFor } from '../../../src/permissions/vault/vault-path.ts';

interface Case {
  readonly name: string;
  readonly rules: Readonly<Record<string, string>>;
  readonly also?: Readonly<Record<string, string>>;
  readonly path: string;
  readonly counts: string;
}

const cases = parse(readFileSync('test/permissions/vault/path-cases.yaml', 'utf8')) as readonly Case[];
const placed = (policy: string, rules: Readonly<Record<string, string>> = {}) =>
  Object.entries(rules).map(([path, capability]) => ({ policy, rule: { path, capabilities: [capability] } }));

describe('rules of a vault', () => {
  test.each(cases)('$name', ({ rules, also, path, counts }) => {
    const found = rulesFor([...placed('one', rules), ...placed('two', also)], path);
    expect(found.flatMap(({ rule }) => rule.capabilities).join(' ')).toBe(counts);
  });

  const segment = fc.constantFrom('a', 'b', 'secret', '+', 'data');
  const pattern = fc
    .tuple(fc.array(segment, { minLength: 1, maxLength: 4 }), fc.boolean())
    .map(([parts, open]) => `${parts.join('/')}${open ? '/*' : ''}`);

  test('the order of patterns is one order', () => {
    fc.assert(
      fc.property(pattern, pattern, pattern, (a, b, c) => {
        expect(Math.sign(comparePriority(a, b))).toBe(-Math.sign(comparePriority(b, a)) + 0);
        if (comparePriority(a, b) < 0 && comparePriority(b, c) < 0) expect(comparePriority(a, c)).toBeLessThan(0);
      }),
    );
  });

  test('one more deny never allows more', () => {
    fc.assert(
      fc.property(
        fc.array(pattern, { maxLength: 4 }),
        pattern,
        fc.array(fc.constantFrom('a', 'b', 'secret', 'data'), { minLength: 1, maxLength: 5 }),
        (patterns, denied, path) => {
          const rules = patterns.flatMap((p) => placed('one', { [p]: 'read' }));
          const after = rulesFor([...rules, ...placed('two', { [denied]: 'deny' })], path.join('/'));
          expect(after.length).toBeLessThanOrEqual(rulesFor(rules, path.join('/')).length);
        },
      ),
    );
  });
});
