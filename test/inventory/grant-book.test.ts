import { expect, test } from 'vitest';
import type { Grant } from '../../src/inventory/grant.ts';
import { GrantBook } from '../../src/inventory/grant-book.ts';

const grantOf = (holder: string, name: string, more: Partial<Grant> = {}): Grant => ({
  id: `${holder}#attached/${name}`,
  holder,
  kind: 'attached',
  name,
  policy: name,
  evidence: [{ source: name }],
  ...more,
});

const idsOf = (book: GrantBook): readonly string[] => book.values().map((g) => g.id);

// With many grants a holder gets an index; both ways to look must say the same.
test.each([1, 40])('a grant that is said twice is one, one that says something else stands beside it (%i others)', (others) => {
  const book = new GrantBook();
  for (let n = 0; n < others; n++) book.add(grantOf('a', `other-${n}`));
  book.add(grantOf('a', 'reader'));
  book.add(grantOf('b', 'reader'));
  book.add(grantOf('a', 'reader', { until: '2027-01-01T00:00:00Z' }));
  book.add(grantOf('a', 'reader', { condition: 'c' }));
  book.add(grantOf('a', 'reader', { condition: 'd' }));
  book.add(grantOf('a', 'reader', { condition: 'd' }));
  expect(idsOf(book).slice(others)).toEqual(['a#attached/reader', 'b#attached/reader', 'a#attached/reader#2', 'a#attached/reader#3']);
  expect(book.values()[others]?.until).toBe('2027-01-01T00:00:00Z');
});

test('what activating it takes, and when it ends, may be told by different sources', () => {
  const book = new GrantBook();
  book.add(grantOf('a', 'owner', { eligible: true, until: '2027-01-01T00:00:00Z' }));
  book.add(grantOf('a', 'owner', { eligible: true, activation: ['a ticket'] }));
  expect(book.values()).toMatchObject([{ until: '2027-01-01T00:00:00Z', activation: ['a ticket'] }]);
});

test.each([1, 40])('what is taken out is gone, and comes back behind the others (%i others)', (others) => {
  const book = new GrantBook();
  book.add(grantOf('a', 'moved'));
  for (let n = 0; n < others; n++) book.add(grantOf('a', `other-${n}`));
  book.takeOut(
    (grant) => grant.name === 'moved',
    (grant) => {
      expect(idsOf(book)).not.toContain(grant.id);
      book.add({ ...grant, policy: 'another' });
    },
  );
  expect(idsOf(book).at(-1)).toBe('a#attached/moved');
  expect(book.values()).toHaveLength(others + 1);
  book.add(grantOf('a', 'moved', { policy: 'another' }));
  expect(book.values()).toHaveLength(others + 1);
});
