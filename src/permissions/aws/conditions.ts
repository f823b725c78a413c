import { matchesGlob } from '../../glob.ts';
import type { Trust } from '../../inventory/trust.ts';
import { coversUnknown, mayEqual, mayMatch } from '../../unknown-parts.ts';
import { withoutPartition } from './partition.ts';

/**
 * Conditions of a statement, evaluated against what is known of the request, in three values
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html).
 */
export type Verdict = 'met' | 'unmet' | 'unknown';

/**
 * What is known of one condition key: the values the caller may present (any of them; `*` stands for a part that is
 * not known), `absent` where the request does not carry it, `unknown` where nobody can tell here.
 */
export type KeyValue = readonly string[] | 'absent' | 'unknown';

type Condition = NonNullable<Trust['condition']>;
type Comparison = 'equals' | 'like' | 'equals-ignore-case' | 'bool';

const comparisons: Readonly<Record<string, { readonly by: Comparison; readonly negated: boolean }>> = {
  stringequals: { by: 'equals', negated: false },
  stringnotequals: { by: 'equals', negated: true },
  stringequalsignorecase: { by: 'equals-ignore-case', negated: false },
  stringnotequalsignorecase: { by: 'equals-ignore-case', negated: true },
  stringlike: { by: 'like', negated: false },
  stringnotlike: { by: 'like', negated: true },
  arnequals: { by: 'like', negated: false },
  arnlike: { by: 'like', negated: false },
  arnnotequals: { by: 'like', negated: true },
  arnnotlike: { by: 'like', negated: true },
  bool: { by: 'bool', negated: false },
};

/** An operator's parts: `ForAnyValue:StringLikeIfExists` -> any, stringlike, true. */
export function parseOperator(operator: string): { readonly set?: 'any' | 'all'; readonly name: string; readonly ifExists: boolean } {
  const match = /^(?:for(any|all)values?:)?(.+?)(ifexists)?$/.exec(operator.toLowerCase());
  const set = match?.[1] === 'any' || match?.[1] === 'all' ? match[1] : undefined;
  return { ...(set ? { set } : {}), name: match?.[2] ?? operator, ifExists: match?.[3] !== undefined };
}

/** Whether all of a condition's parts hold. `lookup` is asked with condition keys in lower case. */
export function evaluateCondition(condition: Condition | undefined, lookup: (key: string) => KeyValue): Verdict {
  let verdict: Verdict = 'met';
  for (const [operator, keys] of Object.entries(condition ?? {})) {
    for (const [key, values] of Object.entries(keys)) {
      const one = evaluateKey(operator, values, lookup(key.toLowerCase()));
      if (one === 'unmet') return 'unmet';
      if (one === 'unknown') verdict = 'unknown';
    }
  }
  return verdict;
}

function evaluateKey(operator: string, wanted: readonly string[], given: KeyValue): Verdict {
  const { set, name, ifExists } = parseOperator(operator);
  if (name === 'null') return evaluateNull(wanted, given);
  const comparison = comparisons[name];
  if (given === 'unknown') return 'unknown';
  if (given === 'absent') {
    // A negated operator, `IfExists` and `ForAllValues` all hold for a key that is not there.
    if (ifExists || set === 'all') return 'met';
    if (comparison === undefined) return 'unmet';
    return comparison.negated && set !== 'any' ? 'met' : 'unmet';
  }
  if (comparison === undefined) return 'unknown';
  // The caller may present any of the values, so one that is let in is enough.
  return best(given.map((value) => compare(comparison.by, comparison.negated, wanted, value)));
}

function compare(by: Comparison, negated: boolean, wanted: readonly string[], value: string): Verdict {
  const one = best(wanted.map((pattern) => compareOne(by, pattern, value)));
  if (!negated || one === 'unknown') return one;
  return one === 'met' ? 'unmet' : 'met';
}

function compareOne(by: Comparison, wantedText: string, valueText: string): Verdict {
  const wanted = withoutPartition(wantedText);
  const value = withoutPartition(valueText);
  // A policy variable stands for a value of the request.
  if (wanted.includes('${')) return 'unknown';
  const open = value.includes('*');
  switch (by) {
    case 'like':
      if (coversUnknown(wanted, value)) return 'met';
      if (!open) return matchesGlob(wanted, value) ? 'met' : 'unmet';
      return mayMatch(wanted, value) ? 'unknown' : 'unmet';
    case 'equals':
      if (!open) return wanted === value ? 'met' : 'unmet';
      return mayEqual(value, wanted) ? 'unknown' : 'unmet';
    case 'equals-ignore-case':
    case 'bool':
      return compareOne('equals', wanted.toLowerCase(), value.toLowerCase());
  }
}

function evaluateNull(wanted: readonly string[], given: KeyValue): Verdict {
  if (given === 'unknown') return 'unknown';
  return wanted.includes('true') === (given === 'absent') ? 'met' : 'unmet';
}

function best(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('met')) return 'met';
  return verdicts.includes('unknown') ? 'unknown' : 'unmet';
}
