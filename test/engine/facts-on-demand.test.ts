import { expect, test } from 'vitest';
import { Condition } from '../../src/engine/condition.ts';
import { valueAt } from '../../src/engine/fact-path.ts';
import { type FactReaders, FactsOnDemand, readAsFields } from '../../src/engine/facts-on-demand.ts';
import { canSymbol, withPermissionAnswers } from '../../src/engine/permission-question.ts';
import type { Answer } from '../../src/permissions/power.ts';

interface Known {
  readonly name?: string | undefined;
  readonly age_days?: number | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly power?: Level | undefined;
}

const asked: string[] = [];

class Level extends FactsOnDemand {
  get readers() {
    return { level: () => 'write' };
  }
}

class OnDemand extends FactsOnDemand {
  get readers() {
    return readers;
  }

  [canSymbol](action: string): Answer {
    return action === 'iam:PassRole' ? 'allowed' : 'unknown';
  }
}

const readers: FactReaders<OnDemand, Known> = {
  name: () => note('name', 'ci'),
  age_days: () => note('age_days', 40),
  tags: () => note('tags', ['a', 'b']),
  power: () => new Level(),
};
readAsFields(OnDemand.prototype);

function note<T>(name: string, fact: T): T {
  asked.push(name);
  return fact;
}

const facts = new OnDemand();
const plain = withPermissionAnswers({ name: 'ci', age_days: 40, tags: ['a', 'b'], power: { level: 'write' } }, (action) =>
  facts[canSymbol](action),
);

test.each([
  ['x.age_days > 30 && x.name == "ci"', true],
  ['x.power.level == "write"', true],
  ['x.owner == "ana"', undefined],
  ['x.constructor == "ana"', undefined],
  ['x.power.toString == "ana"', undefined],
  ['x.can("iam:PassRole") == "allowed"', true],
  ['x.can("iam:CreateUser") == "allowed"', undefined],
  // Only the library answers these.
  ['x.tags.map(t, t + "1") == ["a1", "b1"] && x.power.level.size() == 5', true],
  ['x.tags.filter(t, t == "a").size() == 1 && x.can("iam:PassRole") == "allowed"', true],
  ['x.tags.map(t, t) == x.names', undefined],
])('%s is answered as of plain facts', (when, answer) => {
  const condition = new Condition(when);
  expect(condition.ask({ x: plain })).toBe(answer);
  expect(condition.ask({ x: facts })).toBe(answer);
  const below = new Condition(when.replaceAll('x.', 'y.x.'));
  expect(below.ask({ y: { x: facts, name: 'beside' } })).toBe(answer);
  if (answer === undefined) expect(condition.missing({ x: facts })).toEqual(condition.missing({ x: plain }));
});

test('only what is asked for is worked out', () => {
  asked.length = 0;
  expect(new Condition('x.age_days > 50 && x.name == "ci"').ask({ x: facts })).toBe(false);
  expect(asked).toEqual(['age_days']);
});

test('facts are read by path and as fields, and what is no fact is not', () => {
  expect(valueAt({ x: facts }, ['x', 'power', 'level'])).toBe('write');
  expect(valueAt({ x: facts }, ['x', 'readers'])).toBeUndefined();
  expect(facts).toMatchObject({ name: 'ci', age_days: 40 });
});
