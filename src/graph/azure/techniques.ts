import type { Family, Need, Technique } from './technique.ts';

const learn = 'https://learn.microsoft.com/azure';
const rbac = `${learn}/role-based-access-control`;

function need(...actions: readonly string[]): readonly Need[] {
  return actions.map((action) => ({ action: `Microsoft.${action}` }));
}

function somewhere(...actions: readonly string[]): readonly Need[] {
  return need(...actions).map((one) => ({ ...one, somewhere: true }));
}

function dataNeed(...actions: readonly string[]): readonly Need[] {
  return need(...actions).map((one) => ({ ...one, data: true }));
}

const assign = need('ManagedIdentity/userAssignedIdentities/assign/action');

/** What runs code as an identity that is assigned to it, by the action that makes it. */
const runners: readonly (readonly [id: string, what: string, page: string, ...actions: readonly string[]])[] = [
  ['vm', 'a virtual machine', 'virtual-machines/overview', 'Compute/virtualMachines/write'],
  ['scale-set', 'a scale set', 'virtual-machine-scale-sets/overview', 'Compute/virtualMachineScaleSets/write'],
  ['site', 'a web or function app', 'app-service/overview-managed-identity', 'Web/sites/write'],
  [
    'container-group',
    'a container group',
    'container-instances/container-instances-managed-identity',
    'ContainerInstance/containerGroups/write',
  ],
  ['container-app', 'a container app', 'container-apps/managed-identity', 'App/containerApps/write'],
  ['container-job', 'a job of Container Apps', 'container-apps/managed-identity', 'App/jobs/write'],
  ['logic', 'a logic app', 'logic-apps/authenticate-with-managed-identity', 'Logic/workflows/write'],
  [
    'automation',
    'a runbook',
    'automation/add-user-assigned-identity',
    'Automation/automationAccounts/write',
    'Automation/automationAccounts/jobs/write',
  ],
  ['script', 'a deployment script', 'azure-resource-manager/templates/deployment-script-template', 'Resources/deploymentScripts/write'],
  [
    'registry-task',
    'a task of a registry',
    'container-registry/container-registry-tasks-authentication-managed-identity',
    'ContainerRegistry/registries/tasks/write',
  ],
  [
    'ml-compute',
    'a compute of machine learning',
    'machine-learning/how-to-setup-authentication',
    'MachineLearningServices/workspaces/computes/write',
  ],
];

/** Ways to run code as what already has an identity. */
const running: readonly (readonly [id: string, does: string, reaches: Family, page: string, ...actions: readonly string[]])[] = [
  [
    'vm-run-command',
    'runs commands on virtual machines as',
    'vm',
    'virtual-machines/run-command-overview',
    'Compute/virtualMachines/runCommand/action',
  ],
  [
    'vm-managed-run-command',
    'runs commands on virtual machines as',
    'vm',
    'virtual-machines/linux/run-command-managed',
    'Compute/virtualMachines/runCommands/write',
  ],
  [
    'vm-extension',
    'puts an extension on virtual machines of',
    'vm',
    'virtual-machines/extensions/overview',
    'Compute/virtualMachines/extensions/write',
  ],
  [
    'scale-set-run-command',
    'runs commands on machines of scale sets as',
    'scale-set',
    'virtual-machines/run-command-overview',
    'Compute/virtualMachineScaleSets/virtualMachines/runCommand/action',
  ],
  [
    'scale-set-managed-run-command',
    'runs commands on machines of scale sets as',
    'scale-set',
    'virtual-machines/linux/run-command-managed',
    'Compute/virtualMachineScaleSets/virtualMachines/runCommands/write',
  ],
  [
    'scale-set-extension',
    'puts an extension on scale sets of',
    'scale-set',
    'virtual-machine-scale-sets/virtual-machine-scale-sets-extension-sequencing',
    'Compute/virtualMachineScaleSets/extensions/write',
  ],
  [
    'arc-run-command',
    'runs commands on Arc machines as',
    'arc',
    'azure-arc/servers/run-command',
    'HybridCompute/machines/runCommands/write',
  ],
  [
    'arc-extension',
    'puts an extension on Arc machines of',
    'arc',
    'azure-arc/servers/manage-vm-extensions',
    'HybridCompute/machines/extensions/write',
  ],
  [
    'site-publish',
    'publishes code by the publishing profile to',
    'site',
    'app-service/deploy-configure-credentials',
    'Web/sites/publishxml/action',
  ],
  [
    'site-host-keys',
    'replaces code with the host key of',
    'site',
    'azure-functions/function-keys-how-to',
    'Web/sites/host/listkeys/action',
  ],
  ['site-write', 'points to other code', 'site', 'app-service/deploy-run-package', 'Web/sites/write'],
  ['site-function', 'puts a function into', 'site', 'azure-functions/functions-app-settings', 'Web/sites/functions/write'],
  [
    'automation-runbook',
    'writes and starts runbooks that run as',
    'automation',
    'automation/enable-managed-identity-for-automation',
    'Automation/automationAccounts/runbooks/write',
    'Automation/automationAccounts/jobs/write',
  ],
  ['logic-write', 'rewrites workflows that run as', 'logic', 'logic-apps/authenticate-with-managed-identity', 'Logic/workflows/write'],
  [
    'container-exec',
    'opens a shell in container groups as',
    'container-group',
    'container-instances/container-instances-exec',
    'ContainerInstance/containerGroups/containers/exec/action',
  ],
  [
    'container-group-write',
    'changes the image of',
    'container-group',
    'container-instances/container-instances-update',
    'ContainerInstance/containerGroups/write',
  ],
  ['container-app-write', 'changes the image of', 'container-app', 'container-apps/revisions', 'App/containerApps/write'],
  [
    'cluster-run-command',
    'runs commands in clusters as administrator, with',
    'cluster',
    'aks/access-private-cluster',
    'ContainerService/managedClusters/runcommand/action',
  ],
  [
    'cluster-admin-credential',
    "takes the local administrator's credential of clusters, with",
    'cluster-local',
    'aks/control-kubeconfig-access',
    'ContainerService/managedClusters/listClusterAdminCredential/action',
  ],
  [
    'factory-pipeline',
    'writes pipelines that run as',
    'factory',
    'data-factory/data-factory-service-identity',
    'DataFactory/factories/pipelines/write',
  ],
  [
    'ml-compute-write',
    'starts a compute of',
    'ml',
    'machine-learning/how-to-setup-authentication',
    'MachineLearningServices/workspaces/computes/write',
  ],
  [
    'policy-assignment',
    'changes what is put right by',
    'policy',
    'governance/policy/how-to/remediate-resources',
    'Authorization/policyAssignments/write',
  ],
  [
    'registry-task',
    'writes tasks that run as',
    'registry',
    'container-registry/container-registry-tasks-authentication-managed-identity',
    'ContainerRegistry/registries/tasks/write',
  ],
  ['batch-keys', 'runs tasks with the keys of', 'batch', 'batch/managed-identity-pools', 'Batch/batchAccounts/listKeys/action'],
  ['site-settings', 'reads settings with credentials of', 'settings', 'app-service/configure-common', 'Web/sites/config/list/action'],
  [
    'container-app-secrets',
    'reads secrets with credentials of',
    'settings',
    'container-apps/manage-secrets',
    'App/containerApps/listSecrets/action',
  ],
];

