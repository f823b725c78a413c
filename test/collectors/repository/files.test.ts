import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCheckout, repositoryOf } from '../../../src/collectors/repository/files/checkout.ts';
import { readGitIndex } from '../../../src/collectors/repository/files/git-index.ts';
import { matchSegments } from '../../../src/collectors/repository/files/path-pattern.ts';
import { walk } from '../../../src/collectors/repository/files/walk.ts';
import { matchesGlob } from '../../../src/glob.ts';
import { write } from './scan.ts';

function listed(root: string, onGap: Parameters<typeof walk>[0]['onGap'] = () => {}): string[] {
  return [...walk({ root, matters: () => true, entersIgnored: (name) => name === '.claude', onGap })].map((m) => m.path);
}

describe('walk', () => {
  test('leaves out other people’s code and ignored directories, not ignored files', () => {
    const root = write({
      '.gitignore': 'out/\n.env\n.claude/\n',
      '.env': '',
      'node_modules/a/x.json': '',
      'out/x.json': '',
      '.claude/settings.local.json': '',
      'src/.gitignore': '!out/\n',
      'src/out/y.json': '',
    });
    expect(listed(root)).toEqual(['.claude/settings.local.json', '.env', '.gitignore', 'src/.gitignore', 'src/out/y.json']);
  });

  test('follows links inside the root once, never out of it', () => {
    const root = write({ 'real/a.json': '', 'config.json': '' });
    symlinkSync('real', join(root, 'again'));
    symlinkSync('.', join(root, 'loop'));
    symlinkSync('/etc', join(root, 'outside'));
    symlinkSync('../config.json', join(root, 'real', 'linked.json'));
    symlinkSync('nowhere', join(root, 'dangling'));
    expect(listed(root)).toEqual(['config.json', 'real/a.json']);
  });

  test('a link gives a file its meaning where the file’s own name has none', () => {
    const root = write({ 'tools/servers.data': '' });
    symlinkSync('tools/servers.data', join(root, '.mcp.json'));
    const met = [
      ...walk({ root, matters: (path) => path.endsWith('.mcp.json'), others: true, entersIgnored: () => false, onGap: () => {} }),
    ];
    expect(met).toEqual([{ path: '.mcp.json', real: 'tools/servers.data', settled: true }]);
  });

  test('what does not matter comes last, and once', () => {
    const root = write({
      '.gitignore': 'kept/\n',
      'a/one.txt': '',
      'a/two.mcp': '',
      'b.txt': '',
      'kept/three.txt': '',
      'kept/a.mcp': '',
      'z.txt': '',
    });
    symlinkSync('../z.txt', join(root, 'a', 'last.txt'));
    symlinkSync('../b.txt', join(root, 'a', 'b.mcp'));
    symlinkSync('kept', join(root, 'linked'));
    symlinkSync('kept/three.txt', join(root, 'three.txt'));
    const met = [...walk({ root, matters: (path) => path.endsWith('.mcp'), others: true, entersIgnored: () => false, onGap: () => {} })];
    expect(met.map(({ path, real }) => (path === real ? path : `${path} ${real}`))).toEqual([
      'a/two.mcp',
      'a/b.mcp b.txt',
      'linked/a.mcp kept/a.mcp',
      '.gitignore',
      'a/one.txt',
      'z.txt',
      'linked/three.txt kept/three.txt',
    ]);
  });

  test.skipIf(process.getuid?.() === 0)('a directory that may not be listed is a gap', () => {
    const root = write({ 'closed/x.json': '' });
    chmodSync(join(root, 'closed'), 0);
    const gaps: string[] = [];
    listed(root, (path, why) => gaps.push(`${path} ${why}`));
    chmodSync(join(root, 'closed'), 0o755);
    expect(gaps).toEqual(['closed denied']);
  });

  test('very deep directories are a gap', () => {
    const root = write({});
    mkdirSync(join(root, ...Array.from({ length: 60 }, () => 'd')), { recursive: true });
    const gaps: string[] = [];
    listed(root, (_, why) => gaps.push(why));
    expect(gaps).toEqual(['unsupported']);
  });

  test('a hostile ignore file costs nothing', () => {
    const root = write({ '.gitignore': `${'a*'.repeat(100)}b\n`, [`${'a'.repeat(200)}/x`]: '' });
    expect(listed(root)).toHaveLength(2);
  });
});

