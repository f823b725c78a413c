import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyDelta } from '../../../src/collectors/repository/history/delta.ts';
import type { Inventory } from '../../../src/inventory/inventory.ts';
import { checksummed, generated } from '../../token-shapes.ts';
import { type Tree, writeHistory } from '../../write-history.ts';
import { scanWithHistory, write } from './scan.ts';

const password = `${generated(12, 21)}7q`;
const env = `LEDGER_PASSWORD=${password}\n`;
const hasGit = spawnSync('git', ['--version']).error === undefined;

/** Where each credential stands: in the files, or in which commit. */
function places(inventory: Inventory): readonly string[] {
  return [...inventory.credentials.values()]
    .flatMap((c) => (c.found ?? []).map((f) => `${c.name} ${f.file} ${f.commit === undefined ? 'now' : f.commit.slice(0, 8)}`))
    .sort();
}

function checkout(
  files: Readonly<Record<string, string>>,
  commits: readonly Tree[],
): { readonly root: string; readonly commits: readonly string[] } {
  const root = write(files);
  mkdirSync(join(root, '.git'));
  writeFileSync(join(root, '.git/config'), '[core]\n\tbare = false\n');
  return { root, commits: writeHistory(join(root, '.git'), commits).map((id) => id.slice(0, 8)) };
}

