import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Credential } from '../../src/inventory/credential.ts';
import { type Enforcement, enforcements } from '../../src/inventory/decision-point.ts';
import type { Identity } from '../../src/inventory/identity.ts';
import { levels, type Power } from '../../src/permissions/power.ts';
import { defaultLimits, lasting, limitOf } from '../../src/posture/class-limits.ts';
import { answerFourQuestions, type Posture, type PostureInput } from '../../src/posture/four-questions.ts';
import type { PostureAnswer } from '../../src/posture/posture-answer.ts';
import type { SharedCredential } from '../../src/posture/revocation.ts';
import type { TokenLife } from '../../src/posture/token-lives.ts';

const now = Date.parse('2026-11-22T00:00:00Z');

const identity: Identity = {
  id: 'gcp:service-account/a',
  plane: 'gcp',
  kind: 'gcp-service-account',
  name: 'a',
  scope: '',
  nature: 'workload',
  agent: false,
  standing: 'observed',
  evidence: [],
};

const power = { level: 'none', read: 'none', write: 'none', execute: 'none', grant: 'none', secrets: 'none' } as const;

const key = (more: Partial<Credential>): Credential => ({ id: 'c', kind: 'key', name: 'key', static: false, evidence: [], ...more });

function lifeFrom(least: number, most = least): TokenLife {
  return { atLeast: least, atMost: most, says: `sessions last up to ${lasting(most)}` };
}

/** Everything is known, and all is well. */
const well: PostureInput = {
  identity,
  power: { ...power, conditional: false, because: [], unreadable: [] },
  isAgent: false,
  people: [],
  credentials: [],
  life: lifeFrom(3600),
  limits: defaultLimits,
  now,
  decisions: { own: [], workloads: [], admission: [] },
  workloads: 1,
  holders: 0,
  shared: [],
  steps: undefined,
  switchOff: 'it can be disabled',
};

/** A case as the file writes it: null stands for what is not known, `12h` for a maximum, `[1h, 12h]` for bounds of one. */
interface Given {
  readonly identity?: Partial<Identity>;
  readonly power?: Partial<Power>;
  readonly isAgent?: boolean | null;
  readonly life?: string | readonly [string, string] | null;
  readonly credentials?: readonly Partial<Credential>[] | null;
  readonly keptSecret?: string;
  readonly engine?: Enforcement;
  readonly workloads?: number | null;
  readonly switchOff?: string | null;
}
interface Case {
  readonly what: string;
  readonly given: Given;
  readonly answer: boolean | 'yes' | 'no' | 'unknown';
  readonly because?: string;
}

const orUndefined = <T>(value: T | null | undefined, usual: T | undefined): T | undefined =>
  value === null ? undefined : value === undefined ? usual : value;

function engineWith(enforcement: Enforcement): PostureInput['decisions'] {
  const point = { id: 'e', engine: 'Cedar', decides: 'tool-calls', enforcement, because: 'the engine', covers: [], evidence: [] } as const;
  return { own: [], workloads: [{ name: 'gateway', points: [point] }], admission: [] };
}

function inputOf({ engine, keptSecret, ...given }: Given): PostureInput {
  const hours = (text: string): number => Number.parseInt(text, 10) * 3600;
  const lives = orUndefined(given.life, '1h');
  const [least, most] = typeof lives === 'string' ? [lives, lives] : (lives ?? []);
  return {
    ...well,
    ...(given as object),
    identity: { ...identity, ...given.identity },
    power: { ...well.power, ...given.power },
    isAgent: orUndefined(given.isAgent, false),
    life: least === undefined || most === undefined ? undefined : lifeFrom(hours(least), hours(most)),
    credentials: orUndefined(given.credentials, [])?.map((c) =>
      key({ ...c, ...(c.enabled === null ? { enabled: undefined } : {}) } as Credential),
    ),
    keptSecret: keptSecret === undefined ? undefined : key({ name: keptSecret, static: true }),
    workloads: orUndefined(given.workloads, 1),
    switchOff: orUndefined(given.switchOff, 'it can be disabled'),
    ...(engine === undefined ? {} : { decisions: engineWith(engine) }),
  };
}

