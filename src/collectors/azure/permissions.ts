import { readTypes } from '../azure-model/resource-rows.ts';
import type { NeededPermission } from '../collector.ts';
import { armCalls, graphPermissions } from './calls.ts';

/** What a scan asks for: each permission once. */
export const permissions: readonly NeededPermission[] = [
  ...Object.values(armCalls).map(({ permission, serves, required }) => ({ permission, serves, required })),
  ...graphPermissions,
];

/** How ARM spells the types that are read, for the actions of a role; actions are compared without regard to case. */
const resourceReads: readonly string[] = readTypes()
  .filter((type) => !type.startsWith('microsoft.authorization/') && type !== 'microsoft.managedidentity/userassignedidentities')
  .filter((type) => type !== 'microsoft.keyvault/vaults/secrets' && !type.endsWith('/config'))
  .map((type) => `${type}/read`);

/**
 * A custom role with just those actions, ready for `az role definition create`: none of them reads a key or a secret's
 * value. The built-in role Reader covers them too.
 */
export function permissionDocument(source = 'azure'): string {
  const [, kind, id] = /^azure:(subscription|mg)\/(.+)$/.exec(source) ?? [];
  const scope =
    kind === 'subscription' ? `/subscriptions/${id}` : `/providers/Microsoft.Management/managementGroups/${id ?? 'TENANT_ROOT_GROUP_ID'}`;
  const actions = permissions.map(({ permission }) => permission);
  const document = {
    Name: 'nhi reader',
    IsCustom: true,
    Description: 'Reads machine identities, their roles and how they are held; no keys and no secret values.',
    Actions: [...actions, ...resourceReads],
    NotActions: [],
    DataActions: [],
    NotDataActions: [],
    AssignableScopes: [scope],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
