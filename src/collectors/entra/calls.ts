import type { GraphKind } from './graph-kinds.ts';

/** One list that is asked for. */
export interface GraphCall {
  readonly kind: GraphKind;
  /** Below the version, with its options. */
  readonly path: string;
  /** Asked for in its place, one after the other, where the answer is that it cannot be asked so. */
  readonly plainly?: readonly string[];
  readonly beta?: true;
  /** What cannot be seen without it, as a noun phrase. */
  readonly what: string;
  /** The application permission of Microsoft Graph that it needs. */
  readonly permission: string;
  /** The type of what it lists, where objects do not say it. */
  readonly type?: string;
  /** Needs a licence, or is not there in every tenant: without it nothing is missing. */
  readonly optional?: string;
}

const person = 'id,displayName,userPrincipalName';
const application =
  'id,appId,displayName,createdDateTime,signInAudience,publisherDomain,verifiedPublisher,passwordCredentials,keyCredentials,appRoles,api,web,spa,publicClient,isFallbackPublicClient,tags,notes,serviceManagementReference';
const principal =
  'id,appId,displayName,createdDateTime,servicePrincipalType,accountEnabled,appOwnerOrganizationId,alternativeNames,passwordCredentials,keyCredentials,appRoles,tags,notes,verifiedPublisher,signInAudience,preferredSingleSignOnMode,disabledByMicrosoftStatus';
const agent = `${principal},agentIdentityBlueprintId`;

/** The largest page of applications and service principals (https://learn.microsoft.com/graph/api/serviceprincipal-list). */
const top = '$top=999';

export const graphCalls = {
  organization: {
    kind: 'tenant',
    path: '/organization?$select=id,displayName,verifiedDomains',
    what: 'the tenant itself',
    permission: 'Organization.Read.All',
  },
  applications: {
    kind: 'application',
    path: `/applications?$select=${application}&$expand=owners($select=${person})&${top}`,
    plainly: [`/applications?$select=${application}&$expand=owners&${top}`, `/applications?$select=${application}&${top}`],
    what: 'registered applications, their credentials and owners',
    permission: 'Application.Read.All',
  },
  federations: {
    kind: 'application',
    path: `/applications?$select=id,appId&$expand=federatedIdentityCredentials&${top}`,
    what: 'federated credentials of applications',
    permission: 'Application.Read.All',
  },
  principals: {
    kind: 'service-principal',
    path: `/servicePrincipals?$select=${principal}&$expand=owners($select=${person})&${top}`,
    plainly: [
      `/servicePrincipals?$select=${principal.replace('createdDateTime,', '')}&$expand=owners&${top}`,
      `/servicePrincipals?$select=${principal.replace('createdDateTime,', '')}&${top}`,
    ],
    what: 'service principals and their owners',
    permission: 'Application.Read.All',
  },
  groupsOfPrincipals: {
    kind: 'service-principal',
    path: `/servicePrincipals?$select=id&$expand=memberOf($select=id,displayName)&${top}`,
    plainly: [`/servicePrincipals?$select=id&$expand=memberOf&${top}`],
    what: 'groups that service principals are in',
    permission: 'GroupMember.Read.All',
  },
  blueprints: {
    kind: 'application',
    path: '/applications/microsoft.graph.agentIdentityBlueprint?$expand=sponsors',
    what: 'blueprints of agents and their sponsors',
    permission: 'AgentIdentityBlueprint.Read.All',
    type: '#microsoft.graph.agentIdentityBlueprint',
    optional: 'the tenant knows no agent identities',
  },
  blueprintPrincipals: {
    kind: 'service-principal',
    path: '/servicePrincipals/microsoft.graph.agentIdentityBlueprintPrincipal?$expand=sponsors',
    what: 'principals of the blueprints of agents',
    permission: 'AgentIdentityBlueprintPrincipal.Read.All',
    type: '#microsoft.graph.agentIdentityBlueprintPrincipal',
    optional: 'the tenant knows no agent identities',
  },
  agents: {
    kind: 'service-principal',
    path: `/servicePrincipals/microsoft.graph.agentIdentity?$select=${agent}&$expand=sponsors`,
    plainly: ['/servicePrincipals/microsoft.graph.agentIdentity'],
    what: 'identities of agents and their sponsors',
    permission: 'AgentIdentity.Read.All',
    type: '#microsoft.graph.agentIdentity',
    optional: 'the tenant knows no agent identities',
  },
  consents: {
    kind: 'consent',
    path: `/oauth2PermissionGrants?${top}`,
    what: 'permissions that people consented to',
    permission: 'DelegatedPermissionGrant.Read.All',
  },
  roleDefinitions: {
    kind: 'role-definition',
    path: '/roleManagement/directory/roleDefinitions?$select=id,templateId,displayName,isBuiltIn,isEnabled,rolePermissions',
    plainly: ['/roleManagement/directory/roleDefinitions'],
    what: 'roles of the directory',
    permission: 'RoleManagement.Read.Directory',
  },
  roleAssignments: {
    kind: 'role-assignment',
    path: '/roleManagement/directory/roleAssignments?$expand=principal',
    what: 'who holds roles of the directory',
    permission: 'RoleManagement.Read.Directory',
  },
  eligibilities: {
    kind: 'role-eligibility',
    path: '/roleManagement/directory/roleEligibilityScheduleInstances?$expand=principal',
    plainly: ['/roleManagement/directory/roleEligibilityScheduleInstances'],
    what: 'roles that may be activated',
    permission: 'RoleManagement.Read.Directory',
    optional: 'nobody can be eligible without Privileged Identity Management',
  },
  schedules: {
    kind: 'role-schedule',
    path: '/roleManagement/directory/roleAssignmentScheduleInstances?$expand=principal',
    plainly: ['/roleManagement/directory/roleAssignmentScheduleInstances'],
    what: 'until when roles are held',
    permission: 'RoleManagement.Read.Directory',
    optional: 'no role ends by itself without Privileged Identity Management',
  },
  units: {
    kind: 'administrative-unit',
    path: '/directory/administrativeUnits?$select=id,displayName',
    what: 'administrative units',
    permission: 'AdministrativeUnit.Read.All',
    optional: 'roles on units are shown with their ids',
  },
  authorization: {
    kind: 'authorization-policy',
    path: '/policies/authorizationPolicy',
    what: 'what people may consent to',
    permission: 'Policy.Read.All',
  },
  consentPolicies: {
    kind: 'consent-policy',
    path: '/policies/permissionGrantPolicies',
    what: 'policies for consent',
    permission: 'Policy.Read.PermissionGrant',
  },
  appPolicy: {
    kind: 'default-app-policy',
    path: '/policies/defaultAppManagementPolicy',
    what: 'the policy for credentials of applications',
    permission: 'Policy.Read.All',
  },
  activity: {
    kind: 'principal-activity',
    path: '/reports/servicePrincipalSignInActivities',
    beta: true,
    what: 'when applications last signed in',
    permission: 'AuditLog.Read.All',
  },
  credentialActivity: {
    kind: 'credential-activity',
    path: '/reports/appCredentialSignInActivities',
    beta: true,
    what: 'when credentials were last used',
    permission: 'AuditLog.Read.All',
  },
} as const satisfies Readonly<Record<string, GraphCall>>;

