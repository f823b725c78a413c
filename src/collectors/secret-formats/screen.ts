import { type ScreenLoop, screenLoop } from './screen-loop.ts';

/** A fixed text to look for. */
export interface Needle {
  readonly text: string;
  /** ASCII letters of either case. */
  readonly anyCase?: boolean;
}

type Found = (needle: number, at: number) => void;

const none: readonly number[] = [];
const anyByte = Array.from({ length: 256 }, (_, code) => code);

/**
 * Finds any of many short texts in one pass. Of each needle the three letters in a row that are rarest are looked for, and of
 * the bytes every second pair: three letters in a row always cover one whole, and half of one beside it. All needles are ASCII.
 */
export class Screen {
  /**
   * What each pair of bytes may be part of. Low half: which of eight groups of letters may follow it (by their last three
   * bits), and which group its second byte opens with; high half: the same of the pair behind. Two neighbours have a bit of these halves in common where three letters may stand in them.
   */
  readonly #pairs = new Int32Array(65_536);
  /** Which list has the needles whose three letters, with the one behind them, have this hash; the first list has none. */
  readonly #listAt = new Uint16Array(65_536);
  /** Which hashes have a list at all. */
  readonly #mayBe = new Uint8Array(65_536);
  readonly #lists: (readonly Sought[])[] = [[]];
  #loop: ScreenLoop | undefined;

  constructor(needles: readonly Needle[]) {
    /** Lists by the one that lacks their last needle: most hashes share theirs with others. */
    const longer = new Map<number, number>();
    const [opens, closes] = [new Set<number>(), new Set<number>()];
    needles.forEach(({ text, anyCase = false }, needle) => {
      const sought = soughtOf({ text, anyCase }, needle);
      const { offset } = sought;
      const letters = text.slice(offset, offset + 3);
      const behind = text.charAt(offset + 3);
      const fourths = behind === '' ? anyByte : (anyCase ? bothCases(behind) : [behind]).map((c) => c.charCodeAt(0));
      for (const spelling of anyCase ? bothCases(letters) : [letters]) {
        const [a, b, c] = [spelling.charCodeAt(0), spelling.charCodeAt(1), spelling.charCodeAt(2)];
        this.#note(a, b, 1 << (c & 7));
        this.#note(b, c, 1 << (24 + (a & 7)));
        opens.add(a);
        closes.add(c);
        const key = (a << 16) | (b << 8) | c;
        for (const fourth of fourths) {
          const hash = hashOf(key, fourth);
          const before = this.#listAt[hash] as number;
          const list = this.#lists[before] ?? [];
          if (list.includes(sought)) continue;
          const way = before * needles.length + needle;
          this.#listAt[hash] = longer.get(way) ?? this.#lists.push([...list, sought]) - 1;
          this.#mayBe[hash] = 1;
          longer.set(way, this.#listAt[hash] as number);
        }
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
    this.#loop ??= this.#makeLoop();
    const { room, next } = this.#loop;
    for (let start = 0, length = bytes.length; length >= 3; start += room.length - 3, length = bytes.length - start) {
      // A view of bytes takes longer to make than most files to look through.
      room.set(start === 0 && length <= room.length ? bytes : bytes.subarray(start, start + room.length));
      const to = length <= room.length ? length - 2 : room.length - 3;
      for (let at = next(0, to); at < to; at = next(at + 1, to)) this.#tryBytes(bytes, start + at, found);
      if (length <= room.length) return;
    }
  }

  #makeLoop(): ScreenLoop {
    return screenLoop(this.#pairs, this.#mayBe) ?? plainLoop(this.#mayBe);
  }

  /** The needles that a text holds, in their order. */
  within(text: string): readonly number[] {
    let found: number[] | undefined;
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
    return found === undefined ? none : found.sort((a, b) => a - b);
  }

  /** Looks closer at a place where three letters of a needle may stand. */
  #tryBytes(bytes: Uint8Array, place: number, found: Found): void {
    const key = ((bytes[place] as number) << 16) | ((bytes[place + 1] as number) << 8) | (bytes[place + 2] as number);
    const list = this.#lists[this.#listAt[hashOf(key, bytes[place + 3] ?? 0)] as number] as readonly Sought[];
    for (let i = 0; i < list.length; i++) {
      const { codes, folds, offset, needle } = list[i] as Sought;
      const at = place - offset;
      let k = at < 0 ? -1 : 0;
      while (k >= 0 && k < codes.length && ((bytes[at + k] ?? 0) | (folds[k] as number)) === codes[k]) k++;
      if (k === codes.length) found(needle, at);
    }
  }

  /** The needles found so far, with those of one place: texts are asked about by the million, and most make no list. */
  #within(text: string, place: number, found: number[] | undefined): number[] | undefined {
    const key = (text.charCodeAt(place) << 16) | (text.charCodeAt(place + 1) << 8) | text.charCodeAt(place + 2);
    const fourth = place + 3 < text.length ? text.charCodeAt(place + 3) : 0;
    const list = this.#lists[this.#listAt[hashOf(key, fourth > 255 ? 0 : fourth)] as number] as readonly Sought[];
    let more = found;
    for (const sought of list) {
      if (!standsAt(sought, text, place - sought.offset)) continue;
      if (more === undefined) more = [sought.needle];
      else if (!more.includes(sought.needle)) more.push(sought.needle);
    }
    return more;
  }
}

function standsAt({ codes, folds }: Sought, text: string, at: number): boolean {
  if (at < 0) return false;
  for (let k = 0; k < codes.length; k++) if ((text.charCodeAt(at + k) | (folds[k] as number)) !== codes[k]) return false;
  return true;
}

/** A needle as its letters are compared: a letter that may be of either case is made lower first. */
interface Sought {
  readonly needle: number;
  readonly codes: Uint8Array;
  readonly folds: Uint8Array;
  /** Where its three letters stand. */
  readonly offset: number;
}

function soughtOf({ text, anyCase = false }: Needle, needle: number): Sought {
  const codes = Uint8Array.from(anyCase ? text.toLowerCase() : text, (c) => c.charCodeAt(0));
  return { needle, codes, folds: codes.map((code) => (anyCase && isLetter(code) ? 0x20 : 0)), offset: rarest(text) };
}

/** The same as the loop in WebAssembly answers, for where there is none. */
function plainLoop(mayBe: Uint8Array): ScreenLoop {
  const room = new Uint8Array(65_536);
  const next = (from: number, to: number): number => {
    let at = from;
    while (at < to && mayBe[hashOf(((room[at] ?? 0) << 16) | ((room[at + 1] ?? 0) << 8) | (room[at + 2] ?? 0), room[at + 3] ?? 0)] === 0)
      at++;
    return at;
  };
  return { room, next };
}

/** What two neighbours have in common. */
function commonOf(before: number, behind: number): number {
  return before & (behind >>> 16) & 0xffff;
}

/** Two bytes as WebAssembly reads them at once. */
function pairOf(a: number, b: number): number {
  return a | (b << 8);
}

/** Of three letters, and the one behind them. */
function hashOf(key: number, fourth: number): number {
  return (((key >>> 16) * 157) ^ key ^ (fourth * 2533)) & 0xffff;
}

/** Letters by how often texts and code use them. */
const common = 'etaoinsr lcdupmhfgybwv';

/** Where the three letters stand that are met least: each pair of them should be rare. */
function rarest(text: string): number {
  const weights = [...text].map((c) => (common.includes(c) ? common.length - common.indexOf(c) + 1 : 1));
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i === 0 || i + 4 <= text.length; i++) {
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
