import { existsSync, lstatSync, readFileSync, realpathSync } from 'node:fs';
import { basename, join, resolve, sep } from 'node:path';
import type { Dialect } from './codeowners.ts';
import { readGitIndex } from './git-index.ts';
import type { Tracked } from './tracked.ts';

/** What a directory is: whose repository, and what git tracks in it. */
export interface Checkout {
  /** `owner/name` of the remote `origin`, else of the package's own `repository`, else the directory's own name. */
  readonly repository: string;
  /** Absent outside a git checkout, and where the index cannot be read. */
  readonly tracked?: Tracked;
  /** Remote URLs with the line of `.git/config` they stand on. They may carry a token: for the secret detector only. */
  readonly remotes: readonly { readonly url: string; readonly line: number }[];
  /** Host and path of the remote `origin`, where its URL is in one of git's forms. */
  readonly remote?: { readonly host: string; readonly path: string };
  /** Where git keeps its own files; absent outside a git checkout. */
  readonly places?: GitPlaces;
  /** A host that honours CODEOWNERS keeps the repository. */
  readonly hosted: boolean;
  /** Whose rules its CODEOWNERS file follows. */
  readonly dialect: Dialect;
  /** Where git keeps the history; absent outside a git checkout, and before its first commit. */
  readonly history?: History;
}

export interface History {
  /** The last commit, in hex digits. */
  readonly head: string;
  /** The directory of the objects. */
  readonly objects: string;
  /** The file that says where the history was cut off; absent where it is whole. */
  readonly shallow?: string;
}

/** Where git keeps a checkout's own files, and those it shares with others of the same repository. */
export interface GitPlaces {
  readonly own: string;
  readonly common: string;
  /** Bytes of an object's id. */
  readonly hashLength: 20 | 32;
}

/** Reads what git has written about a directory; git itself is never run. */
export function readCheckout(root: string): Checkout {
  const own = packageRepository(root) ?? (basename(realpathSync(root)) || 'root');
  const places = gitPlaces(root);
  if (places === undefined) return { repository: own, remotes: [], hosted: false, dialect: readDialect(root, []) };
  const config = readGitConfig(readSmall(join(places.common, 'config')) ?? '');
  const origin = config.remotes.find((r) => r.name === 'origin') ?? config.remotes[0];
  const index = readBytes(join(places.own, 'index'));
  const tracked = index === undefined ? undefined : readGitIndex(index, config.sha256 ? 32 : 20);
  const remote = origin === undefined ? undefined : remoteOf(origin.url);
  return {
    ...(remote === undefined ? {} : { remote }),
    repository: (origin && repositoryOf(origin.url)) ?? own,
    ...(tracked === undefined ? {} : { tracked }),
    remotes: config.remotes,
    places: { ...places, hashLength: config.sha256 ? 32 : 20 },
    ...historyOf(places),
    dialect: readDialect(root, config.remotes),
    hosted: config.remotes.some((r) => /\b(github|gitlab|gitea|codeberg)\b/i.test(r.url)),
  };
}

function historyOf({ own, common }: Omit<GitPlaces, 'hashLength'>): Pick<Checkout, 'history'> {
  const head = commitOf('HEAD', { own, common });
  const shallow = join(common, 'shallow');
  if (head === undefined) return {};
  const isCut = lstatSync(shallow, { throwIfNoEntry: false })?.isFile() === true;
  return { history: { head, objects: join(common, 'objects'), ...(isCut ? { shallow } : {}) } };
}

/** The commit that a reference stands at: in a file of its own, or in the list of packed ones. https://git-scm.com/docs/gitrepository-layout */
function commitOf(reference: string, places: Omit<GitPlaces, 'hashLength'>, hops = 5): string | undefined {
  const text = readSmall(join(places.own, reference)) ?? readSmall(join(places.common, reference));
  const hash = /^([0-9a-f]{40}|[0-9a-f]{64})\s*$/.exec(text ?? '')?.[1];
  if (hash !== undefined) return hash;
  const next = /^ref: (refs\/[\w./+@-]{1,500})\s*$/.exec(text ?? '')?.[1];
  if (next !== undefined) return hops === 0 || next.includes('..') ? undefined : commitOf(next, places, hops - 1);
  const packed = readSmall(join(places.common, 'packed-refs'))?.split('\n') ?? [];
  return packed.find((line) => line.endsWith(` ${reference}`) && /^[0-9a-f]{40,64} /.test(line))?.split(' ', 1)[0];
}

/** GitLab's rules where the repository is kept there, or shows no other host and has GitLab's own files. */
function readDialect(root: string, remotes: Checkout['remotes']): Dialect {
  if (remotes.some((r) => /\bgitlab\b/i.test(r.url))) return 'gitlab';
  if (remotes.some((r) => /\bgithub\b/i.test(r.url)) || existsSync(join(root, '.github'))) return 'github';
  return existsSync(join(root, '.gitlab-ci.yml')) || existsSync(join(root, '.gitlab')) ? 'gitlab' : 'github';
}

