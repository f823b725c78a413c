import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../../src/graph/build-graph.ts';
import { withPoolTrusts } from '../../../src/graph/gcp/pool-trusts.ts';
import type { Graph } from '../../../src/graph/graph.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import type { Identity } from '../../../src/inventory/identity.ts';
import type { Provider } from '../../../src/inventory/provider.ts';
import { GcpPermissions } from '../../../src/permissions/gcp/gcp-permissions.ts';
import { idOf, inventoryOf, now } from '../../permissions/gcp/gcp-world.ts';
import { identity, trust } from '../small-inventory.ts';

const pool = 'projects/100/locations/global/workloadIdentityPools/outside';
const evidence = [{ source: 'test' }];
const world = { scopes: { 'project/shop': '#100' }, accounts: ['target@shop', 'robot@shop'] };

function graphOf(more: readonly Fragment[], grants: readonly string[] = []): Graph {
  const inventory = withPoolTrusts(inventoryOf({ ...world, grants }, more));
  return buildGraph(inventory, new GcpPermissions(inventory, now));
}

const member = (rest: string): string => `principalSet://iam.googleapis.com/${pool}/${rest}`;
const lets = (principal: string, identity_ = idOf('target@shop')): Fragment => ({
  type: 'trust',
  value: {
    id: `${identity_}#trust/federated/${principal}`,
    identity: identity_,
    kind: 'gcp-trust',
    effect: 'Allow',
    principalKind: 'federated',
    principal,
    actions: ['iam.serviceAccounts.getAccessToken'],
    evidence,
  },
});
const aws = (more: Partial<Provider> = {}): Fragment => ({
  type: 'provider',
  value: {
    id: `gcp:workload-identity-provider/${pool}/providers/aws`,
    kind: 'aws',
    account: '111122223333',
    condition: null,
    mapping: { 'google.subject': 'assertion.arn', 'attribute.account': 'assertion.account' },
    evidence,
    ...more,
  },
});
const role = 'arn:aws:sts::111122223333:assumed-role/deploy';
const roles = [identity('role/deploy'), identity('role/other')];
const ways = (graph: Graph): readonly unknown[] =>
  ['deploy', 'other'].map((name) => graph.path(`aws:role/111122223333/${name}`, idOf('target@shop'))?.certainty);

describe('roles of AWS in a workload identity pool', () => {
  test.each([
    ['the whole pool', '*', {}, ['confirmed', 'confirmed']],
    ['the account', 'attribute.account/111122223333', {}, ['confirmed', 'confirmed']],
    ['another account', 'attribute.account/444455556666', {}, [undefined, undefined]],
    ['one role', `attribute.aws_role/${role}`, {}, ['confirmed', undefined]],
    ['an attribute that says nothing of roles', 'attribute.team/shop', {}, [undefined, undefined]],
    ['the pool, with a condition on a role', '*', { condition: `assertion.arn.startsWith('${role}/')` }, ['confirmed', undefined]],
    ['the pool, with a condition on something else', '*', { condition: "assertion.userid == 'x'" }, ['conditional', 'conditional']],
    [
      'one role, with a condition on another',
      `attribute.aws_role/${role}`,
      { condition: "attribute.aws_role == 'arn:aws:sts::111122223333:assumed-role/other'" },
      [undefined, undefined],
    ],
    ['a provider that is turned off', '*', { enabled: false }, [undefined, undefined]],
    ['a provider of another account', '*', { account: '444455556666' }, [undefined, undefined]],
  ] as const)('%s', (_name, rest, more, expected) => {
    expect(ways(graphOf([...roles, lets(member(rest)), aws(more)]))).toEqual(expected);
  });
});

describe('service accounts in AWS', () => {
  const known: Identity = {
    id: idOf('robot@shop'),
    plane: 'gcp',
    kind: 'gcp-service-account',
    name: 'robot',
    scope: 'shop',
    nature: 'workload',
    agent: false,
    standing: 'observed',
    gcp: { unique_id: '104' },
    evidence,
  };
  const takes = (sub: string): Fragment =>
    trust('role/deploy', 'accounts.google.com', {
      principalKind: 'federated',
      actions: ['sts:AssumeRoleWithWebIdentity'],
      condition: { StringEquals: { 'accounts.google.com:sub': [sub] } },
    });
  const deploy = 'aws:role/111122223333/deploy';

  test('become a role that asks for their unique id, and so does whoever takes their identity tokens', () => {
    const grants = ['target@shop: roles/iam.serviceAccountOpenIdTokenCreator on robot@shop'];
    const graph = graphOf([...roles, { type: 'identity', value: known }, takes('104')], grants);
    expect(graph.path(known.id, deploy)?.certainty).toBe('confirmed');
    expect(graph.path(idOf('target@shop'), deploy)?.certainty).toBe('confirmed');
    expect(graph.path(idOf('target@shop'), known.id)).toBeUndefined();
    const wide = graphOf(
      [...roles, { type: 'identity', value: known }, takes('104')],
      ['target@shop: roles/iam.serviceAccountOpenIdTokenCreator on project/shop'],
    );
    expect(wide.path(idOf('target@shop'), deploy)?.certainty).toBe('confirmed');
  });

  test('become none that asks for another', () => {
    expect(graphOf([...roles, { type: 'identity', value: known }, takes('105')]).path(known.id, deploy)).toBeUndefined();
  });
});

describe('workloads of clusters', () => {
  const pod = (namespace: string): Fragment => ({
    type: 'identity',
    value: {
      id: `kubernetes:service-account/cluster.shop/${namespace}/front`,
      plane: 'kubernetes',
      kind: 'kubernetes-service-account',
      name: `${namespace}/front`,
      scope: 'cluster.shop',
      nature: 'workload',
      agent: false,
      standing: 'observed',
      evidence,
    },
  });

  test('of the name that a binding has may be let in, in whichever cluster', () => {
    const graph = graphOf([pod('web'), pod('jobs'), lets('serviceAccount:shop.svc.id.goog[web/front]')]);
    expect(graph.path('kubernetes:service-account/cluster.shop/web/front', idOf('target@shop'))?.certainty).toBe('possible');
    expect(graph.path('kubernetes:service-account/cluster.shop/jobs/front', idOf('target@shop'))).toBeUndefined();
  });
});
