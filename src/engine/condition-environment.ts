import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import { celLibrary } from '../cel-library.ts';
import { type FactGroup, factTypes } from '../inventory/fact-types.ts';
import { parameterType, type Vocabulary } from './fact-path.ts';
import { askPermission } from './permission-question.ts';
import { subjectGroups } from './rule.ts';

/** The methods that ask an identity for a permission, and whether they ask about every resource. */
export const permissionMethods: ReadonlyMap<string, boolean> = new Map([
  ['can', false],
  ['can_everywhere', true],
]);

const limits = { maxAstNodes: 2000, maxDepth: 64, maxListElements: 500 };

let untyped: Environment | undefined;
let typed: Environment | undefined;

/** Facts are plain objects whose types nothing needs to check again: about three times faster than the typed environment. */
export function evaluationEnvironment(): Environment {
  if (untyped !== undefined) return untyped;
  const { Environment } = celLibrary();
  untyped = withOperators(new Environment({ unlistedVariablesAreDyn: true, limits }));
  for (const [name, everywhere] of permissionMethods) untyped.registerFunction(`dyn.${name}(ast): string`, permissionMacro(everywhere));
  return untyped;
}

/** @throws the library's ParseError where the text is not CEL. */
export function parseTree(source: string): ASTNode {
  return evaluationEnvironment().parse(source).ast;
}

/** The environment that knows every fact's type, for one rule. */
export function typedEnvironment({ subject, params }: Vocabulary): Environment {
  typed ??= declareFacts();
  const fields = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, parameterType(value)]));
  return typed
    .clone()
    .registerType('Params', { fields })
    .registerVariable('params', 'Params')
    .registerVariable(subject, subjectGroups[subject]);
}

function declareFacts(): Environment {
  const { Environment } = celLibrary();
  const environment = withOperators(new Environment({ limits }));
  const declared = new Set<string>();
  const declare = (group: FactGroup): void => {
    if (declared.has(group)) return;
    declared.add(group);
    // A type must be known before the types that use it.
    for (const type of Object.values<string>(factTypes[group])) if (Object.hasOwn(factTypes, type)) declare(type as FactGroup);
    environment.registerType(group, { fields: { ...factTypes[group] } });
  };
  for (const group of Object.keys(factTypes)) declare(group as FactGroup);
  for (const name of permissionMethods.keys()) environment.registerFunction(`Identity.${name}(string): string`, () => 'unknown');
  return environment;
}

/** CEL keeps whole numbers and doubles apart. All facts are doubles, so `age_days + 30` and `age_days == 0` need these. */
function withOperators(environment: Environment): Environment {
  environment.registerOperator('double == int', (a: number, b: bigint) => a === Number(b));
  const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '/': (a, b) => a / b,
  };
  for (const [operator, apply] of Object.entries(arithmetic)) {
    const handler = (a: number | bigint, b: number | bigint): number => apply(Number(a), Number(b));
    environment.registerOperator(`double ${operator} int: double`, handler);
    environment.registerOperator(`int ${operator} double: double`, handler);
  }
  return environment;
}

interface Hooks {
  run(node: unknown, context: unknown): unknown;
  check(node: unknown, context: unknown): unknown;
  getType(name: string): unknown;
}

/**
 * A macro, because an ordinary method makes the library look at the types of the receiver's values, and facts that are not
 * known have none. https://www.npmjs.com/package/@marcbachmann/cel-js (Custom macros)
 */
function permissionMacro(everywhere: boolean) {
  return ({ args, receiver }: { readonly args: readonly unknown[]; readonly receiver: unknown }) => ({
    typeCheck(hooks: Hooks, _macro: unknown, context: unknown): unknown {
      hooks.check(receiver, context);
      hooks.check(args[0], context);
      return hooks.getType('string');
    },
    evaluate(hooks: Hooks, _macro: unknown, context: unknown): string {
      const facts = hooks.run(receiver, context);
      const answer = askPermission(facts, hooks.run(args[0], context), everywhere);
      const { EvaluationError } = celLibrary();
      if (answer === 'unknown') throw new EvaluationError({ code: 'unknown_permission', message: 'the permission is not known' });
      return answer;
    },
  });
}
