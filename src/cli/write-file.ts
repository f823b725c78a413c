import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../user-error.ts';

/** Writes a report beside its final place and renames it there: a reader never sees half of it. Mode 0600 unless given. */
export function writeFileWhole(path: string, pieces: Iterable<string>, mode = 0o600): void {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  let file: number | undefined;
  try {
    file = openSync(temporary, 'wx', mode);
    let batch = '';
    for (const piece of pieces) {
      batch += piece;
      if (batch.length < 1 << 20) continue;
      writeSync(file, batch);
      batch = '';
    }
    writeSync(file, batch);
    fsyncSync(file);
    closeSync(file);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    throw new UserError(
      `cannot write ${path}: ${code === 'ENOENT' ? 'the directory does not exist' : code === 'EISDIR' ? 'it is a directory' : code}`,
    );
  }
}
