/** A fixed text to look for. */
export interface Needle {
  readonly text: string;
  /** ASCII letters of either case. */
  readonly anyCase?: boolean;
}

/**
 * Finds any of many short texts in one pass, by the shift table of Wu and Manber over pairs of bytes: every other byte is
 * never looked at. Of each needle the three letters in a row that are rarest are looked for. All are ASCII.
 */
export class Screen {
  readonly #needles: readonly Needle[];
  /** How far the window of three bytes may move on, by its last two. */
  readonly #shift = new Uint8Array(65_536).fill(2);
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
        if (this.#shift[(a << 8) | b] !== 0) this.#shift[(a << 8) | b] = 1;
        this.#shift[(b << 8) | c] = 0;
        this.#mayBe[hashOf(a, (b << 8) | c)] = 1;
        const key = (a << 16) | (b << 8) | c;
        this.#byLetters.set(key, [...(this.#byLetters.get(key) ?? []), needle]);
      }
    });
  }

  /** Calls back for every needle in bytes `from` to `to`, in the order of their three letters. */
  scan(bytes: Uint8Array, from: number, to: number, found: (needle: number, at: number) => void): void {
    const shift = this.#shift;
    const mayBe = this.#mayBe;
    let i = from + 2;
    while (i < to) {
      const pair = ((bytes[i - 1] as number) << 8) | (bytes[i] as number);
      const by = shift[pair] as number;
      if (by !== 0) i += by;
      else {
        const first = bytes[i - 2] as number;
        if (mayBe[hashOf(first, pair)] === 1) this.#look((first << 16) | pair, i - 2, (at) => bytes[at], found);
        i++;
      }
    }
  }

  /** Whether a text holds any needle. */
  finds(text: string): boolean {
    const shift = this.#shift;
    const codeAt = (at: number): number => text.charCodeAt(at);
    let isFound = false;
    let i = 2;
    while (i < text.length && !isFound) {
      const [a, b] = [text.charCodeAt(i - 1), text.charCodeAt(i)];
      const by = a > 255 || b > 255 ? 2 : (shift[(a << 8) | b] as number);
      if (by !== 0) i += by;
      else {
        const key = (text.charCodeAt(i - 2) << 16) | (a << 8) | b;
        if (this.#byLetters.has(key))
          this.#look(key, i - 2, codeAt, () => {
            isFound = true;
          });
        i++;
      }
    }
    return isFound;
  }

  #look(key: number, place: number, codeAt: (at: number) => number | undefined, found: (needle: number, at: number) => void): void {
    for (const needle of this.#byLetters.get(key) ?? []) {
      const { text, anyCase = false } = this.#needles[needle] as Needle;
      const at = place - (this.#offsets[needle] as number);
      let k = at < 0 ? -1 : 0;
      while (k >= 0 && k < text.length && same(codeAt(at + k), text.charCodeAt(k), anyCase)) k++;
      if (k === text.length) found(needle, at);
    }
  }
}

function hashOf(first: number, pair: number): number {
  return ((first * 157) ^ pair) & 0xffff;
}

/** Where the three letters stand that are met least: small letters are what most texts are made of. */
function rarest(text: string): number {
  const weight = (c: string): number => (/[a-z]/.test(c) ? 4 : /[A-Z0-9 ]/.test(c) ? 2 : 1);
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 3 <= text.length; i++) {
    const sum = weight(text[i] ?? '') + weight(text[i + 1] ?? '') + weight(text[i + 2] ?? '');
    if (sum < least) [best, least] = [i, sum];
  }
  return best;
}

function same(byte: number | undefined, wanted: number, anyCase: boolean): boolean {
  return byte === wanted || (anyCase && byte !== undefined && isLetter(wanted) && (byte ^ 0x20) === wanted);
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
