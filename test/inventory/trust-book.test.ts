import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Trust } from '../../src/inventory/trust.ts';
import { TrustBook } from '../../src/inventory/trust-book.ts';

const none: ReadonlyMap<string, string> = new Map();

const trustOf = (identity: string, who: string, more: Partial<Trust> = {}): Trust => ({
  id: `${identity}#trust/identity/${who}`,
  identity,
  kind: 'gcp-trust',
  effect: 'Allow',
  principalKind: 'identity',
  principal: who,
  actions: ['iam.serviceAccounts.actAs'],
  evidence: [{ source: who }],
  ...more,
});

const bookOf = (trusts: readonly Trust[]): TrustBook => {
  const book = new TrustBook();
  for (const trust of trusts) book.add(trust);
  return book;
};

const idsOf = (book: TrustBook, same = none): readonly string[] => [...book.byIdentity(same).values()].flat().map(({ id }) => id);

// With many trusts an identity gets an index; both ways to look must say the same.
test.each([0, 1, 40])('a trust that is said twice is one, one that says something else stands beside it (%i others)', (others) => {
  const more = Array.from({ length: others }, (_, n) => trustOf('a', `other-${n}`));
  const conditional = trustOf('a', 'x', { condition: { Cel: { expression: ['c'] } } });
  const book = bookOf([...more, trustOf('a', 'x'), trustOf('b', 'x'), trustOf('a', 'x'), conditional, conditional]);
  expect(idsOf(book).slice(others)).toEqual(['a#trust/identity/x', 'a#trust/identity/x#2', 'b#trust/identity/x']);
});

test('trusts are grouped by identity in the order in which they came, whatever it is called in the end', () => {
  const anyTrust = fc.record({ identity: fc.constantFrom('a', 'b', 'c'), who: fc.nat({ max: 30 }).map(String) });
  fc.assert(
    fc.property(fc.array(anyTrust, { maxLength: 60 }), (given) => {
      const trusts = given.map(({ identity, who }) => trustOf(identity, who));
      const first = [...new Map(trusts.map((t) => [t.id, t])).values()];
      const grouped = (name: (identity: string) => string): readonly (readonly [string, readonly string[]])[] =>
        [...new Set(first.map((t) => name(t.identity)))].map((id) => [id, first.flatMap((t) => (name(t.identity) === id ? [t.id] : []))]);
      const told = (same: ReadonlyMap<string, string>): readonly (readonly [string, readonly string[]])[] =>
        [...bookOf(trusts).byIdentity(same)].map(([id, list]) => [id, list.map((t) => t.id)]);
      expect(told(none)).toEqual(grouped((id) => id));
      expect(told(new Map([['c', 'a']]))).toEqual(grouped((id) => (id === 'c' ? 'a' : id)));
    }),
  );
});

test('what stands in code counts only where nothing else tells the trusts of the identity', () => {
  const declared = (identity: string): Trust => trustOf(identity, 'code', { declared: true });
  expect(idsOf(bookOf([declared('a'), trustOf('a', 'x'), declared('b')]))).toEqual(['a#trust/identity/x', 'b#trust/identity/code']);
});

test.each([1, 40])('what is taken out is gone, and comes back behind the others (%i others)', (others) => {
  const more = Array.from({ length: others }, (_, n) => trustOf('b', `other-${n}`));
  const book = bookOf([trustOf('a', 'moved'), ...more, trustOf('b', 'moved')]);
  book.takeOut(
    ({ principal }) => principal === 'moved',
    (trust) => book.add({ ...trust, condition: {} }),
  );
  book.add(trustOf('b', 'other-0'));
  expect([...book.byIdentity(none).keys()]).toEqual(['b', 'a']);
  expect(idsOf(book)).toEqual([...more.map(({ id }) => id), 'b#trust/identity/moved', 'a#trust/identity/moved']);
});
