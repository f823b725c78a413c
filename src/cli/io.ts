import type { Readable, Writable } from 'node:stream';

/** The edge as commands see it: everything of the outside world that they may touch, so that tests can stand in for it. */
export interface Io {
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  /** Read only to ask a person something, and only where it is a terminal. */
  readonly stdin?: Readable & { readonly isTTY?: boolean };
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: () => Date;
  readonly version: string;
}

/** Whether colours may be used: on a terminal, unless `--no-color` or NO_COLOR (https://no-color.org) says otherwise. */
export function wantsColor(io: Io, flag: boolean | undefined): boolean {
  if (flag === false || (io.environment.NO_COLOR ?? '') !== '') return false;
  if ((io.environment.FORCE_COLOR ?? '0') !== '0') return true;
  return io.stdout.isTTY === true && io.environment.TERM !== 'dumb';
}

/** Writes pieces one after the other, waiting where the reader is slow. Stops where the stream fails: who opened it asks why. */
export async function writeAll(stream: Writable, pieces: Iterable<string>): Promise<void> {
  let gone = false;
  const onError = (): void => {
    gone = true;
  };
  stream.on('error', onError);
  let batch = '';
  for (const piece of pieces) {
    batch += piece;
    if (batch.length < 1 << 16) continue;
    await write(stream, batch);
    batch = '';
    if (gone) break;
  }
  if (!gone && batch !== '') await write(stream, batch);
  stream.off('error', onError);
}

function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve) => stream.write(text, () => resolve()));
}
