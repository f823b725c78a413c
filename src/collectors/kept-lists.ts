import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Evidence } from '../inventory/evidence.ts';
import { isObject } from '../plain-object.ts';
import type { CollectContext } from './collector.ts';
import { makePrivate } from './kept-accounts.ts';
import { writeError } from './target-file.ts';

/** An object with where it stands, and what it is about where it does not say that itself. */
export type KeptRow = readonly [object: Readonly<Record<string, unknown>>, at: Evidence, about?: string];

const schema = 'nhi-kept-lists/1';
/** What is older was read too long ago to stand beside what is read now. */
const longest = 24 * 3600 * 1000;
const runFile = 'directory.json';
const ours = /^(?:list-[0-9a-f]{32}\.json(?:\.part)?|directory\.json)$/;
/** Never kept: the beginning of a secret, and the public part of a certificate or key, which is of no use. */
const left = new Set(['hint', 'secretText', 'key', 'temp_clone_token']);

/**
 * A private directory in which each list of a source is kept once all of it was read, so that a run that was interrupted goes on
 * where it stopped. What is broken, old or of another run is read again.
 */
export class KeptLists {
  readonly directory: string;
  /** Lists that were read before. */
  readonly count: number;

  /** @throws UserError where the directory cannot be used or others have access to it. */
  constructor(directory: string, run: readonly string[], now: Date) {
    this.directory = directory;
    makePrivate(directory);
    const told = digest(run.join('\n'));
    if (!isUsable(join(directory, runFile), told, now)) {
      this.#clear();
      this.#write(runFile, { schema, startedAt: now.toISOString(), run: told });
    }
    this.count = readdirSync(directory).filter((name) => name.startsWith('list-') && ours.test(name)).length;
  }

  /** The rows of a list; undefined where it was not kept. */
  read(name: string): readonly KeptRow[] | undefined {
    const path = join(this.directory, fileOf(name));
    const rows = existsSync(path) ? parse(readFileSync(path, 'utf8')) : undefined;
    return Array.isArray(rows) && rows.every(isRow) ? rows : undefined;
  }

  /** Keeps a list. @throws UserError where that is not possible: a person who relies on it must know. */
  keep(name: string, rows: readonly KeptRow[]): void {
    this.#write(fileOf(name), rows);
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

  /** In one step, so that an interrupted write leaves nothing that looks whole. */
  #write(name: string, content: unknown): void {
    const path = join(this.directory, name);
    try {
      writeFileSync(
        `${path}.part`,
        JSON.stringify(content, (key, value: unknown) => (left.has(key) ? undefined : value)),
        { mode: 0o600 },
      );
      renameSync(`${path}.part`, path);
    } catch (error) {
      throw writeError(this.directory, error);
    }
  }

  #clear(): void {
    for (const name of readdirSync(this.directory)) if (ours.test(name)) rmSync(join(this.directory, name), { force: true });
  }
}

/** Where lists are kept once they were read, if the person wants that. */
export function openKept(source: string, place: string, { organization: settings, now, note }: CollectContext): KeptLists | undefined {
  if (settings?.keepIn === undefined) return undefined;
  const kept = new KeptLists(settings.keepIn, [settings.tool, source, place], now);
  if (kept.count > 0)
    note?.(`${source}: going on with an interrupted run: ${kept.count} lists were read before (kept in ${kept.directory})`);
  return kept;
}

function isUsable(path: string, run: string, now: Date): boolean {
  const kept = existsSync(path) ? parse(readFileSync(path, 'utf8')) : undefined;
  if (!isObject(kept) || kept.schema !== schema || kept.run !== run) return false;
  const age = now.getTime() - Date.parse(String(kept.startedAt));
  return age >= 0 && age <= longest;
}

function isRow(row: unknown): row is KeptRow {
  return (
    Array.isArray(row) &&
    isObject(row[0]) &&
    isObject(row[1]) &&
    typeof row[1].source === 'string' &&
    (row[2] === undefined || typeof row[2] === 'string')
  );
}

function fileOf(name: string): string {
  return `list-${digest(name).slice(0, 32)}.json`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