describe('globs', () => {
  test.each([
    ['*', 'abc', true],
    ['*.env', '.env', true],
    ['a*c', 'abbc', true],
    ['a?c', 'abc', true],
    ['a*c', 'abd', false],
    [`${'*a'.repeat(50)}b`, 'a'.repeat(200), false],
  ])('%s %s', (pattern, name, answer) => {
    expect(matchesGlob(pattern, name)).toBe(answer);
  });

  test('double stars take any number of folders', () => {
    expect(matchSegments(['**', '.claude', '**', '*.md'], ['.claude', 'a.md'])).toBe(true);
    expect(matchSegments(['**', '.claude', '**', '*.md'], ['x', '.claude', 'agents', 'b', 'a.md'])).toBe(true);
    expect(matchSegments(['.claude', '*.md'], ['x', '.claude', 'a.md'])).toBe(false);
  });
});

test.each([
  ['https://github.com/acme/shop.git', 'acme/shop'],
  ['https://x-access-token:abc@github.com/acme/shop', 'acme/shop'],
  ['git@github.com:acme/shop.git', 'acme/shop'],
  ['ssh://git@host:22/acme/shop.git/', 'acme/shop'],
  ['https://gitlab.acme.io/group/sub/shop.git', 'sub/shop'],
  ['../shop.git', undefined],
  ['https://github.com/acme/<b>', undefined],
  ['', undefined],
])('the repository of %s', (url, name) => {
  expect(repositoryOf(url)).toBe(name);
});

