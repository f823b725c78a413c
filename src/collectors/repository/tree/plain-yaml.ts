import { deepest, mostValues, pointerTo, type Spot, type Tree } from './tree.ts';

/** What stands for more than itself: tabs, carriage returns, marks of byte order and the library's own signs. */
const special = /[^\n -\ufefe\uff00-\uffff]/;
const longest = 1024 * 1024;

/**
 * Reads the YAML that people mostly write, many times faster than the library: maps and lists in block style, and of values
 * those that stand on one line, texts in quotes without escapes, and literal blocks. Undefined for a text that holds anything
 * else, or is wrong: of that the library knows more. Both answer the same, which a test makes sure of.
 */
export function readPlainYaml(text: string): Tree | undefined {
  return text.length > longest || special.test(text) ? undefined : new PlainYaml(text).read();
}

/** Behind a value: spaces, a comment, the end of the line. */
const lineEnd = /(?: +#[^\n]*| *)(?:\n|$)/y;
const opening = /---(?: +#[^\n]*| *)\n/y;
const keyName = /([A-Za-z_][\w./-]*):(?=[ \n]|$)/y;
const quoted = /"([^"\\\n]*)"|'([^'\n]*)'/y;
const emptyFlow = /\[\]|\{\}/y;
const literal = /\|(-?)(?: +#[^\n]*| *)\n/y;
/** Up to a comment; a text may begin with a hyphen that no space follows. */
const bare = /(?:-(?=[^\s])|[^\s\-?:,[\]{}#&*!|>'"%@`])(?:[^\n #]| +(?![ #\n]|$)|(?<! )#)*/y;

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

class PlainYaml {
  readonly #text: string;
  /** Where the line that is read begins, its number, and how far what it holds is indented: -1 behind the last line. */
  #start = 0;
  #line = 0;
  #indent = -1;
  #values = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Tree | undefined {
    const mark = match(opening, this.#text, 0)?.[0] ?? '';
    if (mark !== '') this.#line++;
    this.#goOn(mark.length);
    const tree = this.#indent < 0 ? undefined : this.#block(this.#indent, '', 0);
    return this.#indent < 0 ? tree : undefined;
  }

  /** Goes to the next line that holds more than a comment, from where a line begins. */
  #goOn(from: number): void {
    const text = this.#text;
    for (let start = from; ; this.#line++) {
      let at = start;
      while (text.charCodeAt(at) === 0x20) at++;
      if (at >= text.length) {
        this.#indent = -1;
        return;
      }
      if (text[at] !== '\n' && text[at] !== '#') {
        [this.#start, this.#indent] = [start, at - start];
        this.#line++;
        return;
      }
      const end = text.indexOf('\n', at);
      start = end < 0 ? text.length : end + 1;
    }
  }

  /** The map or list that begins on the line, so far from where it begins. */
  #block(indent: number, pointer: string, depth: number): Tree | undefined {
    const spot = this.#spot(this.#start + indent, pointer);
    if (depth > deepest || ++this.#values > mostValues) return undefined;
    if (this.#isItem(indent)) {
      const items: Tree[] = [];
      do {
        const item = this.#item(indent, pointerTo(pointer, items.length), depth + 1);
        if (item === undefined) return undefined;
        items.push(item);
      } while (this.#indent === indent && this.#isItem(indent));
      return this.#indent > indent ? undefined : { kind: 'list', ...spot, items };
    }
    const entries: { key: string; value: Tree }[] = [];
    do {
      const key = match(keyName, this.#text, this.#start + indent)?.[1];
      if (key === undefined || plainValue(key) !== key) return undefined;
      const value = this.#value(this.#start + indent + key.length + 1, indent, true, pointerTo(pointer, key), depth + 1);
      if (value === undefined) return undefined;
      entries.push({ key, value });
    } while (this.#indent === indent);
    return this.#indent > indent ? undefined : { kind: 'map', ...spot, entries };
  }

  /** Whether a hyphen stands here that makes what follows an item of a list. */
  #isItem(indent: number): boolean {
    const next = this.#text[this.#start + indent + 1];
    return this.#text[this.#start + indent] === '-' && (next === ' ' || next === '\n' || next === undefined);
  }

  #item(indent: number, pointer: string, depth: number): Tree | undefined {
    const from = this.#start + indent + 1;
    let inner = indent + 1;
    while (this.#text.charCodeAt(this.#start + inner) === 0x20) inner++;
    const holdsBlock = this.#isItem(inner) || match(keyName, this.#text, this.#start + inner) !== null;
    return holdsBlock && inner > indent + 1 ? this.#block(inner, pointer, depth) : this.#value(from, indent, false, pointer, depth);
  }

  /** What stands behind a hyphen or the colon of a key, on the line or below it. */
  #value(from: number, indent: number, hasKey: boolean, pointer: string, depth: number): Tree | undefined {
    const text = this.#text;
    let at = from;
    while (text.charCodeAt(at) === 0x20) at++;
    const spot = this.#spot(at, pointer);
    const none = match(lineEnd, text, from);
    if (none !== null) {
      this.#goOn(from + none[0].length);
      // The items of a list may stand below the key itself.
      const below = this.#indent > indent || (hasKey && this.#indent === indent && this.#isItem(indent));
      return below ? this.#block(this.#indent, pointer, depth) : this.#scalar(spot, null, depth);
    }
    const block = match(literal, text, at);
    if (block !== null) return this.#literal(at + block[0].length, indent, block[1] === '-', spot, depth);
    const flow = match(emptyFlow, text, at)?.[0];
    const inQuotes = flow === undefined ? match(quoted, text, at) : null;
    const written = flow ?? inQuotes?.[0] ?? match(bare, text, at)?.[0] ?? '';
    const end = match(lineEnd, text, at + written.length);
    if (written === '' || end === null) return undefined;
    this.#goOn(at + written.length + end[0].length);
    if (flow === '[]') return ++this.#values > mostValues ? undefined : { kind: 'list', ...spot, items: [] };
    if (flow === '{}') return ++this.#values > mostValues ? undefined : { kind: 'map', ...spot, entries: [] };
    const value = inQuotes === null ? plainValue(written) : (inQuotes[1] ?? inQuotes[2] ?? '');
    return value === undefined ? undefined : this.#scalar(spot, value, depth);
  }

  /** The lines of a literal block, as far as they are indented as its first one. */
  #literal(from: number, above: number, isStripped: boolean, spot: Spot, depth: number): Tree | undefined {
    const text = this.#text;
    let indent = 0;
    while (text.charCodeAt(from + indent) === 0x20) indent++;
    if (indent <= above || text[from + indent] === '\n') return undefined;
    const lines: string[] = [];
    let at = from;
    for (let end = text.indexOf('\n', at); ; end = text.indexOf('\n', at)) {
      // The last line without an end, and spaces beyond the block's own: the rules for these are the library's.
      const line = text.slice(at, end < 0 ? text.length : end);
      const isBlank = /^ *$/.test(line);
      if (!isBlank && !line.startsWith(' '.repeat(indent))) break;
      if (end < 0 ? line !== '' : isBlank && line.length > indent) return undefined;
      if (end < 0) break;
      lines.push(line.slice(indent));
      at = end + 1;
    }
    this.#line += lines.length;
    while (lines.at(-1) === '') lines.pop();
    this.#goOn(at);
    return this.#scalar(spot, lines.join('\n') + (isStripped ? '' : '\n'), depth);
  }

  #scalar(spot: Spot, value: string | number | boolean | null, depth: number): Tree | undefined {
    return depth > deepest || ++this.#values > mostValues ? undefined : { kind: 'scalar', ...spot, value };
  }

  #spot(at: number, pointer: string): Spot {
    return { line: this.#line, column: at - this.#start + 1, pointer };
  }
}

const words: ReadonlyMap<string, boolean | null> = new Map([
  ...['null', 'Null', 'NULL', '~'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);

/** What a text without quotes stands for (https://yaml.org/spec/1.2.2/#103-core-schema); undefined for numbers that are not simple, and for no value. */
function plainValue(written: string): string | number | boolean | null | undefined {
  if (/^(?:0|[1-9]\d{0,14})$/.test(written)) return Number(written);
  if (/^(?:[-+]?[\d.]+(?:e[-+]?\d+)?|0o[0-7]+|0x[\da-f]+|[-+]?\.(?:inf|nan))$/i.test(written)) return undefined;
  // A map within the line is none.
  if (/:(?: |$)/.test(written)) return undefined;
  return words.has(written) ? words.get(written) : written;
}
