import { idOfDirectoryRole } from '../../inventory/directory-roles.ts';

/**
 * Actions that change who holds power in the directory, without `microsoft.directory/`, by the built-in roles that allow them
 * beside Global Administrator (https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference).
 */
const rows: readonly (readonly [roles: string, actions: string])[] = [
  [
    'AI Administrator, Agent ID Administrator',
    'agentIdentities/create agentIdentities/delete agentIdentityBlueprints/create agentIdentityBlueprints/credentials/update ' +
      'agentIdentityBlueprints/delete agentIdentityBlueprints/owners/update agentIdentityBlueprints/permissions/update',
  ],
  [
    'Application Administrator, Cloud Application Administrator',
    'servicePrincipals/credentials/update servicePrincipals/managePermissionGrantsForAll.microsoft-application-admin',
  ],
  [
    'Application Administrator, Cloud Application Administrator, Directory Writers, Hybrid Identity Administrator, ' +
      'Identity Governance Administrator, Partner Tier1 Support, Partner Tier2 Support, Privileged Role Administrator, ' +
      'User Administrator',
    'servicePrincipals/appRoleAssignedTo/update',
  ],
  [
    'Application Administrator, Cloud Application Administrator, Hybrid Identity Administrator',
    'applications/create applications/delete servicePrincipals/authentication/update servicePrincipals/create ' +
      'servicePrincipals/delete servicePrincipals/owners/update',
  ],
  [
    'Application Administrator, Cloud Application Administrator, Hybrid Identity Administrator, Partner Tier1 Support, ' +
      'Partner Tier2 Support',
    'applications/authentication/update applications/owners/update applications/permissions/update',
  ],
  [
    'Application Administrator, Cloud Application Administrator, Hybrid Identity Administrator, Privileged Role Administrator',
    'servicePrincipals/permissions/update',
  ],
  [
    'Application Administrator, Cloud Application Administrator, Partner Tier1 Support, Partner Tier2 Support',
    'applications/credentials/update',
  ],
  [
    'Application Administrator, Cloud Application Administrator, Partner Tier1 Support, Partner Tier2 Support, ' +
      'Privileged Role Administrator, User Administrator',
    'oAuth2PermissionGrants/allProperties/allTasks',
  ],
  [
    'Authentication Administrator, Directory Writers, Partner Tier1 Support, Partner Tier2 Support, ' +
      'Privileged Authentication Administrator, User Administrator',
    'users/userPrincipalName/update',
  ],
  [
    'Authentication Administrator, Entra SOC Identity Responder, Helpdesk Administrator, Partner Tier1 Support, ' +
      'Partner Tier2 Support, Password Administrator, Privileged Authentication Administrator, Security Operator, ' +
      'User Administrator',
    'users/password/update',
  ],
  [
    'Authentication Administrator, Partner Tier1 Support, Partner Tier2 Support, Privileged Authentication Administrator, ' +
      'User Administrator',
    'users/delete',
  ],
  [
    'Authentication Administrator, Privileged Authentication Administrator',
    'users/authenticationMethods/create users/authenticationMethods/delete',
  ],
  [
    'Cloud Device Administrator, Global Reader, Helpdesk Administrator, Intune Administrator, Security Administrator, ' + 'Security Reader',
    'bitlockerKeys/key/read',
  ],
  ['Cloud Device Administrator, Intune Administrator', 'deviceLocalCredentials/password/read'],
  ['Conditional Access Administrator, Security Administrator', 'conditionalAccessPolicies/create conditionalAccessPolicies/delete'],
  [
    'Directory Writers, Groups Administrator, Identity Governance Administrator, Partner Tier1 Support, Partner Tier2 Support, ' +
      'User Administrator',
    'groups/members/update',
  ],
  [
    'Directory Writers, Groups Administrator, Partner Tier1 Support, Partner Tier2 Support, User Administrator',
    'groups/create groups/owners/update',
  ],
  ['Directory Writers, Groups Administrator, User Administrator', 'groups/dynamicMembershipRule/update'],
  ['Directory Writers, Partner Tier1 Support, Partner Tier2 Support, User Administrator', 'users/create'],
  ['Domain Name Administrator, Partner Tier2 Support', 'domains/allProperties/allTasks'],
  ['External Identity Provider Administrator, Hybrid Identity Administrator, Security Administrator', 'domains/federation/update'],
  ['Groups Administrator, Partner Tier1 Support, Partner Tier2 Support, User Administrator', 'groups/delete'],
  ['Identity Governance Administrator, User Administrator', 'entitlementManagement/allProperties/allTasks'],
  ['Intune Administrator', 'microsoft.intune/allEntities/allTasks'],
  ['Partner Tier2 Support, Privileged Role Administrator', 'roleAssignments/allProperties/allTasks roleDefinitions/allProperties/allTasks'],
  [
    'Privileged Role Administrator',
    'authorizationPolicy/allProperties/allTasks directoryRoles/allProperties/allTasks ' +
      'groupsAssignableToRoles/allProperties/update groupsAssignableToRoles/create groupsAssignableToRoles/delete ' +
      'permissionGrantPolicies/allProperties/update permissionGrantPolicies/create permissionGrantPolicies/delete ' +
      'servicePrincipals/managePermissionGrantsForAll.microsoft-company-admin',
  ],
];

/** Action in lower case -> template ids of the roles. */
const rolesOfAction = new Map<string, Set<string>>();
for (const [roles, actions] of rows)
  for (const action of actions.split(' ')) {
    const name = (action.startsWith('microsoft.') ? action : `microsoft.directory/${action}`).toLowerCase();
    const ids = rolesOfAction.get(name) ?? new Set();
    for (const role of roles.split(', ')) ids.add(idOfDirectoryRole(role) ?? role);
    rolesOfAction.set(name, ids);
  }

/** Every action of the table, in lower case. */
export function tableActions(): readonly string[] {
  return allActions;
}

const allActions = [...rolesOfAction.keys()];

/** The template ids of the built-in roles that allow an action; undefined of an action that the table does not hold. */
export function rolesAllowing(action: string): ReadonlySet<string> | undefined {
  return rolesOfAction.get(action.toLowerCase());
}

/**
 * Whether an action that a role lists covers another: `applications/allProperties/update` every property that is updated,
 * `applications/allProperties/allTasks` all that is done with applications. Both in any case.
 */
export function coversAction(listed: string, asked: string): boolean {
  const [one, other] = [listed.toLowerCase(), asked.toLowerCase()];
  if (one === other) return true;
  const all = /^(.*)\/all(?:entities|properties)(?:\/allproperties)?\/(\w+)$/.exec(one) ?? /^(.*)\/(alltasks)$/.exec(one);
  if (all === null || !other.startsWith(`${all[1]}/`)) return false;
  return all[2] === 'alltasks' || other.endsWith(`/${all[2]}`);
}
