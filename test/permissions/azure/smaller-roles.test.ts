import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import { AzurePermissions } from '../../../src/permissions/azure/azure-permissions.ts';
import { builtInRoles } from '../../../src/permissions/azure/built-in-roles.ts';
import { knownActions } from '../../../src/permissions/azure/known-actions.ts';
import { type AzureNeed, smallerRoles } from '../../../src/permissions/azure/smaller-roles.ts';
import { app, type Given, type GivenWorld, grantOf, one, worldOf } from './azure-world.ts';

const account = `${one}/resourcegroups/rg/providers/microsoft.storage/storageaccounts/orders`;

function smaller(given: GivenWorld, ...needs: readonly (string | AzureNeed)[]): ReturnType<typeof smallerRoles> {
  const engine = new AzurePermissions(worldOf(given));
  return smallerRoles(
    engine,
    app,
    needs.map((need) => (typeof need === 'string' ? { action: need } : need)),
  );
}

const shown = ({ assignments }: ReturnType<typeof smallerRoles>): readonly string[] =>
  assignments.map(
    ({ builtIn, permissions: p, scope }) =>
      `${builtIn?.name ?? [...p.actions, ...p.dataActions].join(' ')} on ${scope.replace(account, 'account')}`,
  );

describe('smaller roles', () => {
  test('a built-in role that covers what is needed, where it is needed', () => {
    const found = smaller(
      { assignments: [{ role: 'Storage Blob Data Owner', scope: one }] },
      { action: 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read', resource: account },
    );
    expect(shown(found)).toEqual(['Storage Blob Data Reader on account']);
  });

  test('a role of its own where each built-in one gives clearly more', () => {
    const found = smaller({ assignments: [{ role: 'Contributor', scope: one }] }, 'Microsoft.Web/sites/restart/action');
    expect(shown(found)).toEqual([`Microsoft.Web/sites/restart/action on ${one}`]);
  });

  test('a built-in role is not given where it holds more than is held now', () => {
    const found = smaller(
      { roles: { own: [{ actions: ['Microsoft.Storage/storageAccounts/read'] }] }, assignments: [{ role: 'own', scope: one }] },
      'Microsoft.Storage/storageAccounts/read',
    );
    expect(shown(found)).toEqual([`Microsoft.Storage/storageAccounts/read on ${one}`]);
  });

  test('what is needed and not held is not given', () => {
    const found = smaller({ assignments: [{ role: 'Reader', scope: one }] }, 'Microsoft.Web/sites/write', 'Microsoft.Web/sites/read');
    expect(found.missing.map((need) => need.action)).toEqual(['Microsoft.Web/sites/write']);
    expect(shown(found)).toEqual([`Microsoft.Web/sites/read on ${one}`]);
  });

  test('what is held on a resource group only is given there', () => {
    const group = `${one}/resourcegroups/rg`;
    expect(shown(smaller({ assignments: [{ role: 'Contributor', scope: group }] }, 'Microsoft.Web/sites/restart/action'))).toEqual([
      `Microsoft.Web/sites/restart/action on ${group}`,
    ]);
  });

  test('stars stand for known actions', () => {
    const { assignments } = smaller({ assignments: [{ role: 'Contributor', scope: one }] }, 'Microsoft.Web/sites/host/*');
    expect(assignments[0]?.permissions.actions.length).toBeGreaterThan(0);
    expect(smaller({ assignments: [{ role: 'Contributor', scope: one }] }, 'Microsoft.Nothing/like/this/*').unknown).toHaveLength(1);
  });

  test('a condition stands as it stood', () => {
    const condition = "@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals 'orders'";
    const { assignments } = smaller(
      { assignments: [{ role: 'Storage Blob Data Owner', scope: one, condition }] },
      'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read',
    );
    expect(assignments.map((a) => a.condition)).toEqual([condition]);
  });

  test('an eligible role stays', () => {
    const { assignments, kept } = smaller(
      { assignments: [{ role: 'Contributor', scope: one, eligible: true }] },
      'Microsoft.Web/sites/restart/action',
    );
    expect([assignments.length, kept.map((a) => a.grant.name)]).toEqual([0, ['Contributor']]);
  });
});

const { control, data } = knownActions();
const need = fc.record(
  {
    action: fc.constantFrom(...control.values(), ...data.values()),
    resource: fc.constantFrom(one, account, `${one}/resourcegroups/rg`),
  },
  { requiredKeys: ['action'] },
);
const given: fc.Arbitrary<Given> = fc.record({
  role: fc.constantFrom(...builtInRoles().keys()),
  scope: fc.constantFrom(one, `${one}/resourcegroups/rg`, '/providers/Microsoft.Management/managementGroups/web'),
});

test('never allow more than is held, and everything that is needed and held', () => {
  fc.assert(
    fc.property(fc.array(given, { minLength: 1, maxLength: 3 }), fc.array(need, { minLength: 1, maxLength: 4 }), (assignments, needs) => {
      const before = new AzurePermissions(worldOf({ assignments }));
      const found = smallerRoles(before, app, needs);
      const fragments: readonly Fragment[] = [
        ...found.kept.map((a): Fragment => ({ type: 'grant', value: a.grant })),
        ...found.assignments.map((a, i) => grantOf({ role: a.builtIn?.name ?? `own-${i}`, scope: a.scope })),
      ];
      const roles = Object.fromEntries(found.assignments.map((a, i) => [`own-${i}`, [a.permissions]]));
      const after = new AzurePermissions(worldOf({ roles }, ...fragments));
      for (const { action, resource } of needs) {
        const was = before.decide(app, action, resource).answer;
        if (was === 'allowed') expect([action, after.decide(app, action, resource).answer]).toEqual([action, 'allowed']);
      }
      for (const action of [...control.values(), ...data.values()].filter((_, i) => i % 17 === 0)) {
        if (after.decide(app, action, one).answer === 'allowed')
          expect([action, before.decide(app, action, one).answer]).toEqual([action, 'allowed']);
      }
    }),
    { numRuns: 25 },
  );
}, 60_000);
