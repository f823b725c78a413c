import { celLibrary } from '../cel-library.ts';
import { Condition } from './condition.ts';
import { evaluationEnvironment, permissionMethods, typedEnvironment } from './condition-environment.ts';
import { typeOfPath, type Vocabulary } from './fact-path.ts';
import { didYouMean } from './nearest.ts';

/** What is wrong in a condition, and where in its text. */
export interface ConditionProblem {
  readonly problem: string;
  readonly offset: number;
}

/** Checks that a condition is CEL, names only facts that exist, and answers yes or no. Undefined: nothing is wrong. */
export function checkCondition(source: string, vocabulary: Vocabulary): ConditionProblem | undefined {
  let condition: Condition;
  try {
    condition = new Condition(source);
  } catch (error) {
    return fromLibrary(error);
  }
  for (const { name, offset, text } of condition.uses.calls) {
    if (!functionNames().has(name)) return { problem: `unknown function "${name}"${didYouMean(name, functionNames())}`, offset };
    if (name === 'matches' && text !== undefined && !isPattern(text)) return { problem: `"${text}" is not a regular expression`, offset };
  }
  for (const { path, offsets } of condition.uses.facts) {
    const found = typeOfPath(path, vocabulary);
    if ('problem' in found) return { problem: found.problem, offset: offsets[found.segment] ?? 0 };
  }
  const result = typedEnvironment(vocabulary).check(source);
  if (!result.valid) return fromLibrary(result.error);
  if (result.type !== 'bool' && result.type !== 'dyn')
    return { problem: `a condition must be true or false; this is a ${result.type}`, offset: 0 };
  return undefined;
}

let names: ReadonlySet<string> | undefined;

function functionNames(): ReadonlySet<string> {
  names ??= new Set([
    ...permissionMethods.keys(),
    ...evaluationEnvironment()
      .getDefinitions()
      .functions.map((f) => f.name),
  ]);
  return names;
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

function fromLibrary(error: unknown): ConditionProblem {
  const cel = celLibrary();
  if (error instanceof cel.ParseError || error instanceof cel.TypeError) return { problem: error.summary, offset: error.range?.start ?? 0 };
  throw error;
}
