import { isMainThread } from 'node:worker_threads';
import type { Io } from './io.ts';
import { needsRoom, runInRoomyThread } from './roomy-thread.ts';

/**
 * Runs a command line and says the exit code: 0 nothing at or above the level, 1 findings, 2 could not run, 3 could not
 * see well enough. The only place that catches everything. The commands are loaded where they run: to load them takes longer
 * than all that the main thread does beside a thread that runs them.
 * @param entry what a thread of the program is started with.
 */
export async function run(argv: readonly string[], version: string, entry: URL): Promise<number> {
  const io: Io = {
    stdout: process.stdout,
    stderr: process.stderr,
    // Opened only when it is read: a terminal that is held open would keep a program from ending.
    get stdin() {
      return process.stdin;
    },
    environment: process.env,
    clock: () => new Date(),
    version,
  };
  let lost: NodeJS.ErrnoException | undefined;
  process.stdout.on('error', (error) => {
    lost ??= error;
  });
  process.stderr.on('error', () => undefined);
  const report = async (error: unknown): Promise<number> => (await import('./report-error.ts')).reportError(error, io);
  process.on('uncaughtException', async (error) => process.exit(await report(error)));
  try {
    const code =
      isMainThread && needsRoom(argv)
        ? await runInRoomyThread(entry, argv)
        : await (await import('./command-line.ts')).runCommandLine(argv, io);
    await new Promise((resolve) => io.stdout.write('', resolve));
    // A reader that has seen enough (`| head`) is no error; a full disk is.
    if (lost === undefined || lost.code === 'EPIPE') return code;
    const { UserError } = await import('../user-error.ts');
    throw new UserError(`cannot write to standard output (${lost.code ?? lost.message})`);
  } catch (error) {
    return report(error);
  }
}
