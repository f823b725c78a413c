/** A fixed text to look for. */
export interface Needle {
  readonly text: string;
  /** ASCII letters of either case. */
  readonly anyCase?: boolean;
}

type Found = (needle: number, at: number) => void;

const none: readonly number[] = [];

/**
 * Finds any of many short texts in one pass. Of each needle the three letters in a row that are rarest are looked for, and of
 * the bytes every second pair: three letters in a row always cover one whole, and half of one beside it. All needles are ASCII.
 */
export class Screen {
  readonly #needles: readonly Sought[];
  /**
   * What each pair of bytes, as the machine reads two at a time, may be part of. Low half: which of eight groups of letters
   * may follow it (by their last three bits), and which group its second byte opens with; high half: the same of the pair
   * behind. Two neighbours have a bit of these halves in common where three letters may stand in them.
   */
  readonly #pairs = new Int32Array(65_536);
  /** Whether some needle's three letters have this hash. */
  readonly #mayBe = new Uint8Array(65_536);
  /** Needles by their three letters. */
  readonly #byLetters = new Map<number, readonly number[]>();

  constructor(needles: readonly Needle[]) {
    this.#needles = needles.map(soughtOf);
    const [opens, closes] = [new Set<number>(), new Set<number>()];
    needles.forEach(({ text, anyCase = false }, needle) => {
      const offset = rarest(text);
      const letters = text.slice(offset, offset + 3);
      for (const spelling of anyCase ? bothCases(letters) : [letters]) {
        const [a, b, c] = [spelling.charCodeAt(0), spelling.charCodeAt(1), spelling.charCodeAt(2)];
        this.#note(a, b, 1 << (c & 7));
        this.#note(b, c, 1 << (24 + (a & 7)));
        opens.add(a);
        closes.add(c);
        const key = (a << 16) | (b << 8) | c;
        this.#mayBe[hashOf(key)] = 1;
        this.#byLetters.set(key, [...(this.#byLetters.get(key) ?? []), needle]);
      }
    });
    for (let any = 0; any < 256; any++) {
      for (const a of opens) this.#note(any, a, 1 << (8 + (a & 7)));
      for (const c of closes) this.#note(c, any, 1 << (16 + (c & 7)));
    }
  }

  #note(a: number, b: number, bit: number): void {
    this.#pairs[pairOf(a, b)] = (this.#pairs[pairOf(a, b)] as number) | bit;
  }

  /** Calls back for every needle in the bytes, in the order of their three letters. */
  scan(bytes: Uint8Array, found: Found): void {
    if (bytes.length < 3) return;
    const table = this.#pairs;
    // Pairs are read where the machine can read two bytes at once.
    const lead = bytes.byteOffset & 1;
    const pairs = new Uint16Array(bytes.buffer, bytes.byteOffset + lead, (bytes.length - lead) >> 1);
    if (lead === 1) this.#tryBytes(bytes, 0, found);
    let k = nextFour(table, pairs, 1);
    for (; k + 3 < pairs.length; k = nextFour(table, pairs, k + 4)) {
      let before = table[pairs[k - 1] as number] as number;
      for (let i = k; i < k + 4; i++) {
        const pair = table[pairs[i] as number] as number;
        const common = commonOf(before, pair);
        if ((common & 0x00ff) !== 0) this.#tryBytes(bytes, lead + 2 * i - 2, found);
        if ((common & 0xff00) !== 0) this.#tryBytes(bytes, lead + 2 * i - 1, found);
        before = pair;
      }
    }
    for (let at = lead + 2 * k - 2; at + 2 < bytes.length; at++) this.#tryBytes(bytes, at, found);
  }

  /** The needles that a text holds, in their order. */
  within(text: string): readonly number[] {
    let found: Set<number> | undefined;
    const end = text.length - 1;
    let before = 0;
    for (let i = 0; i < end; i += 2) {
      const a = text.charCodeAt(i);
      const b = text.charCodeAt(i + 1);
      const pair = this.#pairs[pairOf(a > 255 ? 0 : a, b > 255 ? 0 : b)] as number;
      const common = commonOf(before, pair);
      if ((common & 0x00ff) !== 0) found = this.#within(text, i - 2, found);
      if ((common & 0xff00) !== 0) found = this.#within(text, i - 1, found);
      before = pair;
    }
    if (text.length >= 3) found = this.#within(text, text.length - 3, found);
    return found === undefined ? none : [...found].sort((a, b) => a - b);
  }

  /** Looks closer at a place where three letters of a needle may stand. */
  #tryBytes(bytes: Uint8Array, place: number, found: Found): void {
    const key = ((bytes[place] as number) << 16) | ((bytes[place + 1] as number) << 8) | (bytes[place + 2] as number);
    if (this.#mayBe[hashOf(key)] === 0) return;
    for (const needle of this.#byLetters.get(key) ?? []) {
      const { codes, folds, offset } = this.#needles[needle] as Sought;
      const at = place - offset;
      let k = at < 0 ? -1 : 0;
      while (k >= 0 && k < codes.length && ((bytes[at + k] ?? 0) | (folds[k] as number)) === codes[k]) k++;
      if (k === codes.length) found(needle, at);
    }
  }

  /** The needles found so far, with those of one place: texts are asked about by the million, and most make no set. */
  #within(text: string, place: number, found: Set<number> | undefined): Set<number> | undefined {
    const key = (text.charCodeAt(place) << 16) | (text.charCodeAt(place + 1) << 8) | text.charCodeAt(place + 2);
    if (this.#mayBe[hashOf(key)] === 0) return found;
    const needles = this.#byLetters.get(key);
    if (needles === undefined) return found;
    let more = found;
    for (const needle of needles) if (this.#standsAt(needle, text, place)) more = (more ?? new Set()).add(needle);
    return more;
  }

  #standsAt(needle: number, text: string, place: number): boolean {
    const { codes, folds, offset } = this.#needles[needle] as Sought;
    const at = place - offset;
    if (at < 0) return false;
    for (let k = 0; k < codes.length; k++) if ((text.charCodeAt(at + k) | (folds[k] as number)) !== codes[k]) return false;
    return true;
  }
}

/** A needle as its letters are compared: a letter that may be of either case is made lower first. */
interface Sought {
  readonly codes: Uint8Array;
  readonly folds: Uint8Array;
  /** Where its three letters stand. */
  readonly offset: number;
}

function soughtOf({ text, anyCase = false }: Needle): Sought {
  const codes = Uint8Array.from(anyCase ? text.toLowerCase() : text, (c) => c.charCodeAt(0));
  return { codes, folds: codes.map((code) => (anyCase && isLetter(code) ? 0x20 : 0)), offset: rarest(text) };
}

/** The first of four neighbours, from a place on, that may hold three letters of a needle; less than four are left where none do. */
function nextFour(table: Int32Array, pairs: Uint16Array, from: number): number {
  let before = table[pairs[from - 1] as number] as number;
  let k = from;
  for (const byFours = pairs.length - 3; k < byFours; k += 4) {
    const a = table[pairs[k] as number] as number;
    const b = table[pairs[k + 1] as number] as number;
    const c = table[pairs[k + 2] as number] as number;
    const d = table[pairs[k + 3] as number] as number;
    if ((commonOf(before, a) | commonOf(a, b) | commonOf(b, c) | commonOf(c, d)) !== 0) return k;
    before = d;
  }
  return k;
}

/** What two neighbours have in common. */
function commonOf(before: number, behind: number): number {
  return before & (behind >>> 16) & 0xffff;
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
