import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextMarks } from '../../src/inventory/text-marks.ts';

describe('marks of texts', () => {
  it('tells what came before as a set does', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 6 })), (texts) => {
        const marks = new TextMarks();
        const seen = new Set<string>();
        for (const text of texts) {
          expect(marks.add(text)).toBe(seen.has(text));
          seen.add(text);
        }
      }),
    );
  });

  it('tells very many names apart that differ in a digit, and knows each again', () => {
    const marks = new TextMarks();
    const names = Array.from({ length: 100_000 }, (_, n) => `//storage.googleapis.com/team-${n % 400}-app-${n}-bucket-${n % 20}`);
    expect(names.filter((name) => marks.add(name))).toEqual([]);
    expect(names.filter((name) => !marks.add(name))).toEqual([]);
  });
});
