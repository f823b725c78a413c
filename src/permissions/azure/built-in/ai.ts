/** Roles about models, agents and search, in the notation of read-roles.ts (https://learn.microsoft.com/azure/role-based-access-control/built-in-roles). */
export const aiRoles = `
= Azure AI Administrator
allow Authorization: */read CognitiveServices: * ContainerRegistry: registries/* DataFactory: factories/* DocumentDb: databaseAccounts/* Features:
  features/read providers/features/{read,register/action} Insights: alertRules/* components/* diagnosticSettings/* generateLiveToken/read
  logDefinitions/read metricAlerts/* metricdefinitions/read metrics/read scheduledqueryrules/* topology/read transactions/read webtests/* KeyVault: *
  MachineLearningServices: workspaces/* Network: virtualNetworks/subnets/joinViaServiceEndpoint/action ResourceHealth: availabilityStatuses/read
  Resources: deployments/* deployments/operations/read subscriptions/operationresults/read subscriptions/read
  subscriptions/resourceGroups/{read,write} subscriptions/resourcegroups/deployments/* Search: searchServices/{delete,listAdminKeys/action,read,write}
  searchServices/indexes/* searchServices/privateEndpointConnections/* Storage: storageAccounts/* Support: *
= Azure AI Developer
allow Authorization: */read MachineLearningServices: locations/*/read workspaces/*/action workspaces/*/{delete,read,write} Resources: deployments/*
not MachineLearningServices: workspaces/{delete,listKeys/action,write} workspaces/evaluations/results/labels/read
  workspaces/evaluations/results/reasonings/read workspaces/featurestores/{delete,write} workspaces/hubs/{delete,write}
  workspaces/simulations/results/images/read
data CognitiveServices: accounts/ContentSafety/* accounts/MaaS/* accounts/OpenAI/* accounts/SpeechServices/*
notdata CognitiveServices: accounts/OpenAI/fine-tunes-deployments/write
= Azure AI Enterprise Networking Outbound Rules Operator
allow MachineLearningServices: workspaces/managedNetworks/{batchOutboundRules/action,read,write}
  workspaces/managedNetworks/outboundRules/{delete,read,write}
= Azure AI Safety Evaluator
allow MachineLearningServices: workspaces/evaluations/* workspaces/simulations/*
= Azure Bot Service Contributor Role
allow Authorization: */read BotService: botServices/Connections/listWithSecrets/action
  botServices/channels/{delete,listchannelwithkeys/action,read,regeneratekeys/action,write}
  botServices/channels/providers/Microsoft.Insights/diagnosticSettings/write botServices/connections/{delete,read,write}
  botServices/connections/listwithsecrets/write botServices/connections/providers/Microsoft.Insights/diagnosticSettings/write
  botServices/{createemailsigninurl/action,delete,joinPerimeter/action,privateEndpointConnectionsApproval/action,read,write}
  botServices/networkSecurityPerimeterAssociationProxies/{delete,write} botServices/networkSecurityPerimeterConfigurations/reconcile/action
  botServices/privateEndpointConnectionProxies/{delete,validate/action,write} botServices/privateEndpointConnections/{delete,write}
  botServices/providers/Microsoft.Insights/diagnosticSettings/write checknameavailability/providers/Microsoft.Insights/diagnosticSettings/write
  hostsettings/providers/Microsoft.Insights/diagnosticSettings/write listAuthServiceProviders/action
  listauthserviceproviders/providers/Microsoft.Insights/diagnosticSettings/write
  listqnamakerendpointkeys/providers/Microsoft.Insights/diagnosticSettings/write locations/notifyNetworkSecurityPerimeterUpdatesAvailable/action
  Insights: alertRules/* Resources: deployments/* subscriptions/resourceGroups/read
= AzureML Compute Operator
allow MachineLearningServices: workspaces/computes/* workspaces/notebooks/vm/*
= AzureML Data Scientist
allow MachineLearningServices: workspaces/*/action workspaces/*/{delete,read,write}
not MachineLearningServices: workspaces/computes/*/{delete,write} workspaces/computes/listKeys/action workspaces/{delete,listKeys/action,write}
  workspaces/featurestores/{delete,write} workspaces/hubs/{delete,write}
= AzureML Metrics Writer (preview)
allow MachineLearningServices: workspaces/metrics/*/write
= AzureML Registry User
allow MachineLearningServices: registries/assets/* registries/read
= Cognitive Services Content Understanding Contributor
allow Authorization: roleAssignments/read roleDefinitions/read CognitiveServices: */read
data CognitiveServices: accounts/MultiModalIntelligence/*
notdata CognitiveServices: accounts/MultiModalIntelligence/analyzers/delete accounts/MultiModalIntelligence/classifiers/delete
  accounts/MultiModalIntelligence/labelingProjects/delete accounts/MultiModalIntelligence/persondirectories/delete
= Cognitive Services Content Understanding Owner
allow Authorization: roleAssignments/read roleDefinitions/read CognitiveServices: */read accounts/listkeys/action
data CognitiveServices: accounts/MultiModalIntelligence/*
= Cognitive Services Custom Vision Contributor
allow CognitiveServices: */read
data CognitiveServices: accounts/CustomVision/*
= Cognitive Services Custom Vision Deployment
allow CognitiveServices: */read
data CognitiveServices: accounts/CustomVision/*/read accounts/CustomVision/classify/* accounts/CustomVision/detect/*
  accounts/CustomVision/projects/iterations/export/* accounts/CustomVision/projects/iterations/publish/* accounts/CustomVision/projects/predictions/*
  accounts/CustomVision/projects/quicktest/*
notdata CognitiveServices: accounts/CustomVision/projects/export/read
= Cognitive Services Custom Vision Labeler
allow CognitiveServices: */read
data CognitiveServices: accounts/CustomVision/*/read accounts/CustomVision/projects/images/* accounts/CustomVision/projects/images/suggested/*
  accounts/CustomVision/projects/predictions/query/action accounts/CustomVision/projects/tags/*
  accounts/CustomVision/projects/tagsandregions/suggestions/action
notdata CognitiveServices: accounts/CustomVision/projects/export/read
= Cognitive Services Custom Vision Reader
allow CognitiveServices: */read
data CognitiveServices: accounts/CustomVision/*/read accounts/CustomVision/projects/predictions/query/action
notdata CognitiveServices: accounts/CustomVision/projects/export/read
= Cognitive Services Custom Vision Trainer
allow CognitiveServices: */read
data CognitiveServices: accounts/CustomVision/*
notdata CognitiveServices: accounts/CustomVision/projects/action accounts/CustomVision/projects/{delete,import/action}
  accounts/CustomVision/projects/export/read
= Cognitive Services Data Contributor (Preview)
data CognitiveServices: *
notdata CognitiveServices: accounts/AIServices/fine_tuning_deployments/write accounts/OpenAI/fine-tunes-deployments/write
= Cognitive Services Data Reader
data CognitiveServices: */read
= Cognitive Services Face Contributor
allow Authorization: roleAssignments/read roleDefinitions/read CognitiveServices: */read
data CognitiveServices: accounts/Face/*
= Cognitive Services Face Recognizer
data CognitiveServices: accounts/Face/*/sessions/action accounts/Face/*/sessions/audit/read accounts/Face/*/sessions/{delete,read}
  accounts/Face/{detect/action,findsimilars/action,group/action,identify/action,verify/action}
  accounts/Face/detectliveness/{multimodal/action,singlemodal/action} accounts/Face/detectlivenesswithverify/singlemodal/action
= Cognitive Services Immersive Reader User
data CognitiveServices: accounts/ImmersiveReader/getcontentmodelforreader/action
= Cognitive Services Language Owner
allow Authorization: roleAssignments/read roleDefinitions/read CognitiveServices: */read accounts/listkeys/action
data CognitiveServices: accounts/ConversationalLanguageUnderstanding/* accounts/Language/* accounts/LanguageAuthoring/* accounts/TextAnalytics/*
notdata CognitiveServices: accounts/TextAnalytics/QnaMaker/*
= Cognitive Services Language Writer
allow Authorization: roleAssignments/read roleDefinitions/read CognitiveServices: */read
data CognitiveServices: accounts/ConversationalLanguageUnderstanding/* accounts/Language/* accounts/LanguageAuthoring/* accounts/TextAnalytics/*
notdata CognitiveServices: accounts/ConversationalLanguageUnderstanding/projects/deployments/write accounts/Language/*/projects/delete
  accounts/Language/*/projects/deployments/{delete,swap/action,write} accounts/LanguageAuthoring/projects/publish/action
  accounts/TextAnalytics/QnaMaker/*
= Cognitive Services LUIS Owner
allow Authorization: roleAssignments/read roleDefinitions/read CognitiveServices: */read accounts/listkeys/action
data CognitiveServices: accounts/LUIS/*
= Cognitive Services LUIS Reader
allow Authorization: roleAssignments/read roleDefinitions/read CognitiveServices: */read
data CognitiveServices: accounts/LUIS/*/read accounts/LUIS/apps/testdatasets/write
= Cognitive Services LUIS Writer
allow Authorization: roleAssignments/read roleDefinitions/read CognitiveServices: */read
data CognitiveServices: accounts/LUIS/*
notdata CognitiveServices: accounts/LUIS/apps/{azureaccounts/action,delete,move/action,publish/action} accounts/LUIS/apps/azureaccounts/delete
  accounts/LUIS/apps/settings/write
= Cognitive Services Metrics Advisor Administrator
allow CognitiveServices: */read
data CognitiveServices: accounts/MetricsAdvisor/*
= Cognitive Services Metrics Advisor User
allow CognitiveServices: */read
data CognitiveServices: accounts/MetricsAdvisor/*
notdata CognitiveServices: accounts/MetricsAdvisor/stats/*
= Cognitive Services OpenAI Contributor
allow Authorization: roleAssignments/read roleDefinitions/read CognitiveServices: */read accounts/commitmentplans/{delete,read,write}
  accounts/deployments/{delete,write} accounts/raiPolicies/{delete,read,write}
data CognitiveServices: accounts/OpenAI/*
= Cognitive Services OpenAI User
allow Authorization: roleAssignments/read roleDefinitions/read CognitiveServices: */read
data CognitiveServices: accounts/OpenAI/*/read accounts/OpenAI/assistants/*
  accounts/OpenAI/deployments/{audio/action,completions/action,embeddings/action,realtime/action,search/action}
  accounts/OpenAI/deployments/chat/completions/action accounts/OpenAI/deployments/extensions/chat/completions/action
  accounts/OpenAI/engines/{completions/action,generate/action,search/action} accounts/OpenAI/images/generations/action accounts/OpenAI/responses/*
  accounts/OpenAI/video/generations/*/action accounts/OpenAI/video/generations/*/delete
notdata CognitiveServices: accounts/OpenAI/stored-completions/read
= Cognitive Services Security Integration Admin
allow CognitiveServices: *
= Cognitive Services Speech Contributor
allow Authorization: roleAssignments/read roleDefinitions/read CognitiveServices: */read
data CognitiveServices: accounts/AudioContentCreation/* accounts/BatchAvatar/* accounts/BatchTextToSpeech/* accounts/CustomAvatar/*
  accounts/CustomVoice/* accounts/SpeechServices/* accounts/TTSPlayer/* accounts/VideoTranslation/*
= Cognitive Services Usages Reader
allow CognitiveServices: locations/usages/read
= Cognitive Services User
allow CognitiveServices: */read accounts/listkeys/action Insights: alertRules/read diagnosticSettings/read logDefinitions/read metricdefinitions/read
  metrics/read ResourceHealth: availabilityStatuses/read Resources: deployments/operations/read subscriptions/operationresults/read subscriptions/read
  subscriptions/resourceGroups/read Support: *
data CognitiveServices: *
notdata CognitiveServices: accounts/AIServices/agents/endpoints/UserIdentityImpersonation/action accounts/AIServices/fine_tuning_deployments/write
  accounts/OpenAI/fine-tunes-deployments/write
= Foundry Agent Consumer
data CognitiveServices: accounts/AIServices/endpoints/interact/action
= Foundry Project Manager
allow Authorization: */read roleAssignments/{delete,write} CognitiveServices: accounts/*/read accounts/projects/* locations/*/read Insights:
  alertRules/* Resources: deployments/* subscriptions/resourceGroups/read
data CognitiveServices: *
notdata CognitiveServices: accounts/AIServices/agents/endpoints/UserIdentityImpersonation/action accounts/AIServices/fine_tuning_deployments/write
  accounts/OpenAI/fine-tunes-deployments/write
only eed3b665-ab3a-47b6-8f48-c9382fb1dad6 53ca6127-db72-4b80-b1b0-d745d6d5456d
= Foundry Project Runtime User
data CognitiveServices: accounts/AIServices/responses/*
= Foundry User
allow Authorization: */read CognitiveServices: */read accounts/listkeys/action Insights: alertRules/read diagnosticSettings/read logDefinitions/read
  metricdefinitions/read metrics/read ResourceHealth: availabilityStatuses/read Resources: deployments/* subscriptions/operationresults/read
  subscriptions/read subscriptions/resourceGroups/read Support: *
data CognitiveServices: *
notdata CognitiveServices: accounts/AIServices/agents/endpoints/UserIdentityImpersonation/action accounts/AIServices/fine_tuning_deployments/write
  accounts/OpenAI/fine-tunes-deployments/write
= Microsoft Discovery Platform Administrator (Preview)
allow Authorization: */read roleAssignments/{delete,write} Discovery: {*,checkNameAvailability/action} locations/operationStatuses/read Insights:
  alertRules/* Network: virtualNetworks/read virtualNetworks/subnets/{join/action,read} Resources: deployments/* subscriptions/resourceGroups/read
  Support: *
data Discovery: *
only 4d97b98b-1d4f-4787-a291-c67834d212e7 f1a07417-d97a-45cb-824c-7a7467783830 acdd72a7-3385-48ef-bd42-f606fba81ae7
  92aaf0da-9dab-42b6-94a3-d43ce8d16293 as ServicePrincipal
= Search Index Data Contributor
data Search: searchServices/indexes/contentSecurity/elevatedOperations/read searchServices/indexes/documents/*
= Search Index Data Reader
data Search: searchServices/indexes/documents/read
= Search Service Contributor
allow Authorization: */read Insights: alertRules/* ResourceHealth: availabilityStatuses/read Resources: deployments/*
  subscriptions/resourceGroups/read Search: searchServices/* Support: *
`;
