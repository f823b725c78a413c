import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../../src/graph/build-graph.ts';
import { clusterAdminClass } from '../../../src/graph/class-node.ts';
import type { Graph } from '../../../src/graph/graph.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import type { Inventory } from '../../../src/inventory/inventory.ts';
import { type RbacRule, serviceAccountId } from '../../../src/inventory/rbac.ts';
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

  const eks = (name: string, tokens: string | undefined, scope = '111122223333'): Fragment => ({
    type: 'workload',
    value: {
      id: `aws:eks-cluster/${scope}/eu-north-1/${name}`,
      kind: 'aws-eks-cluster',
      name,
      scope,
      region: 'eu-north-1',
      ...(tokens === undefined ? {} : { settings: { issuer: tokens } }),
      evidence: [{ source: 'described' }],
    },
  });
  const other = issuer.replace('AB12', 'CD34');
  const arn = 'arn:aws:eks:eu-north-1:111122223333:cluster.main';
  const link = (from: string, audience: string): Fragment =>
    annotated.type === 'link'
      ? { ...annotated, value: { ...annotated.value, from, claims: { ...annotated.value.claims, aud: [audience] } } }
      : annotated;
  const withAudience = trust('system:serviceaccount:web:mail').map((one): Fragment => {
    if (one.type !== 'trust') return one;
    const keys = { [`${issuer}:sub`]: ['system:serviceaccount:web:mail'], [`${issuer}:aud`]: ['sts.amazonaws.com'] };
    return { ...one, value: { ...one.value, condition: { StringEquals: keys } } };
  });

  test.each<readonly [string, string, readonly Fragment[], string | undefined, string | undefined]>([
    ['its cluster has that issuer', arn, [eks('main', issuer)], 'confirmed', 'conditional'],
    ['the issuer is written in other letters', arn, [eks('main', issuer.toUpperCase())], 'confirmed', 'conditional'],
    ['a dump goes by the name of a cluster with that issuer', 'main', [eks('main', issuer)], 'confirmed', 'conditional'],
    ['its cluster has another issuer', arn, [eks('main', other), eks('second', issuer)], undefined, undefined],
    ['a cluster of that name has another issuer', 'main', [eks('main', other)], 'conditional', 'possible'],
    ['two clusters go by that name', 'main', [eks('main', other), eks('main', issuer, '444455556666')], 'conditional', 'possible'],
    ['it is one of two clusters of a name', arn, [eks('main', issuer), eks('main', other, '444455556666')], 'confirmed', 'conditional'],
    ['the cluster was listed only', arn, [eks('main', undefined)], 'conditional', 'possible'],
    ['another cluster has that issuer', 'second', [eks('main', issuer)], 'conditional', 'possible'],
  ])('where %s', (_, name, clusters, byAnnotation, byTrust) => {
    const from = serviceAccountId(name, 'web', 'mail');
    const record = accountRecord('mail');
    if (record.type !== 'identity') return;
    const itself: Fragment = { ...record, value: { ...record.value, id: from, scope: name } };
    const world = [itself, ...clusters, ...withAudience];
    const told = graphOf(inventoryOf(...world, link(from, 'sts.amazonaws.com'))).path(from, id);
    expect(told?.certainty).toBe(byAnnotation);
    expect(told?.steps[0]?.evidence.some((e) => e.source === 'described') ?? false).toBe(byAnnotation === 'confirmed');
    expect(graphOf(inventoryOf(...world)).path(from, id)?.certainty).toBe(byTrust);
    // A token for somebody else is not taken.
    expect(graphOf(inventoryOf(...world, link(from, 'vault'))).path(from, id)).toBeUndefined();
  });
});

