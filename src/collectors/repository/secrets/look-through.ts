import { closeSync, readSync } from 'node:fs';
import { openFile } from '../files/open.ts';
import { decode } from '../files/text.ts';
import { isTakenByName, type Mark } from '../first-look.ts';
import type { Candidate } from './arguments.ts';
import { lookOf } from './reading.ts';
import { Sweeper } from './sweep-file.ts';

/** Larger files are dumps and images of disks. */
const largest = 4 * 1024 * 1024 * 1024;

/**
 * An open file, and what a look through its bytes showed. There is one for every file, and no functions in it: V8 keeps
 * those of a literal for long.
 */
export interface LookedAt {
  /** All of the file, where it is small enough to be made text. The next file takes its place. */
  readonly whole: Buffer | undefined;
  readonly candidates: readonly Candidate[];
  readonly seen: ReadonlySet<Mark>;
  /** Test data, or generated: only what its own checksum proves counts. */
  readonly isTest: boolean;
  /** Not all of it was looked at: it is larger than 4 GiB. */
  readonly isCut: boolean;
  /** The open file. */
  readonly descriptor: number;
}

/** Whether a file of which its path says nothing holds nothing for anybody. */
export function holdsNothing(path: string, { candidates, seen, isCut }: LookedAt): boolean {
  return candidates.length === 0 && seen.size === 0 && !isCut && !isTakenByName(path);
}

/** Looks through the files of a tree one after the other. */
export class LookThrough {
  readonly #root: string;
  readonly #sweeper = new Sweeper((into) => this.#next(into));
  /** The file that is looked at, and the bytes that were read of it. */
  #descriptor = -1;
  #read = 0;

  constructor(root: string) {
    this.#root = root;
  }

  /** Opens a file and looks through it once; close what is answered. Throws what the file system throws. */
  look(path: string, real: string, isJudged: boolean): LookedAt {
    const descriptor = openFile(this.#root, real);
    try {
      this.#descriptor = descriptor;
      this.#read = 0;
      const whole = this.#sweeper.begin();
      const look = lookOf(path);
      const judged = isJudged && look.reading === 'all' && whole !== undefined && decode(whole) !== undefined;
      const candidates = this.#sweeper.run(judged ? { ...look, reading: 'formats' } : look);
      return { whole, candidates, seen: this.#sweeper.seen, isTest: look.reading === 'proved', isCut: this.#read > largest, descriptor };
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
  }

  #next(into: Buffer): number {
    const length = readSync(this.#descriptor, into, 0, into.length, null);
    this.#read += length;
    return this.#read > largest ? 0 : length;
  }
}
