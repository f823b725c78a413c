/** A fixed text to look for. */
export interface Needle {
  readonly text: string;
  /** ASCII letters of either case. */
  readonly anyCase?: boolean;
}

type CodeAt = (at: number) => number;
type Found = (needle: number, at: number) => void;

/** How a pair of bytes stands in the three letters of some needle. */
const first = 1;
const last = 2;

/**
 * Finds any of many short texts in one pass. Of each needle the three letters in a row that are rarest are looked for, and of
 * the bytes every second pair: three letters in a row always cover one, whole. All needles are ASCII.
 */
export class Screen {
  readonly #needles: readonly Needle[];
  /** What a pair of bytes, as the machine reads two at a time, may be part of. */
  readonly #near = new Uint8Array(65_536);
  /** Whether some needle's three letters have this hash. */
  readonly #mayBe = new Uint8Array(65_536);
  /** Needles by their three letters. */
  readonly #byLetters = new Map<number, readonly number[]>();
  /** Where in each needle its three letters stand. */
  readonly #offsets: readonly number[];

  constructor(needles: readonly Needle[]) {
    this.#needles = needles;
    this.#offsets = needles.map(({ text }) => rarest(text));
    needles.forEach(({ text, anyCase = false }, needle) => {
      const offset = this.#offsets[needle] ?? 0;
      const letters = text.slice(offset, offset + 3);
      for (const spelling of anyCase ? bothCases(letters) : [letters]) {
        const [a, b, c] = [spelling.charCodeAt(0), spelling.charCodeAt(1), spelling.charCodeAt(2)];
        this.#note(a, b, first);
        this.#note(b, c, last);
        const key = (a << 16) | (b << 8) | c;
        this.#mayBe[hashOf(key)] = 1;
        this.#byLetters.set(key, [...(this.#byLetters.get(key) ?? []), needle]);
      }
    });
  }

  #note(a: number, b: number, where: number): void {
    this.#near[pairOf(a, b)] = (this.#near[pairOf(a, b)] as number) | where;
  }

  /** Calls back for every needle in the bytes, in the order of their three letters. */
  scan(bytes: Uint8Array, found: Found): void {
    if (bytes.length < 3) return;
    const near = this.#near;
    const tryPair = this.#pairs((i) => bytes[i] ?? -1, bytes.length, found);
    // Pairs are read where the machine can read two bytes at once.
    const lead = bytes.byteOffset & 1;
    const pairs = new Uint16Array(bytes.buffer, bytes.byteOffset + lead, (bytes.length - lead) >> 1);
    const byFours = pairs.length - 3;
    let k = 0;
    for (; k < byFours; k += 4) {
      const any =
        (near[pairs[k] as number] as number) |
        (near[pairs[k + 1] as number] as number) |
        (near[pairs[k + 2] as number] as number) |
        (near[pairs[k + 3] as number] as number);
      if (any !== 0) for (let i = k; i < k + 4; i++) tryPair(lead + 2 * i, near[pairs[i] as number] as number);
    }
    for (; k < pairs.length; k++) tryPair(lead + 2 * k, near[pairs[k] as number] as number);
  }

  /** Whether a text holds any needle. Asked of texts by the million, most of them short: makes nothing before it has to. */
  finds(text: string): boolean {
    const near = this.#near;
    for (let i = 0; i + 1 < text.length; i += 2) {
      const a = text.charCodeAt(i);
      const b = text.charCodeAt(i + 1);
      const where = a > 255 || b > 255 ? 0 : (near[pairOf(a, b)] as number);
      if (where === 0) continue;
      if ((where & last) !== 0 && i > 0 && this.#standsAt(text, i - 1)) return true;
      if ((where & first) !== 0 && i + 2 < text.length && this.#standsAt(text, i)) return true;
    }
    return false;
  }

  /** Whether a needle's three letters stand at a place, and the needle around them. */
  #standsAt(text: string, at: number): boolean {
    const key = (text.charCodeAt(at) << 16) | (text.charCodeAt(at + 1) << 8) | text.charCodeAt(at + 2);
    return this.#mayBe[hashOf(key)] === 1 && this.#findsAround(text, key, at);
  }

  #findsAround(text: string, key: number, at: number): boolean {
    for (const needle of this.#byLetters.get(key) ?? []) {
      const { text: wanted, anyCase = false } = this.#needles[needle] as Needle;
      const start = at - (this.#offsets[needle] as number);
      const end = start + wanted.length;
      if (start < 0) continue;
      if (anyCase ? text.slice(start, end).toLowerCase() === wanted.toLowerCase() : text.startsWith(wanted, start)) return true;
    }
    return false;
  }

  /** What looks closer at a place where a pair stands that may be part of a needle. */
  #pairs(codeAt: CodeAt, length: number, found: Found): (at: number, where: number) => void {
    const tryLetters = (at: number): void => {
      const key = (codeAt(at) << 16) | (codeAt(at + 1) << 8) | codeAt(at + 2);
      if (this.#mayBe[hashOf(key)] === 1) this.#look(key, at, codeAt, found);
    };
    return (at, where) => {
      if ((where & last) !== 0 && at > 0) tryLetters(at - 1);
      if ((where & first) !== 0 && at + 2 < length) tryLetters(at);
    };
  }

  #look(key: number, place: number, codeAt: CodeAt, found: Found): void {
    const needles = this.#byLetters.get(key);
    if (needles === undefined) return;
    for (const needle of needles) {
      const { text, anyCase = false } = this.#needles[needle] as Needle;
      const at = place - (this.#offsets[needle] as number);
      let k = at < 0 ? -1 : 0;
      while (k >= 0 && k < text.length && same(codeAt(at + k), text.charCodeAt(k), anyCase)) k++;
      if (k === text.length) found(needle, at);
    }
  }
}

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function pairOf(a: number, b: number): number {
  return isLittleEndian ? a | (b << 8) : (a << 8) | b;
}

function hashOf(key: number): number {
  return (((key >>> 16) * 157) ^ key) & 0xffff;
}

/** Letters by how often texts and code use them. */
const common = 'etaoinsr lcdupmhfgybwv';

/** Where the three letters stand that are met least: each pair of them should be rare. */
function rarest(text: string): number {
  const weights = [...text].map((c) => (common.includes(c) ? common.length - common.indexOf(c) + 1 : 1));
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 3 <= text.length; i++) {
    const [a, b, c] = [weights[i] ?? 0, weights[i + 1] ?? 0, weights[i + 2] ?? 0];
    if (a * b + b * c < least) [best, least] = [i, a * b + b * c];
  }
  return best;
}

function same(code: number, wanted: number, anyCase: boolean): boolean {
  return code === wanted || (anyCase && isLetter(wanted) && (code ^ 0x20) === wanted);
}

function isLetter(code: number): boolean {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

function bothCases(text: string): readonly string[] {
  return [...text].reduce<readonly string[]>(
    (heads, c) => heads.flatMap((head) => [...new Set([c.toLowerCase(), c.toUpperCase()])].map((x) => head + x)),
    [''],
  );
}
