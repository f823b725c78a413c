import { type Region, regionOf } from './region.ts';
import type { Statement } from './statement.ts';
import { literalQuestionMark, literalStar } from './wildcard.ts';

/** The values of policy variables for one principal. null: the key is never there. Absent: not known. */
export type VariableValues = (key: string) => string | null | undefined;

/** The statement as it reads for one principal. */
export function resolveVariables(statement: Statement, values: VariableValues): Statement {
  if (!statement.hasVariables) return statement;
  const { resource, notResource } = statement.source;
  const open = new Set<string>();
  const resolved: string[] = [];
  for (const pattern of resource ?? notResource ?? []) {
    const text = resolvePattern(pattern, values, open);
    if (text !== undefined) resolved.push(text);
  }
  const region: Region = regionOf(resolved, resource === undefined);
  return {
    ...statement,
    region,
    hasVariables: false,
    conditional: statement.conditional || open.size > 0,
    conditionKeys: open.size === 0 ? statement.conditionKeys : [...new Set([...statement.conditionKeys, ...open])].sort(),
  };
}

/**
 * One pattern with its variables replaced; undefined where it can match nothing because a variable never has a value.
 * A variable whose value is not known becomes `*`, and its key is added to `open`: the statement then only may apply.
 */
function resolvePattern(pattern: string, values: VariableValues, open: Set<string>): string | undefined {
  let matchable = true;
  const text = pattern.replace(/\$\{([^}]*)\}/g, (_, inner: string) => {
    if (inner === '*') return literalStar;
    if (inner === '?') return literalQuestionMark;
    if (inner === '$') return '$';
    const [name = '', fallback] = inner.split(',', 2);
    const key = name.trim();
    const value = values(key);
    if (typeof value === 'string') return literal(value);
    if (value === undefined) {
      open.add(key);
      return '*';
    }
    const given = fallback === undefined ? undefined : /^\s*'(.*)'\s*$/.exec(fallback)?.[1];
    if (given === undefined) matchable = false;
    return literal(given ?? '');
  });
  return matchable ? text : undefined;
}

function literal(value: string): string {
  return value.replaceAll('*', literalStar).replaceAll('?', literalQuestionMark);
}
