import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { facetNames, levels, type Power } from '../../src/permissions/power.ts';
import { build, type StatementText, universe, type World } from './world.ts';

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

const conditions = [
  'StringEquals aws:PrincipalAccount = 111122223333',
  'ArnNotLike aws:PrincipalArn = arn:aws:iam::*:role/app',
  'StringEquals aws:ResourceAccount = 111122223333',
  'Bool aws:SecureTransport = false',
  'StringSounds aws:UserAgent = x',
  'StringEquals iam:PassedToService = lambda.amazonaws.com',
  'ForAllValues:StringEquals aws:TagKeys = a',
  'NumericLessThan s3:max-keys = ten',
  'IpAddress aws:SourceIp = 203.0.113.0/24 and StringEquals aws:PrincipalType = AssumedRole',
];
/** Statements with conditions of every kind: on the identity, the resource, the request, and not understood. */
const qualified = (effects: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...effects), some(actions), some(resources), fc.option(fc.constantFrom(...conditions)))
    .map(([effect, a, r, when]) => `${effect} ${a} on ${r}${when ? ` when ${when}` : ''}`);
const qualifiedPolicy = fc.array(qualified(['Allow', 'Allow', 'Deny']), { maxLength: 5 });
const contexts = fc.dictionary(
  fc.constantFrom('aws:SecureTransport', 'iam:PassedToService', 'aws:SourceIp', 'aws:UserAgent'),
  fc.constantFrom(['false'], ['lambda.amazonaws.com'], ['203.0.113.7'], ['x']),
);

const bucket = '111122223333 arn:aws:s3:::a';
/** What may be done on one object, with the bucket's own policy in play. */
function objectAnswers(world: World): string[] {
  const { access, id, session } = build(world);
  return ['s3:GetObject', 's3:PutObject'].map(
    (action) => access.explain(id, action, 'arn:aws:s3:::a/b', session ? { session } : {}).decision,
  );
}

