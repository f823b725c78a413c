import type { Authority, Held, Limit } from './authority.ts';
import { evaluateCondition } from './conditions.ts';

/** Values of condition keys that are known for a question, such as `iam:PassedToService`. */
export type Context = Readonly<Record<string, readonly string[]>>;

/**
 * What an authority says once some condition keys are known: a statement whose condition cannot hold is left out, one
 * whose condition holds is unconditional, and one that also turns on other keys stays conditional.
 */
export function withContext(authority: Authority, context: Context): Authority {
  const values = new Map(Object.entries(context).map(([key, list]) => [key.toLowerCase(), list]));
  const settle = (held: readonly Held[]): readonly Held[] => (held.some(turnsOn) ? held.flatMap(settleOne) : held);
  const turnsOn = ({ statement }: Held): boolean => statement.conditionKeys.some((key) => values.has(key.toLowerCase()));
  const settleOne = (held: Held): readonly Held[] => {
    if (!turnsOn(held)) return [held];
    const { statement } = held;
    const verdict = evaluateCondition(statement.source.condition, (key) => values.get(key) ?? 'unknown');
    if (verdict === 'unmet') return [];
    if (verdict === 'unknown') return [held];
    // Policy variables whose values are not known stand beside the condition.
    const conditionKeys = statement.conditionKeys.filter((key) => !values.has(key.toLowerCase()));
    return [{ ...held, statement: { ...statement, conditional: conditionKeys.length > 0, conditionKeys } }];
  };
  return {
    ...authority,
    allow: settle(authority.allow),
    deny: settle(authority.deny),
    limits: authority.limits.map((limit): Limit => ({ ...limit, allow: settle(limit.allow) })),
  };
}
