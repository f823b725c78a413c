import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { facetNames, levels, type Power } from '../../src/permissions/power.ts';
import { build, type World } from './world.ts';

const actions = [
  's3:GetObject',
  's3:Get*',
  's3:*',
  'iam:PassRole',
  'iam:*',
  '*',
  'ec2:RunInstances',
  'secretsmanager:GetSecretValue',
  'new:Thing',
];
const resources = [
  '*',
  'arn:aws:s3:::*',
  'arn:aws:s3:::a/*',
  'arn:aws:s3:::a/b',
  'arn:aws:iam::111122223333:role/*',
  'arn:aws:iam::111122223333:role/app',
];
const questions = ['s3:GetObject', 's3:PutObject', 'iam:PassRole', 'iam:PutRolePolicy', 'ec2:RunInstances', 'new:Thing'];
const places = [undefined, '*', 'arn:aws:s3:::a/b', 'arn:aws:iam::111122223333:role/app'];

const some = (of: readonly string[]): fc.Arbitrary<string> =>
  fc.uniqueArray(fc.constantFrom(...of), { minLength: 1, maxLength: 3 }).map((list) => list.join(','));
const statement = (effects: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...effects), fc.boolean(), some(actions), fc.boolean(), some(resources), fc.option(fc.constant('aws:SourceIp')))
    .map(([effect, notA, a, notR, r, key]) => `${effect} ${notA ? 'not ' : ''}${a} on ${notR ? 'not ' : ''}${r}${key ? ` if ${key}` : ''}`);
const policy = fc.array(statement(['Allow', 'Allow', 'Deny']), { maxLength: 5 });

/** Of what was read, `unknown` is what a Deny with a condition may leave: more than none, less than what is sure. */
const rank = { none: 0, unknown: 1, some: 2, all: 3 } as const;
const answers = ['denied', 'conditional', 'allowed'];

function answersOf(world: World): string[] {
  const { engine, id } = build(world);
  return questions.flatMap((action) => places.map((place) => engine.decide(id, action, place).answer));
}

function powerOf(world: World): Power {
  const { engine, id } = build(world);
  return engine.powerOf(id);
}

function expectNoMore(less: World, more: World): void {
  const wider = answersOf(more);
  for (const [at, answer] of answersOf(less).entries()) {
    expect(answers.indexOf(answer)).toBeLessThanOrEqual(answers.indexOf(wider[at] ?? ''));
  }
  const [small, big] = [powerOf(less), powerOf(more)];
  if (small.level !== 'unknown' && big.level !== 'unknown') {
    expect(levels.indexOf(small.level)).toBeLessThanOrEqual(levels.indexOf(big.level));
  }
  for (const name of facetNames) expect(rank[small[name]]).toBeLessThanOrEqual(rank[big[name]]);
}

const strength = (power: Power): Omit<Power, 'because'> => {
  const { because: _, ...rest } = power;
  return rest;
};

describe('laws of policy evaluation', () => {
  test('a Deny never adds power', () => {
    fc.assert(
      fc.property(policy, statement(['Deny']), (held, deny) => expectNoMore({ policy: [...held, deny] }, { policy: held })),
      { numRuns: 200 },
    );
  });

  test('a boundary never adds power', () => {
    fc.assert(
      fc.property(policy, policy, (held, boundary) => expectNoMore({ policy: held, boundary }, { policy: held })),
      { numRuns: 200 },
    );
  });

  test('a service control policy never adds power', () => {
    fc.assert(
      fc.property(policy, policy, (held, organization) => expectNoMore({ policy: held, organization }, { policy: held })),
      { numRuns: 200 },
    );
  });

  test('an Allow never takes power away', () => {
    fc.assert(
      fc.property(policy, statement(['Allow']), (held, allow) => expectNoMore({ policy: held }, { policy: [...held, allow] })),
      { numRuns: 200 },
    );
  });

  test('the order of statements does not matter', () => {
    fc.assert(
      fc.property(policy, (held) => {
        const turned = { policy: [...held].reverse() };
        expect(answersOf(turned)).toEqual(answersOf({ policy: held }));
        expect(strength(powerOf(turned))).toEqual(strength(powerOf({ policy: held })));
      }),
    );
  });

  test('splitting the actions of a statement over several changes nothing', () => {
    fc.assert(
      fc.property(policy, some(actions), some(resources), (held, list, on) => {
        const together = { policy: [...held, `Allow ${list} on ${on}`] };
        const apart = { policy: [...held, ...list.split(',').map((action) => `Allow ${action} on ${on}`)] };
        expect(answersOf(apart)).toEqual(answersOf(together));
        expect(strength(powerOf(apart))).toEqual(strength(powerOf(together)));
      }),
    );
  });

  test('statements of one policy or of several policies are the same', () => {
    fc.assert(
      fc.property(policy, (held) => {
        const apart = { policies: held.map((s) => [s]) };
        expect(answersOf(apart)).toEqual(answersOf({ policy: held }));
        expect(strength(powerOf(apart))).toEqual(strength(powerOf({ policy: held })));
      }),
    );
  });

  test('power and decisions agree', () => {
    const facetOf = { 's3:GetObject': 'read', 's3:PutObject': 'write', 'iam:PassRole': 'grant', 'ec2:RunInstances': 'execute' } as const;
    fc.assert(
      fc.property(policy, fc.option(policy, { nil: undefined }), (held, boundary) => {
        const { engine, id } = build({ policy: held, ...(boundary ? { boundary } : {}) });
        const power = engine.powerOf(id);
        for (const [action, facet] of Object.entries(facetOf)) {
          const { answer } = engine.decide(id, action);
          if (answer === 'allowed') expect(power[facet]).not.toBe('none');
          if (answer === 'conditional') expect(power.conditional).toBe(true);
        }
        if (power.level === 'none') expect(Object.keys(facetOf).filter((a) => engine.decide(id, a).answer === 'allowed')).toEqual([]);
        if (power.read === 'all') expect(engine.decide(id, 's3:GetObject', 'arn:aws:s3:::any/key').answer).toBe('allowed');
        if (power.level === 'admin') expect(engine.decide(id, 'new:Thing').answer).not.toBe('unknown');
      }),
    );
  });

  test('what is allowed everywhere is allowed somewhere', () => {
    fc.assert(
      fc.property(policy, fc.constantFrom(...questions), (held, action) => {
        const { engine, id } = build({ policy: held });
        if (engine.decide(id, action, '*').answer === 'allowed') expect(engine.decide(id, action).answer).toBe('allowed');
      }),
    );
  });
});