/** Sorted by how much they let: a lesser world never lets more, and `unknown` is between. */
const reach = { denied: 0, conditional: 1, unknown: 1, allowed: 2 } as Readonly<Record<string, number>>;
function expectNoWider(less: readonly string[], more: readonly string[]): void {
  for (const [at, answer] of less.entries()) expect(reach[answer]).toBeLessThanOrEqual(reach[more[at] ?? ''] ?? -1);
}
const toAll = (statements: readonly string[]): string[] => statements.map((s) => s.replace(/( when .*)?$/, ' to *$1'));

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

  test('what is answered at once is what the statements decide', () => {
    const limits = fc.option(fc.constantFrom(['Allow s3:* on *'], ['Allow * on *', 'Deny iam:* on *'], ['Allow * on *']), {
      nil: undefined,
    });
    const unread = fc.constantFrom<World>(
      {},
      {},
      {},
      { inlineUnread: true },
      { listed: false },
      { attached: ['arn:aws:iam::aws:policy/New'] },
    );
    const lists = questions.map((action) => [action]);
    fc.assert(
      fc.property(qualifiedPolicy, limits, limits, unread, (held, boundary, organization, more) => {
        const { engine, id } = build({
          policy: held,
          ...(boundary === undefined ? {} : { boundary }),
          ...(organization === undefined ? {} : { organization }),
          ...more,
        });
        for (const [at, action] of questions.entries()) {
          for (const place of [undefined, '*'] as const)
            expect(engine.answerOf(id, action, place)).toBe(engine.decide(id, action, place).answer);
          if (!engine.allowsNoneOf(id, lists[at] ?? [])) continue;
          for (const place of places) expect(engine.decide(id, action, place).answer).toBe('denied');
        }
      }),
      { numRuns: 400 },
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

  test('with conditions of every kind, a Deny, a boundary, a session and control policies never add', () => {
    fc.assert(
      fc.property(qualifiedPolicy, qualifiedPolicy, qualified(['Deny']), (held, limit, deny) => {
        const wide = answersOf({ policy: held });
        expectNoWider(answersOf({ policy: [...held, deny] }), wide);
        expectNoWider(answersOf({ policy: held, boundary: limit }), wide);
        expectNoWider(answersOf({ policy: held, organization: limit }), wide);
        expectNoWider(answersOf({ policy: held, units: [limit, ['Allow * on *']] }), wide);
        const open = objectAnswers({ policy: held });
        expectNoWider(objectAnswers({ policy: held, session: limit }), open);
        expectNoWider(objectAnswers({ policy: held, resourceControls: toAll(limit) }), open);
      }),
      { numRuns: 40 },
    );
  });

  test('a Deny in a resource policy never adds, an Allow never takes away, in either account', () => {
    fc.assert(
      fc.property(qualifiedPolicy, qualifiedPolicy, qualified(['Deny']), fc.boolean(), (held, of, deny, own) => {
        const key = own ? bucket : '444455556666 arn:aws:s3:::a';
        const given = (statements: readonly string[]): World => ({ policy: held, resources: { [key]: toAll(statements) } });
        const present = objectAnswers(given(of));
        expectNoWider(objectAnswers(given([...of, deny])), present);
        expectNoWider(present, objectAnswers(given([...of, 'Allow s3:* on *'])));
        if (own)
          expectNoWider(
            objectAnswers({ policy: held, resources: { [key]: null } }),
            objectAnswers(given(of.filter((s) => s.startsWith('Allow')))),
          );
      }),
      { numRuns: 40 },
    );
  });

  test('with conditions, order and the way statements are split do not matter', () => {
    fc.assert(
      fc.property(qualifiedPolicy, (held) => {
        const answers = answersOf({ policy: held });
        expect(answersOf({ policy: [...held].reverse() })).toEqual(answers);
        const split = held.flatMap((text) => {
          const [, effect = '', list = '', on = '', rest = ''] = /^(\S+) (\S+) on (\S+)(.*)$/.exec(text) ?? [];
          return list.split(',').flatMap((action) => on.split(',').map((one) => `${effect} ${action} on ${one}${rest}`));
        });
        expect(answersOf({ policy: split })).toEqual(answers);
      }),
    );
  });

  test('a star is the expansion of everything', () => {
    const everything = universe.names().flatMap((service) => universe.names(service).map((name) => `${service}:${name}`));
    const { engine, id } = build({ policy: [`Allow ${everything.join(',')} on *`] });
    const star = build({ policy: ['Allow * on *'] });
    expect(strength(engine.powerOf(id))).toEqual(strength(star.engine.powerOf(star.id)));
    const known = questions.filter((action) => universe.indexOf(action) >= 0);
    for (const action of known)
      for (const at of places)
        expect(engine.decide(id, action, at)).toMatchObject({ answer: star.engine.decide(star.id, action, at).answer });
  });

  test('knowing more of the request only settles: allowed stays allowed, denied stays denied', () => {
    fc.assert(
      fc.property(qualifiedPolicy, fc.constantFrom(...questions), contexts, (held, action, context) => {
        const { engine, id } = build({ policy: held });
        for (const at of places) {
          const open = engine.decide(id, action, at).answer;
          const settled = engine.decide(id, action, at, context).answer;
          if (open === 'allowed' || open === 'denied') expect(settled).toBe(open);
        }
      }),
    );
  });

  test('losing a document never makes anything allowed, or surely denied', () => {
    fc.assert(
      fc.property(qualifiedPolicy, qualifiedPolicy, (held, boundary) => {
        const whole = answersOf({ policy: held, boundary });
        const lost = answersOf({ policy: held, boundaryPolicy: 'arn:aws:iam::111122223333:policy/unread' });
        for (const [at, answer] of lost.entries()) if (whole[at] !== 'allowed') expect(answer).not.toBe('allowed');
        for (const answer of answersOf({ inlineUnread: true, policy: held.filter((s) => s.startsWith('Allow')) }))
          expect(answer).toBe('unknown');
      }),
    );
  });

  test('what is not understood never says allowed where it alone allows', () => {
    const odd: StatementText = { Effect: 'Allow', Action: '*', Resource: '*', unread: ['"Foo"'] };
    fc.assert(
      fc.property(qualifiedPolicy, (held) => {
        const plain = answersOf({ policy: held });
        for (const [at, answer] of answersOf({ policy: [...held, odd] }).entries())
          if (answer === 'allowed') expect(plain[at]).toBe('allowed');
      }),
    );
  });
});
