import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { AzurePermissions } from '../../../src/permissions/azure/azure-permissions.ts';
import { builtInRoles } from '../../../src/permissions/azure/built-in-roles.ts';
import { tellingActions } from '../../../src/permissions/azure/telling-actions.ts';
import { facetNames, levels } from '../../../src/permissions/power.ts';
import { app, type Given, type GivenWorld, one, worldOf } from './azure-world.ts';

interface Evaluation extends GivenWorld {
  readonly name: string;
  readonly page: string;
  readonly asked: readonly (readonly [action: string, resource: string | null, answer: string])[];
}

interface PowerCase extends GivenWorld {
  readonly name: string;
  readonly power: string;
  readonly facets?: string;
  readonly conditional?: boolean;
}

const read = (file: string): unknown => parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
const evaluations = read('evaluation.yaml') as readonly Evaluation[];
const powers = read('power.yaml') as readonly PowerCase[];

function permissionsOf(given: GivenWorld): AzurePermissions {
  return new AzurePermissions(worldOf(given));
}

describe('what role assignments allow', () => {
  test.each(evaluations.map((c) => [c.name, c] as const))('%s', (_, c) => {
    const permissions = permissionsOf(c);
    for (const [action, resource, answer] of c.asked)
      expect([action, resource, permissions.decide(app, action, resource ?? undefined).answer]).toEqual([action, resource, answer]);
    expect(c.page).toMatch(/^https:\/\/learn\.microsoft\.com\/(?:azure|entra)\//);
  });
});

describe('what they add up to', () => {
  test.each(powers.map((c) => [c.name, c] as const))('%s', (_, c) => {
    const power = permissionsOf(c).powerOf(app);
    expect(power.level).toBe(c.power);
    if (c.facets !== undefined) expect(facetNames.map((name) => power[name]).join(' ')).toBe(c.facets);
    if (c.conditional !== undefined) expect(power.conditional).toBe(c.conditional);
  });
});

const names = [...builtInRoles().keys()];
const given: fc.Arbitrary<Given> = fc.record({
  role: fc.constantFrom(...names),
  scope: fc.constantFrom('/', one, `${one}/resourceGroups/rg`, '/providers/Microsoft.Management/managementGroups/web'),
});

describe('laws', () => {
  test('more roles never take power away', () => {
    fc.assert(
      fc.property(fc.array(given, { maxLength: 4 }), given, (some, more) => {
        const [less, greater] = [some, [...some, more]].map((assignments) => permissionsOf({ assignments }).powerOf(app));
        const rank = (level: string | undefined): number => levels.map(String).indexOf(level ?? '');
        expect(rank(greater?.level)).toBeGreaterThanOrEqual(rank(less?.level));
      }),
      { numRuns: 60 },
    );
  });

  test('a deny of everything leaves nothing', () => {
    fc.assert(
      fc.property(fc.array(given, { maxLength: 4 }), fc.constantFrom(...tellingActions), (assignments, { name }) => {
        const denies = [{ at: 'azure:scope//', denies: [{ actions: ['*'], dataActions: ['*'] }] }];
        expect(permissionsOf({ assignments, denies }).decide(app, name, one).answer).toBe('denied');
      }),
      { numRuns: 60 },
    );
  });

  test('power is of the level of an action that it has', () => {
    fc.assert(
      fc.property(given, (assignment) => {
        const permissions = permissionsOf({ assignments: [assignment] });
        const { level } = permissions.powerOf(app);
        const may = tellingActions.filter(({ name }) => permissions.decide(app, name).answer === 'allowed');
        if (level === 'admin') expect(may.some((t) => t.level === 'admin')).toBe(true);
        if (level === 'none') expect(may).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('what is allowed on a subscription is allowed on what lies in it', () => {
    fc.assert(
      fc.property(given, fc.constantFrom(...tellingActions), (assignment, { name }) => {
        const permissions = permissionsOf({ assignments: [assignment] });
        if (permissions.decide(app, name, one).answer === 'allowed')
          expect(permissions.decide(app, name, `${one}/resourceGroups/rg/providers/Microsoft.Web/sites/s`).answer).toBe('allowed');
      }),
      { numRuns: 100 },
    );
  });
});
