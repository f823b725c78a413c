import type { Evidence } from '../../../../inventory/evidence.ts';
import { Lines } from '../../tree/lines.ts';
import type { Place } from '../../workflows/place.ts';
import type { Places, Positioned, YamlScalar } from '../../workflows/yaml-tree.ts';

/** A string literal of a script. */
export interface Literal {
  readonly text: string;
  /** Offsets of the whole literal, quotes included. */
  readonly start: number;
  readonly end: number;
  /** `${x}` inside is filled in by Groovy before a shell sees it. */
  readonly interpolates: boolean;
}

const longest = 262_144;

/**
 * A Groovy text taken apart far enough to find blocks and string literals. It is not run and not parsed: comments and what
 * stands in strings are blanked in `code`, which has the same length as the text.
 */
export class Groovy implements Places {
  readonly code: string;
  readonly literals: readonly Literal[];
  readonly #lines: Lines;
  readonly #place: Place;
  readonly text: string;

  constructor(text: string, place: Place) {
    this.text = text.slice(0, longest);
    this.#place = place;
    this.#lines = new Lines(this.text);
    const { code, literals } = separate(this.text);
    this.code = code;
    this.literals = literals;
  }

  evidence(node: Positioned, inside?: string): Evidence {
    const raw = inside === undefined ? -1 : this.text.slice(node.start, node.end).indexOf(inside);
    const { line, column } = this.#lines.locate(raw < 0 ? node.start : node.start + raw);
    return { source: this.#place.source, file: this.#place.file, line, column };
  }

  /** The literals that begin inside a range. */
  within(start: number, end: number): readonly Literal[] {
    let low = 0;
    let high = this.literals.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.literals[middle]?.start ?? 0) < start) low = middle + 1;
      else high = middle;
    }
    const out: Literal[] = [];
    for (let i = low; i < this.literals.length; i++) {
      const literal = this.literals[i];
      if (literal === undefined || literal.start >= end) break;
      out.push(literal);
    }
    return out;
  }

  /** Where the block that opens at or after an offset ends, with its opening; undefined where none opens before other code. */
  blockAfter(offset: number): { readonly open: number; readonly close: number } | undefined {
    const open = offset + (/^[\s)]*/.exec(this.code.slice(offset, offset + 400))?.[0].length ?? 0);
    if (this.code[open] !== '{') return undefined;
    let depth = 0;
    for (let i = open; i < this.code.length; i++) {
      if (this.code[i] === '{') depth++;
      else if (this.code[i] === '}' && --depth === 0) return { open, close: i };
    }
    return { open, close: this.code.length };
  }
}

/** A literal as the shape that other readers take scripts and values in. */
export function scalarOf(literal: Literal): YamlScalar {
  return { kind: 'scalar', text: literal.text, isNull: false, pointer: '', start: literal.start, end: literal.end };
}

function separate(text: string): { readonly code: string; readonly literals: readonly Literal[] } {
  const out: string[] = [];
  const literals: Literal[] = [];
  let i = 0;
  let from = 0;
  const blank = (end: number): void => {
    out.push(text.slice(i, end).replace(/[^\n]/g, ' '));
    i = end;
    from = end;
  };
  const endOf = (quote: string, at: number): number => {
    for (let j = at; j < text.length; j++) {
      if (text[j] === '\\') j++;
      else if (text.startsWith(quote, j)) return j;
      else if (quote.length === 1 && text[j] === '\n') return j;
    }
    return text.length;
  };
  while (i < text.length) {
    const c = text[i];
    const two = text.slice(i, i + 2);
    if (two === '//' || two === '/*') {
      out.push(text.slice(from, i));
      const found = text.indexOf(two === '//' ? '\n' : '*/', i + 2);
      blank(found === -1 ? text.length : two === '//' ? found : found + 2);
    } else if (c === "'" || c === '"') {
      out.push(text.slice(from, i));
      const quote = text.startsWith(c.repeat(3), i) ? c.repeat(3) : c;
      const close = endOf(quote, i + quote.length);
      const end = Math.min(text.length, close + (text.startsWith(quote, close) ? quote.length : 0));
      literals.push({ text: text.slice(i + quote.length, close), start: i, end, interpolates: c === '"' });
      blank(end);
    } else i++;
  }
  out.push(text.slice(from));
  return { code: out.join(''), literals };
}
