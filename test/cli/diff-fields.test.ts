import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Change, compareStates } from '../../src/cli/diff/compare-states.ts';
import { givenIn, recordsOfSnapshot } from '../../src/cli/diff/records.ts';
import type { State } from '../../src/cli/diff/state.ts';
import { factWords, otherRecords, type RecordKind, type Treatment, toldFields, untoldFacts } from '../../src/cli/diff/told-fields.ts';
import { trustChanges } from '../../src/cli/diff/trust-changes.ts';
import { replaySnapshot } from '../../src/collectors/snapshot.ts';
import type { Fragment } from '../../src/inventory/fragment.ts';
import { InventoryBuilder } from '../../src/inventory/inventory.ts';
import type { Trust } from '../../src/inventory/trust.ts';
import { makeDirectory, nhi, root } from './nhi.ts';

/** Every field of every record of the worst world is changed, one at a time: what the tables call told is told, what they do not is not. */

const cwd = makeDirectory();
const worlds = ['aws', 'azure', 'entra', 'gcp', 'github', 'kubernetes', 'shop'].map((name) =>
  join(root, 'fixtures/everything-wrong', name),
);
await nhi(['collect', ...worlds, '-o', 'w.nhi', '-q', '--now', '2026-11-22'], { cwd });
const fragments: Fragment[] = [];
await replaySnapshot(join(cwd, 'w.nhi'), 'w.nhi', (fragment) => fragments.push(fragment));

fragments.push({
  type: 'decision-point',
  value: {
    id: 'd',
    engine: 'OPA',
    decides: 'requests',
    enforcement: 'enforced',
    because: 'OPA is asked',
    covers: ['kubernetes:deployment/web'],
    evidence: [],
  },
});

function stateOf(list: readonly Fragment[]): State {
  const builder = new InventoryBuilder();
  for (const fragment of list) builder.add(fragment);
  const inventory = builder.finish([]);
  const nameOf = (id: string): string => inventory.identities.get(id)?.name ?? id;
  const nowhere = { plane: '', scope: '' };
  return {
    name: 'x',
    now: '2026-11-22T00:00:00Z',
    sources: [],
    unseen: [],
    identities: new Map(
      [...inventory.identities.values()].map(({ id, name, kind, plane, scope, agent, enabled = null }) => [
        id,
        {
          name,
          kind,
          plane,
          scope,
          agent,
          enabled,
          seenBy: nowhere,
          power: {},
          reach: { level: 'none', identities: 0, production: false },
        },
      ]),
    ),
    credentials: new Map(),
    edges: [],
    paths: [],
    findings: [],
    others: new Map(),
    rules: new Set(),
    nameOf,
    records: recordsOfSnapshot(inventory, nameOf, () => nowhere),
    given: givenIn(inventory, nameOf),
  };
}

const before = stateOf(fragments);

/** Another value of the same form. */
function other(value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (value === null) return '2031-01-01T00:00:00Z';
  if (typeof value === 'string') return /^\d{4}-\d{2}-\d{2}/.test(value) ? '2031-01-01T00:00:00Z' : `${value}-other`;
  if (Array.isArray(value)) return value.length === 0 ? ['other'] : [...value.slice(1), other(value[0])];
  const entries = Object.entries(value as object);
  const [first] = entries;
  return first === undefined ? { other: 'other' } : { ...Object.fromEntries(entries), [first[0]]: other(first[1]) };
}

/** What the diff says once a field of a record, by its path, holds another value. */
function changed(kind: RecordKind, id: string, path: readonly string[]): readonly Change[] {
  const record = before.records[kind]?.get(id);
  if (record === undefined) throw new Error(`no ${kind} ${id}`);
  const set = (value: unknown, [key, ...rest]: readonly string[]): unknown =>
    key === undefined ? other(value) : { ...(value as object), [key]: set((value as Record<string, unknown>)[key], rest) };
  const records = new Map(before.records[kind]).set(id, { ...record, value: set(record.value, path) as object });
  return compareStates(before, { ...before, records: { ...before.records, [kind]: records } });
}

const groups = new Set(['aws', 'ci', 'mcp', 'card', 'settings', 'kubernetes', 'gcp', 'azure', 'entra', 'github', 'spiffe', 'vault']);

/** Each field that some record has, down to facts, with the records that have it. */
const fields = (Object.keys(toldFields) as RecordKind[]).flatMap((kind) => {
  const having = new Map<string, string[]>();
  for (const [id, { value }] of before.records[kind] ?? []) {
    for (const [field, held] of Object.entries(value)) {
      if (held === '' || held === 'unknown') continue;
      const paths = groups.has(field) ? Object.keys(held as object).map((fact) => `${field}.${fact}`) : [field];
      for (const path of paths) having.set(path, [...(having.get(path) ?? []), id]);
    }
  }
  return [...having].map(([path, ids]) => ({ kind, path, ids }));
});

