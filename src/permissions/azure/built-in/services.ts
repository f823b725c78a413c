/** Roles about applications, messaging, monitoring and other services, in the notation of read-roles.ts (https://learn.microsoft.com/azure/role-based-access-control/built-in-roles). */
export const servicesRoles = `
= API Management Developer Portal Content Editor
allow ApiManagement: service/contentTypes/contentItems/{delete,read,write} service/contentTypes/{delete,read,write}
  service/portalRevisions/{read,write}
= API Management Service Contributor
allow ApiManagement: service/* Authorization: */read Insights: alertRules/* ResourceHealth: availabilityStatuses/read Resources: deployments/*
  subscriptions/resourceGroups/read Support: *
= API Management Service Operator Role
allow ApiManagement: service/*/read
  service/{backup/action,delete,managedeployments/action,read,restore/action,updatecertificate/action,updatehostname/action,write} Authorization:
  */read Insights: alertRules/* ResourceHealth: availabilityStatuses/read Resources: deployments/* subscriptions/resourceGroups/read Support: *
not ApiManagement: service/users/keys/read
= API Management Service Reader Role
allow ApiManagement: service/*/read service/read Authorization: */read Insights: alertRules/* ResourceHealth: availabilityStatuses/read Resources:
  deployments/read subscriptions/resourceGroups/read Support: *
not ApiManagement: service/users/keys/read
= API Management Service Workspace API Developer
allow ApiManagement: service/authorizationServers/read service/products/apiLinks/* service/products/read service/read service/tags/apiLinks/*
  service/tags/operationLinks/* service/tags/productLinks/* service/tags/read Authorization: */read
= API Management Service Workspace API Product Manager
allow ApiManagement: service/authorizationServers/read service/groups/read service/groups/users/* service/products/apiLinks/* service/products/read
  service/read service/tags/apiLinks/* service/tags/operationLinks/* service/tags/productLinks/* service/tags/read service/users/read Authorization:
  */read
= API Management Workspace API Product Manager
allow ApiManagement: service/workspaces/*/read service/workspaces/groups/* service/workspaces/notifications/* service/workspaces/products/*
  service/workspaces/subscriptions/* service/workspaces/tags/* Authorization: */read Insights: diagnosticSettings/*/read insights:
  logs/ApiManagementGatewayLogs/read logs/read
= API Management Workspace Contributor
allow ApiManagement: service/workspaces/* Authorization: */read Insights: diagnosticSettings/*/read insights: logs/ApiManagementGatewayLogs/read
  logs/read
= API Management Workspace Reader
allow ApiManagement: service/workspaces/*/read Authorization: */read Insights: diagnosticSettings/*/read insights: logs/ApiManagementGatewayLogs/read
  logs/read
= App Configuration Contributor
allow AppConfiguration: * Authorization: */read Insights: alertRules/* Resources: deployments/* subscriptions/resourceGroups/read
not AppConfiguration: locations/deletedConfigurationStores/purge/action
= App Configuration Data Owner
data AppConfiguration: configurationStores/*/action configurationStores/*/{delete,read,write}
= App Configuration Data Reader
data AppConfiguration: configurationStores/*/read
= App Configuration Reader
allow AppConfiguration: */read Authorization: */read Insights: alertRules/read Resources: deployments/read subscriptions/resourceGroups/read
= Automation Contributor
allow Authorization: */read Automation: automationAccounts/* Insights: ActionGroups/* ActivityLogAlerts/* MetricAlerts/* ScheduledQueryRules/*
  diagnosticSettings/* OperationalInsights: workspaces/sharedKeys/action Resources: deployments/* subscriptions/resourceGroups/read Support: *
= Automation Job Operator
allow Authorization: */read Automation: automationAccounts/hybridRunbookWorkerGroups/read automationAccounts/jobs/output/read
  automationAccounts/jobs/{read,resume/action,stop/action,suspend/action,write} automationAccounts/jobs/streams/read Insights: alertRules/* Resources:
  deployments/* subscriptions/resourceGroups/read Support: *
= Automation Operator
allow Authorization: */read Automation: automationAccounts/hybridRunbookWorkerGroups/read automationAccounts/jobSchedules/{read,write}
  automationAccounts/jobs/output/read automationAccounts/jobs/{read,resume/action,stop/action,suspend/action,write}
  automationAccounts/jobs/streams/read automationAccounts/linkedWorkspace/read automationAccounts/read automationAccounts/runbooks/read
  automationAccounts/schedules/{read,write} Insights: alertRules/* ResourceHealth: availabilityStatuses/read Resources: deployments/*
  subscriptions/resourceGroups/read Support: *
= Automation Runbook Operator
allow Authorization: */read Automation: automationAccounts/runbooks/read Insights: alertRules/* Resources: deployments/*
  subscriptions/resourceGroups/read Support: *
= Azure Device Registry Administrator
allow DeviceRegistry: *
= Azure Event Hubs Data Owner
allow EventHub: *
data EventHub: *
= Azure Event Hubs Data Receiver
allow EventHub: */eventhubs/consumergroups/read
data EventHub: */receive/action
= Azure Event Hubs Data Sender
allow EventHub: */eventhubs/read
data EventHub: */send/action
= Azure IoT Operations Onboarding
allow Authorization: */read roleAssignments/write DeviceRegistry: register/action schemaRegistries/{read,write} Edge: sites/read Insights:
  alertRules/* IoTOperations: * Resources: deployments/* subscriptions/resourceGroups/read
only ba92f5b4-2d11-453d-a403-e96b0029c9fe 12675fd7-7f59-493f-9201-f7944860a2f1
= Azure Relay Listener
allow Relay: */hybridConnections/read */wcfRelays/read
data Relay: */listen/action
= Azure Relay Owner
allow Relay: *
data Relay: *
= Azure Relay Sender
allow Relay: */hybridConnections/read */wcfRelays/read
data Relay: */send/action
= Azure Resilience Management Drills Administrator
allow Authorization: roleAssignments/{delete,write}
only de754d53-652d-4c75-a67f-1e48d8b49c97 acdd72a7-3385-48ef-bd42-f606fba81ae7 b0d8363b-8ddd-447d-831f-62ca05bff136
  b24988ac-6180-42a0-ab88-20f7382dd24c 7c2e40b7-25eb-482a-82cb-78ba06cb46d5 d3881f73-407a-4167-8283-e981cbba0404 e0f68234-74aa-48ed-b826-c38b57376e17
  d73bb868-a0df-4d4d-bd69-98a00b01fccb 9980e02c-c2be-4d73-94e8-173b1dc7cf3c 4abbcc35-e782-43d8-92c5-2d3f1bd2253f 3498e952-d568-435e-9b2c-8d77e338d7f7
  230815da-be43-4aae-9cb4-875f7bd000aa 9b7fa17d-e63e-47b0-bb0a-15c516ac86ec 4d97b98b-1d4f-4787-a291-c67834d212e7 749f88d5-cbae-40b8-bcfc-e573ddc772fa
  517781b0-5ad4-4418-94d5-f2421834b586 ff09793b-be48-49f6-ad96-70d32039c0b9 e131102b-11a5-4ff4-8508-ed922132b74c de139f84-1756-47ae-9be6-808fbbe84772
  8ea85a25-eb16-4e29-ab4d-6f2a26c711a2 ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8 43d0d8ad-25c7-4714-9337-8ba259a9fe05 3913510d-42f4-4e42-8a64-420c390055eb
if @Resource[HasObotoken]
+
allow Authorization: */read AzureResilienceManagement: drills/*/action drills/*/{delete,read,write} recoveryPlans/*/action
  recoveryPlans/*/{delete,read,write} usagePlans/{delete,read,write} usagePlans/enrollments/{delete,read,write}
= Azure Resilience Management Drills Assets Administrator
allow Authorization: roleAssignments/{delete,write}
only de754d53-652d-4c75-a67f-1e48d8b49c97 acdd72a7-3385-48ef-bd42-f606fba81ae7 b0d8363b-8ddd-447d-831f-62ca05bff136
  b24988ac-6180-42a0-ab88-20f7382dd24c 7c2e40b7-25eb-482a-82cb-78ba06cb46d5 d3881f73-407a-4167-8283-e981cbba0404 e0f68234-74aa-48ed-b826-c38b57376e17
  d73bb868-a0df-4d4d-bd69-98a00b01fccb 9980e02c-c2be-4d73-94e8-173b1dc7cf3c 4abbcc35-e782-43d8-92c5-2d3f1bd2253f 3498e952-d568-435e-9b2c-8d77e338d7f7
  230815da-be43-4aae-9cb4-875f7bd000aa 9b7fa17d-e63e-47b0-bb0a-15c516ac86ec 4d97b98b-1d4f-4787-a291-c67834d212e7 749f88d5-cbae-40b8-bcfc-e573ddc772fa
  517781b0-5ad4-4418-94d5-f2421834b586 ff09793b-be48-49f6-ad96-70d32039c0b9 e131102b-11a5-4ff4-8508-ed922132b74c de139f84-1756-47ae-9be6-808fbbe84772
  8ea85a25-eb16-4e29-ab4d-6f2a26c711a2 ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8 43d0d8ad-25c7-4714-9337-8ba259a9fe05 3913510d-42f4-4e42-8a64-420c390055eb
if @Resource[HasObotoken]
+
allow Authorization: */read Automation: automationAccounts/{delete,read,write} automationAccounts/runbooks/{delete,read,write} register/action Chaos:
  experiments/{delete,read,write} locations/operationResults/read locations/operationStatuses/read register/action
  workspaces/{delete,read,refreshRecommendations/action,write} workspaces/discoveredResources/read
  workspaces/scenarios/configurations/{cancel/action,delete,execute/action,read,validate/action,write} workspaces/scenarios/{delete,read,write}
  workspaces/scenarios/runs/read Insights: dataCollectionEndpoints/{read,write} dataCollectionRules/{read,write} OperationalInsights: register/action
  workspaces/{read,sharedKeys/action,write} workspaces/tables/{read,write} Resources: subscriptions/resourceGroups/{delete,read,write}
= Azure Resilience Management Drills Assets Contributor
allow Authorization: */read Automation: automationAccounts/{delete,read,write} automationAccounts/runbooks/{delete,read,write} register/action Chaos:
  experiments/{delete,read,write} locations/operationResults/read locations/operationStatuses/read register/action
  workspaces/{delete,read,refreshRecommendations/action,write} workspaces/discoveredResources/read
  workspaces/scenarios/configurations/{cancel/action,delete,execute/action,read,validate/action,write} workspaces/scenarios/{delete,read,write}
  workspaces/scenarios/runs/read Insights: dataCollectionEndpoints/{read,write} dataCollectionRules/{read,write} register/action OperationalInsights:
  workspaces/{read,sharedKeys/action,write} workspaces/tables/{read,write} Resources: subscriptions/resourceGroups/{delete,read,write}
= Azure Resilience Management Drills Target Resource Administrator
allow Authorization: roleAssignments/{delete,write}
only de754d53-652d-4c75-a67f-1e48d8b49c97 acdd72a7-3385-48ef-bd42-f606fba81ae7 b0d8363b-8ddd-447d-831f-62ca05bff136
  b24988ac-6180-42a0-ab88-20f7382dd24c 7c2e40b7-25eb-482a-82cb-78ba06cb46d5 d3881f73-407a-4167-8283-e981cbba0404 e0f68234-74aa-48ed-b826-c38b57376e17
  d73bb868-a0df-4d4d-bd69-98a00b01fccb 9980e02c-c2be-4d73-94e8-173b1dc7cf3c 4abbcc35-e782-43d8-92c5-2d3f1bd2253f 3498e952-d568-435e-9b2c-8d77e338d7f7
  230815da-be43-4aae-9cb4-875f7bd000aa 9b7fa17d-e63e-47b0-bb0a-15c516ac86ec 4d97b98b-1d4f-4787-a291-c67834d212e7 749f88d5-cbae-40b8-bcfc-e573ddc772fa
  517781b0-5ad4-4418-94d5-f2421834b586 ff09793b-be48-49f6-ad96-70d32039c0b9 e131102b-11a5-4ff4-8508-ed922132b74c de139f84-1756-47ae-9be6-808fbbe84772
  8ea85a25-eb16-4e29-ab4d-6f2a26c711a2 ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8 43d0d8ad-25c7-4714-9337-8ba259a9fe05 3913510d-42f4-4e42-8a64-420c390055eb
if @Resource[HasObotoken]
+
allow */read Authorization: */read Chaos: locations/targetTypes/capabilityTypes/read locations/targetTypes/read
  targets/capabilities/{delete,read,write} targets/{delete,read,write} Network: networkSecurityGroups/read virtualNetworks/read Sql:
  managedInstances/read Web: serverfarms/read sites/read
= Azure Resilience Management Goals Administrator
allow Authorization: roleAssignments/write
only de754d53-652d-4c75-a67f-1e48d8b49c97 acdd72a7-3385-48ef-bd42-f606fba81ae7 b0d8363b-8ddd-447d-831f-62ca05bff136
  b24988ac-6180-42a0-ab88-20f7382dd24c 7c2e40b7-25eb-482a-82cb-78ba06cb46d5
if @Resource[HasObotoken]
+
allow Authorization: */read AzureResilienceManagement: goalAssignments/{delete,read,write} goalAssignments/goalResources/read
  goalTemplates/{delete,read,write} locations/operationStatuses/read operations/read usagePlans/{delete,read,write}
  usagePlans/enrollments/{delete,read,write} Management: ServiceGroups/read Relationships: ServiceGroupMember/read
= Azure Resilience Management Recovery Administrator
allow Authorization: roleAssignments/write
only de754d53-652d-4c75-a67f-1e48d8b49c97 acdd72a7-3385-48ef-bd42-f606fba81ae7 494ae006-db33-4328-bf46-533a6560a3ca
  6670b86e-a3f7-4917-ac9b-5d6ab1be4567 4fe576fe-1146-4730-92eb-48519fa6bf9f 32e6a4ec-6095-4e37-b54b-12aa350ba81f 05b1aaf9-00c9-477b-b0e8-2da660b78c51
  b54df9c1-53dc-45cc-a86d-7a83cced2ed0 3b5a0aa9-eccd-48dc-9011-f2fd03b5e5f9
if @Resource[HasObotoken]
+
allow Authorization: */read Automation: automationAccounts/runbooks/read AzureResilienceManagement: recoveryPlans/*/action
  recoveryPlans/*/{delete,read,write} usagePlans/{delete,read,write} usagePlans/enrollments/{delete,read,write} Insights: Management:
  ServiceGroups/read Relationships: ServiceGroupMember/{read,write} Resources: deployments/* subscriptions/resourceGroups/read
= Azure Service Bus Data Owner
allow ServiceBus: *
data ServiceBus: *
= Azure Service Bus Data Receiver
allow ServiceBus: */queues/read */topics/read */topics/subscriptions/read
data ServiceBus: */receive/action
= Azure Service Bus Data Sender
allow ServiceBus: */queues/read */topics/read */topics/subscriptions/read
data ServiceBus: */send/action
= Azure Sphere Contributor
allow Authorization: */read AzureSphere: * Insights: DiagnosticSettings/* DiagnosticSettingsCategories/Read alertRules/* Resources: deployments/*
  subscriptions/resourceGroups/read
= Azure Sphere Owner
allow Authorization: */read AzureSphere: * Insights: DiagnosticSettings/* DiagnosticSettingsCategories/Read alertRules/* Management:
  managementGroups/read Resources: deployments/* subscriptions/read subscriptions/resourceGroups/read Support: *
+
allow Authorization: roleAssignments/write
only 8b9dfcab-4b77-4632-a6df-94bd07820648 c8ae6279-5a0b-4cb2-b3f0-d4d62845742c 6d994134-994b-4a59-9974-f479f0b227fb
  5a382001-fe36-41ff-bba4-8bf06bd54da9 749f88d5-cbae-40b8-bcfc-e573ddc772fa 43d0d8ad-25c7-4714-9337-8ba259a9fe05
+
allow Authorization: roleAssignments/delete
= Azure Sphere Publisher
allow Authorization: */read AzureSphere: */read catalogs/certificates/{retrieveCertChain/action,retrieveProofOfPossessionNonce/action}
  catalogs/{countDevices/action,listDeviceGroups/action,listDeviceInsights/action,listDevices/action,uploadImage/action} catalogs/images/write
  catalogs/products/countDevices/action catalogs/products/deviceGroups/countDevices/action Insights: DiagnosticSettings/Read Resources:
  subscriptions/resourceGroups/read
= Azure Sphere Reader
allow Authorization: */read AzureSphere: */read catalogs/certificates/retrieveCertChain/action
  catalogs/{countDevices/action,listDeployments/action,listDeviceGroups/action,listDeviceInsights/action,listDevices/action}
  catalogs/products/countDevices/action catalogs/products/deviceGroups/countDevices/action Insights: DiagnosticSettings/Read Resources:
  subscriptions/resourceGroups/read
= Azure Spring Apps Application Configuration Service Config File Pattern Reader Role
allow AppPlatform: Spring/configurationServices/read Spring/read
data AppPlatform: Spring/ApplicationConfigurationService/read
= Cognitive Services Contributor
allow Authorization: */read CognitiveServices: * Features: features/read providers/features/{read,register/action} Insights: alertRules/*
  diagnosticSettings/* logDefinitions/read metricdefinitions/read metrics/read ResourceHealth: availabilityStatuses/read Resources: deployments/*
  deployments/operations/read subscriptions/operationresults/read subscriptions/read subscriptions/resourceGroups/read
  subscriptions/resourcegroups/deployments/* Support: *
= Defender CSPM Storage Scanner Operator
allow Authorization: */read Management: managementGroups/read Resources: deployments/* subscriptions/read subscriptions/resourceGroups/read Security:
  dataScanners/delete datascanners/{read,write} Storage: storageAccounts/{read,write} Support: *
+
allow Authorization: roleAssignments/write
only 2a2b9908-6ea1-4ae2-8e65-a410df84e7d1 b8eda974-7b85-4f76-af95-65846b26df6d 0b6ca2e8-2cdc-4bd6-b896-aa3d8c21fc35
+
allow Authorization: roleAssignments/delete
= Defender for Storage Scanner Operator
allow Authorization: */read roleAssignments/{delete,write} EventGrid: eventSubscriptions/{delete,read,write} topics/read Management:
  managementGroups/read Resources: deployments/* subscriptions/read subscriptions/resourceGroups/read Security:
  advancedThreatProtectionSettings/{read,write} dataScanners/delete datascanners/{read,write} defenderforstoragesettings/{read,write} Storage:
  storageAccounts/blobServices/{read,write} storageAccounts/{read,write} Support: *
only 1e7ca9b1-60d1-4db8-a914-f2ca1ff27c40 d5a91429-5739-47e2-a06b-3470a27159e7 cd50fd1f-0421-46f2-8cce-afc587dbcc77
  c6c9b2d8-9a5e-4122-85e1-81612a046ab2
= Defender Serverless Scanner
allow Web: sites/sitecontainers/read web: sites/config/list/action sites/publish/action sites/slots/config/list/action sites/slots/publish/action
= EventGrid Contributor
allow Authorization: */read EventGrid: * Insights: alertRules/* Resources: deployments/* subscriptions/resourceGroups/read Support: *
= EventGrid Data Contributor
allow Authorization: */read EventGrid: domains/read eventSubscriptions/read locations/eventSubscriptions/read
  locations/topicTypes/eventSubscriptions/read namespaces/read partnerNamespaces/read topicTypes/eventSubscriptions/read topics/read Resources:
  subscriptions/resourceGroups/read
data EventGrid: events/{receive/action,send/action}
= EventGrid Data Receiver
allow Authorization: */read EventGrid: eventSubscriptions/read locations/eventSubscriptions/read locations/topicTypes/eventSubscriptions/read
  namespaces/read topicTypes/eventSubscriptions/read Resources: subscriptions/resourceGroups/read
data EventGrid: events/receive/action
= EventGrid Data Sender
allow Authorization: */read EventGrid: domains/read namespaces/read partnerNamespaces/read topics/read Resources: subscriptions/resourceGroups/read
data EventGrid: events/send/action
= EventGrid EventSubscription Contributor
allow Authorization: */read EventGrid: eventSubscriptions/* locations/eventSubscriptions/read locations/topicTypes/eventSubscriptions/read
  topicTypes/eventSubscriptions/read Insights: alertRules/* Resources: deployments/* subscriptions/resourceGroups/read Support: *
= EventGrid EventSubscription Reader
allow Authorization: */read EventGrid: eventSubscriptions/read locations/eventSubscriptions/read locations/topicTypes/eventSubscriptions/read
  topicTypes/eventSubscriptions/read Resources: subscriptions/resourceGroups/read
= EventGrid TopicSpaces Publisher
allow Authorization: */read EventGrid: */read Insights: alertRules/* Resources: deployments/read subscriptions/resourceGroups/read
data EventGrid: topicSpaces/publish/action
= EventGrid TopicSpaces Subscriber
allow Authorization: */read EventGrid: */read Insights: alertRules/* Resources: deployments/read subscriptions/resourceGroups/read
data EventGrid: topicSpaces/subscribe/action
= Foundry Account Owner
allow Authorization: */read roleAssignments/{delete,write} CognitiveServices: * Features: features/read providers/features/{read,register/action}
  Insights: alertRules/* diagnosticSettings/* logDefinitions/read metricdefinitions/read metrics/read ResourceHealth: availabilityStatuses/read
  Resources: deployments/* deployments/operations/read subscriptions/operationresults/read subscriptions/read subscriptions/resourceGroups/read
  subscriptions/resourcegroups/deployments/* Support: *
only eed3b665-ab3a-47b6-8f48-c9382fb1dad6 53ca6127-db72-4b80-b1b0-d745d6d5456d 3bc748fc-213d-45c1-8d91-9da5725539b9
  2a1e307c-b015-4ebd-883e-5b7698a07328 73c42c96-874c-492b-b04d-ab87d138a893
= Foundry Owner
allow AlertsManagement: actionRules/* alerts/* issues/* prometheusRuleGroups/* smartDetectorAlertRules/* Authorization: */read
  roleAssignments/{delete,write} CognitiveServices: * Insights: activityLogAlerts/* metricalerts/* scheduledqueryrules/* ResourceHealth:
  availabilityStatuses/read Resources: deployments/* deployments/operations/read subscriptions/operationresults/read subscriptions/read
  subscriptions/resourceGroups/read subscriptions/resourcegroups/deployments/* Support: *
data CognitiveServices: *
notdata CognitiveServices: accounts/AIServices/agents/endpoints/UserIdentityImpersonation/action
only eed3b665-ab3a-47b6-8f48-c9382fb1dad6 53ca6127-db72-4b80-b1b0-d745d6d5456d 3bc748fc-213d-45c1-8d91-9da5725539b9
  2a1e307c-b015-4ebd-883e-5b7698a07328 73c42c96-874c-492b-b04d-ab87d138a893
= Grafana Admin
data Dashboard: grafana/ActAsGrafanaAdmin/action
= Grafana Viewer
data Dashboard: grafana/ActAsGrafanaViewer/action
= Guest Configuration Resource Contributor
allow GuestConfiguration: guestConfigurationAssignments/*/read guestConfigurationAssignments/{read,write} Resources: deployments/*
= Key Vault Crypto Service Encryption User
allow EventGrid: eventSubscriptions/{delete,read,write}
data KeyVault: vaults/keys/{read,unwrap/action,wrap/action}
= Log Analytics Contributor
allow */read ClassicCompute: virtualMachines/extensions/* ClassicStorage: storageAccounts/listKeys/action Compute: virtualMachines/extensions/*
  HybridCompute: machines/extensions/write Insights: alertRules/* diagnosticSettings/* OperationalInsights: * OperationsManagement: * Resources:
  deployments/* subscriptions/resourcegroups/deployments/* Storage: storageAccounts/listKeys/action Support: *
data OperationalInsights: workspaces/jobs/export/action
= Log Analytics Data Reader
allow OperationalInsights: workspaces/query/read workspaces/read
data OperationalInsights: workspaces/tables/data/read
= Log Analytics Reader
allow */read OperationalInsights: workspaces/analytics/query/action workspaces/search/action Support: *
not OperationalInsights: workspaces/sharedKeys/read
data OperationalInsights: workspaces/jobs/export/action
= Logic App Contributor
allow Authorization: */read ClassicStorage: storageAccounts/{listKeys/action,read} Insights: alertRules/* diagnosticSettings/* logdefinitions/*
  metricAlerts/* metricDefinitions/* Logic: * Resources: deployments/* subscriptions/operationresults/read subscriptions/resourceGroups/read Storage:
  storageAccounts/{listkeys/action,read} Support: * Web: connectionGateways/* connections/* customApis/* serverFarms/{join/action,read}
  sites/functions/listSecrets/action
= Logic App Operator
allow Authorization: */read Insights: alertRules/*/read diagnosticSettings/*/read metricAlerts/*/read metricDefinitions/*/read Logic: */read
  workflows/{disable/action,enable/action,validate/action} Resources: deployments/operations/read subscriptions/operationresults/read
  subscriptions/resourceGroups/read Support: * Web: connectionGateways/*/read connections/*/read customApis/*/read serverFarms/read
= Logic Apps Standard Contributor
allow Authorization: */read Insights: alertRules/* Resources: deployments/operations/read subscriptions/operationresults/read
  subscriptions/resourceGroups/read Support: * Web: */read certificates/* connectionGateways/* connections/* customApis/* serverFarms/* sites/*
= Logic Apps Standard Developer
allow Authorization: */read Insights: alertRules/* Resources: deployments/operations/read subscriptions/operationresults/read
  subscriptions/resourceGroups/read Support: * Web: */read connections/* customApis/* sites/config/list/Action sites/publish/Action
  sites/slots/config/list/Action sites/slots/publish/Action web: sites/config/Write sites/config/web/appsettings/{delete,write}
  sites/{deployWorkflowArtifacts/action,listworkflowsconnections/action} sites/hostruntime/* sites/slots/config/appsettings/write
  sites/slots/config/web/appsettings/delete sites/slots/{deployWorkflowArtifacts/action,listworkflowsconnections/action} sites/workflows/*
  sites/workflowsconfiguration/*
= Logic Apps Standard Operator
allow Authorization: */read Insights: alertRules/* Resources: deployments/operations/read subscriptions/operationresults/read
  subscriptions/resourceGroups/read Support: * Web: */read sites/applySlotConfig/Action sites/restart/Action sites/slots/restart/Action
  sites/slots/slotsswap/Action sites/slots/start/Action sites/slots/stop/Action sites/slotsdiffs/Action sites/slotsswap/Action sites/start/Action
  sites/stop/Action sites/write web: sites/hostruntime/*
not Web: sites/hostruntime/host/_master/read sites/hostruntime/host/action
= Logic Apps Standard Reader
allow Authorization: */read Insights: alertRules/* Resources: deployments/operations/read subscriptions/operationresults/read
  subscriptions/resourceGroups/read Support: * Web: */read
= Monitoring Contributor
allow */read AlertsManagement: actionRules/* alerts/* alertsSummary/* investigations/* issues/* migrateFromSmartDetection/* prometheusRuleGroups/*
  smartDetectorAlertRules/* smartGroups/* Insights: AlertRules/* DiagnosticSettings/* LogDefinitions/* MetricDefinitions/* Metrics/* Register/Action
  actiongroups/* activityLogAlerts/* components/* createNotifications/* dataCollectionEndpoints/* dataCollectionRuleAssociations/*
  dataCollectionRules/* eventtypes/* metricalerts/* notificationStatus/* privateLinkScopeOperationStatuses/* privateLinkScopes/* scheduledqueryrules/*
  webtests/* workbooks/* workbooktemplates/* Monitor: accounts/* investigations/* settings/* OperationalInsights: locations/workspaces/failover/action
  workspaces/{failback/action,search/action,sharedKeys/action,write} workspaces/intelligencepacks/* workspaces/savedSearches/*
  workspaces/sharedKeys/read workspaces/storageinsightconfigs/* Resources: deployments/* Support: *
= Monitoring Data Reader
data Monitor: accounts/data/metrics/read
= Monitoring Reader
allow */read OperationalInsights: workspaces/search/action Support: *
= Playwright Workspace Contributor
allow Authorization: */read Loadtestservice: locations/playwrightquotas/* playwrightworkspaces/*/read playwrightworkspaces/AccessTokens/*
  playwrightworkspaces/TestRuns/* Resources: deployments/* subscriptions/resourceGroups/read
= Search Parameter Manager
data HealthcareApis: workspaces/fhirservices/resources/{read,reindex/action,searchparameter/action,write}
= Security Assessment Contributor
allow Security: assessments/write
= Security Reader
allow Authorization: */read Insights: alertRules/read IoTSecurity: */read defenderSettings/{downloadManagerActivation/action,packageDownloads/action}
  Management: managementGroups/read Resources: deployments/*/read subscriptions/resourceGroups/read Security: */read
  iotDefenderSettings/{downloadManagerActivation/action,packageDownloads/action} iotSensors/downloadResetPassword/action Support: */read
  operationalInsights: workspaces/*/read
= SignalR AccessKey Reader
allow Authorization: */read Resources: subscriptions/resourceGroups/read SignalRService: */read SignalR/listkeys/action Support: *
= SignalR App Server
data SignalRService: SignalR/auth/accessKey/action SignalR/clientConnection/write SignalR/serverConnection/write
= SignalR REST API Owner
data SignalRService: SignalR/auth/clientToken/action SignalR/clientConnection/* SignalR/group/* SignalR/hub/* SignalR/user/*
= SignalR REST API Reader
data SignalRService: SignalR/clientConnection/read SignalR/group/read SignalR/user/read
= SignalR Service Owner
data SignalRService: SignalR/*
= SignalR/Web PubSub Contributor
allow Authorization: */read Insights: alertRules/* Resources: deployments/* subscriptions/resourceGroups/read SignalRService: * Support: *
= SqlMI Migration Role
allow DataMigration: databaseMigrations/{cancel/action,cutover/action,delete,read,write} locations/operationResults/read
  locations/operationStatuses/read locations/sqlMigrationServiceOperationResults/read operations/read register/action
  sqlMigrationServices/MonitoringData/read
  sqlMigrationServices/{delete,deleteNode/action,listAuthKeys/action,listMonitoringData/action,read,regenerateAuthKeys/action,validateIR/action,write}
  sqlMigrationServices/listMigrations/read Sql: managedInstances/databases/{delete,read,write} managedInstances/metrics/read
  managedInstances/{read,write} Storage: storageAccounts/blobServices/containers/read storageAccounts/blobServices/{read,write}
  storageAccounts/{listkeys/action,read}
= SqlVM Migration Role
allow DataMigration: databaseMigrations/{cancel/action,cutover/action,delete,read,write} locations/operationResults/read
  locations/operationStatuses/read locations/sqlMigrationServiceOperationResults/read operations/read register/action
  sqlMigrationServices/MonitoringData/read
  sqlMigrationServices/{delete,deleteNode/action,listAuthKeys/action,listMonitoringData/action,read,regenerateAuthKeys/action,validateIR/action,write}
  sqlMigrationServices/listMigrations/read SqlVirtualMachine: sqlVirtualMachines/{read,write} Storage: storageAccounts/blobServices/containers/read
  storageAccounts/blobServices/{read,write} storageAccounts/{listkeys/action,read}
= SupportPlan Contributor
allow Authorization: */read EnterpriseSupport: services/{delete,write} Resources: deployments/* subscriptions/resourceGroups/read
= Web Plan Contributor
allow Authorization: */read Insights: alertRules/* autoscalesettings/* ResourceHealth: availabilityStatuses/read Resources: deployments/*
  subscriptions/resourceGroups/read Support: * Web: hostingEnvironments/Join/Action serverFarms/*
= Web PubSub Service Owner
data SignalRService: WebPubSub/*
= Web PubSub Service Reader
data SignalRService: WebPubSub/*/read
= Website Contributor
allow Authorization: */read Insights: alertRules/* components/* ResourceHealth: availabilityStatuses/read Resources: deployments/*
  subscriptions/resourceGroups/read Support: * Web: certificates/* listSitesAssignedToHostName/read register/action serverFarms/{join/action,read}
  sites/*
`;
