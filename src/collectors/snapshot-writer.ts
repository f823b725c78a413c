import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Fragment, SourceStatus } from '../inventory/fragment.ts';
import { UserError } from '../user-error.ts';
import { LastingIds } from './lasting-ids.ts';
import { type SnapshotHeader, type SnapshotLine, snapshotSchema } from './snapshot.ts';
import { findTarget, type TargetFile, writeError } from './target-file.ts';

/**
 * Writes a snapshot beside its final place, mode 0600, and renames it there when it is whole. Records are compressed in
 * batches, each a gzip member of its own, so that memory stays bounded however fast they come.
 */
export class SnapshotWriter {
  readonly #target: TargetFile;
  readonly #temporary: string;
  readonly #file: number;
  #batch: string[] = [];
  #batched = 0;
  #records = 0;
  readonly #ids = new LastingIds();
  #finished = false;

  constructor(path: string, tool: string, collectedAt: string) {
    this.#target = findTarget(path);
    if (this.#target.stream) throw new UserError(`cannot write ${path}: a snapshot needs a regular file`);
    this.#temporary = join(dirname(this.#target.path), `.${basename(this.#target.path)}.${randomBytes(6).toString('hex')}`);
    try {
      this.#file = openSync(this.#temporary, 'wx', 0o600);
    } catch (error) {
      throw writeError(path, error);
    }
    this.#line({ schema: snapshotSchema, tool, collectedAt } satisfies SnapshotHeader);
  }

  add(fragment: Fragment): void {
    const kept = this.#ids.of(fragment);
    if (kept === undefined) return;
    this.#records++;
    this.#line({ fragment: kept } satisfies SnapshotLine);
  }

  finish(sources: readonly SourceStatus[]): void {
    for (const source of sources) this.#line({ source } satisfies SnapshotLine);
    this.#line({ end: this.#records } satisfies SnapshotLine);
    this.#flush();
    fsyncSync(this.#file);
    closeSync(this.#file);
    this.#finished = true;
    try {
      renameSync(this.#temporary, this.#target.path);
    } catch (error) {
      rmSync(this.#temporary, { force: true });
      throw writeError(this.#target.shown, error);
    }
  }

  /** Leaves nothing behind after a failure. */
  discard(): void {
    if (this.#finished) return;
    closeSync(this.#file);
    rmSync(this.#temporary, { force: true });
  }

  #line(value: object): void {
    const text = `${JSON.stringify(value)}\n`;
    this.#batch.push(text);
    this.#batched += text.length;
    if (this.#batched > 1 << 20) this.#flush();
  }

  #flush(): void {
    try {
      writeFileSync(this.#file, gzipSync(this.#batch.join('')));
    } catch (error) {
      throw writeError(this.#target.shown, error);
    }
    this.#batch = [];
    this.#batched = 0;
  }
}
