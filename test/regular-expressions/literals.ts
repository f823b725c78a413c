/** A regular expression as a source file writes it. */
export interface Literal {
  readonly source: string;
  readonly flags: string;
  readonly line: number;
}

/** Words after which a slash begins a regular expression. */
const before = /(?:^|[^\w$.])(?:return|typeof|case|in|of|do|else|void|delete|throw|new|yield|await|instanceof)$/;

/** The regular expressions in a TypeScript text: comments, strings and templates are stepped over, code within templates is not. */
export function literalsIn(text: string): readonly Literal[] {
  const found: Literal[] = [];
  /** Open braces of each template expression that we are in. */
  const templates: number[] = [];
  let code = '';
  let i = 0;
  const skipTemplate = (): void => {
    code = 'x';
    for (; i < text.length; i++) {
      if (text[i] === '\\') i++;
      else if (text[i] === '`') {
        i++;
        return;
      } else if (text.startsWith('${', i)) {
        i += 2;
        templates.push(0);
        code = '(';
        return;
      }
    }
  };
  while (i < text.length) {
    const c = text[i] as string;
    if (text.startsWith('//', i)) i = endOf(text, '\n', i);
    else if (text.startsWith('/*', i)) i = endOf(text, '*/', i + 2) + 2;
    else if (c === '"' || c === "'") {
      for (i++; i < text.length && text[i] !== c; i++) if (text[i] === '\\') i++;
      i++;
      code = 'x';
    } else if (c === '`') {
      i++;
      skipTemplate();
    } else if (c === '/' && (/(?:^|[(,=:[!&|?{};+<>~^%*-])$/.test(code) || before.test(code))) {
      const start = i;
      let isClass = false;
      for (i++; i < text.length && (isClass || text[i] !== '/'); i++) {
        if (text[i] === '\\') i++;
        else if (text[i] === '[') isClass = true;
        else if (text[i] === ']') isClass = false;
      }
      const source = text.slice(start + 1, i);
      const flags = /^[a-z]*/.exec(text.slice(i + 1))?.[0] ?? '';
      i += 1 + flags.length;
      found.push({ source, flags, line: text.slice(0, start).split('\n').length });
      code = 'x';
    } else {
      const depth = templates.length - 1;
      if (c === '{' && depth >= 0) templates[depth] = (templates[depth] ?? 0) + 1;
      if (c === '}' && depth >= 0) {
        if (templates[depth] === 0) {
          templates.pop();
          i++;
          skipTemplate();
          continue;
        }
        templates[depth] = (templates[depth] ?? 0) - 1;
      }
      if (!/\s/.test(c)) code = (code + c).slice(-20);
      else if (/\w$/.test(code)) code += ' ';
      if (c.trim() !== '' && code.length > 1 && code.at(-2) === ' ' && !/\w/.test(c)) code = code.slice(0, -2) + c;
      i++;
    }
    if (/\w $/.test(code) && before.test(code.trimEnd())) code = code.trimEnd();
  }
  return found;
}

function endOf(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at;
}
