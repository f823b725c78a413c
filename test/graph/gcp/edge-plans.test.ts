import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildGraph } from '../../../src/graph/build-graph.ts';
import type { Edge } from '../../../src/graph/graph.ts';
import { GcpPermissions } from '../../../src/permissions/gcp/gcp-permissions.ts';
import { idOf, inventoryOf, now } from '../../permissions/gcp/gcp-world.ts';

const roles = [
  'roles/viewer',
  'roles/editor',
  'roles/owner',
  'roles/iam.serviceAccountUser',
  'roles/iam.serviceAccountTokenCreator',
  'roles/run.developer',
  'roles/cloudbuild.builds.editor',
  'roles/compute.admin',
  'roles/iam.roleAdmin',
];

/** The edges out of an account of a project in which all of some accounts hold roles, each on a project of its own. */
function edgesOf(given: Readonly<Record<string, readonly string[]>>, project: string): readonly Edge[] {
  const projects = Object.keys(given);
  const inventory = inventoryOf({
    scopes: { 'organization/1': null, ...Object.fromEntries(projects.map((p, n) => [`project/${p}`, `organization/1 #${n + 100}`])) },
    accounts: projects.flatMap((p) => [`robot@${p}`, `other@${p}`]),
    workloads: projects.slice(1).map((p) => `gcp-run-service web of ${p} as other@${p}`),
    grants: projects.flatMap((p) => (given[p] ?? []).map((role) => `robot@${p}: ${role} on project/${p}`)),
  });
  return buildGraph(inventory, new GcpPermissions(inventory, now)).edgesFrom(idOf(`robot@${project}`));
}

// A plan that was made for one project is told for the next: what comes out must be what that one gets by itself.
test('what roles lead to on one project does not turn on what was worked out for another', () => {
  const some = fc.uniqueArray(fc.constantFrom(...roles), { maxLength: 4 });
  fc.assert(
    fc.property(some, some, (first, second) => {
      const given = { shop: first, side: second, far: first };
      const alone = edgesOf({ none: [], far: first }, 'far');
      expect(edgesOf(given, 'far')).toEqual(alone);
      const renamed = JSON.parse(JSON.stringify(edgesOf({ none: [], shop: first }, 'shop')).replaceAll('shop', 'far'));
      expect(renamed).toEqual(JSON.parse(JSON.stringify(alone)));
    }),
    { numRuns: 40 },
  );
});

test('each role is named where it is given', () => {
  const edges = edgesOf({ shop: ['roles/editor'], far: ['roles/editor'] }, 'far');
  expect(edges.length).toBeGreaterThan(3);
  for (const { statements = [], to } of edges) {
    expect(to).toContain('far');
    for (const { policy, statement } of statements) expect([policy, statement]).toEqual(['roles/editor', 'on project far']);
  }
});

/** Answers without profiles, so that no plan is made. */
class OneByOne extends GcpPermissions {
  override profileOf(): undefined {
    return undefined;
  }
}

const places = ['project/shop', 'project/far', 'folder/7', 'organization/1'];
const targets = ['robot@shop', 'other@shop', 'off@shop', 'robot@far', 'other@far', 'off@far'];
const holders = ['robot@shop', 'other@shop', 'robot@far', 'other@far'];

// Several identities hold the same roles on different accounts: the plan of the first is told for all of them.
test('what roles on other accounts lead to is the same by a plan and one by one', () => {
  const some = fc.uniqueArray(fc.constantFrom('roles/viewer', 'roles/editor', 'roles/run.developer', 'roles/compute.admin'), {
    maxLength: 2,
  });
  const few = fc.uniqueArray(fc.constantFrom(...roles.slice(2, 6)), { minLength: 1, maxLength: 2 });
  const held = fc.record({
    broad: fc.record({ place: fc.constantFrom(...places), given: some }),
    single: fc.uniqueArray(fc.constantFrom(...targets), { maxLength: 4 }),
  });
  fc.assert(
    fc.property(few, fc.array(held, { minLength: 4, maxLength: 4 }), fc.boolean(), (onAccounts, each, alike) => {
      const inventory = inventoryOf({
        scopes: {
          'organization/1': null,
          'folder/7': 'organization/1',
          'project/shop': 'folder/7 #100',
          'project/far': 'organization/1 #101',
        },
        accounts: [...targets, ...holders].map((who) => (who.startsWith('off') ? `-${who}` : who)),
        workloads: ['gcp-compute-instance web of shop as other@shop', 'gcp-compute-instance vm of far as other@far'],
        grants: holders.flatMap((who, n) => {
          const { broad, single } = each[alike ? 0 : n] ?? { broad: { place: '', given: [] }, single: [] };
          return [
            ...broad.given.map((role) => `${who}: ${role} on ${broad.place}`),
            ...single.flatMap((target) => onAccounts.map((role) => `${who}: ${role} on ${target}`)),
          ];
        }),
      });
      const planned = buildGraph(inventory, new GcpPermissions(inventory, now)).edges;
      expect(planned).toEqual(buildGraph(inventory, new OneByOne(inventory, now)).edges);
    }),
    { numRuns: 150 },
  );
});
