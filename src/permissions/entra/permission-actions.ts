/**
 * Directory actions by the permissions of Microsoft Graph that let an application do the same, without `microsoft.directory/`;
 * `*` at an end is anything (https://learn.microsoft.com/graph/permissions-reference).
 */
const rows: readonly (readonly [permissions: string, actions: string])[] = [
  ['RoleManagement.ReadWrite.Directory', 'roleAssignments/* roleDefinitions/* directoryRoles/* scopedRoleMemberships/*'],
  ['RoleAssignmentSchedule.ReadWrite.Directory RoleEligibilitySchedule.ReadWrite.Directory', 'roleAssignments/*'],
  [
    'AppRoleAssignment.ReadWrite.All PrivilegedAssignmentSchedule.ReadWrite.EntraAppRole',
    'servicePrincipals/appRoleAssignedTo/update servicePrincipals/managePermissionGrantsForAll.microsoft-company-admin',
  ],
  ['Application.ReadWrite.All', 'applications/* applications.myOrganization/*'],
  [
    'Application.ReadWrite.All Application.ReadUpdate.All',
    'applications/credentials/update applications/owners/update applications/allProperties/update ' +
      'applications.myOrganization/credentials/update applications.myOrganization/owners/update ' +
      'applications.myOrganization/allProperties/update servicePrincipals/credentials/update servicePrincipals/owners/update ' +
      'servicePrincipals/allProperties/update',
  ],
  ['AgentIdentityBlueprint.AddRemoveCreds.All', 'agentIdentityBlueprints/credentials/update'],
  ['AgentIdentityBlueprint.ReadWrite.All', 'agentIdentityBlueprints/*'],
  [
    'PrivilegedAccess.ReadWrite.AzureADGroup PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup',
    'groupsAssignableToRoles/members/update groupsAssignableToRoles/owners/update',
  ],
  ['Group.ReadWrite.All Directory.ReadWrite.All', 'groups/* groups.security/* groups.unified/*'],
  ['GroupMember.ReadWrite.All', 'groups/members/update groups.security/members/update groups.unified/members/update'],
  ['User-PasswordProfile.ReadWrite.All', 'users/password/update'],
  ['UserAuthenticationMethod.ReadWrite.All', 'users/authenticationMethods/*'],
  ['UserAuthMethod-TAP.ReadWrite.All', 'users/authenticationMethods/create'],
  ['Domain.ReadWrite.All', 'domains/*'],
  ['Domain-InternalFederation.ReadWrite.All', 'domains/federation/update domains/federationConfiguration/*'],
  ['DelegatedPermissionGrant.ReadWrite.All Directory.ReadWrite.All', 'oAuth2PermissionGrants/*'],
  ['Policy.ReadWrite.PermissionGrant', 'permissionGrantPolicies/*'],
  ['EntitlementManagement.ReadWrite.All', 'entitlementManagement/*'],
  ['Policy.ReadWrite.ConditionalAccess', 'conditionalAccessPolicies/*'],
  ['Policy.ReadWrite.Authorization', 'authorizationPolicy/*'],
  ['Policy.ReadWrite.CrossTenantAccess', 'crossTenantAccessPolicy/*'],
  ['BitlockerKey.Read.All', 'bitlockerKeys/key/read'],
  ['DeviceLocalCredential.Read.All', 'deviceLocalCredentials/password/read'],
];

const table = rows.map(
  ([permissions, actions]) => [new Set(permissions.toLowerCase().split(' ')), actions.toLowerCase().split(' ')] as const,
);

/** The permissions, in lower case, by which an application may do an action; undefined of an action that the table does not hold. */
export function permissionsAllowing(action: string): ReadonlySet<string> | undefined {
  const name = action.toLowerCase().replace(/^microsoft\.directory\//, '');
  const found = table.filter(([, actions]) => actions.some((a) => (a.endsWith('*') ? name.startsWith(a.slice(0, -1)) : a === name)));
  return found.length === 0 ? undefined : new Set(found.flatMap(([permissions]) => [...permissions]));
}
