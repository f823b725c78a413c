import { describe, expect, test } from 'vitest';
import type { Fragment, SourceStatus } from '../../src/inventory/fragment.ts';
import { InventoryBuilder } from '../../src/inventory/inventory.ts';

const id = 'aws:role/111122223333/app';

interface Said {
  readonly source: string;
  readonly created?: string;
  readonly used?: string;
  readonly inline?: Readonly<Record<string, string>>;
  readonly trusted?: readonly string[];
  readonly external?: string;
  readonly policy?: string;
}

function describeRole({
  source,
  created = '2024-01-01T00:00:00Z',
  used,
  inline = {},
  trusted = ['a'],
  external,
  policy,
}: Said): Fragment[] {
  const evidence = [{ source, pointer: '/0' }];
  const arn = 'arn:aws:iam::111122223333:policy/shared';
  return [
    {
      type: 'identity',
      value: {
        id,
        plane: 'aws',
        kind: 'aws-iam-role',
        name: 'app',
        scope: '111122223333',
        nature: 'workload',
        agent: false,
        standing: 'observed',
        createdAt: created,
        ...(used === undefined ? {} : { lastUsedAt: used }),
        grantsListed: true,
        aws: { trusted_services: [] },
        evidence,
      },
    },
    ...Object.entries(inline).map(
      ([name, document]): Fragment => ({
        type: 'grant',
        value: { id: `${id}#inline/${name}`, holder: id, kind: 'inline', name, document, evidence },
      }),
    ),
    ...trusted.map(
      (principal): Fragment => ({
        type: 'trust',
        value: {
          id: `${id}#trust/account/${principal}`,
          identity: id,
          kind: 'aws-role-trust',
          effect: 'Allow',
          principalKind: 'account',
          principal,
          actions: ['sts:AssumeRole'],
          ...(external === undefined ? {} : { condition: { StringEquals: { 'sts:ExternalId': [external] } } }),
          evidence,
        },
      }),
    ),
    ...(policy === undefined
      ? []
      : ([
          {
            type: 'policy',
            value: { id: arn, kind: 'aws-managed-policy', name: 'shared', providerManaged: false, document: policy, evidence },
          },
          { type: 'grant', value: { id: `${id}#attached/shared`, holder: id, kind: 'attached', name: 'shared', policy: arn, evidence } },
        ] as const)),
  ];
}

function read(...said: readonly Said[]) {
  const builder = new InventoryBuilder();
  for (const one of said) for (const fragment of describeRole(one)) builder.add(fragment);
  const status = ({ source }: Said): SourceStatus => ({
    source,
    plane: 'aws',
    scope: '111122223333',
    status: 'complete',
    identities: 1,
    requests: 0,
    gaps: [],
  });
  return builder.finish([...new Map(said.map((s) => [s.source, status(s)])).values()]);
}

describe('two dumps of one account', () => {
  test.each<[string, Said, Said, string]>([
    ['policy documents', { source: 'a', inline: { p: 'x' } }, { source: 'b', inline: { p: 'y' } }, 'app (policies)'],
    ['policies', { source: 'a', inline: { p: 'x', q: 'x' } }, { source: 'b', inline: { p: 'x' } }, 'app (policies)'],
    ['trusted principals', { source: 'a', trusted: ['a'] }, { source: 'b', trusted: ['a', 'b'] }, 'app (trust policy)'],
    ['trust conditions', { source: 'a', external: 'x' }, { source: 'b', external: 'y' }, 'app (trust policy)'],
    ['dates', { source: 'a' }, { source: 'b', created: '2025-01-01T00:00:00Z' }, 'app (date of creation)'],
    ['managed policies', { source: 'a', policy: 'x' }, { source: 'b', policy: 'y' }, 'shared (policy document)'],
  ])('that differ in %s are said to contradict each other', (_what, a, b, about) => {
    for (const [first, second] of [
      [a, b],
      [b, a],
    ] as const) {
      const { sources, gaps } = read(first, second);
      expect(gaps).toHaveLength(1);
      expect(gaps[0]?.detail).toContain(`${first.source} and ${second.source} contradict each other on `);
      expect(gaps[0]?.detail).toContain(about);
      expect(sources.find((s) => s.source === second.source)).toMatchObject({ status: 'partial', gaps });
    }
  });

  test('lose nothing of either', () => {
    const { grants, trusts } = read(
      { source: 'a', inline: { p: 'x' }, external: 'x', policy: 'm' },
      { source: 'b', inline: { p: 'y' }, external: 'y', policy: 'n' },
    );
    const documents = (grants.get(id) ?? []).map((g) => g.document ?? g.policy);
    expect(documents.sort()).toEqual(['arn:aws:iam::111122223333:policy/shared', 'n', 'x', 'y']);
    expect(trusts.get(id)).toHaveLength(2);
    expect(new Set(grants.get(id)?.map((g) => g.id)).size).toBe(4);
  });

  test('are told apart by their dates', () => {
    const older: Said = { source: 'old', used: '2025-01-01T00:00:00Z', inline: { p: 'x' } };
    const newer: Said = { source: 'new', used: '2026-01-01T00:00:00Z', inline: { p: 'y' } };
    const said = 'new is newer by its dates (2026-01-01T00:00:00Z; old ends 2025-01-01T00:00:00Z)';
    expect(read(older, newer).gaps[0]?.detail).toContain(said);
    expect(read(newer, older).gaps[0]?.detail).toContain(said);
    expect(read({ ...older, used: '2026-01-01T00:00:00Z' }, newer).gaps[0]?.detail).toContain('which is newer cannot be told');
  });

  test('that agree, and pages of one dump, are no contradiction', () => {
    const one: Said = { source: 'a', inline: { p: 'x' }, policy: 'x' };
    expect(read(one, { ...one, source: 'b' }, { ...one, source: 'c' }).gaps).toEqual([]);
    expect(read(one, { ...one, inline: { p: 'y' }, created: '2025-01-01T00:00:00Z' }).gaps).toEqual([]);
    expect(read({ ...one, used: '2025-01-01T00:00:00Z' }, { ...one, source: 'b', used: '2026-01-01T00:00:00Z' }).gaps).toEqual([]);
  });
});
