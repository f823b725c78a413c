import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Credential } from '../../src/inventory/credential.ts';
import type { Evidence } from '../../src/inventory/evidence.ts';
import { mergeCredential, mergeList } from '../../src/inventory/merge.ts';

const place: fc.Arbitrary<Evidence> = fc.record({
  source: fc.constant('.'),
  file: fc.constantFrom('a', 'b'),
  line: fc.integer({ min: 1, max: 30 }),
});
const distinct = fc.uniqueArray(place, { selector: (e) => `${e.file}:${e.line}`, maxLength: 40 });
const textOf = (list: readonly Evidence[]): readonly string[] => list.map((e) => `${e.file}:${e.line}`);

test('lists of places that grow one by one hold each place once, in the order of first appearance', () => {
  fc.assert(
    fc.property(fc.array(distinct, { maxLength: 8 }), (lists) => {
      const merged = lists.reduce<readonly Evidence[]>((all, list) => mergeList(all, list), []);
      expect(textOf(merged)).toEqual([...new Set(lists.flatMap(textOf))]);
    }),
  );
});

test('a list that two others are joined to keeps them apart', () => {
  fc.assert(
    fc.property(distinct, distinct, distinct, (base, one, other) => {
      const first = mergeList(base, one);
      expect(textOf(mergeList(base, other))).toEqual([...new Set([...textOf(base), ...textOf(other)])]);
      expect(textOf(mergeList(first, other))).toEqual([...new Set([...textOf(base), ...textOf(one), ...textOf(other)])]);
    }),
  );
});

test('the places of a credential are told apart by their key and position as well', () => {
  const at = (line: number, key: string): Credential => ({
    id: 'c',
    kind: 'k',
    name: 'n',
    static: true,
    evidence: [],
    found: [{ evidence: { source: '.', file: 'a', line }, file: 'a', position: 'env', key }],
  });
  const merged = [at(1, 'x'), at(1, 'y'), at(1, 'x'), at(2, 'x')].reduce(mergeCredential);
  expect(merged.found?.map((f) => `${f.evidence.line} ${f.key}`)).toEqual(['1 x', '1 y', '2 x']);
});
