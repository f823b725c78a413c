import type { At, Expression } from './syntax.ts';
import { type TemplatePart, type TemplateSequence, type Token, templateTokens } from './tokens.ts';

/** Expressions and blocks that may stand open at once. */
export const deepest = 100;

/** Thrown where a text is no Terraform; parsers catch it. */
export class Broken extends Error {
  readonly token: Token;

  constructor(token: Token) {
    super();
    this.token = token;
  }
}

/** Parses the text of a template file, or of a string without quotes (`heredoc` false). */
export function parseTemplate(text: string, at: At, heredoc = true): Expression {
  return templateExpression(templateTokens(text), heredoc, at, 0);
}

/** What a loop goes over, and the names of its key and value. */
interface LoopHead {
  readonly key: string | undefined;
  readonly value: string;
  readonly source: Expression;
}

/** Reads expressions off tokens. */
export class ExpressionParser {
  protected at = 0;
  protected depth: number;
  readonly #tokens: readonly Token[];

  constructor(tokens: readonly Token[], depth = 0) {
    this.#tokens = tokens;
    this.depth = depth;
  }

  /** A whole expression, nothing behind it. */
  only(): Expression {
    this.skipLines();
    const value = this.expression();
    this.skipLines();
    if (this.peek().kind !== 'end') throw new Broken(this.peek());
    return value;
  }

  expression(): Expression {
    if (++this.depth > deepest) throw new Broken(this.peek());
    const test = this.#binary(0);
    let value = test;
    if (this.ahead('?')) {
      const yes = this.#inner();
      this.expect(':');
      const no = this.#inner();
      value = { kind: 'conditional', test, yes, no, ...placeOf(test) };
    }
    this.depth--;
    return value;
  }

