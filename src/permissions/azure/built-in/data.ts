/** Roles about storage, databases, vaults and backups, in the notation of read-roles.ts (https://learn.microsoft.com/azure/role-based-access-control/built-in-roles). */
export const dataRoles = `
= App Compliance Automation Administrator
allow */read AppComplianceAutomation: * PolicyInsights: policyStates/{queryResults/action,triggerEvaluation/action} Resources:
  deployments/{validate/action,write} resources/read subscriptions/read subscriptions/resourceGroups/{delete,read,write}
  subscriptions/resourceGroups/resources/read subscriptions/resources/read tags/read Security: automations/{delete,read,write}
  {register/action,unregister/action} Storage: storageAccounts/blobServices/containers/{read,write}
  storageAccounts/blobServices/{generateUserDelegationKey/action,read,write} storageAccounts/fileservices/write
  storageAccounts/{listKeys/action,read,write}
= Azure AI Enterprise Network Connection Approver
allow ApiManagement: service/privateEndpointConnections/{read,write} service/privateLinkResources/read service/read Cache:
  redis/privateEndpointConnections/{read,write} redis/{privateEndpointConnectionsApproval/action,read} redis/privateLinkResources/read
  redisEnterprise/privateEndpointConnections/{read,write} redisEnterprise/{privateEndpointConnectionsApproval/action,read}
  redisEnterprise/privateLinkResources/read CognitiveServices: accounts/privateEndpointConnections/{read,write} accounts/privateLinkResources/read
  accounts/read ContainerRegistry: registries/privateEndpointConnections/{read,write} registries/privateEndpointConnectionsApproval/action DBforMySQL:
  flexibleServers/privateEndpointConnections/{read,write} flexibleServers/{privateEndpointConnectionsApproval/action,read}
  flexibleServers/privateLinkResources/read DBforPostgreSQL: flexibleServers/privateEndpointConnections/{read,write}
  flexibleServers/{privateEndpointConnectionsApproval/action,read} flexibleServers/privateLinkResources/read
  serverGroupsv2/privateEndpointConnections/{read,write} serverGroupsv2/privateEndpointConnectionsApproval/action
  serverGroupsv2/privateLinkResources/read DocumentDB: databaseAccounts/privateEndpointConnections/operationResults/read
  databaseAccounts/privateEndpointConnections/{read,write} databaseAccounts/{privateEndpointConnectionsApproval/action,read}
  databaseAccounts/privateLinkResources/read EventHub: namespaces/privateEndpointConnections/{read,write}
  namespaces/{privateEndpointConnectionsApproval/action,read} namespaces/privateLinkResources/read Insights:
  privatelinkscopes/privateEndpointConnections/operationResults/read privatelinkscopes/privateEndpointConnections/{read,write}
  privatelinkscopes/{privateEndpointConnectionsApproval/action,read} privatelinkscopes/privateLinkResources/read KeyVault:
  vaults/privateEndpointConnections/{read,write} vaults/{privateEndpointConnectionsApproval/action,read} vaults/privateLinkResources/read
  MachineLearningServices: registries/privateEndpointConnections/{read,write} registries/{privateEndpointConnectionsApproval/action,read}
  registries/privateLinkResources/read workspaces/privateEndpointConnections/{read,write} workspaces/{privateEndpointConnectionsApproval/action,read}
  workspaces/privateLinkResources/read Network: applicationGateways/privateEndpointConnections/{read,write}
  applicationGateways/privateLinkResources/read applicationGateways/read privateLinkServices/privateEndpointConnections/{read,write}
  privateLinkServices/{privateEndpointConnectionsApproval/action,read} Search: searchServices/privateEndpointConnections/{read,write}
  searchServices/{privateEndpointConnectionsApproval/action,read} searchServices/sharedPrivateLinkResources/read Sql:
  servers/privateEndpointConnections/{read,write} servers/{privateEndpointConnectionsApproval/action,read} servers/privateLinkResources/read Storage:
  storageAccounts/{PrivateEndpointConnectionsApproval/action,read} storageAccounts/privateEndpointConnections/{read,write}
  storageAccounts/privateLinkResources/read
= Azure Digital Twins Data Owner
data DigitalTwins: digitaltwins/* digitaltwins/commands/* digitaltwins/relationships/* eventroutes/* jobs/* models/* query/*
= Azure File Sync Administrator
allow Authorization: */read roleAssignments/write Insights: AlertRules/* Resources: deployments/* subscriptions/resourceGroups/read Storage:
  storageAccounts/fileServices/read storageAccounts/fileServices/shares/read storageAccounts/read StorageSync: deployments/preflight/action
  locations/* operations/read {register/action,unregister/action} storageSyncServices/* Support: *
only c12c1c16-33a1-487b-954d-41c89c60f349 69566ab7-960f-475b-8e7c-b3118f30c6bd 17d1049b-9a84-46fb-8f53-869881c3d3ab as ServicePrincipal
= Azure Migrate Service Reader
allow ApplicationMigration: */read Authorization: */read DataReplication: replicationVaults/protectedItems/read Insights: alertRules/* Migrate: */read
  MySQLDiscovery: */read OffAzure: */read RecoveryServices: vaults/replicationFabrics/replicationProtectionContainers/replicationMigrationItems/read
  vaults/replicationFabrics/replicationProtectionContainers/replicationProtectableItems/read
  vaults/replicationFabrics/replicationProtectionContainers/replicationProtectedItems/read Resources: deployments/* subscriptions/resourceGroups/read
= Azure Red Hat OpenShift Image Registry Operator
allow Network: networkInterfaces/read privateDnsZones/A/write privateDnsZones/{join/action,read,write}
  privateDnsZones/virtualNetworkLinks/{read,write} privateEndpoints/privateDnsZoneGroups/{read,write} privateEndpoints/{read,write}
  virtualNetworks/join/action virtualNetworks/subnets/{join/action,read} Resources: tags/write Storage:
  storageAccounts/{PrivateEndpointConnectionsApproval/action,delete,listKeys/action,read,write}
  storageAccounts/blobServices/containers/{delete,read,write} storageAccounts/blobServices/{generateUserDelegationKey/action,read}
data Storage: storageAccounts/blobServices/containers/blobs/{add/action,delete,move/action,read,write}
= Backup Contributor
allow Authorization: */read DataProtection:
  backupVaults/backupInstances/{SuspendBackups/action,backup/action,delete,findRestorableTimeRanges/action,read,restore/action,resumeProtection/action,validateForModifyBackup/action,validateRestore/action,write}
  backupVaults/backupInstances/operationResults/read backupVaults/backupInstances/recoveryPoints/read backupVaults/backupPolicies/{delete,read,write}
  backupVaults/backupResourceGuardProxies/{delete,read,unlockDelete/action,write} backupVaults/deletedBackupInstances/{read,undelete/action}
  backupVaults/operationResults/read backupVaults/operationStatus/read backupVaults/{read,validateForBackup/action,write}
  locations/{checkFeatureSupport/action,checkNameAvailability/action,getBackupStatus/action} locations/operationResults/read
  locations/operationStatus/read operations/read
  subscriptions/resourceGroups/providers/locations/{crossRegionRestore/action,fetchCrossRegionRestoreJob/action,fetchCrossRegionRestoreJobs/action,fetchSecondaryRecoveryPoints/action,validateCrossRegionRestore/action}
  Network: virtualNetworks/read RecoveryServices: Vaults/backupEngines/read Vaults/backupFabrics/backupProtectionIntent/*
  Vaults/backupFabrics/operationResults/* Vaults/backupFabrics/protectableContainers/read Vaults/backupFabrics/protectionContainers/*
  Vaults/backupFabrics/refreshContainers/action Vaults/backupJobs/* Vaults/{backupJobsExport/action,backupValidateOperation/action,read,write}
  Vaults/backupOperationResults/* Vaults/backupOperations/read Vaults/backupPolicies/* Vaults/backupProtectableItems/* Vaults/backupProtectedItems/*
  Vaults/backupProtectionContainers/* Vaults/backupProtectionIntents/read Vaults/backupResourceGuardProxies/{delete,read,unlockDelete/action,write}
  Vaults/backupSecurityPIN/* Vaults/backupUsageSummaries/read Vaults/backupconfig/* Vaults/backupstorageconfig/* Vaults/certificates/*
  Vaults/extendedInformation/* Vaults/monitoringAlerts/{read,write} Vaults/monitoringConfigurations/* Vaults/registeredIdentities/* Vaults/usages/*
  locations/{*,backupPreValidateProtection/action,backupStatus/action,backupValidateFeatures/action} locations/operationStatus/read operations/read
  vaults/operationResults/read vaults/operationStatus/read Resources: deployments/* subscriptions/resourceGroups/read Storage: storageAccounts/read
  Support: *
= Backup MUA Operator
allow Authorization: */read DataProtection: */action */read
= Backup Operator
allow Authorization: */read DataProtection:
  backupVaults/backupInstances/{backup/action,findRestorableTimeRanges/action,read,restore/action,validateForModifyBackup/action,validateRestore/action,write}
  backupVaults/backupInstances/operationResults/read backupVaults/backupInstances/recoveryPoints/read backupVaults/backupPolicies/read
  backupVaults/backupResourceGuardProxies/{delete,read,unlockDelete/action,write} backupVaults/deletedBackupInstances/read
  backupVaults/operationResults/read backupVaults/operationStatus/read backupVaults/{read,validateForBackup/action}
  locations/checkFeatureSupport/action locations/operationResults/read locations/operationStatus/read operations/read
  subscriptions/resourceGroups/providers/locations/{crossRegionRestore/action,fetchCrossRegionRestoreJob/action,fetchCrossRegionRestoreJobs/action,fetchSecondaryRecoveryPoints/action,validateCrossRegionRestore/action}
  Network: virtualNetworks/read RecoveryServices: Vaults/backupEngines/read Vaults/backupFabrics/backupProtectionIntent/{read,write}
  Vaults/backupFabrics/operationResults/read Vaults/backupFabrics/protectableContainers/read
  Vaults/backupFabrics/protectionContainers/{inquire/action,read,write} Vaults/backupFabrics/protectionContainers/items/read
  Vaults/backupFabrics/protectionContainers/operationResults/read Vaults/backupFabrics/protectionContainers/protectedItems/{backup/action,read,write}
  Vaults/backupFabrics/protectionContainers/protectedItems/operationResults/read
  Vaults/backupFabrics/protectionContainers/protectedItems/operationsStatus/read
  Vaults/backupFabrics/protectionContainers/protectedItems/recoveryPoints/{provisionInstantItemRecovery/action,read,restore/action,revokeInstantItemRecovery/action}
  Vaults/backupFabrics/refreshContainers/action Vaults/backupJobs/*
  Vaults/{backupJobsExport/action,backupTriggerValidateOperation/action,backupValidateOperation/action,read} Vaults/backupOperationResults/*
  Vaults/backupOperations/read Vaults/backupPolicies/operationResults/read Vaults/backupPolicies/operations/read Vaults/backupPolicies/read
  Vaults/backupProtectableItems/* Vaults/backupProtectedItems/read Vaults/backupProtectionContainers/read Vaults/backupProtectionIntents/read
  Vaults/backupResourceGuardProxies/{delete,read,unlockDelete/action,write} Vaults/backupUsageSummaries/read
  Vaults/backupValidateOperationResults/read Vaults/backupValidateOperationsStatuses/read Vaults/backupstorageconfig/* Vaults/certificates/write
  Vaults/extendedInformation/{read,write} Vaults/monitoringAlerts/{read,write} Vaults/monitoringConfigurations/*
  Vaults/registeredIdentities/operationResults/read Vaults/registeredIdentities/{read,write} Vaults/usages/read locations/backupAadProperties/read
  locations/{backupCrossRegionRestore/action,backupCrrJob/action,backupCrrJobs/action,backupPreValidateProtection/action,backupStatus/action,backupValidateFeatures/action}
  locations/backupCrrOperationResults/read locations/backupCrrOperationsStatus/read locations/operationStatus/read operations/read
  vaults/backupFabrics/protectionContainers/protectedItems/recoveryPoints/accessToken/action Resources: deployments/*
  subscriptions/resourceGroups/read Storage: storageAccounts/read Support: *
= Cosmos DB Account Reader Role
allow Authorization: */read DocumentDB: */read databaseAccounts/readonlykeys/action Insights: MetricDefinitions/read Metrics/read Resources:
  subscriptions/resourceGroups/read Support: *
= Cosmos DB Long Term Retention Backup Role
allow DocumentDB: databaseAccounts/backup/* databaseAccounts/disableLongTermProtection/* databaseAccounts/enableLongTermProtection/*
  databaseAccounts/preBackup/* databaseAccounts/read databaseAccounts/validateForLongTermProtection/* locations/operationsStatus/read
= Cosmos DB Long Term Retention Restore Role
allow DocumentDB: databaseAccounts/preRestore/* databaseAccounts/read databaseAccounts/restore/* locations/operationsStatus/read
= Cosmos DB Operator
allow Authorization: */read DocumentDb: databaseAccounts/* Insights: alertRules/* Network: virtualNetworks/subnets/joinViaServiceEndpoint/action
  ResourceHealth: availabilityStatuses/read Resources: deployments/* subscriptions/resourceGroups/read Support: *
not DocumentDB: databaseAccounts/cassandraRoleAssignments/{delete,write} databaseAccounts/cassandraRoleDefinitions/{delete,write}
  databaseAccounts/copyJobs/* databaseAccounts/dataTransferJobs/* databaseAccounts/gremlinRoleAssignments/{delete,write}
  databaseAccounts/gremlinRoleDefinitions/{delete,write} databaseAccounts/listConnectionStrings/* databaseAccounts/listKeys/*
  databaseAccounts/mongoMIRoleAssignments/{delete,write} databaseAccounts/mongoMIRoleDefinitions/{delete,write}
  databaseAccounts/mongodbRoleDefinitions/{delete,write} databaseAccounts/mongodbUserDefinitions/{delete,write} databaseAccounts/readonlyKeys/*
  databaseAccounts/regenerateKey/* databaseAccounts/sqlRoleAssignments/{delete,write} databaseAccounts/sqlRoleDefinitions/{delete,write}
  databaseAccounts/tableRoleAssignments/{delete,write} databaseAccounts/tableRoleDefinitions/{delete,write}
= CosmosBackupOperator
allow DocumentDB: databaseAccounts/{backup/action,restore/action}
= CosmosDB Fleet Analytics Storage Data Writer
allow Storage: storageAccounts/blobServices/containers/{read,write}
data Storage: storageAccounts/blobServices/containers/blobs/{add/action,delete,read,write}
= CosmosDB Fleet Operator Role
allow DocumentDB: fleets/*
= CosmosRestoreOperator
allow DocumentDB: locations/restorableDatabaseAccounts/*/read locations/restorableDatabaseAccounts/{read,restore/action}
= Data Factory Contributor
allow Authorization: */read DataFactory: dataFactories/* factories/* EventGrid: eventSubscriptions/write Insights: alertRules/* ResourceHealth:
  availabilityStatuses/read Resources: deployments/* subscriptions/resourceGroups/read Support: *
= Defender Cloud Secrets Posture
allow CognitiveServices: accounts/listKeys/action DocumentDB: databaseAccounts/{listConnectionStrings/action,listKeys/action} documentdb:
  mongoClusters/read
= Defender for Storage Data Scanner
allow Storage: storageAccounts/blobServices/containers/read storageAccounts/blobServices/read storageAccounts/fileServices/shares/read
data Storage: storageAccounts/blobServices/containers/blobs/{delete,read} storageAccounts/blobServices/containers/blobs/tags/{read,write}
  storageAccounts/fileServices/fileshares/files/read storageAccounts/fileServices/readFileBackupSemantics/action
= Defender Sensitive Data Discovery
allow Security: advancedThreatProtectionSettings/{read,write} defenderforstoragesettings/{read,write} securityOperators/read Storage:
  storageAccounts/blobServices/containers/read storageAccounts/fileServices/shares/read storageAccounts/{read,write}
data Storage: storageAccounts/blobServices/containers/blobs/read storageAccounts/fileServices/fileshares/files/read
= Defender Storage Automated Malware Remediation
allow Storage: storageAccounts/blobServices/{read,write}
data Storage: storageAccounts/blobServices/containers/blobs/delete
= Defender Storage Malware Data Scanner
allow Storage: storageAccounts/blobServices/containers/read storageAccounts/fileServices/shares/read
data EventGrid: events/send/action Storage: storageAccounts/blobServices/containers/blobs/read
  storageAccounts/blobServices/containers/blobs/tags/{read,write} storageAccounts/fileServices/fileshares/files/read
  storageAccounts/fileServices/readFileBackupSemantics/action
= DocumentDB Account Contributor
allow Authorization: */read DocumentDb: databaseAccounts/* Insights: alertRules/* Network: virtualNetworks/subnets/joinViaServiceEndpoint/action
  ResourceHealth: availabilityStatuses/read Resources: deployments/* subscriptions/resourceGroups/read Support: *
= Key Vault Administrator
allow Authorization: */read Insights: alertRules/* KeyVault: checkNameAvailability/read deletedVaults/read locations/*/read operations/read
  vaults/*/read Resources: deployments/* subscriptions/resourceGroups/read Support: *
data KeyVault: vaults/*
= Key Vault Certificate User
data KeyVault: vaults/certificates/read vaults/keys/read vaults/secrets/{getSecret/action,readMetadata/action}
= Key Vault Certificates Officer
allow Authorization: */read Insights: alertRules/* KeyVault: checkNameAvailability/read deletedVaults/read locations/*/read operations/read
  vaults/*/read Resources: deployments/* subscriptions/resourceGroups/read Support: *
data KeyVault: vaults/certificatecas/* vaults/certificatecontacts/write vaults/certificates/*
= Key Vault Contributor
allow Authorization: */read Insights: alertRules/* KeyVault: * Resources: deployments/* subscriptions/resourceGroups/read Support: *
not KeyVault: hsmPools/* locations/deletedVaults/purge/action managedHsms/*
= Key Vault Crypto Officer
allow Authorization: */read Insights: alertRules/* KeyVault: checkNameAvailability/read deletedVaults/read locations/*/read operations/read
  vaults/*/read Resources: deployments/* subscriptions/resourceGroups/read Support: *
data KeyVault: vaults/keyrotationpolicies/* vaults/keys/*
= Key Vault Crypto Service Release User
data KeyVault: vaults/keys/release/action
= Key Vault Crypto User
data KeyVault: vaults/keys/{backup/action,decrypt/action,encrypt/action,read,sign/action,unwrap/action,update/action,verify/action,wrap/action}
= Key Vault Purge Operator
allow Authorization: */read Insights: alertRules/* KeyVault: deletedVaults/read locations/deletedVaults/{purge/action,read}
  locations/operationResults/read Resources: deployments/* subscriptions/resourceGroups/read
= Key Vault Reader
allow Authorization: */read Insights: alertRules/* KeyVault: checkNameAvailability/read deletedVaults/read locations/*/read operations/read
  vaults/*/read Resources: subscriptions/resourceGroups/read Support: *
data KeyVault: vaults/*/read vaults/secrets/readMetadata/action
= Key Vault Secrets Officer
allow Authorization: */read Insights: alertRules/* KeyVault: checkNameAvailability/read deletedVaults/read locations/*/read operations/read
  vaults/*/read Resources: deployments/* subscriptions/resourceGroups/read Support: *
data KeyVault: vaults/secrets/*
= Key Vault Secrets User
data KeyVault: vaults/secrets/{getSecret/action,readMetadata/action}
= Reader and Data Access
allow Storage: storageAccounts/{ListAccountSas/action,listKeys/action,read}
= Redis Cache Contributor
allow Authorization: */read Cache: redis/* register/action Insights: alertRules/* ResourceHealth: availabilityStatuses/read Resources: deployments/*
  subscriptions/resourceGroups/read Support: *
= SQL DB Contributor
allow Authorization: */read Insights: alertRules/* metricDefinitions/read metrics/read ResourceHealth: availabilityStatuses/read Resources:
  deployments/* subscriptions/resourceGroups/read Sql: locations/*/read servers/databases/* servers/read Support: *
not Sql: managedInstances/advancedThreatProtectionSettings/* managedInstances/databases/advancedThreatProtectionSettings/*
  managedInstances/databases/currentSensitivityLabels/* managedInstances/databases/recommendedSensitivityLabels/*
  managedInstances/databases/schemas/tables/columns/sensitivityLabels/* managedInstances/databases/securityAlertPolicies/*
  managedInstances/databases/sensitivityLabels/* managedInstances/databases/vulnerabilityAssessments/* managedInstances/securityAlertPolicies/*
  managedInstances/vulnerabilityAssessments/* servers/databases/advancedThreatProtectionSettings/* servers/databases/auditRecords/read
  servers/databases/auditingSettings/* servers/databases/currentSensitivityLabels/* servers/databases/dataMaskingPolicies/*
  servers/databases/extendedAuditingSettings/* servers/databases/ledgerDigestUploads/{disable/action,write}
  servers/databases/recommendedSensitivityLabels/* servers/databases/schemas/tables/columns/sensitivityLabels/*
  servers/databases/securityAlertPolicies/* servers/databases/securityMetrics/* servers/databases/sensitivityLabels/*
  servers/databases/sqlVulnerabilityAssessments/* servers/databases/vulnerabilityAssessmentScans/* servers/databases/vulnerabilityAssessmentSettings/*
  servers/databases/vulnerabilityAssessments/* servers/sqlVulnerabilityAssessments/* servers/vulnerabilityAssessments/*
= SQL Security Manager
allow Authorization: */read Insights: alertRules/* Network: virtualNetworks/subnets/joinViaServiceEndpoint/action ResourceHealth:
  availabilityStatuses/read Resources: deployments/* subscriptions/resourceGroups/read Security: sqlVulnerabilityAssessments/* Sql:
  locations/administratorAzureAsyncOperation/read locations/ledgerDigestUploadsAzureAsyncOperation/read
  locations/ledgerDigestUploadsOperationResults/read locations/serverConfigurationOptionAzureAsyncOperation/read managedInstances/administrators/read
  managedInstances/advancedThreatProtectionSettings/{read,write} managedInstances/azureADOnlyAuthentications/*
  managedInstances/databases/advancedThreatProtectionSettings/{read,write} managedInstances/databases/currentSensitivityLabels/*
  managedInstances/databases/recommendedSensitivityLabels/* managedInstances/databases/schemas/tables/columns/sensitivityLabels/*
  managedInstances/databases/securityAlertPolicies/* managedInstances/databases/sensitivityLabels/*
  managedInstances/databases/transparentDataEncryption/* managedInstances/databases/vulnerabilityAssessments/* managedInstances/read
  managedInstances/securityAlertPolicies/* managedInstances/serverConfigurationOptions/{read,write} managedInstances/vulnerabilityAssessments/*
  servers/administrators/read servers/advancedThreatProtectionSettings/{read,write} servers/auditingSettings/* servers/azureADOnlyAuthentications/*
  servers/databases/advancedThreatProtectionSettings/{read,write} servers/databases/auditRecords/read servers/databases/auditingSettings/*
  servers/databases/currentSensitivityLabels/* servers/databases/dataMaskingPolicies/* servers/databases/extendedAuditingSettings/read
  servers/databases/ledgerDigestUploads/* servers/databases/read servers/databases/recommendedSensitivityLabels/* servers/databases/schemas/read
  servers/databases/schemas/tables/columns/read servers/databases/schemas/tables/columns/sensitivityLabels/* servers/databases/schemas/tables/read
  servers/databases/securityAlertPolicies/* servers/databases/securityMetrics/* servers/databases/sensitivityLabels/*
  servers/databases/sqlvulnerabilityAssessments/* servers/databases/transparentDataEncryption/* servers/databases/vulnerabilityAssessmentScans/*
  servers/databases/vulnerabilityAssessmentSettings/* servers/databases/vulnerabilityAssessments/* servers/devOpsAuditingSettings/*
  servers/extendedAuditingSettings/* servers/externalPolicyBasedAuthorizations/* servers/firewallRules/* servers/read servers/securityAlertPolicies/*
  servers/sqlvulnerabilityAssessments/* servers/vulnerabilityAssessments/* Support: *
= SQL Server Contributor
allow Authorization: */read Insights: alertRules/* metricDefinitions/read metrics/read ResourceHealth: availabilityStatuses/read Resources:
  deployments/* subscriptions/resourceGroups/read Sql: locations/*/read servers/* Support: *
not Sql: managedInstances/advancedThreatProtectionSettings/* managedInstances/databases/advancedThreatProtectionSettings/*
  managedInstances/databases/currentSensitivityLabels/* managedInstances/databases/recommendedSensitivityLabels/*
  managedInstances/databases/schemas/tables/columns/sensitivityLabels/* managedInstances/databases/securityAlertPolicies/*
  managedInstances/databases/sensitivityLabels/* managedInstances/databases/vulnerabilityAssessments/* managedInstances/securityAlertPolicies/*
  managedInstances/vulnerabilityAssessments/* servers/advancedThreatProtectionSettings/* servers/auditingSettings/*
  servers/azureADOnlyAuthentications/{delete,write} servers/databases/advancedThreatProtectionSettings/* servers/databases/auditRecords/read
  servers/databases/auditingSettings/* servers/databases/currentSensitivityLabels/* servers/databases/dataMaskingPolicies/*
  servers/databases/extendedAuditingSettings/* servers/databases/recommendedSensitivityLabels/*
  servers/databases/schemas/tables/columns/sensitivityLabels/* servers/databases/securityAlertPolicies/* servers/databases/securityMetrics/*
  servers/databases/sensitivityLabels/* servers/databases/sqlVulnerabilityAssessments/* servers/databases/vulnerabilityAssessmentScans/*
  servers/databases/vulnerabilityAssessmentSettings/* servers/databases/vulnerabilityAssessments/* servers/devOpsAuditingSettings/*
  servers/extendedAuditingSettings/* servers/externalPolicyBasedAuthorizations/{delete,write} servers/securityAlertPolicies/*
  servers/sqlVulnerabilityAssessments/* servers/vulnerabilityAssessments/*
= Storage Account Backup Contributor
allow Authorization: */read locks/{delete,read,write} Features: features/read providers/features/read Resources: subscriptions/resourceGroups/read
  Storage: operations/read storageAccounts/blobServices/containers/{read,write} storageAccounts/blobServices/{read,write}
  storageAccounts/objectReplicationPolicies/{delete,read,write} storageAccounts/objectReplicationPolicies/restorePointMarkers/write
  storageAccounts/{read,restoreBlobRanges/action}
= Storage Account Encryption Scope Contributor Role
allow Storage: storageAccounts/encryptionScopes/{read,write}
= Storage Account Key Operator Service Role
allow Storage: storageAccounts/{listkeys/action,regeneratekey/action}
= Storage Actions Blob Data Operator
allow Authorization: */read Insights: alertRules/* Resources: deployments/* subscriptions/resourceGroups/read Storage:
  storageAccounts/blobServices/containers/{read,write}
data Storage: storageAccounts/blobServices/containers/blobs/{add/action,delete,read,runAsSuperUser/action,write}
  storageAccounts/blobServices/containers/blobs/immutableStorage/runAsSuperUser/action storageAccounts/blobServices/containers/blobs/tags/{read,write}
= Storage Actions Contributor
allow Authorization: */read Insights: alertRules/* Resources: deployments/* subscriptions/resourceGroups/read StorageActions:
  locations/previewActions/action storageTasks/{delete,read,write} storageTasks/reports/read storageTasks/storageTaskAssignments/read
= Storage Actions Task Assignment Contributor
allow Authorization: */read Insights: alertRules/* Resources: deployments/* subscriptions/resourceGroups/read Storage:
  storageAccounts/blobServices/read storageAccounts/read storageAccounts/reports/read storageAccounts/storageTaskAssignments/{delete,read,write}
  storageAccounts/storageTaskAssignments/reports/read
+
allow Authorization: roleAssignments/{delete,write}
only 4bad4d9e-2a13-4888-94bb-c8432f6f3040
= Storage Blob Data Contributor
allow Storage: storageAccounts/blobServices/containers/{delete,read,write} storageAccounts/blobServices/generateUserDelegationKey/action
data Storage: storageAccounts/blobServices/containers/blobs/{add/action,delete,move/action,read,write}
= Storage Blob Data Owner
allow Storage: storageAccounts/blobServices/containers/* storageAccounts/blobServices/generateUserDelegationKey/action
data Storage: storageAccounts/blobServices/containers/blobs/*
= Storage Blob Data Reader
allow Storage: storageAccounts/blobServices/containers/read storageAccounts/blobServices/generateUserDelegationKey/action
data Storage: storageAccounts/blobServices/containers/blobs/read
= Storage Blob Delegator
allow Storage: storageAccounts/blobServices/generateUserDelegationKey/action
= Storage DataShare Contributor
allow Authorization: */read Insights: alertRules/* Resources: deployments/* subscriptions/resourceGroups/read Storage:
  locations/DataManagementRPOperationStatuses/{read,write} storageAccounts/blobServices/containers/read storageAccounts/blobServices/read
  storageAccounts/dataShares/{delete,read,write} storageAccounts/{listServiceSas/action,read}
data Storage: storageAccounts/blobServices/containers/blobs/read
= Storage File Backup Contributor
allow Authorization: */read locks/{delete,write} Storage: storageAccounts/fileServices/{read,write}
  storageAccounts/fileServices/shares/{delete,lease/action,read,write} storageAccounts/read
data Storage: storageAccounts/fileServices/fileShares/files/read storageAccounts/fileServices/readFileBackupSemantics/action
= Storage File Data Privileged Contributor
data Storage: storageAccounts/fileServices/fileshares/files/{delete,modifypermissions/action,read,write}
  storageAccounts/fileServices/{readFileBackupSemantics/action,writeFileBackupSemantics/action}
= Storage File Data Privileged Reader
data Storage: storageAccounts/fileServices/fileshares/files/read storageAccounts/fileServices/readFileBackupSemantics/action
= Storage File Data SMB Admin
data Storage: storageAccounts/fileServices/fileshares/files/{delete,modifypermissions/action,read,write}
  storageAccounts/fileServices/{readFileBackupSemantics/action,takeOwnership/action,writeFileBackupSemantics/action}
= Storage File Data SMB MI Admin
data Storage: storageAccounts/fileServices/fileshares/files/{delete,modifypermissions/action,read,write}
  storageAccounts/fileServices/{readFileBackupSemantics/action,runAsBuiltInFileAdministrator/action,takeOwnership/action,writeFileBackupSemantics/action}
= Storage File Data SMB Share Contributor
data Storage: storageAccounts/fileServices/fileshares/files/{delete,read,write}
= Storage File Data SMB Share Elevated Contributor
data Storage: storageAccounts/fileServices/fileshares/files/{delete,modifypermissions/action,read,write}
= Storage File Data SMB Share Reader
data Storage: storageAccounts/fileServices/fileshares/files/read
= Storage File Data SMB Take Ownership
data Storage: storageAccounts/fileServices/takeOwnership/action
= Storage File Delegator
allow Storage: storageAccounts/fileServices/generateUserDelegationKey/action
= Storage File Restore Contributor
allow Authorization: */read Storage: storageAccounts/fileServices/shares/read storageAccounts/read
data Storage: storageAccounts/fileServices/fileShares/files/{delete,modifypermissions/action,read,write}
  storageAccounts/fileServices/{readFileBackupSemantics/action,writeFileBackupSemantics/action}
= Storage Queue Data Contributor
allow Storage: storageAccounts/queueServices/queues/{delete,read,write}
data Storage: storageAccounts/queueServices/queues/messages/{delete,process/action,read,write}
= Storage Queue Data Message Processor
data Storage: storageAccounts/queueServices/queues/messages/{process/action,read}
= Storage Queue Data Message Sender
data Storage: storageAccounts/queueServices/queues/messages/add/action
= Storage Queue Data Reader
allow Storage: storageAccounts/queueServices/queues/read
data Storage: storageAccounts/queueServices/queues/messages/read
= Storage Queue Delegator
allow Storage: storageAccounts/queueServices/generateUserDelegationKey/action
= Storage Table Data Contributor
allow Storage: storageAccounts/tableServices/tables/{delete,read,write}
data Storage: storageAccounts/tableServices/tables/entities/{add/action,delete,read,update/action,write}
= Storage Table Data Reader
allow Storage: storageAccounts/tableServices/tables/read
data Storage: storageAccounts/tableServices/tables/entities/read
= Storage Table Delegator
allow Storage: storageAccounts/tableServices/generateUserDelegationKey/action
`;