function treatmentOf(kind: RecordKind, path: string): Treatment {
  const [field = ''] = path.split('.');
  const untold = untoldFacts[path];
  if (untold !== undefined) return { untold };
  return factWords[path] ?? (toldFields[kind] as Readonly<Record<string, Treatment>>)[field] ?? { untold: '' };
}

test('every kind of record is there to be changed', () => {
  expect(new Set(fields.map((f) => f.kind))).toEqual(new Set(Object.keys(toldFields).filter((kind) => kind !== 'trust')));
  expect(fields.length).toBeGreaterThan(150);
});

test('nothing is told where nothing changed', () => {
  expect(compareStates(before, stateOf(structuredClone(fragments)))).toEqual([]);
});

describe('a field that changed', () => {
  test.each(fields)('$kind $path is told, or deliberately not', ({ kind, path, ids }) => {
    const isTold = 'words' in treatmentOf(kind, path);
    fc.assert(
      fc.property(fc.constantFrom(...ids), (id) => {
        const changes = changed(kind, id, path.split('.'));
        expect(changes, `${kind} ${id}`).toHaveLength(isTold ? 1 : 0);
      }),
      { numRuns: 5 },
    );
  });
});

describe('what is not told has its reason', () => {
  const reasons = [otherRecords, ...Object.values(toldFields)].flatMap((table) => Object.values<Treatment>(table));
  test.each(reasons.flatMap((t) => ('untold' in t ? [t.untold] : [])))('%s', (reason) => expect(reason).toMatch(/\w+ \w+/));
});

/** Snapshots of one record each: what is changed is told by comparing lines, not fields. */
describe('a grant', () => {
  const holder = 'azure:sp/t/app';
  const grant = { id: 'g', holder, kind: 'attached', name: 'Reader', scope: '/subscriptions/1', role: 'Reader', evidence: [] } as const;
  const identity: Fragment = {
    type: 'identity',
    value: {
      id: holder,
      plane: 'azure',
      kind: 'azure-managed-identity',
      name: 'app',
      scope: '1',
      nature: 'workload',
      agent: false,
      standing: 'observed',
      evidence: [],
    },
  };
  const role = (condition?: string): Fragment => ({
    type: 'policy',
    value: {
      id: 'own',
      kind: 'azure-role',
      name: 'Own',
      providerManaged: false,
      allows: [
        { actions: ['a/read'], notActions: [], dataActions: [], notDataActions: [], ...(condition === undefined ? {} : { condition }) },
      ],
      evidence: [],
    },
  });
  const told = (then: readonly Fragment[], now: readonly Fragment[]): readonly string[] =>
    compareStates(stateOf([identity, ...then]), stateOf([identity, ...now])).map(({ direction, text }) => `${direction}: ${text}`);
  const of = (more: object): Fragment => ({ type: 'grant', value: { ...grant, ...more } });

  test.each<[string, object, object, readonly string[]]>([
    [
      'that lost its condition',
      { condition: 'c' },
      {},
      ['more: managed identity app has Reader on /subscriptions/1 without a condition now'],
    ],
    [
      'somewhere else',
      {},
      { scope: '/' },
      ['more: managed identity app gained Reader on /', 'less: managed identity app lost Reader on /subscriptions/1'],
    ],
    [
      'that needs no activation now',
      { eligible: true },
      {},
      [
        'more: managed identity app gained Reader on /subscriptions/1',
        'less: managed identity app lost Reader (eligible) on /subscriptions/1',
      ],
    ],
    ['without an end', { until: '2026-12-01T00:00:00Z' }, {}, ['more: Reader of app: ends 2026-12-01T00:00:00Z -> none']],
    ['with a later end', { until: '2026-12-01' }, { until: '2027-12-01' }, ['more: Reader of app: ends 2026-12-01 -> 2027-12-01']],
    ['that ends', {}, { until: '2026-12-01' }, ['less: Reader of app: ends none -> 2026-12-01']],
  ])('%s', (_, then, now, expected) => expect(told([of(then)], [of(now)])).toEqual(expected));

  test('of a role whose own condition was dropped', () => {
    const own = of({ policy: 'own', name: 'Own' });
    expect(told([own, role('c')], [own, role()])).toEqual([
      'more: managed identity app has a/read on /subscriptions/1 without a condition now',
    ]);
  });

  test('of a control policy, a group without members, a thing with a policy of its own', () => {
    const document = (id: string, action: string, effect: 'Allow' | 'Deny'): Fragment => ({
      type: 'document',
      value: { id, version: '2012-10-17', statements: [{ effect, action: [action], resource: ['*'], principal: { AWS: ['1'] } }] },
    });
    const documents = [document('a', 's3:*', 'Deny'), document('b', 'iam:*', 'Deny'), document('c', 's3:*', 'Allow')];
    const scp = (doc: string): Fragment => of({ holder: 'aws:account/1', kind: 'scp', name: 'limits', document: doc });
    const group = (doc: string): Fragment => of({ holder: 'entra:group/g', kind: 'inline', name: 'own', document: doc });
    const thing = (policy: string): Fragment => ({
      type: 'resource',
      value: { id: 'r', plane: 'aws', kind: 'aws-secret', name: 'arn:s', scope: '1', policy, evidence: [] },
    });
    const [then, now] = [
      [...documents, scp('a'), group('a'), thing('a')],
      [...documents, scp('b'), group('c'), thing('c')],
    ];
    expect(told(then, now)).toEqual([
      'less: the control policy limits of aws:account/1 now denies iam:* on *',
      'more: the control policy limits of aws:account/1 no longer denies s3:* on *',
      'more: entra:group/g gained s3:* on *',
      'more: entra:group/g is no longer denied s3:* on *',
      'more: the policy of arn:s gained s3:* on * for AWS 1',
      'more: the policy of arn:s is no longer denied s3:* on * for AWS 1',
    ]);
  });
});

