import { type Dirent, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { GapReason } from '../../../inventory/gap.ts';
import { below, directoryOf } from './directory.ts';
import { type IgnoreRules, ignoresDirectory, readIgnoreRules } from './ignored.ts';
import type { Tracked } from './tracked.ts';

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
  /** The others are listed as well, behind those that matter. */
  readonly others?: boolean;
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

/** Neighbours of which their paths say nothing: their names alone, with `/` between them, because they may be very many. */
interface Neighbours {
  readonly path: string;
  readonly real: string;
  readonly names: string;
}

/** What was met without following links, or behind them. */
interface Listing {
  readonly settled: Met[];
  readonly unsettled: (Neighbours | Met)[];
  /** The real directories that were entered. */
  readonly entered: Set<string>;
  readonly links: { readonly path: string; readonly real: string }[];
}

/**
 * Lists the files below a directory, in an order that depends on names only; those that matter first. Links are followed
 * last, each real place once, and never out of the root.
 */
export function* walk(asked: Walk): Generator<Met> {
  const direct: Listing = { settled: [], unsettled: [], entered: new Set(), links: [] };
  enter(asked, direct, { path: '', real: '' }, excludes(asked.root), 0);
  const linked: Listing = { settled: [], unsettled: [], entered: new Set(), links: direct.links };
  if (direct.links.length > 0) follow(asked, linked);
  yield* direct.settled;
  const read = new Set(direct.settled.map((met) => met.real));
  for (const met of linked.settled) if (isNew(read, met)) yield met;
  const isRead = linked.settled.length === 0 ? undefined : read;
  for (const neighbours of direct.unsettled) for (const met of each(neighbours)) if (isRead?.has(met.real) !== true) yield met;
  for (const neighbours of linked.unsettled) {
    for (const met of each(neighbours)) if (!direct.entered.has(directoryOf(met.real)) && isNew(read, met)) yield met;
  }
}

function isNew(read: Set<string>, { real }: Met): boolean {
  return !read.has(real) && read.add(real).has(real);
}

function* each(neighbours: Neighbours | Met): Generator<Met> {
  if ('settled' in neighbours) yield neighbours;
  else {
    const { path, real, names } = neighbours;
    for (const name of names.split('/')) {
      const place = below(path, name);
      // One text for both where they are the same: there are very many of them.
      yield { path: place, real: real === path ? place : below(real, name), settled: false };
    }
  }
}

function enter(asked: Walk, listing: Listing, { path, real }: Omit<Met, 'settled'>, ignores: readonly IgnoreRules[], depth: number): void {
  const { root, tracked, matters, entersIgnored, onGap } = asked;
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
  listing.entered.add(real);
  let names: string[] = [];
  const putNames = (): void => {
    if (names.length > 0 && asked.others === true) listing.unsettled.push({ path, real, names: names.join('/') });
    names = [];
  };
  for (const entry of entries) {
    const place = { path: below(path, entry.name), real: below(real, entry.name) };
    if (entry.isSymbolicLink()) listing.links.push(place);
    else if (entry.isFile()) {
      if (matters(place.path)) listing.settled.push({ ...place, settled: true });
      else names.push(entry.name);
    } else if (!entry.isDirectory()) {
      // Opening a pipe or a device may wait for ever.
      if (matters(place.path)) onGap(place.path, 'unreadable', 'it is not a regular file');
    } else if (!skipped.has(entry.name)) {
      // `.env` is a usual name for a folder; one with the ending of a file is in the way of that file.
      if (/\.(?:json|ya?ml|toml)$/.test(entry.name) && matters(place.path)) onGap(place.path, 'unreadable', 'it is a directory');
      if (!entersIgnored(entry.name) && !tracked?.holdsBelow(place.path) && ignoresDirectory(stack, place.path)) continue;
      putNames();
      enter(asked, listing, place, stack, depth + 1);
    }
  }
  putNames();
}

/** Entering a linked directory may add links; each real directory is entered once, so this ends. */
function follow(asked: Walk, listing: Listing): void {
  const { root, matters, others } = asked;
  const walked = new Set<string>();
  const rootReal = realpathSync(root);
  for (const { path, real } of listing.links) {
    const target = insideRoot(root, rootReal, real);
    if (target === undefined || target.split('/').some((name) => skipped.has(name))) continue;
    if (target === '' || path.startsWith(`${target}/`)) continue;
    const stat = statSync(join(root, target), { throwIfNoEntry: false });
    if (stat?.isDirectory() && !walked.has(target)) {
      walked.add(target);
      enter(asked, listing, { path, real: target }, [], path.split('/').length);
    } else if (stat?.isFile()) {
      if (matters(path)) listing.settled.push({ path, real: target, settled: true });
      else if (others === true) listing.unsettled.push({ path, real: target, settled: false });
    }
  }
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
