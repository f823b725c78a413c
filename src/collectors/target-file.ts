import { lstatSync, readlinkSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../user-error.ts';

/** Where a file is to be written. */
export interface TargetFile {
  /** As the user named it, for messages. */
  readonly shown: string;
  /** The place itself: a link is followed, so that it stays one. */
  readonly path: string;
  /** A pipe or a device: written into, never replaced. */
  readonly stream: boolean;
}

/** Checks that a file can be written before anything is read for it. @throws UserError where it plainly cannot. */
export function findTarget(shown: string): TargetFile {
  const present = look(shown);
  if (present?.isDirectory()) throw new UserError(`cannot write ${shown}: it is a directory`);
  if (present !== undefined)
    return present.isFile() ? { shown, path: realpathSync(shown), stream: false } : { shown, path: shown, stream: true };
  const path = linkEnd(shown);
  if (!look(dirname(path))?.isDirectory()) throw new UserError(`cannot write ${shown}: the directory does not exist`);
  return { shown, path: join(realpathSync(dirname(path)), basename(path)), stream: false };
}

/** Where a link leads that leads to nothing yet, so that what is written there is found by both names. */
function linkEnd(path: string, steps = 0): string {
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  return isLink && steps < 40 ? linkEnd(resolve(dirname(path), readlinkSync(path)), steps + 1) : path;
}

/** The error for a file that could not be written, from what the file system said. */
export function writeError(shown: string, error: unknown): UserError {
  const { code } = error as NodeJS.ErrnoException;
  const known: Readonly<Record<string, string>> = {
    ENOENT: 'the directory does not exist',
    EISDIR: 'it is a directory',
    ENOSPC: 'the disk is full',
    EACCES: 'no permission',
    EPERM: 'no permission',
    EROFS: 'the file system is read-only',
    ENAMETOOLONG: 'the name is too long',
  };
  return new UserError(`cannot write ${shown}: ${code === undefined ? 'error' : (known[code] ?? code)}`);
}

function look(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
