import type { Candidate } from './arguments.ts';
import { type Hit, type Look, sweep } from './sweep.ts';

/** Bytes looked at at a time, and those of the piece before that are looked at again. */
const pieceLength = 1024 * 1024;
const overlap = 32 * 1024;

/** Where a reader of pieces has got to. */
interface Place {
  line: number;
  column: number;
}

/** Looks through files piece by piece, in memory that does not grow with them. */
export class Sweeper {
  readonly #buffer = Buffer.allocUnsafeSlow(pieceLength + overlap * 2);

  /** The candidates of a file. `next` fills a buffer with the bytes that follow and says how many; fewer than it holds are the last. */
  run(next: (into: Buffer) => number, look: Look): readonly Candidate[] {
    const place: Place = { line: 1, column: 1 };
    const candidates: Candidate[] = [];
    let held = 0;
    let done = 0;
    for (let first = true; ; first = false) {
      const read = next(this.#buffer.subarray(held, Math.min(this.#buffer.length, held + pieceLength)));
      const bytes = this.#buffer.subarray(0, held + read);
      if (first && isBinary(bytes)) return [];
      const isLast = read < pieceLength;
      const to = isLast ? bytes.length : bytes.length - overlap;
      candidates.push(...placed(sweep(bytes, done, to, look), bytes, place, done));
      if (isLast) break;
      advance(place, bytes, done, to);
      // What stands in front of a value names it.
      const kept = to - overlap;
      this.#buffer.copyWithin(0, kept, bytes.length);
      held = bytes.length - kept;
      done = overlap;
    }
    return candidates;
  }
}

/** Looks through a text that is in memory. */
export function candidatesOf(bytes: Buffer, look: Look): readonly Candidate[] {
  return placed(sweep(bytes, 0, bytes.length, look), bytes, { line: 1, column: 1 }, 0);
}

/** By what git goes by: a zero byte near the beginning. Text of two bytes a character is not looked through. */
export function isBinary(bytes: Buffer): boolean {
  return bytes.subarray(0, 8000).includes(0);
}

function placed(hits: readonly Hit[], bytes: Buffer, start: Place, from: number): readonly Candidate[] {
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
