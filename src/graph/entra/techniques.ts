import type { Ability } from '../../permissions/entra/ability.ts';

/**
 * How what somebody holds in a directory becomes more, as data: which application permissions and which directory roles open
 * a way, and where it leads. What the words mean is for the files beside this one to say.
 */
export interface Technique {
  readonly id: string;
  /** What its holder does, for a person: `gives itself any directory role`. */
  readonly does: string;
  /** Application permissions of Microsoft Graph, each of which is enough. */
  readonly permissions: readonly string[];
  /** What a directory role has to allow. Absent: no role opens this way. */
  readonly role?: Ability;
  readonly reaches: Reaches;
  /** Needs something that no source shows, so that it is never more than possible. */
  readonly unseen?: string;
  /** The page that establishes it. */
  readonly page: string;
}

/**
 * `admin`: administrator of the tenant; `applications`: any application that has credentials of its own; `owned`: those of
 * them that it owns; `blueprints`: agent blueprints; `role-groups`: groups that may hold directory roles; `groups`: other groups
 * that hold something; `users`: users without a directory role.
 */
export type Reaches = 'admin' | 'applications' | 'owned' | 'blueprints' | 'role-groups' | 'groups' | 'users';

const graph = 'https://learn.microsoft.com/graph/permissions-reference#';

/** The page of a permission of Microsoft Graph. */
function permissionPage(value: string): string {
  return graph + value.toLowerCase().replace(/[^a-z0-9-]/g, '');
}

