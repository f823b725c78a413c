import type { At, Expression } from '../../../../hcl/syntax.ts';

/** More than any honest expression has. */
const mostCharacters = 30_000;
const deepest = 50;

/**
 * A text of a JSON template: an expression in square brackets, or plain text
 * (https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions).
 */
export function parseArmText(text: string, at: At): Expression {
  if (!text.startsWith('[') || !text.endsWith(']')) return { kind: 'literal', value: text, ...at };
  if (text.startsWith('[[')) return { kind: 'literal', value: text.slice(1), ...at };
  if (text.length > mostCharacters) return { kind: 'unreadable', why: 'the expression is too long', ...at };
  const parser = new ArmParser(text.slice(1, -1), at);
  return parser.whole();
}

class ArmParser {
  readonly #text: string;
  readonly #at: At;
  #i = 0;
  #failed = false;

  constructor(text: string, at: At) {
    this.#text = text;
    this.#at = { line: at.line, column: at.column };
  }

  whole(): Expression {
    const expression = this.#expression(0);
    this.#space();
    return this.#failed || this.#i < this.#text.length ? this.#unreadable() : expression;
  }

  #unreadable(): Expression {
    this.#failed = true;
    return { kind: 'unreadable', why: 'the expression cannot be parsed', ...this.#at };
  }

  #space(): void {
    while (/\s/.test(this.#text[this.#i] ?? '')) this.#i++;
  }

  #take(character: string): boolean {
    this.#space();
    if (this.#text[this.#i] !== character) return false;
    this.#i++;
    return true;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#i;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#i += found.length;
    return found;
  }

  #expression(depth: number): Expression {
    if (depth > deepest || this.#failed) return this.#unreadable();
    let here = this.#primary(depth);
    for (; !this.#failed; ) {
      if (this.#take('.')) {
        const name = this.#match(/[\w$-]+/y);
        if (name === undefined) return this.#unreadable();
        here = { kind: 'attribute', of: here, name, ...this.#at };
      } else if (this.#take('[')) {
        const index = this.#expression(depth + 1);
        if (!this.#take(']')) return this.#unreadable();
        here = { kind: 'index', of: here, index, ...this.#at };
      } else break;
    }
    return here;
  }

  #primary(depth: number): Expression {
    this.#space();
    if (this.#text[this.#i] === "'") {
      const text = this.#match(/'(?:[^']|'')*'/y);
      return text === undefined ? this.#unreadable() : { kind: 'literal', value: text.slice(1, -1).replaceAll("''", "'"), ...this.#at };
    }
    const number = this.#match(/-?\d+(?:\.\d+)?/y);
    if (number !== undefined) return { kind: 'literal', value: Number(number), ...this.#at };
    const name = this.#match(/[A-Za-z_][\w.]*/y);
    if (name === undefined) return this.#unreadable();
    if (!this.#take('(')) {
      const words: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };
      return Object.hasOwn(words, name) ? { kind: 'literal', value: words[name] ?? null, ...this.#at } : this.#unreadable();
    }
    const args: Expression[] = [];
    while (!this.#take(')')) {
      if (args.length > 0 && !this.#take(',')) return this.#unreadable();
      args.push(this.#expression(depth + 1));
      if (this.#failed) return this.#unreadable();
    }
    return { kind: 'call', name, args, spread: false, ...this.#at };
  }
}
