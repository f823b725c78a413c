/**
 * Which set of permissions each of Google's predefined roles holds (https://cloud.google.com/iam/docs/roles-permissions), made by
 * .ci/predefined-roles.mjs: a role stands behind its service, with the place of its set in predefined-sets.ts in base 36.
 */
export const roleText = `
accessapproval: admin=0 approver=0 configEditor=0 editor=1 invalidator=1 viewer=1 accesscontextmanager: admin=2 editor=0 gcpAccessAdmin=0
gcpAccessReader=1 policyAdmin=2 policyEditor=0 policyReader=1 viewer=1 vpcScTroubleshooterViewer=1 actions: Admin=0 Viewer=1
advisorynotifications: admin=0 viewer=1 agentcommunicationadmin: viewer=3 agentgateway: serviceAgent=3 agentidentity: admin=2 editor=0
user=23 viewer=1 agentregistry: admin=0 editor=0 user=0 viewer=1 aiedgeportal: serviceAgent=7t aiplatform: admin=2b
agentSandboxServiceAgent=8m batchPredictionServiceAgent=20 colabEnterpriseAdmin=2a colabEnterpriseUser=29 colabServiceAgent=5f
customCodeServiceAgent=9g editor=w entityTypeOwner=2 expressAdmin=v expressUser=v extensionCustomCodeServiceAgent=t
extensionServiceAgent=7m featurestoreAdmin=2 featurestoreDataViewer=1 featurestoreDataWriter=0 featurestoreInstanceCreator=0
featurestoreResourceEditor=0 featurestoreResourceViewer=1 featurestoreUser=2 memoryEditor=4 memoryUser=0 memoryViewer=1 migrator=1
modelMonitoringServiceAgent=20 notebookExecutorUser=28 notebookRuntimeAdmin=26 notebookRuntimeUser=25 notebookServiceAgent=0
onlinePredictionServiceAgent=6 provisionedThroughputAdmin=0 publisherProvisionedThroughputAdmin=3 publisherProvisionedThroughputViewer=3
ragServiceAgent=8e rapidevalServiceAgent=24 reasoningEngineServiceAgent=8d serviceAgent=9l sessionEditor=4 sessionUser=0 sessionViewer=1
telemetryServiceAgent=0 tensorboardWebAppUser=3 tuningServiceAgent=9d user=w viewer=27 aisandbox: serviceAgent=g alloydb: admin=0
backupDrAdmin=0 client=0 databaseUser=0 editor=0 serviceAgent=1 viewer=1 alloydbproducer: cleanupAutomation=3 analyticshub: admin=2
editor=0 listingAdmin=2 publisher=0 serviceAgent=1 subscriber=1 subscriptionOwner=0 viewer=1 androidmanagement: admin=0 user=0 anthos:
serviceAgent=1 anthosaudit: serviceAgent=1 anthosconfigmanagement: serviceAgent=6 anthosidentityservice: serviceAgent=6
anthospolicycontroller: serviceAgent=6 anthosservicemesh: serviceAgent=4g anthossupport: serviceAgent=1 apigateway: admin=2 editor=0
serviceAgent=o viewer=1 apigateway_management: serviceAgent=0 apigee: admin=2 analyticsAgent=1 analyticsEditor=0 analyticsViewer=1
apiAdmin=0 apiAdminV2=0 apiReader=1 apiReaderV2=0 apimServiceExtensionServiceAgent=5 coreServiceAgent=0 deploymentInvoker=3
developerAdmin=0 editor=0 environmentAdmin=2 monetizationAdmin=0 portalAdmin=0 readOnlyAdmin=1 runtimeAgent=0 securityAdmin=0
securityViewer=1 serviceAgent=o spaceConsoleUser=1 spaceContentEditor=0 spaceContentViewer=1 synchronizerManager=0 viewer=1 apigeeconnect:
Admin=1 Agent=3 viewer=1 apigeeregistry: admin=2 editor=0 viewer=1 worker=0 apihub: addonsAdmin=0 admin=0 apiInsightsViewer=1
attributeAdmin=0 editor=0 pluginAdmin=0 provisioningAdmin=0 runTimeProjectAttachmentsEditor=4 runtimeProjectServiceAgent=0 viewer=1 apim:
admin=0 apiDiscoveryServiceAgent=5 viewer=1 appdevelopmentexperience: serviceAgent=4e appengine: admin=z appAdmin=2h appCreator=0
appViewer=1 codeViewer=1 debugger=0 deployer=2g editor=z memcacheDataAdmin=0 serviceAdmin=2e serviceAgent=75 viewer=1 appengineflex:
serviceAgent=8u apphub: admin=2 appManagementViewer=8 editor=0 viewer=1 applianceactivation: admin=0 approver=0 client=1 troubleshooter=0
viewer=1 appmetadata: workspaceMarketplaceAppConfigurationAdmin=0 appoptimize: admin=0 viewer=1 apptopology: viewer=1 apsinfra: admin=1
artifactregistry: admin=2i attachmentReader=1 attachmentWriter=0 containerRegistryMigrationAdmin=83 createOnPushRepoAdmin=h
createOnPushWriter=10 editor=h reader=7 repoAdmin=h serviceAgent=5s viewer=7 writer=10 assuredoss: admin=6v editor=1 projectAdmin=6s
reader=7 user=7 viewer=1 assuredworkloads: admin=1k editor=1k monitoringServiceAgent=0 reader=1 serviceAgent=9 settingsReader=1 viewer=1
auditmanager: admin=0 auditor=0 ccfAdmin=0 ccfViewer=1 serviceAgent=7b viewer=1 automl: admin=2 editor=0 predictor=1 serviceAgent=9a
viewer=1 automlrecommendations: admin=0 adminViewer=1 editor=0 serviceAgent=1y viewer=1 autoscaling: admin=2 editor=0 metricsWriter=4
recommendationsReader=1 sitesAdmin=2 stateWriter=4 viewer=1 axt: admin=0 backstory: forwarderViewer.user=3 backupdr: admin=2
alloydbOperator=1 backupConfigViewer=1 backupUser=0 backupvaultAccessor=0 backupvaultAdmin=0 backupvaultLister=1 backupvaultViewer=1
cloudSqlOperator=0 cloudStorageOperator=r computeEngineOperator=1d diskOperator=3h editor=0 filestoreOperator=0 managementServerAccessor=4
mangementServerAccessor=4 mountUser=0 restoreUser=0 serviceAgent=1d user=0 userv2=0 viewer=1 baremetalsolution: admin=0 editor=0
instancesadmin=0 instancesviewer=1 lunsadmin=1 lunsviewer=1 maintenanceeventsadmin=0 maintenanceeventseditor=0 maintenanceeventsviewer=1
networksadmin=0 nfssharesadmin=0 nfsshareseditor=0 nfssharesviewer=1 osimagesviewer=1 procurementsadmin=0 procurementseditor=0
procurementsviewer=1 serviceAgent=1 storageadmin=0 viewer=1 volumesadmin=0 volumeseditor=0 volumesnapshotsadmin=0 volumesnapshotseditor=0
volumesnapshotsviewer=1 volumessviewer=1 batch: admin=i agentReporter=4 jobsAdmin=i jobsEditor=i jobsViewer=1 resourceAllowancesEditor=0
resourceAllowancesViewer=1 serviceAgent=5t viewer=1 beyondcorp: admin=2 clientConnectorAdmin=1 clientConnectorServiceUser=3
clientConnectorViewer=1 editor=0 partnerServiceDelegateAdmin=0 partnerServiceDelegateViewer=1 serviceDiscoveryUser=3 sgApplicationUser=3
subscriptionAdmin=0 subscriptionViewer=1 upstreamAccess=3 viewer=1 biglake: admin=2 editor=0 metadataViewer=1 viewer=1 bigquery: admin=2t
connectedSheetsServiceAgent=2p connectionAdmin=2 connectionUser=1 dataEditor=2r dataOwner=2s dataViewer=2l filteredDataViewer=1 jobUser=j
metadataViewer=1 objectRefAdmin=0 objectRefReader=1 readSessionUser=0 resourceAdmin=2 resourceEditor=0 resourceViewer=1 routineAdmin=k
routineDataEditor=k routineDataViewer=2k routineMetadataViewer=1 securityAdmin=2n studioAdmin=45 studioUser=44 user=j bigqueryconnection:
serviceAgent=12 bigquerycontinuousquery: serviceAgent=1e bigquerydatapolicies: maskedReader=3 bigquerydatapolicy: admin=2 editor=j
maskedReader=3 rawDataReader=1 viewer=1 bigquerydatatransfer: serviceAgent=4v bigquerymigration: admin=0 editor=0 migrationEditor=3
migrationViewer=3 orchestrator=7u serviceAgent=1 translationUser=3 viewer=1 worker=1w bigqueryomni: serviceAgent=2o bigqueryspark:
serviceAgent=1e bigtable: admin=2v editor=11 reader=2u user=11 viewer=1 billing: admin=5b carbonViewer=1 costsManager=0 creator=0
foundationsOnboardingSuperUser=0 linkAdmin=0 projectCostsManager=1 projectManager=4 user=0 viewer=1 binaryauthorization: admin=2
attestorsAdmin=2 attestorsEditor=0 attestorsVerifier=1 attestorsViewer=1 editor=0 policyAdmin=2 policyEditor=0 policyEvaluator=1
policyViewer=1 serviceAgent=7v viewer=1 blockchainnodeengine: admin=0 serviceAgent=1 viewer=1 blockchainvalidatormanager: admin=0 viewer=1
: browser=1 editor=ac owner=ad viewer=77 businessaicode: serviceAgent=u user=1 capacityplanner: admin=0 planner=0 viewer=1 carestudio:
admin=1 viewer=1 certificatemanager: admin=0 editor=0 owner=0 serviceAgent=1 viewer=1 certificatemanagerproducer: internalIdentityViewer=3
ces: admin=2 agentEditor=0 appEditor=0 client=4 deploymentEditor=0 evalsEditor=0 guardrailsEditor=0 securitySettingsEditor=0
serviceAgent=8x toolsEditor=0 viewer=1 chat: admin=0 owner=0 reader=1 viewer=1 chronicle: admin=0 dataGovernor=0 editor=0
federationAdmin=0 federationViewer=1 globalDataAccess=3 limitedViewer=1 orgServiceAgent=1 restrictedDataAccess=3
restrictedDataAccessViewer=1 serviceAgent=8t soarAdmin=0 soarAnalyst=0 soarEngineer=0 soarRemoteAgent=0 soarServiceAgent=7a
soarThreatManager=0 soarViewer=1 soarVulnerabilityManager=0 viewer=1 chroniclesm: admin=0 editor=0 viewer=1 ciem: serviceAgent=1 cloud:
admin=1 locationReader=1 viewer=1 cloudaicompanion: admin=2 codeRepositoryIndexesAdmin=2 codeRepositoryIndexesViewer=1 codeToolsAdmin=0
codeToolsUser=0 editor=0 individualUser=0 repositoryGroupsUser=1 serviceAgent=0 settingsAdmin=0 settingsUser=1 topicAdmin=2 topicReader=1
user=0 viewer=1 cloudapiregistry: admin=1 viewer=1 cloudasset: admin=0 editor=0 effectivePolicyServiceAgent=1
otherCloudConfigServiceAgent=3 owner=0 serviceAgent=7s viewer=1 cloudbuild: admin=31 builds.approver=0 builds.builder=9h builds.editor=2w
builds.viewer=1 connectionAdmin=2x connectionViewer=1 editor=30 integrationsEditor=0 integrationsOwner=3i integrationsViewer=1
loggingServiceAgent=4 readTokenAccessor=1 serviceAgent=9j tokenAccessor=2y viewer=1 workerPoolEditor=0 workerPoolOwner=0 workerPoolUser=2z
workerPoolViewer=1 cloudconfig: admin=0 serviceAgent=9f viewer=1 cloudcontrolspartner: accessApprovalServiceAgent=1 admin=0 editor=0
ekmServiceAgent=1 inspectabilityReader=1 monitoringReader=1 monitoringServiceAgent=1 reader=1 supportCaseServiceAgent=1 viewer=1
clouddebugger: agent=0 user=0 clouddeploy: admin=32 approver=0 customTargetTypeAdmin=2 developer=c editor=c jobRunner=1w operator=c
policyAdmin=2 policyOverrider=0 releaser=c serviceAgent=7p viewer=1 clouddeploymentmanager: serviceAgent=ab cloudfunctions: admin=6k
developer=1n editor=1n invoker=33 serviceAgent=8q viewer=1 cloudhub: operator=8 cloudidentity: domainlessResellerDelegatedAdmin=3
resellerSupportAdmin=3 cloudiot: admin=2 deviceController=0 editor=0 provisioner=0 serviceAgent=d viewer=1 cloudjobdiscovery: admin=1
jobsEditor=0 jobsViewer=1 profilesEditor=0 profilesViewer=1 viewer=1 cloudkms: admin=37 autokeyAdmin=0 autokeyUser=0 cryptoKeyDecrypter=l
cryptoKeyDecrypterViaDelegation=1 cryptoKeyEncrypter=1 cryptoKeyEncrypterDecrypter=l cryptoKeyEncrypterDecrypterViaDelegation=1
cryptoKeyEncrypterViaDelegation=1 cryptoOperator=35 decapsulator=1 ekmConnectionsAdmin=0 encryptionDashboardViewer=1 expertPqcSigner=0
expertRawAesCbc=0 expertRawAesCtr=0 expertRawPKCS1=0 hsmSingleTenantExecutor=0 hsmSingleTenantKeyCreator=1 hsmSingleTenantProposer=0
hsmSingleTenantQuorumMember=0 importer=0 keyAccessJustificationsEnrollmentConfigViewer=3 keyAccessJustificationsPolicyConfigAdmin=0
orgServiceAgent=1 protectedResourcesViewer=1 publicKeyViewer=1 serviceAgent=36 signer=m signerVerifier=m verifier=1 viewer=1
cloudkmskacls: serviceAgent=l cloudlocationfinder: admin=0 viewer=1 cloudmigration: inframanager=79 storageaccess=f velostrataconnect=3
cloudnumberregistry: ipamAdmin=0 ipamViewer=1 cloudoptimization: admin=0 editor=0 serviceAgent=s viewer=1 cloudprivatecatalog: admin=1
consumer=1 viewer=1 cloudprivatecatalogproducer: admin=2 editor=0 manager=0 orgAdmin=2 viewer=1 cloudprofiler: admin=0 agent=4 user=1
viewer=1 cloudquotas: admin=0 viewer=1 cloudscheduler: admin=38 jobRunner=0 serviceAgent=5v viewer=1 cloudsecuritycompliance: admin=0
serviceAgent=7c viewer=1 cloudsecurityscanner: admin=0 editor=0 runner=0 viewer=1 cloudsql: admin=3c client=39 editor=3b instanceUser=0
schemaViewer=1 serviceAgent=1 studioUser=0 viewer=3a cloudsupport: admin=2 advisorySupportEditor=1 advisorySupportViewer=1
supportSubscriptionEditor=1 supportSubscriptionViewer=1 techSupportEditor=0 techSupportViewer=1 viewer=1 cloudtasks: admin=3g editor=3f
enqueuer=3e queueAdmin=3d serviceAgent=o taskDeleter=0 taskRunner=0 viewer=1 cloudtestservice: admin=0 directAccessAdmin=0
directAccessViewer=1 testAdmin=r testViewer=8 viewer=1 cloudtpu: serviceAgent=60 cloudtrace: admin=0 agent=4 user=0 cloudtranslate:
admin=0 editor=0 serviceAgent=1x user=1 viewer=1 codelabapikeys: admin=1 editor=1 viewer=1 commerceagreementpublishing: admin=0 viewer=1
commercebusinessenablement: admin=9 paymentConfigAdmin=0 paymentConfigViewer=1 rebatesAdmin=0 rebatesViewer=1 resellerDiscountAdmin=0
resellerDiscountViewer=1 viewer=1 commerceoffercatalog: admin=1 offersViewer=1 commerceorggovernance: admin=0 user=1 viewer=1
commercepricemanagement: editor=0 eventsViewer=1 privateOffersAdmin=0 viewer=1 commerceproducer: admin=0 viewer=1 compliancescanning:
serviceAgent=1t composer: ServiceAgentV2Ext=50 admin=13 editor=13 environmentAndStorageObjectAdmin=9q environmentAndStorageObjectUser=a
environmentAndStorageObjectViewer=8 serviceAgent=a4 sharedVpcAgent=5 user=0 viewer=1 worker=9x compute: admin=3s editor=3q
futureReservationAdmin=0 futureReservationUser=0 futureReservationViewer=1 imageUser=1 instanceAdmin=3p instanceAdmin.v1=3r
instanceGroupManagerServiceAgent=68 interconnectAttachmentGroupAnalyzer=1 interconnectGroupAnalyzer=1 loadBalancerAdmin=n
loadBalancerServiceUser=1 networkAdmin=n networkUser=5 networkViewer=1 orgFirewallPolicyAdmin=2 orgFirewallPolicyUser=1
orgSecurityPolicyAdmin=2 orgSecurityPolicyUser=2 orgSecurityResourceAdmin=2 osAdminLogin=3l osLogin=3k osLoginExternalUser=4
packetMirroringAdmin=0 packetMirroringUser=0 peerSubnetMigrationAdmin=5 publicIpAdmin=0 securityAdmin=3j serviceAgent=90
soleTenantViewer=1 storageAdmin=3m viewer=1 vmExtensionPolicyAdmin=0 vmExtensionPolicyViewer=1 xpnAdmin=2 confidentialcomputing: admin=0
gkeWorkloadUser=0 viewer=1 workloadUser=0 config: admin=3t agent=1z editor=15 viewer=1 configdelivery: admin=0 configDeliveryAdmin=0
configDeliveryViewer=1 resourceBundlePublisher=0 serviceAgent=4r viewer=1 connectors: admin=2 customConnectorAdmin=2
customConnectorViewer=1 editor=0 endpointAttachmentAdmin=2 endpointAttachmentViewer=1 eventSubscriptionAdmin=0 eventSubscriptionViewer=1
invoker=0 listener=1 managedZoneAdmin=2 managedZoneViewer=1 serviceAgent=4z viewer=1 consumerprocurement: entitlementManager=b
entitlementViewer=1 eventsViewer=1 licensePoolEditor=0 licensePoolViewer=1 orderAdmin=0 orderViewer=1 procurementAdmin=b
procurementViewer=1 contactcenteraiplatform: admin=0 viewer=1 workforceSchedulingShiftGenerator=3 contactcenterinsights: admin=2
authorizedEditor=0 authorizedViewer=1 editor=0 serviceAgent=91 viewer=1 container: admin=40 cloudKmsKeyUser=m clusterAdmin=3v
clusterViewer=16 defaultNodeServiceAccount=0 defaultNodeServiceAgent=0 developer=3y editor=3x hostServiceAgentUser=0 nodeServiceAccount=a
nodeServiceAgent=a serviceAgent=67 viewer=16 containeranalysis: ServiceAgent=88 admin=2 editor=0 notes.attacher=0 notes.editor=0
notes.occurrences.viewer=1 notes.viewer=1 occurrences.editor=0 occurrences.viewer=1 viewer=1 containerregistry: ServiceAgent=86
containerscanning: ServiceAgent=1t containersecurity: admin=1 viewer=1 containerthreatdetection: serviceAgent=3w contentwarehouse: admin=2
documentAdmin=2 documentCreator=0 documentEditor=0 documentOwner=0 documentSchemaViewer=1 documentViewer=1 serviceAgent=9i databasecenter:
admin=0 viewer=1 databaseinsights: admin=1 assistantViewer=3 eventsViewer=1 intelligenceViewer=1 monitoringViewer=1 operationsAdmin=3
recommendationViewer=1 viewer=1 virtualDbxViewer=1 databasesconsole: editor=0 studioQueryAdmin=0 studioQueryUser=0 viewer=1 datacatalog:
admin=2 categoryAdmin=2 categoryFineGrainedReader=3 dataSteward=0 editor=0 entryGroupCreator=0 entryGroupOwner=2 entryOwner=2
entryViewer=1 glossaryOwner=2 glossaryUser=0 migrationConfigAdmin=0 searchAdmin=1 tagEditor=4 tagTemplateCreator=0 tagTemplateOwner=2
tagTemplateUser=1 tagTemplateViewer=1 viewer=1 dataconnectors: admin=2 connectorAdmin=2 connectorUser=1 editor=0 serviceAgent=1 viewer=1
dataflow: admin=8i developer=41 serviceAgent=a5 viewer=1 worker=7r dataform: admin=2 codeCommenter=0 codeCreator=0 codeEditor=0
codeOwner=2 codeScheduler=4 codeViewer=1 editor=0 serviceAgent=0 teamFolderCommenter=0 teamFolderContributor=0 teamFolderCreator=4
teamFolderOwner=2 teamFolderViewer=1 viewer=1 datafusion: accessor=1 admin=42 developer=0 operator=0 runner=4 serviceAgent=a8 viewer=1
datalabeling: admin=0 editor=0 serviceAgent=97 viewer=1 datalineage: admin=0 editor=0 producer=0 viewer=1 datamigration: admin=2 editor=0
serviceAgent=85 datapipelines: admin=0 invoker=0 serviceAgent=a0 viewer=1 dataplex: admin=2 aspectTypeOwner=2 aspectTypeUser=1
bindingAdmin=2 catalogAdmin=2 catalogEditor=0 catalogViewer=1 changeRequestOwner=0 dataDomainAdmin=2 dataDomainEditor=0
dataDomainEntryReader=1 dataDomainViewer=1 dataOwner=0 dataProductsAdmin=2 dataProductsConsumer=1 dataProductsEditor=0
dataProductsViewer=1 dataReader=1 dataScanAdmin=2 dataScanCreator=0 dataScanDataViewer=1 dataScanEditor=0 dataScanViewer=1 dataWriter=4
developer=2 discoveryBigLakePublishingServiceAgent=3 discoveryPublishingServiceAgent=0 discoveryServiceAgent=8a editor=0 encryptionAdmin=0
entryGroupExporter=1 entryGroupImporter=0 entryGroupOwner=2 entryOwner=0 entryTypeOwner=2 entryTypeUser=1 metadataFeedOwner=0
metadataFeedViewer=1 metadataJobOwner=0 metadataJobViewer=1 metadataReader=1 metadataWriter=0 securityAdmin=3 serviceAgent=a1
storageDataOwner=99 storageDataReader=8b storageDataWriter=8w taxonomyAdmin=2 taxonomyViewer=1 viewer=1 workflowAdmin=0 workflowApprover=1
dataprep: admin=1 projects.user=1 serviceAgent=9w dataproc: admin=47 editor=46 hubAgent=8c serverlessEditor=43 serverlessNode=0
serverlessViewer=1 serviceAgent=a6 viewer=1 worker=9u dataprocessing: admin=0 dataSourceManager=0 editor=0 viewer=1 dataprocrm: admin=0
nodeServiceAgent=0 viewer=1 datastore: admin=19 backupSchedulesAdmin=0 backupSchedulesViewer=1 backupsAdmin=0 backupsViewer=1 bulkAdmin=0
cloneAdmin=0 editor=18 importExportAdmin=48 indexAdmin=0 keyVisualizerViewer=1 owner=19 restoreAdmin=0 user=18 userCredsAdmin=0
userCredsViewer=1 viewer=17 datastream: admin=2 bigqueryWriter=2q serviceAgent=8j viewer=1 datastudio: admin=2 contentManager=0
contributor=0 editor=0 managedStorageServiceAgent=8o manager=2 serviceAgent=2j viewer=1 workspaceViewer=1 dellemccloudonefs: admin=0
user=0 viewer=1 deploymentmanager: admin=4b editor=49 typeEditor=0 typeViewer=1 viewer=1 designcenter: admin=95 applicationAdmin=0
applicationEditor=0 applicationViewer=1 editor=a serviceAgent=9e user=f viewer=8 developerconnect: admin=0 connectionHttpProxyWriter=3
editor=0 gitProxyReader=3 gitProxyUser=3 insightsAdmin=0 insightsAgent=0 insightsViewer=1 oauthAdmin=0 oauthUser=0 readTokenAccessor=1
serviceAgent=1 tokenAccessor=1 user=1 viewer=1 devicerun: admin=0 viewer=1 devicestreaming: admin=0 viewer=1 dialogflow: aamAdmin=1
aamConversationalArchitect=1 aamDialogDesigner=1 aamLeadDialogDesigner=1 aamViewer=1 admin=0 agentAssistClient=0 client=0
consoleAgentEditor=0 consoleSimulatorUser=0 consoleSmartMessagingAllowlistEditor=0 conversationManager=0 entityTypeAdmin=0
environmentEditor=0 flowEditor=0 integrationManager=0 intentAdmin=0 reader=1 serviceAgent=8n testCaseAdmin=0 viewer=1 webhookAdmin=0
discoveryengine: admin=2 agentAdmin=2 agentspaceAdmin=2 agentspaceEditor=0 agentspaceRestrictedUser=0 agentspaceUser=0 agentspaceViewer=1
editor=0 notebookEditor=0 notebookLmOwner=2 notebookLmUser=0 notebookOwner=2 notebookViewer=1 podcastApiUser=0 serviceAgent=9n user=0
viewer=1 dlp: admin=0 analyzeRiskTemplatesEditor=0 analyzeRiskTemplatesReader=1 columnDataProfilesReader=1 connectionsAdmin=0
connectionsReader=1 dataProfilesAdmin=0 dataProfilesReader=1 deidentifyTemplatesEditor=0 deidentifyTemplatesReader=1 editor=0
estimatesAdmin=0 fileStoreProfilesAdmin=0 fileStoreProfilesReader=1 inspectFindingsReader=1 inspectTemplatesEditor=0
inspectTemplatesReader=1 jobTriggersEditor=0 jobTriggersReader=1 jobsEditor=0 jobsReader=1 orgdriver=1u projectDataProfilesReader=1
projectdriver=1u reader=1 serviceAgent=a3 storedInfoTypesEditor=0 storedInfoTypesReader=1 subscriptionsAdmin=0 subscriptionsReader=1
tableDataProfilesAdmin=0 tableDataProfilesReader=1 user=1 viewer=1 dns: admin=0 editor=0 peer=3 reader=1 serviceAgent=0 viewer=1
documentai: admin=0 apiUser=1 editor=0 viewer=1 documentaicore: serviceAgent=s domains: admin=2 editor=0 viewer=1 dspm: admin=0
serviceAgent=6y viewer=1 earlyaccesscenter: admin=1 viewer=1 earth: admin=0 subscriptionsAdmin=0 subscriptionsViewer=1 viewer=1
earthengine: admin=2 appsPublisher=51 editor=0 viewer=1 writer=0 edgecontainer: admin=2 apiKeyAdmin=0 apiKeyViewer=1
clusterServiceAgent=9m editor=0 identityProviderAdmin=0 identityProviderViewer=1 machineUser=1 offlineCredentialUser=1
serviceAccountAdmin=0 serviceAccountKeyAdmin=0 serviceAccountKeyViewer=1 serviceAccountViewer=1 serviceAgent=0 viewer=1
zonalProjectAdmin=0 zonalProjectViewer=1 zonalServiceAdmin=0 zonalServiceViewer=1 zoneIamAdmin=0 zoneIamViewer=1 zoneRolesViewer=1
zoneViewer=1 edgenetwork: admin=2 editor=0 viewer=1 endpoints: portalAdmin=1 serviceAgent=0 endpointsportal: serviceAgent=1
enterpriseknowledgegraph: admin=0 editor=0 serviceAgent=84 viewer=1 enterprisepurchasing: admin=0 editor=1 viewer=1 errorreporting:
admin=0 user=0 viewer=1 writer=4 essentialcontacts: admin=0 viewer=1 eventarc: admin=4c connectionPublisher=0 developer=1a editor=1a
eventReceiver=3 messageBusAdmin=0 messageBusUser=0 multiProjectEventCollector=3 publisher=0 serviceAgent=73 viewer=1 externalexposure:
admin=0 serviceAgent=1 viewer=1 faulttesting: operator=0 viewer=1 file: admin=0 editor=0 serviceAgent=0 viewer=1 financialservices:
admin=0 viewer=1 finwhale: admin=1 editor=1 viewer=1 firebase: admin=21 analyticsAdmin=1 analyticsViewer=1
appDistributionSdkServiceAgent=0 developAdmin=21 developViewer=1v editor=8f growthAdmin=y growthViewer=x managementServiceAgent=7e
qualityAdmin=y qualityViewer=x sdkAdminServiceAgent=9v sdkProvisioningServiceAgent=6p viewer=1v firebaseabt: admin=0 viewer=1
firebaseappcheck: admin=0 serviceAgent=4 tokenVerifier=3 viewer=1 firebaseappdistro: admin=0 viewer=1 firebaseapphosting: admin=0
computeRunner=96 developer=0 serviceAgent=6i viewer=1 firebaseauth: admin=0 editor=0 viewer=1 firebasecloudmessaging: admin=0 viewer=1
firebasecrash: symbolMappingsAdmin=1 firebasecrashlytics: admin=0 serviceAgent=k viewer=1 firebasedatabase: admin=0 serviceAgent=d
viewer=1 firebasedataconnect: admin=0 dataAdmin=4 dataViewer=3 serviceAgent=6g viewer=1 firebasedynamiclinks: admin=0 editor=0 viewer=1
firebaseextensions: developer=1 editor=1 viewer=1 firebaseextensionspublisher: admin=0 extensionsAdmin=0 extensionsViewer=1 viewer=1
firebasehosting: admin=0 viewer=1 firebaseinappmessaging: admin=0 viewer=1 firebasemessagingcampaigns: admin=0 viewer=1 firebaseml:
admin=0 serviceAgent=g viewer=1 firebasemods: serviceAgent=6z firebasenotifications: admin=0 viewer=1 firebaseperformance: admin=0
viewer=1 firebasepredictions: admin=0 viewer=1 firebaserules: admin=0 firestoreServiceAgent=17 system=98 viewer=1 firebasestorage: admin=0
serviceAgent=s viewer=1 firebasetelemetry: serviceAgent=7o firebasevertexai: admin=0 viewer=1 firestore: serviceAgent=r firewallinsights:
serviceAgent=1 fleetengine: consumerSdkUser=1 deliveryAdmin=0 deliveryConsumer=1 deliveryFleetReader=1 deliverySuperUser=0
deliveryTrustedDriver=0 deliveryUntrustedDriver=0 driverSdkUser=0 ondemandAdmin=0 serviceAgent=6q serviceSuperUser=0 viewer=1 flow:
serviceAgent=g fpnv: admin=1 ftp: admin=0 viewer=1 gameservices: admin=0 serviceAgent=4p viewer=1 gdchardwaremanagement: admin=0
operator=0 reader=1 viewer=1 geminicloudassist: admin=81 editor=a investigationAdmin=2 investigationCreator=0 investigationEditor=0
investigationOwner=2 investigationUser=1 investigationViewer=1 user=a viewer=8 geminicodeassistmanagement: serviceAgent=1
geminidataanalytics: admin=2 dataAgentCreator=0 dataAgentEditor=0 dataAgentOwner=2 dataAgentStatelessUser=3 dataAgentUser=1
dataAgentViewer=1 queryDataUser=3 viewer=1 generativelanguage: serviceAgent=7n genomics: admin=2 editor=0 pipelinesRunner=0
serviceAgent=1g viewer=1 geospatialai: admin=1 viewer=1 gkebackup: admin=2 backupAdmin=2 crossProjectServiceAgent=3 delegatedBackupAdmin=0
delegatedRestoreAdmin=0 editor=0 restoreAdmin=2 serviceAgent=3z viewer=1 gkedataplanemanagement: warpRunServiceAgent=1 gkehub: admin=2
connect=3 crossProjectServiceAgent=q editor=0 gatewayAdmin=6 gatewayEditor=6 gatewayReader=1 scopeAdmin=2 scopeEditor=0
scopeEditorProjectLevel=6 scopeViewer=1 scopeViewerProjectLevel=1 serviceAgent=5c viewer=1 gkemulticloud: admin=0 containerServiceAgent=0
controlPlaneMachineServiceAgent=7 editor=0 nodePoolMachineServiceAgent=7 serviceAgent=2 telemetryWriter=0 viewer=1 gkeonprem: admin=2
editor=0 serviceAgent=0 viewer=1 gsuiteaddons: admin=0 developer=0 reader=1 tester=0 viewer=1 health: admin=0 editor=0 viewer=1
healthcare: annotationEditor=0 annotationReader=1 annotationStoreAdmin=2 annotationStoreViewer=1 attributeDefinitionEditor=0
attributeDefinitionReader=1 consentArtifactAdmin=0 consentArtifactEditor=0 consentArtifactReader=1 consentEditor=0 consentReader=1
consentStoreAdmin=2 consentStoreViewer=1 datasetAdmin=2 datasetViewer=1 dicomEditor=0 dicomStoreAdmin=2 dicomStoreViewer=1 dicomViewer=1
fhirResourceEditor=0 fhirResourceReader=1 fhirStoreAdmin=2 fhirStoreViewer=1 hl7V2Consumer=0 hl7V2Editor=0 hl7V2Ingest=0 hl7V2StoreAdmin=2
hl7V2StoreViewer=1 nlpServiceViewer=1 serviceAgent=1h userDataMappingEditor=0 userDataMappingReader=1 hypercomputecluster: admin=0
editor=0 serviceAgent=9o sharedVpcServiceAgent=5 viewer=1 iam: accessPolicyAdmin=0 accessPolicyUser=0 accessPolicyViewer=1 admin=57
dataScientist=9t databasesAdmin=a9 denyAdmin=4i denyReviewer=1 devOps=9s editor=4u infrastructureAdmin=a7 mlEngineer=9r networkAdmin=6t
oauthClientAdmin=0 oauthClientViewer=1 operationViewer=1 organizationRoleAdmin=1b organizationRoleViewer=1 principalAccessBoundaryAdmin=4k
principalAccessBoundaryUser=4j principalAccessBoundaryViewer=1 roleAdmin=1b roleViewer=1 scimSyncer=0 securityAdmin=8v securityAuditor=7y
securityReviewer=7x serviceAccountAdmin=52 serviceAccountApiKeyBindingAdmin=4l serviceAccountCreator=4s serviceAccountDeleter=4t
serviceAccountKeyAdmin=4m serviceAccountOpenIdTokenCreator=4w serviceAccountTokenCreator=1f serviceAccountUser=4n serviceAccountViewer=1c
siteReliabilityEngineer=6r supportUser=8g viewer=1c workforcePoolAdmin=55 workforcePoolEditor=54 workforcePoolViewer=1
workloadIdentityPoolAdmin=56 workloadIdentityPoolViewer=1 workloadIdentityUser=4x workspacePoolAdmin=0 iamconnectors: admin=2 editor=0
user=58 viewer=1 iap: admin=59 editor=0 egressor=3 httpsResourceAccessor=1 remediatorUser=3 settingsAdmin=0 tunnelDestGroupEditor=0
tunnelDestGroupViewer=1 tunnelResourceAccessor=1 viewer=1 identityplatform: admin=2 viewer=1 identitytoolkit: admin=2 editor=0
serviceAgent=34 viewer=1 ids: admin=2 editor=0 viewer=1 integrations: admin=0 apigeeIntegrationAdminRole=0 apigeeIntegrationDeployerRole=0
apigeeIntegrationEditorRole=0 apigeeIntegrationInvokerRole=0 apigeeIntegrationsViewer=1 apigeeSuspensionResolver=1 certificateViewer=1
integrationAdmin=0 integrationDeployer=0 integrationEditor=0 integrationInvoker=0 integrationViewer=1 internalViewer=1
securityIntegrationAdmin=0 serviceAgent=94 sfdcInstanceAdmin=0 sfdcInstanceEditor=0 sfdcInstanceViewer=1 suspensionResolver=1 viewer=1
issuerswitch: accountManagerAdmin=0 accountManagerTransactionsAdmin=0 accountManagerTransactionsViewer=1 admin=0 issuerParticipantsAdmin=0
resolutionsAdmin=0 rulesAdmin=0 rulesViewer=1 serviceAgent=7q transactionsViewer=1 viewer=1 krmapihosting: admin=2
anthosApiEndpointServiceAgent=6x editor=0 serviceAgent=4q viewer=1 kubernetesmetadata: admin=0 publisher=4 viewer=1 kuberun:
eventsControlPlaneServiceAgent=74 eventsDataPlaneServiceAgent=1h licensemanager: admin=0 viewer=1 lifesciences: admin=0 editor=0
serviceAgent=1g viewer=1 workflowsRunner=0 livestream: admin=0 editor=0 serviceAgent=f viewer=1 logging: admin=5e bucketWriter=4
configWriter=5d fieldAccessor=1 linkViewer=1 logWriter=4 privateLogViewer=5a serviceAgent=0 sqlAlertWriter=4 viewAccessor=1 viewer=1
looker: admin=0 instanceUser=1 restrictedServiceAgent=0 serviceAgent=2m viewer=1 lookerstudio: lookerAdmin=2 proManager=0 lustre: admin=0
viewer=1 maintenance: admin=1 viewer=1 managedflink: admin=0 developer=0 serviceAgent=7l viewer=1 managedidentities: admin=2 backupAdmin=2
backupViewer=1 domainAdmin=2 domainJoin=1 domaincontrollerOperator=87 editor=0 peeringAdmin=2 peeringViewer=1 serviceAgent=0 viewer=1
managedkafka: aclEditor=0 aclViewer=1 admin=0 client=0 clusterEditor=0 connectClusterEditor=0 connectorEditor=0 consumerGroupEditor=0
schemaRegistryAdmin=0 schemaRegistryEditor=0 schemaRegistryViewer=1 serviceAgent=5 topicEditor=0 viewer=1 mandiant: admin=0
attackSurfaceManagementEditor=0 attackSurfaceManagementViewer=1 digitalThreatMonitoringEditor=0 digitalThreatMonitoringViewer=1
expertiseOnDemandEditor=0 expertiseOnDemandViewer=1 threatIntelEditor=0 threatIntelViewer=1 validationEditor=0 validationViewer=1 viewer=1
mapsadmin: admin=0 viewer=1 mapsanalytics: admin=1 mobilitySolutionsOverageViewer=1 viewer=1 mapsplatformdatasets: admin=0 viewer=1
marketplacesolutions: admin=0 editor=0 viewer=1 mcp: admin=1 toolUser=1 mediaasset: serviceAgent=1r memcache: admin=0 editor=0
serviceAgent=0 viewer=1 memorystore: admin=0 dbConnectionUser=3 serviceAgent=5 viewer=1 meshconfig: admin=3 serviceAgent=14 viewer=3
meshcontrolplane: serviceAgent=4h meshdataplane: serviceAgent=0 metastore: admin=2 editor=0 federationAccessor=3 metadataEditor=0
metadataMutateAdmin=3 metadataOperator=0 metadataOwner=2 metadataQueryAdmin=1 metadataUser=1 metadataViewer=1 migrationAdmin=3n
serviceAgent=9b user=1 viewer=1 migrationcenter: admin=0 discoveryClient=0 discoveryClientRegistrator=0 serviceAgent=7j viewer=1 ml:
admin=2 developer=2 editor=0 jobOwner=2 modelOwner=2 modelUser=1 operationOwner=0 serviceAgent=a2 viewer=1 modelarmor: admin=0
calloutUser=1 editor=0 floorSettingsAdmin=0 floorSettingsViewer=1 serviceAgent=1 user=1 viewer=1 monitoring: admin=9 alertPolicyEditor=0
alertPolicyViewer=1 alertViewer=1 cloudConsoleIncidentEditor=1 cloudConsoleIncidentViewer=1 dashboardEditor=0 dashboardViewer=1 editor=9
metricWriter=0 metricsScopesAdmin=1 metricsScopesViewer=1 notificationChannelEditor=0 notificationChannelViewer=1
notificationServiceAgent=6f servicesEditor=0 servicesViewer=1 snoozeEditor=0 snoozeViewer=1 uptimeCheckConfigEditor=0
uptimeCheckConfigViewer=1 viewer=1 multiclusteringress: serviceAgent=4f multiclustermetering: serviceAgent=6 multiclusterservicediscovery:
serviceAgent=4d navigationconnect: admin=0 viewer=1 nestconsole: admin=0 editor=0 homeDeveloperAdmin=0 homeDeveloperEditor=0
homeDeveloperViewer=1 viewer=1 netapp: admin=0 dataExporter=1 viewer=1 netappcloudvolumes: admin=0 viewer=1 networkactions: serviceAgent=7
networkconnectivity: consumerNetworkAdmin=0 editor=0 groupAdmin=2 groupUser=3 hubAdmin=2 hubUser=3 hubViewer=1
multicloudDataTransferConfigAdmin=0 multicloudDataTransferConfigViewer=1 multicloudDataTransferDestinationAdmin=0
multicloudDataTransferDestinationViewer=1 regionalEndpointAdmin=0 regionalEndpointViewer=1 serviceAgent=n serviceClassUser=1
serviceProducerAdmin=0 spokeAdmin=2 transportAdmin=0 transportViewer=1 networkmanagement: CloudNetworkInsightsAdmin=0
CloudNetworkInsightsEditor=0 CloudNetworkInsightsViewer=1 admin=2 editor=0 serviceAgent=1 viewer=1 networksecurity: admin=2
authzServiceAgent=0 dnsThreatDetectorAdmin=0 dnsThreatDetectorViewer=1 editor=0 firewallEndpointAdmin=0 interceptDeploymentAdmin=0
interceptDeploymentExternalUser=3 interceptDeploymentUser=1 interceptDeploymentViewer=1 interceptEndpointAdmin=0 interceptEndpointUser=1
interceptEndpointViewer=1 mirroringDeploymentAdmin=0 mirroringDeploymentExternalUser=3 mirroringDeploymentUser=1
mirroringDeploymentViewer=1 mirroringEndpointAdmin=0 mirroringEndpointUser=1 mirroringEndpointViewer=1 securityProfileAdmin=0 viewer=1
networkservices: GoogleTagGatewayPolicyAdmin=0 admin=2 editor=0 serviceExtensionsAdmin=0 serviceExtensionsViewer=1 viewer=1 notebooks:
admin=5i editor=5h legacyAdmin=5j legacyViewer=1 runner=5g serviceAgent=5k viewer=1 oauthconfig: editor=0 viewer=1 observability: admin=0
analyticsUser=0 editor=0 scopesEditor=0 serviceAgent=0 viewAccessor=1 viewer=1 oci: serviceAgent=0 ondemandscanning: admin=0
serviceAgent=82 viewer=1 opsconfigmonitoring: admin=0 resourceMetadata.viewer=1 resourceMetadata.writer=4 viewer=1 oracledatabase: admin=0
autonomousDatabaseAdmin=0 autonomousDatabaseViewer=1 cloudExadataInfrastructureAdmin=0 cloudExadataInfrastructureUser=1
cloudExadataInfrastructureViewer=1 cloudVmClusterAdmin=0 cloudVmClusterViewer=1 databaseViewer=1 dbSystemAdmin=0 dbSystemViewer=1
exadbVmClusterAdmin=0 exadbVmClusterViewer=1 exascaleDbStorageVaultAdmin=0 exascaleDbStorageVaultUser=1 exascaleDbStorageVaultViewer=1
goldenGateConnectionAdmin=0 goldenGateConnectionAssignmentAdmin=0 goldenGateConnectionAssignmentViewer=1 goldenGateConnectionViewer=1
goldenGateConnectionsUser=1 goldenGateDeploymentAdmin=0 goldenGateDeploymentViewer=1 goldenGateDeploymentsUser=1 networkAdmin=0
odbNetworkAdmin=0 odbNetworkViewer=1 odbSubnetAdmin=0 odbSubnetUser=1 odbSubnetViewer=1 pluggableDatabaseViewer=1 viewer=1 orgpolicy:
policyAdmin=p policyViewer=1 osconfig: admin=5n guestPolicyAdmin=0 guestPolicyEditor=0 guestPolicyViewer=1
instanceOSPoliciesComplianceViewer=1 inventoryViewer=1 orgBillingConfigViewer=1 osPolicyAssignmentAdmin=5l osPolicyAssignmentEditor=0
osPolicyAssignmentReportViewer=1 osPolicyAssignmentViewer=1 patchDeploymentAdmin=0 patchDeploymentViewer=1 patchJobExecutor=5m
patchJobViewer=1 policyOrchestratorAdmin=0 policyOrchestratorViewer=1 projectBillingConfigEditor=1 projectFeatureSettingsEditor=0
projectFeatureSettingsViewer=1 rolloutServiceAgent=0 serviceAgent=4o upgradeReportViewer=1 viewer=1 vulnerabilityReportViewer=1
parallelstore: admin=0 serviceAgent=1 viewer=1 parametermanager: admin=0 editor=0 parameterAccessor=1 parameterVersionAdder=0
parameterVersionManager=0 parameterViewer=1 templateAccessor=3 templateVersionManager=0 templateViewer=1 viewer=1
paymentsresellersubscription: admin=0 partnerAdmin=0 partnerViewer=1 productViewer=1 promotionViewer=1 subscriptionEditor=0
subscriptionViewer=1 userSessionEditor=3 viewer=1 pivulnscanprovandexec: admin=1 scanner=1 policyanalyzer: activityAnalysisViewer=1
admin=1 viewer=1 policyremediator: serviceAgent=1 policyremediatormanager: admin=0 policyRemediatorAdmin=0 policyRemediatorReader=1
viewer=1 policysimulator: admin=0 orgPolicyAdmin=0 viewer=1 privateca: admin=2 auditor=1 caManager=0 certificateManager=0
certificateRequester=4 editor=0 poolReader=1 templateUser=1 viewer=1 workloadCertificateRequester=4 privilegedaccessmanager: admin=5o
approver=5p editor=1 folderServiceAgent=1j organizationServiceAgent=61 projectServiceAgent=q requester=3 serviceAgent=1l settingsAdmin=0
settingsViewer=1 viewer=1 prodactuation: admin=0 viewer=1 progressiverollout: serviceAgent=1 proximitybeacon: admin=2 attachmentEditor=0
attachmentPublisher=0 attachmentViewer=1 beaconEditor=0 editor=0 viewer=1 publicca: admin=0 externalAccountKeyCreator=0 pubsub: admin=5z
editor=1i publisher=d serviceAgent=1f subscriber=5q viewer=1 pubsublite: admin=0 editor=0 publisher=0 serviceAgent=5r subscriber=0
viewer=1 rapidmigrationassessment: serviceAgent=0 readerrevenuesubscriptionlinking: admin=0 entitlementsViewer=1 viewer=1
recaptchaenterprise: admin=0 agent=0 editor=0 viewer=1 recommender: admin=0 alloydbAdmin=0 alloydbViewer=1 appengineversioncostAdmin=0
appengineversioncostViewer=1 bigQueryCapacityCommitmentsAdmin=0 bigQueryCapacityCommitmentsBillingAccountAdmin=0
bigQueryCapacityCommitmentsBillingAccountViewer=1 bigQueryCapacityCommitmentsProjectAdmin=0 bigQueryCapacityCommitmentsProjectViewer=1
bigQueryCapacityCommitmentsViewer=1 bigqueryMaterializedViewAdmin=0 bigqueryMaterializedViewViewer=1 bigqueryPartitionClusterAdmin=0
bigqueryPartitionClusterViewer=1 bigtableClusterPerformanceAdmin=0 bigtableClusterPerformanceViewer=1 billingAccountCudAdmin=0
billingAccountCudViewer=1 cloudAssetInsightsAdmin=0 cloudAssetInsightsViewer=1 cloudCostRecommendationAdmin=0
cloudCostRecommendationViewer=1 cloudDeprecationRecommendationAdmin=0 cloudDeprecationRecommendationViewer=1
cloudManageabilityRecommendationAdmin=0 cloudManageabilityRecommendationViewer=1 cloudPerformanceRecommendationAdmin=0
cloudPerformanceRecommendationViewer=1 cloudReliabilityRecommendationAdmin=0 cloudReliabilityRecommendationViewer=1
cloudSecurityRecommendationAdmin=0 cloudSecurityRecommendationViewer=1 cloudsqlAdmin=0 cloudsqlViewer=1 cloudsqlinstancechangeriskAdmin=1
cloudsqlinstancechangeriskViewer=1 computeAdmin=0 computeViewer=1 containerDiagnosisAdmin=0 containerDiagnosisViewer=1
dataflowDiagnosticsAdmin=0 dataflowDiagnosticsViewer=1 editor=0 errorReportingAdmin=0 errorReportingViewer=1 exporter=1
firestoredatabasefirebaserulesAdmin=0 firestoredatabasefirebaserulesViewer=1 firestoredatabasereliabilityAdmin=0
firestoredatabasereliabilityViewer=1 firewallAdmin=0 firewallViewer=1 firewallchangeriskAdmin=1 firewallchangeriskViewer=1 gmpAdmin=0
gmpViewer=1 iamAdmin=0 iamViewer=1 iampolicychangeriskAdmin=0 iampolicychangeriskViewer=1 memorystoremanageabilityAdmin=0
memorystoremanageabilityViewer=1 memorystoreperformanceAdmin=0 memorystoreperformanceViewer=1 memorystorereliabilityAdmin=0
memorystorereliabilityViewer=1 networkAnalyzerAdmin=0 networkAnalyzerCloudSqlAdmin=0 networkAnalyzerCloudSqlViewer=1
networkAnalyzerDynamicRouteAdmin=0 networkAnalyzerDynamicRouteViewer=1 networkAnalyzerGkeConnectivityAdmin=0
networkAnalyzerGkeConnectivityViewer=1 networkAnalyzerGkeIpAddressAdmin=0 networkAnalyzerGkeIpAddressViewer=1
networkAnalyzerGkeServiceAccountAdmin=0 networkAnalyzerGkeServiceAccountViewer=1 networkAnalyzerIpAddressAdmin=0
networkAnalyzerIpAddressViewer=1 networkAnalyzerLoadBalancerAdmin=0 networkAnalyzerLoadBalancerViewer=1 networkAnalyzerViewer=1
networkAnalyzerVpcConnectivityAdmin=0 networkAnalyzerVpcConnectivityViewer=1 orgPolicyAdmin=0 orgPolicyViewer=1 productSuggestionAdmin=0
productSuggestionViewer=1 projectCudAdmin=0 projectCudViewer=1 projectUtilAdmin=0 projectUtilViewer=1 recentChangeConfigAdmin=0
recentchangeriskAdmin=0 recentchangeriskViewer=1 serviceLimitAdmin=0 serviceLimitViewer=1 serviceaccntchangeriskAdmin=0
serviceaccntchangeriskViewer=1 spannerAdmin=0 spannerViewer=1 ucsAdmin=0 ucsViewer=1 viewer=1 redis: admin=0 dbConnectionUser=3 editor=0
serviceAgent=0 viewer=1 redisenterprisecloud: admin=0 viewer=1 remotebuildexecution: actionCacheWriter=4 admin=0 artifactAdmin=0
artifactCreator=0 artifactViewer=1 configurationAdmin=0 configurationViewer=1 editor=0 logstreamWriter=4 reservationAdmin=0 serviceAgent=0
viewer=1 worker=0 remotingcloud: serviceAgent=1 resourcemanager: folderAdmin=66 folderCreator=0 folderEditor=0 folderIamAdmin=1j
folderMover=64 folderViewer=1 lienModifier=4 organizationAdmin=1l organizationViewer=1 projectCreator=62 projectDeleter=63
projectIamAdmin=q projectMover=65 tagAdmin=6b tagHoldAdmin=0 tagUser=6a tagViewer=1 resourcesettings: admin=0 viewer=1 retail: admin=0
editor=0 merchantApprover=0 merchantCreator=1 serviceAgent=1y viewer=1 riscconfigs: admin=0 viewer=1 riskmanager: admin=0 editor=0
reviewer=1 serviceAgent=1 viewer=1 rma: admin=0 runner=0 viewer=1 roads: roadsSelectionAdmin=0 roadsSelectionViewer=1 routeoptimization:
admin=0 editor=0 serviceAgent=92 viewer=1 run: admin=6j builder=7k developer=1m editor=1m invoker=6h jobsExecutor=6c
jobsExecutorWithOverrides=6d serviceAgent=9c servicesInvoker=6e sourceDeveloper=8k sourceViewer=8 sshReader=3 sshRoot=3 viewer=1 runapps:
admin=0 developer=0 operator=0 serviceAgent=8p viewer=1 runtimeconfig: admin=2 editor=0 viewer=1 saasconfig: viewer=1 saasservicemgmt:
admin=0 serviceAgent=8s viewer=1 seclm: serviceAgent=u secretmanager: admin=6o editor=6n secretAccessor=6m secretVersionAdder=1o
secretVersionManager=1o viewer=6l securedlandingzone: admin=0 bqdwOrgRemediator=0 bqdwProjectRemediator=7d overwatchActivator=1
overwatchAdmin=0 overwatchViewer=1 serviceAgent=5y viewer=1 securesourcemanager: admin=2 developerConnectLinker=1 editor=0
instanceAccessor=0 instanceManager=0 instanceOwner=2 instanceRepositoryCreator=0 repoAdmin=2 repoCreator=0 repoPullRequestApprover=0
repoReader=1 repoWriter=0 serviceAgent=53 sshKeyUser=0 viewer=1 securitycenter: admin=6w adminEditor=2f adminViewer=7
assetSecurityMarksWriter=0 assetsDiscoveryRunner=0 assetsViewer=1 attackPathsViewer=1 attackSurfaceManagementScannerServiceAgent=1
automationServiceAgent=9 bigQueryExportsEditor=0 bigQueryExportsViewer=1 complianceReportsViewer=3 complianceSnapshotsViewer=1
controlServiceAgent=1q externalSystemsEditor=4 findingSecurityMarksWriter=0 findingsBulkMuteEditor=3 findingsEditor=0 findingsMuteSetter=4
findingsStateSetter=0 findingsViewer=1 findingsWorkflowStateSetter=0 integrationExecutorServiceAgent=0 issuesEditor=1 issuesViewer=1
muteConfigsEditor=0 muteConfigsViewer=1 notificationConfigEditor=0 notificationConfigViewer=1 notificationServiceAgent=d
resourceValueConfigsEditor=0 resourceValueConfigsViewer=1 riskReportsViewer=1 securityHealthAnalyticsCustomModulesTester=3
securityHealthAnalyticsServiceAgent=12 securityResponseServiceAgent=72 serviceAgent=1q settingsAdmin=0 settingsEditor=0 settingsViewer=1
simulationsViewer=1 sourcesAdmin=2 sourcesEditor=0 sourcesViewer=1 valuedResourcesViewer=1 securitycentermanagement: admin=0
customModulesEditor=0 customModulesViewer=1 editor=0 etdCustomModulesEditor=0 etdCustomModulesViewer=1 securityCenterServicesEditor=0
securityCenterServicesViewer=1 settingsEditor=0 settingsViewer=1 shaCustomModulesEditor=0 shaCustomModulesViewer=1 viewer=1
securityposture: admin=p postureDeployer=p postureDeploymentsViewer=1 postureEditor=0 postureViewer=1 reportCreator=0 viewer=1 serverless:
serviceAgent=89 servicebroker: admin=2 operator=0 serviceconsumermanagement: admin=0 tenancyUnitsAdmin=0 tenancyUnitsViewer=1 viewer=1
servicedirectory: admin=2 editor=0 networkAttacher=0 pscAuthorizedService=1 serviceAgent=6 viewer=1 servicehealth: admin=1 viewer=1
servicemanagement: admin=2 checker=1 configEditor=0 editor=0 quotaAdmin=b quotaViewer=1 reporter=4 serviceConsumer=4 serviceController=0
viewer=1 servicenetworking: admin=0 editor=0 networksAdmin=0 serviceAgent=0 viewer=1 servicesecurityinsights: secuityInsightsViewer=1
securityInsightsViewer=1 serviceusage: apiKeysAdmin=2d apiKeysViewer=2c serviceUsageAdmin=b serviceUsageConsumer=1 serviceUsageViewer=1
source: admin=2 editor=0 reader=1 viewer=1 writer=0 sourcerepo: serviceAgent=5u spanner: admin=1p backupAdmin=2 backupWriter=0
databaseAdmin=1p databaseReader=70 databaseReaderWithDataBoost=e databaseRoleUser=3 databaseUser=e editor=e fineGrainedAccessUser=1
graphIntelligenceUser=e restoreAdmin=0 serviceAgent=8r viewer=1 speakerid: admin=0 editor=0 verifier=1 viewer=1 spectrumsas:
serviceAgent=5x speech: admin=0 client=0 editor=0 serviceAgent=93 sqlx: serviceAgent=1 stackdriver: accounts.editor=9 accounts.viewer=1
admin=0 resourceMetadata.writer=4 viewer=1 storage: admin=9y annotationGeneratorService=8z bucketViewer=78 editor=7g
expressModeServiceInput=8y expressModeServiceOutput=8l expressModeUserAccess=1z folderAdmin=t hmacKeyAdmin=7f insightsCollectorService=71
legacyBucketOwner=80 legacyBucketReader=7w legacyBucketWriter=7z legacyObjectOwner=9p legacyObjectReader=7i objectAdmin=t objectCreator=7h
objectUser=f objectViewer=8 viewer=76 storagebatchoperations: admin=0 viewer=1 storageinsights: admin=0 analyst=1 serviceAgent=0 viewer=1
storagetransfer: admin=0 serviceAgent=1i transferAgent=5w user=0 viewer=1 stream: admin=0 contentAdmin=0 contentBuilder=1 instanceAdmin=0
serviceAgent=1x viewer=1 subscribewithgoogledeveloper: admin=1 developer=1 viewer=1 telcoautomation: admin=b blueprintDesigner=0
deploymentAdmin=0 editor=0 opsAdminTier1=1 opsAdminTier4=0 serviceAgent=6u serviceOrchestrator=0 viewer=1 telemetry: admin=2
consumerAdmin=2 editor=0 logsWriter=4 metricsWriter=4 serviceLogsWriter=4 serviceMetricsWriter=4 serviceTelemetryWriter=4
serviceTracesWriter=4 tracesWriter=4 writer=4 threatdetection: editor=0 viewer=1 threatintelligence: alertAdmin=0 alertUser=0 ctemAdmin=0
ctemEditor=0 ctemProjectAdmin=0 ctemViewer=1 timeseriesinsights: admin=0 datasetsEditor=0 datasetsOwner=0 datasetsViewer=1 viewer=1 tpu:
admin=0 editor=0 serviceAgent=0 viewer=1 xpnAgent=14 trafficdirector: admin=0 client=0 viewer=1 transcoder: admin=0 editor=0
serviceAgent=1r viewer=1 transferappliance: admin=0 viewer=1 translationhub: admin=0 portalUser=1 viewer=1 vectorsearch: admin=0
collectionWriter=0 dataObjectWriter=0 indexWriter=0 serviceAgent=8h viewer=1 videostitcher: admin=0 user=0 viewer=1 visionai: admin=2
analysisEditor=0 analysisViewer=1 annotationEditor=0 annotationViewer=1 applicationEditor=0 applicationViewer=1 assetCreator=4
assetEditor=0 assetViewer=1 clusterEditor=0 clusterViewer=1 corpusAdmin=0 corpusEditor=0 corpusViewer=1 corpusWriter=0 devicesViewer=3
editor=0 eventEditor=0 eventViewer=1 indexEndpointAdmin=0 indexEndpointEditor=0 indexEndpointViewer=1 indexEndpointWriter=4
operatorEditor=0 operatorViewer=1 packetReceiver=3 packetSender=3 processorEditor=0 processorViewer=1 retailcatalogEditor=3
retailcatalogViewer=3 retailendpointEditor=3 retailendpointViewer=3 seriesEditor=0 seriesViewer=1 serviceAgent=9k streamEditor=0
streamViewer=1 uiStreamEditor=0 uiStreamViewer=1 viewer=1 visualinspection: admin=0 editor=0 serviceAgent=9z usageMetricsReporter=4
viewer=1 vmmigration: admin=0 serviceAgent=3o viewer=1 vmwareengine: admin=2 editor=0 serviceAgent=0 viewer=1 vmwareengineAdmin=2
vmwareenginePrivilegedUser=0 vmwareengineViewer=1 vpcaccess: admin=0 serviceAgent=4a user=1 viewer=1 websecurityscanner: serviceAgent=1
workflows: admin=22 editor=22 invoker=aa serviceAgent=4y viewer=1 workloadcertificate: admin=0 registrationAdmin=0 registrationViewer=1
serviceAgent=3u viewer=1 workloadidentity: admin=0 viewer=1 workloadmanager: admin=1s deploymentAdmin=1s deploymentViewer=1
evaluationAdmin=0 evaluationViewer=1 evaluationWorker=0 insightWriter=4 sapSystemViewer=1 serviceAgent=15 viewer=1 worker=0
workloadViewer=1 workstations: admin=2 editor=0 networkAdmin=5 operationViewer=1 policyAdmin=2 serviceAgent=69 user=0 workstationCreator=0
workstationLimitExemptedCreator=0 workstationUser=0
`;
