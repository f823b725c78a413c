import type { Gain, GcpTechnique } from './technique.ts';

const access = 'https://cloud.google.com/iam/docs/granting-changing-revoking-access';
const pools = 'https://cloud.google.com/iam/docs/workload-identity-federation';

/** Rights that end at a thing: `[id, what is done, permission, the things, page]`. */
const onThings: readonly (readonly [string, string, string, string, string])[] = [
  [
    'gcp-org-policy-set',
    'takes away',
    'orgpolicy.policy.set',
    'organization policies',
    'https://cloud.google.com/resource-manager/docs/organization-policy/overview',
  ],
  [
    'gcp-org-policy-update',
    'takes away',
    'orgpolicy.policies.update',
    'organization policies',
    'https://cloud.google.com/resource-manager/docs/organization-policy/overview',
  ],
  [
    'gcp-org-policy-delete',
    'takes away',
    'orgpolicy.policies.delete',
    'organization policies',
    'https://cloud.google.com/resource-manager/docs/organization-policy/overview',
  ],
  [
    'gcp-org-policy-create',
    'overrides',
    'orgpolicy.policies.create',
    'organization policies',
    'https://cloud.google.com/resource-manager/docs/organization-policy/overview',
  ],
  ['gcp-deny-delete', 'takes away', 'iam.denypolicies.delete', 'deny policies', 'https://cloud.google.com/iam/docs/deny-access'],
  ['gcp-deny-update', 'takes away', 'iam.denypolicies.update', 'deny policies', 'https://cloud.google.com/iam/docs/deny-access'],
  [
    'gcp-boundary-unbind',
    'takes away',
    'iam.principalaccessboundarypolicies.unbind',
    'principal access boundaries',
    'https://cloud.google.com/iam/docs/principal-access-boundary-policies-remove',
  ],
  [
    'gcp-boundary-update',
    'takes away',
    'iam.principalaccessboundarypolicies.update',
    'principal access boundaries',
    'https://cloud.google.com/iam/docs/principal-access-boundary-policies-edit',
  ],
  [
    'gcp-agent-credentials',
    'reads',
    'agentidentity.authProviders.retrieveCredentials',
    'credentials kept for agents',
    'https://cloud.google.com/iam/docs/agent-identity-overview',
  ],
  [
    'gcp-connector-credentials',
    'reads',
    'iamconnectors.connectors.retrieveCredentials',
    'credentials kept for agents',
    'https://cloud.google.com/iam/docs/agent-identity-overview',
  ],
  ['gcp-secret', 'reads', 'secretmanager.versions.access', 'secrets', 'https://cloud.google.com/secret-manager/docs/access-control'],
  [
    'gcp-secret-set-iam',
    'lets itself read',
    'secretmanager.secrets.setIamPolicy',
    'secrets',
    'https://cloud.google.com/secret-manager/docs/access-control',
  ],
  [
    'gcp-bucket-set-iam',
    'lets itself use',
    'storage.buckets.setIamPolicy',
    'buckets',
    'https://cloud.google.com/storage/docs/access-control/iam-permissions',
  ],
  [
    'gcp-artifact-push',
    'replaces',
    'artifactregistry.repositories.uploadArtifacts',
    'images',
    'https://cloud.google.com/artifact-registry/docs/access-control',
  ],
  [
    'gcp-kms-decrypt',
    'decrypts with',
    'cloudkms.cryptoKeyVersions.useToDecrypt',
    'keys of Cloud KMS',
    'https://cloud.google.com/kms/docs/iam',
  ],
  [
    'gcp-repository-token',
    'takes write tokens for',
    'cloudbuild.repositories.accessReadWriteToken',
    'repositories connected to Cloud Build',
    'https://cloud.google.com/build/docs/iam-roles-permissions',
  ],
  [
    'gcp-billing-set-iam',
    'gives itself any role on',
    'billing.accounts.setIamPolicy',
    'billing accounts',
    'https://cloud.google.com/billing/docs/how-to/billing-access',
  ],
];

/** Below which levels a permission to set the policy of one counts. */
const levels = [
  ['gcp-project-set-iam', 'resourcemanager.projects.setIamPolicy', ['project', 'folder', 'organization']],
  ['gcp-folder-set-iam', 'resourcemanager.folders.setIamPolicy', ['folder', 'organization']],
  ['gcp-organization-set-iam', 'resourcemanager.organizations.setIamPolicy', ['organization']],
] as const;

const administrator: Gain = { what: 'administrator' };

/** Ways to more through what decides who may do what. */
export const policyTechniques: readonly GcpTechnique[] = [
  ...levels.map(
    ([id, permission, at]): GcpTechnique => ({
      id,
      does: 'is',
      direct: true,
      onProject: [permission],
      at,
      gains: administrator,
      page: access,
    }),
  ),
  {
    id: 'gcp-entitlement',
    does: 'gives itself any role as',
    onProject: ['privilegedaccessmanager.entitlements.update'],
    gains: administrator,
    page: 'https://cloud.google.com/iam/docs/pam-permissions-and-setup',
  },
  {
    id: 'gcp-custom-role',
    does: 'puts any permission into a custom role that it holds, and is',
    onProject: ['iam.roles.update'],
    gains: { what: 'own-custom-role' },
    page: 'https://cloud.google.com/iam/docs/creating-custom-roles',
  },
  ...['create', 'update'].map(
    (verb): GcpTechnique => ({
      id: `gcp-pool-provider-${verb}`,
      does: verb === 'create' ? 'lets its own tokens in as' : 'changes whose tokens are let in as',
      onProject: [`iam.workloadIdentityPoolProviders.${verb}`],
      gains: { what: 'pool-identities' },
      page: pools,
    }),
  ),
  ...['create', 'update'].map(
    (verb): GcpTechnique => ({
      id: `gcp-workforce-provider-${verb}`,
      does: 'changes whose tokens are let in as',
      onProject: [`iam.workforcePoolProviders.${verb}`],
      at: ['organization'],
      gains: { what: 'things', of: 'workforce identities' },
      page: 'https://cloud.google.com/iam/docs/workforce-identity-federation',
    }),
  ),
  {
    id: 'gcp-tag',
    does: 'attaches the tag that a role of its own asks for, and so holds it',
    onProject: ['resourcemanager.tagValueBindings.create'],
    gains: { what: 'tagged-role' },
    page: 'https://cloud.google.com/iam/docs/tags-access-control',
  },
  ...onThings.map(
    ([id, does, permission, of, page]): GcpTechnique => ({
      id,
      does,
      ...(/^(?:orgpolicy|iam)\./.test(permission) ? { at: ['organization'] as const } : {}),
      onProject: [permission],
      gains: { what: 'things', of },
      page,
    }),
  ),
];
