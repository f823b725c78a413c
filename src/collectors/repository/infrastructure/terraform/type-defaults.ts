import type { Expression } from '../../../hcl/syntax.ts';
import { isAbsent, isHole, scalar, type Value } from '../value.ts';
import { evaluate, type Scope } from './evaluate.ts';

/** Types in types. */
const deepest = 20;

/**
 * A value with what the type of its variable puts in where it is not given: `object({ audience = optional(string, "x") })`
 * (https://developer.hashicorp.com/terraform/language/expressions/type-constraints#optional-object-type-attributes).
 */
export function withDefaults(value: Value, type: Expression | undefined, scope: Scope, depth = 0): Value {
  if (type?.kind !== 'call' || isHole(value) || depth > deepest) return value;
  const [inner, fallback] = type.args;
  switch (type.name) {
    case 'optional': {
      if (!isAbsent(value)) return withDefaults(value, inner, scope, depth + 1);
      return fallback === undefined ? value : withDefaults(evaluate(fallback, scope), inner, scope, depth + 1);
    }
    case 'list':
    case 'set':
      return value.kind === 'list' ? { ...value, items: value.items.map((item) => withDefaults(item, inner, scope, depth + 1)) } : value;
    case 'map':
      return value.kind === 'object'
        ? { ...value, entries: value.entries.map((e) => ({ ...e, value: withDefaults(e.value, inner, scope, depth + 1) })) }
        : value;
    case 'object':
      return value.kind === 'object' && inner?.kind === 'object' ? objectWithDefaults(value, inner.entries, scope, depth) : value;
    default:
      return value;
  }
}

function objectWithDefaults(
  value: Value & { readonly kind: 'object' },
  types: readonly { readonly key: Expression; readonly value: Expression }[],
  scope: Scope,
  depth: number,
): Value {
  const entries = new Map(value.entries.map((e) => [e.key, e.value]));
  for (const { key, value: type } of types) {
    if (key.kind !== 'literal') continue;
    const name = String(key.value);
    const given = entries.get(name);
    // An object that may hold more may hold this.
    if (given === undefined && (value.open !== undefined || type.kind !== 'call' || type.name !== 'optional')) continue;
    entries.set(name, withDefaults(given ?? scalar(null, value.at), type, scope, depth + 1));
  }
  return { ...value, entries: [...entries].map(([key, value]) => ({ key, value })) };
}
