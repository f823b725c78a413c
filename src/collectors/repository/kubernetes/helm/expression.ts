/** A pipeline of a template: commands, each of which gets what the one before it gives as its last argument. */
export interface Pipeline {
  readonly commands: readonly (readonly Operand[])[];
  /** `$name :=`, and for `range` two of them. */
  readonly assigns?: readonly string[];
}

export type Operand =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** `.Values.image`, `$.Values`, `$name.part`. */
  | { readonly kind: 'path'; readonly from: string; readonly keys: readonly string[] }
  | { readonly kind: 'group'; readonly pipeline: Pipeline; readonly keys: readonly string[] }
  | { readonly kind: 'word'; readonly name: string };

const token =
  /\s+|"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\]|\\.)'|:=|[()|,=]|\)?(?:\.[A-Za-z_]\w*)+|\.|\$\w*(?:\.[A-Za-z_]\w*)*|-?\d+(?:\.\d+)?|[A-Za-z_]\w*/y;

const longest = 4000;
const mostLevels = 30;

/** Reads the expression of an action; undefined for what is none. */
export function readExpression(text: string): Pipeline | undefined {
  if (text.length > longest) return undefined;
  const tokens: string[] = [];
  token.lastIndex = 0;
  for (let at = 0; at < text.length; at = token.lastIndex) {
    token.lastIndex = at;
    const match = token.exec(text)?.[0];
    if (match === undefined) return undefined;
    // `(…).part` arrives as one token with the bracket.
    if (match.startsWith(')') && match.length > 1) tokens.push(')', match.slice(1));
    else tokens.push(/^\s/.test(match) ? ' ' : match);
  }
  const reader = new Reader(tokens);
  const pipeline = reader.pipeline(0);
  return reader.isAtEnd ? pipeline : undefined;
}

class Reader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    this.#skip();
    return this.#at >= this.#tokens.length;
  }

  pipeline(depth: number): Pipeline | undefined {
    if (depth > mostLevels) return undefined;
    const assigns = this.#assigns();
    const commands: Operand[][] = [];
    for (;;) {
      const command: Operand[] = [];
      for (this.#skip(); this.#at < this.#tokens.length && !/^[|)]$/.test(this.#tokens[this.#at] ?? ''); this.#skip()) {
        const operand = this.#operand(depth);
        if (operand === undefined) return undefined;
        command.push(operand);
      }
      if (command.length === 0) return undefined;
      commands.push(command);
      if (this.#tokens[this.#at] !== '|') return { commands, ...(assigns === undefined ? {} : { assigns }) };
      this.#at++;
    }
  }

  #assigns(): readonly string[] | undefined {
    const start = this.#at;
    const names: string[] = [];
    for (this.#skip(); /^\$\w*$/.test(this.#tokens[this.#at] ?? ''); this.#skip()) {
      names.push(this.#tokens[this.#at++] ?? '');
      this.#skip();
      if (this.#tokens[this.#at] === ',') this.#at++;
    }
    if (names.length > 0 && /^:?=$/.test(this.#tokens[this.#at] ?? '')) {
      this.#at++;
      return names;
    }
    this.#at = start;
    return undefined;
  }

  #operand(depth: number): Operand | undefined {
    const word = this.#tokens[this.#at++] ?? '';
    if (word === '(') {
      const pipeline = this.pipeline(depth + 1);
      if (pipeline === undefined || this.#tokens[this.#at] !== ')') return undefined;
      this.#at++;
      const after = this.#tokens[this.#at] ?? '';
      const isPath = /^\.\w/.test(after);
      if (isPath) this.#at++;
      return { kind: 'group', pipeline, keys: isPath ? after.split('.').slice(1) : [] };
    }
    if (word === '.') return { kind: 'path', from: '.', keys: [] };
    if (word.startsWith('.')) return { kind: 'path', from: '.', keys: word.split('.').slice(1) };
    if (word.startsWith('$')) {
      const [from = '$', ...keys] = word.split('.');
      return { kind: 'path', from, keys };
    }
    if (word.startsWith('"')) return { kind: 'literal', value: unquote(word) };
    if (word.startsWith('`') || word.startsWith("'")) return { kind: 'literal', value: word.slice(1, -1) };
    if (/^-?\d/.test(word)) return { kind: 'literal', value: Number(word) };
    if (word === 'true' || word === 'false') return { kind: 'literal', value: word === 'true' };
    if (word === 'nil') return { kind: 'literal', value: null };
    return /^[A-Za-z_]/.test(word) ? { kind: 'word', name: word } : undefined;
  }

  #skip(): void {
    while (this.#tokens[this.#at] === ' ') this.#at++;
  }
}

function unquote(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c === 't' ? '\t' : c));
}
