import type { ParseResult } from '@marcbachmann/cel-js';
import { celLibrary } from '../cel-library.ts';
import { evaluationEnvironment } from './condition-environment.ts';
import { valueAt } from './fact-path.ts';
import { type ConditionUses, type FactUse, usesOf } from './fact-use.ts';
import { asPlainData } from './facts-on-demand.ts';
import { keptTree } from './kept-trees.ts';
import { askPermission } from './permission-question.ts';
import { compileQuickly, unsure } from './quick-condition.ts';

/** The rule's variables: the subject's facts under the name of its kind, and `params`. */
export type ConditionContext = Readonly<Record<string, unknown>>;

/**
 * A compiled CEL condition. It answers true, false, or undefined: not known. A fact that is absent (or undefined) is not
 * known; `&&` and `||` absorb it as the language says, so `x || unknown` is true where x is true.
 */
export class Condition {
  readonly source: string;
  readonly uses: ConditionUses;
  #parsed: ParseResult | undefined;
  readonly #quick: (context: ConditionContext) => unknown;

  /** @throws the library's ParseError where the text is not CEL. */
  constructor(source: string) {
    this.source = source;
    const tree = keptTree(source) ?? this.#program().ast;
    this.uses = usesOf(tree, source);
    this.#quick = compileQuickly(tree);
  }

  #program(): ParseResult {
    this.#parsed ??= evaluationEnvironment().parse(this.source);
    return this.#parsed;
  }

  ask(context: ConditionContext): boolean | undefined {
    const quick = this.#quick(context);
    if (quick === unsure) return this.#askLibrary(context);
    return typeof quick === 'boolean' ? quick : undefined;
  }

  /** Whether it is false whatever the facts are that the context leaves out. Only the quick way says so: a fact that is absent decides nothing there. */
  isRuledOut(context: ConditionContext): boolean {
    return this.#quick(context) === false;
  }

  #askLibrary(context: ConditionContext): boolean | undefined {
    // Absent facts are raised as errors, by the hundred thousand: their stacks would be most of the cost, and nobody reads them.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try {
      const answer: unknown = this.#program()(asPlainData(context));
      return typeof answer === 'boolean' ? answer : undefined;
    } catch {
      return undefined;
    } finally {
      Error.stackTraceLimit = limit;
    }
  }

  /** For a condition that is not known: the facts that are absent, as a rule writes them, in the order of the condition. */
  missing(context: ConditionContext): readonly string[] {
    const missing = new Set<string>();
    for (const use of this.uses.facts) {
      const absent = absentPart(use, context);
      if (absent !== undefined) missing.add(absent);
    }
    return missing.size > 0 ? [...missing] : [this.#problem(context)];
  }

  /** No fact is absent and yet there is no answer: the words of the error. */
  #problem(context: ConditionContext): string {
    try {
      return `the condition answered ${typeof this.#program()(asPlainData(context))}`;
    } catch (error) {
      return error instanceof celLibrary().EvaluationError ? error.summary : 'the condition could not be evaluated';
    }
  }
}

function absentPart({ path, question }: FactUse, context: ConditionContext): string | undefined {
  for (let length = 2; length <= path.length; length++) {
    const prefix = path.slice(0, length);
    if (valueAt(context, prefix) === undefined) return prefix.join('.');
  }
  if (question === undefined) return undefined;
  const { action, everywhere, method } = question;
  if (action === undefined) return undefined;
  return askPermission(valueAt(context, path), action, everywhere) === 'unknown' ? `${path.join('.')}.${method}("${action}")` : undefined;
}

/**
 * The facts that conditions use, relative to the subject, as `Subject.evidenceFor` takes them: `enabled`,
 * `identity.power.level`, `can:iam:PassRole`, `identity.can_everywhere:s3:GetObject`. Permissions whose action is not
 * written out in the condition are left out.
 */
export function evidencePaths(conditions: readonly Condition[]): readonly string[] {
  const paths = new Set<string>();
  for (const { uses } of conditions) {
    for (const { path, question } of uses.facts) {
      const [root, ...fields] = path;
      if (root === 'params') continue;
      if (question !== undefined) {
        if (question.action !== undefined) paths.add([...fields, `${question.method}:${question.action}`].join('.'));
      } else if (fields.length > 0) paths.add(fields.join('.'));
    }
  }
  return [...paths];
}
