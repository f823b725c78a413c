import type { Trust } from '../inventory/trust.ts';
import { parseOperator } from '../permissions/aws/conditions.ts';

/** A condition that limits who is let in: a key, and the values it has to have. */
export interface Binding {
  /** In lower case. */
  readonly key: string;
  readonly values: readonly string[];
  /** Wildcards in the values count. */
  readonly like: boolean;
}

const positive: Readonly<Record<string, boolean>> = {
  stringequals: false,
  stringequalsignorecase: false,
  stringlike: true,
  arnequals: true,
  arnlike: true,
  ipaddress: false,
};
const negative: Readonly<Record<string, boolean>> = {
  stringnotequals: false,
  stringnotequalsignorecase: false,
  stringnotlike: true,
  arnnotequals: true,
  arnnotlike: true,
  notipaddress: false,
};

/**
 * The conditions that limit an Allow statement: its own, and those of Deny statements of the same policy that shut out
 * everyone else. `IfExists` and `ForAllValues` let in requests without the key, so they limit nothing.
 */
export function readBindings(trust: Trust, siblings: readonly Trust[]): readonly Binding[] {
  if (trust.condition === undefined && !siblings.some((t) => t.effect === 'Deny')) return [];
  const own = conditionsOf(trust).flatMap(({ operator, key, values }): Binding[] => {
    const { set, name, ifExists } = parseOperator(operator);
    const like = positive[name];
    return like === undefined || ifExists || set === 'all' ? [] : [{ key, values, like }];
  });
  const denies = siblings.filter((t) => t.effect === 'Deny' && (t.principalKind === 'anyone' || t.principal === trust.principal));
  const shutOut = denies.flatMap((deny) => {
    const conditions = conditionsOf(deny);
    // With a second condition the Deny does not meet everyone.
    if (conditions.length !== 1) return [];
    return conditions.flatMap(({ operator, key, values }): Binding[] => {
      const like = negative[parseOperator(operator).name];
      return like === undefined ? [] : [{ key, values, like }];
    });
  });
  return [...own, ...shutOut].filter((b) => b.values.length > 0 && !b.values.some((v) => b.like && /^\*+$/.test(v)));
}

export function conditionsOf(
  trust: Trust,
): readonly { readonly operator: string; readonly key: string; readonly values: readonly string[] }[] {
  const { condition } = trust;
  if (condition === undefined) return [];
  return Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key: key.toLowerCase(), values })),
  );
}
