import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MapInOrder } from '../../src/inventory/map-in-order.ts';

test('is a map, in whatever order it is asked', () => {
  const anyKey = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 3 });
  fc.assert(
    fc.property(fc.array(fc.tuple(anyKey, fc.nat())), fc.array(anyKey), (entries, asked) => {
      const plain = new Map(entries);
      const map = new MapInOrder(entries);
      expect([...map]).toEqual([...plain]);
      expect([...map.keys()]).toEqual([...plain.keys()]);
      expect([...map.values()]).toEqual([...plain.values()]);
      expect(map.size).toBe(plain.size);
      for (const key of [...asked, ...plain.keys(), ...asked.toReversed()]) {
        expect(map.get(key)).toBe(plain.get(key));
        expect(map.has(key)).toBe(plain.has(key));
      }
    }),
  );
});
