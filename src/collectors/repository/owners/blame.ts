import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { replaceKnownSecrets } from '../../known-secrets.ts';
import type { BareView } from './bare-view.ts';

/** Who last committed a line, as git has it. */
export interface LastCommit {
  /** `Name <address>`. */
  readonly who: string;
  /** The first ten digits of the commit. */
  readonly commit: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

export interface BlameOptions {
  /** The program. */
  readonly git: string;
  readonly view: BareView;
  /** Commits before some point are missing: whose the lines are that were there before is not known. */
  readonly shallow: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Milliseconds that git may take for one file. */
const patience = 15_000;
const mostOutput = 64 * 1024 * 1024;

/**
 * Who last committed the lines of a file at HEAD; of the whole file where no lines are given, under line 0. A line whose
 * text is not the given one was changed since and has no answer.
 *
 * Git is shown the objects and nothing else of the checkout (bare-view.ts); besides, no text conversion, no transport to fetch
 * a missing object with, no settings of the machine.
 * @returns a reason instead where git gives no answer.
 */
export function blame(
  path: string,
  lines: ReadonlyMap<number, string> | undefined,
  { git, view, shallow, environment }: BlameOptions,
): ReadonlyMap<number, LastCommit> | string {
  const ranges = lines === undefined ? [] : [...lines.keys()].sort((a, b) => a - b).flatMap((n) => ['-L', `${n},${n}`]);
  const { status, stdout, stderr, error } = spawnSync(
    git,
    [
      ...['--no-pager', '--no-replace-objects', '--literal-pathspecs'],
      ...['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'core.attributesFile=/dev/null'].flatMap((c) => ['-c', c]),
      ...['blame', '--porcelain', '--no-textconv', '--no-progress'],
      ...(shallow ? [] : ['--root']),
      ...ranges,
      ...['HEAD', '--', path],
    ],
    {
      cwd: dirname(git),
      env: { ...safeEnvironment(environment), GIT_DIR: view.directory, GIT_OBJECT_DIRECTORY: view.objects },
      timeout: patience,
      killSignal: 'SIGKILL',
      maxBuffer: mostOutput,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    },
  );
  if (error !== undefined) return (error as NodeJS.ErrnoException).code === 'ETIMEDOUT' ? 'git took too long' : 'git could not be run';
  if (status !== 0) {
    const said = stderr.toString('utf8');
    // A file or a line that the last commit does not have yet is nobody's.
    const length = /has only (\d+) lines?/.exec(said)?.[1];
    const old = new Map([...(lines ?? [])].filter(([n]) => n <= Number(length)));
    if (length !== undefined && old.size > 0 && old.size < (lines?.size ?? 0)) return blame(path, old, { git, view, shallow, environment });
    return length !== undefined || /no such path/.test(said) ? new Map() : 'git refused to read the history';
  }
  return readPorcelain(stdout.toString('utf8'), lines);
}

/** No configuration of the machine or of the user, and no protocol by that name. */
function safeEnvironment(environment: BlameOptions['environment']): Record<string, string> {
  return {
    PATH: environment.PATH ?? environment.Path ?? '',
    ...(environment.SystemRoot === undefined ? {} : { SystemRoot: environment.SystemRoot }),
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_COUNT: '0',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
  };
}

interface Commit {
  readonly fields: Map<string, string>;
  boundary: boolean;
}

/** https://git-scm.com/docs/git-blame#_the_porcelain_format: a commit is described where it is met first. */
function readPorcelain(text: string, lines: ReadonlyMap<number, string> | undefined): ReadonlyMap<number, LastCommit> {
  const commits = new Map<string, Commit>();
  const out = new Map<number, LastCommit>();
  let current: { readonly id: string; readonly line: number; readonly commit: Commit } | undefined;
  for (const row of text.split('\n')) {
    const head = current === undefined ? /^([0-9a-f]{40,64}) \d+ (\d+)/.exec(row) : null;
    if (head !== null) {
      const id = head[1] ?? '';
      const commit = commits.get(id) ?? { fields: new Map<string, string>(), boundary: false };
      commits.set(id, commit);
      current = { id, line: Number(head[2]), commit };
    } else if (current !== undefined && row.startsWith('\t')) {
      const found = current.commit.boundary ? undefined : lastCommit(current.id, current.commit.fields);
      const said = lines?.get(current.line);
      if (found !== undefined && (lines === undefined || said?.trimEnd() === row.slice(1).trimEnd())) {
        const at = lines === undefined ? 0 : current.line;
        const present = out.get(at);
        if (present === undefined || present.at < found.at) out.set(at, found);
      }
      current = undefined;
    } else if (row === 'boundary' && current !== undefined) current.commit.boundary = true;
    else if (current !== undefined) {
      const space = row.indexOf(' ');
      if (space > 0) current.commit.fields.set(row.slice(0, space), row.slice(space + 1));
    }
  }
  return out;
}

/** The committer, or the author where a host committed for him; nobody where a program wrote the change. */
function lastCommit(id: string, fields: ReadonlyMap<string, string>): LastCommit | undefined {
  for (const role of ['committer', 'author']) {
    const name = clean(fields.get(role));
    const mail = clean(fields.get(`${role}-mail`)).replace(/^<|>$/g, '');
    const seconds = Number(fields.get(`${role}-time`));
    if (isProgram(name, mail) || !Number.isSafeInteger(seconds) || seconds < 0 || seconds > 253_402_300_799) continue;
    const who = [name, mail === '' ? '' : `<${mail}>`].filter((part) => part !== '').join(' ');
    if (who !== '') return { who, commit: id.slice(0, 10), at: new Date(seconds * 1000).toISOString() };
  }
  return undefined;
}

/** A host that merges in its own name, or a bot. */
function isProgram(name: string, mail: string): boolean {
  return (
    /\[bot\]$|^(?:github|gitlab|renovate|dependabot|web-flow)$/i.test(name) || /^no-?reply@(?:github|gitlab)\.com$|\[bot\]@/i.test(mail)
  );
}

/** Names come from whoever committed: one short line, without what terminals obey, and without what looks like a token. */
function clean(text: string | undefined): string {
  return replaceKnownSecrets(
    (text ?? '')
      .replace(/[\p{Cc}\p{Cf}]/gu, '')
      .trim()
      .slice(0, 200),
    () => 'redacted',
  );
}
