import { type KeyValue, type Lookup, weighCondition } from './conditions.ts';
import type { Statement } from './statement.ts';

/** Values of condition keys that are known for a question, such as `iam:PassedToService`. */
export type Context = Readonly<Record<string, Exclude<KeyValue, 'unknown'>>>;

/** A lookup that asks the question's own context first. */
export function withContext(context: Context | undefined, lookup: Lookup): Lookup {
  if (context === undefined) return lookup;
  const values = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  return (key) => values.get(key) ?? lookup(key);
}

/**
 * A statement once some condition keys are known: undefined where its condition cannot hold; without a condition where it
 * holds; else conditional on the keys that are still open. Keys that its resources' policy variables left open stay.
 */
export function settle(statement: Statement, lookup: Lookup): Statement | undefined {
  const { condition } = statement.source;
  // What was not understood may say anything about when it holds.
  if (condition === undefined || statement.problems.length > 0) return statement;
  const outcome = weighCondition(condition, lookup, statement.variables);
  if (outcome.verdict === 'unmet') return undefined;
  const inResources = statement.openVariables ?? [];
  const conditionKeys = inResources.length === 0 ? outcome.open : [...new Set([...outcome.open, ...inResources])].sort();
  const conditional = outcome.verdict === 'unknown' || inResources.length > 0;
  return { ...statement, conditional, conditionKeys };
}

/** On what a statement's condition still turns for one principal: equal for principals whom it treats alike. */
export function settledKey(statement: Statement, lookup: Lookup): string {
  const { verdict, open } = weighCondition(statement.source.condition, lookup, statement.variables);
  return verdict === 'unknown' ? open.join('&') : verdict;
}
