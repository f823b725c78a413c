import type { NeededPermission } from '../collector.ts';

/** One question to Azure Resource Manager. */
export interface ArmCall extends NeededPermission {
  /** What stays unseen when it is refused, as a noun phrase. */
  readonly unseen: string;
  /** Below what it is asked: a subscription or management group, or the resource itself. */
  readonly path: string;
  /** Whether a refusal makes the source partial. */
  readonly promised: boolean;
}

/**
 * What is asked directly, beside Resource Graph, which holds no schedules, deny assignments and parts of resources. All of
 * it reads, and none of it reads a key or a secret's value.
 */
export const armCalls = {
  subscriptions: {
    permission: 'Microsoft.Resources/subscriptions/read',
    serves: 'the subscriptions, and whether Resource Graph left one out',
    unseen: 'the subscriptions',
    path: '/subscriptions?api-version=2022-12-01',
    required: true,
    promised: true,
  },
  assignments: {
    permission: 'Microsoft.Authorization/roleAssignments/read',
    serves: 'who holds which role on what',
    unseen: 'role assignments',
    path: '/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01',
    required: true,
    promised: true,
  },
  eligible: {
    permission: 'Microsoft.Authorization/roleEligibilityScheduleInstances/read',
    serves: 'roles that have to be activated first (Privileged Identity Management)',
    unseen: 'roles that have to be activated first',
    path: '/providers/Microsoft.Authorization/roleEligibilityScheduleInstances?api-version=2020-10-01',
    required: false,
    promised: true,
  },
  activations: {
    permission: 'Microsoft.Authorization/roleManagementPolicyAssignments/read',
    serves: 'what it takes to activate them: an approval, multifactor authentication',
    unseen: 'what it takes to activate a role',
    path: '/providers/Microsoft.Authorization/roleManagementPolicyAssignments?api-version=2020-10-01',
    required: false,
    promised: false,
  },
  active: {
    permission: 'Microsoft.Authorization/roleAssignmentScheduleInstances/read',
    serves: 'until when roles hold',
    unseen: 'until when roles hold',
    path: '/providers/Microsoft.Authorization/roleAssignmentScheduleInstances?api-version=2020-10-01',
    required: false,
    promised: true,
  },
  denies: {
    permission: 'Microsoft.Authorization/denyAssignments/read',
    serves: 'what is denied whatever roles allow',
    unseen: 'deny assignments',
    path: '/providers/Microsoft.Authorization/denyAssignments?api-version=2022-04-01',
    required: false,
    promised: true,
  },
  federations: {
    permission: 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/read',
    serves: 'whose tokens managed identities take',
    unseen: 'whose tokens a managed identity takes',
    path: '/federatedIdentityCredentials?api-version=2023-01-31',
    required: false,
    promised: true,
  },
  secrets: {
    permission: 'Microsoft.KeyVault/vaults/secrets/read',
    serves: 'names and dates of the secrets of key vaults (values are never answered)',
    unseen: 'names and dates of the secrets of a key vault',
    path: '/secrets?api-version=2023-07-01',
    required: false,
    promised: false,
  },
  diagnostics: {
    permission: 'Microsoft.Insights/diagnosticSettings/read',
    serves: 'which logs of AI accounts are kept',
    unseen: 'which logs of an AI account are kept',
    path: '/providers/Microsoft.Insights/diagnosticSettings?api-version=2021-05-01-preview',
    required: false,
    promised: true,
  },
  accountConnections: {
    permission: 'Microsoft.CognitiveServices/accounts/connections/read',
    serves: 'how AI accounts reach other services',
    unseen: 'the connections of an AI account',
    path: '/connections?api-version=2025-06-01',
    required: false,
    promised: false,
  },
  projectConnections: {
    permission: 'Microsoft.CognitiveServices/accounts/projects/connections/read',
    serves: 'how AI projects reach other services',
    unseen: 'the connections of an AI project',
    path: '/connections?api-version=2025-06-01',
    required: false,
    promised: false,
  },
  applications: {
    permission: 'Microsoft.CognitiveServices/accounts/projects/applications/read',
    serves: 'published agents and the identities that they have',
    unseen: 'the published agents of an AI project',
    path: '/applications?api-version=2025-10-01-preview',
    required: false,
    promised: false,
  },
  activity: {
    permission: 'Microsoft.Insights/eventtypes/values/read',
    serves: 'with --use: what identities wrote, deleted and did (the Activity Log)',
    unseen: 'what identities did (the Activity Log)',
    path: '/providers/Microsoft.Insights/eventtypes/management/values?api-version=2015-04-01',
    required: false,
    promised: true,
  },
} as const satisfies Readonly<Record<string, ArmCall>>;

/** What Resource Graph answers only where it may be read. */
export const graphPermissions: readonly NeededPermission[] = [
  { permission: 'Microsoft.ResourceGraph/resources/read', serves: 'everything in one place, with few requests', required: true },
  { permission: 'Microsoft.Authorization/roleDefinitions/read', serves: 'what custom roles allow', required: true },
  { permission: 'Microsoft.Management/managementGroups/read', serves: 'the tree of management groups', required: false },
  { permission: 'Microsoft.Resources/subscriptions/resourceGroups/read', serves: 'resource groups and their tags', required: false },
  { permission: 'Microsoft.ManagedIdentity/userAssignedIdentities/read', serves: 'managed identities', required: true },
  {
    permission: 'Microsoft.ManagedServices/registrationAssignments/read',
    serves: 'who from other tenants manages subscriptions',
    required: false,
  },
  { permission: 'Microsoft.ManagedServices/registrationDefinitions/read', serves: 'with which roles they do', required: false },
];
