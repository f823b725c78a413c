import type { PolicyStatement } from '../../inventory/policy.ts';
import { type Operator, operators, type Verdict } from './condition-operators.ts';
import { resolvePattern, type VariableValues } from './policy-variables.ts';
import { literalQuestionMark, literalStar } from './wildcard.ts';

/**
 * What is known of one condition key: the values the caller may present (any one of them; `*` stands for a part that is
 * not known), all the values of a key that has several in one request (`{ all: [...] }`), `absent` where the request does
 * not carry it, `unknown` where nobody can tell here.
 */
export type KeyValue = readonly string[] | MultiValue | 'absent' | 'unknown';

/** A key of a request with several values at once, such as `aws:TagKeys`. */
export interface MultiValue {
  readonly all: readonly string[];
}

/** What is known of a request's condition keys, asked in lower case. */
export type Lookup = (key: string) => KeyValue;

export type Condition = NonNullable<PolicyStatement['condition']>;

/** Whether a condition holds, and where that is not known, on what it turns. */
export interface Outcome {
  readonly verdict: Verdict;
  /** The keys that would settle it, as the policy writes them, sorted; empty unless the verdict is `unknown`. */
  readonly open: readonly string[];
}

interface OperatorParts {
  readonly set?: 'any' | 'all';
  readonly name: string;
  readonly ifExists: boolean;
}

/** Remembered while they are few: there are some dozens, unless somebody made them up. */
const partsOf = new Map<string, OperatorParts>();
const mostKept = 1000;

/** An operator's parts: `ForAnyValue:StringLikeIfExists` -> any, stringlike, true. */
export function parseOperator(operator: string): OperatorParts {
  let parts = partsOf.get(operator);
  if (parts === undefined) {
    parts = takeApart(operator);
    if (partsOf.size < mostKept) partsOf.set(operator, parts);
  }
  return parts;
}

function takeApart(operator: string): OperatorParts {
  const match = /^(?:for(anyvalue|allvalues):)?(.+?)(ifexists)?$/.exec(operator.toLowerCase());
  const set = match?.[1] === 'anyvalue' ? 'any' : match?.[1] === 'allvalues' ? 'all' : undefined;
  return { ...(set ? { set } : {}), name: match?.[2] ?? operator, ifExists: match?.[3] !== undefined };
}

/**
 * Whether all of a condition's parts hold, in three values: keys and operators are joined by AND, the values of one key by
 * OR, those of a negated operator by NOR
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html).
 * `variables`: policy variables in values stand for keys of the request, as in documents of version 2012-10-17.
 */
export function weighCondition(condition: Condition | undefined, lookup: Lookup, variables = true): Outcome {
  if (condition === undefined) return met;
  const open: string[] = [];
  for (const term of termsOf(condition)) {
    const given = lookup(term.asked);
    const variablesOpen: string[] = [];
    const wanted = variables && term.hasVariables ? resolveValues(term, lookup, variablesOpen) : term.values;
    const one = evaluateTerm(term, wanted, given, variablesOpen.length > 0);
    if (one === 'unmet') return unmet;
    if (one === 'met') continue;
    if (given === 'unknown' || variablesOpen.length === 0) open.push(term.key);
    open.push(...variablesOpen);
  }
  return open.length === 0 ? met : { verdict: 'unknown', open: open.length === 1 ? open : [...new Set(open)].sort() };
}

/** One key under one operator. */
interface Term {
  readonly key: string;
  /** The key in lower case. */
  readonly asked: string;
  readonly set: 'any' | 'all' | undefined;
  readonly name: string;
  readonly ifExists: boolean;
  readonly operator: Operator | undefined;
  readonly values: readonly string[];
  readonly hasVariables: boolean;
}

/** Conditions are shared by all who hold a document: each is taken apart once. */
const taken = new WeakMap<Condition, readonly Term[]>();

function termsOf(condition: Condition): readonly Term[] {
  const present = taken.get(condition);
  if (present !== undefined) return present;
  const terms = Object.entries(condition).flatMap(([text, keys]) => {
    const { set, name, ifExists } = parseOperator(text);
    const shared = { set, name, ifExists, operator: operators.get(name) };
    return Object.entries(keys).map(
      ([key, values]): Term => ({ key, asked: key.toLowerCase(), ...shared, values, hasVariables: values.some((v) => v.includes('${')) }),
    );
  });
  taken.set(condition, terms);
  return terms;
}

const met: Outcome = { verdict: 'met', open: [] };
const unmet: Outcome = { verdict: 'unmet', open: [] };

/** Whether a condition fails for every request there is: a key is compared with an empty list. */
export function neverHolds(condition: Condition): boolean {
  return Object.values(condition).some((keys) => Object.values(keys).some(isEmpty)) && evaluateCondition(condition, notKnown) === 'unmet';
}

