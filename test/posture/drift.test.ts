import { expect, test } from 'vitest';
import type { Reach } from '../../src/graph/graph.ts';
import type { Identity } from '../../src/inventory/identity.ts';
import type { Facet, Level, Power } from '../../src/permissions/power.ts';
import { type EarlierPower, gainedSince } from '../../src/posture/drift.ts';

const identity: Identity = {
  id: 'aws:role/111122223333/web',
  plane: 'aws',
  kind: 'aws-iam-role',
  name: 'web',
  scope: '111122223333',
  nature: 'workload',
  agent: false,
  standing: 'observed',
  evidence: [],
};

function power(level: Level | 'unknown', write: Facet): Power {
  return { level, read: 'some', write, execute: 'none', grant: 'none', secrets: 'none', conditional: false, because: [], unreadable: [] };
}

const reach = (level: Level): Reach => ({ level, admin: level === 'admin', identities: 0, production: false });
const earlier = (level: string, write: string, reached: string): EarlierPower => ({
  level,
  facets: { read: 'some', write, execute: 'none', grant: 'none', secrets: 'none' },
  reach: reached,
});

test.each<readonly [string, EarlierPower, Power, Reach, readonly string[]]>([
  ['the same', earlier('write', 'some', 'none'), power('write', 'some'), reach('none'), []],
  ['more', earlier('read', 'none', 'none'), power('write', 'some'), reach('none'), ['power read -> write', 'write none -> some']],
  ['less', earlier('admin', 'all', 'admin'), power('read', 'none'), reach('none'), []],
  ['a longer reach', earlier('read', 'none', 'read'), power('read', 'none'), reach('admin'), ['reach read -> admin']],
  ['not known then', earlier('unknown', 'unknown', 'unknown'), power('admin', 'all'), reach('admin'), []],
  ['not known now', earlier('read', 'none', 'none'), power('unknown', 'unknown'), reach('none'), []],
  ['a word that no version writes', earlier('god', 'everything', 'x'), power('admin', 'all'), reach('admin'), []],
])('%s', (_, then, now, reached, gained) => {
  expect(gainedSince(then, identity, now, reached)).toEqual(gained);
});

test('tools of an agent that came since', () => {
  const agent: Identity = {
    ...identity,
    plane: 'agent',
    kind: 'agent',
    settings: { bypass: ['bypassPermissions'], shell_rules: ['Bash(*)'] },
  };
  const then = { ...earlier('unknown', 'unknown', 'none'), tools: ['shell by Bash(*)'] };
  expect(gainedSince(then, agent, power('unknown', 'unknown'), reach('none'))).toEqual(['mode bypassPermissions']);
  expect(gainedSince(earlier('unknown', 'unknown', 'none'), agent, power('unknown', 'unknown'), reach('none'))).toEqual([]);
});
