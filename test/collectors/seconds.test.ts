import { expect, test } from 'vitest';
import { secondsIn, timeOfSeconds } from '../../src/collectors/seconds.ts';

test.each<[value: unknown, seconds: number | undefined, time: string | undefined]>([
  [1700000000, 1700000000, '2023-11-14T22:13:20.000Z'],
  ['1700000000', 1700000000, '2023-11-14T22:13:20.000Z'],
  [0, 0, '1970-01-01T00:00:00.000Z'],
  [8.64e12, 8.64e12, '+275760-09-13T00:00:00.000Z'],
  [8.64e12 + 1, undefined, undefined],
  [1e300, undefined, undefined],
  ['soon', undefined, undefined],
  ['', undefined, undefined],
  [null, undefined, undefined],
  [{ toString: 1 }, undefined, undefined],
])('%j', (value, seconds, time) => {
  expect([secondsIn(value), timeOfSeconds(value)]).toEqual([seconds, time]);
});