/** All known techniques; of those that lead to the same, the first is named. */
export const techniques: readonly Technique[] = [
  {
    id: 'azure-assign-role',
    does: 'gives itself any role on',
    needs: need('Authorization/roleAssignments/write'),
    reaches: 'admin',
    source: `${rbac}/role-assignments-steps`,
  },
  {
    id: 'azure-assign-listed-role',
    does: 'gives itself a role that it may give, and with it reaches',
    needs: need('Authorization/roleAssignments/write'),
    reaches: 'given',
    source: `${rbac}/delegate-role-assignments-overview`,
  },
  {
    id: 'azure-eligible-role',
    does: 'makes itself eligible for any role on',
    needs: need('Authorization/roleEligibilityScheduleRequests/write', 'Authorization/roleAssignments/write'),
    reaches: 'admin',
    source: 'https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-resource-roles-assign-roles',
  },
  {
    id: 'azure-widen-role',
    does: 'puts any action into a custom role that it holds on',
    needs: need('Authorization/roleDefinitions/write'),
    reaches: 'widened',
    unseen: 'where the role may be assigned',
    source: `${rbac}/custom-roles`,
  },
  {
    id: 'azure-all-of-scope',
    does: 'runs code or adds credentials as it likes, and so becomes',
    needs: need(
      'ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write',
      ...running.flatMap(([, , , , ...actions]) => actions).filter((action) => !action.startsWith('Authorization/')),
    ),
    reaches: 'identities',
    source: `${rbac}/built-in-roles/privileged#contributor`,
  },
  {
    id: 'azure-federated-credential',
    does: 'adds a federated credential of its own to',
    needs: need('ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write'),
    reaches: 'managed',
    source: 'https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust-user-assigned-managed-identity',
  },
  ...runners.map(
    ([id, what, page, ...actions]): Technique => ({
      id: `azure-assign-identity-${id}`,
      does: `runs ${what} as`,
      needs: [...assign, ...somewhere(...actions)],
      reaches: 'managed',
      source: `${learn}/${page}`,
    }),
  ),
  {
    id: 'azure-vm-login',
    does: 'logs in as administrator to virtual machines of',
    needs: dataNeed('Compute/virtualMachines/loginAsAdmin/action'),
    reaches: 'vm',
    source: 'https://learn.microsoft.com/entra/identity/devices/howto-vm-sign-in-azure-ad-linux',
  },
  ...running.map(
    ([id, does, reaches, page, ...actions]): Technique => ({
      id: `azure-${id}`,
      does,
      needs: need(...actions),
      reaches,
      source: `${learn}/${page}`,
    }),
  ),
  {
    id: 'azure-cluster-pods',
    does: 'starts pods in clusters, with',
    needs: dataNeed('ContainerService/managedClusters/pods/write'),
    reaches: 'cluster',
    source: `${learn}/aks/manage-azure-rbac`,
  },
  {
    id: 'azure-vault-secrets',
    does: 'reads secrets with credentials of',
    needs: dataNeed('KeyVault/vaults/secrets/getSecret/action'),
    reaches: 'vault',
    source: `${learn}/key-vault/general/rbac-guide`,
  },
  {
    id: 'azure-vault-policy',
    does: 'lets itself into vaults that go by access policies, and reads credentials of',
    needs: need('KeyVault/vaults/accessPolicies/write'),
    reaches: 'vault',
    unseen: 'whether the vault goes by access policies',
    source: `${learn}/key-vault/general/rbac-access-policy`,
  },
  {
    id: 'azure-vault-write',
    does: 'turns vaults to access policies, and reads credentials of',
    needs: need('KeyVault/vaults/write'),
    reaches: 'vault',
    source: `${learn}/key-vault/general/rbac-guide`,
  },
  {
    id: 'azure-storage-keys',
    does: 'changes code that lies in a storage account, and so becomes',
    needs: need('Storage/storageAccounts/listKeys/action'),
    reaches: 'site',
    unseen: 'which storage account holds the code of a function app',
    source: `${learn}/azure-functions/storage-considerations`,
  },
];