describe('history', () => {
  test('what was removed is told with the commit it came in with', async () => {
    const { root, commits } = checkout({ 'README.md': 'x' }, [{ 'README.md': 'x' }, { deploy: { '.env': env } }, { 'README.md': 'x' }]);
    const { inventory, fragments } = await scanWithHistory(root);
    expect(places(inventory)).toEqual([`LEDGER_PASSWORD deploy/.env ${commits[1]}`]);
    const [found] = [...inventory.credentials.values()][0]?.found ?? [];
    expect(found?.evidence).toMatchObject({ file: 'deploy/.env', line: 1 });
    expect(found?.evidence.note).toContain(`in commit ${commits[1]}`);
    expect(JSON.stringify(fragments)).not.toContain(password);
    expect(inventory.gaps).toEqual([]);
  });

  test('what still stands in the files is told there alone', async () => {
    const { root } = checkout({ 'deploy/.env': env }, [{ old: { '.env': env } }, { deploy: { '.env': env } }]);
    expect(places((await scanWithHistory(root)).inventory)).toEqual(['LEDGER_PASSWORD deploy/.env now']);
  });

  test('one secret of many versions is told once for each path', async () => {
    const versions = [1, 2, 3, 4].map((n): Tree => ({ 'a.ts': `// ${n}\nconst t = '${checksummed('ghp_', 5)}';\n` }));
    const { root, commits } = checkout({}, [...versions, {}]);
    expect(places((await scanWithHistory(root)).inventory)).toEqual([`t a.ts ${commits[0]}`]);
  });

  test('test data and references are nothing to flag there either', async () => {
    const tree: Tree = { test: { 'a.ts': `const apiKey = "${generated(32, 5)}";` }, '.env': 'A_PASSWORD=$' + '{B}\n' };
    const { root } = checkout({}, [tree, {}]);
    expect(places((await scanWithHistory(root)).inventory)).toEqual([]);
  });

  test('without the option the history is not read', async () => {
    const { root } = checkout({}, [{ '.env': env }, {}]);
    expect(places((await scanWithHistory(root, false)).inventory)).toEqual([]);
  });

  test('missing and damaged objects are gaps, and the rest is read', async () => {
    const { root, commits } = checkout({}, [{ '.env': env, 'a.txt': 'a', 'b.txt': 'b' }, {}]);
    const blobs = { a: '2e65efe2a145dda7ee51d1741299f848e5bf752e', b: '63d8dbd40c23542e740659a7168a0ce3138ea748' };
    rmSync(join(root, '.git/objects', blobs.a.slice(0, 2), blobs.a.slice(2)));
    writeFileSync(join(root, '.git/objects', blobs.b.slice(0, 2), blobs.b.slice(2)), 'no zlib');
    writeFileSync(join(root, '.git/packed-refs'), `${'0'.repeat(40)} refs/heads/gone\nnonsense\n`);
    mkdirSync(join(root, '.git/objects/pack'), { recursive: true });
    writeFileSync(join(root, '.git/objects/pack/pack-x.pack'), 'PACK');
    const { inventory } = await scanWithHistory(root);
    expect(places(inventory)).toEqual([`LEDGER_PASSWORD .env ${commits[0]}`]);
    expect(inventory.gaps.map((g) => g.detail)).toEqual([
      '2 objects are not here (a partial clone keeps them elsewhere): a part of the history was not read',
      '1 objects and 1 packs are damaged: a part of the history was not read',
    ]);
  });

  test('a shallow clone is a gap; a directory that is no checkout has no history', async () => {
    const { root } = checkout({}, [{}]);
    writeFileSync(join(root, '.git/shallow'), `${'0'.repeat(40)}\n`);
    expect((await scanWithHistory(root)).inventory.gaps.map((g) => g.detail)).toEqual([expect.stringContaining('shallow')]);
    expect((await scanWithHistory(write({ 'a.txt': 'a' }))).inventory.gaps.map((g) => g.why)).toEqual(['not-given']);
  });

  describe('objects that stand elsewhere', () => {
    const details = (inventory: Inventory): readonly (string | undefined)[] => inventory.gaps.map((g) => g.detail);
    const borrowed = 'objects are borrowed from another repository, which is not opened: a part of the history was not read';

    test('are read from another repository in the tree', async () => {
      const { root, commits } = checkout({}, [{ '.env': env }, {}]);
      renameSync(join(root, '.git/objects'), join(root, 'shared'));
      mkdirSync(join(root, '.git/objects/info'), { recursive: true });
      writeFileSync(join(root, '.git/objects/info/alternates'), '# ours\n../../shared\n');
      const { inventory } = await scanWithHistory(root);
      expect(places(inventory)).toEqual([`LEDGER_PASSWORD .env ${commits[0]}`]);
      expect(details(inventory)).toEqual([]);
    });

    test.each(['../../../elsewhere', '../../lead-out', '../../missing'])('are not read from outside of it: %s', async (named) => {
      const { root } = checkout({}, [{ '.env': env }, {}]);
      renameSync(join(root, '.git/objects'), join(root, '../elsewhere'));
      symlinkSync('../elsewhere', join(root, 'lead-out'));
      mkdirSync(join(root, '.git/objects/info'), { recursive: true });
      writeFileSync(join(root, '.git/objects/info/alternates'), `${named}\n`);
      const { inventory } = await scanWithHistory(root);
      expect(places(inventory)).toEqual([]);
      expect(details(inventory)).toEqual([borrowed]);
    });

    test.each(['objects', 'objects/pack', 'refs'])('are not reached through a link in the place of %s', async (part) => {
      const { root } = checkout({}, [{ '.env': env }, {}]);
      mkdirSync(join(root, '.git/objects/pack'), { recursive: true });
      renameSync(join(root, '.git', part), join(root, '../elsewhere'));
      symlinkSync(join(root, '../elsewhere'), join(root, '.git', part));
      const { inventory } = await scanWithHistory(root);
      const told = { objects: borrowed, refs: borrowed.replace('objects are borrowed from', 'references stand in') }[part];
      expect(details(inventory)).toEqual(told === undefined ? [] : [told]);
      expect(places(inventory).length).toBe(part === 'objects/pack' ? 1 : 0);
    });

    test('are not named by a list that a link leads to', async () => {
      const { root } = checkout({}, [{ '.env': env }, {}]);
      renameSync(join(root, '.git/objects'), join(root, 'shared'));
      mkdirSync(join(root, '../elsewhere'));
      writeFileSync(join(root, '../elsewhere/alternates'), `${join(root, 'shared')}\n`);
      mkdirSync(join(root, '.git/objects'));
      symlinkSync(join(root, '../elsewhere'), join(root, '.git/objects/info'));
      const { inventory } = await scanWithHistory(root);
      expect(places(inventory)).toEqual([]);
      expect(details(inventory)).toEqual([borrowed]);
    });

    test('are not reached by a directory that a file in the tree calls shared', async () => {
      const { root } = checkout({}, [{ '.env': env }, {}]);
      renameSync(join(root, '.git'), join(root, '../elsewhere'));
      mkdirSync(join(root, 'own'));
      writeFileSync(join(root, 'own/commondir'), '../../elsewhere\n');
      writeFileSync(join(root, '.git'), 'gitdir: own\n');
      const { inventory } = await scanWithHistory(root);
      expect(places(inventory)).toEqual([]);
      expect(details(inventory)).toEqual(['not a git checkout: there is no history to read']);
    });

    test('of submodules, and references in a form that is not read, are told', async () => {
      const { root } = checkout({}, [{}]);
      mkdirSync(join(root, '.git/modules/part'), { recursive: true });
      mkdirSync(join(root, '.git/reftable'));
      expect(details((await scanWithHistory(root)).inventory)).toEqual([
        'its references are kept as a reftable, a format that is not read: a part of the history was not read',
        'a submodule has a history of its own: scan each with --history',
      ]);
    });
  });

  test.skipIf(!hasGit)("git's own packs are read, differences and annotated tags too, and nothing of the checkout is run", async () => {
    const root = write({});
    const git = (...args: readonly string[]): void => {
      const { status } = spawnSync('git', ['-C', root, '-c', 'user.name=Ada', '-c', 'user.email=ada@brindle.example', ...args]);
      expect(status).toBe(0);
    };
    const put = (path: string, text: string): void => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    const lines = Array.from({ length: 400 }, (_, i) => `line ${i} ${generated(20, i)}`);
    git('init', '-q');
    for (let i = 0; i < 12; i++) {
      lines[i * 30] = i === 5 ? `const t = '${checksummed('ghp_', 5)}';` : `changed ${i}`;
      if (i === 6) lines[150] = 'gone';
      put('src/long.ts', lines.join('\n'));
      put('deploy/.env', i === 3 ? env : 'A=1\n');
      git('add', '-A');
      git('commit', '-q', '-m', `c${i}`);
    }
    git('tag', '-a', 'v1', '-m', 'v1');
    git('gc', '-q');
    put('.git/config', '[core]\n\trepositoryformatversion = 0\n\tfsmonitor = touch ran\n[diff]\n\texternal = touch ran\n');
    const { inventory } = await scanWithHistory(root);
    expect(places(inventory).map((p) => p.replace(/ \w+$/, ''))).toEqual(['LEDGER_PASSWORD deploy/.env', 't src/long.ts']);
    expect(inventory.gaps).toEqual([]);
    expect(spawnSync('ls', [root]).stdout.toString()).not.toContain('ran');
  });
});

test('a difference of any bytes builds nothing that is too large, and never throws', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 60 }), (base, delta) => {
      const built = applyDelta(Buffer.from(base), Buffer.from(delta), 1000);
      expect(built === undefined || built.length <= 1000).toBe(true);
    }),
  );
});
