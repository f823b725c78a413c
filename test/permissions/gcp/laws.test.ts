import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InventoryBuilder } from '../../../src/inventory/inventory.ts';
import { GcpPermissions } from '../../../src/permissions/gcp/gcp-permissions.ts';
import { bitOf, maskOf, permissionsIn } from '../../../src/permissions/gcp/permission-mask.ts';
import { askCondition } from '../../../src/permissions/gcp/role-condition.ts';
import { maskOfPredefined, predefinedRoles } from '../../../src/permissions/gcp/role-permissions.ts';
import { watchedPermissions } from '../../../src/permissions/gcp/watched-permissions.ts';
import type { Power } from '../../../src/permissions/power.ts';
import { fragmentsOf, type GcpWorld, idOf, inventoryOf, now, scopeOf } from './gcp-world.ts';

const scopes = {
  'organization/1': null,
  'folder/7': 'organization/1',
  'project/shop': 'folder/7 #100',
  'project/side': 'organization/1 #200',
};
const accounts = ['a@shop', 'b@shop', 'c@side'];
const principals = [...accounts, '*', 'principalSet://cloudresourcemanager.googleapis.com/projects/100', 'group:ops@acme.example'];
const permissions = ['iam.serviceAccounts.actAs', 'storage.objects.get', 'resourcemanager.projects.setIamPolicy', 'compute.zones.list'];
const conditions = [
  '',
  ' if request.time < timestamp("2027-01-01T00:00:00Z")',
  ' if resource.matchTag("1/env", "dev")',
  ' if request.time < timestamp("2020-01-01T00:00:00Z")',
];
const scope = fc.constantFrom(...Object.keys(scopes));
const grant = fc
  .tuple(
    fc.constantFrom(...accounts, 'group:ops@acme.example'),
    fc.constantFrom('roles/owner', 'roles/editor', 'roles/storage.objectViewer', 'roles/acme.strange', 'roles/iam.serviceAccountUser'),
    scope,
    fc.constantFrom(...conditions),
  )
  .map(([who, role, on, condition]) => `${who}: ${role} on ${on}${condition}`);
const rule = fc.record({
  on: scope,
  principals: fc.subarray(principals, { minLength: 1 }),
  exceptPrincipals: fc.subarray(principals, { maxLength: 1 }),
  permissions: fc.subarray([...permissions, 'storage.*', '*.setIamPolicy'], { minLength: 1 }),
  unread: fc.boolean(),
});
const world: fc.Arbitrary<GcpWorld> = fc.record({
  scopes: fc.constant(scopes),
  accounts: fc.constant(accounts),
  groups: fc.constant({ 'ops@acme.example': ['a@shop', 'c@side'] }),
  grants: fc.uniqueArray(grant, { maxLength: 6 }),
  deny: fc.array(rule, { maxLength: 2 }),
});
const places = [
  undefined,
  'gcp:project/shop',
  'gcp:project/side',
  'gcp:folder/7',
  'gcp:organization/1',
  '//storage.googleapis.com/projects/shop/x',
];

function answers(engine: GcpPermissions): readonly (readonly [string, string])[] {
  return accounts.flatMap((who) =>
    permissions.flatMap((permission) =>
      places.map((place): [string, string] => [`${who} ${permission} ${place}`, engine.decide(idOf(who), permission, place).answer]),
    ),
  );
}

/** Nothing becomes allowed that was not, and what was denied stays so. */
function expectNoMore(before: GcpPermissions, after: GcpPermissions): void {
  const then = new Map(answers(before));
  for (const [question, answer] of answers(after)) {
    if (answer === 'allowed') expect([question, then.get(question)]).toEqual([question, 'allowed']);
    if (then.get(question) === 'denied') expect([question, answer]).toEqual([question, 'denied']);
  }
  for (const who of accounts)
    for (const holding of after.holdingsOf(idOf(who))) {
      const earlier = before.holdingOn(idOf(who), holding.scope);
      expect(holding.sure & ~earlier.sure).toBe(0n);
      expect((holding.conditional | holding.tagged) & ~(earlier.sure | earlier.conditional | earlier.tagged)).toBe(0n);
    }
}

