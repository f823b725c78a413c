import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type TargetFile, writeError } from '../collectors/target-file.ts';

/**
 * Writes a report beside its final place and renames it there: a reader never sees half of it. Mode 0600. A pipe or a
 * device is written into as it is.
 */
export function writeFileWhole(target: TargetFile, pieces: Iterable<string>): void {
  const temporary = target.stream ? undefined : join(dirname(target.path), `.${basename(target.path)}.${randomBytes(6).toString('hex')}`);
  let file: number | undefined;
  try {
    file = temporary === undefined ? openSync(target.path, 'w') : openSync(temporary, 'wx', 0o600);
    writePieces(file, pieces);
    if (temporary === undefined) return;
    fsyncSync(file);
    renameSync(temporary, target.path);
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { force: true });
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw writeError(target.shown, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function writePieces(file: number, pieces: Iterable<string>): void {
  let batch = '';
  for (const piece of pieces) {
    batch += piece;
    if (batch.length < 1 << 20) continue;
    writeFileSync(file, batch);
    batch = '';
  }
  writeFileSync(file, batch);
}
