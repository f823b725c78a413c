const newline = 0x0a;

/** One line of a file of JSON objects, one a line, as exports to storage are written. */
export interface JsonLine {
  /** 1-based. */
  readonly line: number;
  /** Undefined where the line is no JSON. */
  readonly value: unknown;
  /** The file ends in the middle of it. */
  readonly isCut: boolean;
}

/** Longer lines are no single asset. */
const longest = 64 * 1024 * 1024;

/** Whether a file starts with a whole object on one line, followed by another. */
export function startsWithLines(start: Buffer): boolean {
  const end = start.indexOf(newline);
  if (end <= 0 || start[0] !== 0x7b || start[end + 1] !== 0x7b) return false;
  try {
    return typeof JSON.parse(start.toString('utf8', 0, end)) === 'object';
  } catch {
    return false;
  }
}

/** Reads such a file line by line, as many together as a chunk has; each is parsed once, whole, when it is asked for. */
export async function* readJsonLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Iterable<JsonLine>> {
  const lines = new LineReader();
  for await (const chunk of chunks) yield lines.of(chunk);
  yield lines.rest();
}

class LineReader {
  #open: Buffer[] = [];
  /** Bytes of the line at hand in the chunks before. */
  #size = 0;
  #line = 0;

  /** The lines that end in a chunk. */
  *of(chunk: Buffer): Generator<JsonLine> {
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      this.#line++;
      const part = chunk.subarray(start, end);
      const whole = this.#open.length === 0 ? part : Buffer.concat([...this.#open, part]);
      const isTooLong = this.#size > longest;
      this.#open = [];
      this.#size = 0;
      start = end + 1;
      const text = isTooLong ? '' : whole.toString('utf8');
      if (isTooLong || text.trim() !== '') yield { line: this.#line, value: isTooLong ? undefined : parse(text), isCut: false };
    }
    if (start === chunk.length) return;
    this.#size += chunk.length - start;
    if (this.#size <= longest) this.#open.push(chunk.subarray(start));
    else this.#open = [];
  }

  /** What stands behind the last line end. */
  *rest(): Generator<JsonLine> {
    const text = Buffer.concat(this.#open).toString('utf8');
    if (text.trim() === '') return;
    const value = parse(text);
    yield { line: this.#line + 1, value, isCut: value === undefined };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What it says may quote the file, which may hold a secret.
    return undefined;
  }
}
