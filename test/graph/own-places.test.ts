import { describe, expect, test } from 'vitest';
import { readActionTable } from '../../src/cli/action-table.ts';
import { buildGraph } from '../../src/graph/build-graph.ts';
import type { Fragment } from '../../src/inventory/fragment.ts';
import { ActionUniverse } from '../../src/permissions/aws/action-universe.ts';
import { AwsPermissions } from '../../src/permissions/aws/aws-permissions.ts';
import { account, id, identity, inventoryOf } from './small-inventory.ts';

const universe = new ActionUniverse(readActionTable());

/** Two users with the same statements under policies of different names. */
function fragments(): readonly Fragment[] {
  const inline = (user: string, name: string): Fragment => ({
    type: 'grant',
    value: {
      id: `${id(user)}#inline/${name}`,
      holder: id(user),
      kind: 'inline',
      name,
      document: 'same',
      evidence: [{ source: 'dump.json', pointer: `/${user}/${name}/PolicyDocument/Statement` }],
    },
  });
  return [
    identity('user/ada', { grantsListed: true }),
    identity('user/bob', { grantsListed: true }),
    identity('user/boss', { grantsListed: true, aws: { active_keys: 0 } }),
    {
      type: 'document',
      value: {
        id: 'same',
        version: '2012-10-17',
        statements: [
          { effect: 'Allow', action: ['s3:GetObject'], resource: ['*'] },
          { effect: 'Allow', action: ['iam:CreateAccessKey'], resource: [`arn:aws:iam::${account}:user/boss`] },
        ],
      },
    },
    inline('user/ada', 'keys-of-ada'),
    inline('user/bob', 'keys-of-bob'),
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

describe('identities with the same statements', () => {
  const inventory = inventoryOf(fragments());
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
