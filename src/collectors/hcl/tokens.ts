import type { At } from './syntax.ts';

export type Token = At &
  (
    | { readonly kind: 'word' | 'mark' | 'newline' | 'end' | 'bad'; readonly text: string }
    | { readonly kind: 'number'; readonly text: string }
    | { readonly kind: 'template'; readonly parts: readonly TemplatePart[]; readonly heredoc: boolean }
  );

/** A piece of text, or the tokens of `${...}` or `%{...}`. */
export type TemplatePart = string | TemplateSequence;

/** `strips`: blanks before it go (`${~ x}`). Blanks behind it go where its last token is the other `~`. */
export interface TemplateSequence {
  readonly tokens: readonly Token[];
  readonly directive: boolean;
  readonly strips: boolean;
}

const marks = ['...', '==', '!=', '<=', '>=', '&&', '||', '=>', '::', ...'{}[]().,?:=<>+-*/%!'];
/** Templates in templates. */
const deepest = 30;

/** Takes the text of a Terraform file apart. Never throws: what is no token is a `bad` one. */
export function tokensOf(text: string): readonly Token[] {
  return new Tokens(text).until(undefined, 0);
}

/** The parts of a template file (`templatefile`): the whole text is one template. */
export function templateTokens(text: string): readonly TemplatePart[] {
  return new Tokens(text).template(() => false, 0, false).parts;
}

class Tokens {
  readonly #text: string;
  #at = 0;
  #line = 1;
  #lineStart = 0;
  /** The end of the line that is read. */
  #lineEnd: number;

  constructor(text: string) {
    this.#text = text;
    this.#lineEnd = endOfLine(text, 0);
  }

  /** Tokens up to the brace that closes a template's expression, or to the end of the text. */
  until(closing: '}' | undefined, depth: number): Token[] {
    const out: Token[] = [];
    let open = 0;
    for (;;) {
      const token = this.#next(depth);
      if (token.kind === 'mark' && closing !== undefined) {
        if (token.text === '{') open++;
        if (token.text === '}' && open-- === 0) {
          out.push({ kind: 'end', text: '', line: token.line, column: token.column });
          return out;
        }
      }
      out.push(token);
      if (token.kind === 'end') return out;
    }
  }

