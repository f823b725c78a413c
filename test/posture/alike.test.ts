import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildGraph } from '../../src/graph/build-graph.ts';
import type { Fragment } from '../../src/inventory/fragment.ts';
import { GcpPermissions } from '../../src/permissions/gcp/gcp-permissions.ts';
import { postureOf } from '../../src/posture/identity-facts.ts';
import { makeWorld, type World } from '../../src/posture/world.ts';
import { idOf, inventoryOf, now } from '../permissions/gcp/gcp-world.ts';

const accounts = ['a@shop', '!b@shop', '-c@shop', 'd@side', '!e@side', 'f@far'];
const grant = fc
  .tuple(
    fc.constantFrom(...accounts.map((who) => who.replace(/^[!-]/, ''))),
    fc.constantFrom('roles/viewer', 'roles/editor', 'roles/owner', 'roles/storage.admin', 'roles/acme.strange'),
    fc.constantFrom('project/shop', 'project/side', '//storage.googleapis.com/assets'),
    fc.constantFrom('', '', ' if request.time.getHours() < 18', ' if resource.name == "x"'),
  )
  .map(([who, role, on, condition]) => `${who}: ${role} on ${on}${condition}`);

interface Told {
  readonly grants: readonly string[];
  readonly supplies: readonly ('keys' | 'workloads')[];
  readonly extended: boolean | undefined;
  readonly runs: readonly string[];
}

const told: fc.Arbitrary<Told> = fc.record({
  grants: fc.uniqueArray(grant, { maxLength: 8 }),
  supplies: fc.subarray(['keys', 'workloads'] as const),
  extended: fc.constantFrom(true, false, undefined),
  runs: fc.subarray(['gcp-run-service web of shop as a@shop', 'gcp-run-job nightly of side as d@side']),
});

function worldOf({ grants, supplies, extended, runs }: Told): World {
  const settings = extended === undefined ? {} : { settings: { tokens_extended: extended } };
  const shop: Fragment = { type: 'scope', value: { id: 'gcp:project/shop', plane: 'gcp', name: 'shop', supplies, ...settings } };
  const inventory = inventoryOf({ scopes: { 'project/side': null }, accounts, grants, workloads: runs }, [shop]);
  const permissions = new GcpPermissions(inventory, now);
  return makeWorld(inventory, permissions, buildGraph(inventory, permissions), { now, knownAccounts: new Set(), vendors: {} });
}

test('the four answers for an account do not turn on whose were worked out before', () => {
  fc.assert(
    fc.property(told, (of) => {
      const together = worldOf(of);
      for (const identity of together.inventory.identities.values()) {
        const alone = worldOf(of);
        expect([identity.id, evidenceOf(postureOf(together, identity))]).toEqual([identity.id, evidenceOf(postureOf(alone, identity))]);
      }
      expect(together.inventory.identities.has(idOf('a@shop'))).toBe(true);
    }),
    { numRuns: 60 },
  );
});

/** Evidence is looked up where somebody asks for it. */
function evidenceOf(posture: ReturnType<typeof postureOf>): unknown {
  return Object.entries(posture).map(([question, { answer, because, evidence }]) => ({ question, answer, because, evidence }));
}
