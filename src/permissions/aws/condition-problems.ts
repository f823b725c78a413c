import { isKnownKey } from './condition-keys.ts';
import { operators } from './condition-operators.ts';
import { type Condition, parseOperator } from './conditions.ts';

/**
 * What in a condition cannot be understood: an operator or key that is not known, a value that is not of the operator's
 * type. What the statement says is then not known: it is neither skipped nor taken at its word.
 */
export function problemsOf(condition: Condition | undefined, isService: (prefix: string) => boolean): readonly string[] {
  if (condition === undefined) return none;
  const problems: string[] = [];
  for (const [operator, keys] of Object.entries(condition)) {
    const problem = problemOfOperator(operator);
    if (problem) problems.push(problem);
    for (const [key, values] of Object.entries(keys)) {
      if (!isKnownKey(key, isService)) problems.push(`a statement has the unknown condition key ${shown(key)}`);
      if (!problem && values.some((value) => !value.includes('${') && !isWellFormed(operator, value)))
        problems.push(`a statement has a value of ${shown(key)} that ${shown(operator)} cannot compare`);
    }
  }
  return problems.length === 0 ? none : problems;
}

const none: readonly string[] = [];

function problemOfOperator(text: string): string | undefined {
  const { set, name, ifExists } = parseOperator(text);
  if (name === 'null')
    return set !== undefined || ifExists ? `a statement has the condition operator ${shown(text)}, which AWS does not have` : undefined;
  return operators.has(name) ? undefined : `a statement has the unknown condition operator ${shown(text)}`;
}

function isWellFormed(operator: string, value: string): boolean {
  const { name } = parseOperator(operator);
  return name === 'null' ? /^(?:true|false)$/i.test(value) : operators.get(name)?.accepts(value) === true;
}

/** A name out of a document as it may be shown. */
function shown(name: string): string {
  return name.replace(/[^\w.:/@=+-]/g, '?').slice(0, 80);
}