/** What a power says, worked out where it is asked. */
function plainPower({ level, read, write, execute, grant, secrets, standing, conditional, unreadable, because }: Power): Required<Power> {
  return { level, read, write, execute, grant, secrets, standing: standing === true, conditional, unreadable, because };
}

const engineOf = (of: GcpWorld): GcpPermissions => new GcpPermissions(inventoryOf(of), now);

describe('permissions of Google Cloud', () => {
  test('another deny rule never adds power', () => {
    fc.assert(
      fc.property(world, rule, (of, one) => {
        expectNoMore(engineOf(of), engineOf({ ...of, deny: [...(of.deny ?? []), one] }));
      }),
      { numRuns: 40 },
    );
  });

  test('a boundary never adds power', () => {
    const fence = fc.record({
      of: fc.constantFrom('project/shop', 'folder/7', 'organization/1'),
      within: fc.subarray(Object.keys(scopes)),
    });
    fc.assert(
      fc.property(world, fence, (of, one) => {
        expectNoMore(engineOf(of), engineOf({ ...of, boundaries: [one] }));
      }),
      { numRuns: 40 },
    );
  });

  test('what is held on a scope comes to the same, asked for one scope or for all', () => {
    fc.assert(
      fc.property(world, (of) => {
        const engine = engineOf(of);
        for (const who of accounts)
          for (const { except: _, ...holding } of engine.holdingsOf(idOf(who))) {
            const { except: __, ...again } = engine.holdingOn(idOf(who), holding.scope);
            expect(holding).toEqual(again);
          }
      }),
      { numRuns: 40 },
    );
  });

  test('what nobody asks about is added up to the same power, and leaves what is asked about as it is', () => {
    const things = [
      '//storage.googleapis.com/assets',
      '//secretmanager.googleapis.com/projects/shop/secrets/db',
      '//secretmanager.googleapis.com/projects/shop/secrets/db/versions/1',
      'b@shop',
      'project/shop',
    ];
    const onThing = fc
      .tuple(
        fc.constantFrom('a@shop', 'group:ops@acme.example'),
        fc.constantFrom('roles/storage.admin', 'roles/secretmanager.secretAccessor', 'roles/iam.serviceAccountUser', 'roles/acme.strange'),
        fc.constantFrom(...things),
        fc.constantFrom(...conditions),
      )
      .map(([who, role, on, condition]) => `${who}: ${role} on ${on}${condition}`);
    const fewLimits = fc.record({
      of: world,
      more: fc.uniqueArray(onThing, { minLength: 1, maxLength: 6 }),
      kept: fc.subarray(things.map(scopeOf)),
      isFree: fc.boolean(),
    });
    fc.assert(
      fc.property(fewLimits, ({ of, more, kept, isFree }) => {
        const { deny, ...free } = of;
        const whole = { ...(isFree || deny === undefined ? free : of), grants: [...(of.grants ?? []), ...more] };
        for (const who of accounts.map(idOf)) {
          const [some, all] = [engineOf(whole), engineOf(whole)];
          const isKept = (scope: string): boolean => kept.includes(scope);
          const isAsked = (scope: string): boolean => scope.startsWith('gcp:') || isKept(scope);
          const told = some.glanceAt(who, isKept).holdings.filter((h) => isAsked(h.scope));
          expect(told).toEqual(all.holdingsOf(who).filter((h) => isAsked(h.scope)));
          const everything = all.glanceAt(who, () => true);
          expect(everything.rest.sure).toBe(0n);
          expect(plainPower(some.powerOf(who))).toEqual(plainPower(all.powerOf(who)));
        }
      }),
      { numRuns: 200 },
    );
  });

  test('folders that lie in each other hold what is given on either', () => {
    const loop = { 'folder/1': 'folder/2', 'folder/2': 'folder/1', 'project/shop': 'folder/1 #100' };
    const grants = [
      'a@shop: roles/owner on folder/1',
      'a@shop: roles/storage.objectViewer on folder/2',
      'a@shop: roles/editor on project/shop',
    ];
    const engine = engineOf({ scopes: loop, accounts, grants });
    const held = engine.holdingsOf(idOf('a@shop'));
    expect(held.map((h) => [h.scope, h.roles.length])).toEqual([
      ['gcp:folder/1', 2],
      ['gcp:folder/2', 2],
      ['gcp:project/shop', 3],
    ]);
    for (const holding of held) expect(holding.sure).toBe(engine.holdingOn(idOf('a@shop'), holding.scope).sure);
  });

  test('another role never takes power away', () => {
    fc.assert(
      fc.property(world, grant, (of, one) => {
        const [before, after] = [new Map(answers(engineOf(of))), answers(engineOf({ ...of, grants: [...(of.grants ?? []), one] }))];
        for (const [question, answer] of after)
          if (before.get(question) === 'allowed') expect([question, answer]).toEqual([question, 'allowed']);
      }),
      { numRuns: 30 },
    );
  });

  test('the order of what is read never matters', () => {
    fc.assert(
      fc.property(
        world.chain((of) => {
          const fragments = [...fragmentsOf(of)];
          return fc.tuple(fc.constant(of), fc.shuffledSubarray(fragments, { minLength: fragments.length }));
        }),
        ([of, shuffled]) => {
          const builder = new InventoryBuilder();
          for (const fragment of shuffled) builder.add(fragment);
          const engine = new GcpPermissions(builder.finish([]), now);
          const straight = engineOf(of);
          expect(answers(engine)).toEqual(answers(straight));
          for (const who of accounts) expect(engine.powerOf(idOf(who))).toEqual(straight.powerOf(idOf(who)));
        },
      ),
      { numRuns: 30 },
    );
  });

  test('a condition that cannot be read is never taken to hold', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        const verdict = askCondition(`(${text}) && resource.name == "x"`, { now });
        expect(verdict.holds === true).toBe(false);
      }),
    );
  });
});

