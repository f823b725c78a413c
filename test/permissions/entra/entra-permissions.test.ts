import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { EntraPermissions } from '../../../src/permissions/entra/entra-permissions.ts';
import { facetNames, levels, type PermissionEngine } from '../../../src/permissions/power.ts';
import { application, guid, type Held, holds, identityRecord, inventoryOf, wholeTenant } from './directory-world.ts';

interface Case {
  readonly name: string;
  readonly page: string;
  readonly held: readonly Held[];
  readonly level: string;
  /** read write execute grant secrets */
  readonly facets: string;
  readonly conditional?: true;
  readonly resource?: string;
  readonly can: Readonly<Record<string, string>>;
}

const cases = parse(readFileSync(new URL('power-cases.yaml', import.meta.url), 'utf8')) as readonly Case[];

function holding(held: readonly Held[]): PermissionEngine {
  return new EntraPermissions(inventoryOf(wholeTenant, identityRecord(application), ...held.map((h) => holds(application, h))));
}

describe('what is held in a directory', () => {
  test.each(cases.map((c) => [c.name, c] as const))('%s', (_, c) => {
    const permissions = holding(c.held);
    const power = permissions.powerOf(application);
    expect([power.level, facetNames.map((name) => power[name]).join(' '), power.conditional]).toEqual([
      c.level,
      c.facets,
      c.conditional ?? false,
    ]);
    for (const [action, answer] of Object.entries(c.can))
      expect([action, permissions.decide(application, action, c.resource).answer]).toEqual([action, answer]);
    expect(c.page).toMatch(/^https:\/\/learn\.microsoft\.com\//);
  });
});

describe('a tenant of which not everything was read', () => {
  test('an identity that holds nothing has a power that is not known', () => {
    const permissions = new EntraPermissions(inventoryOf(identityRecord(application)));
    expect(permissions.powerOf(application)).toMatchObject({ level: 'unknown', read: 'unknown', grant: 'unknown' });
    expect(permissions.decide(application, 'Mail.Read').answer).toBe('unknown');
  });

  test('what is privileged stays so', () => {
    const permissions = new EntraPermissions(
      inventoryOf(identityRecord(application), ...holds(application, { permission: 'Application.ReadWrite.All' })),
    );
    expect(permissions.powerOf(application)).toMatchObject({ level: 'escalate', secrets: 'unknown' });
  });
});

test('a role counts through groups in groups, and circles of groups end', () => {
  const permissions = new EntraPermissions(
    inventoryOf(
      wholeTenant,
      identityRecord(application),
      holds(application, { role: 'Directory Readers', group: 'inner' }),
      holds('entra:group/inner', { role: 'Application Administrator', group: 'outer' }),
      { type: 'membership', value: { identity: 'entra:group/outer', group: 'entra:group/inner' } },
    ),
  );
  const power = permissions.powerOf(application);
  expect(power.level).toBe('escalate');
  expect(power.because.map((b) => b.through)).toEqual(['outer']);
});

test('an application is the same by its client id and by its object ids', () => {
  const permissions = new EntraPermissions(
    inventoryOf(
      wholeTenant,
      identityRecord(application),
      identityRecord(`entra:application/${guid(7)}`, { aliases: [`entra:application-object/${guid(8)}`] }),
      holds(application, { role: 'Application Administrator', on: `/${guid(8)}` }),
    ),
  );
  const answers = [`entra:application/${guid(7)}`, `/${guid(8)}`, `/${guid(9)}`].map(
    (resource) => permissions.decide(application, 'microsoft.directory/applications/credentials/update', resource).answer,
  );
  expect(answers).toEqual(['allowed', 'allowed', 'denied']);
});

const held: fc.Arbitrary<Held> = fc.oneof(
  fc.record({
    role: fc.constantFrom('Global Administrator', 'Application Administrator', 'Directory Readers', 'Helpdesk Administrator'),
    on: fc.constantFrom('/', '/administrativeUnits/1', '/bbbbbbbb-0000-4000-8000-000000000007'),
  }),
  fc.record({
    permission: fc.constantFrom(
      'Mail.Read',
      'Application.ReadWrite.All',
      'Application.ReadWrite.OwnedBy',
      'User.Read.All',
      'Sites.Selected',
    ),
  }),
);

test('more that is held never takes power away', () => {
  fc.assert(
    fc.property(fc.array(held, { maxLength: 4 }), held, (some, one) => {
      const [less, more] = [holding(some).powerOf(application), holding([...some, one]).powerOf(application)];
      expect(levels.indexOf(more.level as never)).toBeGreaterThanOrEqual(levels.indexOf(less.level as never));
      const order = ['none', 'some', 'all'];
      for (const facet of facetNames) expect(order.indexOf(more[facet])).toBeGreaterThanOrEqual(order.indexOf(less[facet]));
    }),
    { numRuns: 100 },
  );
});

test('what only counts once it is activated never counts as held', () => {
  fc.assert(
    fc.property(fc.array(held, { minLength: 1, maxLength: 4 }), (list) => {
      const power = holding(list.map((h) => ({ ...h, eligible: true as const }))).powerOf(application);
      expect([power.level, power.conditional]).toEqual(['none', true]);
    }),
    { numRuns: 50 },
  );
});
