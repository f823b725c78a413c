import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdownCode, markdownText } from '../../src/reporters/markdown-text.ts';

describe('text in Markdown', () => {
  it.each([
    ['ci-deploy', 'ci-deploy'],
    ['[x](https://evil.example)', '\\[x\\](https:<!-- -->//evil.example)'],
    ['![x](y)', '!\\[x\\](y)'],
    ['<img src=x>', '&lt;img src=x&gt;'],
    ['a | b', 'a \\| b'],
    ['**bold** _it_', '\\*\\*bold\\*\\* \\_it\\_'],
    ['@octocat', '@<!-- -->octocat'],
    ['bot@acme.example', 'bot@acme.example'],
    ['acme/shop#12', 'acme/shop#<!-- -->12'],
    ['# heading', '\\# heading'],
    ['1. first', '\\1. first'],
    ['- item', '\\- item'],
    ['$x$', '\\$x\\$'],
    ['www.evil.example', 'www<!-- -->.evil.example'],
    ['&lt;', '&amp;lt;'],
  ])('%j is %j', (text, expected) => expect(markdownText(text)).toBe(expected));

  it('never opens a tag or a link', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '[', ']', '(', '!', '`', '\\', 'a', '|', ':', '/') }), (text) => {
        const shown = markdownText(text).replaceAll('<!-- -->', '');
        expect(shown).not.toMatch(/</);
        expect(shown).not.toMatch(/(?<!\\)(\\\\)*[[\]`|]/);
      }),
    );
  });
});

describe('code in Markdown', () => {
  it.each([
    ['a', '`a`'],
    ['a`b', '``a`b``'],
    ['`a`', '`` `a` ``'],
    ['a|b', '`a\\|b`'],
  ])('%j is %j', (text, expected) => expect(markdownCode(text)).toBe(expected));
});
