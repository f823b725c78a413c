import { expect, test } from 'vitest';
import { nearestName } from '../../src/engine/nearest.ts';

test.each([
  ['serverity', ['severity', 'subject'], 'severity'],
  ['Severity', ['severity'], 'severity'],
  ['titel', ['title', 'tile'], 'title'],
  ['x', ['y', 'z'], 'y'],
  ['abc', ['xyz'], undefined],
  ['', ['a'], 'a'],
  ['when', [], undefined],
  ['a'.repeat(101), ['a'.repeat(101)], undefined],
])('%s is nearest to', (name, candidates, expected) => {
  expect(nearestName(name, candidates)).toBe(expected);
});
