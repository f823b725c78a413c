import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ActionBits, ActionSet } from '../../../src/permissions/aws/action-set.ts';

const words = 40;
const size = words * 32;
/** Small lists and long stretches, because they are kept in different ways. */
const members = fc.oneof(
  fc.array(fc.nat(size - 1), { maxLength: 80 }),
  fc.tuple(fc.nat(size - 1), fc.nat(400)).map(([from, length]) => Array.from({ length }, (_, i) => Math.min(from + i, size - 1))),
);

function bitsOf(list: readonly number[]): ActionBits {
  const bits = new ActionBits(words);
  for (const index of list) bits.insert(index);
  return bits;
}

function listed(holder: { has(index: number): boolean }): number[] {
  return Array.from({ length: size }, (_, index) => index).filter((index) => holder.has(index));
}

const sorted = (list: Iterable<number>): number[] => [...new Set(list)].sort((a, b) => a - b);

describe('action sets', () => {
  test('hold what they are given, however they keep it', () => {
    fc.assert(
      fc.property(members, (list) => {
        expect(listed(ActionSet.of(list))).toEqual(sorted(list));
        expect(listed(bitsOf(list).freeze())).toEqual(sorted(list));
        expect(ActionSet.of(list).size).toBe(new Set(list).size);
      }),
    );
  });

  test('meet, add and take away as sets do', () => {
    fc.assert(
      fc.property(members, members, (a, b) => {
        const common = sorted(a).filter((index) => b.includes(index));
        const set = ActionSet.of(a);
        expect(listed(set.within(bitsOf(b)))).toEqual(common);
        expect(set.within(bitsOf(b)).size).toBe(common.length);
        expect(set.meets(bitsOf(b))).toBe(common.length > 0);
        expect(bitsOf(a).firstIn(bitsOf(b))).toBe(common[0] ?? -1);

        const both = bitsOf(b);
        set.addTo(both);
        expect(listed(both)).toEqual(sorted([...a, ...b]));
        const rest = bitsOf(b);
        set.removeFrom(rest);
        expect(listed(rest)).toEqual(sorted(b).filter((index) => !a.includes(index)));
        const bits = bitsOf(b);
        bits.remove(bitsOf(a));
        expect(listed(bits)).toEqual(listed(rest));
        bits.add(bitsOf(a));
        expect(listed(bits)).toEqual(listed(both));
        bits.clear();
        expect(bits.isEmpty()).toBe(true);
      }),
    );
  });
});
