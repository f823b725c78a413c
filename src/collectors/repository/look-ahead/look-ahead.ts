import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Met } from '../files/walk.ts';
import { isTakenByName } from '../first-look.ts';
import { empty, free, taken, type Window } from './window.ts';

/** The thread that looks ahead, and how many files make one worth its start; it is given so many at a time. */
export interface Ahead {
  readonly thread: URL;
  readonly files: number;
}

/**
 * The files that are left to look at, in their order: all, but those in which another thread found nothing. What is answered
 * depends on nothing but the files: the thread only saves the looking. Where it does not start, or ends, nothing is saved.
 *
 * @param onEmpty told of each file that is left out, in its turn.
 */
export function* withoutEmpty(files: Iterable<Met>, root: string, ahead: Ahead | undefined, onEmpty: (met: Met) => void): Generator<Met> {
  if (ahead === undefined || availableParallelism() < 2) {
    yield* files;
    return;
  }
  const walk = files[Symbol.iterator]();
  let mets = take(walk, ahead.files);
  if (mets.length < ahead.files) {
    yield* mets;
    return;
  }
  const thread = new Thread(ahead.thread, root);
  try {
    let states = thread.give(mets);
    while (mets.length > 0) {
      // The thread has the next files before it is done with these.
      const next = take(walk, ahead.files);
      const nextStates = thread.give(next);
      for (const [i, met] of mets.entries()) {
        if (Atomics.compareExchange(states, i, free, taken) === empty) onEmpty(met);
        else yield met;
      }
      [mets, states] = [next, nextStates];
    }
  } finally {
    thread.stop();
  }
}

function take(walk: Iterator<Met>, count: number): readonly Met[] {
  const mets: Met[] = [];
  while (mets.length < count) {
    const next = walk.next();
    if (next.done === true) break;
    mets.push(next.value);
  }
  return mets;
}

class Thread {
  readonly #worker: Worker | undefined;

  constructor(module: URL, root: string) {
    try {
      // Nothing of it is shown, and nothing waits for it.
      this.#worker = new Worker(module, { workerData: { root }, execArgv: [], env: {}, stdout: true, stderr: true });
      this.#worker.on('error', () => undefined);
      this.#worker.unref();
    } catch {
      this.#worker = undefined;
    }
  }

  /** Hands files over, and answers with what will become of them. */
  give(mets: readonly Met[]): Uint8Array {
    const states = new Uint8Array(new SharedArrayBuffer(mets.length));
    // What is asked for by its name is read in any case; links are followed by the scan alone.
    const paths = mets.map(({ path, real, settled }) => (settled || path !== real || isTakenByName(path) ? '' : path));
    this.#worker?.postMessage({ paths, states } satisfies Window);
    return states;
  }

  stop(): void {
    void this.#worker?.terminate();
  }
}
