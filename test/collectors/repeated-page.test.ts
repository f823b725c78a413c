import { expect, test } from 'vitest';
import { RepeatedPage } from '../../src/collectors/repeated-page.ts';

/** How many of the pages are taken before one is seen to repeat. */
function taken(pages: Iterable<unknown>): number {
  const repeated = new RepeatedPage();
  let n = 0;
  for (const page of pages) {
    if (repeated.isNext(page)) return n;
    n++;
  }
  return n;
}

const page = (id: number, token: number) => ({ nextLink: `https://one.example?token=${token}`, value: [{ id }, { id: id + 0.5 }] });

function* circle(before: number, length: number): Generator<unknown> {
  for (let i = 0; i < 1000; i++) yield page(i < before ? -i : (i - before) % length, i);
}

test('pages that differ are taken, all of them', () => {
  expect(taken(Array.from({ length: 1000 }, (_, i) => page(i, i)))).toBe(1000);
});

test.each([
  [0, 1],
  [0, 2],
  [0, 7],
  [5, 1],
  [40, 13],
])('after %i pages a circle of %i is seen', (before, length) => {
  expect(taken(circle(before, length))).toBeLessThan(3 * (before + length) + 3);
});

test('pages without rows say nothing', () => {
  expect(taken(Array.from({ length: 20 }, (_, i) => ({ nextLink: String(i), value: [] })))).toBe(20);
});

test('a list by itself is an answer too', () => {
  expect(taken([[{ id: 1 }], [{ id: 2 }], [{ id: 2 }], [{ id: 2 }]])).toBe(3);
});

test('a list that is the same on every page is none of repeated pages', () => {
  const pages = Array.from({ length: 20 }, (_, i) => ({ unreachable: ['locations/asia-east1'], functions: [{ id: i }] }));
  expect(taken(pages)).toBe(20);
});

test('regions that do not answer are no rows', () => {
  expect(taken(Array.from({ length: 20 }, (_, i) => ({ nextPageToken: String(i), unreachable: ['locations/us-east1'] })))).toBe(20);
});
