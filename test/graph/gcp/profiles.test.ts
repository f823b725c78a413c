import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildGraph } from '../../../src/graph/build-graph.ts';
import { GcpPermissions } from '../../../src/permissions/gcp/gcp-permissions.ts';
import type { PermissionEngine } from '../../../src/permissions/power.ts';
import { type GcpWorld, idOf, inventoryOf, now } from '../../permissions/gcp/gcp-world.ts';

/** An engine to which every account is one of its own: nothing is read by what many have in common. */
class WithoutProfiles extends GcpPermissions {
  override profileOf(): undefined {
    return undefined;
  }
}

const accounts = ['a@shop', '!b@shop', '-c@shop', 'd@side', 'e@side'];
const holders = ['a@shop', 'a@shop', 'b@shop', 'c@shop', 'd@side', 'e@side', 'projectEditor:shop', 'allUsers', 'group:ops@acme.example'];
const roles = [
  'roles/viewer',
  'roles/editor',
  'roles/owner',
  'roles/iam.serviceAccountUser',
  'roles/iam.serviceAccountTokenCreator',
  'roles/run.developer',
  'roles/compute.admin',
  'roles/storage.admin',
  'roles/secretmanager.secretAccessor',
  'organizations/1/roles/own',
  'projects/shop/roles/deploy',
  'roles/acme.strange',
];
const places = [
  'project/shop',
  'project/shop',
  'project/side',
  'folder/7',
  'organization/1',
  'a@shop',
  'd@side',
  '//storage.googleapis.com/assets',
  '//secretmanager.googleapis.com/projects/shop/secrets/db',
  '//run.googleapis.com/projects/shop/locations/eu/services/web',
];
const endings = [
  '',
  '',
  '',
  ' if request.time < timestamp("2027-01-01T00:00:00Z")',
  ' if request.time < timestamp("2020-01-01T00:00:00Z")',
  ' if resource.matchTag("1/env", "dev")',
  ', until 2027-01-01T00:00:00Z',
];

const grant = fc
  .tuple(fc.constantFrom(...holders), fc.constantFrom(...roles), fc.constantFrom(...places), fc.constantFrom(...endings))
  .map(([who, role, on, ending]) => `${who}: ${role} on ${on}${ending}`);

const world: fc.Arbitrary<GcpWorld> = fc.record({
  scopes: fc.constant({
    'organization/1': null,
    'folder/7': 'organization/1',
    'project/shop': 'folder/7 #100',
    'project/side': 'organization/1 #200',
  }),
  accounts: fc.constant(accounts),
  roles: fc.constant({
    'organizations/1/roles/own': ['iam.roles.update', 'run.services.create'],
    'projects/shop/roles/deploy': ['run.services.create', 'iam.serviceAccounts.actAs', 'iam.serviceAccounts.getAccessToken'],
  }),
  groups: fc.constantFrom<Record<string, readonly string[]>>({}, { 'ops@acme.example': ['a@shop', 'd@side'] }),
  workloads: fc.constant(['gcp-run-service web of shop as a@shop', 'gcp-run-job nightly of side as e@side']),
  grants: fc.uniqueArray(grant, { minLength: 1, maxLength: 8 }),
});

function powersOf(engine: PermissionEngine): readonly unknown[] {
  return accounts.map((who) => {
    const { level, read, write, execute, grant, secrets, standing, conditional, unreadable, because } = engine.powerOf(
      idOf(who.replace(/^[!-]/, '')),
    );
    return { who, level, read, write, execute, grant, secrets, standing, conditional, unreadable, because };
  });
}

test('what many hold alike comes to the same power and the same edges as read for each by itself', () => {
  fc.assert(
    fc.property(world, (of) => {
      const inventory = inventoryOf(of);
      const [alike, each] = [new GcpPermissions(inventory, now), new WithoutProfiles(inventory, now)];
      expect(buildGraph(inventory, alike).edges).toEqual(buildGraph(inventory, each).edges);
      expect(powersOf(alike)).toEqual(powersOf(each));
      expect(powersOf(new GcpPermissions(inventory, now))).toEqual(powersOf(each));
    }),
    { numRuns: 300 },
  );
});

test('most accounts have a profile', () => {
  const inventory = inventoryOf({
    scopes: { 'project/shop': null },
    accounts: ['a@shop'],
    roles: { 'projects/shop/roles/deploy': ['run.services.create'] },
    grants: [
      'a@shop: projects/shop/roles/deploy on project/shop',
      'a@shop: roles/editor on project/shop',
      'a@shop: roles/viewer on project/shop if request.time < timestamp("2027-01-01T00:00:00Z")',
      'a@shop: roles/storage.admin on //storage.googleapis.com/assets',
      'allUsers: roles/storage.objectViewer on //storage.googleapis.com/assets',
    ],
  });
  const identity = inventory.identities.get(idOf('a@shop'));
  const profile = identity && new GcpPermissions(inventory, now).profileOf(identity, { isKept: () => false, telling: -1n });
  expect(profile?.scope).toBe('gcp:project/shop');
  expect(profile?.lasting.mask).not.toBe(0n);
  expect(profile?.kept).toEqual([]);
});
