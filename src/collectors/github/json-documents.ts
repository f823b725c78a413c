import { openText } from '../decode.ts';

export interface JsonDocument {
  readonly value: unknown;
  /** It is cut short: what could be saved of it is the value. */
  readonly broken?: true;
}

/**
 * The documents of a text, one behind the other as `gh api --paginate` writes pages. `head`: only the beginning of a file is
 * there, and the last one may be cut.
 */
export function documentsIn(text: string, head: boolean): readonly JsonDocument[] {
  const whole = parse(text);
  if (whole !== undefined) return [{ value: whole }];
  const documents: JsonDocument[] = [];
  let start = 0;
  for (const end of endsOf(text)) {
    const value = parse(text.slice(start, end));
    if (value !== undefined) documents.push({ value });
    start = end;
  }
  if (text.slice(start).trim() === '') return documents;
  const rest = repaired(text.slice(start));
  if (rest !== undefined) return [...documents, head ? { value: rest } : { value: rest, broken: true }];
  return documents;
}

/** Where documents end: where a bracket closes the first one. */
function endsOf(text: string): readonly number[] {
  const ends: number[] = [];
  scan(text, (depth, i) => {
    if (depth === 0) ends.push(i + 1);
  });
  return ends;
}

/** A document that was cut short, without its last, incomplete element. */
function repaired(text: string): unknown {
  let last = -1;
  let open: readonly string[] = [];
  scan(text, (_depth, i, stack) => {
    last = i + 1;
    open = [...stack];
  });
  return last < 0 ? undefined : parse(text.slice(0, last) + [...open].reverse().join(''));
}

/** Tells every closing bracket outside of texts, with the brackets that are still to be closed. */
function scan(text: string, closed: (depth: number, at: number, stack: readonly string[]) => void): void {
  const stack: string[] = [];
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '"') {
      for (i++; i < text.length && text[i] !== '"'; i++) if (text[i] === '\\') i++;
    } else if (c === '{' || c === '[') stack.push(c === '{' ? '}' : ']');
    else if (c === '}' || c === ']') {
      stack.pop();
      closed(stack.length, i, stack);
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Whether a file has an object on each line. */
export async function isLines(path: string): Promise<boolean> {
  let text = '';
  for await (const chunk of openText(path)) {
    text += chunk.toString('utf8');
    if (text.length > 1024 * 1024) break;
  }
  const end = text.indexOf('\n');
  if (end <= 0 || !/^\s*\{/.test(text)) return false;
  return parse(text.slice(0, end)) !== undefined && text.slice(end).trimStart().startsWith('{');
}
