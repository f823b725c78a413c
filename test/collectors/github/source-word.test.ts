import { expect, test } from 'vitest';
import { readSourceWord } from '../../../src/collectors/github/source-word.ts';
import { UserError } from '../../../src/user-error.ts';

test.each(['github:..', 'github:.', 'github:acme/..', 'github:acme/shop/x', 'github:'])('%s names nothing', (word) => {
  expect(() => readSourceWord(word, {})).toThrow(UserError);
});

test.each([
  ['github:acme/.github', { owner: 'acme', repository: '.github' }],
  ['github:acme/*', { owner: 'acme', each: true }],
])('%s is a name', (word, expected) => {
  expect(readSourceWord(word, {})).toMatchObject(expected);
});
