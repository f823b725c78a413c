/** A part of a template (https://pkg.go.dev/text/template). Lines are 1-based. */
export type Node =
  | { readonly kind: 'text'; readonly text: string; readonly line: number }
  | { readonly kind: 'output'; readonly expression: string; readonly line: number }
  | {
      readonly kind: 'block';
      readonly keyword: 'if' | 'with' | 'range';
      readonly expression: string;
      readonly body: readonly Node[];
      readonly otherwise: readonly Node[];
      readonly line: number;
    };

export interface ReadTemplate {
  readonly nodes: readonly Node[];
  /** What `define` names. */
  readonly defined: ReadonlyMap<string, readonly Node[]>;
  /** The line on which something does not fit; what stands before it was read. */
  readonly brokenAt?: number;
}

/** Blocks inside blocks; what people write stays far below. */
const mostLevels = 60;

interface Open {
  readonly keyword: 'if' | 'with' | 'range' | 'define' | 'file';
  readonly expression: string;
  readonly line: number;
  readonly body: Node[];
  otherwise?: Node[];
  /** `else if` opens a block that ends with the one around it. */
  readonly chained?: true;
}

/** Reads a template into its parts, in time linear to its length. */
export function readTemplate(text: string): ReadTemplate {
  const defined = new Map<string, readonly Node[]>();
  const file: Open = { keyword: 'file', expression: '', line: 1, body: [] };
  const stack: Open[] = [file];
  let brokenAt: number | undefined;
  const here = (): Node[] => {
    const top = stack[stack.length - 1] ?? file;
    return top.otherwise ?? top.body;
  };
  const close = (): void => {
    const top = stack.pop();
    if (top === undefined || top.keyword === 'file') return;
    if (top.keyword === 'define') defined.set(top.expression.replace(/^["'`]|["'`]$/g, ''), top.body);
    else {
      const { keyword, expression, line, body, otherwise = [] } = top;
      here().push({ kind: 'block', keyword, expression, line, body, otherwise });
    }
    if (top.chained) close();
  };
  for (const part of partsOf(text)) {
    if (part.kind === 'text') {
      if (part.text !== '') here().push(part);
      continue;
    }
    const { action, line } = part;
    const [word = ''] = /^[a-z]+(?![\w.])/i.exec(action) ?? [];
    const rest = action.slice(word.length).trim();
    if (word === 'if' || word === 'with' || word === 'range' || word === 'define' || word === 'block') {
      if (stack.length > mostLevels) {
        brokenAt = line;
        break;
      }
      stack.push({ keyword: word === 'block' ? 'define' : word, expression: rest, line, body: [] });
    } else if (word === 'else') {
      const top = stack[stack.length - 1];
      if (top === undefined || top.keyword === 'file') brokenAt ??= line;
      else {
        top.otherwise = [];
        const [, keyword, expression] = /^(if|with)\b\s*(.*)$/s.exec(rest) ?? [];
        if (keyword !== undefined) {
          stack.push({ keyword: keyword === 'if' ? 'if' : 'with', expression: expression ?? '', line, body: [], chained: true });
        }
      }
    } else if (word === 'end') {
      if (stack.length < 2) brokenAt ??= line;
      else close();
    } else if (action !== '' && !action.startsWith('/*') && word !== 'break' && word !== 'continue') {
      here().push({ kind: 'output', expression: action, line });
    }
  }
  if (stack.length > 1) brokenAt ??= stack[1]?.line;
  while (stack.length > 1) close();
  return { nodes: file.body, defined, ...(brokenAt === undefined ? {} : { brokenAt }) };
}

type Part =
  | { readonly kind: 'text'; readonly text: string; readonly line: number }
  | { readonly kind: 'action'; readonly action: string; readonly line: number };

/** Texts and actions in turn, the white space that actions ask for taken away. */
function* partsOf(text: string): Generator<Part> {
  let line = 1;
  let trims = false;
  for (let at = 0; at <= text.length; ) {
    const start = text.indexOf('{{', at);
    const raw = text.slice(at, start < 0 ? text.length : start);
    const trimsBefore = start >= 0 && /^\{\{-\s/.test(text.slice(start, start + 4));
    let shown = trims ? raw.trimStart() : raw;
    const lost = countLines(raw.slice(0, raw.length - shown.length));
    if (trimsBefore) shown = shown.trimEnd();
    yield { kind: 'text', text: shown, line: line + lost };
    line += countLines(raw);
    if (start < 0) return;
    const end = endOfAction(text, start + 2);
    const body = text.slice(start + 2, end);
    trims = /\s-$/.test(body) || body === '-';
    const action = body
      .replace(/^-(?=\s)/, '')
      .replace(/(?:^|\s)-$/, '')
      .trim();
    yield { kind: 'action', action, line };
    line += countLines(body);
    at = end + 2;
  }
}

/** Where an action's `}}` stands, those in strings passed over; the end of the text where there is none. */
function endOfAction(text: string, from: number): number {
  if (/^-?\s*\/\*/.test(text.slice(from, from + 20))) {
    const close = text.indexOf('*/', from);
    const end = close < 0 ? -1 : text.indexOf('}}', close);
    return end < 0 ? text.length : end;
  }
  for (let i = from; i < text.length; i++) {
    const c = text[i];
    if (c === '}' && text[i + 1] === '}') return i;
    if (c !== '"' && c !== '`') continue;
    i = endOfString(text, i, c) ?? i;
  }
  return text.length;
}

/** Longer strings stand in no action. */
const longestString = 4000;

/** Where a string's closing quote stands; undefined for one that does not end, or not on its line. */
function endOfString(text: string, from: number, quote: string): number | undefined {
  for (let i = from + 1; i < text.length && i < from + longestString; i++) {
    const c = text[i];
    if (c === quote) return i;
    if (quote === '"' && c === '\n') return undefined;
    if (quote === '"' && c === '\\') i++;
  }
  return undefined;
}

function countLines(text: string): number {
  let n = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) n++;
  return n;
}
