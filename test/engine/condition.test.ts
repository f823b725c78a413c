import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Condition, evidencePaths } from '../../src/engine/condition.ts';
import { withPermissionAnswers } from '../../src/engine/permission-question.ts';

const T = true;
const F = false;
const U = undefined;

const facts = {
  yes: true,
  no: false,
  n: 5,
  zero: 0,
  s: 'text',
  empty: [],
  list: ['a', 'b'],
  map: { k: 'v' },
  absent: undefined,
  group: { level: 'admin', gone: undefined },
};
const ask = (when: string) => new Condition(when).ask({ x: facts, params: { n: 3, names: ['b', 'c'] } });

describe('three values', () => {
  test.each([
    ['x.yes', T],
    ['x.no', F],
    ['x.absent', U],
    ['x.never', U],
    ['!x.never', U],
    ['x.group.gone == "a"', U],
    ['x.never.further == "a"', U],
    ['x.yes || x.never', T],
    ['x.never || x.yes', T],
    ['x.no || x.never', U],
    ['x.never || x.no', U],
    ['x.no && x.never', F],
    ['x.never && x.no', F],
    ['x.yes && x.never', U],
    ['x.never && x.yes', U],
    ['x.never && x.absent', U],
    ['x.never || x.absent', U],
    ['(x.never || x.yes) && x.n > 4', T],
    ['x.never ? true : true', U],
    ['x.n != x.never', U],
    ['x.never == x.never', U],
    ['x.n > params.n', T],
    ['x.n == 5', T],
    ['x.n + 1 > 5', T],
    ['5 == x.n', T],
    ['x.n > size(x.list)', T],
    ['x.list.size() == 2', T],
    ['size(x.empty) > 0', F],
    ['x.list.exists(i, i in params.names)', T],
    ['x.list.all(i, i.startsWith("a"))', F],
    ['x.list.exists(i, i == x.never)', U],
    ['x.list.exists(i, i == "a" || x.never)', T],
    ['x.empty.exists(i, x.never)', F],
    ['x.s in ["text", "other"]', T],
    ['x.never in ["text"]', U],
    ['x.s.matches("^te")', T],
    ['"k" in x.map', T],
    ['x.map["k"] == "v"', T],
    ['x.map.other == "v"', U],
    ['has(x.absent)', F],
    ['has(x.yes)', T],
    ['x.list[7] == "a"', U],
    ['x.s', U],
    ['x.s > 3', U],
    ['x.constructor == "a"', U],
    ['x.__proto__ == "a"', U],
  ])('%s', (when, answer) => {
    expect(ask(when)).toBe(answer);
  });

  test('no fact that becomes known turns an answer round', () => {
    const atom = fc.constantFrom('x.a', 'x.b', 'x.c', '!x.a', 'x.n > 3');
    const { formula } = fc.letrec<{ formula: string }>((tie) => ({
      formula: fc.oneof(
        { maxDepth: 4 },
        atom,
        fc.tuple(tie('formula'), fc.constantFrom('&&', '||'), tie('formula')).map(([l, o, r]) => `(${l} ${o} ${r})`),
      ),
    }));
    const bool = fc.option(fc.boolean(), { nil: undefined });
    const world = fc.record({ a: bool, b: bool, c: bool, n: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }) });
    const rest = fc.record({ a: fc.boolean(), b: fc.boolean(), c: fc.boolean(), n: fc.integer({ min: 0, max: 9 }) });
    fc.assert(
      fc.property(formula, world, rest, (when, known, others) => {
        const condition = new Condition(when);
        const before = condition.ask({ x: known });
        const full = { ...others, ...Object.fromEntries(Object.entries(known).filter(([, v]) => v !== undefined)) };
        const after = condition.ask({ x: full });
        return after !== undefined && (before === undefined || before === after);
      }),
    );
  });
});

describe('permission questions', () => {
  const identity = withPermissionAnswers({ id: undefined, power: { level: undefined } }, (action, everywhere) => {
    if (action === 'iam:PassRole') return everywhere ? 'conditional' : 'allowed';
    return action === 's3:GetObject' ? 'denied' : 'unknown';
  });
  test.each([
    ['identity.can("iam:PassRole") == "allowed"', T],
    ['identity.can_everywhere("iam:PassRole") == "allowed"', F],
    ['identity.can("s3:GetObject") in ["allowed", "conditional"]', F],
    ['identity.can("sts:AssumeRole") == "allowed"', U],
    ['credential.identity.can("iam:PassRole") == "allowed"', T],
    ['credential.owner.can("iam:PassRole") == "allowed"', U],
    ['["s3:GetObject", "iam:PassRole"].exists(a, identity.can(a) == "allowed")', T],
    ['["s3:GetObject", "sts:AssumeRole"].exists(a, identity.can(a) == "allowed")', U],
    ['other.can("iam:PassRole") == "allowed"', U],
  ])('%s', (when, answer) => {
    expect(new Condition(when).ask({ identity, credential: { identity }, other: {} })).toBe(answer);
  });

  test('the answers are not part of the data', () => {
    expect(Object.keys(identity)).toEqual(['id', 'power']);
    expect(JSON.parse(JSON.stringify(identity))).toEqual({ power: {} });
  });
});

test('missing facts are named as the rule writes them, at the first step that is absent', () => {
  const condition = new Condition('c.enabled && c.age > 3 && c.identity.power.level == "admin" && c.user.can("iam:PassRole") == "allowed"');
  expect(condition.missing({ c: { enabled: true, identity: {}, user: {} } })).toEqual([
    'c.age',
    'c.identity.power',
    'c.user.can("iam:PassRole")',
  ]);
});

test('where no fact is absent, the error itself is told', () => {
  expect(new Condition('c.list[7] == "a"').missing({ c: { list: ['a'] } })).toEqual([
    'No such key: index out of bounds, index 7 >= size 1',
  ]);
  expect(new Condition('c.name').missing({ c: { name: 'x' } })).toEqual(['the condition answered string']);
});

test('evidence is asked for facts relative to the subject', () => {
  const conditions = [
    new Condition('c.enabled && c.age > params.n && c.list.exists(i, i == c.name)'),
    new Condition(
      'c.can("iam:PassRole") == "allowed" || c.identity.can_everywhere("s3:*") == "allowed" || c.tags["team"] == "a" || has(c.age)',
    ),
  ];
  expect(evidencePaths(conditions)).toEqual([
    'enabled',
    'age',
    'list',
    'name',
    'can:iam:PassRole',
    'identity.can_everywhere:s3:*',
    'tags.team',
  ]);
});

test('asking leaves the process as it was', () => {
  const before = Error.stackTraceLimit;
  ask('x.never');
  expect(Error.stackTraceLimit).toBe(before);
});