const isEmpty = (values: readonly string[]): boolean => values.length === 0;
const notKnown: Lookup = () => 'unknown';

/** Whether all of a condition's parts hold. `lookup` is asked with condition keys in lower case. */
export function evaluateCondition(condition: Condition | undefined, lookup: Lookup, variables = true): Verdict {
  return weighCondition(condition, lookup, variables).verdict;
}

/** Values of policy variables as a lookup of condition keys gives them: a key with several values stands for none. */
export function variablesFrom(lookup: Lookup): VariableValues {
  return (key) => {
    const value = lookup(key.toLowerCase());
    if (value === 'absent') return null;
    const [only] = Array.isArray(value) && value.length === 1 ? (value as readonly string[]) : [];
    return only?.includes('*') ? { like: only } : only;
  };
}

/**
 * The values with their variables replaced. A variable whose key is not in the request matches nothing, so its value goes,
 * and a negated operator holds; one whose value is not known is told in `open`.
 */
function resolveValues({ name, values }: Term, lookup: Lookup, open: string[]): readonly string[] {
  const named = variablesFrom(lookup);
  const hasPatterns = /like|arn/.test(name);
  const resolved: string[] = [];
  for (const value of values) {
    const one = resolvePattern(value, named);
    if (one.impossible.length > 0) continue;
    if (one.open.length > 0) open.push(...one.open);
    else resolved.push(hasPatterns ? one.text : one.text.replaceAll(literalStar, '*').replaceAll(literalQuestionMark, '?'));
  }
  return resolved;
}

function evaluateTerm(term: Term, wanted: readonly string[], given: KeyValue, incomplete: boolean): Verdict {
  const { set, name, ifExists, operator } = term;
  if (name === 'null' && set === undefined && !ifExists) return incomplete ? 'unknown' : evaluateNull(wanted, given);
  if (operator === undefined) return 'unknown';
  if (given === 'unknown') return wanted.length === 0 && !incomplete ? withoutValues(term) : 'unknown';
  const absent = given === 'absent' || (!isChoice(given) && isNullSet(given));
  if (absent) {
    // A negated operator, `IfExists` and `ForAllValues` all hold for a key that is not there; `ForAnyValue` does not.
    if (ifExists || set === 'all') return 'met';
    return operator.negated && set !== 'any' ? 'met' : 'unmet';
  }
  const one = (value: string): Verdict => compare(operator, wanted, value, incomplete);
  // The caller may present any of the values, so one that is let in is enough.
  if (isChoice(given)) return best(given.map(one));
  const verdicts = given.all.map(one);
  if (set === 'any') return best(verdicts);
  if (set === 'all') return worst(verdicts);
  // An operator for one value, and a key that has several: settled where all of them agree.
  return verdicts.every((v) => v === verdicts[0]) ? (verdicts[0] ?? 'unknown') : 'unknown';
}

/** No value of the policy can match, whatever the request carries: an OR of nothing fails, a NOR of nothing holds. */
function withoutValues({ set, ifExists, operator }: Term): Verdict {
  if (operator?.negated === true) return set === 'any' && !ifExists ? 'unknown' : 'met';
  return ifExists || set === 'all' ? 'unknown' : 'unmet';
}

function isChoice(given: readonly string[] | MultiValue): given is readonly string[] {
  return Array.isArray(given);
}

/** No values, or only empty ones. */
function isNullSet(given: MultiValue): boolean {
  return given.all.every((value) => value === '');
}

function compare(operator: Operator, wanted: readonly string[], value: string, incomplete: boolean): Verdict {
  const verdicts = wanted.map((one) => (operator.accepts(one) ? operator.compare(one, value) : 'unknown'));
  if (incomplete) verdicts.push('unknown');
  const one = best(verdicts);
  if (!operator.negated || one === 'unknown') return one;
  return one === 'met' ? 'unmet' : 'met';
}

/** `true`: the key must be missing, or have no value; `false`: it must be there. */
function evaluateNull(wanted: readonly string[], given: KeyValue): Verdict {
  const asked = wanted.map((w) => w.toLowerCase());
  if (asked.length === 0) return 'unmet';
  if (given === 'unknown' || asked.some((w) => w !== 'true' && w !== 'false')) return 'unknown';
  const isNull = given === 'absent' || (!isChoice(given) && isNullSet(given));
  return asked.includes(String(isNull)) ? 'met' : 'unmet';
}

function best(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('met')) return 'met';
  return verdicts.includes('unknown') ? 'unknown' : 'unmet';
}

function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('unmet')) return 'unmet';
  return verdicts.includes('unknown') ? 'unknown' : 'met';
}
