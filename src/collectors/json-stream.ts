import { byteSkimmer, type Depth, type Skimmer, skipString } from './json-depth.ts';
import { blockSkimmer, skimmed } from './json-skim.ts';

/** Where a value stands in the input. */
export interface JsonPlace {
  /** JSON pointer (RFC 6901) inside its document. */
  readonly pointer: string;
  /** 1-based line of its first byte. */
  readonly line: number;
  /** Which document it belongs to: 0 for the first of several concatenated ones, or for the first page of an array of pages. */
  readonly page: number;
  /** Of an element: what `screen` said of its bytes. */
  readonly isBare?: boolean;
}

export interface JsonProblem {
  /** `truncated` and `broken` end the reading; the others are about one value, the rest is read. */
  readonly kind: 'truncated' | 'broken' | 'syntax' | 'too-deep' | 'too-large' | 'not-an-object';
  /** One line, without the text of the input. */
  readonly message: string;
  readonly line: number;
  /** Byte offset (after decoding). */
  readonly offset: number;
  readonly pointer: string;
}

export interface JsonStreamHandlers {
  /** Top-level keys whose arrays are wanted element by element. */
  readonly lists: ReadonlySet<string>;
  /** Top-level keys whose values are wanted whole even when large (up to the element limit). */
  readonly wholes?: ReadonlySet<string>;
  /** One element of a wanted list. */
  element(key: string, value: unknown, place: JsonPlace): void;
  /** The value of another top-level key, or of a wanted one that is not a list. Values over 1 MiB are left out. */
  value?(key: string, value: unknown, place: JsonPlace): void;
  /** Every top-level key, before its value. */
  key?(key: string, place: JsonPlace): void;
  problem(problem: JsonProblem): void;
  /** Looks at the bytes of each element before it is parsed. */
  screen?(bytes: Uint8Array): boolean;
}

export const limits = {
  /** Arrays and objects inside one another. */
  depth: 200,
  /** Bytes of one element of a list: larger ones are reported and skipped. */
  element: 64 * 1024 * 1024,
  /** Bytes of a value of a key that was not asked for. */
  value: 1024 * 1024,
} as const;

const QUOTE = 0x22;
const NEWLINE = 0x0a;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Bytes from which on it pays to look at sixteen at once. */
const MANY = 65_536;

// Shared, because files may be many: a chunk is taken from the beginning, whoever comes between.
const bytewise = byteSkimmer();
let blockwise: Skimmer | undefined;

type Mode = 'root' | 'pages' | 'key' | 'colon' | 'value' | 'item' | 'string' | 'container' | 'scalar' | 'stopped';

/**
 * Reads JSON of any size from chunks of UTF-8 bytes: one object with top-level lists, several documents one after the
 * other (appended pages, NDJSON), or an array of such objects. It looks only for the borders of the wanted values and
 * leaves each to `JSON.parse`, so memory is bounded by the largest wanted value.
 *
 * Never throws for bad input: what is wrong is reported, what was complete is delivered, and reading goes on where the
 * structure allows.
 */
export class JsonStream {
  readonly #handlers: JsonStreamHandlers;
  #mode: Mode = 'root';
  /** Whether a root array of pages is open. */
  #paged = false;
  #page = -1;
  #key = '';
  #index = 0;
  /** A value ended and a comma or the end must come. */
  #ended = false;
  /** Which wanted list, if any, is being read. */
  #inList = false;
  #seen = 0;
  readonly #at: Depth = { depth: 0, deepest: 0, line: 1, quoted: false, escaped: false };
  #skimmer = bytewise;

  // The value or key being captured.
  #capturing: 'key' | 'element' | 'value' | 'nothing' = 'nothing';
  #pieces: Buffer[] = [];
  #captured = 0;
  #limit = 0;
  #startLine = 1;
  #startOffset = 0;

  constructor(handlers: JsonStreamHandlers) {
    this.#handlers = handlers;
  }

