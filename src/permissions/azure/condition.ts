/**
 * Conditions of role assignments and of roles
 * (https://learn.microsoft.com/azure/role-based-access-control/conditions-format), as far as they can be read.
 */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  /** True of requests for these actions. */
  | { readonly kind: 'action'; readonly patterns: readonly string[] }
  | { readonly kind: 'test'; readonly attribute: string; readonly operator: string; readonly values: readonly string[] };

const token = /\s*(?:(?<word>&&|\|\||[!(){},])|'(?<text>(?:[^'\\]|\\.)*)'|(?<attribute>@\w+\[[^\]]*\])|(?<name>[\w:.*/-]+))/y;

const longest = 20_000;
const deepest = 100;
const cache = new Map<string, Condition | undefined>();

/** Reads a condition; undefined where it is not of the form that Azure documents. */
export function readCondition(text: string): Condition | undefined {
  if (!cache.has(text)) cache.set(text, text.length > longest ? undefined : new Reader(text).read());
  return cache.get(text);
}

type Token = { readonly kind: 'word' | 'text' | 'attribute' | 'name'; readonly text: string };

class Reader {
  readonly #tokens: readonly Token[] | undefined;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = split(text);
  }

  read(): Condition | undefined {
    const read = this.#tokens === undefined ? undefined : this.#or();
    return this.#at === this.#tokens?.length ? read : undefined;
  }

  #peek(): Token | undefined {
    return this.#tokens?.[this.#at];
  }

  #takes(...words: readonly string[]): boolean {
    const next = this.#peek();
    if (next === undefined || (next.kind !== 'word' && next.kind !== 'name') || !words.includes(next.text.toLowerCase())) return false;
    this.#at++;
    return true;
  }

  #or(): Condition | undefined {
    return this.#list('or', ['or', '||'], () => this.#list('and', ['and', '&&'], () => this.#single()));
  }

  #list(kind: 'and' | 'or', words: readonly string[], part: () => Condition | undefined): Condition | undefined {
    const first = part();
    if (first === undefined) return undefined;
    const of = [first];
    while (this.#takes(...words)) {
      const next = part();
      if (next === undefined) return undefined;
      of.push(next);
    }
    return of.length === 1 ? first : { kind, of };
  }

  #single(): Condition | undefined {
    if (++this.#depth > deepest) return undefined;
    try {
      if (this.#takes('!', 'not')) {
        const of = this.#single();
        return of && { kind: 'not', of };
      }
      if (this.#takes('(')) {
        const inner = this.#or();
        return this.#takes(')') ? inner : undefined;
      }
      if (this.#takes('actionmatches', 'suboperationmatches')) {
        const isAction = this.#tokens?.[this.#at - 1]?.text.toLowerCase() === 'actionmatches';
        const patterns = this.#values();
        if (patterns === undefined) return undefined;
        return isAction
          ? { kind: 'action', patterns }
          : { kind: 'test', attribute: 'sub-operation', operator: 'matches', values: patterns };
      }
      return this.#test();
    } finally {
      this.#depth--;
    }
  }

  #test(): Condition | undefined {
    if (this.#takes('exists')) {
      const attribute = this.#peek();
      if (attribute?.kind !== 'attribute') return undefined;
      this.#at++;
      return { kind: 'test', attribute: attribute.text, operator: 'exists', values: [] };
    }
    const [attribute, operator] = [this.#peek(), this.#tokens?.[this.#at + 1]];
    if (attribute?.kind !== 'attribute' || operator?.kind !== 'name') return undefined;
    this.#at += 2;
    const values = this.#values();
    return values && { kind: 'test', attribute: attribute.text, operator: operator.text.toLowerCase(), values };
  }

  #values(): readonly string[] | undefined {
    if (!this.#takes('{')) {
      const value = this.#peek();
      if (value === undefined || value.kind === 'word') return undefined;
      this.#at++;
      return [value.text];
    }
    const values: string[] = [];
    while (!this.#takes('}')) {
      const value = this.#peek();
      if (value === undefined || (value.kind === 'word' && value.text !== ',')) return undefined;
      if (value.kind !== 'word') values.push(value.text);
      this.#at++;
    }
    return values;
  }
}

function split(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const groups = token.exec(text)?.groups;
    if (groups === undefined) return undefined;
    for (const kind of ['word', 'text', 'attribute', 'name'] as const) {
      const found = groups[kind];
      if (found !== undefined) tokens.push({ kind, text: found });
    }
  }
  return tokens;
}