/** Host and whole path of a remote URL; userinfo and port are left behind. */
function remoteOf(url: string): { readonly host: string; readonly path: string } | undefined {
  const match =
    /^[a-z][a-z0-9+.-]{0,20}:\/\/(?:[^/@]*@)?([\w.-]{1,253})(?::\d+)?\/([^?#]*)/i.exec(url) ??
    /^(?:[^/@:]*@)?([\w.-]{1,253}):(?!\/\/)([^?#]*)/.exec(url);
  const path = match?.[2]?.replace(/^\/+|\/+$/g, '').replace(/\.git$/, '');
  if (match?.[1] === undefined || path === undefined || !/^[\w./~-]{1,400}$/.test(path)) return undefined;
  return { host: match[1].toLowerCase(), path };
}

/** `owner/name` of a remote URL, in any of git's forms. Credentials in the URL are left behind. */
export function repositoryOf(url: string): string | undefined {
  const path = /^[a-z][a-z0-9+.-]{0,20}:\/\//i.test(url)
    ? url.replace(/^[^:]+:\/\/[^/]*/, '')
    : /^[^/]+:(?!\/\/)/.test(url)
      ? url.slice(url.indexOf(':') + 1)
      : undefined;
  const names = path
    ?.split(/[?#]/, 1)[0]
    ?.replace(/\.git\/?$/, '')
    .split('/')
    .filter((part) => part !== '');
  const safe = names?.slice(-2).filter((part) => /^[\w.~-]{1,100}$/.test(part));
  return safe?.length === 2 ? safe.join('/') : undefined;
}

/**
 * `owner/name` out of `repository` in package.json: a shorthand (`owner/name`, `github:owner/name`), a URL, or an object with one.
 * https://docs.npmjs.com/cli/configuring-npm/package-json#repository
 */
function packageRepository(root: string): string | undefined {
  try {
    const { repository } = JSON.parse(readSmall(join(root, 'package.json')) ?? '{}') as { readonly repository?: unknown };
    const given = typeof repository === 'object' && repository !== null && 'url' in repository ? repository.url : repository;
    if (typeof given !== 'string' || given.startsWith('gist:')) return undefined;
    return repositoryOf(/^[\w.~-]+\/[\w.~-]+$/.test(given) ? `github:${given}` : given);
  } catch {
    return undefined; // No package of ours to read; the directory still has a name.
  }
}

interface GitConfig {
  readonly remotes: readonly { readonly name: string; readonly url: string; readonly line: number }[];
  readonly worktree?: string;
  readonly sha256: boolean;
}

function readGitConfig(text: string): GitConfig {
  const remotes: { name: string; url: string; line: number }[] = [];
  let section = '';
  let worktree: string | undefined;
  let sha256 = false;
  text.split('\n').forEach((raw, i) => {
    const line = raw.slice(0, 4096).trim();
    if (line.startsWith('[')) section = line.slice(1, line.lastIndexOf(']'));
    const equals = line.indexOf('=');
    if (equals === -1 || line.startsWith('#') || line.startsWith(';')) return;
    const key = line.slice(0, equals).trim().toLowerCase();
    const value = line
      .slice(equals + 1)
      .trim()
      .replace(/^"(.*)"$/, '$1');
    const remote = /^remote "(.+)"$/.exec(section)?.[1];
    if (remote !== undefined && key === 'url') remotes.push({ name: remote, url: value, line: i + 1 });
    if (section === 'core' && key === 'worktree') worktree = value;
    if (section.toLowerCase() === 'extensions' && key === 'objectformat') sha256 = value === 'sha256';
  });
  return { remotes, sha256, ...(worktree === undefined ? {} : { worktree }) };
}

/**
 * Where git keeps a checkout's own files and those it shares. `.git` may be a file that names another directory (a
 * worktree, a submodule); outside the root it is believed only where that directory names this checkout in return.
 */
function gitPlaces(root: string): Omit<GitPlaces, 'hashLength'> | undefined {
  const dotGit = join(root, '.git');
  try {
    const stat = lstatSync(dotGit);
    if (stat.isDirectory()) return { own: dotGit, common: dotGit };
    if (!stat.isFile()) return undefined;
    const named = /^gitdir:\s*(.+?)\s*$/m.exec(readSmall(dotGit) ?? '')?.[1];
    if (named === undefined) return undefined;
    const own = realpathSync(resolve(root, named));
    const real = realpathSync(root);
    const back = readSmall(join(own, 'gitdir'))?.trim();
    const worktree = readGitConfig(readSmall(join(own, 'config')) ?? '').worktree;
    const believed =
      own.startsWith(real + sep) ||
      (back !== undefined && realpathSync(resolve(own, back)) === join(real, '.git')) ||
      (worktree !== undefined && realpathSync(resolve(own, worktree)) === real);
    if (!believed) return undefined;
    const shared = readSmall(join(own, 'commondir'))?.trim();
    const common = shared === undefined ? own : realpathSync(resolve(own, shared));
    // What a worktree shares is where it stands itself; another repository outside of the root is not opened.
    const isItsOwn = common === own || common.startsWith(real + sep) || own.startsWith(join(common, 'worktrees') + sep);
    return isItsOwn ? { own, common } : undefined;
  } catch {
    return undefined;
  }
}

function readSmall(path: string): string | undefined {
  return readBytes(path, 1024 * 1024)?.toString('utf8');
}

/** The bytes of a regular file; undefined where there is none, or it is larger than any honest one. */
function readBytes(path: string, most = 256 * 1024 * 1024): Buffer | undefined {
  try {
    const stat = lstatSync(path);
    return stat.isFile() && stat.size <= most ? readFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}
