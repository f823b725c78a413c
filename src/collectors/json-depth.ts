/** How far inside a JSON value a place is. */
export interface Depth {
  depth: number;
  /** Where it is a hundred or more; else it may be told as less. */
  deepest: number;
  line: number;
  /** Inside a string, and behind a backslash there. */
  quoted: boolean;
  escaped: boolean;
}

/** Finds where objects and lists end. */
export interface Skimmer {
  /** The bytes that are looked through. */
  readonly loaded: Buffer | undefined;
  load(chunk: Buffer): void;
  /** From inside a value, or just before it, to just behind it; undefined, with the depth at their end, where the bytes end first. */
  skim(from: number, at: Depth): number | undefined;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** What a byte means between strings: 0 nothing, 1 a quote, 2 opens, 3 closes, 4 ends a line. */
const meaning = new Uint8Array(256);
meaning[QUOTE] = 1;
meaning[0x5b] = meaning[0x7b] = 2;
meaning[0x5d] = meaning[0x7d] = 3;
meaning[0x0a] = 4;

/** Bytes of a string looked at one by one before the search for its end is left to `indexOf`, which pays off only for long ones. */
const SHORT_STRING = 48;

/** Finds ends byte by byte: for little, and for where there is no WebAssembly. */
export function byteSkimmer(): Skimmer {
  let loaded: Buffer | undefined;
  return {
    get loaded() {
      return loaded;
    },
    load(chunk) {
      loaded = chunk;
    },
    skim: (from, at) => (loaded === undefined ? undefined : skim(loaded, from, at)),
  };
}

function skim(chunk: Buffer, start: number, at: Depth): number | undefined {
  const end = chunk.length;
  let i = start;
  let { depth, deepest, line } = at;
  if (at.quoted) i = skipString(chunk, i, at);
  while (i < end) {
    const m = meaning[chunk[i++] as number] as number;
    if (m === 0) continue;
    if (m === 1) {
      // Most strings are short: look at their bytes here, without a call.
      const stop = Math.min(i + SHORT_STRING, end);
      let c = 0;
      while (i < stop) {
        c = chunk[i] as number;
        if (c === QUOTE || c === BACKSLASH) break;
        i++;
      }
      if (c === QUOTE && i < stop) i++;
      else {
        at.quoted = true;
        i = skipString(chunk, i, at);
      }
    } else if (m === 2) {
      if (++depth > deepest) deepest = depth;
    } else if (m === 3) {
      if (--depth === 0) break;
    } else line++;
  }
  const isWhole = depth === 0 && deepest > 0 && !at.quoted;
  at.depth = depth;
  at.deepest = deepest;
  at.line = line;
  return isWhole ? i : undefined;
}

/** From inside a string to just after its end; leaves `quoted` set when the chunk ends first. */
export function skipString(chunk: Buffer, start: number, at: Depth): number {
  let i = start;
  if (at.escaped) {
    at.escaped = false;
    i++;
  }
  for (let known = i; ; ) {
    const quote = chunk.indexOf(QUOTE, i);
    let b = (quote < 0 ? chunk.length : quote) - 1;
    while (b >= known && chunk[b] === BACKSLASH) b--;
    const backslashes = (quote < 0 ? chunk.length : quote) - 1 - b;
    if (quote < 0) {
      at.escaped = backslashes % 2 === 1;
      return chunk.length;
    }
    i = quote + 1;
    if (backslashes % 2 === 0) {
      at.quoted = false;
      return i;
    }
    known = i;
  }
}
