import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { azureEdges } from '../../../src/graph/azure/azure-edges.ts';
import { techniques } from '../../../src/graph/azure/techniques.ts';
import { createGraph } from '../../../src/graph/build-graph.ts';
import { azureAdminClass, tenantAdminClass } from '../../../src/graph/class-node.ts';
import type { Edge, Graph } from '../../../src/graph/graph.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import { AzurePermissions } from '../../../src/permissions/azure/azure-permissions.ts';
import type { PermissionEngine } from '../../../src/permissions/power.ts';
import { type Given, type GivenWorld, identityRecord, one, two, worldOf } from '../../permissions/azure/azure-world.ts';
import { everything, idOf } from './azure-world.ts';

interface Held {
  readonly actions?: readonly string[];
  readonly data?: readonly string[];
}

interface TechniqueCase extends Held {
  readonly id: string;
  readonly leads: string;
  readonly misses: readonly Held[];
}

const cases = parse(readFileSync(new URL('techniques.yaml', import.meta.url), 'utf8')) as readonly TechniqueCase[];

const actor = 'azure:managed-identity/two/apps/actor';
const group = `${one}/resourceGroups/rg`;

function graphOf(given: GivenWorld, ...more: readonly Fragment[]): Graph {
  const assignments = (given.assignments ?? []).map((a): Given => ({ holder: actor, ...a }));
  const inventory = worldOf({ ...given, assignments }, identityRecord(actor), ...everything, ...more);
  const azure = new AzurePermissions(inventory);
  const permissions: PermissionEngine = {
    azure,
    powerOf: (id) => azure.powerOf(id),
    decide: (id, action, resource) => azure.decide(id, action, resource),
    resourcesFor: (id, action) => azure.resourcesFor(id, action),
    shareKey: (id) => azure.shareKey(id),
  };
  return createGraph(inventory, permissions, azureEdges(inventory, permissions));
}

function holding({ actions = [], data = [] }: Held, ...scopes: readonly string[]): GivenWorld {
  const full = (list: readonly string[]): readonly string[] => list.map((action) => `Microsoft.${action}`);
  return {
    roles: { given: [{ actions: full(actions), dataActions: full(data) }] },
    assignments: scopes.map((scope) => ({ role: 'given', scope })),
  };
}

const usedBy = (graph: Graph): readonly Edge[] => graph.edgesFrom(actor);
const reaches = (graph: Graph, name: string): boolean =>
  name === 'admin' ? usedBy(graph).some((e) => e.to === azureAdminClass(one)) : graph.path(actor, idOf(name)) !== undefined;

