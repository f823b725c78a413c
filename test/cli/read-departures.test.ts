import { describe, expect, test } from 'vitest';
import { parseDepartures } from '../../src/cli/read-departures.ts';

const parse = (...lines: readonly string[]): Promise<unknown> => parseDepartures(lines.join('\n'), 'left.csv');

describe('people who left', () => {
  test.each<readonly [string, readonly string[], unknown]>([
    ['one a line', ['# gone', 'ann@acme.example', '', '@ben'], [{ names: ['ann@acme.example'] }, { names: ['@ben'] }]],
    ['with a day', ['ann@acme.example,2026-03-31'], [{ names: ['ann@acme.example'], on: '2026-03-31' }]],
    [
      'with addresses and a day, and what is neither',
      ['Ann Fox,ann@acme.example,Payments,31.03.2026'],
      [{ names: ['Ann Fox', 'ann@acme.example'], on: '2026-03-31' }],
    ],
    [
      'with headings: a department is nobody',
      ['Name,Work E-mail,GitHub login,Department,Last day', '"Fox, Ann",ann@acme.example,annfox,payments,2026-03-31'],
      [{ names: ['Fox, Ann', 'ann@acme.example', '@annfox'], on: '2026-03-31' }],
    ],
    [
      'with aliases in one cell',
      ['email,aliases', 'ann@acme.example,a.fox@acme.example;afox@acme.example'],
      [{ names: ['ann@acme.example', 'a.fox@acme.example', 'afox@acme.example'] }],
    ],
    [
      'an export of everybody, with a status',
      ['userPrincipalName,status', 'ann@acme.example,Active', 'ben@acme.example,DEPROVISIONED', 'cleo@acme.example,'],
      [{ names: ['ben@acme.example'] }, { names: ['cleo@acme.example'] }],
    ],
    [
      'an export that says who is enabled',
      ['userPrincipalName,accountEnabled', 'ann@acme.example,True', 'ben@acme.example,False'],
      [{ names: ['ben@acme.example'] }],
    ],
    ['semicolons', ['email;left', 'ann@acme.example;2026-03-31'], [{ names: ['ann@acme.example'], on: '2026-03-31' }]],
    ['nothing', [''], []],
  ])('%s', async (_, lines, expected) => {
    expect(await parse(...lines)).toEqual(expected);
  });

  test.each(['03/04/2026', '2026-02-30', 'spring 2026'])('%s is no day that can be told', async (day) => {
    await expect(parse('email,left', `ann@acme.example,${day}`)).rejects.toThrow(
      `left.csv:2: "${day}" is not a day; write it like 2026-03-31`,
    );
  });
});
