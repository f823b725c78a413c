import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import { AzurePermissions } from '../../../src/permissions/azure/azure-permissions.ts';
import { builtInRoles } from '../../../src/permissions/azure/built-in-roles.ts';
import { knownActions } from '../../../src/permissions/azure/known-actions.ts';
import { traceOf } from '../../../src/permissions/azure/log-traces.ts';
import { type UsedRoles, usedRoles } from '../../../src/permissions/azure/used-roles.ts';
import { app, type Given, type GivenWorld, grantOf, one, worldOf } from './azure-world.ts';

const group = `${one}/resourcegroups/rg`;

function used(given: GivenWorld, ...actions: readonly string[]): UsedRoles {
  return usedRoles(new AzurePermissions(worldOf(given)), app, {
    actions: actions.map((action) => action.toLowerCase()),
    speaksOf: ({ scope }) => scope?.startsWith('/subscriptions/') === true,
  });
}

const shown = ({ assignments }: UsedRoles): readonly string[] =>
  assignments.map(({ builtIn, permissions: p, scope }) => `${builtIn?.name ?? [...p.actions, ...p.dataActions].join(' ')} on ${scope}`);

describe('roles without what was not used', () => {
  test('are the built-in one that has what is left, where there is one', () => {
    const own = [{ actions: ['*/read', 'Microsoft.Web/sites/write'] }];
    expect(shown(used({ roles: { own }, assignments: [{ role: 'own', scope: one }] }))).toEqual([`Reader on ${one}`]);
  });

  test('keep what reads of a pattern, the resource itself as well', () => {
    const own = [{ actions: ['Microsoft.Web/sites/*'] }];
    expect(shown(used({ roles: { own }, assignments: [{ role: 'own', scope: one }] }))[0]).toMatch(
      /Microsoft\.Web\/sites\/\*\/read .*Microsoft\.Web\/sites\/read/,
    );
  });

  test('take back what they took back', () => {
    const own = [{ actions: ['*'], notActions: ['Microsoft.KeyVault/*', 'Microsoft.Web/sites/write'] }];
    const [made] = used({ roles: { own }, assignments: [{ role: 'own', scope: one }] }, 'Microsoft.Web/sites/restart/action').assignments;
    expect(made?.permissions.notActions).toEqual(['Microsoft.KeyVault/*']);
  });

  test('are given once where a wider scope has them', () => {
    const found = used({
      assignments: [
        { role: 'Contributor', scope: one },
        { role: 'Contributor', scope: group },
      ],
    });
    expect(found.assignments.map((a) => a.scope)).toEqual([one]);
  });

  test.each([
    ['eligible ones', { role: 'Contributor', scope: one, eligible: true as const }, 'limited'],
    ['those above subscriptions', { role: 'Owner', scope: '/providers/Microsoft.Management/managementGroups/web' }, 'unseen'],
  ] as const)('are %s as they stood', (_, assignment, where) => {
    const found = used({ assignments: [assignment] });
    expect([found.assignments.length, found.kept.length, found[where].length]).toEqual([0, 1, 1]);
  });

  test('stay whole in a group of which something stays', () => {
    const found = used({
      groups: { app: ['ops'] },
      assignments: [
        { role: 'Contributor', scope: one, group: 'ops' },
        { role: 'Reader', scope: one, group: 'ops' },
      ],
    });
    expect([found.assignments.length, found.kept.length]).toEqual([0, 2]);
  });
});

const { control, data } = knownActions();
const given: fc.Arbitrary<Given> = fc.record({
  role: fc.constantFrom(...builtInRoles().keys()),
  scope: fc.constantFrom(one, group),
});

test('hold what was used, what reads and what is done with data; and of the rest nothing, and nothing new', () => {
  fc.assert(
    fc.property(
      fc.array(given, { minLength: 1, maxLength: 3 }),
      fc.array(fc.constantFrom(...control.keys()), { maxLength: 4 }),
      (assignments, actions) => {
        const before = new AzurePermissions(worldOf({ assignments }));
        const found = used({ assignments }, ...actions);
        const fragments: readonly Fragment[] = [
          ...found.kept.map((a): Fragment => ({ type: 'grant', value: a.grant })),
          ...found.assignments.map((a, i) => grantOf({ role: a.builtIn?.name ?? `own-${i}`, scope: a.scope })),
        ];
        const roles = Object.fromEntries(found.assignments.map((a, i) => [`own-${i}`, [a.permissions]]));
        const after = new AzurePermissions(worldOf({ roles }, ...fragments));
        for (const scope of [one, group])
          for (const action of [...control.keys(), ...data.keys()].filter((one, i) => i % 13 === 0 || actions.includes(one))) {
            const [was, is] = [before, after].map((engine) => engine.decide(app, action, scope).answer === 'allowed');
            const stays = data.has(action) || actions.includes(action) || traceOf(action) === 'reading';
            if (stays) expect([action, is]).toEqual([action, was]);
            else if (is === true) expect([action, was]).toEqual([action, true]);
          }
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);
