import { largestText } from '../files/open.ts';
import { decode } from '../files/text.ts';
import type { Mark } from '../first-look.ts';
import type { Candidate } from './arguments.ts';
import type { Look } from './reading.ts';
import { type Hit, sweep } from './sweep.ts';

/** Bytes looked at at a time: all of a file that may be made text. */
const pieceLength = largestText + 1;
/** Bytes of the piece before that are looked at again. */
const overlap = 32 * 1024;

const none: readonly Candidate[] = [];

/** Where a reader of pieces has got to. */
interface Place {
  line: number;
  column: number;
}

/** Fills a buffer with the bytes that follow and says how many; fewer than it holds are the last. */
export type Next = (into: Buffer) => number;

/** Looks through files one after the other and piece by piece, in memory that does not grow with them. */
export class Sweeper {
  readonly #buffer = Buffer.allocUnsafeSlow(pieceLength + overlap * 2);
  readonly #first = this.#buffer.subarray(0, pieceLength);
  readonly #next: Next;
  /** What was read of the file so far that is looked at first. */
  #begun = this.#first;
  #seen = new Set<Mark>();

  constructor(next: Next) {
    this.#next = next;
  }

  /** Begins with the next file. Answers with all of it where it is small enough to be made text; the file after it takes its place. */
  begin(): Buffer | undefined {
    if (this.#seen.size > 0) this.#seen = new Set();
    this.#begun = this.#buffer.subarray(0, this.#next(this.#first));
    return this.#begun.length < pieceLength ? this.#begun : undefined;
  }

  /** The marks that were met in the file. */
  get seen(): ReadonlySet<Mark> {
    return this.#seen;
  }

  /** Looks through the file that was begun. */
  run(look: Look): readonly Candidate[] {
    const first = this.#begun;
    if (first.length === pieceLength) return isBinary(first) ? [] : this.#runOn(first, look);
    const bytes = inUtf8(first);
    return isBinary(bytes) ? [] : candidatesOf(bytes, look, this.#seen);
  }

  #runOn(first: Buffer, look: Look): readonly Candidate[] {
    const place: Place = { line: 1, column: 1 };
    const candidates: Candidate[] = [];
    let bytes = first;
    let done = 0;
    for (let isLast = false; ; ) {
      const to = isLast ? bytes.length : bytes.length - overlap;
      candidates.push(...placed(sweep(bytes, done, to, look, this.#seen), bytes, place, done));
      if (isLast) return candidates;
      advance(place, bytes, done, to);
      // What stands in front of a value names it.
      const kept = to - overlap;
      this.#buffer.copyWithin(0, kept, bytes.length);
      const held = bytes.length - kept;
      done = overlap;
      const read = this.#next(this.#buffer.subarray(held, held + pieceLength));
      isLast = read < pieceLength;
      bytes = this.#buffer.subarray(0, held + read);
    }
  }
}

/** Looks through a text that is in memory. */
export function candidatesOf(bytes: Buffer, look: Look, seen: Set<Mark> = new Set()): readonly Candidate[] {
  return placed(sweep(bytes, 0, bytes.length, look, seen), bytes, { line: 1, column: 1 }, 0);
}

/** By what git goes by: a zero byte near the beginning. */
export function isBinary(bytes: Buffer): boolean {
  return (bytes.length <= 8000 ? bytes : bytes.subarray(0, 8000)).includes(0);
}

/** The bytes without a mark of their order, and those of UTF-16 as UTF-8. */
function inUtf8(bytes: Buffer): Buffer {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3);
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return isWide ? Buffer.from(decode(bytes)?.text ?? '') : bytes;
}

function placed(hits: readonly Hit[], bytes: Buffer, start: Place, from: number): readonly Candidate[] {
  if (hits.length === 0) return none;
  const place = { ...start };
  let at = from;
  return hits.map(({ key, value, position, at: begins }) => {
    // The secret of a key pair may stand in front of its id, and that in the piece before.
    if (begins >= at) {
      advance(place, bytes, at, begins);
      at = begins;
    }
    return { key, value, position, spot: { line: place.line, column: place.column, pointer: '' } };
  });
}

function advance(place: Place, bytes: Buffer, from: number, to: number): void {
  let last = -1;
  for (let i = bytes.indexOf(10, from); i >= 0 && i < to; i = bytes.indexOf(10, i + 1)) {
    place.line++;
    last = i;
  }
  place.column = last < 0 ? place.column + (to - from) : to - last;
}
