import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { SeenEvents } from '../../../../src/collectors/aws/use/seen-events.ts';

test('an event is new once', () => {
  const seen = new SeenEvents();
  const ids = Array.from({ length: 200_000 }, () => randomUUID());
  expect(ids.filter((id) => seen.has(id))).toEqual([]);
  // Where five or more fall into one group the oldest is forgotten: at this load few are.
  expect(ids.filter((id) => !seen.has(id)).length).toBeLessThan(2000);
});

test('what is recent is remembered, however many came before', () => {
  const seen = new SeenEvents();
  for (let i = 0; i < 1_500_000; i++) seen.has(`event-${i}`);
  const last = Array.from({ length: 1000 }, (_, i) => `event-${1_499_000 + i}`);
  expect(last.filter((id) => !seen.has(id))).toEqual([]);
});
