import type { FacetName, Level } from '../power.ts';

/** An action by which the power of a role is told. */
export interface TellingAction {
  /** As Azure writes it. */
  readonly name: string;
  /** In lower case. */
  readonly action: string;
  /** It is one of the data plane: roles list it under `dataActions`. */
  readonly data: boolean;
  readonly facet: FacetName;
  /** What it makes of whoever has it on a subscription or above. */
  readonly level: Extract<Level, 'admin' | 'escalate' | 'sensitive' | 'write'>;
}

type Row = readonly [level: TellingAction['level'], facet: FacetName, provider: string, ...actions: readonly string[]];

/**
 * Actions of the control plane (https://learn.microsoft.com/azure/role-based-access-control/resource-provider-operations):
 * those that give roles, those that act as an identity, those that hand out keys.
 */
const control: readonly Row[] = [
  ['admin', 'grant', 'Authorization', 'roleAssignments/write'],
  ['escalate', 'grant', 'Authorization', 'roleDefinitions/write', 'roleEligibilityScheduleRequests/write', 'roleManagementPolicies/write'],
  ['escalate', 'grant', 'Authorization', 'elevateAccess/action', 'denyAssignments/delete'],
  ['escalate', 'execute', 'Authorization', 'policyAssignments/write'],
  ['write', 'write', 'Authorization', 'locks/delete'],
  ['escalate', 'execute', 'ManagedIdentity', 'userAssignedIdentities/assign/action'],
  ['escalate', 'grant', 'ManagedIdentity', 'userAssignedIdentities/federatedIdentityCredentials/write'],
  ['escalate', 'execute', 'Compute', 'virtualMachines/runCommand/action', 'virtualMachines/runCommands/write'],
  ['escalate', 'execute', 'Compute', 'virtualMachines/extensions/write', 'virtualMachines/write'],
  ['escalate', 'execute', 'Compute', 'virtualMachineScaleSets/virtualMachines/runCommand/action', 'virtualMachineScaleSets/write'],
  [
    'escalate',
    'execute',
    'Compute',
    'virtualMachineScaleSets/virtualMachines/runCommands/write',
    'virtualMachineScaleSets/extensions/write',
  ],
  ['sensitive', 'secrets', 'Compute', 'disks/beginGetAccess/action', 'snapshots/beginGetAccess/action'],
  ['escalate', 'execute', 'HybridCompute', 'machines/runCommands/write', 'machines/extensions/write'],
  ['escalate', 'execute', 'ContainerService', 'managedClusters/runcommand/action', 'managedClusters/write'],
  ['escalate', 'secrets', 'ContainerService', 'managedClusters/listClusterAdminCredential/action'],
  ['write', 'execute', 'ContainerService', 'managedClusters/listClusterUserCredential/action'],
  ['sensitive', 'grant', 'KeyVault', 'vaults/accessPolicies/write', 'vaults/write'],
  ['sensitive', 'secrets', 'Storage', 'storageAccounts/listKeys/action', 'storageAccounts/regenerateKey/action'],
  ['sensitive', 'secrets', 'Storage', 'storageAccounts/listAccountSas/action', 'storageAccounts/listServiceSas/action'],
  ['escalate', 'execute', 'Web', 'sites/publishxml/action', 'sites/host/listkeys/action', 'sites/write', 'sites/functions/write'],
  ['escalate', 'secrets', 'Web', 'sites/config/list/action'],
  ['escalate', 'execute', 'Automation', 'automationAccounts/runbooks/write', 'automationAccounts/jobs/write'],
  ['escalate', 'execute', 'Logic', 'workflows/write'],
  ['escalate', 'execute', 'ContainerInstance', 'containerGroups/write', 'containerGroups/containers/exec/action'],
  ['escalate', 'execute', 'App', 'containerApps/write', 'jobs/write', 'containerApps/getAuthToken/action'],
  ['sensitive', 'secrets', 'App', 'containerApps/listSecrets/action', 'jobs/listSecrets/action'],
  ['sensitive', 'secrets', 'ContainerRegistry', 'registries/listCredentials/action'],
  ['escalate', 'execute', 'ContainerRegistry', 'registries/tasks/write'],
  ['sensitive', 'secrets', 'Batch', 'batchAccounts/listKeys/action'],
  ['escalate', 'execute', 'DataFactory', 'factories/pipelines/write'],
  ['escalate', 'execute', 'MachineLearningServices', 'workspaces/computes/write'],
  ['sensitive', 'secrets', 'DocumentDB', 'databaseAccounts/listKeys/action'],
  ['sensitive', 'secrets', 'CognitiveServices', 'accounts/listKeys/action'],
  ['sensitive', 'secrets', 'ServiceBus', 'namespaces/authorizationRules/listKeys/action'],
  ['sensitive', 'secrets', 'EventHub', 'namespaces/authorizationRules/listKeys/action'],
  ['sensitive', 'secrets', 'AppConfiguration', 'configurationStores/ListKeys/action'],
  ['sensitive', 'secrets', 'Search', 'searchServices/listAdminKeys/action'],
  ['sensitive', 'secrets', 'Cache', 'redis/listKeys/action'],
  ['escalate', 'execute', 'Resources', 'deploymentScripts/write'],
  ['write', 'execute', 'Resources', 'deployments/write'],
];

