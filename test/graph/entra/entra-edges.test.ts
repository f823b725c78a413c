import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { buildGraph, createGraph } from '../../../src/graph/build-graph.ts';
import { tierOf, weakest } from '../../../src/graph/certainty.ts';
import { azureAdminClass, isAdminClass, isClass, tenantAdminClass } from '../../../src/graph/class-node.ts';
import { entraEdges } from '../../../src/graph/entra/entra-edges.ts';
import { allTechniques } from '../../../src/graph/entra/techniques.ts';
import type { Certainty, Edge, Graph } from '../../../src/graph/graph.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import { AzurePermissions } from '../../../src/permissions/azure/azure-permissions.ts';
import { EntraPermissions } from '../../../src/permissions/entra/entra-permissions.ts';
import { PlanePermissions } from '../../../src/permissions/plane-permissions.ts';
import { guid, type Held, holds, identityRecord, inventoryOf, tenant, wholeTenant } from '../../permissions/entra/directory-world.ts';
import { SimpleEngine } from '../simple-engine.ts';

interface Case {
  readonly name: string;
  readonly from?: string;
  readonly held: readonly Held[];
  readonly owns?: readonly string[];
  readonly to?: Readonly<Record<string, string>>;
  readonly not?: readonly string[];
}

const cases = parse(readFileSync(new URL('technique-cases.yaml', import.meta.url), 'utf8')) as readonly Case[];

const nodes: Readonly<Record<string, string>> = {
  admin: tenantAdminClass(tenant),
  ...Object.fromEntries(['applications', 'blueprints', 'role-groups', 'groups', 'users'].map((c) => [c, `class:entra-${c}/${tenant}`])),
  buyers: 'class:entra-group/buyers',
  ada: 'entra:user/ada',
  ben: 'entra:user/ben',
  helper: 'entra:service-principal/helper',
  'shared-identity': 'azure:managed-identity/sub/rg/shared',
};

function node(name: string): string {
  return nodes[name] ?? `entra:application/${name}`;
}

const world: readonly Fragment[] = [
  wholeTenant,
  identityRecord(node('shop')),
  identityRecord(node('orders'), { aliases: [`entra:application-object/${guid(7)}`, `entra:service-principal/${guid(8)}`] }),
  identityRecord(node('billing')),
  identityRecord(node('vendor'), { nature: 'third-party' }),
  identityRecord(node('microsoft'), { nature: 'service-agent', providerManaged: true }),
  identityRecord(node('unseen'), { standing: 'named' }),
  identityRecord(node('stopped'), { enabled: false }),
  identityRecord(node('helpers'), { kind: 'entra-agent-blueprint', nature: 'agent' }),
  identityRecord(node('others'), { kind: 'entra-agent-blueprint', nature: 'agent', entra: { tenant, client_id: guid(51) } }),
  identityRecord(node('helper'), { kind: 'entra-agent-identity', nature: 'agent', entra: { tenant, blueprint: guid(50) } }),
  identityRecord(node('shared-identity'), {
    kind: 'azure-managed-identity',
    aliases: [`entra:service-principal/${guid(30)}`],
  }),
  identityRecord(node('ada')),
  identityRecord(node('ben')),
  { type: 'link', value: { kind: 'owns', from: node('ada'), to: node('orders'), evidence: [] } },
  { type: 'link', value: { kind: 'owns', from: node('helpers'), to: node('helper'), evidence: [] } },
  // Somebody else is in each group, and one of them holds a role.
  ...holds('entra:user/carl', { role: 'Global Administrator', group: 'chiefs' }),
  identityRecord('entra:user/carl'),
  { type: 'membership', value: { identity: 'entra:user/carl', group: 'entra:group/buyers' } },
  {
    type: 'grant',
    value: {
      id: 'buyers',
      holder: 'entra:group/buyers',
      kind: 'attached',
      name: 'Reader',
      policy: 'azure:role/acdd72a7-3385-48ef-bd42-f606fba81ae7',
      scope: `/subscriptions/${guid(40)}`,
      evidence: [],
    },
  },
];

