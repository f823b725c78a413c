import { withoutKnownSecrets } from '../collectors/known-secrets.ts';
import { plain } from '../reporters/escape.ts';
import { type Io, writeAll } from './io.ts';

export interface Progress {
  readonly say: (message: string) => void;
  /** A line that stays, whoever watches. */
  readonly note: (message: string) => void;
  /** Clears the line; resolves once it is gone, because the two streams of a thread do not wait for each other. */
  readonly done: () => Promise<void>;
}

/** One line on standard error that is written over, only where a person watches. */
export function makeProgress(io: Io, quiet: boolean): Progress {
  const line = (message: string): void => {
    if (!quiet) io.stderr.write(`nhi: ${plain(withoutKnownSecrets(message))}\n`);
  };
  if (quiet || io.stderr.isTTY !== true || io.environment.CI !== undefined)
    return { say: () => undefined, note: line, done: async () => undefined };
  let last = 0;
  return {
    say: (message) => {
      const now = io.clock().getTime();
      if (now - last < 100) return;
      last = now;
      io.stderr.write(`\r\u001b[2K${plain(withoutKnownSecrets(message)).slice(0, 100)}`);
    },
    note: (message) => {
      io.stderr.write('\r\u001b[2K');
      line(message);
    },
    done: async () => {
      if (last > 0) await writeAll(io.stderr, ['\r\u001b[2K']);
    },
  };
}
