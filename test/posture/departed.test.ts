import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Departure, DepartureBook } from '../../src/posture/departed.ts';

const now = Date.parse('2026-06-01T00:00:00Z');
const left = (departures: readonly Departure[], owner: string): boolean => new DepartureBook(departures, now).of(owner) !== undefined;

describe('an owner who left', () => {
  test.each<readonly [string, readonly string[], string, boolean]>([
    // what is compared, names on the list, owner, whether he left
    ['the same address', ['ann@acme.example'], 'ann@acme.example', true],
    ['other letters', ['Ann@Acme.Example'], 'aNN@acme.example', true],
    ['another domain', ['ann@acme.example'], 'ann@other.example', false],
    ['a longer domain', ['ann@acme.example'], 'ann@acme.example.org', false],
    ['an address that ends so', ['ann@acme.example'], 'joann@acme.example', false],
    ['an address with a part after +', ['ann@acme.example'], 'ann+aws@acme.example', false],
    ['an address is no login', ['ann@acme.example'], 'ann', false],
    ['a login is no address', ['@ann'], 'ann@acme.example', false],
    ['an address with a name', ['ann@acme.example'], 'Ann Fox <ann@acme.example>', true],
    ['the name with another address', ['Ann Fox', 'ann@acme.example'], 'Ann Fox <ann.fox@other.example>', false],
    ['a name of which the list has no address', ['Ann Fox'], 'Ann Fox <ann@acme.example>', true],
    ['a name', ['Ann Fox', 'ann@acme.example'], 'ann  fox', true],
    ['a part of a name', ['Ann Fox'], 'Ann', false],
    ['a login with and without @', ['@annfox'], 'annfox', true],
    ['a login', ['annfox'], '@AnnFox', true],
    ['a team of that name', ['@acme/ann', '@ann'], '@other/ann', false],
    ['a team that is on the list', ['@acme/ann'], '@acme/ann', true],
    ['an alias', ['ann@acme.example', 'a.fox@acme.example', '@annfox'], 'a.fox@acme.example', true],
    ['the address that GitHub writes for a login', ['@annfox'], '4711+annfox@users.noreply.github.com', true],
    ['another login in it', ['@annfox'], '4711+annfoxx@users.noreply.github.com', false],
    ['mailto:', ['ann@acme.example'], 'mailto:ann@acme.example', true],
    ['a team tag that is like a name', ['payments@acme.example'], 'payments', false],
  ])('%s', (_, names, owner, expected) => {
    expect(left([{ names }], owner)).toBe(expected);
  });

  test('is gone only when everybody who is named is', () => {
    const gone: readonly Departure[] = [{ names: ['ann@acme.example'] }, { names: ['@ben'] }];
    expect(left(gone, 'ann@acme.example, cleo@acme.example')).toBe(false);
    expect(left(gone, 'ann@acme.example, @ben')).toBe(true);
    expect(left(gone, 'ann@acme.example and @acme/dev')).toBe(false);
  });

  test('is still there until the day', () => {
    expect(left([{ names: ['@ann'], on: '2026-05-31' }], '@ann')).toBe(true);
    expect(left([{ names: ['@ann'], on: '2026-06-01' }], '@ann')).toBe(true);
    expect(left([{ names: ['@ann'], on: '2026-06-02' }], '@ann')).toBe(false);
  });

  test('is nobody where the list is about others, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (owner) => {
        expect(left([{ names: ['somebody.else@nowhere.invalid'] }], owner)).toBe(
          owner.toLowerCase().includes('somebody.else@nowhere.invalid'),
        );
      }),
    );
  });
});
