import type { NeededPermission } from '../collector.ts';

/** What a live scan asks for, as a custom role of the organization spells it. */
export const permissions: readonly NeededPermission[] = [
  {
    permission: 'cloudasset.assets.listResource',
    serves: 'accounts, keys, pools, roles, secrets, workloads and agents, in one list',
    required: true,
  },
  { permission: 'cloudasset.assets.listIamPolicy', serves: 'who holds which role on what', required: true },
  { permission: 'cloudasset.assets.listOrgPolicy', serves: 'organization policies', required: false },
  { permission: 'cloudasset.assets.searchAllResources', serves: 'which projects have model APIs turned on', required: false },
  {
    permission: 'cloudasset.assets.searchAllIamPolicies',
    serves: 'who holds which role, where the list of assets is refused',
    required: false,
  },
  { permission: 'resourcemanager.organizations.get', serves: 'the name of the organization', required: false },
  { permission: 'resourcemanager.organizations.getIamPolicy', serves: 'roles on the organization, and its audit logs', required: false },
  { permission: 'resourcemanager.folders.get', serves: 'what a folder lies in', required: false },
  { permission: 'resourcemanager.folders.list', serves: 'folders, where the list of assets is refused', required: false },
  { permission: 'resourcemanager.folders.getIamPolicy', serves: 'roles on the folders above what is read', required: false },
  { permission: 'resourcemanager.projects.get', serves: 'what a project lies in', required: false },
  { permission: 'resourcemanager.projects.list', serves: 'projects, where the list of assets is refused', required: false },
  {
    permission: 'resourcemanager.projects.getIamPolicy',
    serves: 'roles on a project, where the list of assets is refused',
    required: false,
  },
  { permission: 'iam.roles.list', serves: 'the permissions of predefined and custom roles', required: false },
  { permission: 'iam.roles.get', serves: 'the permissions of custom roles', required: false },
  { permission: 'iam.serviceAccounts.list', serves: 'service accounts, where the list of assets is refused', required: false },
  {
    permission: 'iam.serviceAccounts.getIamPolicy',
    serves: 'who may become a service account, where the list of assets is refused',
    required: false,
  },
  { permission: 'iam.serviceAccountKeys.list', serves: 'keys, where the list of assets is refused', required: false },
  { permission: 'iam.workloadIdentityPools.list', serves: 'workload identity pools, where the list of assets is refused', required: false },
  { permission: 'iam.workloadIdentityPoolProviders.list', serves: 'their providers, where the list of assets is refused', required: false },
  { permission: 'iam.denypolicies.list', serves: 'deny policies', required: false },
  { permission: 'iam.denypolicies.get', serves: 'the rules of deny policies', required: false },
  { permission: 'apikeys.keys.list', serves: 'API keys, where the list of assets is refused', required: false },
  { permission: 'storage.hmacKeys.list', serves: 'HMAC keys of Cloud Storage', required: false },
  {
    permission: 'policyanalyzer.serviceAccountLastAuthenticationActivities.query',
    serves: 'when service accounts were last used',
    required: false,
  },
  { permission: 'policyanalyzer.serviceAccountKeyLastAuthenticationActivities.query', serves: 'when keys were last used', required: false },
  { permission: 'recommender.iamPolicyInsights.list', serves: 'which permissions were used in 90 days', required: false },
  {
    permission: 'serviceusage.services.use',
    serves: 'requests that count on the quota of a project of yours (on that project alone)',
    required: false,
  },
];

/** Role permissions of workload identity pools are spelt with their service in front. */
function inRole(permission: string): string {
  return permission.replace(/^iam\.(workloadIdentityPool)/, 'iam.googleapis.com/$1');
}

/** A custom role, for `gcloud iam roles create nhiScanner --organization=N --file=FILE`. */
export function permissionDocument(): string {
  const lines = permissions.map(({ permission }) => `- ${inRole(permission)}`);
  return ['title: NHI scanner (read only)', 'stage: GA', 'includedPermissions:', ...lines, ''].join('\n');
}
