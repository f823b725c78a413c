/**
 * The expression language of workflows
 * (https://docs.github.com/actions/reference/workflows-and-actions/expressions), read into a tree.
 */
export type Expression =
  | { readonly type: 'literal'; readonly value: string | number | boolean | null }
  /** `github.event.issue.title` is [github, event, issue, title]; an index that is not a literal is `*`. `inner` holds such indexes. */
  | { readonly type: 'reference'; readonly segments: readonly string[]; readonly inner: readonly Expression[] }
  | { readonly type: 'call'; readonly name: string; readonly operands: readonly Expression[] }
  | { readonly type: 'not'; readonly operand: Expression }
  | { readonly type: 'binary'; readonly operator: Operator; readonly left: Expression; readonly right: Expression };

type Operator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=';

/** Hostile input stops here: longer or deeper expressions are not read. */
const maxLength = 8192;
const maxDepth = 64;

const tokenPattern = /\s+|'(?:[^']|'')*'|\|\||&&|==|!=|<=|>=|[<>!()[\],.*]|0x[0-9a-f]+|[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?|[a-z_][\w-]*/iy;

const precedence: readonly (readonly Operator[])[] = [['||'], ['&&'], ['==', '!='], ['<', '<=', '>', '>=']];

/** The tree of one expression (without `${{ }}`), or undefined where it cannot be read. */
export function parseExpression(text: string): Expression | undefined {
  const tokens = text.length > maxLength ? undefined : tokenise(text);
  return tokens === undefined || tokens.length === 0 ? undefined : new Parser(tokens).parse();
}

/** Every `${{ }}` in a text: the whole of it, and the expression inside. */
export function* expressionsIn(text: string): Generator<{ readonly whole: string; readonly inner: string }> {
  for (let from = text.indexOf('${{'); from >= 0; from = text.indexOf('${{', from)) {
    const end = endOf(text, from + 3);
    if (end === undefined) {
      from += 3;
      continue;
    }
    yield { whole: text.slice(from, end + 2), inner: text.slice(from + 3, end).trim() };
    from = end + 2;
  }
}

/** Whether a text holds any `${{ }}`. */
export function isExpression(text: string): boolean {
  return text.includes('${{');
}

function endOf(text: string, from: number): number | undefined {
  const limit = Math.min(text.length - 1, from + maxLength);
  let quoted = false;
  for (let i = from; i < limit; i++) {
    const c = text[i];
    if (c === "'") quoted = !quoted;
    else if (c === '}' && !quoted && text[i + 1] === '}') return i;
  }
  return undefined;
}

function tokenise(text: string): string[] | undefined {
  const tokens: string[] = [];
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < text.length) {
    const match = tokenPattern.exec(text);
    if (match === null) return undefined;
    if (match[0].trim() !== '') tokens.push(match[0]);
  }
  return tokens;
}

class Parser {
  readonly #tokens: readonly string[];
  #at = 0;
  #failed = false;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  parse(): Expression | undefined {
    const tree = this.#binary(0, 0);
    return this.#failed || this.#at < this.#tokens.length ? undefined : tree;
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }

  #need(token: string): void {
    if (!this.#take(token)) this.#failed = true;
  }

  #binary(level: number, depth: number): Expression {
    const operators = precedence[level];
    if (operators === undefined) return this.#unary(depth);
    let left = this.#binary(level + 1, depth);
    while (!this.#failed) {
      const operator = operators.find((o) => this.#take(o));
      if (operator === undefined) break;
      left = { type: 'binary', operator, left, right: this.#binary(level + 1, depth) };
    }
    return left;
  }

  #unary(depth: number): Expression {
    if (depth > maxDepth) {
      this.#failed = true;
      return nothing;
    }
    if (this.#take('!')) return { type: 'not', operand: this.#unary(depth + 1) };
    return this.#indexed(this.#primary(depth), depth);
  }

  #primary(depth: number): Expression {
    const token = this.#tokens[this.#at++];
    if (token === undefined) {
      this.#failed = true;
      return nothing;
    }
    if (token === '(') {
      const inside = this.#binary(0, depth + 1);
      this.#need(')');
      return inside;
    }
    if (token.startsWith("'")) return { type: 'literal', value: token.slice(1, -1).replaceAll("''", "'") };
    if (/^[+\-\d]/.test(token)) return { type: 'literal', value: Number(token) };
    if (!/^[a-z_]/i.test(token)) {
      this.#failed = true;
      return nothing;
    }
    const lower = token.toLowerCase();
    if (lower === 'true' || lower === 'false') return { type: 'literal', value: lower === 'true' };
    if (lower === 'null') return { type: 'literal', value: null };
    if (!this.#take('(')) return { type: 'reference', segments: [token], inner: [] };
    const operands: Expression[] = [];
    if (this.#take(')')) return { type: 'call', name: lower, operands };
    do operands.push(this.#binary(0, depth + 1));
    while (!this.#failed && this.#take(','));
    this.#need(')');
    return { type: 'call', name: lower, operands };
  }

  #indexed(base: Expression, depth: number): Expression {
    const segments: string[] = [];
    const inner: Expression[] = [];
    while (!this.#failed) {
      if (this.#take('.')) {
        const name = this.#tokens[this.#at++];
        if (name === undefined || !/^[a-z_*]/i.test(name)) this.#failed = true;
        else segments.push(name);
      } else if (this.#take('[')) {
        const index = this.#take('*') ? nothing : this.#binary(0, depth + 1);
        this.#need(']');
        if (index.type === 'literal' && index !== nothing) segments.push(String(index.value));
        else segments.push('*');
        if (index.type !== 'literal') inner.push(index);
      } else break;
    }
    if (segments.length === 0) return base;
    if (base.type === 'reference') return { type: 'reference', segments: [...base.segments, ...segments], inner };
    // A part of a computed value (`fromJSON(x).y`): as unknown as the whole, so the whole stands for it.
    return inner.length === 0 ? base : { type: 'call', name: 'format', operands: [base, ...inner] };
  }
}

const nothing: Expression = { type: 'literal', value: null };