describe('the git index', () => {
  /** An index as git writes it; version 4 cuts the part that names share with the one before. */
  function index(version: number, paths: readonly string[], modes: Readonly<Record<string, number>> = {}, extension = ''): Buffer {
    const parts: Buffer[] = [Buffer.from('DIRC'), Buffer.alloc(8)];
    parts[1]?.writeUInt32BE(version, 0);
    parts[1]?.writeUInt32BE(paths.length, 4);
    let previous = Buffer.alloc(0);
    for (const path of paths) {
      const name = Buffer.from(path);
      const fixed = Buffer.alloc(62);
      fixed.writeUInt32BE(modes[path] ?? 0o100644, 24);
      if (version === 4) {
        let shared = 0;
        while (shared < previous.length && previous[shared] === name[shared]) shared++;
        parts.push(fixed, Buffer.from([previous.length - shared]), name.subarray(shared), Buffer.alloc(1));
        previous = name;
      } else parts.push(fixed, name, Buffer.alloc(8 - ((62 + name.length) % 8)));
    }
    if (extension !== '') parts.push(Buffer.from(extension), Buffer.alloc(4));
    return Buffer.concat([...parts, Buffer.alloc(20)]);
  }
  const paths = ['.env', '.mcp.json', 'packages/a/.env', 'packages/a/index.ts', 'packages/ä.ts'];

  test.each([2, 3, 4])('version %i', (version) => {
    const tracked = readGitIndex(index(version, paths), 20);
    const others = ['.en', '.env.local', 'a', 'packages', 'packages/a', 'packages/a/index', 'packages/b.ts', 'z'];
    expect([...paths, ...others].filter((path) => tracked?.holds(path))).toEqual(paths);
    expect(['.env', 'pack', 'packages', 'packages/a', 'packages/a/.env', 'z'].filter((d) => tracked?.holdsBelow(d))).toEqual([
      'packages',
      'packages/a',
    ]);
  });

  test('many paths are found again, and no other', () => {
    const long = fc.uniqueArray(fc.stringMatching(/^[a-c]{1,3}(\/[a-cé]{1,12}){1,4}$/), { maxLength: 60 });
    fc.assert(
      fc.property(fc.constantFrom(2, 4), long, fc.stringMatching(/^[a-c]{1,3}\/[a-c]{1,3}$/), (version, some, other) => {
        const inOrder = some.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        const tracked = readGitIndex(index(version, inOrder), 20);
        expect(inOrder.filter((path) => !tracked?.holds(path))).toEqual([]);
        expect(tracked?.holds(other)).toBe(some.includes(other));
        expect(tracked?.holdsBelow(other)).toBe(some.some((path) => path.startsWith(`${other}/`)));
      }),
    );
  });

  test('paths out of order are no index of git', () => {
    expect(readGitIndex(index(2, paths.toReversed()), 20)).toBeUndefined();
  });

  test('submodules are mounts', () => {
    for (const version of [2, 4]) {
      const tracked = readGitIndex(index(version, ['a/lib', 'a/lic'], { 'a/lib': 0o160000 }), 20);
      expect(tracked?.mounts).toEqual(['a/lib']);
      expect(tracked?.holds('a/lib/x')).toBeUndefined();
      expect([tracked?.holds('a/lic'), tracked?.holds('a/lib'), tracked?.holdsBelow('a')]).toEqual([true, false, true]);
    }
  });

  test('half an index says nothing', () => {
    const whole = index(2, paths);
    expect(readGitIndex(index(2, paths, {}, 'link'), 20)).toBeUndefined();
    expect(readGitIndex(Buffer.from('DIRC'), 20)).toBeUndefined();
    for (const cut of [13, 60, 90, 150]) expect(readGitIndex(whole.subarray(0, cut), 20)).toBeUndefined();
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        (noise) => readGitIndex(Buffer.concat([index(4, paths).subarray(0, 80), noise]), 20) !== null,
      ),
    );
  });

  test.skipIf(spawnSync('git', ['--version']).error !== undefined)('git agrees', () => {
    const root = write({ '.env': 'A=1', 'a/b.txt': '', 'loose.txt': '' });
    const git = (...args: string[]): Buffer =>
      execFileSync('git', ['-C', root, '-c', 'init.defaultBranch=main', ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
    git('init');
    git('add', '.env', 'a/b.txt');
    for (const version of ['2', '4']) {
      git('update-index', '--index-version', version);
      writeFileSync(join(root, 'loose.txt'), version);
      const bytes = readFileSync(join(root, '.git', 'index'));
      const tracked = readGitIndex(bytes, 20);
      expect(['.env', 'a/b.txt', 'loose.txt'].map((path) => tracked?.holds(path))).toEqual([true, true, false]);
    }
  });
});

describe('a directory without a remote takes its name from the package', () => {
  test.each<[string, string]>([
    ['{"repository":"github:acme/storefront"}', 'acme/storefront'],
    ['{"repository":"acme/storefront"}', 'acme/storefront'],
    ['{"repository":"https://github.com/acme/storefront.git"}', 'acme/storefront'],
    ['{"repository":{"type":"git","url":"git+https://github.com/acme/storefront.git"}}', 'acme/storefront'],
    ['{"repository":{"url":"git@github.com:acme/storefront.git"}}', 'acme/storefront'],
    ['{"repository":"gist:11081aaa281"}', 'checkout'],
    ['{"repository":{"url":7}}', 'checkout'],
    ['{"repository":"storefront"}', 'checkout'],
    ['{"repository":"acme/\\u001b[31m"}', 'checkout'],
    ['null', 'checkout'],
    ['{', 'checkout'],
  ])('%s', (text, name) => {
    const root = join(write({ 'checkout/package.json': text }), 'checkout');
    expect(readCheckout(root).repository).toBe(name);
    mkdirSync(join(root, '.git'));
    writeFileSync(join(root, '.git/config'), '[remote "origin"]\n\turl = https://github.com/acme/origin\n');
    expect(readCheckout(root).repository).toBe('acme/origin');
  });
});