export const techniques: readonly Technique[] = [
  {
    id: 'entra-assign-role',
    does: 'gives itself any directory role',
    permissions: ['RoleManagement.ReadWrite.Directory', 'RoleAssignmentSchedule.ReadWrite.Directory'],
    role: 'p',
    reaches: 'admin',
    page: permissionPage('RoleManagement.ReadWrite.Directory'),
  },
  {
    id: 'entra-eligible-role',
    does: 'makes somebody eligible for any directory role',
    permissions: ['RoleEligibilitySchedule.ReadWrite.Directory'],
    reaches: 'admin',
    unseen: 'a user who activates the role',
    page: permissionPage('RoleEligibilitySchedule.ReadWrite.Directory'),
  },
  {
    id: 'entra-grant-permission',
    does: 'gives itself any application permission',
    permissions: ['AppRoleAssignment.ReadWrite.All'],
    role: 'a',
    reaches: 'admin',
    page: permissionPage('AppRoleAssignment.ReadWrite.All'),
  },
  {
    id: 'entra-schedule-permission',
    does: 'gives itself any application permission for a time',
    permissions: ['PrivilegedAssignmentSchedule.ReadWrite.EntraAppRole', 'PrivilegedEligibilitySchedule.ReadWrite.EntraAppRole'],
    reaches: 'admin',
    unseen: 'whether Privileged Identity Management is set up for permissions of applications',
    page: permissionPage('PrivilegedAssignmentSchedule.ReadWrite.EntraAppRole'),
  },
  {
    id: 'entra-app-credential',
    does: 'puts a credential of its own on the application',
    permissions: ['Application.ReadWrite.All', 'Application.ReadUpdate.All'],
    role: 'c',
    reaches: 'applications',
    page: permissionPage('Application.ReadWrite.All'),
  },
  {
    id: 'entra-owned-app-credential',
    does: 'puts a credential of its own on the application, which it owns',
    permissions: ['Application.ReadWrite.OwnedBy'],
    reaches: 'owned',
    page: permissionPage('Application.ReadWrite.OwnedBy'),
  },
  {
    id: 'entra-blueprint-credential',
    does: 'puts a credential of its own on the agent blueprint',
    permissions: ['AgentIdentityBlueprint.AddRemoveCreds.All', 'AgentIdentityBlueprint.ReadWrite.All'],
    role: 'b',
    reaches: 'blueprints',
    page: permissionPage('AgentIdentityBlueprint.AddRemoveCreds.All'),
  },
  {
    id: 'entra-blueprint-sign-in',
    does: 'changes how the agent blueprint signs in',
    permissions: ['AgentIdentityBlueprint.UpdateAuthProperties.All'],
    reaches: 'blueprints',
    unseen: 'an address that the blueprint takes tokens at and that is free to be taken',
    page: permissionPage('AgentIdentityBlueprint.UpdateAuthProperties.All'),
  },
  {
    id: 'entra-role-group-member',
    does: 'puts itself into a group that may hold directory roles',
    permissions: ['PrivilegedAccess.ReadWrite.AzureADGroup', 'PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup'],
    role: 'm',
    reaches: 'role-groups',
    page: permissionPage('PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup'),
  },
  {
    id: 'entra-role-group-eligible',
    does: 'makes somebody eligible for a group that may hold directory roles',
    permissions: ['PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup'],
    reaches: 'role-groups',
    unseen: 'a user who activates the membership',
    page: permissionPage('PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup'),
  },
  {
    id: 'entra-group-member',
    does: 'puts itself into the group',
    permissions: ['Group.ReadWrite.All', 'GroupMember.ReadWrite.All', 'Directory.ReadWrite.All'],
    role: 'n',
    reaches: 'groups',
    page: permissionPage('GroupMember.ReadWrite.All'),
  },
  {
    id: 'entra-dynamic-group',
    does: 'changes what a user is, so that a group with a rule takes him in',
    permissions: ['User.ReadWrite.All'],
    reaches: 'groups',
    unseen: 'a group whose members follow from a rule, and a user to sign in as',
    page: permissionPage('User.ReadWrite.All'),
  },
  {
    id: 'entra-user-method',
    does: 'adds a way to sign in to any user, administrators too',
    permissions: ['UserAuthenticationMethod.ReadWrite.All', 'UserAuthMethod-TAP.ReadWrite.All'],
    role: 'u',
    reaches: 'admin',
    unseen: 'an administrator for whom the added way is allowed',
    page: permissionPage('UserAuthenticationMethod.ReadWrite.All'),
  },
  {
    id: 'entra-user-password',
    does: "sets the user's password",
    permissions: ['User-PasswordProfile.ReadWrite.All'],
    role: 'v',
    reaches: 'users',
    unseen: 'whether the user signs in without a second factor',
    page: permissionPage('User-PasswordProfile.ReadWrite.All'),
  },
  {
    id: 'entra-domain-federation',
    does: 'lets an identity provider of its own sign in users of a domain',
    permissions: ['Domain.ReadWrite.All', 'Domain-InternalFederation.ReadWrite.All'],
    role: 'f',
    reaches: 'admin',
    unseen: 'an administrator who signs in with a domain that can be federated',
    page: permissionPage('Domain.ReadWrite.All'),
  },
  {
    id: 'entra-user-certificate',
    does: 'lets a certificate authority of its own sign in users',
    permissions: ['Organization.ReadWrite.All', 'PublicKeyInfrastructure.ReadWrite.All'],
    reaches: 'admin',
    unseen: 'whether administrators may sign in with certificates',
    page: permissionPage('Organization.ReadWrite.All'),
  },
  {
    id: 'entra-consent-policy',
    does: 'makes a policy by which consent is given to it',
    permissions: ['Policy.ReadWrite.PermissionGrant'],
    reaches: 'admin',
    unseen: 'somebody who consents under the policy',
    page: permissionPage('Policy.ReadWrite.PermissionGrant'),
  },
  {
    id: 'entra-delegated-consent',
    does: 'consents for everybody, and acts as whoever signs in',
    permissions: ['DelegatedPermissionGrant.ReadWrite.All'],
    reaches: 'admin',
    unseen: 'an administrator who signs in to an application of its own',
    page: permissionPage('DelegatedPermissionGrant.ReadWrite.All'),
  },
  {
    id: 'entra-access-package',
    does: 'gives itself what access packages hold',
    permissions: ['EntitlementManagement.ReadWrite.All'],
    role: 'e',
    reaches: 'admin',
    unseen: 'a catalogue with a directory role or a group that holds one',
    page: permissionPage('EntitlementManagement.ReadWrite.All'),
  },
  {
    id: 'entra-managed-device',
    does: 'runs code on managed devices',
    permissions: [
      'DeviceManagementConfiguration.ReadWrite.All',
      'DeviceManagementScripts.ReadWrite.All',
      'DeviceManagementRBAC.ReadWrite.All',
    ],
    role: 'x',
    reaches: 'admin',
    unseen: 'an administrator who works on a managed device',
    page: permissionPage('DeviceManagementScripts.ReadWrite.All'),
  },
  {
    id: 'entra-token-issuer',
    does: 'lets an issuer of its own sign in applications',
    permissions: ['SpiffeTrustDomain.ReadWrite.All', 'MutualTlsOauthConfiguration.ReadWrite.All'],
    reaches: 'applications',
    unseen: 'whether the application takes what the issuer signs',
    page: permissionPage('SpiffeTrustDomain.ReadWrite.All'),
  },
];

/** Acts as whoever signs in, with all that the user may do: a permission that is only ever delegated. */
export const actsAsUser: Technique = {
  id: 'entra-as-user',
  does: 'acts as whoever signs in, administrators too',
  permissions: ['Directory.AccessAsUser.All'],
  reaches: 'admin',
  page: permissionPage('Directory.AccessAsUser.All'),
};

/** Ways that need nothing held beside the application itself. */
export const owning: Technique = {
  id: 'entra-owner',
  does: 'owns the application and puts a credential of its own on it',
  permissions: [],
  reaches: 'owned',
  page: 'https://learn.microsoft.com/entra/identity/enterprise-apps/overview-assign-app-owners',
};

export const ofBlueprint: Technique = {
  id: 'entra-agent-of-blueprint',
  does: 'signs in as the agent identity, which is made from it',
  permissions: [],
  reaches: 'owned',
  page: 'https://learn.microsoft.com/entra/agent-id/identity-platform/agent-blueprint',
};

export const activating: Technique = {
  id: 'entra-activate-role',
  does: 'is administrator once the role is activated',
  permissions: [],
  role: 'z',
  reaches: 'admin',
  page: 'https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-configure',
};

/** Every technique there is. */
export const allTechniques: readonly Technique[] = [...techniques, actsAsUser, owning, ofBlueprint, activating];
