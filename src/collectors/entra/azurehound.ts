import { isObject } from '../../plain-object.ts';
import type { Directory } from './directory.ts';
import type { GraphKind } from './graph-kinds.ts';
import type { GraphObject } from './graph-object.ts';

/** What the kinds of AzureHound's entries are in Graph's terms (https://github.com/SpecterOps/AzureHound). */
const kinds: ReadonlyMap<string, GraphKind> = new Map<string, GraphKind>([
  ['AZApp', 'application'],
  ['AZServicePrincipal', 'service-principal'],
  ['AZUser', 'user'],
  ['AZGroup', 'group'],
  ['AZRole', 'role-definition'],
  ['AZAppRoleAssignment', 'app-role-assignment'],
  ['AZDevice', 'other'],
  ['AZDeviceOwner', 'other'],
  ['AZGroupOwner', 'other'],
  ['AZAppMember', 'other'],
  ['AZRoleManagementPolicyAssignment', 'other'],
]);

/** Lists of references: the field that says whose, the list, and what an entry calls the other side. */
const lists: ReadonlyMap<string, readonly [of: string, list: 'owners' | 'members', one: string]> = new Map([
  ['AZAppOwner', ['appId', 'owners', 'owner']],
  ['AZServicePrincipalOwner', ['servicePrincipalId', 'owners', 'owner']],
  ['AZGroupMember', ['groupId', 'members', 'member']],
]);

/** Lists of assignments of one role, with the key that each version of the tool gives them. */
const assignments: ReadonlyMap<string, readonly [kind: GraphKind, ...lists: string[]]> = new Map([
  ['AZRoleAssignment', ['role-assignment', 'roleAssignments']],
  ['AZRoleEligibilityScheduleInstance', ['role-eligibility', 'roleEligibilityScheduleInstances', 'roleAssignments']],
]);

/** Whether an element is an entry of AzureHound: `{"kind": "AZApp", "data": {…}}`. */
export function isHoundEntry(value: unknown): value is { readonly kind: string; readonly data: unknown } {
  return isObject(value) && typeof value.kind === 'string' && value.kind.startsWith('AZ') && 'data' in value;
}

/** Takes an entry. @returns the entry's kind where it is none of the directory's, but of Azure's resources. */
export function takeHoundEntry(directory: Directory, kind: string, object: GraphObject): string | undefined {
  const tenant = object.id('tenantId');
  if (kind === 'AZTenant') {
    const id = tenant ?? object.id('id')?.replace(/^\/tenants\//, '');
    const name = object.text('displayName');
    // It also lists tenants that it did not collect.
    if (id !== undefined && object.flag('collected') !== false)
      directory.tenant = { id, ...(name === undefined ? {} : { name }), at: object.at };
    return undefined;
  }
  if (tenant !== undefined) directory.tenant ??= { id: tenant, at: object.at };
  const plain = kinds.get(kind);
  if (plain !== undefined) {
    directory.take(plain, object);
    return undefined;
  }
  const list = lists.get(kind);
  if (list !== undefined) {
    const [of, key, one] = list;
    const about = object.id(of);
    const found = object.objects(key)?.flatMap((entry) => entry.object(one) ?? []) ?? [];
    // A missing list is an empty one.
    if (about !== undefined) directory.addReferences(key, about, found);
    return undefined;
  }
  const assigned = assignments.get(kind);
  if (assigned === undefined) return kind;
  const [as, ...keys] = assigned;
  const rows = keys.map((key) => object.objects(key)).find((found) => found !== undefined);
  directory.seen.add(as);
  if (rows === undefined && object.has('principalId')) directory.take(as, object);
  for (const row of rows ?? []) directory.take(as, row);
  return undefined;
}