const file = fileURLToPath(new URL('cases/four-questions.yaml', import.meta.url));
const cases = parse(readFileSync(file, 'utf8')) as Record<keyof Posture, readonly Case[]>;

describe.each(Object.entries(cases))('%s', (question, rows) => {
  test.each(rows.map((row) => [row.what, row] as const))('%s', (_, { given, answer, because = '' }) => {
    const found = answerFourQuestions(inputOf(given))[question as keyof Posture];
    // YAML 1.1 reads yes and no as true and false.
    expect(found.answer).toBe(answer === true ? 'yes' : answer === false ? 'no' : answer);
    expect(found.because).toContain(because);
    expect(found.because).not.toBe('');
  });
});

const order: readonly PostureAnswer['answer'][] = ['no', 'unknown', 'yes'];
const rank = ({ answer }: PostureAnswer): number => order.indexOf(answer);

const time = fc.date({ min: new Date('2024-01-01'), max: new Date('2029-01-01'), noInvalidDate: true }).map((d) => d.toISOString());
const credential = fc
  .record(
    { static: fc.boolean(), enabled: fc.boolean(), createdAt: time, expiresAt: fc.option(time, { nil: null }) },
    { requiredKeys: ['static'] },
  )
  .map((c) => key(c));
const life = fc.tuple(fc.nat(200_000), fc.nat(200_000)).map(([a, b]) => lifeFrom(Math.min(a, b), Math.max(a, b)));
const shared = fc.record({ name: fc.constant('KEY'), holders: fc.integer({ min: 2, max: 9 }), spare: fc.boolean() });
const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(of, { nil: undefined });
const input: fc.Arbitrary<PostureInput> = fc
  .record({
    isAgent: maybe(fc.boolean()),
    people: fc.array(fc.constant('a person'), { maxLength: 1 }),
    credentials: maybe(fc.array(credential, { maxLength: 3 })),
    life: maybe(life),
    workloads: maybe(fc.nat(3)),
    holders: fc.nat(3),
    shared: fc.array(shared, { maxLength: 2 }),
    steps: maybe(fc.subarray(['A', 'B', 'C'])),
    switchOff: maybe(fc.constant('it can be disabled')),
    level: fc.constantFrom<Power['level']>(...levels, 'unknown'),
    conditional: fc.boolean(),
    write: fc.constantFrom<Power['write']>('all', 'some', 'none', 'unknown'),
    engine: maybe(fc.constantFrom(...enforcements)),
  })
  .map(({ level, conditional, write, engine, ...rest }) => ({
    ...well,
    ...rest,
    power: { ...well.power, level, conditional, write },
    ...(engine === undefined ? {} : { decisions: engineWith(engine) }),
  }));

/** What `change` makes of any input is answered no better than the input. */
function neverBetter(question: keyof Posture, change: (input: PostureInput) => PostureInput): void {
  fc.assert(
    fc.property(input, (one) => {
      expect(rank(answerFourQuestions(change(one))[question])).toBeLessThanOrEqual(rank(answerFourQuestions(one)[question]));
    }),
  );
}

