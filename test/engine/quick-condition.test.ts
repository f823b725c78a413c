import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadRules } from '../../src/cli/load-rules.ts';
import { Condition } from '../../src/engine/condition.ts';
import { evaluationEnvironment } from '../../src/engine/condition-environment.ts';
import { type FactUse, usesOf } from '../../src/engine/fact-use.ts';
import { keepTrees, plainTree } from '../../src/engine/kept-trees.ts';
import { withPermissionAnswers } from '../../src/engine/permission-question.ts';
import { compileQuickly, unsure } from '../../src/engine/quick-condition.ts';
import type { Answer } from '../../src/permissions/power.ts';

const conditions = loadRules({ folders: [] }).flatMap((rule) =>
  [rule.when, ...[...rule.escalate, ...rule.lower].map((e) => e.when)].map((source) => ({
    name: `${rule.id}: ${source}`,
    source,
    params: rule.params,
  })),
);

/** The library's answer; undefined where it raises an error. */
function askLibrary(source: string, context: Record<string, unknown>): unknown {
  try {
    return evaluationEnvironment().parse(source)(context);
  } catch {
    return undefined;
  }
}

const leaf = fc.oneof(
  fc.boolean(),
  fc.boolean(),
  fc.integer({ min: -2, max: 400 }),
  fc.constantFrom('admin', 'escalate', 'write', 'none', 'unknown', 'production', 'public', 'no', 'yes', ''),
  fc.constantFrom([], ['admin'], ['a', 'b'], [1, 2]),
  fc.constant(undefined),
);

/** Facts at every place that a condition looks at, of types that may not be the right ones, or absent. */
function contextOf(source: string, params: unknown): fc.Arbitrary<Record<string, unknown>> {
  const paths = usesOf(evaluationEnvironment().parse(source).ast, source).facts.map((f) => f.path.filter((p) => p !== ''));
  return fc
    .tuple(
      fc.array(leaf, { minLength: paths.length, maxLength: paths.length }),
      fc.constantFrom<Answer>('allowed', 'denied', 'conditional', 'unknown'),
    )
    .map(([values, answer]) => {
      const context: Record<string, unknown> = {};
      paths.forEach((path, at) => {
        let object = context;
        path.forEach((field, depth) => {
          if (typeof object !== 'object' || object === null) return;
          if (depth === path.length - 1) object[field] ??= values[at];
          else {
            object[field] ??= withPermissionAnswers({}, () => answer);
            object = object[field] as Record<string, unknown>;
          }
        });
      });
      return { ...context, params };
    });
}

describe("the quick answer is the library's", () => {
  test.each(conditions)('$name', ({ source, params }) => {
    const quick = compileQuickly(evaluationEnvironment().parse(source).ast);
    fc.assert(
      fc.property(contextOf(source, params), (context) => {
        const answer = quick(context);
        if (answer !== unsure) expect(answer).toBe(askLibrary(source, context));
      }),
      { numRuns: 60 },
    );
  });

  test('most conditions are answered quickly', () => {
    const facts = { identity: {}, credential: {}, grant: {}, trust: {}, workload: {}, path: {}, source: {} };
    const quick = conditions.filter(
      ({ source, params }) => compileQuickly(evaluationEnvironment().parse(source).ast)({ ...facts, params }) !== unsure,
    );
    expect(quick.length / conditions.length).toBeGreaterThan(0.9);
  });

  test.each([
    ['a.b > 1', { a: { b: 'text' } }],
    ['a.b', { a: 'text' }],
    ['a.b == a.c', { a: { b: [1], c: [1] } }],
    ['a.b.matches("[")', { a: { b: 3 } }],
    ['a.b - 1 > 2', { a: { b: 3 } }],
    ['a.b + "x" == "yx"', { a: { b: 'y' } }],
    ['"x" in a.b', { a: { b: { x: 1 } } }],
    ['!a.b', { a: { b: 1 } }],
    ['a.b && true', { a: { b: 1 } }],
    ['size(a.b) > 1', { a: { b: 'text' } }],
  ])('%s on %j is left to the library', (source, context) => {
    expect(compileQuickly(evaluationEnvironment().parse(source).ast)(context)).toBe(unsure);
  });
});

describe('what the build keeps of a condition', () => {
  test.each(conditions)('$name', ({ source, params }) => {
    const { ast } = evaluationEnvironment().parse(source);
    const kept = plainTree(ast);
    const bare = ({ path, question }: FactUse): unknown => ({ path, question });
    expect(usesOf(kept, source).facts.map(bare)).toEqual(usesOf(ast, source).facts.map(bare));
    const [quick, again] = [compileQuickly(ast), compileQuickly(kept)];
    fc.assert(
      fc.property(contextOf(source, params), (context) => {
        expect(again(context)).toBe(quick(context));
      }),
      { numRuns: 20 },
    );
  });
});

test('a tree that was kept stands for the parsed condition', () => {
  const source = '1 > 2 || kept.by == "the build"';
  const before = new Condition(source);
  keepTrees({ [source]: plainTree(evaluationEnvironment().parse('kept.by == "nobody"').ast) });
  expect(before.ask({ kept: { by: 'nobody' } })).toBe(false);
  expect(new Condition(source).ask({ kept: { by: 'nobody' } })).toBe(true);
});
