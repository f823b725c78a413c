import type { At } from '../../../../hcl/syntax.ts';
import { Lines } from '../../../tree/lines.ts';

export type Token = At &
  (
    | { readonly kind: 'name' | 'number' | 'symbol' | 'newline' | 'end' | 'bad'; readonly text: string }
    /** Text, and the tokens of what is put into it. */
    | { readonly kind: 'string'; readonly text: string; readonly parts: readonly (string | readonly Token[])[] }
  );

const symbols = /\?\?|\?\.|\.\?|::|=>|==|!=|=~|!~|<=|>=|&&|\|\||\.\.\.|[{}[\]():.,=?!<>+\-*/%@|]/y;
const deepest = 30;
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\', "'": "'", $: '$' };

/** The tokens of a Bicep file (https://learn.microsoft.com/azure/azure-resource-manager/bicep/file). Any text has some. */
export function tokenise(text: string): readonly Token[] {
  return new Tokeniser(text).tokens(0).tokens;
}

class Tokeniser {
  readonly #text: string;
  readonly #lines: Lines;
  #i = 0;

  constructor(text: string) {
    this.#text = text;
    this.#lines = new Lines(text);
  }

  #at(offset: number): At {
    const { line, column } = this.#lines.locate(offset);
    return { line, column };
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#i;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#i += found.length;
    return found;
  }

  /** Up to the end, or inside of a string to the brace that ends what is put in. */
  tokens(depth: number): { readonly tokens: readonly Token[]; readonly closed: boolean } {
    const tokens: Token[] = [];
    let open = 0;
    for (;;) {
      this.#match(/(?:[ \t\r\f\v\u00a0\ufeff]|\/\/[^\n]*|\/\*[^*]*(?:\*(?!\/)[^*]*)*\*\/|#[^\n]*)+/y);
      const at = this.#at(this.#i);
      if (this.#i >= this.#text.length) {
        tokens.push({ kind: 'end', text: '', ...at });
        return { tokens, closed: false };
      }
      if (this.#text[this.#i] === '\n') {
        this.#i++;
        tokens.push({ kind: 'newline', text: '\n', ...at });
        continue;
      }
      if (this.#text[this.#i] === "'") {
        tokens.push(this.#string(at, depth));
        continue;
      }
      const name = this.#match(/[A-Za-z_]\w*/y);
      const number = name === undefined ? this.#match(/\d+/y) : undefined;
      const symbol = name === undefined && number === undefined ? this.#match(symbols) : undefined;
      if (name !== undefined) tokens.push({ kind: 'name', text: name, ...at });
      else if (number !== undefined) tokens.push({ kind: 'number', text: number, ...at });
      else if (symbol !== undefined) {
        if (depth > 0 && symbol === '{') open++;
        if (depth > 0 && symbol === '}' && open-- === 0) {
          tokens.push({ kind: 'end', text: '', ...at });
          return { tokens, closed: true };
        }
        tokens.push({ kind: 'symbol', text: symbol, ...at });
      } else tokens.push({ kind: 'bad', text: this.#text[this.#i++] ?? '', ...at });
    }
  }

  #string(at: At, depth: number): Token {
    if (this.#text.startsWith("'''", this.#i)) {
      const end = this.#text.indexOf("'''", this.#i + 3);
      if (end < 0) return this.#unfinished(at);
      const text = this.#text.slice(this.#i + 3, end).replace(/^\r?\n/, '');
      this.#i = end + 3;
      return { kind: 'string', text, parts: [text], ...at };
    }
    const parts: (string | readonly Token[])[] = [];
    let plain = '';
    this.#i++;
    for (;;) {
      plain += this.#match(/[^'\\$\n]+/y) ?? '';
      const character = this.#text[this.#i];
      if (character === undefined || character === '\n') return this.#unfinished(at);
      this.#i++;
      if (character === "'") break;
      if (character === '\\') {
        const unicode = this.#match(/u\{[0-9A-Fa-f]{1,6}\}/y);
        const code = unicode === undefined ? 0 : Number.parseInt(unicode.slice(2, -1), 16);
        if (unicode !== undefined) plain += code <= 0x10ffff ? String.fromCodePoint(code) : '';
        else {
          const next = this.#text[this.#i++] ?? '';
          plain += escapes[next] ?? next;
        }
      } else if (this.#text[this.#i] === '{') {
        this.#i++;
        if (depth >= deepest) return this.#unfinished(at);
        const inner = this.tokens(depth + 1);
        if (!inner.closed) return this.#unfinished(at);
        if (plain !== '') parts.push(plain);
        plain = '';
        parts.push(inner.tokens);
      } else plain += character;
    }
    if (plain !== '' || parts.length === 0) parts.push(plain);
    return { kind: 'string', text: parts.length === 1 && typeof parts[0] === 'string' ? parts[0] : '', parts, ...at };
  }

  /** A string that does not end ends with its line. */
  #unfinished(at: At): Token {
    const end = this.#text.indexOf('\n', this.#i);
    this.#i = end < 0 ? this.#text.length : end;
    return { kind: 'bad', text: "'", ...at };
  }
}