describe('a trust', () => {
  const trust: Trust = {
    id: 't',
    identity: 'aws:role/1/deploy',
    kind: 'aws-role-trust',
    effect: 'Allow',
    principalKind: 'oidc',
    principal: 'arn:github',
    actions: ['sts:AssumeRoleWithWebIdentity'],
    condition: { StringLike: { sub: ['repo:acme/web:ref:refs/heads/main'] }, StringEquals: { aud: ['sts.amazonaws.com'] } },
    evidence: [],
  };
  const told = (then: readonly object[], now: readonly object[]): readonly string[] =>
    [
      ...trustChanges(
        'i',
        'role deploy',
        then.map((t) => ({ ...trust, ...t })),
        now.map((t) => ({ ...trust, ...t })),
      ),
    ].map(({ direction, text }) => `${direction}: ${text}`);
  const sub = (value: string): object => ({ condition: { ...trust.condition, StringLike: { sub: [value] } } });

  test.each<[string, readonly object[], readonly object[], readonly string[]]>([
    ['that is the same', [{}], [{ id: 'other' }], []],
    [
      'with a wider subject',
      [{}],
      [sub('repo:acme/web:*')],
      ['more: role deploy lets in arn:github otherwise: sub StringLike repo:acme/web:ref:refs/heads/main -> repo:acme/web:*'],
    ],
    [
      'with another subject',
      [{}],
      [sub('repo:evil/web:ref:refs/heads/main')],
      [
        'other: role deploy lets in arn:github otherwise: sub StringLike repo:acme/web:ref:refs/heads/main -> repo:evil/web:ref:refs/heads/main',
      ],
    ],
    [
      'that lost a condition',
      [{}],
      [{ condition: { StringLike: trust.condition?.StringLike } }],
      ['more: role deploy lets in arn:github otherwise: no longer asks for aud StringEquals sts.amazonaws.com'],
    ],
    [
      'that asks for more',
      [{}],
      [{ condition: { ...trust.condition, Bool: { mfa: ['true'] } } }],
      ['less: role deploy lets in arn:github otherwise: asks for mfa Bool true'],
    ],
    [
      'of a deny that lost a condition',
      [{ effect: 'Deny' }],
      [{ effect: 'Deny', condition: {} }],
      [
        'less: role deploy shuts out arn:github otherwise: no longer asks for aud StringEquals sts.amazonaws.com; no longer asks for sub StringLike repo:acme/web:ref:refs/heads/main',
      ],
    ],
    [
      'of somebody else',
      [{}],
      [{ principal: '*', principalKind: 'anyone', condition: {} }],
      [
        'more: role deploy now lets in *',
        'less: role deploy no longer lets in arn:github where aud StringEquals sts.amazonaws.com, sub StringLike repo:acme/web:ref:refs/heads/main',
      ],
    ],
    [
      'to another action',
      [{}],
      [{ actions: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'] }],
      ['more: role deploy lets in arn:github otherwise: to gained sts:TagSession'],
    ],
    [
      'of another version',
      [{}],
      [{ version: '2008-10-17' }],
      ['other: role deploy lets in arn:github otherwise: policy version none -> 2008-10-17'],
    ],
  ])('%s', (_, then, now, expected) => expect(told(then, now)).toEqual(expected));
});

describe('what is not known', () => {
  const [id = '', record] = [...(before.records.identity ?? [])].find(([, { value }]) => 'environment' in value) ?? [];
  test.each([
    ['is no change where it becomes known', { nature: 'unknown', scope: '', environment: undefined }, {}],
    ['is no change where it was known', {}, { nature: 'unknown', scope: '', environment: undefined }],
  ])('%s', (_, then, now) => {
    if (record === undefined) throw new Error('no such identity');
    const side = (more: object): State => ({
      ...before,
      records: { ...before.records, identity: new Map([[id, { ...record, value: { ...record.value, ...more } }]]) },
    });
    expect(compareStates(side(then), side(now))).toEqual([]);
  });
});
