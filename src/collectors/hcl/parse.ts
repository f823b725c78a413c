import { Broken, deepest, ExpressionParser, isMark, placeOf } from './parse-expression.ts';
import type { Attribute, Block, Body } from './syntax.ts';
import { type Token, tokensOf } from './tokens.ts';

export interface ParsedFile {
  readonly body: Body;
  /** Lines that could not be parsed. */
  readonly broken: readonly number[];
}

/** Parses a file in HCL, such as Terraform code or a policy of Vault. After an error it goes on with the next line, and marks what the error stood in. */
export function parseHcl(text: string): ParsedFile {
  const parser = new Parser(tokensOf(text));
  const body = parser.file();
  return { body, broken: parser.broken };
}

class Parser extends ExpressionParser {
  readonly broken: number[] = [];

  file(): Body {
    return this.#body('end');
  }

  #body(closing: 'end' | '}'): Body {
    const attributes = new Map<string, Attribute>();
    const blocks: Block[] = [];
    let damaged = false;
    if (++this.depth > deepest) throw new Broken(this.peek());
    for (;;) {
      const token = this.peek();
      if (token.kind === 'newline') {
        this.at++;
        continue;
      }
      if (token.kind === 'end') {
        if (closing === '}') {
          this.broken.push(token.line);
          damaged = true;
        }
        break;
      }
      // A brace is missing above: what begins at the start of a line begins a block of its own.
      if (closing === '}' && token.kind === 'word' && token.column === 1 && topLevel.has(token.text) && !isMark(this.peek(1), '=')) {
        this.broken.push(token.line);
        damaged = true;
        break;
      }
      if (closing === '}' && isMark(token, '}')) {
        this.at++;
        break;
      }
      const start = this.at;
      const depth = this.depth;
      try {
        this.#item(attributes, blocks);
      } catch (error) {
        if (!(error instanceof Broken)) throw error;
        this.broken.push(error.token.line);
        damaged = true;
        this.depth = depth;
        this.at = Math.max(this.at, start);
        this.#recover(start);
      }
    }
    this.depth--;
    return { attributes, blocks, damaged: damaged || blocks.some((b) => b.body.damaged) };
  }

  /** `name = value` or `type "label" { }`. */
  #item(attributes: Map<string, Attribute>, blocks: Block[]): void {
    const first = this.take();
    if (first.kind !== 'word') throw new Broken(first);
    const at = placeOf(first);
    if (isMark(this.peek(), '=')) {
      this.at++;
      const value = this.expression();
      this.#endOfItem();
      attributes.set(first.text, { name: first.text, value, ...at });
      return;
    }
    const labels: string[] = [];
    for (;;) {
      const token = this.take();
      if (isMark(token, '{')) break;
      if (token.kind === 'word') labels.push(token.text);
      else if (token.kind === 'template' && token.parts.every((p) => typeof p === 'string')) labels.push(token.parts.join(''));
      else throw new Broken(token);
    }
    const depth = this.depth;
    const body = this.#body('}');
    this.depth = depth;
    blocks.push({ type: first.text, labels, body, ...at });
    this.#endOfItem();
  }

  #endOfItem(): void {
    const token = this.peek();
    if (token.kind === 'newline' || token.kind === 'end' || isMark(token, '}') || token.column === 1) return;
    throw new Broken(token);
  }

  /** Goes on behind the line of an error, and behind what that line opens. */
  #recover(start: number): void {
    let open = 0;
    for (let i = start; i < this.at; i++) open += opens(this.peek(i - this.at));
    open = Math.max(open, 0);
    for (;;) {
      const token = this.peek();
      if (token.kind === 'end') return;
      if (open <= 0 && (token.kind === 'newline' || isMark(token, '}'))) return;
      open += opens(token);
      this.at++;
    }
  }
}

const topLevel = new Set([
  'resource',
  'data',
  'module',
  'variable',
  'locals',
  'output',
  'provider',
  'terraform',
  'moved',
  'import',
  'removed',
  'check',
]);

function opens(token: Token | undefined): number {
  if (token?.kind !== 'mark') return 0;
  return '{[('.includes(token.text) ? 1 : '}])'.includes(token.text) ? -1 : 0;
}