  #next(depth: number): Token {
    const text = this.#text;
    this.#skip();
    const at = this.#here();
    if (this.#at >= text.length) return { kind: 'end', text: '', ...at };
    const c = text[this.#at] as string;
    if (c === '\n') {
      this.#step(1);
      return { kind: 'newline', text: '\n', ...at };
    }
    if (c === '"') {
      this.#step(1);
      const { parts } = this.template((t, i) => t[i] === '"', depth, true);
      if (text[this.#at] === '"') this.#step(1);
      else return { kind: 'bad', text: 'a text that does not end', ...at };
      return { kind: 'template', parts, heredoc: false, ...at };
    }
    if (c === '<' && text[this.#at + 1] === '<') {
      const heredoc = this.#heredoc(depth);
      if (heredoc !== undefined) return { ...heredoc, ...at };
    }
    const word = match(/[\p{L}_][\p{L}\p{N}_-]{0,500}/uy, text, this.#at);
    if (word !== undefined) {
      this.#step(word.length);
      return { kind: 'word', text: word, ...at };
    }
    const number = match(/\d{1,40}(?:\.\d{1,40})?(?:[eE][+-]?\d{1,5})?/y, text, this.#at);
    if (number !== undefined) {
      this.#step(number.length);
      return { kind: 'number', text: number, ...at };
    }
    const mark = marks.find((m) => text.startsWith(m, this.#at));
    this.#step(mark?.length ?? 1);
    return mark === undefined ? { kind: 'bad', text: 'a character that has no place here', ...at } : { kind: 'mark', text: mark, ...at };
  }

  /** Text with `${}` and `%{}` up to where `ends` says. A quoted one ends with its line as well. */
  template(ends: (text: string, at: number) => boolean, depth: number, quoted: boolean): { readonly parts: readonly TemplatePart[] } {
    const text = this.#text;
    const parts: TemplatePart[] = [];
    let piece: string[] = [];
    while (this.#at < text.length && !ends(text, this.#at)) {
      const c = text[this.#at] as string;
      const next = text[this.#at + 1];
      if (quoted && c === '\n') break;
      if (quoted && c === '\\') {
        const [value, length] = escaped(text, this.#at);
        piece.push(value);
        this.#step(length);
      } else if ((c === '$' || c === '%') && next === c && text[this.#at + 2] === '{') {
        piece.push(`${c}{`);
        this.#step(3);
      } else if ((c === '$' || c === '%') && next === '{' && depth < deepest) {
        if (piece.length > 0) parts.push(piece.join(''));
        piece = [];
        const strips = text[this.#at + 2] === '~';
        this.#step(strips ? 3 : 2);
        const tokens = this.until('}', depth + 1);
        parts.push({ tokens, directive: c === '%', strips });
      } else {
        // Plain text in one piece.
        let end = this.#at + 1;
        while (end < text.length && !'\\$%\n"'.includes(text[end] as string) && !(!quoted && ends(text, end))) end++;
        piece.push(text.slice(this.#at, end));
        this.#step(end - this.#at);
      }
    }
    if (piece.length > 0) parts.push(piece.join(''));
    return { parts };
  }

  #heredoc(depth: number): { readonly kind: 'template'; readonly parts: readonly TemplatePart[]; readonly heredoc: boolean } | undefined {
    const start = match(/<<-?[\p{L}_][\p{L}\p{N}_-]{0,100}[ \t]{0,20}\r?\n/uy, this.#text, this.#at);
    if (start === undefined) return undefined;
    const marker = start.replace(/^<<-?/, '').trim();
    this.#step(start.length);
    const ends = (text: string, at: number): boolean => {
      if (text[at - 1] !== '\n') return false;
      let i = at;
      while (text[i] === ' ' || text[i] === '\t') i++;
      if (!text.startsWith(marker, i)) return false;
      const after = text[i + marker.length];
      return after === undefined || after === '\n' || after === '\r' || after === ')' || after === ',' || after === ' ';
    };
    const { parts } = this.template(ends, depth, false);
    let length = 0;
    while (this.#text[this.#at + length] === ' ' || this.#text[this.#at + length] === '\t') length++;
    this.#step(Math.min(length + marker.length, this.#text.length - this.#at));
    return { kind: 'template', parts, heredoc: true };
  }

  /** Blanks and comments. The end of a line counts, the end of a line in a comment over several does not. */
  #skip(): void {
    const text = this.#text;
    for (;;) {
      const c = text[this.#at];
      if (c === ' ' || c === '\t' || c === '\r' || c === '\ufeff') this.#step(1);
      else if (c === '#' || (c === '/' && text[this.#at + 1] === '/')) {
        const end = text.indexOf('\n', this.#at);
        this.#step((end === -1 ? text.length : end) - this.#at);
      } else if (c === '/' && text[this.#at + 1] === '*') {
        const end = text.indexOf('*/', this.#at + 2);
        this.#step((end === -1 ? text.length : end + 2) - this.#at);
      } else return;
    }
  }

  #here(): At {
    return { line: this.#line, column: this.#at - this.#lineStart + 1 };
  }

  #step(length: number): void {
    // An escape may be cut off by the end of the text.
    const end = Math.min(this.#at + length, this.#text.length);
    while (this.#lineEnd < end) {
      this.#line++;
      this.#lineStart = this.#lineEnd + 1;
      this.#lineEnd = endOfLine(this.#text, this.#lineStart);
    }
    this.#at = end;
  }
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

function escaped(text: string, at: number): readonly [value: string, length: number] {
  const c = text[at + 1] ?? '';
  const code = c === 'u' ? text.slice(at + 2, at + 6) : c === 'U' ? text.slice(at + 2, at + 10) : '';
  if (/^[0-9a-f]{4,8}$/i.test(code)) {
    const point = Number.parseInt(code, 16);
    return [point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd', code.length + 2];
  }
  return [escapes[c] ?? c, c === '\n' ? 1 : 2];
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
