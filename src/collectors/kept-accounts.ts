import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fragment, SourceStatus } from '../inventory/fragment.ts';
import { isObject } from '../plain-object.ts';
import { UserError } from '../user-error.ts';
import { replaySnapshot } from './snapshot.ts';
import { SnapshotWriter } from './snapshot-writer.ts';
import { writeError } from './target-file.ts';

/** What must be the same for a run to take over what another one read. */
export interface KeptRun {
  readonly tool: string;
  readonly source: string;
  readonly organization: string;
  readonly role: string;
  /** Access key ids that the accounts were asked about. */
  readonly keys: readonly string[];
  /** The regions asked for; absent: that of the credentials. */
  readonly regions?: readonly string[];
  /** Recorded use was asked for as well. */
  readonly use?: true;
}

/** One account as it was read. */
export interface KeptAccount {
  readonly fragments: readonly Fragment[];
  readonly status: SourceStatus;
}

const schema = 'nhi-kept/1';
/** What is older was read too long ago to stand beside what is read now. */
const longest = 24 * 3600 * 1000;

/**
 * A private directory in which each account is kept as a snapshot of its own once it has been read, so that a run that was interrupted goes
 * on where it stopped. What is broken, old or of another kind of run is read again, never trusted.
 */
export class KeptAccounts {
  readonly directory: string;
  readonly #run: KeptRun;
  readonly #now: Date;
  /** Why what lay there was not taken over. */
  readonly unused: string | undefined;

  /** @throws UserError where the directory cannot be used or others have access to it. */
  constructor(directory: string, run: KeptRun, now: Date) {
    this.directory = directory;
    this.#run = run;
    this.#now = now;
    makePrivate(directory);
    this.unused = this.#whyUnused();
    if (this.unused !== undefined) this.#clear();
    try {
      if (!existsSync(join(directory, runFile))) {
        const text = JSON.stringify({ schema, startedAt: now.toISOString(), run: digest(run) });
        writeFileSync(join(directory, runFile), `${text}\n`, { mode: 0o600, flag: 'wx' });
      }
    } catch (error) {
      throw writeError(directory, error);
    }
  }

  /** Accounts that are kept. */
  get count(): number {
    return readdirSync(this.directory).filter((name) => keptFile.test(name)).length;
  }

  /** An account that was read before; undefined where it was not, or not whole. */
  async read(account: string, source: string): Promise<KeptAccount | undefined> {
    const path = this.#path(account);
    if (!existsSync(path)) return undefined;
    const fragments: Fragment[] = [];
    try {
      const { sources } = await replaySnapshot(path, path, (fragment) => fragments.push(fragment));
      const [status] = sources;
      // What is wrong with the file itself stands in a further status, under its own name.
      return sources.length === 1 && status?.source === source ? { fragments, status } : undefined;
    } catch (error) {
      if (error instanceof UserError) return undefined;
      throw error;
    }
  }

  /** Keeps an account. @throws UserError where that is not possible: a person who relies on it must know. */
  keep(account: string, { fragments, status }: KeptAccount): void {
    const writer = new SnapshotWriter(this.#path(account), this.#run.tool, this.#now.toISOString());
    try {
      for (const fragment of fragments) writer.add(fragment);
      writer.finish([status]);
    } catch (error) {
      writer.discard();
      throw error;
    }
  }

  /** Removes what was kept, and the directory where nothing else is in it. */
  remove(): void {
    this.#clear();
    try {
      rmdirSync(this.directory);
    } catch {
      // Somebody put something else there: it is theirs.
    }
  }

  #path(account: string): string {
    // A project of Google Cloud may have the name of a domain in front of its own.
    return join(
      this.directory,
      `${/^(?:\d{12}|[0-9a-f-]{36})$/.test(account) ? account : `project-${account.replace(/[^\w.-]/g, '_')}`}.nhi`,
    );
  }

  #clear(): void {
    for (const name of readdirSync(this.directory)) if (ours.test(name)) rmSync(join(this.directory, name), { force: true });
  }

  #whyUnused(): string | undefined {
    const path = join(this.directory, runFile);
    if (!existsSync(path)) return undefined;
    const kept = parse(readFileSync(path, 'utf8'));
    if (kept?.schema !== schema || kept.run !== digest(this.#run))
      return 'it is of a run with another source, role, organization or version';
    const age = this.#now.getTime() - Date.parse(String(kept.startedAt));
    return age >= 0 && age <= longest ? undefined : 'it is older than a day';
  }
}

const runFile = 'run.json';
/** Accounts of AWS, subscriptions of Azure, projects of Google Cloud. */
const keptFile = /^(?:\d{12}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|project-[\w.-]+)\.nhi$/;
/** Names of files that are made here, those of an interrupted write too. */
const ours = /^(?:\.?(?:\d{12}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|project-[\w.-]+)\.nhi(?:\.[0-9a-f]{12})?|run\.json)$/;

/** Makes a directory that only its owner can look into. @throws UserError where that is not possible, or others have access to it. */
export function makePrivate(directory: string): void {
  try {
    mkdirSync(directory, { mode: 0o700, recursive: true });
    const about = statSync(directory);
    // Windows has no such bits.
    if (process.platform !== 'win32' && (about.mode & 0o077) !== 0) {
      throw new UserError(`${directory}: others have access to this directory; name a new one, or take their access away (chmod 700)`);
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new UserError(`${directory}: is not a directory; name another one`);
    throw writeError(directory, error);
  }
}

function digest(run: KeptRun): string {
  return createHash('sha256')
    .update(JSON.stringify([run.tool, run.source, run.organization, run.role, run.keys]))
    .digest('hex');
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