  /** Takes the next bytes. False when the structure is lost and nothing more will be read. */
  push(chunk: Buffer): boolean {
    for (let start = 0; start < chunk.length && this.#mode !== 'stopped'; start += skimmed)
      this.#take(chunk.length <= skimmed ? chunk : chunk.subarray(start, start + skimmed));
    return this.#mode !== 'stopped';
  }

  #take(chunk: Buffer): void {
    const end = chunk.length;
    if (end >= MANY) blockwise ??= blockSkimmer() ?? bytewise;
    this.#skimmer = end >= MANY && blockwise !== undefined ? blockwise : bytewise;
    this.#skimmer.load(chunk);
    let i = 0;
    while (i < end && this.#mode !== 'stopped') {
      if (this.#mode === 'container' || this.#mode === 'string' || this.#mode === 'scalar') i = this.#scan(chunk, i);
      else i = this.#step(chunk, i);
    }
    this.#seen += end;
  }

  /** Ends the input: says so when it stops in the middle. */
  end(): void {
    // A number inside a document may have been cut short: it is not delivered.
    if (this.#mode === 'scalar' && this.#capturing === 'nothing') this.#complete(Buffer.alloc(0), 0, 0);
    if (this.#mode === 'stopped' || this.#mode === 'root') return;
    this.#mode = 'stopped';
    this.#problem(
      'truncated',
      `the file ends in the middle of ${this.#pointer() || 'a document'}: what stood before was read`,
      this.#at.line,
      this.#seen,
    );
  }

  /** One byte between values. */
  #step(chunk: Buffer, i: number): number {
    const c = chunk[i] as number;
    if (c === NEWLINE) {
      this.#at.line++;
      return i + 1;
    }
    if (c === 0x20 || c === 0x0d || c === 0x09) return i + 1;
    switch (this.#mode) {
      case 'root':
      case 'pages':
        return this.#stepDocument(c, i);
      case 'key':
        if (c === COMMA && this.#ended) this.#ended = false;
        else if (c === CLOSE_OBJECT) {
          this.#mode = this.#paged ? 'pages' : 'root';
          this.#ended = true;
        } else if (c === QUOTE) {
          if (this.#ended) this.#problem('syntax', 'a comma is missing between two members', this.#at.line, this.#seen + i);
          this.#begin('key', 'string', limits.value, i);
          return i;
        } else this.#stop(i, 'a member name in double quotes was expected');
        return i + 1;
      case 'colon':
        if (c === COLON) this.#mode = 'value';
        else this.#stop(i, 'a colon was expected after the member name');
        return i + 1;
      case 'value':
        if (c === OPEN_LIST && this.#handlers.lists.has(this.#key)) {
          this.#inList = true;
          this.#index = 0;
          this.#ended = false;
          this.#mode = 'item';
          return i + 1;
        }
        if (c === COMMA || c === CLOSE_OBJECT || c === CLOSE_LIST || c === COLON) {
          this.#stop(i, 'a value was expected');
          return i + 1;
        }
        this.#begin('value', modeOf(c), this.#handlers.wholes?.has(this.#key) ? limits.element : limits.value, i);
        return i;
      default:
        if (c === COMMA && this.#ended) this.#ended = false;
        else if (c === CLOSE_LIST) this.#endMember();
        else if (c === CLOSE_OBJECT || c === COLON || c === COMMA) this.#stop(i, 'an element or the end of the list was expected');
        else {
          if (this.#ended) this.#problem('syntax', 'a comma is missing between two elements', this.#at.line, this.#seen + i);
          this.#begin('element', modeOf(c), limits.element, i);
          return i;
        }
        return i + 1;
    }
  }

  #stepDocument(c: number, i: number): number {
    if (c === OPEN_OBJECT) {
      this.#page++;
      this.#key = '';
      this.#ended = false;
      this.#mode = 'key';
    } else if (c === OPEN_LIST && this.#mode === 'root') {
      this.#paged = true;
      this.#ended = false;
      this.#mode = 'pages';
    } else if (c === CLOSE_LIST && this.#mode === 'pages') {
      this.#paged = false;
      this.#mode = 'root';
    } else if (c === COMMA && this.#mode === 'pages') this.#ended = false;
    else if (this.#seen + i < 3 && (c === 0xef || c === 0xbb || c === 0xbf)) return i + 1;
    else if (c === COMMA || c === CLOSE_LIST || c === CLOSE_OBJECT || c === COLON) this.#stop(i, 'a JSON object was expected');
    else {
      this.#page++;
      this.#key = '';
      this.#problem('not-an-object', 'a document that is not an object was left out', this.#at.line, this.#seen + i);
      this.#begin('nothing', modeOf(c), 0, i);
      return i;
    }
    return i + 1;
  }

  #begin(what: 'key' | 'element' | 'value' | 'nothing', mode: Mode, limit: number, i: number): void {
    this.#capturing = what;
    this.#mode = mode;
    this.#pieces = [];
    this.#captured = 0;
    this.#limit = limit;
    this.#startLine = this.#at.line;
    this.#startOffset = this.#seen + i;
    Object.assign(this.#at, { depth: 0, deepest: 0, quoted: false, escaped: false });
  }

  /** Runs from `start` to the end of the captured value or of the chunk. */
  #scan(chunk: Buffer, start: number): number {
    let stop: number | undefined;
    if (this.#mode === 'scalar') {
      stop = start;
      while (stop < chunk.length && !endsScalar(chunk[stop] as number)) stop++;
      if (stop === chunk.length) stop = undefined;
    } else if (this.#mode === 'string') {
      // The quote that it begins with is looked at but once.
      const from = this.#at.quoted ? start : start + 1;
      this.#at.quoted = true;
      stop = skipString(chunk, from, this.#at);
      if (this.#at.quoted) stop = undefined;
    } else {
      if (this.#skimmer.loaded !== chunk) this.#skimmer.load(chunk);
      stop = this.#skimmer.skim(start, this.#at);
    }
    return stop === undefined ? this.#keep(chunk, start) : this.#complete(chunk, start, stop);
  }

  /** Keeps the part of a value that this chunk holds. */
  #keep(chunk: Buffer, start: number): number {
    this.#captured += chunk.length - start;
    if (this.#captured <= this.#limit) this.#pieces.push(chunk.subarray(start));
    else this.#pieces = [];
    return chunk.length;
  }

  /** A value is whole: hands it over and returns where to go on. */
  #complete(chunk: Buffer, start: number, stop: number): number {
    const what = this.#capturing;
    const size = this.#captured + (stop - start);
    const pieces = this.#pieces;
    this.#pieces = [];
    if (what === 'nothing') {
      this.#mode = this.#paged ? 'pages' : 'root';
      this.#ended = true;
      return stop;
    }
    const pointer = what === 'key' ? '' : this.#pointer();
    let bytes: Buffer | undefined;
    if (size > this.#limit) {
      if (what !== 'value' || this.#inList || this.#handlers.lists.has(this.#key) || this.#handlers.wholes?.has(this.#key)) {
        this.#valueProblem('too-large', `${pointer || 'a member name'} is larger than ${this.#limit} bytes and was left out`, pointer);
      }
    } else if (this.#at.deepest > limits.depth) {
      this.#valueProblem('too-deep', `${pointer} is nested deeper than ${limits.depth} levels and was left out`, pointer);
    } else bytes = pieces.length === 0 ? chunk.subarray(start, stop) : Buffer.concat([...pieces, chunk.subarray(start, stop)]);
    this.#deliver(what, bytes, pointer);
    return stop;
  }

  #deliver(what: 'key' | 'element' | 'value', bytes: Buffer | undefined, pointer: string): void {
    let value: unknown;
    if (bytes !== undefined) {
      try {
        value = JSON.parse(bytes.toString('utf8'));
      } catch {
        // The parser's own message may quote the input, which may be a secret.
        this.#valueProblem('syntax', `${pointer || 'a member name'} is not valid JSON and was left out`, pointer);
        bytes = undefined;
      }
    }
    if (what === 'key') {
      this.#key = typeof value === 'string' ? value : '';
      this.#mode = 'colon';
      if (typeof value === 'string') this.#handlers.key?.(value, { pointer: this.#pointer(), line: this.#startLine, page: this.#page });
      return;
    }
    const place = { pointer, line: this.#startLine, page: this.#page };
    if (what === 'element') {
      this.#mode = 'item';
      this.#ended = true;
      if (bytes !== undefined) this.#handlers.element(this.#key, value, { isBare: this.#handlers.screen?.(bytes) === true, ...place });
      this.#index++;
    } else {
      this.#endMember();
      if (bytes !== undefined) this.#handlers.value?.(this.#key, value, place);
    }
  }

  #endMember(): void {
    this.#inList = false;
    this.#ended = true;
    this.#mode = 'key';
  }

  #pointer(): string {
    const page = this.#paged && this.#page >= 0 ? `/${this.#page}` : '';
    const key = this.#key === '' ? '' : `/${this.#key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    // One flat text, not a chain of parts: places are kept by the hundred thousand.
    return this.#inList ? [page, key, '/', this.#index].join('') : `${page}${key}`;
  }

  #stop(i: number, message: string): void {
    this.#problem('broken', `${message}: what stood before was read`, this.#at.line, this.#seen + i);
    this.#mode = 'stopped';
  }

  #valueProblem(kind: JsonProblem['kind'], message: string, pointer: string): void {
    this.#handlers.problem({ kind, message, line: this.#startLine, offset: this.#startOffset, pointer });
  }

  #problem(kind: JsonProblem['kind'], message: string, line: number, offset: number): void {
    this.#handlers.problem({ kind, message, line, offset, pointer: this.#pointer() });
  }
}

function modeOf(c: number): Mode {
  return c === QUOTE ? 'string' : c === OPEN_LIST || c === OPEN_OBJECT ? 'container' : 'scalar';
}

function endsScalar(c: number): boolean {
  return c === COMMA || c === CLOSE_LIST || c === CLOSE_OBJECT || c === NEWLINE || c === 0x20 || c === 0x0d || c === 0x09;
}
