import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plain } from '../../src/reporters/escape.ts';

describe('plain', () => {
  it.each([
    ['release-bot', 'release-bot'],
    ['arn:aws:iam::210987654321:role/ci', 'arn:aws:iam::210987654321:role/ci'],
    ['Größe 東京 🚀', 'Größe 東京 🚀'],
    ['⚙\u{fe0f} build', '⚙ build'],
    ['a\nb\r\tc', 'a\\nb\\r\\tc'],
    ['\u001b[31mred\u0007', '\\u{1b}[31mred\\u{7}'],
    ['\u009b2J', '\\u{9b}2J'],
    ['\u202egnp.exe\u2066', '\\u{202e}gnp.exe\\u{2066}'],
    ['zero\u200bwidth\u{e0041}', 'zero\\u{200b}width\\u{e0041}'],
    // XML may not hold it: one name would make the whole report unreadable.
    ['no \uffff character \ufffe', 'no \\u{ffff} character \\u{fffe}'],
    ['half \ud800', 'half \\u{d800}'],
    ['::error::owned', ': :error::owned'],
    [' ::::x', ' : : : :x'],
    ['a  ::set-env name=x::y', 'a  : :set-env name=x::y'],
    ['x##[group]y', 'x# #[group]y'],
    ['##vso[task.setvariable]z', '# #vso[task.setvariable]z'],
    ['## heading', '## heading'],
  ])('%j', (text, expected) => expect(plain(text)).toBe(expected));

  it('leaves nothing that a terminal or a runner acts on', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom('::', '##[', '#', ' ', '\n', 'error', '\u001b[', '##vso[', '\u2028')).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        const out = plain(text);
        expect(out).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(out).not.toMatch(/(^|\s)::|##(\[|vso\[)/i);
      }),
    );
  });
});
