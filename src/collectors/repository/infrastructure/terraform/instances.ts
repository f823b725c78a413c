import type { Block } from '../../../hcl/syntax.ts';
import { isAbsent, knownText, listOf, scalar, unknown, type Value } from '../value.ts';
import { elementsOf, evaluate, type Scope, type Step } from './evaluate.ts';

export type Key = string | number | undefined;

export interface Expanded {
  readonly key: Key;
  readonly bound: ReadonlyMap<string, Value>;
  /** Why there may be none or several of it. */
  readonly doubt?: string;
}

const mostInstances = 100;

/** The instances that `count` or `for_each` make of a block, with what `count` and `each` mean in them. */
export function expand(block: Block, scope: Scope): readonly Expanded[] {
  const count = block.body.attributes.get('count');
  const each = block.body.attributes.get('for_each');
  if (count !== undefined) {
    const value = evaluate(count.value, scope);
    const n = Number(knownText(value));
    const at = scope.place(count);
    const bind = (i: Value): ReadonlyMap<string, Value> =>
      new Map([['count', { kind: 'object', entries: [{ key: 'index', value: i }], at }]]);
    if (knownText(value) === undefined || !Number.isInteger(n))
      return [
        {
          key: undefined,
          bound: bind(unknown('count.index', 'how many there are is not known', at)),
          doubt: 'how many there are is not known',
        },
      ];
    if (n > mostInstances) return [{ key: undefined, bound: bind(unknown('count.index', 'there are many', at)), doubt: `one of ${n}` }];
    return Array.from({ length: Math.max(n, 0) }, (_, i) => ({ key: i, bound: bind(scalar(i, at)) }));
  }
  if (each === undefined) return [{ key: undefined, bound: new Map() }];
  const at = scope.place(each);
  const value = evaluate(each.value, scope);
  const bind = (key: Value, v: Value): ReadonlyMap<string, Value> =>
    new Map([
      [
        'each',
        {
          kind: 'object',
          entries: [
            { key: 'key', value: key },
            { key: 'value', value: v },
          ],
          at,
        },
      ],
    ]);
  const elements = value.kind === 'list' ? listElements(value) : elementsOf(value);
  if (elements === undefined || elements.length > mostInstances) {
    const hole = unknown('each.value', 'for what there is one is not known', at);
    return [{ key: undefined, bound: bind(hole, hole), doubt: 'for what there is one is not known' }];
  }
  return elements.map((e, i) => ({ key: knownText(e.key) ?? `?${i}`, bound: bind(e.key, e.value) }));
}

/** Arguments of a module call, each worked out when it is first asked for. */
export class LazyArguments extends Map<string, Value> {
  readonly #makers: ReadonlyMap<string, () => Value>;

  constructor(makers: readonly (readonly [string, () => Value])[]) {
    super();
    this.#makers = new Map(makers);
  }

  override get(name: string): Value | undefined {
    const value = this.#makers.get(name)?.();
    // null asks for the default.
    return isAbsent(value) ? undefined : value;
  }
}

/** The elements of a set, which are their own keys; of what exists only once deployed, the reference is. */
function listElements(value: Value): readonly { readonly key: Value; readonly value: Value }[] | undefined {
  const items = listOf(value);
  return items.every((i) => i.kind === 'reference' || knownText(i) !== undefined) ? items.map((i) => ({ key: i, value: i })) : undefined;
}

export function keyText(key: Key): string {
  return key === undefined ? '' : typeof key === 'number' ? `[${key}]` : `["${key}"]`;
}

/** Of several instances those that the next step means. */
export function choose<T extends { readonly key: Key }>(
  all: readonly T[],
  steps: readonly Step[],
): { readonly of: readonly T[]; readonly many: boolean; readonly rest: readonly Step[] } | undefined {
  const [first, ...rest] = steps;
  const single = all.length === 1 && all[0]?.key === undefined;
  if (single && (first === '*' || typeof first === 'number' || typeof first === 'object')) return { of: all, many: first === '*', rest };
  if (single) return { of: all, many: false, rest: steps };
  if (first === '*') return { of: all, many: true, rest };
  if (typeof first === 'object' || first === undefined) return undefined;
  const of = all.filter((i) => String(i.key) === String(first));
  if (of.length > 0) return { of, many: false, rest };
  // `aws_iam_role.x` as a whole, with its attributes asked for: which one is not said.
  return all.length === 0 ? { of: [], many: false, rest } : undefined;
}
