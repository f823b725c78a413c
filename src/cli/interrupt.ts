import { existsSync } from 'node:fs';
import type { Io } from './io.ts';

/**
 * Leaves in order when the person interrupts (Ctrl-C) or the system asks to end: says what was kept and exits as shells expect, with 128
 * and the signal's number. Returns what takes this back.
 */
export function onInterrupt(io: Io, keptIn: string | undefined, clean: () => void = () => undefined): () => void {
  const leave = (code: number) => (): void => {
    clean();
    const kept = keptIn !== undefined && existsSync(keptIn);
    io.stderr.write(
      `nhi: interrupted${kept ? `; the accounts read so far are kept in ${keptIn}: run the same command again to go on` : ''}\n`,
    );
    process.exit(code);
  };
  const signals = [
    ['SIGINT', leave(130)],
    ['SIGTERM', leave(143)],
  ] as const;
  for (const [signal, handler] of signals) process.once(signal, handler);
  return () => {
    for (const [signal, handler] of signals) process.off(signal, handler);
  };
}