/** Actions of the data plane that read secrets, or read or change all of a kind of data. */
const data: readonly Row[] = [
  ['sensitive', 'secrets', 'KeyVault', 'vaults/secrets/getSecret/action', 'vaults/certificates/read'],
  ['sensitive', 'execute', 'KeyVault', 'vaults/keys/decrypt/action', 'vaults/keys/sign/action'],
  ['escalate', 'execute', 'Compute', 'virtualMachines/loginAsAdmin/action'],
  ['write', 'execute', 'Compute', 'virtualMachines/login/action'],
  ['escalate', 'execute', 'HybridCompute', 'machines/loginAsAdmin/action'],
  ['sensitive', 'read', 'Storage', 'storageAccounts/blobServices/containers/blobs/read'],
  ['sensitive', 'write', 'Storage', 'storageAccounts/blobServices/containers/blobs/write'],
  ['sensitive', 'read', 'Storage', 'storageAccounts/fileServices/fileshares/files/read'],
  ['sensitive', 'write', 'Storage', 'storageAccounts/fileServices/fileshares/files/write'],
  ['sensitive', 'read', 'Storage', 'storageAccounts/tableServices/tables/entities/read'],
  ['sensitive', 'read', 'Storage', 'storageAccounts/queueServices/queues/messages/read'],
  ['sensitive', 'read', 'ServiceBus', 'namespaces/messages/receive/action'],
  ['sensitive', 'read', 'EventHub', 'namespaces/messages/receive/action'],
  ['sensitive', 'secrets', 'AppConfiguration', 'configurationStores/keyValues/read'],
  ['sensitive', 'read', 'Search', 'searchServices/indexes/documents/read'],
  ['sensitive', 'secrets', 'ContainerService', 'managedClusters/secrets/read'],
  ['escalate', 'execute', 'ContainerService', 'managedClusters/pods/write', 'managedClusters/pods/exec/action'],
  ['escalate', 'grant', 'ContainerService', 'managedClusters/rbac.authorization.k8s.io/clusterrolebindings/write'],
];

/** All of them. */
export const tellingActions: readonly TellingAction[] = [
  ...control.flatMap((row) => readRow(row, false)),
  ...data.flatMap((row) => readRow(row, true)),
];

function readRow([level, facet, provider, ...actions]: Row, isData: boolean): readonly TellingAction[] {
  return actions.map((rest) => {
    const name = `Microsoft.${provider}/${rest}`;
    return { name, action: name.toLowerCase(), data: isData, facet, level };
  });
}
