/** A fixed text to look for. */
export interface Needle {
  readonly text: string;
  /** ASCII letters of either case. */
  readonly anyCase?: boolean;
}

/**
 * Finds any of many short texts in one pass, by the shift table of Wu and Manber over pairs of bytes: most bytes are never
 * looked at. Needles have at least three characters, all of them ASCII.
 */
export class Screen {
  readonly #needles: readonly Needle[];
  /** How far the window of three bytes may move on, by its last two. */
  readonly #shift = new Uint8Array(65_536).fill(2);
  /** Needles whose second and third byte are this pair, by the pair. */
  readonly #byPair = new Map<number, readonly number[]>();

  constructor(needles: readonly Needle[]) {
    this.#needles = needles;
    needles.forEach(({ text, anyCase = false }, needle) => {
      const spellings = anyCase ? bothCases(text.slice(0, 3)) : [text.slice(0, 3)];
      for (const spelling of spellings) {
        const [first, second] = [pairAt(spelling, 0), pairAt(spelling, 1)];
        this.#shift[second] = 0;
        if (this.#shift[first] !== 0) this.#shift[first] = 1;
        const present = this.#byPair.get(second) ?? [];
        if (!present.includes(needle)) this.#byPair.set(second, [...present, needle]);
      }
    });
  }

  /** Calls back for every needle in bytes `from` to `to`, in the order of where they begin. */
  scan(bytes: Uint8Array, from: number, to: number, found: (needle: number, at: number) => void): void {
    const shift = this.#shift;
    let i = from + 2;
    while (i < to) {
      const pair = ((bytes[i - 1] as number) << 8) | (bytes[i] as number);
      const by = shift[pair] as number;
      if (by === 0) {
        for (const needle of this.#byPair.get(pair) ?? []) if (this.#matches(needle, bytes, i - 2, to)) found(needle, i - 2);
        i++;
      } else i += by;
    }
  }

  /** Whether a text holds any needle. */
  finds(text: string): boolean {
    const shift = this.#shift;
    let i = 2;
    while (i < text.length) {
      const [a, b] = [text.charCodeAt(i - 1), text.charCodeAt(i)];
      const by = a > 255 || b > 255 ? 2 : (shift[(a << 8) | b] as number);
      if (by === 0) {
        if ((this.#byPair.get((a << 8) | b) ?? []).some((needle) => this.#matchesText(needle, text, i - 2))) return true;
        i++;
      } else i += by;
    }
    return false;
  }

  #matches(needle: number, bytes: Uint8Array, at: number, to: number): boolean {
    const { text, anyCase = false } = this.#needles[needle] as Needle;
    if (at + text.length > to) return false;
    for (let k = 0; k < text.length; k++) if (!same(bytes[at + k] as number, text.charCodeAt(k), anyCase)) return false;
    return true;
  }

  #matchesText(needle: number, hay: string, at: number): boolean {
    const { text, anyCase = false } = this.#needles[needle] as Needle;
    for (let k = 0; k < text.length; k++) if (!same(hay.charCodeAt(at + k), text.charCodeAt(k), anyCase)) return false;
    return true;
  }
}

function same(byte: number, wanted: number, anyCase: boolean): boolean {
  return byte === wanted || (anyCase && isLetter(wanted) && (byte ^ 0x20) === wanted);
}

function isLetter(code: number): boolean {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

function pairAt(text: string, at: number): number {
  return (text.charCodeAt(at) << 8) | text.charCodeAt(at + 1);
}

function bothCases(text: string): readonly string[] {
  return [...text].reduce<readonly string[]>(
    (heads, c) => heads.flatMap((head) => [...new Set([c.toLowerCase(), c.toUpperCase()])].map((x) => head + x)),
    [''],
  );
}