describe('laws', () => {
  test('one more static credential is always a no', () => {
    fc.assert(
      fc.property(input, (one) => {
        const more = { ...one, credentials: [...(one.credentials ?? []), key({ static: true })] };
        expect(answerFourQuestions(more).lifetime.answer).toBe('no');
      }),
    );
  });

  test('sessions that last longer are no better', () => {
    neverBetter('lifetime', (one) => ({
      ...one,
      life: one.life && { ...one.life, atLeast: one.life.atLeast * 2, atMost: one.life.atMost * 2 },
    }));
  });

  test('a narrower limit is no better', () => {
    neverBetter('lifetime', (one) => ({ ...one, limits: { agent: 600, workload: 3600 } }));
  });

  test.each(['lifetime', 'authorization'] as const)('an agent is asked for no less: %s', (question) => {
    fc.assert(
      fc.property(input, (one) => {
        const [agent, open, workload] = [true, undefined, false].map((isAgent) => answerFourQuestions({ ...one, isAgent })[question]);
        if (agent === undefined || open === undefined || workload === undefined) throw new Error('three answers');
        expect(rank(agent)).toBeLessThanOrEqual(rank(workload));
        // Where it is not known whether it is an agent, both agree or nothing is said.
        expect(rank(open)).toBeLessThanOrEqual(rank(workload));
        expect(rank(open)).toBeGreaterThanOrEqual(rank(agent));
        if (open.answer !== 'unknown') expect(agent.answer).toBe(workload.answer);
      }),
    );
  });

  test('more power without a condition is no better', () => {
    fc.assert(
      fc.property(input, fc.constantFrom(...levels), (one, level) => {
        fc.pre(one.power.level !== 'unknown' && levels.indexOf(level) >= levels.indexOf(one.power.level));
        const before = answerFourQuestions(one).authorization;
        expect(rank(answerFourQuestions({ ...one, power: { ...one.power, level } }).authorization)).toBeLessThanOrEqual(rank(before));
      }),
    );
  });

  test('an engine that nobody heeds makes nothing better', () => {
    fc.assert(
      fc.property(input, (one) => {
        const bare = answerFourQuestions({ ...one, decisions: well.decisions }).authorization;
        expect(rank(answerFourQuestions({ ...one, decisions: engineWith('watching') }).authorization)).toBeLessThanOrEqual(rank(bare));
      }),
    );
  });

  test('a person is always a no', () => {
    fc.assert(fc.property(input, (one) => answerFourQuestions({ ...one, people: [...one.people, 'a person'] }).binding.answer === 'no'));
  });

  test('one more that shares a single secret is always a no', () => {
    const secret: SharedCredential = { name: 'SECRET', holders: 2, spare: false };
    fc.assert(fc.property(input, (one) => answerFourQuestions({ ...one, shared: [...one.shared, secret] }).revocation.answer === 'no'));
  });

  test('one more workload is no better, once one is there', () => {
    neverBetter('revocation', (one) => ({ ...one, workloads: one.workloads && one.workloads + 1 }));
  });

  test('to know less makes no yes of a no, and no no of a yes', () => {
    const less: readonly ((one: PostureInput) => PostureInput)[] = [
      (one) => ({ ...one, credentials: undefined }),
      (one) => ({ ...one, life: undefined }),
      (one) => ({ ...one, isAgent: undefined }),
      (one) => ({ ...one, workloads: undefined }),
      (one) => ({ ...one, switchOff: undefined }),
      (one) => ({ ...one, power: { ...one.power, level: 'unknown', write: 'unknown', unreadable: ['policy'] } }),
    ];
    fc.assert(
      fc.property(input, fc.constantFrom(...less), (one, forget) => {
        const [before, after] = [answerFourQuestions(one), answerFourQuestions(forget(one))];
        for (const question of ['binding', 'lifetime', 'authorization', 'revocation'] as const)
          expect(Math.abs(rank(before[question]) - rank(after[question]))).toBeLessThan(2);
      }),
    );
  });
});

test.each([
  [3600, '1 hour'],
  [5400, '90 minutes'],
  [3607, '60 minutes'],
  [43_200, '12 hours'],
  [86_400, '24 hours'],
  [172_800, '2 days'],
  [72_115_800, '834 days'],
  [1, '1 second'],
])('%d seconds are %s', (seconds, words) => {
  expect(lasting(seconds)).toBe(words);
});

test('limits stand as the user wrote them', () => {
  expect(limitOf(true, { agent: 1800, workload: 7200 })).toEqual({ low: 1800, high: 1800, says: "an agent's limit is 30 minutes" });
});
