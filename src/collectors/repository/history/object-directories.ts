import { lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';

/** Repositories that one may borrow from, one after the other. */
const mostDirectories = 20;

/**
 * The directories that hold a repository's objects: its own, and those that it names in `info/alternates`
 * (https://git-scm.com/docs/gitrepository-layout#Documentation/gitrepository-layout.txt-objectsinfoalternates) where they stand
 * below `root`. `borrows`: there is one that is not opened.
 */
export function findObjects(own: string, root: string): { readonly directories: readonly string[]; readonly borrows: boolean } {
  const directories: string[] = [];
  // A link in its place leads to another repository.
  const isOwn = lstatSync(own, { throwIfNoEntry: false })?.isDirectory() === true;
  let borrows = !isOwn && lstatSync(own, { throwIfNoEntry: false }) !== undefined;
  const waiting = isOwn ? [own] : [];
  for (let here = waiting.shift(); here !== undefined; here = waiting.shift()) {
    if (directories.includes(here) || directories.length >= mostDirectories) continue;
    directories.push(here);
    for (const named of alternatesOf(here)) {
      const real = realBelow(resolve(here, named), root);
      if (real === undefined) borrows = true;
      else waiting.push(real);
    }
  }
  return { directories, borrows };
}

/** The names of the directories in a directory, links left out. */
export function directoriesIn(path: string): ReadonlySet<string> {
  try {
    return new Set(readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])));
  } catch {
    return new Set();
  }
}

function alternatesOf(directory: string): readonly string[] {
  const info = join(directory, 'info');
  const path = join(info, 'alternates');
  // A link in the place of the directory leads elsewhere.
  if (lstatSync(info, { throwIfNoEntry: false })?.isSymbolicLink() === true) return ['\0'];
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  // What cannot be read as a list names something all the same.
  if (!stat.isFile() || stat.size > 1024 * 1024) return ['\0'];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}

function realBelow(path: string, root: string): string | undefined {
  try {
    const [real, above] = [realpathSync(path), realpathSync(root)];
    return real.startsWith(above.endsWith(sep) ? above : above + sep) ? real : undefined;
  } catch {
    return undefined;
  }
}
