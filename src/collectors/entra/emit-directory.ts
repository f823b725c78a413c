import { microsoftGraph } from '../../inventory/graph-permissions.ts';
import type { Directory } from './directory.ts';
import { Emission } from './emission.ts';
import { emitAccounts } from './emit-accounts.ts';
import { emitActivity } from './emit-activity.ts';
import { GrantEmission } from './emit-grants.ts';
import { emitMemberships, emitPeople } from './emit-people.ts';
import { emitTenant } from './emit-tenant.ts';

/** Hands over all that was read of a directory. @returns the tenant's id, empty where nothing tells it. */
export function emitDirectory(directory: Directory, parts: Pick<Emission, 'emit' | 'gaps' | 'now' | 'source'>): string {
  const emission = new Emission(directory, parts);
  emitTenant(emission);
  const grants = new GrantEmission(emission);
  const given = grants.emit();
  const whole = grantsWhole(emission);
  emitAccounts(emission, { byHolder: given.holds, whole });
  if (!whole) grants.emitPlaceholders();
  emitPeople(emission, given);
  emitMemberships(emission, given);
  emitActivity(emission);
  emitMissing(emission);
  return emission.tenant;
}

/**
 * Whether an application that holds nothing here holds nothing at all: roles of the directory were given, and permissions of
 * Microsoft Graph, which are the ones that tools ask for first.
 */
function grantsWhole(emission: Emission): boolean {
  const { seen, cut, appRoles, grantsWhole: told } = emission.directory;
  if (told !== undefined) return told;
  if (!seen.has('role-assignment') || cut.has('role-assignment') || cut.has('app-role-assignment')) return false;
  return appRoles.some((one) => {
    const api = emission.account(one.resource);
    return (api?.principal?.appId ?? one.resourceApp) === microsoftGraph || one.resourceName === 'Microsoft Graph';
  });
}

/** What belongs to the applications that were given, and was not given with them. */
const parts = [
  ['role-assignment', 'roles of the directory', 'GET /roleManagement/directory/roleAssignments?$expand=principal'],
  [
    'app-role-assignment',
    'permissions of applications',
    "GET /servicePrincipals(appId='00000003-0000-0000-c000-000000000000')/appRoleAssignedTo",
  ],
  ['consent', 'permissions that people consented to', 'GET /oauth2PermissionGrants'],
  ['service-principal', 'service principals', 'GET /servicePrincipals'],
  ['application', 'registered applications and their credentials', 'GET /applications'],
] as const;

function emitMissing(emission: Emission): void {
  const { directory, accounts, source, tenant } = emission;
  if (accounts.length === 0 || directory.grantsWhole !== undefined) return;
  for (const [kind, what, permission] of parts) {
    if (directory.seen.has(kind)) continue;
    const settledBy = tenant === '' ? undefined : `entra:tenant/${tenant}#${kind}`;
    emission.gaps.add(`missing ${kind}`, {
      source,
      what,
      why: 'not-given',
      detail: 'the input does not hold them',
      permission,
      partial: false,
      ...(settledBy === undefined ? {} : { settledBy }),
    });
  }
}
