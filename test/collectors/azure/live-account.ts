import { collectLive } from '../../../src/collectors/azure/live.ts';
import type { CollectContext, Collected } from '../../../src/collectors/collector.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import type { Gap } from '../../../src/inventory/gap.ts';
import type { Answers } from './stub-azure.ts';

export const tenant = '3d5e7f90-1b2c-4d3e-a4f5-b6c7d8e9fa03';
export const one = '11111111-0a4b-4c1e-9f37-2b7f0c9d1e01';
export const two = '22222222-5d86-4b0f-8c21-7e3b6d50fa02';
const guid = (n: number): string => `0b1c2d3e-4f50-4a6b-8c7d-${n.toString(16).padStart(12, '0')}`;
const of = (subscription: string, rest: string): string => `/subscriptions/${subscription}/resourceGroups/rg/providers/${rest}`;
export const managed = of(one, 'Microsoft.ManagedIdentity/userAssignedIdentities/app');
export const account = of(one, 'Microsoft.CognitiveServices/accounts/ai');
const vault = of(two, 'Microsoft.KeyVault/vaults/box');

function subscription(id: string, name: string): object {
  return { id: `/subscriptions/${id}`, subscriptionId: id, displayName: name, state: 'Enabled', tenantId: tenant };
}

function assignment(n: number, scope: string, principal: number, role: string): object {
  return {
    id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${guid(n)}`,
    name: guid(n),
    type: 'microsoft.authorization/roleassignments',
    properties: {
      principalId: guid(principal),
      principalType: 'ServicePrincipal',
      roleDefinitionId: `/providers/Microsoft.Authorization/RoleDefinitions/${role}`,
      scope,
    },
  };
}

/** The role Owner, one that nobody knows by name, and a custom one. */
export const roles = { owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635', rare: guid(0x70), custom: guid(0x71) };

function definition(id: string, roleName: string, type: string): object {
  return {
    id: `/providers/Microsoft.Authorization/RoleDefinitions/${id}`,
    name: id,
    type: 'microsoft.authorization/roledefinitions',
    properties: { roleName, type, permissions: [{ actions: ['*/read'], notActions: [], dataActions: [], notDataActions: [] }] },
  };
}

/** Two subscriptions below a management group. */
export const wholeTenant: Answers = {
  '/subscriptions': [subscription(one, 'orders-prod'), subscription(two, 'shared')],
  resourcecontainers: [
    ...[one, two].map((id) => ({
      id: `/subscriptions/${id}`,
      name: id === one ? 'orders-prod' : 'shared',
      type: 'microsoft.resources/subscriptions',
      tenantId: tenant,
      properties: { managementGroupAncestorsChain: [{ name: 'acme', displayName: 'Acme' }] },
    })),
    {
      id: '/providers/Microsoft.Management/managementGroups/acme',
      name: 'acme',
      type: 'microsoft.management/managementgroups',
      tenantId: tenant,
      properties: { displayName: 'Acme', details: { parent: { name: tenant } } },
    },
  ],
  roleassignments: [
    assignment(1, `/subscriptions/${one}`, 0xa1, roles.owner),
    assignment(2, `/subscriptions/${two}`, 0xa2, roles.rare),
    assignment(3, '/providers/Microsoft.Management/managementGroups/acme', 0xa2, roles.custom),
  ],
  "'CustomRole'": [definition(roles.custom, 'Shop operator', 'CustomRole')],
  'name in~': [definition(roles.rare, 'Rare role', 'BuiltInRole')],
  'resources |': [
    {
      id: managed,
      name: 'app',
      type: 'microsoft.managedidentity/userassignedidentities',
      location: 'westeurope',
      tags: {},
      properties: { principalId: guid(0xa1), clientId: guid(0xb1) },
    },
    { id: vault, name: 'box', type: 'microsoft.keyvault/vaults', location: 'westeurope', properties: { enableRbacAuthorization: true } },
    {
      id: account,
      name: 'ai',
      type: 'microsoft.cognitiveservices/accounts',
      kind: 'AIServices',
      location: 'westeurope',
      properties: { disableLocalAuth: true },
    },
  ],
  [`${managed.toLowerCase()}/federatedIdentityCredentials`]: [
    {
      id: `${managed}/federatedIdentityCredentials/main`,
      name: 'main',
      properties: { issuer: 'https://token.actions.githubusercontent.com', subject: 'repo:acme/shop:pull_request', audiences: [] },
    },
  ],
  [`${vault.toLowerCase()}/secrets`]: [
    { id: `${vault}/secrets/db`, name: 'db', properties: { attributes: { enabled: true, created: 1700000000 } } },
  ],
  [`/subscriptions/${one}/providers/Microsoft.Authorization/roleEligibilityScheduleInstances`]: [
    {
      id: `/subscriptions/${one}/providers/Microsoft.Authorization/roleEligibilityScheduleInstances/${guid(9)}`,
      properties: {
        principalId: guid(0xa2),
        principalType: 'ServicePrincipal',
        roleDefinitionId: `/subscriptions/${one}/providers/Microsoft.Authorization/roleDefinitions/${roles.owner}`,
        scope: `/subscriptions/${one}`,
        endDateTime: '2027-01-01T00:00:00Z',
      },
    },
  ],
};

export interface LiveRead {
  readonly fragments: readonly Fragment[];
  readonly gaps: readonly Gap[];
  readonly notes: readonly string[];
  readonly pauses: readonly number[];
  readonly collected: Collected;
}

export async function readLive(url: string, source = 'azure', more: Partial<CollectContext> = {}): Promise<LiveRead> {
  const fragments: Fragment[] = [];
  const notes: string[] = [];
  const pauses: number[] = [];
  const collected = await collectLive(
    source,
    { ...contextOf(url, (fragment) => fragments.push(fragment)), note: (message) => notes.push(message), ...more },
    { wait: async (milliseconds) => pauses.push(milliseconds) },
  );
  const gaps = fragments.flatMap((f) => (f.type === 'gap' ? [f.value] : []));
  return { fragments, gaps, notes, pauses, collected };
}

export function contextOf(url: string, emit: (fragment: Fragment) => void): CollectContext {
  return {
    emit,
    environment: { NHI_AZURE_ENDPOINT: url, AZURE_ACCESS_TOKEN: 'token' },
    now: new Date('2026-11-22T00:00:00Z'),
    progress: () => undefined,
    fingerprint: () => 'hash',
    foundAccessKeyIds: () => [],
  };
}
