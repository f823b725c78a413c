import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../../src/graph/build-graph.ts';
import type { Graph } from '../../../src/graph/graph.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import { GcpPermissions } from '../../../src/permissions/gcp/gcp-permissions.ts';
import { type GcpWorld, idOf, inventoryOf, now } from '../../permissions/gcp/gcp-world.ts';

const scopes = {
  'organization/1': null,
  'folder/7': 'organization/1',
  'folder/8': 'folder/7',
  'project/shop': 'folder/8 #100',
  'project/side': 'folder/7 #200',
  'project/far': 'organization/1 #300',
};
const accounts = ['robot@shop', 'boss@shop', 'worker@side', 'lone@far'];

function graphOf(world: GcpWorld, more: readonly Fragment[] = []): Graph {
  const inventory = inventoryOf({ scopes, ...world, accounts: [...accounts, ...(world.accounts ?? [])] }, more);
  return buildGraph(inventory, new GcpPermissions(inventory, now));
}

const certaintyOf = (graph: Graph, from: string, to: string): string | undefined => graph.path(idOf(from), idOf(to))?.certainty;
const boss = 'boss@shop: roles/owner on project/shop';

describe('what a role on a folder or organization leads to', () => {
  test('is everything below, and nothing beside', () => {
    const graph = graphOf({ grants: ['robot@shop: roles/iam.serviceAccountTokenCreator on folder/7'] });
    expect(certaintyOf(graph, 'robot@shop', 'boss@shop')).toBe('confirmed');
    expect(certaintyOf(graph, 'robot@shop', 'worker@side')).toBe('confirmed');
    expect(certaintyOf(graph, 'robot@shop', 'lone@far')).toBeUndefined();
  });

  test('is one edge, however much lies below', () => {
    const graph = graphOf({
      grants: [
        'robot@shop: roles/iam.workloadIdentityUser on organization/1',
        'robot@shop: roles/iam.workloadIdentityUser on project/shop',
      ],
    });
    const becoming = graph.edgesFrom(idOf('robot@shop')).filter((e) => e.kind === 'assumes');
    expect(becoming.map((e) => e.to)).toEqual(['class:gcp-service-accounts/organization/1']);
  });

  test('leaves out what a deny policy takes away further down', () => {
    const deny = [{ on: 'folder/8', principals: ['robot@shop'], permissions: ['iam.serviceAccounts.getAccessToken'] }];
    const graph = graphOf({ grants: ['robot@shop: roles/iam.workloadIdentityUser on organization/1'], deny });
    expect(certaintyOf(graph, 'robot@shop', 'boss@shop')).toBeUndefined();
    expect(certaintyOf(graph, 'robot@shop', 'worker@side')).toBe('confirmed');
    expect(certaintyOf(graph, 'robot@shop', 'lone@far')).toBe('confirmed');
  });

  test('is only possible to say where a deny turns on a tag', () => {
    const deny = [
      {
        on: 'folder/8',
        principals: ['*'],
        permissions: ['iam.serviceAccounts.getAccessToken'],
        condition: 'resource.matchTag("1/env", "prod")',
      },
    ];
    const graph = graphOf({ grants: ['robot@shop: roles/iam.workloadIdentityUser on organization/1'], deny });
    expect(certaintyOf(graph, 'robot@shop', 'boss@shop')).toBe('conditional');
    expect(certaintyOf(graph, 'robot@shop', 'worker@side')).toBe('confirmed');
  });

  test('makes an administrator of an organization one of every project', () => {
    const graph = graphOf({ grants: ['robot@shop: roles/resourcemanager.organizationAdmin on organization/1'] });
    expect(certaintyOf(graph, 'robot@shop', 'lone@far')).toBe('confirmed');
    expect(graph.nameOf('class:gcp-admin/organization/1')).toBe('administrator of organization 1');
  });
});

