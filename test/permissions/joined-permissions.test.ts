import fc from 'fast-check';
import { expect, it } from 'vitest';
import { JoinedPermissions, joinPowers } from '../../src/permissions/joined-permissions.ts';
import { levels, type PermissionEngine, type Power } from '../../src/permissions/power.ts';

const nothing: Power = {
  level: 'none',
  read: 'none',
  write: 'none',
  execute: 'none',
  grant: 'none',
  secrets: 'none',
  conditional: false,
  because: [],
  unreadable: [],
};

const cases: readonly (readonly [Power['level'], Power['level'], Power['level']])[] = [
  ['read', 'write', 'write'],
  ['admin', 'unknown', 'admin'],
  ['unknown', 'escalate', 'escalate'],
  ['unknown', 'sensitive', 'unknown'],
  ['none', 'unknown', 'unknown'],
  ['none', 'none', 'none'],
];

it.each(cases)('%s and %s add up to %s', (a, b, level) => {
  expect(
    joinPowers([
      { ...nothing, level: a },
      { ...nothing, level: b },
    ]).level,
  ).toBe(level);
});

const facet = fc.constantFrom('all', 'some', 'none', 'unknown');
const power: fc.Arbitrary<Power> = fc.record({
  level: fc.constantFrom(...levels, 'unknown'),
  read: facet,
  write: facet,
  execute: facet,
  grant: facet,
  secrets: facet,
  conditional: fc.boolean(),
  because: fc.constant([]),
  unreadable: fc.array(fc.constantFrom('a', 'b')),
});

it('does not depend on the order', () => {
  fc.assert(
    fc.property(power, power, (a, b) => {
      expect(joinPowers([a, b])).toEqual(joinPowers([b, a]));
    }),
  );
});

it('is nothing less than either part, as far as that is known', () => {
  fc.assert(
    fc.property(power, power, (a, b) => {
      const { level } = joinPowers([a, b]);
      if (level === 'unknown' || a.level === 'unknown') return;
      expect(levels.indexOf(level)).toBeGreaterThanOrEqual(levels.indexOf(a.level));
    }),
  );
});

function engine(name: string, action: RegExp): PermissionEngine {
  return {
    powerOf: () => nothing,
    decide: () => ({ answer: 'allowed', statements: [{ policy: name, statement: '', evidence: [] }], conditionKeys: [] }),
    resourcesFor: () => [{ pattern: name, conditional: false, statement: { policy: name, statement: '', evidence: [] } }],
    actionsOf: () => new Map([['both', [name]]]),
    speaksOf: (asked) => action.test(asked),
    shareKey: () => name,
  };
}

it('asks about an action the engine that knows its kind', () => {
  const joined = new JoinedPermissions([engine('azure', /^Microsoft\./), engine('entra', /^microsoft\./)]);
  expect(joined.decide('entra:application/1', 'microsoft.directory/users/create').statements[0]?.policy).toBe('entra');
  expect(joined.resourcesFor('entra:application/1', 'Microsoft.Web/sites/write').map((r) => r.pattern)).toEqual(['azure']);
  expect(joined.decide('entra:application/1', 's3:GetObject').answer).toBe('unknown');
  expect(joined.actionsOf('entra:application/1').get('both')).toEqual(['azure', 'entra']);
});

it('asks an engine of which nothing was read only where no other speaks', () => {
  const unknown: PermissionEngine = { ...engine('entra', /./), powerOf: () => ({ ...nothing, level: 'unknown' }) };
  const reading: PermissionEngine = { ...engine('azure', /./), powerOf: () => ({ ...nothing, level: 'read' }) };
  expect(new JoinedPermissions([reading, unknown]).powerOf('azure:managed-identity/s/g/a').level).toBe('unknown');
  expect(new JoinedPermissions([reading, { ...unknown, blind: true }]).powerOf('azure:managed-identity/s/g/a').level).toBe('read');
  expect(
    new JoinedPermissions([
      { ...reading, blind: true },
      { ...unknown, blind: true },
    ]).powerOf('azure:managed-identity/s/g/a').level,
  ).toBe('unknown');
});
