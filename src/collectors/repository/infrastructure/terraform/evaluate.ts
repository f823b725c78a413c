import type { Evidence } from '../../../../inventory/evidence.ts';
import type { At, Expression } from '../../../hcl/syntax.ts';
import { entriesIn, get, type Hole, isHole, joined, knownText, listFrom, partsOf, scalar, unknown, type Value } from '../value.ts';
import type { Budget } from '../worked-out-once.ts';

/** What names mean where an expression stands. */
export interface Scope {
  readonly file: string;
  readonly place: (at: At) => Evidence;
  /** `var.x`, `local.x`, `module.m.x`, `data.t.n`, a resource: by its root name and the steps after it. */
  readonly lookup: (root: string, steps: readonly Step[], at: Evidence) => Value;
  /** Names that `for` and `each` bind. */
  readonly bound: ReadonlyMap<string, Value>;
  /** Reads a file of the tree for `file()`; a reason where it may or can not. */
  readonly read: (path: string) => { readonly text: string; readonly path: string } | { readonly why: string };
  /** What a function call comes to, see functions.ts. */
  readonly call: (call: Expression & { readonly kind: 'call' }, scope: Scope, at: Evidence) => Value;
  readonly budget: Budget;
  /** How steps lead on from what a call comes to, where that is not as in Terraform. */
  readonly follow?: (value: Value, steps: readonly Step[], at: Evidence) => Value;
}

/** A step of a traversal. `*` is a splat. */
export type Step = string | number | { readonly open: Value };

/** What an expression comes to. Never throws; what cannot be told is a hole that says why. */
export function evaluate(expression: Expression, scope: Scope): Value {
  const at = scope.place(expression);
  if (scope.budget.left-- <= 0) return unknown('the expression', 'the code is too large to be worked out', at);
  switch (expression.kind) {
    case 'literal':
      return scalar(expression.value, at);
    case 'template': {
      const parts = expression.parts.flatMap((p) => (typeof p === 'string' ? [p] : partsOf(evaluate(p, scope))));
      const only = expression.parts.length === 1 ? expression.parts[0] : undefined;
      // "${x}" alone is x itself, whatever it is.
      if (only !== undefined && typeof only !== 'string' && !expression.heredoc) return evaluate(only, scope);
      return joined(parts, at, expression.heredoc ? expression.line + 1 : undefined);
    }
    case 'list':
      return listFrom(
        expression.items.map((item) => evaluate(item, scope)),
        at,
      );
    case 'object':
      return objectFrom(
        expression.entries.map((e) => ({ key: evaluate(e.key, scope), value: evaluate(e.value, scope) })),
        at,
      );
    case 'name':
    case 'attribute':
    case 'index':
    case 'splat':
      return traverse(expression, scope, at);
    case 'call':
      return scope.call(expression, scope, at);
    case 'conditional': {
      const test = evaluate(expression.test, scope);
      if (test.kind === 'scalar') return evaluate(isTrue(test.value) ? expression.yes : expression.no, scope);
      const [yes, no] = [evaluate(expression.yes, scope), evaluate(expression.no, scope)];
      if (knownText(yes) !== undefined && knownText(yes) === knownText(no)) return yes;
      return unknown(written(expression.test), 'which of two values applies depends on it', at);
    }
    case 'operation':
      return operate(
        expression.operator,
        expression.operands.map((o) => evaluate(o, scope)),
        expression,
        at,
      );
    case 'for':
      return loop(expression, scope, at);
    case 'unreadable':
      return unknown('an expression', expression.why, at);
  }
}

/** An object from evaluated keys; a key that is not known leaves the object open. */
export function objectFrom(entries: readonly { readonly key: Value; readonly value: Value }[], at: Evidence): Value {
  const known = entries.flatMap(({ key, value }) => {
    const text = knownText(key);
    return text === undefined ? [] : [{ key: text, value }];
  });
  const open = known.length === entries.length ? {} : { open: 'a key of it is not known' };
  return { kind: 'object', entries: known, at, ...open };
}

function traverse(expression: Expression, scope: Scope, at: Evidence): Value {
  const steps: Step[] = [];
  let root = expression;
  while (root.kind === 'attribute' || root.kind === 'index' || root.kind === 'splat') {
    if (root.kind === 'attribute') steps.unshift(root.name);
    else if (root.kind === 'splat') steps.unshift('*');
    else {
      const index = evaluate(root.index, scope);
      steps.unshift(index.kind === 'scalar' && index.value !== null ? (index.value as string | number) : { open: index });
    }
    root = root.of;
  }
  if (root.kind !== 'name') return (scope.follow ?? follow)(evaluate(root, scope), steps, at);
  const bound = scope.bound.get(root.name);
  return bound === undefined ? scope.lookup(root.name, steps, at) : follow(bound, steps, at);
}

/** The part of a value that steps lead to. */
export function follow(value: Value, steps: readonly Step[], at: Evidence): Value {
  let here = value;
  for (const [i, step] of steps.entries()) {
    if (isHole(here)) return here;
    if (step === '*') {
      const rest = steps.slice(i + 1);
      const items = here.kind === 'list' ? here.items : [here];
      return { kind: 'list', items: items.map((item) => follow(item, rest, at)), at };
    }
    if (typeof step === 'object') return unknown('an index', 'which element is meant is not known', at);
    const next: Value | undefined = here.kind === 'list' ? here.items[Number(step)] : get(here, String(step));
    if (next === undefined) {
      const open = here.kind === 'list' ? here.open : undefined;
      return unknown(`.${step}`, open ?? 'the code does not set it', at);
    }
    here = next;
  }
  return here;
}