describe('roles that EKS gives to pods by an association', () => {
  const eks = 'arn:aws:eks:eu-west-1:111122223333:cluster.main';
  const role = 'aws:role/111122223333/mailer';
  const association: Fragment = {
    type: 'workload',
    value: {
      id: 'aws:eks-pod/111122223333/eu-west-1/main/web/mail',
      kind: 'aws-eks-pod',
      name: 'main/web/mail',
      identity: role,
      scope: '111122223333',
      region: 'eu-west-1',
      evidence: [{ source: 'aws' }],
    },
  };
  const accountOf = (name: string): Fragment[] => {
    const record = accountRecord('mail');
    if (record.type !== 'identity') return [];
    return [{ ...record, value: { ...record.value, id: serviceAccountId(name, 'web', 'mail'), scope: name } }];
  };

  test.each<readonly [string, string | undefined]>([
    [eks, 'confirmed'],
    ['main', 'confirmed'],
    ['prod', 'possible'],
    [eks.replace('cluster.main', 'cluster.other'), undefined],
    [eks.replace('111122223333', '444455556666'), undefined],
  ])('in cluster %s: %s', (name, certainty) => {
    const graph = graphOf(inventoryOf(association, accountOf(name), accountRecord('other')));
    const path = graph.path(serviceAccountId(name, 'web', 'mail'), role);
    expect(path?.certainty).toBe(certainty);
    expect(path?.steps[0]?.reason.includes('not known')).toBe(certainty === undefined ? undefined : certainty === 'possible');
    expect(graph.path(account('other'), role)).toBeUndefined();
  });
});

describe('machines whose tokens pods get', () => {
  const machine = (hops: number | undefined): Fragment => ({
    type: 'workload',
    value: {
      id: 'aws:ec2-instance/111122223333/eu-west-1/i-0123456789abcdef0',
      kind: 'aws-ec2-instance',
      name: 'node',
      identity: 'aws:role/111122223333/node',
      ...(hops === undefined ? {} : { settings: { imds_hops: hops } }),
      evidence: [{ source: 'aws' }],
    },
  });
  const nodesOf = (walled: boolean | undefined): Fragment => ({
    type: 'workload',
    value: {
      id: 'kubernetes:workload/test/-/nodes/blue',
      kind: 'kubernetes-nodes',
      name: 'nodes blue',
      scope: cluster,
      settings: { machines: ['i-0123456789abcdef0'], ...(walled === undefined ? {} : { metadata_walled: walled }) },
      evidence: [{ source: 'test' }],
    },
  });

  test.each<readonly [string, number | undefined, boolean | undefined, boolean]>([
    ['two hops and no wall', 2, false, true],
    ['one hop', 1, false, false],
    ['a service that is off', 0, false, false],
    ['a wall', 2, true, false],
    ['hops that nobody gave', undefined, false, false],
    ['walls that nobody gave', 2, undefined, false],
  ])('%s', (_, hops, walled, isOpen) => {
    const graph = graphOf(inventoryOf(world, machine(hops), nodesOf(walled)));
    expect(graph.path(account('mail'), 'aws:role/111122223333/node') !== undefined).toBe(isOpen);
    // Nothing runs as this one.
    expect(graph.path(account('idle'), 'aws:role/111122223333/node')).toBeUndefined();
  });
});

test('a role of AWS that a cluster lets in as one of its masters is its administrator', () => {
  const link = world.find((f) => f.type === 'link');
  const user = `kubernetes:user/${cluster}/ops`;
  const named = { nature: 'unknown', agent: false, standing: 'named', evidence: [{ source: 'test' }] } as const;
  const graph = graphOf(
    inventoryOf(
      world,
      link ?? [],
      {
        type: 'identity',
        value: { ...named, id: 'aws:role/111122223333/ops', plane: 'aws', kind: 'aws-iam-role', name: 'ops', scope: '111122223333' },
      },
      { type: 'identity', value: { ...named, id: user, plane: 'kubernetes', kind: 'kubernetes-user', name: 'ops', scope: cluster } },
      { type: 'membership', value: { identity: user, group: `kubernetes:group/${cluster}/system:masters` } },
    ),
  );
  expect(graph.pathToAdmin('aws:role/111122223333/ops')?.certainty).toBe('confirmed');
});
