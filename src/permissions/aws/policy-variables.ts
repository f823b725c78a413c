import { isNarrow } from './every-resource.ts';
import { type Region, regionOf } from './region.ts';
import type { Statement } from './statement.ts';
import { literalQuestionMark, literalStar } from './wildcard.ts';

/**
 * The values of policy variables for one principal. null: the key is never there. Absent: not known. A value of which a part is
 * not known stands as a pattern.
 */
export type VariableValues = (key: string) => string | { readonly like: string } | null | undefined;

/**
 * The statement as it reads for one principal. Where a variable's value is not known, the statement only may apply: a
 * Resource is widened to all the values there might be, a NotResource leaves nothing out.
 */
export function resolveVariables(statement: Statement, values: VariableValues): Statement {
  if (!statement.hasVariables) return statement;
  const { resource, notResource } = statement.source;
  const open = new Set<string>();
  const resolved: string[] = [];
  for (const pattern of resource ?? notResource ?? []) {
    const { text, open: keys, impossible } = resolvePattern(pattern, values);
    for (const key of keys) open.add(key);
    if (resource !== undefined) {
      if (impossible.length === 0) resolved.push(text);
    } else if (keys.length + impossible.length > 0) for (const key of impossible) open.add(key);
    else resolved.push(text);
  }
  const region: Region = regionOf(resolved, resource === undefined);
  return {
    ...statement,
    region,
    narrow: isNarrow(region),
    hasVariables: false,
    ...(open.size === 0 ? {} : { openVariables: [...open] }),
    conditional: statement.conditional || open.size > 0,
    conditionKeys: open.size === 0 ? statement.conditionKeys : [...new Set([...statement.conditionKeys, ...open])].sort(),
  };
}

/** A pattern with its variables replaced. */
export interface Resolved {
  /** A variable whose value is not known reads `*`. */
  readonly text: string;
  /** Keys whose value is not known. */
  readonly open: readonly string[];
  /** Keys that never have a value here, with no default given: the pattern can match nothing. */
  readonly impossible: readonly string[];
}

/** Replaces the variables of a pattern, or of a condition's value. */
export function resolvePattern(pattern: string, values: VariableValues): Resolved {
  const open: string[] = [];
  const impossible: string[] = [];
  const text = pattern.replace(/\$\{([^}]*)\}/g, (_, inner: string) => {
    if (inner === '*') return literalStar;
    if (inner === '?') return literalQuestionMark;
    if (inner === '$') return '$';
    const comma = inner.indexOf(',');
    const key = (comma < 0 ? inner : inner.slice(0, comma)).trim();
    const fallback = comma < 0 ? undefined : /^\s*'(.*)'\s*$/.exec(inner.slice(comma + 1))?.[1];
    const value = values(key);
    if (typeof value === 'string') return literal(value);
    if (value === null && fallback !== undefined) return literal(fallback);
    (value === null ? impossible : open).push(key);
    return typeof value === 'object' && value !== null ? value.like : '*';
  });
  return { text, open, impossible };
}

function literal(value: string): string {
  return value.replaceAll('*', literalStar).replaceAll('?', literalQuestionMark);
}
