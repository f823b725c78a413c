import type { At, Expression } from '../../../../hcl/syntax.ts';
import type { Token } from './tokens.ts';

/** Says where a text is no Bicep. Caught by whoever can go on behind it. */
export class Unparsable extends Error {
  readonly line: number;

  constructor(at: At) {
    super('not Bicep');
    this.line = at.line;
  }
}

/** Words that a statement begins with. */
export const statements: ReadonlySet<string> = new Set([
  'param',
  'var',
  'resource',
  'module',
  'output',
  'targetScope',
  'metadata',
  'type',
  'func',
  'import',
  'using',
  'extends',
  'extension',
  'provider',
  'assert',
]);

const deepest = 60;
/** Operators in one chain. */
const longest = 500;
/** Operators by how tightly they bind, the loosest first. */
const levels: readonly (readonly string[])[] = [
  ['??'],
  ['||'],
  ['&&'],
  ['==', '!=', '=~', '!~'],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Reads tokens one after the other, and expressions from them. */
export class Cursor {
  readonly #tokens: readonly Token[];
  readonly #end: Token;
  #i = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
    this.#end = tokens.at(-1) ?? { kind: 'end', text: '', line: 1, column: 1 };
  }

  get here(): Token {
    return this.#tokens[this.#i] ?? this.#end;
  }

  ahead(n: number): Token {
    return this.#tokens[this.#i + n] ?? this.#end;
  }

  next(): Token {
    const token = this.here;
    this.#i++;
    return token;
  }

  is(text: string): boolean {
    const { kind, text: own } = this.here;
    return own === text && (kind === 'symbol' || kind === 'name');
  }

  take(text: string): boolean {
    if (!this.is(text)) return false;
    this.#i++;
    return true;
  }

  expect(text: string): Token {
    if (!this.is(text)) throw new Unparsable(this.here);
    return this.next();
  }

  /** A statement that begins on a line of its own ends what stands before it, whatever is open there. */
  stop(): void {
    const { kind, text, column } = this.here;
    if (kind === 'name' && column === 1 && statements.has(text) && this.ahead(1).kind === 'name') throw new Unparsable(this.here);
  }

  name(): string {
    if (this.here.kind !== 'name') throw new Unparsable(this.here);
    return this.next().text;
  }

  newlines(): void {
    while (this.here.kind === 'newline' || this.is(',')) this.#i++;
  }

  expression(): Expression {
    if (++this.#depth > deepest) throw new Unparsable(this.here);
    try {
      const test = this.#binary(0);
      this.#over('?');
      if (!this.is('?')) return test;
      this.next();
      this.newlines();
      const yes = this.expression();
      this.newlines();
      this.expect(':');
      this.newlines();
      const no = this.expression();
      return { kind: 'conditional', test, yes, no, ...atOf(test) };
    } finally {
      this.#depth--;
    }
  }

  /** Operators and dots may stand on the next line. */
  #over(...texts: readonly string[]): void {
    let n = 0;
    while (this.ahead(n).kind === 'newline') n++;
    const { kind, text } = this.ahead(n);
    if (n > 0 && kind === 'symbol' && texts.includes(text)) this.#i += n;
  }

  #binary(level: number): Expression {
    const operators = levels[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (let n = 0; ; n++) {
      if (n > longest) throw new Unparsable(this.here);
      this.#over(...operators.filter((o) => o !== '-' && o !== '+'));
      const operator = operators.find((o) => this.is(o));
      if (operator === undefined) return left;
      this.next();
      this.newlines();
      left = combine(operator, left, this.#binary(level + 1));
    }
  }

  #unary(): Expression {
    const { here } = this;
    const isSign = here.kind === 'symbol' && (here.text === '!' || here.text === '-');
    if (!isSign) return this.#postfix(this.#primary());
    if (++this.#depth > deepest) throw new Unparsable(here);
    this.next();
    const operand = this.#unary();
    this.#depth--;
    return { kind: 'operation', operator: here.text, operands: [operand], ...atOf(here) };
  }

  #postfix(start: Expression): Expression {
    let here = start;
    for (let n = 0; n < 200; n++) {
      this.#over('.', '.?', '?.');
      if (this.take('.') || this.take('.?') || this.take('?.')) {
        const at = atOf(this.here);
        const name = this.name();
        here = this.is('(') ? this.#call(here.kind === 'name' ? name : `.${name}`, at) : { kind: 'attribute', of: here, name, ...at };
      } else if (this.take('::')) {
        // A resource inside another is known by its own name.
        here = { kind: 'name', name: this.name(), ...atOf(here) };
      } else if (this.is('[')) {
        const at = atOf(this.next());
        this.take('?');
        const index = this.expression();
        this.expect(']');
        here = { kind: 'index', of: here, index, ...at };
      } else if (!this.take('!')) return here;
    }
    throw new Unparsable(this.here);
  }

  #call(name: string, at: At): Expression {
    this.expect('(');
    const args: Expression[] = [];
    this.newlines();
    while (!this.take(')')) {
      args.push(this.#argument());
      this.newlines();
      if (this.here.kind === 'end') throw new Unparsable(this.here);
    }
    return { kind: 'call', name, args, spread: false, ...at };
  }

  /** An argument, which may be a function of its own: what those come to is not worked out. */
  #argument(): Expression {
    const at = atOf(this.here);
    const isLambda = this.here.kind === 'name' && this.ahead(1).text === '=>';
    let closing = 0;
    if (this.is('(')) while (this.ahead(closing).kind !== 'end' && this.ahead(closing).text !== ')') closing++;
    if (!isLambda && !(this.is('(') && this.ahead(closing + 1).text === '=>')) return this.expression();
    while (!this.take('=>')) this.next();
    this.newlines();
    this.expression();
    return { kind: 'unreadable', why: 'it is a function', ...at };
  }

  #primary(): Expression {
    this.stop();
    const token = this.next();
    const at = atOf(token);
    switch (token.kind) {
      case 'number':
        return { kind: 'literal', value: Number(token.text), ...at };
      case 'string':
        return stringOf(token.parts, at);
      case 'name':
        if (token.text === 'true' || token.text === 'false') return { kind: 'literal', value: token.text === 'true', ...at };
        if (token.text === 'null') return { kind: 'literal', value: null, ...at };
        return this.is('(') ? this.#call(token.text, at) : { kind: 'name', name: token.text, ...at };
      case 'symbol':
        if (token.text === '{') return this.object(at);
        if (token.text === '[') return this.#list(at);
        if (token.text === '(') {
          this.newlines();
          const inner = this.expression();
          this.newlines();
          this.expect(')');
          return inner;
        }
    }
    throw new Unparsable(token);
  }

  /** The rest of an object, behind its brace. */
  object(at: At): Expression & { readonly kind: 'object' } {
    const entries: { key: Expression; value: Expression }[] = [];
    this.newlines();
    while (!this.take('}')) {
      if (this.here.kind === 'end') throw new Unparsable(this.here);
      entries.push(...this.property());
      this.newlines();
    }
    return { kind: 'object', entries, ...at };
  }

  /** One property of an object. What is spread into one may be anything: its key is not known. */
  property(): readonly { readonly key: Expression; readonly value: Expression }[] {
    this.stop();
    const at = atOf(this.here);
    if (this.take('...')) return [{ key: { kind: 'unreadable', why: 'it is spread from elsewhere', ...at }, value: this.expression() }];
    const token = this.next();
    if (token.kind !== 'name' && token.kind !== 'string') throw new Unparsable(token);
    const key: Expression = token.kind === 'string' ? stringOf(token.parts, at) : { kind: 'literal', value: token.text, ...at };
    this.newlines();
    this.expect(':');
    this.newlines();
    const value = this.expression();
    return [{ key, value: token.text === 'userAssignedIdentities' ? keysOf(value) : value }];
  }

  #list(at: At): Expression {
    this.newlines();
    if (this.is('for') && (this.ahead(1).kind === 'name' || this.ahead(1).text === '(')) {
      const { value, index, list } = this.loopHead();
      const makes = this.is('if') ? this.#conditionalBody() : this.expression();
      this.newlines();
      this.expect(']');
      return { kind: 'for', key: index, value, in: list, makesKey: undefined, makes, only: undefined, groups: false, ...at };
    }
    const items: Expression[] = [];
    while (!this.take(']')) {
      if (this.here.kind === 'end') throw new Unparsable(this.here);
      if (this.take('...')) items.push({ kind: 'unreadable', why: 'it is spread from elsewhere', ...at }, this.expression());
      else items.push(this.expression());
      this.newlines();
    }
    return { kind: 'list', items, ...at };
  }

  #conditionalBody(): Expression {
    this.expect('if');
    const test = this.expression();
    const yes = this.expression();
    return { kind: 'conditional', test, yes, no: { kind: 'literal', value: null, ...atOf(test) }, ...atOf(test) };
  }

  /** `for value in list:` or `for (value, index) in list:`. */
  loopHead(): { readonly value: string; readonly index: string | undefined; readonly list: Expression } {
    this.expect('for');
    let index: string | undefined;
    let value: string;
    if (this.take('(')) {
      value = this.name();
      this.newlines();
      index = this.name();
      this.expect(')');
    } else value = this.name();
    this.expect('in');
    const list = this.expression();
    this.expect(':');
    this.newlines();
    return { value, index, list };
  }
}

