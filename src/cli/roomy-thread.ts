import { statSync } from 'node:fs';
import { getHeapStatistics } from 'node:v8';
import { Worker } from 'node:worker_threads';

/** Bytes of one file from which on it counts as large: an AWS account of about six thousand principals. */
const largeFile = 32 * 1024 * 1024;

/**
 * MiB for what was just made. V8's own 48 are full every few milliseconds of a large scan, and each time all that lives is
 * copied: a fifth of the time. How much it has can be said only of a thread that is to be started.
 */
const roomForNew = 384;

/** How sources that are read live are written. Told by their spelling, for to ask the collectors takes loading the whole program. */
const liveSource = /^(?:aws|azure|entra|gcp|github|k8s|vault)(?::|$)/;

/**
 * Whether a command line is better run in a roomy thread: it reads a large file. What asks a person something, or has to leave
 * in order when it is interrupted (live sources, a snapshot being written), stays in the main thread, which alone gets signals.
 */
export function needsRoom(argv: readonly string[]): boolean {
  if (argv[0] === 'collect' || argv.includes('--list-tools')) return false;
  return argv.some(isLargeFile) && !argv.some((word) => liveSource.test(word));
}

function isLargeFile(word: string): boolean {
  try {
    const found = statSync(word);
    return found.isFile() && found.size >= largeFile;
  } catch {
    // No file, or one that cannot be looked at: whoever reads it says so.
    return false;
  }
}

/**
 * Runs the program again, with the same command line, in a thread with more room for new objects; says its exit code.
 * @throws ERR_WORKER_OUT_OF_MEMORY where the memory does not suffice.
 */
export function runInRoomyThread(entry: URL, argv: readonly string[]): Promise<number> {
  const { stdout, stderr } = process;
  const worker = new Worker(entry, {
    argv: [...argv],
    workerData: { stdout: { isTTY: stdout.isTTY, columns: stdout.columns }, stderr: { isTTY: stderr.isTTY } },
    resourceLimits: { maxYoungGenerationSizeMb: roomForNew, maxOldGenerationSizeMb: getHeapStatistics().heap_size_limit / 2 ** 20 },
  });
  // What nobody reads any longer must not keep the thread from ending.
  stdout.on('error', () => worker.stdout.resume());
  return new Promise((resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', resolve);
  });
}
