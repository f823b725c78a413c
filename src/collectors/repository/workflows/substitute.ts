import { expressionsIn } from './expression.ts';
import type { YamlScalar, YamlTree, YamlValue } from './yaml-tree.ts';

/** What the caller of an action or workflow gives for a name: the text as written there. Undefined: the reference stays. */
export type Given = (context: 'inputs' | 'secrets' | 'parameters', name: string) => string | undefined;

/** How many values the local actions and workflows of one file may add up to: each may call others, and often. */
export interface Budget {
  left: number;
}

const longest = 65_536;

/**
 * A part of a local action or called workflow as it reads inside its caller: `${{ inputs.x }}` and `${{ secrets.X }}` are
 * what the caller passed. Each value keeps its own place. Undefined beyond the budget.
 */
export function substitute(node: YamlValue, origin: YamlTree, given: Given, budget: Budget): YamlValue | undefined {
  const copy = (value: YamlValue, key: string): YamlValue => {
    budget.left--;
    if (budget.left <= 0) return value;
    if (value.kind === 'list') return { ...value, origin, items: value.items.map((item) => copy(item, key)) };
    if (value.kind === 'map') {
      return {
        ...value,
        origin,
        entries: value.entries.map((e) => ({ key: { ...e.key, origin }, value: copy(e.value, e.key.text) })),
      };
    }
    return { ...value, origin, text: textIn(value, key, given) };
  };
  // A call costs something however small what is called.
  budget.left -= 50;
  const copied = copy(node, '');
  return budget.left > 0 ? copied : undefined;
}

function textIn({ text }: YamlScalar, key: string, given: Given): string {
  if (!text.includes('${{')) return key === 'if' ? insideExpression(text, given) : text;
  let out = '';
  let from = 0;
  for (const { whole, inner } of expressionsIn(text)) {
    const at = text.indexOf(whole, from);
    const alone = /^(inputs|secrets|parameters)\.([\w-]{1,100})$/i.exec(inner);
    const value = alone === null ? undefined : given(contextOf(alone[1]), alone[2] ?? '');
    out += text.slice(from, at) + (value ?? `\${{ ${insideExpression(inner, given)} }}`);
    from = at + whole.length;
  }
  return (out + text.slice(from)).slice(0, longest);
}

/** Inside an expression a text is a quoted string, and an expression stands in brackets. */
function insideExpression(expression: string, given: Given): string {
  return expression
    .slice(0, longest)
    .replace(/\b(inputs|secrets|parameters)\.([\w-]{1,100})(?![\w.(-])/gi, (whole, context: string, name: string) => {
      const value = given(contextOf(context), name);
      if (value === undefined) return whole;
      const inner = [...expressionsIn(value)];
      if (inner.length === 0) return `'${value.replaceAll("'", "''")}'`;
      return inner.length === 1 && inner[0]?.whole === value.trim() ? `(${inner[0].inner})` : whole;
    });
}

function contextOf(word: string | undefined): Parameters<Given>[0] {
  const lower = word?.toLowerCase();
  return lower === 'secrets' || lower === 'parameters' ? lower : 'inputs';
}