function combine(operator: string, left: Expression, right: Expression): Expression {
  const at = atOf(left);
  if (operator === '??') return { kind: 'call', name: 'coalesce', args: [left, right], spread: false, ...at };
  if (operator !== '=~' && operator !== '!~') return { kind: 'operation', operator, operands: [left, right], ...at };
  // Compared without regard to case.
  const lower = (of: Expression): Expression => ({ kind: 'call', name: 'toLower', args: [of], spread: false, ...atOf(of) });
  return { kind: 'operation', operator: operator === '=~' ? '==' : '!=', operands: [lower(left), lower(right)], ...at };
}

function stringOf(parts: readonly (string | readonly Token[])[], at: At): Expression {
  if (parts.every((p) => typeof p === 'string')) return { kind: 'literal', value: parts.join(''), ...at };
  return {
    kind: 'template',
    parts: parts.map((p) => {
      if (typeof p === 'string') return p;
      const cursor = new Cursor(p);
      cursor.newlines();
      return cursor.expression();
    }),
    // What is put into a text alone is a text as well.
    heredoc: false,
    ...at,
  };
}

/** Identities are assigned by the keys of a map: kept as a list, for the keys are mostly worked out. */
function keysOf(value: Expression): Expression {
  if (value.kind === 'conditional') return { ...value, yes: keysOf(value.yes), no: keysOf(value.no) };
  return value.kind === 'object' ? { kind: 'list', items: value.entries.map((e) => e.key), ...atOf(value) } : value;
}

export function atOf({ line, column }: At): At {
  return { line, column };
}
