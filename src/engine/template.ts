import type { ConditionContext } from './condition.ts';
import { type FactPath, groupNamed, typeOfPath, type Vocabulary, valueAt } from './fact-path.ts';

/** A text with `{credential.name}` placeholders, taken apart. */
export interface Template {
  readonly parts: readonly (string | { readonly path: FactPath; readonly offset: number })[];
}

export interface TemplateProblem {
  readonly problem: string;
  readonly offset: number;
}

const placeholder = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g;
const pathForm = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/;
/** Values of a list that are written out. */
const listed = 5;

/** Takes a template apart. `{{` and `}}` are braces themselves. */
export function parseTemplate(text: string): Template | TemplateProblem {
  const parts: Template['parts'][number][] = [];
  let from = 0;
  for (const match of text.matchAll(placeholder)) {
    if (match.index > from) parts.push(text.slice(from, match.index));
    from = match.index + match[0].length;
    const inner = match[1];
    if (match[0] === '{{' || match[0] === '}}') parts.push(match[0].slice(1));
    else if (inner !== undefined && pathForm.test(inner)) parts.push({ path: inner.split('.'), offset: match.index + 1 });
    else return { problem: `"${match[0]}" is not a placeholder; write {{ and }} for braces`, offset: match.index };
  }
  if (from < text.length) parts.push(text.slice(from));
  return { parts };
}

/** Checks that every placeholder names a fact that has a text form. With `only`, placeholders may name only that variable. */
export function checkTemplate(text: string, vocabulary: Vocabulary, only?: 'params'): TemplateProblem | undefined {
  const template = parseTemplate(text);
  if ('problem' in template) return template;
  for (const part of template.parts) {
    if (typeof part === 'string') continue;
    const { path, offset } = part;
    if (only !== undefined && path[0] !== only) return { problem: `only {${only}.*} may stand here`, offset };
    const found = typeOfPath(path, vocabulary);
    if ('problem' in found) return { problem: found.problem, offset };
    if (groupNamed(found.type) !== undefined || found.type.startsWith('map')) {
      return { problem: `{${path.join('.')}} is a group of facts; name one of them`, offset };
    }
  }
  return undefined;
}

/** Fills a template in. Facts that are not known become `?`. */
export function renderTemplate({ parts }: Template, context: ConditionContext): string {
  return parts.map((part) => (typeof part === 'string' ? part : valueText(valueAt(context, part.path)))).join('');
}

/** How a value is written in a message: lists joined (`none` for an empty one), numbers rounded down, `?` for what is not known. */
function valueText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return String(Math.floor(value));
    case 'boolean':
      return value ? 'yes' : 'no';
    default:
      if (!Array.isArray(value)) return '?';
      if (value.length === 0) return 'none';
      if (value.length <= listed) return value.map(valueText).join(', ');
      return `${value.slice(0, listed).map(valueText).join(', ')} and ${value.length - listed} more`;
  }
}
