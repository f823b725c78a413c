/** Character codes as ranges, in order and apart. */
export type Ranges = readonly (readonly [from: number, to: number])[];

/** A regular expression. What is asserted stands aside: it takes no characters. */
export type Pattern =
  | { readonly kind: 'letter'; readonly ranges: Ranges }
  | { readonly kind: 'sequence'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'repeat'; readonly part: Pattern; readonly least: number; readonly most: number };

export interface Parsed {
  readonly pattern: Pattern;
  /** The insides of lookaheads and lookbehinds. */
  readonly asserted: readonly Pattern[];
}

const last = 0x10ffff;
const all: Ranges = [[0, last]];
const digits: Ranges = [[48, 57]];
const words: Ranges = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
const spaces: Ranges = [
  [9, 13],
  [32, 32],
  [160, 160],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];
const lineEnds: Ranges = [
  [10, 10],
  [13, 13],
  [0x2028, 0x2029],
];
/** Takes no character, and may fail. */
const assertion: Pattern = { kind: 'choice', parts: [{ kind: 'sequence', parts: [] }] };

/** Parses a pattern as ECMAScript writes it. A back reference counts as any text. Throws for what it does not know. */
export function parsePattern(source: string, flags: string): Parsed {
  let at = 0;
  const asserted: Pattern[] = [];
  const ignoresCase = flags.includes('i');

  const letter = (ranges: Ranges): Pattern => ({ kind: 'letter', ranges: ignoresCase ? bothCases(ranges) : ranges });

  const choice = (): Pattern => {
    const parts = [sequence()];
    while (source[at] === '|') {
      at++;
      parts.push(sequence());
    }
    return parts.length === 1 ? (parts[0] as Pattern) : { kind: 'choice', parts };
  };
  const sequence = (): Pattern => {
    const parts: Pattern[] = [];
    while (at < source.length && source[at] !== '|' && source[at] !== ')') parts.push(quantified());
    return { kind: 'sequence', parts };
  };
  const quantified = (): Pattern => {
    const part = atom();
    const braces = /^\{(\d+)(,(\d*))?\}/.exec(source.slice(at));
    let least = 1;
    let most = 1;
    if (source[at] === '*' || source[at] === '+' || source[at] === '?') {
      least = source[at] === '+' ? 1 : 0;
      most = source[at] === '?' ? 1 : Number.POSITIVE_INFINITY;
      at++;
    } else if (braces !== null) {
      least = Number(braces[1]);
      most = braces[2] === undefined ? least : braces[3] === '' ? Number.POSITIVE_INFINITY : Number(braces[3]);
      at += braces[0].length;
    } else return part;
    if (source[at] === '?') at++;
    return { kind: 'repeat', part, least, most };
  };
  const atom = (): Pattern => {
    const c = source[at++] as string;
    if (c === '^' || c === '$') return assertion;
    if (c === '.') return letter(flags.includes('s') ? all : negate(lineEnds));
    if (c === '[') return letter(set());
    if (c === '(') {
      const look = /^\?<?[=!]/.exec(source.slice(at))?.[0];
      const open = look ?? /^\?(?::|<\w+>)/.exec(source.slice(at))?.[0] ?? '';
      at += open.length;
      const inside = choice();
      if (source[at++] !== ')') throw new Error('a group has no end');
      if (look === undefined) return inside;
      asserted.push(inside);
      return assertion;
    }
    if (c !== '\\') return letter(one(codeAt(at - 1)));
    if (/[bB]/.test(source[at] ?? '')) {
      at++;
      return assertion;
    }
    const reference = /^(?:[1-9]\d*|k<\w+>)/.exec(source.slice(at))?.[0];
    if (reference !== undefined) {
      at += reference.length;
      return { kind: 'repeat', part: letter(all), least: 0, most: Number.POSITIVE_INFINITY };
    }
    return letter(escaped());
  };
  /** The code point at a place; steps over its second half. */
  const codeAt = (place: number): number => {
    const code = source.codePointAt(place) as number;
    if (code > 0xffff && flags.includes('u')) at++;
    return flags.includes('u') ? code : source.charCodeAt(place);
  };
  const set = (): Ranges => {
    const isNegated = source[at] === '^';
    if (isNegated) at++;
    const ranges: (readonly [number, number])[] = [];
    const member = (): Ranges => {
      if (source[at] === '\\') {
        at++;
        if (source[at] === 'b') {
          at++;
          return one(8);
        }
        return escaped();
      }
      at++;
      return one(codeAt(at - 1));
    };
    while (source[at] !== ']') {
      if (at >= source.length) throw new Error('a set has no end');
      const from = member();
      if (source[at] === '-' && source[at + 1] !== ']' && from.length === 1 && from[0]?.[0] === from[0]?.[1]) {
        at++;
        const to = member();
        ranges.push([from[0]?.[0] ?? 0, to[0]?.[1] ?? 0]);
      } else ranges.push(...from);
    }
    at++;
    return isNegated ? negate(ranges) : ranges;
  };
  const escaped = (): Ranges => {
    const c = source[at++] as string;
    const classes: Readonly<Record<string, Ranges>> = {
      d: digits,
      w: words,
      s: spaces,
      D: negate(digits),
      W: negate(words),
      S: negate(spaces),
    };
    if (classes[c] !== undefined) return classes[c];
    const control: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, '0': 0 };
    if (control[c] !== undefined) return one(control[c]);
    if (c === 'p' || c === 'P') {
      at += /^\{[^}]*\}/.exec(source.slice(at))?.[0].length ?? 0;
      return all;
    }
    const hex = c === 'x' ? /^[0-9a-f]{2}/i : c === 'u' ? /^(?:\{[0-9a-f]+\}|[0-9a-f]{4})/i : undefined;
    const digitsOfHex = hex?.exec(source.slice(at))?.[0];
    if (digitsOfHex !== undefined) {
      at += digitsOfHex.length;
      return one(Number.parseInt(digitsOfHex.replace(/[{}]/g, ''), 16));
    }
    if (/[a-zA-Z]/.test(c)) throw new Error(`the escape \\${c} is not known`);
    return one(c.charCodeAt(0));
  };
  const pattern = choice();
  if (at < source.length) throw new Error(`cannot read on at ${at}`);
  return { pattern, asserted };
}

function one(code: number): Ranges {
  return [[code, code]];
}

function negate(ranges: Ranges): Ranges {
  const out: (readonly [number, number])[] = [];
  let next = 0;
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (from > next) out.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  if (next <= last) out.push([next, last]);
  return out;
}

function bothCases(ranges: Ranges): Ranges {
  const shifted = ranges.flatMap(([from, to]): Ranges => {
    const upper: readonly [number, number] = [Math.max(from, 65), Math.min(to, 90)];
    const lower: readonly [number, number] = [Math.max(from, 97), Math.min(to, 122)];
    return [
      ...(upper[0] <= upper[1] ? [[upper[0] + 32, upper[1] + 32] as const] : []),
      ...(lower[0] <= lower[1] ? [[lower[0] - 32, lower[1] - 32] as const] : []),
    ];
  });
  return [...ranges, ...shifted];
}