  /** An expression that may begin on a new line, inside brackets or behind an operator. */
  #inner(): Expression {
    this.skipLines();
    return this.expression();
  }

  #binary(level: number): Expression {
    const operators = precedence[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const token = this.peek();
      if (token.kind !== 'mark' || !operators.includes(token.text)) return left;
      this.at++;
      this.skipLines();
      const right = this.#binary(level + 1);
      left = { kind: 'operation', operator: token.text, operands: [left, right], ...placeOf(left) };
    }
  }

  #unary(): Expression {
    const token = this.peek();
    if (isMark(token, '!') || isMark(token, '-')) {
      this.at++;
      if (++this.depth > deepest) throw new Broken(token);
      const operand = this.#unary();
      this.depth--;
      return { kind: 'operation', operator: token.text, operands: [operand], ...placeOf(token) };
    }
    let value = this.#term();
    let steps = 0;
    for (;;) {
      if (++steps > 200) throw new Broken(this.peek());
      const at = placeOf(value);
      if (this.ahead('.')) {
        const name = this.take();
        if (isMark(name, '*')) value = { kind: 'splat', of: value, ...at };
        else if (name.kind === 'word') value = { kind: 'attribute', of: value, name: name.text, ...at };
        // `list.0.name`: the number may hold the dot.
        else if (name.kind === 'number') {
          for (const part of name.text.split('.')) {
            value = { kind: 'index', of: value, index: { kind: 'literal', value: Number(part), ...placeOf(name) }, ...at };
          }
        } else throw new Broken(name);
      } else if (this.ahead('[')) {
        this.skipLines();
        if (isMark(this.peek(), '*')) {
          this.at++;
          value = { kind: 'splat', of: value, ...at };
        } else value = { kind: 'index', of: value, index: this.#inner(), ...at };
        this.skipLines();
        this.expect(']');
      } else return value;
    }
  }

  #term(): Expression {
    const token = this.take();
    const at = placeOf(token);
    switch (token.kind) {
      case 'number':
        return { kind: 'literal', value: Number(token.text), ...at };
      case 'template':
        return templateExpression(token.parts, token.heredoc, at, this.depth);
      case 'word': {
        if (token.text === 'true' || token.text === 'false') return { kind: 'literal', value: token.text === 'true', ...at };
        if (token.text === 'null') return { kind: 'literal', value: null, ...at };
        let name = token.text;
        while (this.ahead('::')) name += `::${this.#name()}`;
        return this.ahead('(') ? this.#call(name, at) : { kind: 'name', name, ...at };
      }
      case 'mark':
        if (token.text === '(') {
          const value = this.#inner();
          this.skipLines();
          this.expect(')');
          return value;
        }
        if (token.text === '[') return this.#list(at);
        if (token.text === '{') return this.#object(at);
    }
    throw new Broken(token);
  }

  #call(name: string, at: At): Expression {
    const args: Expression[] = [];
    let spread = false;
    for (;;) {
      this.skipLines();
      if (this.ahead(')')) return { kind: 'call', name, args, spread, ...at };
      args.push(this.expression());
      this.skipLines();
      if (this.ahead('...')) spread = true;
      this.skipLines();
      if (!this.ahead(',') && !isMark(this.peek(), ')')) throw new Broken(this.peek());
    }
  }

  #list(at: At): Expression {
    this.skipLines();
    if (isWord(this.peek(), 'for')) return this.#for(']', at);
    const items: Expression[] = [];
    for (;;) {
      this.skipLines();
      if (this.ahead(']')) return { kind: 'list', items, ...at };
      items.push(this.expression());
      this.skipLines();
      if (!this.ahead(',') && !isMark(this.peek(), ']')) throw new Broken(this.peek());
    }
  }

  #object(at: At): Expression {
    this.skipLines();
    if (isWord(this.peek(), 'for')) return this.#for('}', at);
    const entries: { key: Expression; value: Expression }[] = [];
    for (;;) {
      this.skipLines();
      if (this.ahead('}')) return { kind: 'object', entries, ...at };
      const first = this.peek();
      const written = this.expression();
      // A bare word is a key by its name, one in parentheses by its value.
      const key: Expression =
        written.kind === 'name' && first.kind === 'word' ? { kind: 'literal', value: written.name, ...placeOf(first) } : written;
      if (!this.ahead('=') && !this.ahead(':')) throw new Broken(this.peek());
      entries.push({ key, value: this.#inner() });
      const next = this.peek();
      if (!this.ahead(',') && next.kind !== 'newline' && !isMark(next, '}')) throw new Broken(next);
    }
  }

  /** `for k, v in x : k => v if c` behind its bracket. */
  #for(closing: ']' | '}', at: At): Expression {
    this.at++;
    const { key, value, source } = this.#head();
    this.skipLines();
    this.expect(':');
    let makes = this.#inner();
    this.skipLines();
    let makesKey: Expression | undefined;
    if (this.ahead('=>')) {
      makesKey = makes;
      makes = this.#inner();
    }
    this.skipLines();
    const groups = this.ahead('...');
    this.skipLines();
    let only: Expression | undefined;
    if (isWord(this.peek(), 'if')) {
      this.at++;
      only = this.#inner();
    }
    this.skipLines();
    this.expect(closing);
    return { kind: 'for', key, value, in: source, makesKey, makes, only, groups, ...at };
  }

  /** `k, v in x`, nothing behind it: what a `%{ for }` goes over. */
  loop(): LoopHead {
    const head = this.#head();
    this.skipLines();
    if (this.peek().kind !== 'end') throw new Broken(this.peek());
    return head;
  }

  #head(): LoopHead {
    const names = [this.#name()];
    this.skipLines();
    if (this.ahead(',')) names.push(this.#name());
    this.skipLines();
    const word = this.take();
    if (!isWord(word, 'in')) throw new Broken(word);
    const source = this.#inner();
    const [key, value] = names.length === 2 ? names : [undefined, names[0]];
    return { key, value: value ?? '', source };
  }

  #name(): string {
    this.skipLines();
    const token = this.take();
    if (token.kind !== 'word') throw new Broken(token);
    return token.text;
  }

  protected peek(ahead = 0): Token {
    return this.#tokens[this.at + ahead] ?? { kind: 'end', text: '', line: 1, column: 1 };
  }

  protected take(): Token {
    const token = this.peek();
    this.at++;
    return token;
  }

  protected ahead(mark: string): boolean {
    if (!isMark(this.peek(), mark)) return false;
    this.at++;
    return true;
  }

  protected expect(mark: string): void {
    const token = this.peek();
    if (!this.ahead(mark)) throw new Broken(token);
  }

  protected skipLines(): void {
    while (this.peek().kind === 'newline') this.at++;
  }
}

const precedence: readonly (readonly string[])[] = [['||'], ['&&'], ['==', '!='], ['<', '>', '<=', '>='], ['+', '-'], ['*', '/', '%']];

