import { expect, it } from 'vitest';
import { GapCounter } from '../../src/collectors/gap-counter.ts';
import type { Fragment } from '../../src/inventory/fragment.ts';

it('names some gaps of a kind, counts the rest, and keeps each on one line', () => {
  const gaps = new GapCounter();
  const gap = (detail: string, file?: string) => ({
    source: 's',
    what: 'a\nb',
    why: 'unreadable' as const,
    detail,
    ...(file === undefined ? {} : { file }),
  });
  for (const detail of ['one', 'two\u001b[31m', 'three', 'four']) gaps.add('kind', gap(detail), 2);
  gaps.add('kind', gap('other file', 'f'), 2);
  gaps.add('alone', gap('alone'));
  const out: Fragment[] = [];
  gaps.flush((f) => out.push(f));
  gaps.flush((f) => out.push(f));
  expect(out.map((f) => (f.type === 'gap' ? f.value.detail : ''))).toEqual(['one', 'two?[31m (and 2 more like it)', 'other file', 'alone']);
  expect(out[0]).toMatchObject({ value: { what: 'a?b' } });
});
