import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Dialect, ownershipOf, readCodeowners } from '../../../src/collectors/repository/files/codeowners.ts';

/** What a file with these lines says of a path: the owners, or undefined where no line is about it. */
function owners(lines: readonly string[], path: string, dialect: Dialect = 'github'): readonly string[] | undefined {
  return ownershipOf(readCodeowners(lines.join('\n'), dialect), path)?.owners;
}

describe('GitHub', () => {
  test.each<readonly [string, string, boolean]>([
    // pattern, path, whether it matches
    ['*', 'a/b/c.txt', true],
    ['*.js', 'src/deep/app.js', true],
    ['*.js', 'src/app.jsx', false],
    ['/build/logs/', 'build/logs/a/b.log', true],
    ['/build/logs/', 'src/build/logs/a.log', false],
    ['docs/*', 'docs/start.md', true],
    ['docs/*', 'docs/build/app.md', false],
    ['docs/*', 'src/docs/start.md', false],
    ['apps/', 'src/apps/shop/a.txt', true],
    ['apps/', 'apps', true],
    ['/docs/', 'docs/a/b.md', true],
    ['/docs/', 'src/docs/a.md', false],
    ['**/logs', 'build/logs/a.log', true],
    ['**/logs', 'deep/er/logs', true],
    ['/*', 'README.md', true],
    ['/*', 'src/README.md', false],
    ['src/**/keys', 'src/a/b/keys/x.pem', true],
    ['src/**/keys', 'src/keys', true],
    ['.github/workflows', '.github/workflows/ci.yml', true],
    ['.mcp.json', 'packages/a/.mcp.json', true],
    ['Makefile', 'makefile', false],
    ['a?c.txt', 'abc.txt', true],
    ['a?c.txt', 'a/c.txt', false],
    ['my\\ docs/', 'my docs/a.md', true],
  ])('%s and %s', (pattern, path, matches) => {
    expect(owners([`${pattern} @acme/dev`], path)).toEqual(matches ? ['@acme/dev'] : undefined);
  });

  test.each<readonly [string, readonly string[], string, readonly string[] | undefined]>([
    ['the last line that matches decides', ['* @acme/dev', '/keys/ @acme/security'], 'keys/a.pem', ['@acme/security']],
    ['a line without owners takes them away', ['/apps/ @ann', '/apps/demo'], 'apps/demo/a.ts', []],
    ['comments are no owners', ['*.md @ann # and @ben'], 'a.md', ['@ann']],
    ['a line is a comment', ['# * @ann'], 'a.md', undefined],
    ['several owners, addresses too', ['* @ann @acme/dev ben@acme.example'], 'a', ['@ann', '@acme/dev', 'ben@acme.example']],
    ['a line that cannot be read is passed over', ['* @ann', '* ben', '*.[ch] @cleo', '!a @dan'], 'a', ['@ann']],
    ['a section means nothing here', ['[Docs]', '* @ann'], 'a', ['@ann']],
    ['Windows line ends', ['* @ann\r', '/b @ben\r'], 'b', ['@ben']],
  ])('%s', (_, lines, path, expected) => {
    expect(owners(lines, path)).toEqual(expected);
  });

  test('the line that decides is told', () => {
    expect(ownershipOf(readCodeowners('# all\n* @acme/dev\n\n/.vscode/\n'), '.vscode/mcp.json')).toEqual({ owners: [], line: 4 });
  });
});

describe('GitLab', () => {
  test.each<readonly [string, string, boolean]>([
    ['README.md', 'docs/README.md', true],
    ['/README.md', 'docs/README.md', false],
    ['internal/README.md', 'src/internal/README.md', true],
    ['/docs/', 'docs/a/b.md', true],
    ['/docs', 'docs/a.md', false],
    ['/docs/*.md', 'docs/a/b.md', false],
    ['/docs/**/*.md', 'docs/a/b/c.md', true],
    ['*', 'a/b/c', true],
    ['\\#name', '#name', true],
  ])('%s and %s', (pattern, path, matches) => {
    expect(owners([`${pattern} @acme/dev`], path, 'gitlab')).toEqual(matches ? ['@acme/dev'] : undefined);
  });

  const file = [
    '* @everyone',
    '[Database][2] @dba',
    '*.sql',
    '/db/seeds.sql @ann',
    '^[Docs]',
    '*.md @docs',
    '[DATABASE]',
    '/db/schema.md @ben',
    '[Security] @@maintainers',
    '/keys/',
    '!/keys/public.pem',
  ];

  test.each<readonly [string, readonly string[]]>([
    ['a.sql', ['@everyone', '@dba']],
    ['db/seeds.sql', ['@everyone', '@ann']],
    ['a.md', ['@everyone', '@docs']],
    // The same section again, whatever the letters: its last line decides.
    ['db/schema.md', ['@everyone', '@docs', '@ben']],
    ['keys/a.pem', ['@everyone', '@@maintainers']],
    ['keys/public.pem', ['@everyone']],
  ])('%s', (path, expected) => {
    expect(owners(file, path, 'gitlab')).toEqual(expected);
  });
});

test('any text is read, and every answer names a line of it', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 300 }),
      fc.string({ maxLength: 60 }),
      fc.constantFrom<Dialect>('github', 'gitlab'),
      (text, path, d) => {
        const found = ownershipOf(readCodeowners(text, d), path);
        if (found !== undefined) expect(text.split('\n').length).toBeGreaterThanOrEqual(found.line);
      },
    ),
  );
});
