/** Roles about access, management and everything at once, in the notation of read-roles.ts (https://learn.microsoft.com/azure/role-based-access-control/built-in-roles). */
export const generalRoles = `
= Access Review Operator Service Role
allow Authorization: roleAssignments/{delete,read} Management: getEntities/action
= Application Insights Component Contributor
allow Authorization: */read Insights: alertRules/* components/* generateLiveToken/read metricAlerts/* scheduledqueryrules/* topology/read
  transactions/read webtests/* ResourceHealth: availabilityStatuses/read Resources: deployments/* subscriptions/resourceGroups/read Support: *
= Application Insights Snapshot Debugger
allow Authorization: */read Insights: alertRules/* components/*/read snapshots/read Resources: deployments/* subscriptions/resourceGroups/read
  Support: *
= Azure AI Inference Deployment Operator
allow Authorization: */read Insights: AutoscaleSettings/write Resources: deployments/*
= Azure Container Storage Owner
allow Authorization: */read ElasticSan: elasticSans/* elasticSans/volumeGroups/* elasticSans/volumeGroups/volumes/* locations/*
  locations/asyncoperations/read KubernetesConfiguration: extensions/{delete,read,write} extensions/operations/read Management: managementGroups/read
  Resources: deployments/* subscriptions/read subscriptions/resourceGroups/read Support: *
+
allow Authorization: roleAssignments/{delete,write}
only 08d4c71a-cc63-4ce4-a9c8-5dd251b4d619
= Azure Red Hat OpenShift Federated Credential
allow ManagedIdentity: userAssignedIdentities/federatedIdentityCredentials/{delete,read,write} userAssignedIdentities/read
= Billing Reader
allow Authorization: */read Billing: */read Commerce: */read Consumption: */read CostManagement: */read Management: managementGroups/read Support: *
= Blueprint Contributor
allow Authorization: */read Blueprint: blueprints/* Resources: deployments/* subscriptions/resourceGroups/read Support: *
= Blueprint Operator
allow Authorization: */read Blueprint: blueprintAssignments/* Resources: deployments/* subscriptions/resourceGroups/read Support: *
= Contributor
allow *
not Authorization: */{Delete,Write} elevateAccess/Action Blueprint: blueprintAssignments/{delete,write} Compute: galleries/share/action Purview:
  consents/{delete,write} Resources: deploymentStacks/manageDenySetting/action Subscription: {cancel/action,enable/action}
= Cost Management Contributor
allow Advisor: configurations/read recommendations/read Billing: billingPeriods/read billingProperty/read Consumption: * CostManagement: * Management:
  managementGroups/read Resources: subscriptions/read subscriptions/resourceGroups/read Support: *
= Cost Management Reader
allow Advisor: configurations/read recommendations/read Billing: billingPeriods/read billingProperty/read Consumption: */read CostManagement: */read
  Management: managementGroups/read Resources: subscriptions/read subscriptions/resourceGroups/read Support: *
= Hierarchy Settings Administrator
allow Management: managementGroups/settings/{delete,write}
= Key Vault Data Access Administrator
allow Authorization: */read roleAssignments/{delete,write} KeyVault: vaults/*/read Management: managementGroups/read Resources: deployments/*
  subscriptions/read subscriptions/resourceGroups/read Support: *
only 00482a5a-887f-4fb3-b363-3b7fe8e74483 a4417e6f-fecd-4de8-b567-7b0420556985 14b46e9e-c2b7-41b4-b07b-48a6ebf60603
  e147488a-f6f5-4113-8e2d-b22465e65bf6 12338af0-0e69-4776-bea7-57ae8d297424 21090545-7ca7-4776-b22c-e363652d74d2 b86a8fe4-44ce-4948-aee5-eccb2c155cd7
  4633458b-17de-408a-b874-0445c86b69e6
= Locks Contributor
allow Authorization: locks/{delete,read,write}
= Managed Identity Contributor
allow Authorization: */read Insights: alertRules/* ManagedIdentity: userAssignedIdentities/{delete,read,revokeTokens/action,write}
  userAssignedIdentities/federatedIdentityCredentials/{delete,read,write} Resources: deployments/* subscriptions/resourceGroups/read Support: *
= Managed Identity Federated Identity Credential Contributor
allow Authorization: */read Insights: alertRules/* ManagedIdentity: userAssignedIdentities/federatedIdentityCredentials/{delete,read,write}
  userAssignedIdentities/read Resources: deployments/* subscriptions/resourceGroups/read
= Managed Identity Operator
allow Authorization: */read Insights: alertRules/* ManagedIdentity: userAssignedIdentities/*/{assign/action,read} Resources: deployments/*
  subscriptions/resourceGroups/read Support: *
= Managed Services Registration assignment Delete Role
allow ManagedServices: operationStatuses/read registrationAssignments/{delete,read}
= Management Group Contributor
allow Authorization: */read Management: managementGroups/{delete,read,write} managementGroups/subscriptions/{delete,read,write}
= Management Group Reader
allow Authorization: */read Management: managementGroups/read managementGroups/subscriptions/read
= Monitoring Metrics Publisher
allow Insights: Register/Action Resources: subscriptions/resourceGroups/read Support: *
data Insights: Metrics/Write Telemetry/Write
= Owner
allow *
= Policy Enrollments Contributor
allow Authorization: */read policyenrollments/* PolicyInsights: * Resources: deployments/*
= Reader
allow */read
= Resource Policy Contributor
allow */read Authorization: policyassignments/* policydefinitions/* policyenrollments/* policyexemptions/* policysetdefinitions/* PolicyInsights: *
  Resources: deployments/* Support: *
= Role Based Access Control Administrator
allow */read Authorization: roleAssignments/{delete,write} Support: *
= Security Admin
allow Authorization: */read policyAssignments/* policyDefinitions/* policyExemptions/* policySetDefinitions/* Insights: alertRules/*
  IoTFirmwareDefense: * IoTSecurity: * Management: managementGroups/read Resources: deployments/* subscriptions/resourceGroups/read Security: *
  Support: * operationalInsights: workspaces/*/read
= Support Request Contributor
allow Authorization: */read Resources: subscriptions/resourceGroups/read Support: *
= Tag Contributor
allow Authorization: */read Insights: alertRules/* Resources: deployments/* subscriptions/resourceGroups/read
  subscriptions/resourceGroups/resources/read subscriptions/resources/read tags/* Support: *
= Template Spec Contributor
allow Authorization: */read Resources: deployments/* subscriptions/resourceGroups/read templateSpecs/*
= Template Spec Reader
allow Resources: templateSpecs/*/read
= User Access Administrator
allow */read Authorization: * Support: *
`;