describe('each technique', () => {
  test('has a case', () => {
    const withCase = new Set([...cases.map((c) => c.id), 'azure-all-of-scope', 'azure-assign-listed-role']);
    expect(techniques.map((t) => t.id).filter((id) => !withCase.has(id))).toEqual([]);
    for (const { source } of techniques) expect(source).toMatch(/^https:\/\/learn\.microsoft\.com\/(?:azure|entra)\//);
  });

  test.each(cases.map((c) => [c.id, c] as const))('%s leads where it should', (id, c) => {
    const graph = graphOf(holding(c, one));
    expect(reaches(graph, c.leads)).toBe(true);
    // Of techniques that lead to the same, the first is named; an administrator is one without any.
    if (c.leads !== 'admin') expect(usedBy(graph).map((e) => e.technique)).toContain(id);
  });

  test.each(cases.flatMap((c) => c.misses.map((miss) => [c.id, miss, c] as const)))('%s does not with %j', (id, miss, c) => {
    const graph = graphOf(holding(miss, one));
    expect(usedBy(graph).map((e) => e.technique)).not.toContain(id);
    if (!usedBy(graph).some((e) => e.to.includes(`/${one}`))) expect(reaches(graph, c.leads)).toBe(false);
  });

  test.each(cases.filter((c) => c.leads !== 'admin').map((c) => [c.id, c] as const))('%s leads nowhere in another group', (_, c) => {
    expect(reaches(graphOf(holding(c, `${one}/resourceGroups/other`)), c.leads)).toBe(false);
    expect(reaches(graphOf(holding(c, group)), c.leads)).toBe(true);
  });

  test('leads from a management group to what lies in it', () => {
    const c = { actions: ['Compute/virtualMachines/runCommand/action'] };
    const under = (name: string): boolean => reaches(graphOf(holding(c, `/providers/Microsoft.Management/managementGroups/${name}`)), 'vm');
    expect([under('web'), under('top'), under('data')]).toEqual([true, true, false]);
    expect(reaches(graphOf(holding(c, '/')), 'vm')).toBe(true);
    expect(reaches(graphOf(holding(c, two)), 'vm')).toBe(false);
  });

  test('leads to one machine from a role on it alone', () => {
    const c = { actions: ['Compute/virtualMachines/runCommand/action'] };
    const machine = (name: string): string => `${group}/providers/Microsoft.Compute/virtualMachines/${name}`;
    expect(usedBy(graphOf(holding(c, machine('vm')))).map((e) => e.to)).toEqual([idOf('vm')]);
    expect(usedBy(graphOf(holding(c, machine('vm2'))))).toEqual([]);
  });
});

describe('built-in roles', () => {
  const steps = (role: string, scope = one, more: Partial<Given> = {}): readonly string[] =>
    usedBy(graphOf({ assignments: [{ role, scope, ...more }] })).map((e) => `${e.certainty} ${e.technique ?? e.kind} ${e.to}`);

  test.each([
    ['Owner', [`confirmed member ${azureAdminClass(one)}`]],
    ['User Access Administrator', [`confirmed member ${azureAdminClass(one)}`]],
    ['Contributor', [`confirmed azure-all-of-scope class:azure-identities/${one}`]],
    ['Reader', []],
    ['Managed Identity Operator', []],
    ['Virtual Machine Contributor', [`confirmed azure-vm-run-command class:azure-vm/${one}`]],
    ['Website Contributor', [`confirmed azure-site-publish class:azure-site/${one}`]],
    ['Automation Operator', []],
    ['Automation Job Operator', []],
    ['Storage Blob Data Reader', []],
    ['Key Vault Reader', []],
    ['Azure Kubernetes Service Cluster User Role', []],
  ])('%s', (role, expected) => {
    const found = steps(role);
    for (const one of expected) expect(found).toContain(one);
    if (expected.length === 0) expect(found).toEqual([]);
  });

  test('Contributor is one step, whatever there is', () => {
    expect(steps('Contributor').filter((s) => s.startsWith('confirmed')).length).toBeLessThanOrEqual(3);
  });

  test('two roles together', () => {
    const graph = graphOf({
      assignments: [
        { role: 'Managed Identity Operator', scope: group },
        { role: 'Azure Container Instances Contributor Role', scope: two },
      ],
    });
    expect(graph.path(actor, idOf('target'))?.certainty).toBe('confirmed');
  });

  test('an owner of a group becomes what is there, and no administrator', () => {
    const graph = graphOf({ assignments: [{ role: 'Owner', scope: group }] });
    expect(reaches(graph, 'target')).toBe(true);
    expect(graph.pathToAdmin(actor)).toBeUndefined();
  });

  test('an eligible role is no confirmed step', () => {
    expect(steps('Owner', one, { eligible: true })).toEqual([`conditional azure-assign-role ${azureAdminClass(one)}`]);
  });

  test('an administrator reaches every identity of its scope, and those of another not', () => {
    const graph = graphOf({ assignments: [{ role: 'Owner', scope: one }] });
    expect(graph.reachOf(actor)).toMatchObject({ admin: false, identities: 16 });
    expect(reaches(graphOf({ assignments: [{ role: 'Owner', scope: two }] }), 'target')).toBe(false);
  });

  test('what is reached may be administrator', () => {
    const graph = graphOf({
      assignments: [
        { role: 'Contributor', scope: group },
        { role: 'Owner', scope: two, holder: idOf('vm') },
      ],
    });
    expect(graph.pathToAdmin(actor)?.steps.map((s) => s.technique)).toEqual(['azure-all-of-scope']);
    expect(graph.reachOf(actor).admin).toBe(true);
  });
});

describe('who may give some roles only', () => {
  const limited = (roles: string, more = ''): Partial<Given> => ({
    condition: `(!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})) OR (@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${roles}}${more})`,
  });
  const graph = (more: Partial<Given>): Graph =>
    graphOf({ assignments: [{ role: 'Role Based Access Control Administrator', scope: one, ...more }] });
  const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
  const machines = '9980e02c-c2be-4d73-94e8-173b1dc7cf3c';
  const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';

  test('reaches what those roles reach', () => {
    const found = usedBy(graph(limited(`${reader}, ${machines}`)));
    expect(found.map((e) => [e.technique, e.to])).toContainEqual(['azure-assign-listed-role', `class:azure-vm/${one}`]);
    expect(reaches(graph(limited(`${reader}, ${machines}`)), 'automation')).toBe(false);
  });

  test('reaches nothing through roles that reach nothing', () => {
    expect(usedBy(graph(limited(reader)))).toEqual([]);
  });

  test('becomes administrator where the list has such a role', () => {
    expect(usedBy(graph(limited(`${reader}, ${owner}`))).map((e) => [e.technique, e.certainty, e.to])).toEqual([
      ['azure-assign-listed-role', 'confirmed', azureAdminClass(one)],
    ]);
  });

  test('reaches nothing where it may give them to users only', () => {
    const toUsers = ` AND @Request[Microsoft.Authorization/roleAssignments:PrincipalType] StringEqualsIgnoreCase 'User'`;
    expect(usedBy(graph(limited(owner, toUsers)))).toEqual([]);
  });

  test('is no administrator by a condition that leaves privileged roles out', () => {
    const others = `@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAllValues:GuidNotEquals {${owner}, 18d7d88d-d35e-4fb5-a5c3-7773c20a72d9, f58310d9-a9f6-439a-9e8d-f62e7b41a168}`;
    const found = graph({ condition: others });
    expect(usedBy(found).map((e) => e.to)).not.toContain(azureAdminClass(one));
    expect(reaches(found, 'target')).toBe(true);
  });
});

describe('denies and what is not known', () => {
  test('a deny assignment takes the step away', () => {
    const denies = [{ at: 'azure:subscription/one', denies: [{ actions: ['Microsoft.Compute/*'] }] }];
    expect(reaches(graphOf({ assignments: [{ role: 'Virtual Machine Contributor', scope: one }], denies }), 'vm')).toBe(false);
  });

  test('a subscription of which nobody said where it lies is possible', () => {
    const machine: Fragment = {
      type: 'workload',
      value: {
        id: 'azure:resource/two/rg/microsoft.compute/virtualmachines/far',
        kind: 'azure-virtual-machine',
        name: 'far',
        identity: 'azure:managed-identity/two/rg/far',
        evidence: [],
      },
    };
    const graph = graphOf(
      { assignments: [{ role: 'Virtual Machine Contributor', scope: '/providers/Microsoft.Management/managementGroups/data' }] },
      machine,
      identityRecord('azure:managed-identity/two/rg/far'),
    );
    expect(graph.path(actor, 'azure:managed-identity/two/rg/far')?.certainty).toBe('possible');
  });

  test('a disabled identity takes no step', () => {
    const graph = graphOf({ assignments: [{ role: 'Owner', scope: one }] }, identityRecord(actor, { enabled: false }));
    expect(usedBy(graph)).toEqual([]);
  });

  test('a cluster without local accounts gives no credential of its administrator', () => {
    const off: Fragment = {
      type: 'credential',
      value: {
        id: 'test:local',
        kind: 'azure-kubernetes-local-account',
        name: 'local',
        static: true,
        enabled: false,
        resource: 'azure:resource/one/rg/microsoft.containerservice/managedclusters/cluster',
        evidence: [],
      },
    };
    const c = { actions: ['ContainerService/managedClusters/listClusterAdminCredential/action'] };
    expect(reaches(graphOf(holding(c, one), off), 'kubelet')).toBe(false);
  });
});

test('administrators of the directory may take access to all of Azure', () => {
  const graph = graphOf({}, { type: 'scope', value: { id: 'entra:tenant/t', plane: 'entra', name: 't' } });
  expect(graph.edgesFrom(tenantAdminClass('t')).map((e) => [e.technique, e.to])).toEqual([['azure-elevate-access', azureAdminClass('/')]]);
  expect(graph.path(tenantAdminClass('t'), idOf('target'))).toBeDefined();
});