function isTrue(value: string | number | boolean | null): boolean {
  return value === true || value === 'true';
}

function operate(operator: string, operands: readonly Value[], expression: Expression, at: Evidence): Value {
  const [a, b] = operands;
  const values = operands.map((o) => (o.kind === 'scalar' ? o.value : o.kind === 'text' ? knownText(o) : undefined));
  const hole = (): Hole => unknown(written(expression), 'a part of it is not known', at);
  // What one side settles, the other need not be known for.
  if (operator === '&&' && values.some((v) => v === false)) return scalar(false, at);
  if (operator === '||' && values.some((v) => v === true)) return scalar(true, at);
  if ((operator === '==' || operator === '!=') && a !== undefined && b !== undefined) {
    const empty = [a, b].map((v) => (v.kind === 'list' && v.items.length === 0) || (v.kind === 'object' && v.entries.length === 0));
    if (values[0] === null || values[1] === null || empty.some(Boolean)) {
      const other = values[0] === null || empty[0] ? b : a;
      if (isHole(other) || other.kind === 'text') return hole();
      const isNone = isEmptyLike(values[0] === null || values[1] === null, other);
      return scalar(operator === '==' ? isNone : !isNone, at);
    }
  }
  if (values.some((v) => v === undefined)) return hole();
  const [x, y] = values as (string | number | boolean | null)[];
  switch (operator) {
    case '==':
      return scalar(String(x) === String(y), at);
    case '!=':
      return scalar(String(x) !== String(y), at);
    case '&&':
      return scalar(isTrue(x ?? null) && isTrue(y ?? null), at);
    case '||':
      return scalar(isTrue(x ?? null) || isTrue(y ?? null), at);
    case '!':
      return scalar(!isTrue(x ?? null), at);
  }
  const [n, m] = [Number(x), Number(y)];
  switch (operator) {
    case '-':
      return scalar(operands.length === 1 ? -n : n - m, at);
    case '+':
      return scalar(n + m, at);
    case '*':
      return scalar(n * m, at);
    case '/':
      return m === 0 ? hole() : scalar(n / m, at);
    case '%':
      return m === 0 ? hole() : scalar(n % m, at);
    case '<':
      return scalar(n < m, at);
    case '>':
      return scalar(n > m, at);
    case '<=':
      return scalar(n <= m, at);
    case '>=':
      return scalar(n >= m, at);
    default:
      return hole();
  }
}

function isEmptyLike(comparedToNull: boolean, other: Value): boolean {
  if (comparedToNull) return other.kind === 'scalar' && other.value === null;
  return (other.kind === 'list' && other.items.length === 0) || (other.kind === 'object' && other.entries.length === 0);
}

/** The elements of a collection with their keys; undefined where they are not all known. */
export function elementsOf(value: Value): readonly { readonly key: Value; readonly value: Value }[] | undefined {
  if (value.kind === 'list' && value.open === undefined) return value.items.map((item, i) => ({ key: scalar(i, item.at), value: item }));
  if (value.kind === 'object' && value.open === undefined) {
    return entriesIn(value).map((e) => ({ key: scalar(e.key, e.value.at), value: e.value }));
  }
  return undefined;
}

function loop(expression: Expression & { readonly kind: 'for' }, scope: Scope, at: Evidence): Value {
  const source = evaluate(expression.in, scope);
  const elements = elementsOf(source);
  if (elements === undefined) return unknown(written(expression.in), 'what the loop goes over is not known', at);
  const items: Value[] = [];
  const entries: { key: Value; value: Value }[] = [];
  let open: string | undefined;
  for (const element of elements.slice(0, 1000)) {
    if (scope.budget.left <= 0) {
      open = 'the code is too large to be worked out';
      break;
    }
    const bound = new Map(scope.bound).set(expression.value, element.value);
    if (expression.key !== undefined) bound.set(expression.key, element.key);
    const inside = { ...scope, bound };
    if (expression.only !== undefined) {
      const test = evaluate(expression.only, inside);
      if (test.kind !== 'scalar') {
        open = 'a condition of the loop is not known';
        continue;
      }
      if (!isTrue(test.value)) continue;
    }
    const value = evaluate(expression.makes, inside);
    if (expression.makesKey === undefined) items.push(value);
    else entries.push({ key: evaluate(expression.makesKey, inside), value });
  }
  if (elements.length > 1000) open = 'the loop is too long';
  if (expression.makesKey === undefined) return { kind: 'list', items, at, ...(open === undefined ? {} : { open }) };
  const made = objectFrom(entries, at);
  if (expression.groups) return unknown(written(expression), 'the loop groups its values', at);
  return open === undefined || made.kind !== 'object' ? made : { ...made, open };
}

/** An expression as a person would name it, without values: `var.name`, `a call of merge`. */
export function written(expression: Expression): string {
  switch (expression.kind) {
    case 'name':
      return expression.name;
    case 'attribute':
      return `${written(expression.of)}.${expression.name}`;
    case 'index':
      return `${written(expression.of)}[…]`;
    case 'splat':
      return `${written(expression.of)}[*]`;
    case 'call':
      return `${expression.name}(…)`;
    case 'operation':
    case 'conditional': {
      const first = expression.kind === 'operation' ? expression.operands[0] : expression.test;
      return first === undefined ? 'an expression' : `an expression of ${written(first)}`;
    }
    default:
      return 'an expression';
  }
}
