import { expect, test } from 'vitest';
import { findHiddenText } from '../../../src/collectors/repository/instructions/hidden-text.ts';

test.each([
  ['tag characters', 'Build.\u{e0041}\u{e0042}', ['tag characters']],
  ['a bidirectional override', 'a\u202eb\u202c', ['bidirectional controls']],
  ['a zero-width space in a word', 'pass\u200bword', ['zero-width characters']],
  ['a mark in the middle', 'a\ufeffb', ['zero-width characters']],
  ['a run of variation selectors', `x${'\u{e0101}'.repeat(8)}`, ['variation selectors']],
  ['a byte order mark at the start', '\ufeffBuild.', []],
  ['a family', '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}', []],
  ['a heart on fire', '\u2764\ufe0f\u200d\u{1f525}', []],
  ['the flag of Scotland', '\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}', []],
  ['Persian', '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645', []],
  ['plain text', 'Build with npm.\n', []],
])('%s', (_, text, expected) => {
  expect(findHiddenText(text).map((h) => h.what)).toEqual(expected);
});

test('the place is that of the first run', () => {
  expect(findHiddenText('one\ntwo\u200bx\nthree\u200bx')).toEqual([{ what: 'zero-width characters', line: 2, column: 4 }]);
});
