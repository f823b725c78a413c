import type { Evidence } from '../../../../../inventory/evidence.ts';
import type { At, Expression } from '../../../../hcl/syntax.ts';
import { elementsOf, evaluate, type Scope } from '../../terraform/evaluate.ts';
import { knownText, scalar, unknown, type Value } from '../../value.ts';
import type { Loop } from './template-code.ts';

/** One of what a loop makes, and what the loop's names mean in it. */
export interface Expanded {
  /** `[0]`; empty without a loop. */
  readonly key: string;
  readonly bound: ReadonlyMap<string, Value>;
  /** Why there may be none or several of it. */
  readonly doubt?: string;
}

const mostInstances = 100;

/** What a loop and a condition make of a resource or module. */
export function expand(
  loop: Loop | undefined,
  condition: Expression | undefined,
  scopeWith: (bound: ReadonlyMap<string, Value>) => Scope,
  place: (at: At) => Evidence,
): readonly Expanded[] {
  const made = loop === undefined ? [{ key: '', bound: new Map() }] : elements(loop, scopeWith, place(loop.in));
  if (condition === undefined) return made;
  return made.flatMap((instance) => {
    const test = knownText(evaluate(condition, scopeWith(instance.bound)))?.toLowerCase();
    if (test === 'false') return [];
    return [test === 'true' ? instance : { doubt: 'made under a condition that only the deployment decides', ...instance }];
  });
}

function elements(loop: Loop, scopeWith: (bound: ReadonlyMap<string, Value>) => Scope, at: Evidence): readonly Expanded[] {
  const found = elementsOf(evaluate(loop.in, scopeWith(new Map())));
  const bind = (value: Value, index: Value): ReadonlyMap<string, Value> =>
    new Map([[loop.value, value], ...(loop.index === undefined ? [] : [[loop.index, index] as const])]);
  if (found === undefined || found.length > mostInstances) {
    const hole = unknown(loop.value, 'for what there is one is not known', at);
    return [{ key: '[?]', bound: bind(hole, hole), doubt: 'how many there are is not known' }];
  }
  return found.map(({ value }, i) => ({ key: `[${i}]`, bound: bind(value, scalar(i, at)) }));
}
