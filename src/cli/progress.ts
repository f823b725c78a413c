import { withoutKnownSecrets } from '../collectors/known-secrets.ts';
import { plain } from '../reporters/escape.ts';
import { type Io, writeAll } from './io.ts';

export interface Progress {
  readonly say: (message: string) => void;
  /** A line that stays, whoever watches. */
  readonly note: (message: string) => void;
  /** A line that stays, only where a person watches. */
  readonly leave: (message: string) => void;
  /** Clears the line; resolves once it is gone, because the two streams of a thread do not wait for each other. */
  readonly done: () => Promise<void>;
}

/** One line on standard error that is written over, only where a person watches. */
export function makeProgress(io: Io, quiet: boolean): Progress {
  const line = (message: string): void => {
    if (!quiet) io.stderr.write(`nhi: ${plain(withoutKnownSecrets(message))}\n`);
  };
  if (quiet || io.stderr.isTTY !== true || io.environment.CI !== undefined)
    return { say: () => undefined, note: line, leave: () => undefined, done: async () => undefined };
  let last = 0;
  const above = (message: string): void => {
    io.stderr.write('\r\u001b[2K');
    line(message);
  };
  // A line that the terminal breaks in two cannot be written over.
  const room = Math.max((io.stderr.columns ?? 80) - 1, 20);
  return {
    say: (message) => {
      const now = io.clock().getTime();
      if (now - last < 100) return;
      last = now;
      io.stderr.write(`\r\u001b[2K${plain(withoutKnownSecrets(message)).slice(0, room)}`);
    },
    note: above,
    leave: above,
    done: async () => {
      if (last > 0) await writeAll(io.stderr, ['\r\u001b[2K']);
    },
  };
}
