import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../../src/graph/build-graph.ts';
import { clusterAdminClass } from '../../../src/graph/class-node.ts';
import type { Graph } from '../../../src/graph/graph.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import type { Inventory } from '../../../src/inventory/inventory.ts';
import type { RbacRule } from '../../../src/inventory/rbac.ts';
import type { Trust } from '../../../src/inventory/trust.ts';
import { GcpPermissions } from '../../../src/permissions/gcp/gcp-permissions.ts';
import { KubernetesPermissions } from '../../../src/permissions/kubernetes/kubernetes-permissions.ts';
import { PlanePermissions } from '../../../src/permissions/plane-permissions.ts';
import { account, accountRecord, bind, cluster, inventoryOf, role } from '../../permissions/kubernetes/cluster-world.ts';
import { SimpleEngine } from '../simple-engine.ts';

interface Case {
  readonly name: string;
  readonly rules: readonly RbacRule[];
  readonly namespace?: string;
  /** Who is reached for sure, and by which technique first. */
  readonly to: Readonly<Record<string, string>>;
  readonly not: readonly string[];
  readonly possible?: readonly string[];
}

const cases = JSON.parse(readFileSync(new URL('cluster-cases.json', import.meta.url), 'utf8')) as readonly Case[];
const shop = account('shop');
const nodes: Readonly<Record<string, string>> = {
  mail: account('mail'),
  idle: account('idle'),
  backup: account('backup', 'ops'),
  admin: clusterAdminClass(cluster),
};

const world: readonly Fragment[] = [
  accountRecord('shop'),
  accountRecord('mail'),
  accountRecord('idle'),
  accountRecord('backup', 'ops'),
  ...['mail'].map(
    (name): Fragment => ({
      type: 'workload',
      value: { id: `w/${name}`, kind: 'kubernetes-deployment', name, identity: account(name), evidence: [{ source: 'test' }] },
    }),
  ),
  {
    type: 'credential',
    value: {
      id: 'kubernetes:token/test/ops/backup',
      kind: 'kubernetes-service-account-token',
      name: 'token ops/backup',
      static: true,
      identity: account('backup', 'ops'),
      evidence: [{ source: 'test' }],
    },
  },
  // Roles of AWS come in by a ConfigMap.
  {
    type: 'link',
    value: { kind: 'enters', from: 'aws:role/111122223333/ops', to: `kubernetes:user/${cluster}/ops`, evidence: [{ source: 'test' }] },
  },
  // Somebody else is administrator, so that there is something to reach.
  accountRecord('root', 'root'),
  bind(account('root', 'root'), 'cluster-admin'),
];

function graphOf(inventory: Inventory, aws = new SimpleEngine({})): Graph {
  const gcp = new GcpPermissions(inventory);
  return buildGraph(inventory, new PlanePermissions({ aws, gcp, kubernetes: new KubernetesPermissions(inventory) }));
}

describe('techniques of a cluster', () => {
  test.each(cases.map((c) => [c.name, c] as const))('%s', (_, c) => {
    const graph = graphOf(inventoryOf(world, role('given', c.rules), bind(shop, 'given', c.namespace)));
    for (const [name, technique] of Object.entries(c.to)) {
      const path = graph.path(shop, nodes[name] ?? '');
      expect([name, path?.certainty, path?.steps[0]?.technique]).toEqual([name, 'confirmed', technique]);
      expect(path?.steps[0]?.statements?.length).toBeGreaterThan(0);
    }
    for (const name of c.not) expect([name, graph.path(shop, nodes[name] ?? '')?.certainty]).not.toEqual([name, 'confirmed']);
    for (const name of c.possible ?? []) expect([name, graph.path(shop, nodes[name] ?? '')?.certainty]).toEqual([name, 'possible']);
    if (c.possible === undefined && c.not.includes('admin')) expect(graph.path(shop, nodes.admin ?? '')).toBeUndefined();
  });
});

test('an administrator of the cluster reaches every service account, and has no path to what it is', () => {
  const graph = graphOf(inventoryOf(world, bind(shop, 'cluster-admin')));
  expect(graph.reachOf(shop).identities).toBe(4);
  expect(graph.pathToAdmin(shop)).toBeUndefined();
  expect(graph.nameOf(nodes.admin ?? '')).toBe('administrator of cluster test');
});

test('a way over another account to administrator', () => {
  const tokens = { apiGroups: [''], resources: ['serviceaccounts/token'], verbs: ['create'] };
  const graph = graphOf(inventoryOf(world, role('given', [tokens]), bind(shop, 'given', 'root')));
  const path = graph.pathToAdmin(shop);
  expect(path?.certainty).toBe('confirmed');
  expect(path?.steps.map((s) => s.to)).toEqual([account('root', 'root')]);
  expect(graph.reachOf(shop).admin).toBe(true);
});

describe('cloud roles that trust a service account', () => {
  const id = 'aws:role/111122223333/mail';
  const issuer = 'oidc.eks.eu-north-1.amazonaws.com/id/AB12';
  const trust = (subject: string, operator = 'StringEquals'): Fragment[] => {
    const value: Trust = {
      id: `${id}#trust/oidc`,
      identity: id,
      kind: 'aws-role-trust',
      effect: 'Allow',
      principalKind: 'oidc',
      principal: `arn:aws:iam::111122223333:oidc-provider/${issuer}`,
      actions: ['sts:AssumeRoleWithWebIdentity'],
      condition: { [operator]: { [`${issuer}:sub`]: [subject] } },
      evidence: [{ source: 'trust' }],
    };
    return [
      { type: 'trust', value },
      {
        type: 'identity',
        value: { ...identityBase, id, name: 'mail' },
      },
    ];
  };
  const identityBase = {
    plane: 'aws',
    kind: 'aws-iam-role',
    scope: '111122223333',
    nature: 'workload',
    agent: false,
    standing: 'observed',
    evidence: [{ source: 'aws' }],
  } as const;
  const annotated: Fragment = {
    type: 'link',
    value: {
      kind: 'assumes',
      from: account('mail'),
      to: id,
      claims: { sub: ['system:serviceaccount:web:mail'], aud: ['sts.amazonaws.com'] },
      evidence: [{ source: 'annotation' }],
    },
  };

  test.each([
    ['the annotation and the trust say the same', [annotated, ...trust('system:serviceaccount:web:mail')], 'conditional'],
    ['the trust takes a pattern', [annotated, ...trust('system:serviceaccount:web:*', 'StringLike')], 'conditional'],
    ['the trust names another account', [annotated, ...trust('system:serviceaccount:ops:mail')], undefined],
    ['only the trust names it', trust('system:serviceaccount:web:mail'), 'possible'],
    ['the trust is for another namespace', trust('system:serviceaccount:ops:mail'), undefined],
    ['the role was not seen', [annotated], 'possible'],
  ] as const)('%s', (_, fragments, certainty) => {
    expect(graphOf(inventoryOf(world, fragments)).path(account('mail'), id)?.certainty).toBe(certainty);
  });
});
