import { constants, openSync } from 'node:fs';

/** Larger files of the kinds that are read as text are data, not configuration. */
export const largestText = 1024 * 1024;

/** Opens a file of a tree. Not blocking: a pipe that took a file's place must not stop the scan. */
export function openFile(root: string, real: string): number {
  return openSync(`${root}/${real}`, constants.O_RDONLY | constants.O_NONBLOCK);
}
