import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ListMap } from '../../../src/permissions/aws/list-map.ts';

const lists = fc.array(fc.array(fc.constantFrom('a', 'b', ''), { maxLength: 5 }), { maxLength: 30 });

test('finds what was put under a list, and nothing under any other', () => {
  fc.assert(
    fc.property(lists, lists, (put, asked) => {
      const map = new ListMap<number>();
      const expected = new Map<string, number>();
      put.forEach((list, n) => {
        map.set(list, n);
        expected.set(JSON.stringify(list), n);
      });
      for (const list of [...put, ...asked]) expect(map.get(list)).toBe(expected.get(JSON.stringify(list)));
    }),
  );
});
