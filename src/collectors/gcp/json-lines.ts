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

/** Reads such a file line by line; each is parsed once, whole. */
export async function* readJsonLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<JsonLine> {
  let rest: Buffer[] = [];
  let size = 0;
  let line = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      line++;
      const part = chunk.subarray(start, end);
      const whole = rest.length === 0 ? part : Buffer.concat([...rest, part]);
      rest = [];
      start = end + 1;
      const text = size > longest ? '' : whole.toString('utf8');
      if (size > longest || text.trim() !== '') yield { line, value: size > longest ? undefined : parse(text), isCut: false };
      size = 0;
    }
    if (start < chunk.length) {
      size += chunk.length - start;
      if (size <= longest) rest.push(chunk.subarray(start));
      else rest = [];
    }
  }
  const text = Buffer.concat(rest).toString('utf8');
  if (text.trim() === '') return;
  const value = parse(text);
  yield { line: line + 1, value, isCut: value === undefined };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What it says may quote the file, which may hold a secret.
    return undefined;
  }
}