describe('ways in several steps', () => {
  test('an editor becomes any account of the project, and so its administrator', () => {
    const graph = graphOf({ grants: ['robot@shop: roles/editor on project/shop', boss] });
    expect(graph.pathToAdmin(idOf('robot@shop'))).toMatchObject({ certainty: 'confirmed', to: idOf('boss@shop') });
    // One edge stands for all that one role can do to the same accounts.
    const ways = graph.edgesFrom(idOf('robot@shop')).filter((e) => e.to === 'class:gcp-service-accounts/shop');
    expect(ways.map((e) => [e.technique, e.reason])).toEqual([
      ['gcp-key', expect.stringMatching(/^makes keys of service accounts of shop by roles\/editor, and in \d+ other ways$/)],
    ]);
  });

  test('delegation takes two permissions on two accounts', () => {
    const roles = { 'projects/shop/roles/passes': ['iam.serviceAccounts.implicitDelegation'] };
    const through = 'robot@shop: projects/shop/roles/passes on worker@side';
    const onward = 'worker@side: roles/iam.workloadIdentityUser on boss@shop';
    expect(certaintyOf(graphOf({ roles, grants: [through, onward] }), 'robot@shop', 'boss@shop')).toBe('confirmed');
    expect(certaintyOf(graphOf({ roles, grants: [through] }), 'robot@shop', 'boss@shop')).toBeUndefined();
    expect(certaintyOf(graphOf({ roles, grants: [onward] }), 'robot@shop', 'boss@shop')).toBeUndefined();
    expect(certaintyOf(graphOf({ roles, grants: [through.replace('worker@side', 'folder/7'), onward] }), 'robot@shop', 'boss@shop')).toBe(
      'confirmed',
    );
    // Passing tokens on is not taking them.
    expect(certaintyOf(graphOf({ roles, grants: [through, onward] }), 'robot@shop', 'worker@side')).toBeUndefined();
  });

  test("Deployment Manager works as Google's own account, which is editor", () => {
    const world = {
      accounts: ['100@cloudservices.gserviceaccount.com'],
      roles: { 'projects/shop/roles/deploys': ['deploymentmanager.deployments.create'] },
      grants: [
        'robot@shop: projects/shop/roles/deploys on project/shop',
        'gcp:service-account/100@cloudservices.gserviceaccount.com: roles/editor on project/shop',
        boss,
      ],
    };
    expect(graphOf(world).pathToAdmin(idOf('robot@shop'))?.certainty).toBe('confirmed');
    expect(graphOf({ ...world, grants: world.grants.slice(0, 1) }).pathToAdmin(idOf('robot@shop'))).toBeUndefined();
  });

  test('a build may run as the account of the machines, where Cloud Build has none of its own', () => {
    const world = {
      accounts: ['100-compute@developer.gserviceaccount.com'],
      grants: [
        'robot@shop: roles/cloudbuild.builds.editor on project/shop',
        'gcp:service-account/100-compute@developer.gserviceaccount.com: roles/owner on project/shop',
      ],
    };
    expect(graphOf(world).pathToAdmin(idOf('robot@shop'))?.certainty).toBe('possible');
  });

  test('a group in a group holds what the outer one is given', () => {
    const groups = { 'outer@acme.example': ['group:inner@acme.example'], 'inner@acme.example': ['robot@shop'] };
    expect(
      graphOf({ groups, grants: ['group:outer@acme.example: roles/owner on project/far'] }).pathToAdmin(idOf('robot@shop')),
    ).toBeUndefined();
    const graph = graphOf({ groups, grants: ['group:outer@acme.example: roles/iam.serviceAccountTokenCreator on boss@shop', boss] });
    expect(graph.pathToAdmin(idOf('robot@shop'))?.certainty).toBe('confirmed');
  });

  test("a tag that its holder can attach stands in nobody's way", () => {
    const tagged = 'robot@shop: roles/iam.workloadIdentityUser on project/shop if resource.matchTag("1/env", "dev")';
    expect(certaintyOf(graphOf({ grants: [tagged] }), 'robot@shop', 'boss@shop')).toBe('conditional');
    expect(
      certaintyOf(graphOf({ grants: [tagged, 'robot@shop: roles/resourcemanager.tagUser on project/shop'] }), 'robot@shop', 'boss@shop'),
    ).toBe('confirmed');
    expect(
      certaintyOf(graphOf({ grants: [tagged, 'robot@shop: roles/resourcemanager.tagUser on project/side'] }), 'robot@shop', 'boss@shop'),
    ).toBe('conditional');
  });

  test('an account that Workspace trusts is any of its users', () => {
    const delegated = inventoryOf({ accounts: ['robot@shop'] }).identities.get(idOf('robot@shop'));
    if (delegated === undefined) throw new Error('no account');
    const more: Fragment = {
      type: 'identity',
      value: { ...delegated, gcp: { delegated_scopes: ['https://www.googleapis.com/auth/gmail.readonly'] } },
    };
    const edges = graphOf({ grants: ['worker@side: roles/iam.serviceAccountTokenCreator on robot@shop'] }, [more]).edgesFrom(
      idOf('robot@shop'),
    );
    expect(edges.map((e) => [e.technique, e.to])).toEqual([
      ['gcp-workspace-delegation', 'class:gcp-workspace-users/users of Google Workspace'],
    ]);
  });
});

describe('nobody gets in', () => {
  test.each([
    ['as an account that is turned off', ['robot@shop: roles/iam.serviceAccountTokenCreator on off@shop'], 'off@shop'],
    [
      'by a role that has ended',
      ['robot@shop: roles/iam.serviceAccountTokenCreator on boss@shop if request.time < timestamp("2026-01-01T00:00:00Z")'],
      'boss@shop',
    ],
    ['by reading', ['robot@shop: roles/viewer on organization/1'], 'boss@shop'],
    ['by a right to change custom roles without holding one', ['robot@shop: roles/iam.roleAdmin on project/shop'], 'boss@shop'],
  ])('%s', (_why, grants, to) => {
    expect(certaintyOf(graphOf({ accounts: ['-off@shop'], grants }), 'robot@shop', to)).toBeUndefined();
  });
});

test('a thousand projects are a thousand edges, whatever is given on the organization', () => {
  const many = Array.from({ length: 1000 }, (_, n) => `p${n}`);
  const graph = graphOf({
    scopes: { ...scopes, ...Object.fromEntries(many.map((p) => [`project/${p}`, 'folder/7'])) },
    accounts: many.map((p) => `job@${p}`),
    grants: ['robot@shop', 'boss@shop', 'worker@side', 'lone@far'].map(
      (who) => `${who}: roles/iam.serviceAccountTokenCreator on organization/1`,
    ),
  });
  expect(graph.edges.length).toBeLessThan(7_100);
  expect(graph.reachOf(idOf('robot@shop')).identities).toBeGreaterThanOrEqual(1000);
});
