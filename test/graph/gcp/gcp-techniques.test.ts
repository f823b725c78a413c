import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { wholeEdge } from '../../../src/graph/edge-draft.ts';
import { gcpEdges } from '../../../src/graph/gcp/gcp-edges.ts';
import { gcpTechniques, needsOf } from '../../../src/graph/gcp/techniques/gcp-techniques.ts';
import type { Edge } from '../../../src/graph/graph.ts';
import { GcpPermissions } from '../../../src/permissions/gcp/gcp-permissions.ts';
import { type GcpWorld, idOf, inventoryOf, now } from '../../permissions/gcp/gcp-world.ts';

interface Case {
  readonly technique: string;
  /** `permission on scope`, each by a custom role of its own. */
  readonly holds: readonly string[];
  readonly to: string;
  /** What has to be there besides. */
  readonly needs?: GcpWorld;
}

const cases = parse(readFileSync(new URL('cases/techniques.yaml', import.meta.url), 'utf8')) as readonly Case[];
const attacker = idOf('attacker@shop');

function worldOf({ holds, needs = {} }: Case): GcpWorld {
  const roles = Object.fromEntries(holds.map((h, i) => [`organizations/1/roles/r${i}`, [h.split(' ', 1)[0] ?? '']]));
  return {
    ...needs,
    scopes: {
      'organization/1': null,
      'folder/7': 'organization/1',
      'project/shop': 'folder/7 #100',
      'project/side': 'organization/1 #200',
    },
    accounts: ['attacker@shop', 'target@shop', 'far@side', ...(needs.accounts ?? [])],
    roles: { ...roles, ...needs.roles },
    grants: [...holds.map((h, i) => `attacker@shop: organizations/1/roles/r${i} on ${h.split(' on ', 2)[1]}`), ...(needs.grants ?? [])],
  };
}

function edgesOf(world: GcpWorld): readonly Edge[] {
  const inventory = inventoryOf(world);
  return gcpEdges(inventory, new GcpPermissions(inventory, now)).map(wholeEdge);
}

/** What a technique leads the attacker to: by its id, or outright. */
function ends(world: GcpWorld, { technique }: Case): readonly (readonly [string, string])[] {
  const direct = gcpTechniques.find((t) => t.id === technique)?.direct === true;
  return edgesOf(world)
    .filter((e) => e.from === attacker && (direct ? e.technique === undefined : e.technique === technique))
    .map((e) => [e.to, e.certainty]);
}

const nodeOf = (to: string): string => (to.startsWith('class:') ? to : idOf(to));

describe.each(cases.map((c) => ({ ...c, name: `${c.technique} with ${c.holds.join(' and ')}` })))('$name', (one) => {
  test('leads there', () => expect(ends(worldOf(one), one)).toEqual([[nodeOf(one.to), 'confirmed']]));

  test.each(one.holds)('not without %s', (lacking) => {
    expect(ends(worldOf({ ...one, holds: one.holds.filter((h) => h !== lacking) }), one)).toEqual([]);
  });

  test.each(one.holds)('not with %s elsewhere', (moved) => {
    const elsewhere = one.holds.map((h) => (h === moved ? `${h.split(' on ', 1)[0]} on project/side` : h));
    expect(ends(worldOf({ ...one, holds: elsewhere }), one).map(([to]) => to)).not.toContain(nodeOf(one.to));
  });

  test.each(Object.keys(one.needs ?? {}))('not without its %s', (lacking) => {
    expect(ends(worldOf({ ...one, needs: { ...one.needs, [lacking]: lacking === 'roles' ? {} : [] } }), one)).toEqual(
      lacking === 'roles' ? [[nodeOf(one.to), 'confirmed']] : [],
    );
  });

  test('only under a condition where one of its roles has one', () => {
    const world = worldOf(one);
    const [first = '', ...rest] = world.grants ?? [];
    const found = ends({ ...world, grants: [`${first} if request.time.getHours() < 18`, ...rest] }, one);
    expect(found).toEqual([[nodeOf(one.to), 'conditional']]);
  });

  test('not where a deny policy takes its first permission away', () => {
    const [permission = ''] = one.holds[0]?.split(' ', 1) ?? [];
    const deny = [{ on: 'organization/1', principals: ['attacker@shop'], permissions: [permission] }];
    expect(ends({ ...worldOf(one), deny }, one)).toEqual([]);
  });
});

describe('every technique of Google Cloud', () => {
  test.each(gcpTechniques.map((t) => ({ technique: t, name: t.id })))(
    '$name has a case that asks for all it needs, and a page',
    ({ technique }) => {
      const found = cases.filter((c) => c.technique === technique.id);
      expect(found.length).toBeGreaterThan(0);
      for (const { holds } of found) expect(holds.map((h) => h.split(' ', 1)[0]).sort()).toEqual([...needsOf(technique)].sort());
      expect(technique.page).toMatch(/^https:\/\/(?:cloud|developers)\.google\.com\//);
    },
  );

  test('has an id of its own', () => expect(new Set(gcpTechniques.map((t) => t.id)).size).toBe(gcpTechniques.length));
});
