import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Numbering } from '../../src/inventory/numbering.ts';

test('an id has the number of its first coming, in whatever order it is asked for', () => {
  const anyId = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 3 });
  fc.assert(
    fc.property(fc.array(anyId), fc.array(anyId), (given, asked) => {
      const numbering = new Numbering();
      for (const id of given) if (!numbering.has(id)) numbering.add(id);
      const ids = [...new Set(given)];
      expect(numbering.ids).toEqual(ids);
      expect([...numbering.keys()]).toEqual(ids);
      expect(numbering.size).toBe(ids.length);
      for (const id of [...asked, ...ids, ...ids.toReversed()]) {
        const number = ids.indexOf(id);
        expect(numbering.get(id)).toBe(number < 0 ? undefined : number);
      }
    }),
  );
});