function graphOf({ from = 'shop', held, owns = [] }: Case): Graph {
  const inventory = inventoryOf(
    world,
    ...held.map((h) => holds(node(from), h)),
    owns.map((name): Fragment => ({ type: 'link', value: { kind: 'owns', from: node(from), to: node(name), evidence: [] } })),
  );
  return createGraph(inventory, new EntraPermissions(inventory), entraEdges(inventory));
}

/** How surely one node leads to another, and by which last step; classes but those of administrators are no ends of paths. */
function wayTo(graph: Graph, from: string, to: string): { readonly certainty: Certainty; readonly by: Edge | undefined } | undefined {
  if (!isClass(to) || isAdminClass(to)) {
    const path = graph.path(from, to);
    if (path !== undefined) return { certainty: path.certainty, by: path.steps.at(-1) };
  }
  let best: { readonly certainty: Certainty; readonly by: Edge } | undefined;
  for (const by of graph.edgesTo(to)) {
    const before =
      by.from === from ? 'confirmed' : isClass(by.from) && !isAdminClass(by.from) ? wayTo(graph, from, by.from)?.certainty : undefined;
    const certainty = before && weakest(before, by.certainty);
    if (certainty !== undefined && (best === undefined || tierOf(certainty) < tierOf(best.certainty))) best = { certainty, by };
  }
  return best;
}

describe('techniques', () => {
  test.each(cases.map((c) => [c.name, c] as const))('%s', (_, c) => {
    const graph = graphOf(c);
    const start = node(c.from ?? 'shop');
    for (const [name, expected] of Object.entries(c.to ?? {})) {
      const { certainty, by } = wayTo(graph, start, node(name)) ?? {};
      const [sure, technique] = expected.split(' ');
      expect([name, certainty]).toEqual([name, sure]);
      if (technique !== undefined) expect([name, by?.technique ?? by?.kind]).toEqual([name, technique]);
    }
    for (const name of c.not ?? []) expect([name, wayTo(graph, start, node(name))?.certainty]).toEqual([name, undefined]);
  });

  test('each technique is used by some case, and names a page', () => {
    const used = new Set(cases.flatMap((c) => Object.values(c.to ?? {}).map((text) => text.split(' ')[1])));
    expect(allTechniques.map((t) => t.id).filter((id) => !used.has(id))).toEqual([]);
    for (const { page } of allTechniques) expect(page).toMatch(/^https:\/\/learn\.microsoft\.com\//);
  });

  test('the permissions of a technique are written as Microsoft Graph writes them', () => {
    for (const { permissions } of allTechniques)
      for (const value of permissions) expect(value).toMatch(/^[A-Z]\w+(?:-\w+)?(?:\.[A-Z]\w+)+$/);
  });
});

test('edges grow with the applications, not with who may change them', () => {
  const many = Array.from({ length: 300 }, (_, n) => `many-${n}`);
  const inventory = inventoryOf(
    world,
    many.map((name) => identityRecord(node(name))),
    ...many.map((name) => holds(node(name), { permission: 'Application.ReadWrite.All' })),
  );
  expect(entraEdges(inventory).length).toBeLessThan(3 * many.length);
});

test('what leads nowhere has no edges', () => {
  const inventory = inventoryOf(wholeTenant, identityRecord(node('shop')), holds(node('shop'), { permission: 'User.Read.All' }));
  expect(entraEdges(inventory)).toEqual([]);
});

test('whoever changes a group may reach what it holds in Azure', () => {
  const subscription = `/subscriptions/${guid(40)}`;
  const owner: Fragment = {
    type: 'grant',
    value: {
      id: 'buyers-owner',
      holder: 'entra:group/buyers',
      kind: 'attached',
      name: 'Owner',
      policy: 'azure:role/8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
      scope: subscription,
      evidence: [],
    },
  };
  const inventory = inventoryOf(world, owner, holds(node('shop'), { permission: 'GroupMember.ReadWrite.All' }));
  const none = new SimpleEngine({});
  const azure = new AzurePermissions(inventory);
  const engines = { aws: none, gcp: none as never, kubernetes: none, azure, entra: new EntraPermissions(inventory) };
  const graph = buildGraph(inventory, new PlanePermissions(engines));
  const path = graph.path(node('shop'), azureAdminClass(subscription));
  expect([path?.certainty, path?.steps[0]?.technique]).toEqual(['possible', 'entra-group-member']);
});
