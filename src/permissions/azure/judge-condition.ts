import { patternOf } from './action-pattern.ts';
import type { Condition } from './condition.ts';

/** `maybe`: it depends on something that is not known. */
export type Truth = 'yes' | 'no' | 'maybe';

/** What a request is about, in lower case: the action, and the values of attributes that are known. */
export interface Asked {
  readonly action: string;
  /** By attribute: `@request[microsoft.authorization/roleassignments:roledefinitionid]`. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Whether a condition holds for a request. `open` takes up the attributes that it depends on. */
export function judgeCondition(condition: Condition, asked: Asked, open: Set<string>): Truth {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const decisive: Truth = condition.kind === 'and' ? 'no' : 'yes';
      const depends = new Set<string>();
      const truths = condition.of.map((part) => judgeCondition(part, asked, depends));
      if (truths.includes(decisive)) return decisive;
      if (!truths.includes('maybe')) return condition.kind === 'and' ? 'yes' : 'no';
      for (const name of depends) open.add(name);
      return 'maybe';
    }
    case 'not': {
      const truth = judgeCondition(condition.of, asked, open);
      return truth === 'maybe' ? 'maybe' : truth === 'yes' ? 'no' : 'yes';
    }
    case 'action':
      return condition.patterns.some((pattern) => patternOf(pattern)(asked.action)) ? 'yes' : 'no';
    case 'test': {
      const truth = judgeTest(condition, asked.attributes?.[condition.attribute.toLowerCase()]);
      if (truth === 'maybe') open.add(condition.attribute);
      return truth;
    }
  }
}

function judgeTest({ operator, values }: Extract<Condition, { kind: 'test' }>, value: string | undefined): Truth {
  if (value === undefined) return 'maybe';
  const [, quantifier = 'foranyofanyvalues', not, comparison] =
    /^(?:(\w+):)?(?:guid|string)(not)?(equals)(?:ignorecase)?$/.exec(operator) ?? [];
  if (comparison === undefined) return 'maybe';
  const isEqual = (other: string): boolean => plain(other) === plain(value);
  if (not === undefined) {
    const hit = quantifier.endsWith('allvalues') ? values.every(isEqual) : values.some(isEqual);
    return hit ? 'yes' : 'no';
  }
  // `NotEquals` to any of several values is true of nearly everything; Azure's own templates use `AllValues`.
  const differs = quantifier.endsWith('allvalues') ? !values.some(isEqual) : !values.every(isEqual);
  return differs ? 'yes' : 'no';
}

/** Ids stand with dashes and without. */
function plain(text: string): string {
  const lower = text.toLowerCase();
  return /^[0-9a-f-]{32,36}$/.test(lower) ? lower.replaceAll('-', '') : lower;
}
