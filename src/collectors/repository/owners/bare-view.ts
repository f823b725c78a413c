import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { History } from '../files/checkout.ts';

/** A directory that git takes for a repository. */
export interface BareView {
  readonly directory: string;
  /** Where the objects are: those of the checkout itself. */
  readonly objects: string;
  readonly dispose: () => void;
}

/**
 * An empty repository of our own that stands at a checkout's last commit and borrows its objects. Git never sees the checkout's
 * configuration, hooks, attributes or references, so nothing in them can make it run or open anything.
 */
export function makeBareView({ head, objects, shallow }: History): BareView {
  const directory = mkdtempSync(join(tmpdir(), 'nhi-history-'));
  mkdirSync(join(directory, 'objects'));
  mkdirSync(join(directory, 'refs'));
  writeFileSync(join(directory, 'HEAD'), `${head}\n`);
  const format =
    head.length > 40 ? '\trepositoryformatversion = 1\n[extensions]\n\tobjectFormat = sha256\n' : '\trepositoryformatversion = 0\n';
  writeFileSync(join(directory, 'config'), `[core]\n\tbare = true\n${format}`);
  if (shallow !== undefined) copyFileSync(shallow, join(directory, 'shallow'));
  // Git is started elsewhere: a path of ours has to hold there too.
  return { directory, objects: resolve(objects), dispose: () => rmSync(directory, { recursive: true, force: true }) };
}
