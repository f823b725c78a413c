import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

/** A directory of a commit: its files by name, and its directories. */
export interface Tree {
  readonly [name: string]: string | Buffer | Tree;
}

/**
 * Writes commits, the first one first, as loose objects of a branch, and says their ids. What git itself would do with
 * `add` and `commit`, without git.
 */
export function writeHistory(gitDirectory: string, commits: readonly Tree[]): readonly string[] {
  const ids: string[] = [];
  commits.forEach((tree, i) => {
    const parent = ids.at(-1);
    const who = `Ada <ada@brindle.example> ${1_700_000_000 + i * 86_400} +0000`;
    const text = `tree ${writeTree(gitDirectory, tree)}\n${parent === undefined ? '' : `parent ${parent}\n`}author ${who}\ncommitter ${who}\n\nCommit ${i + 1}\n`;
    ids.push(writeObject(gitDirectory, 'commit', Buffer.from(text)));
  });
  mkdirSync(join(gitDirectory, 'refs/heads'), { recursive: true });
  writeFileSync(join(gitDirectory, 'refs/heads/main'), `${ids.at(-1)}\n`);
  writeFileSync(join(gitDirectory, 'HEAD'), 'ref: refs/heads/main\n');
  return ids;
}

/** A directory on disk as a commit has it. */
export function treeOf(directory: string): Tree {
  return Object.fromEntries(
    readdirSync(directory, { withFileTypes: true }).map((entry) => {
      const path = join(directory, entry.name);
      return [entry.name, entry.isDirectory() ? treeOf(path) : readFileSync(path)];
    }),
  );
}

function writeTree(gitDirectory: string, tree: Tree): string {
  const entries = Object.entries(tree).map(([name, value]) => {
    const isFile = typeof value === 'string' || Buffer.isBuffer(value);
    const id = isFile ? writeObject(gitDirectory, 'blob', Buffer.from(value)) : writeTree(gitDirectory, value as Tree);
    return {
      sort: isFile ? name : `${name}/`,
      bytes: Buffer.concat([Buffer.from(`${isFile ? '100644' : '40000'} ${name}\0`), Buffer.from(id, 'hex')]),
    };
  });
  entries.sort((a, b) => (a.sort < b.sort ? -1 : 1));
  return writeObject(gitDirectory, 'tree', Buffer.concat(entries.map((e) => e.bytes)));
}

function writeObject(gitDirectory: string, type: string, data: Buffer): string {
  const bytes = Buffer.concat([Buffer.from(`${type} ${data.length}\0`), data]);
  const id = createHash('sha1').update(bytes).digest('hex');
  mkdirSync(join(gitDirectory, 'objects', id.slice(0, 2)), { recursive: true });
  writeFileSync(join(gitDirectory, 'objects', id.slice(0, 2), id.slice(2)), deflateSync(bytes));
  return id;
}
