import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countDays, isDayRange, joinDays, lastDay, rangeBetween, rangesOf } from '../../src/inventory/day-ranges.ts';

const dayText = (n: number): string => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000).toISOString().slice(0, 10);
const days = fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 60 });

test('days in a row are one stretch', () => {
  expect(rangesOf(['2026-03-01', '2026-02-28', '2026-03-03'])).toEqual(['2026-02-28/2026-03-01', '2026-03-03/2026-03-03']);
  expect(rangeBetween('2026-01-01T23:59:59Z', '2026-01-03T00:00:00Z')).toEqual(['2026-01-01/2026-01-03']);
  expect(rangeBetween('2026-01-03', '2026-01-01')).toEqual([]);
  expect(rangesOf(['not a day'])).toEqual([]);
  expect(lastDay([])).toBeUndefined();
});

test('ranges hold the days they were made of, in any order', () => {
  fc.assert(
    fc.property(days, (numbers) => {
      const ranges = rangesOf(numbers.map(dayText));
      expect(countDays(ranges)).toBe(numbers.length);
      expect(rangesOf([...numbers].reverse().map(dayText))).toEqual(ranges);
      expect(ranges.every(isDayRange)).toBe(true);
    }),
  );
});

test('joining is a union', () => {
  fc.assert(
    fc.property(days, days, (a, b) => {
      const joined = joinDays(rangesOf(a.map(dayText)), rangesOf(b.map(dayText)));
      expect(joined).toEqual(rangesOf([...new Set([...a, ...b])].map(dayText)));
    }),
  );
});

test('days before a day are not counted', () => {
  expect(countDays(['2026-01-01/2026-01-10', '2026-02-01/2026-02-02'], '2026-01-09')).toBe(4);
});