describe('the table of predefined roles', () => {
  test.each([
    [
      'roles/owner',
      [
        'iam.serviceAccounts.actAs',
        'iam.serviceAccountKeys.create',
        'resourcemanager.projects.setIamPolicy',
        'secretmanager.versions.access',
      ],
      ['iam.serviceAccounts.getAccessToken'],
    ],
    [
      'roles/editor',
      ['iam.serviceAccounts.actAs', 'storage.hmacKeys.create', 'compute.instances.setMetadata', 'cloudbuild.builds.create'],
      ['secretmanager.versions.access', 'iam.serviceAccounts.setIamPolicy'],
    ],
    [
      'roles/iam.workloadIdentityUser',
      ['iam.serviceAccounts.getAccessToken', 'iam.serviceAccounts.getOpenIdToken'],
      ['iam.serviceAccounts.actAs'],
    ],
    [
      'roles/iam.securityAdmin',
      ['resourcemanager.organizations.setIamPolicy', 'iam.serviceAccounts.setIamPolicy'],
      ['iam.serviceAccounts.actAs'],
    ],
    ['roles/container.developer', ['container.serviceAccounts.createToken', 'container.pods.exec'], ['container.clusters.impersonate']],
    ['roles/container.admin', ['container.clusters.impersonate', 'container.clusterRoles.bind'], []],
  ])('%s', (role, has, lacks) => {
    const mask = maskOfPredefined(role) ?? 0n;
    expect(permissionsIn(mask)).toEqual(expect.arrayContaining(has));
    for (const name of lacks) expect(mask & maskOf(name)).toBe(0n);
  });

  test('holds only watched permissions, each of them in some role', () => {
    expect(new Set(watchedPermissions).size).toBe(watchedPermissions.length);
    const all = [...predefinedRoles().values()].reduce((a, b) => a | b, 0n);
    expect(all >> BigInt(watchedPermissions.length + 3)).toBe(0n);
    expect(watchedPermissions.filter((name) => (all & (bitOf(name) ?? 0n)) === 0n)).toEqual([]);
    expect(predefinedRoles().size).toBeGreaterThan(2000);
  });
});
