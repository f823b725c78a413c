import { type Dirent, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { GapReason } from '../../../inventory/gap.ts';
import type { Tracked } from './git-index.ts';
import { type IgnoreRules, ignoresDirectory, readIgnoreRules } from './ignored.ts';

/** A file that was met. */
export interface Met {
  /** Relative to the root, with `/`. Through a link: the path of the link. */
  readonly path: string;
  /** Where its bytes are, relative to the root. The same as `path` but for links. */
  readonly real: string;
  /** Its path says that it matters. */
  readonly settled: boolean;
}

export interface Walk {
  readonly root: string;
  readonly tracked?: Tracked;
  /** Whether a file's path says that it matters. */
  readonly matters: (path: string) => boolean;
  /** Whether a file that its path says nothing of is worth a look inside; listed last. */
  readonly mayMatter?: (path: string) => boolean;
  /** Whether a directory is entered although git ignores it. */
  readonly entersIgnored: (name: string) => boolean;
  readonly onGap: (path: string, why: GapReason, detail: string) => void;
}

const mostLevels = 40;

/** Other people's code and tools' own stores. */
const skipped = new Set(
  (
    '.git .hg .svn .jj node_modules bower_components jspm_packages vendor Pods Carthage .venv venv site-packages __pycache__ ' +
    '.tox .nox .mypy_cache .pytest_cache .ruff_cache .gradle .terraform .terragrunt-cache .yarn .pnpm-store .npm .cache .turbo .parcel-cache'
  ).split(' '),
);

export function isSkipped(directory: string): boolean {
  return skipped.has(directory);
}

/**
 * Lists the files that matter below a directory, in an order that depends on names only. Links are followed last, each
 * real place once, and never out of the root.
 */
export function walk({ root, tracked, matters, mayMatter = () => false, entersIgnored, onGap }: Walk): Met[] {
  const met: Met[] = [];
  const possible: Met[] = [];
  const links: { readonly path: string; readonly real: string }[] = [];
  const walkedLinks = new Set<string>();

  const enter = (path: string, real: string, ignores: readonly IgnoreRules[], depth: number): void => {
    if (depth > mostLevels) {
      onGap(path, 'unsupported', `directories nest deeper than ${mostLevels} levels`);
      return;
    }
    let entries: Dirent[];
    try {
      entries = readdirSync(join(root, real), { withFileTypes: true });
    } catch (error) {
      onGap(path, reasonOf(error), 'the directory cannot be listed');
      return;
    }
    entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    const rules = entries.some((e) => e.name === '.gitignore' && e.isFile()) ? ownRules(join(root, real), path) : undefined;
    const stack = rules === undefined ? ignores : [...ignores, rules];
    for (const entry of entries) {
      const inside = path === '' ? entry.name : `${path}/${entry.name}`;
      const insideReal = real === '' ? entry.name : `${real}/${entry.name}`;
      if (entry.isSymbolicLink()) links.push({ path: inside, real: insideReal });
      else if (entry.isFile()) {
        if (matters(inside)) met.push({ path: inside, real: insideReal, settled: true });
        else if (mayMatter(inside)) possible.push({ path: inside, real: insideReal, settled: false });
      } else if (!entry.isDirectory()) {
        // Opening a pipe or a device may wait for ever.
        if (matters(inside)) onGap(inside, 'unreadable', 'it is not a regular file');
      } else if (!skipped.has(entry.name)) {
        // `.env` is a usual name for a folder; one with the ending of a file is in the way of that file.
        if (/\.(?:json|ya?ml|toml)$/.test(entry.name) && matters(inside)) onGap(inside, 'unreadable', 'it is a directory');
        const wanted = entersIgnored(entry.name) || tracked?.directories.has(inside) || !ignoresDirectory(stack, inside);
        if (wanted) enter(inside, insideReal, stack, depth + 1);
      }
    }
  };

  enter('', '', excludes(root), 0);
  // Only links show a file twice.
  if (links.length === 0) return met.concat(possible);
  const direct = met.length;
  const read = new Set(met.map((m) => m.real));
  const rootReal = realpathSync(root);
  // Entering a linked directory may add links; each real directory is entered once, so this ends.
  for (let i = 0; i < links.length; i++) {
    const link = links[i];
    if (link === undefined) break;
    const target = insideRoot(root, rootReal, link.real);
    if (target === undefined || target.split('/').some((name) => skipped.has(name))) continue;
    if (target === '' || link.path.startsWith(`${target}/`)) continue;
    const stat = statSync(join(root, target), { throwIfNoEntry: false });
    if (stat?.isDirectory() && !walkedLinks.has(target)) {
      walkedLinks.add(target);
      enter(link.path, target, [], link.path.split('/').length);
    } else if (stat?.isFile()) {
      if (matters(link.path)) met.push({ path: link.path, real: target, settled: true });
      else if (mayMatter(link.path)) possible.push({ path: link.path, real: target, settled: false });
    }
  }
  const isNew = (m: Met): boolean => !read.has(m.real) && read.add(m.real).has(m.real);
  return [...met.slice(0, direct), ...met.slice(direct).filter(isNew), ...possible.filter(isNew)];
}

/** Where a path below the root really is, relative to it; undefined where that is outside, or nowhere. */
export function insideRoot(root: string, rootReal: string, path: string): string | undefined {
  try {
    const real = realpathSync(join(root, path));
    if (real === rootReal) return '';
    const prefix = rootReal.endsWith(sep) ? rootReal : rootReal + sep;
    return real.startsWith(prefix) ? real.slice(prefix.length).split(sep).join('/') : undefined;
  } catch {
    return undefined; // Dangling, a loop, or not ours to look at.
  }
}

function ownRules(directory: string, base: string): IgnoreRules | undefined {
  return readRules(join(directory, '.gitignore'), base);
}

function excludes(root: string): readonly IgnoreRules[] {
  const rules = readRules(join(root, '.git', 'info', 'exclude'), '');
  return rules === undefined ? [] : [rules];
}

function readRules(path: string, base: string): IgnoreRules | undefined {
  try {
    const stat = lstatSync(path);
    return stat.isFile() && stat.size <= 1024 * 1024 ? readIgnoreRules(base, readFileSync(path, 'utf8')) : undefined;
  } catch {
    return undefined;
  }
}

/** Why the file system refused. */
export function reasonOf(error: unknown): GapReason {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'EACCES' || code === 'EPERM') return 'denied';
  return code === 'ENOENT' ? 'not-found' : 'unreadable';
}