/** Fields of users; the last two need a permission for logs and a licence. */
const userFields = `${person},mail,accountEnabled,userType,createdDateTime,passwordPolicies`;
const signs = ['svc', 'srv-', 'sa-', 'service', 'bot', 'automation', 'api-', 'sync_', 'robot', 'rpa'];

/** Users whose sign-in name begins as those of services do. A page with sign-ins has 120 users at most. */
export const serviceUsers: GraphCall = {
  kind: 'user',
  path: `/users?$filter=${signs.map((s) => `startswith(userPrincipalName,'${s}')`).join(' or ')}&$select=${userFields},signInActivity&$top=120`,
  plainly: [`/users?$filter=${signs.map((s) => `startswith(userPrincipalName,'${s}')`).join(' or ')}&$select=${userFields}&${top}`],
  what: 'users that look like accounts of services',
  permission: 'User.Read.All',
};

/** Users by id: 15 fit into a filter. */
export function usersById(ids: readonly string[]): string {
  return `/users?$filter=id in (${ids.map((id) => `'${id}'`).join(',')})&$select=${userFields}`;
}

/** The owners of one application or service principal, where an expansion stopped at its limit. */
export function ownersOf(collection: 'applications' | 'servicePrincipals', id: string): string {
  return `/${collection}/${id}/owners?$select=${person}&${top}`;
}

export function membersOf(group: string): string {
  return `/groups/${group}/transitiveMembers?$select=${person},accountEnabled,userType&${top}`;
}

/** Who holds a permission of an API: of all clients at once, where each client would have to be asked otherwise. */
export function holdersOf(api: string): string {
  return `/servicePrincipals/${api}/appRoleAssignedTo?${top}`;
}