/** A template as an expression; one that is nothing but text is a literal. Indented heredocs keep their blanks. */
function templateExpression(parts: readonly TemplatePart[], heredoc: boolean, at: At, depth: number): Expression {
  const out = new TemplateReader(stripped(parts), at, depth).parts();
  if (!heredoc && out.every((p) => typeof p === 'string')) return { kind: 'literal', value: out.join(''), ...at };
  return { kind: 'template', parts: out, heredoc, ...at };
}

/**
 * Reads the parts of a template. Directives become the expressions that mean the same: `%{ if }` one of two templates,
 * `%{ for }` the joined templates of a loop (https://developer.hashicorp.com/terraform/language/expressions/strings#directives).
 */
class TemplateReader {
  readonly #parts: readonly TemplatePart[];
  readonly #start: At;
  readonly #depth: number;
  #at = 0;
  #open = 0;

  constructor(parts: readonly TemplatePart[], start: At, depth: number) {
    this.#parts = parts;
    this.#start = start;
    this.#depth = depth;
  }

  /** The parts up to a directive of one of these names, or to the end. */
  parts(...ends: readonly string[]): (string | Expression)[] {
    const out: (string | Expression)[] = [];
    for (; this.#at < this.#parts.length; this.#at++) {
      const part = this.#parts[this.#at] as TemplatePart;
      if (typeof part === 'string') out.push(part);
      else if (ends.includes(directiveOf(part))) return out;
      else out.push(this.#sequence(part));
    }
    return out;
  }

  #sequence(part: TemplateSequence): Expression {
    const at = placeOf(part.tokens[0] ?? this.#start);
    const name = directiveOf(part);
    const parser = new ExpressionParser(part.directive ? part.tokens.slice(1) : part.tokens, this.#depth + this.#open + 1);
    try {
      if (!part.directive) return parser.only();
      if (name !== 'if' && name !== 'for') return { kind: 'unreadable', why: 'a template directive without its beginning', ...at };
      if (++this.#open > deepest) throw new Broken(part.tokens[0] ?? { kind: 'end', text: '', ...at });
      this.#at++;
      const made = name === 'if' ? this.#if(parser.only(), at) : this.#for(parser.loop(), at);
      this.#open--;
      return made;
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      return { kind: 'unreadable', why: 'it cannot be parsed', ...at };
    }
  }

  #if(test: Expression, at: At): Expression {
    const yes = this.parts('else', 'endif');
    const part = this.#parts[this.#at];
    const no = part !== undefined && typeof part !== 'string' && directiveOf(part) === 'else' ? this.#rest() : [];
    return { kind: 'conditional', test, yes: this.#template(yes, at), no: this.#template(no, at), ...at };
  }

  #rest(): (string | Expression)[] {
    this.#at++;
    return this.parts('endif');
  }

  #for({ key, value, source }: LoopHead, at: At): Expression {
    const makes = this.#template(this.parts('endfor'), at);
    const each: Expression = { kind: 'for', key, value, in: source, makesKey: undefined, makes, only: undefined, groups: false, ...at };
    return { kind: 'call', name: 'join', args: [{ kind: 'literal', value: '', ...at }, each], spread: false, ...at };
  }

  #template(parts: readonly (string | Expression)[], at: At): Expression {
    return parts.length === 0 ? { kind: 'literal', value: '', ...at } : { kind: 'template', parts, heredoc: false, ...at };
  }
}

function directiveOf({ directive, tokens: [first] }: TemplateSequence): string {
  return directive && first?.kind === 'word' ? first.text : '';
}

/** Parts without the blanks and the `~` that say so: `${~ x ~}`. */
function stripped(parts: readonly TemplatePart[]): readonly TemplatePart[] {
  const before = (part: TemplatePart | undefined): boolean => part !== undefined && typeof part !== 'string' && part.strips;
  const after = (part: TemplatePart | undefined): boolean =>
    part !== undefined && typeof part !== 'string' && part.tokens.at(-2)?.kind === 'bad';
  return parts.map((part, i) => {
    if (typeof part !== 'string') return after(part) ? { ...part, tokens: part.tokens.toSpliced(-2, 1) } : part;
    const text = after(parts[i - 1]) ? part.trimStart() : part;
    return before(parts[i + 1]) ? text.trimEnd() : text;
  });
}

export function isMark(token: Token, mark: string): token is Token & { readonly kind: 'mark'; readonly text: string } {
  return token.kind === 'mark' && token.text === mark;
}

function isWord(token: Token, word: string): boolean {
  return token.kind === 'word' && token.text === word;
}

export function placeOf({ line, column }: At): At {
  return { line, column };
}
