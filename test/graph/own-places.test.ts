import { describe, expect, test } from 'vitest';
import { readActionTable } from '../../src/cli/action-table.ts';
import { buildGraph } from '../../src/graph/build-graph.ts';
import type { Fragment } from '../../src/inventory/fragment.ts';
import { ActionUniverse } from '../../src/permissions/aws/action-universe.ts';
import { AwsPermissions } from '../../src/permissions/aws/aws-permissions.ts';
import { account, id, identity, inventoryOf } from './small-inventory.ts';

const universe = new ActionUniverse(readActionTable());

const inline = (user: string, name: string, document: string): Fragment => ({
  type: 'grant',
  value: {
    id: `${id(user)}#inline/${name}`,
    holder: id(user),
    kind: 'inline',
    name,
    document,
    evidence: [{ source: 'dump.json', pointer: `/${user}/${name}/PolicyDocument/Statement` }],
  },
});

/** Two users with the same statements under policies of different names; `ids`: of the document that each has. */
function fragments(ids: readonly [string, string]): readonly Fragment[] {
  return [
    identity('user/ada', { grantsListed: true, tags: { team: 'a' } }),
    identity('user/bob', { grantsListed: true, tags: { team: 'a' } }),
    identity('user/boss', { grantsListed: true, aws: { active_keys: 0 } }),
    ...[...new Set(ids)].map(
      (document): Fragment => ({
        type: 'document',
        value: {
          id: document,
          version: '2012-10-17',
          statements: [
            { effect: 'Allow', action: ['s3:GetObject'], resource: ['*'], condition: { StringEquals: { 'aws:PrincipalTag/team': ['a'] } } },
            { effect: 'Allow', action: ['iam:CreateAccessKey'], resource: [`arn:aws:iam::${account}:user/boss`] },
          ],
        },
      }),
    ),
    inline('user/ada', 'keys-of-ada', ids[0]),
    inline('user/bob', 'keys-of-bob', ids[1]),
    {
      type: 'grant',
      value: {
        id: `${id('user/boss')}#attached/AdministratorAccess`,
        holder: id('user/boss'),
        kind: 'attached',
        name: 'AdministratorAccess',
        policy: 'arn:aws:iam::aws:policy/AdministratorAccess',
        evidence: [],
      },
    },
  ];
}

describe.each<[string, readonly [string, string]]>([
  ['one document', ['same', 'same']],
  ['documents of two sources', ['own/1', 'own/2']],
])('identities with the same statements in %s', (_where, ids) => {
  const inventory = inventoryOf(fragments(ids));
  const graph = buildGraph(inventory, new AwsPermissions(inventory, universe));

  test.each(['ada', 'bob'])('%s has edges with its own places', (name) => {
    const [edge] = graph.edgesFrom(id(`user/${name}`)).filter((e) => e.technique === 'iam-002');
    expect(edge?.to).toBe(id('user/boss'));
    expect(edge?.evidence.map((e) => e.pointer)).toContain(`/user/${name}/keys-of-${name}/PolicyDocument/Statement/1`);
    expect(edge?.evidence.every((e) => !/ada|bob/.test(e.pointer ?? '') || e.pointer?.includes(name))).toBe(true);
    expect(edge?.statements?.map((s) => [s.policy, s.action, s.own])).toEqual([[`keys-of-${name}`, 'iam:CreateAccessKey', true]]);
    expect(edge?.statements?.flatMap((s) => s.evidence.map((e) => e.pointer))).toEqual([
      `/user/${name}/keys-of-${name}/PolicyDocument/Statement/1`,
    ]);
  });
});

test('who is an administrator only while a condition holds is so by its own policy', () => {
  const condition = { Bool: { 'aws:MultiFactorAuthPresent': ['true'] } };
  const inventory = inventoryOf([
    identity('user/ada', { grantsListed: true }),
    identity('user/bob', { grantsListed: true }),
    {
      type: 'document',
      value: { id: 'same', version: '2012-10-17', statements: [{ effect: 'Allow', action: ['*'], resource: ['*'], condition }] },
    },
    inline('user/ada', 'all-of-ada', 'same'),
    inline('user/bob', 'all-of-bob', 'same'),
  ]);
  const graph = buildGraph(inventory, new AwsPermissions(inventory, universe));
  for (const name of ['ada', 'bob']) {
    const [edge] = graph.edgesFrom(id(`user/${name}`)).filter((e) => e.to.startsWith('class:aws-admin/') && e.technique === undefined);
    expect(edge?.certainty).toBe('conditional');
    expect(edge?.evidence.map((e) => e.pointer)).toEqual([`/user/${name}/all-of-${name}/PolicyDocument/Statement/0`]);
  }
});
