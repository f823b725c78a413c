/** Roles about machines, containers and networks, in the notation of read-roles.ts (https://learn.microsoft.com/azure/role-based-access-control/built-in-roles). */
export const computeRoles = `
= AcrDelete
allow ContainerRegistry: registries/artifacts/delete
= AcrImageSigner
allow ContainerRegistry: registries/sign/write
data ContainerRegistry: registries/trustedCollections/write
= AcrPull
allow ContainerRegistry: registries/pull/read
= AcrPush
allow ContainerRegistry: registries/pull/read registries/push/write
= AcrQuarantineReader
allow ContainerRegistry: registries/quarantine/read
data ContainerRegistry: registries/quarantinedArtifacts/read
= AcrQuarantineWriter
allow ContainerRegistry: registries/quarantine/{read,write}
data ContainerRegistry: registries/quarantinedArtifacts/{read,write}
= Avere Contributor
allow Authorization: */read Compute: */read availabilitySets/* disks/* proximityPlacementGroups/* virtualMachines/* Insights: alertRules/* Network:
  */read networkInterfaces/* networkSecurityGroups/join/action virtualNetworks/read
  virtualNetworks/subnets/{join/action,joinViaServiceEndpoint/action,read} Resources: deployments/* subscriptions/resourceGroups/read
  subscriptions/resourceGroups/resources/read Storage: */read storageAccounts/* Support: *
data Storage: storageAccounts/blobServices/containers/blobs/{delete,read,write}
= AVS on Fleet VIS Role
allow Authorization: roleAssignments/read BareMetal: peeringSettings/read Network: ddosProtectionPlans/join/action natGateways/join/action
  networkIntentPolicies/join/action networkInterfaces/{read,write} networkManagers/ipamPools/associateResourcesToPool/action
  networkSecurityGroups/join/action routeTables/join/action serviceEndpointPolicies/join/action virtualNetworks/{peer/action,read,write}
  virtualNetworks/subnets/{join/action,read,write} virtualNetworks/virtualNetworkPeerings/{read,write} Resources: subscriptions/resourcegroups/read
+
allow Authorization: roleAssignments/delete
= AVS Orchestrator Role
allow Authorization: roleAssignments/read Network: locations/operationResults/read locations/operations/read networkIntentPolicies/{delete,read,write}
  networkInterfaces/{delete,join/action,read,write} networkSecurityGroups/{delete,join/action,read,write}
  networkSecurityGroups/securityRules/{delete,read,write} publicIPAddresses/{delete,read,write} routeTables/{delete,join/action,read,write}
  routeTables/routes/{delete,read,write} virtualHubs/bgpConnections/{read,write} virtualHubs/{delete,write} virtualHubs/ipConfigurations/{read,write}
  virtualNetworks/{join/action,peer/action,read,write}
  virtualNetworks/subnets/{delete,join/action,prepareNetworkPolicies/action,read,unprepareNetworkPolicies/action,write}
  virtualNetworks/subnets/serviceAssociationLinks/{delete,read,write} virtualNetworks/virtualNetworkPeerings/{delete,read,write} Resources:
  deployments/{delete,read,write} deployments/operationStatuses/read deployments/operations/read subscriptions/resourcegroups/read
+
allow Authorization: roleAssignments/delete
= Azure AIManager Contributor
allow Authorization: */read ContainerService: aiManagers/* Insights: alertRules/* Resources: deployments/* subscriptions/resourceGroups/read
= Azure AIManager User
allow ContainerService: aiManagers/*/read aiManagers/{listCredential/action,read} aiManagers/namespaces/listCredential/action
= Azure Arc ScVmm Administrator role
allow Authorization: */read ExtendedLocation: customLocations/{Read,deploy/action} HybridCompute: licenses/{delete,read,write}
  locations/operationresults/read locations/operationstatus/read locations/updateCenterOperationResults/read
  machines/{UpgradeExtensions/action,assessPatches/action,delete,installPatches/action,read,write} machines/extensions/{delete,read,write}
  machines/hybridIdentityMetadata/read machines/licenseProfiles/{delete,read,write} machines/patchAssessmentResults/read
  machines/patchAssessmentResults/softwarePatches/read machines/patchInstallationResults/read machines/patchInstallationResults/softwarePatches/read
  machines/runcommands/{delete,read,write} operations/read osType/agentVersions/latest/read osType/agentVersions/read Insights:
  AlertRules/Activated/Action AlertRules/{Delete,Read,Write} AlertRules/Incidents/Read AlertRules/Resolved/Action AlertRules/Throttled/Action
  ResourceHealth: availabilityStatuses/read Resources:
  deployments/{cancel/action,delete,exportTemplate/action,read,validate/action,whatIf/action,write} deployments/operations/read
  deployments/operationstatuses/read subscriptions/operationresults/read subscriptions/read subscriptions/resourceGroups/read
  subscriptions/resourcegroups/deployments/operations/read subscriptions/resourcegroups/deployments/operationstatuses/read
  subscriptions/resourcegroups/deployments/{read,write} ScVmm: *
= Azure Arc ScVmm VM Contributor
allow Authorization: */read ExtendedLocation: customLocations/{Read,deploy/action} HybridCompute: licenses/{delete,read,write}
  locations/operationresults/read locations/operationstatus/read locations/updateCenterOperationResults/read
  machines/{UpgradeExtensions/action,assessPatches/action,delete,installPatches/action,read,write} machines/extensions/{delete,read,write}
  machines/hybridIdentityMetadata/read machines/licenseProfiles/{delete,read,write} machines/patchAssessmentResults/read
  machines/patchAssessmentResults/softwarePatches/read machines/patchInstallationResults/read machines/patchInstallationResults/softwarePatches/read
  machines/runcommands/{delete,read,write} operations/read osType/agentVersions/latest/read osType/agentVersions/read Insights:
  AlertRules/Activated/Action AlertRules/{Delete,Read,Write} AlertRules/Incidents/Read AlertRules/Resolved/Action AlertRules/Throttled/Action
  ResourceHealth: availabilityStatuses/read Resources:
  deployments/{cancel/action,delete,exportTemplate/action,read,validate/action,whatIf/action,write} deployments/operations/read
  deployments/operationstatuses/read subscriptions/operationresults/read subscriptions/read subscriptions/resourceGroups/read
  subscriptions/resourcegroups/deployments/operations/read subscriptions/resourcegroups/deployments/operationstatuses/read
  subscriptions/resourcegroups/deployments/{read,write} scvmm: virtualMachineInstances/* virtualmachines/*
= Azure Arc VMware Administrator role
allow Authorization: */read ConnectedVMwarevSphere: * ExtendedLocation: customLocations/{deploy/action,read} HybridCompute:
  licenses/{delete,read,write} locations/operationresults/read locations/operationstatus/read locations/updateCenterOperationResults/read
  machines/{UpgradeExtensions/action,assessPatches/action,delete,installPatches/action,read,write} machines/extensions/{delete,read,write}
  machines/hybridIdentityMetadata/read machines/licenseProfiles/{delete,read,write} machines/patchAssessmentResults/read
  machines/patchAssessmentResults/softwarePatches/read machines/patchInstallationResults/read machines/patchInstallationResults/softwarePatches/read
  machines/runcommands/{delete,read,write} operations/read osType/agentVersions/latest/read osType/agentVersions/read Insights:
  AlertRules/Activated/Action AlertRules/{Delete,Read,Write} AlertRules/Incidents/Read AlertRules/Resolved/Action AlertRules/Throttled/Action
  KubernetesConfiguration: extensions/read ResourceHealth: availabilityStatuses/read Resources:
  deployments/{cancel/action,delete,exportTemplate/action,read,validate/action,whatIf/action,write} deployments/operations/read
  deployments/operationstatuses/read subscriptions/operationresults/read subscriptions/read subscriptions/resourceGroups/read
  subscriptions/resourcegroups/deployments/operations/read subscriptions/resourcegroups/deployments/operationstatuses/read
  subscriptions/resourcegroups/deployments/{read,write}
= Azure Arc VMware VM Contributor
allow Authorization: */read ConnectedVMwarevSphere: virtualmachineinstances/* virtualmachines/* HybridCompute: licenses/{delete,read,write}
  locations/operationresults/read locations/operationstatus/read locations/updateCenterOperationResults/read
  machines/{UpgradeExtensions/action,assessPatches/action,delete,installPatches/action,read,write} machines/extensions/{delete,read,write}
  machines/hybridIdentityMetadata/read machines/licenseProfiles/{delete,read,write} machines/patchAssessmentResults/read
  machines/patchAssessmentResults/softwarePatches/read machines/patchInstallationResults/read machines/patchInstallationResults/softwarePatches/read
  machines/runcommands/{delete,read,write} operations/read osType/agentVersions/latest/read osType/agentVersions/read Insights:
  AlertRules/Activated/Action AlertRules/{Delete,Read,Write} AlertRules/Incidents/Read AlertRules/Resolved/Action AlertRules/Throttled/Action
  ResourceHealth: availabilityStatuses/read Resources:
  deployments/{cancel/action,delete,exportTemplate/action,read,validate/action,whatIf/action,write} deployments/operations/read
  deployments/operationstatuses/read subscriptions/operationresults/read subscriptions/read subscriptions/resourceGroups/read
  subscriptions/resourcegroups/deployments/operations/read subscriptions/resourcegroups/deployments/operationstatuses/read
  subscriptions/resourcegroups/deployments/{read,write}
= Azure Backup Snapshot Contributor
allow Authorization: */read Compute: disks/{beginGetAccess/action,delete,read,write} restorePointCollections/{read,write}
  restorePointCollections/restorePoints/{read,write} virtualMachines/{read,write}
= Azure Batch Account Contributor
allow Authorization: */read Batch: * Insights: alertRules/* Resources: deployments/* subscriptions/resourceGroups/read
data Batch: *
= Azure Batch Account Reader
allow Batch: */read Resources: subscriptions/resourceGroups/read
data Batch: */read
= Azure Batch Data Contributor
allow Authorization: */read Batch: batchAccounts/applications/* batchAccounts/certificateOperationResults/* batchAccounts/certificates/*
  batchAccounts/poolOperationResults/* batchAccounts/pools/* batchAccounts/read locations/*/read Insights: alertRules/* Resources: deployments/*
  subscriptions/resourceGroups/read
data Batch: batchAccounts/jobSchedules/* batchAccounts/jobs/*
= Azure Batch Job Submitter
allow Batch: batchAccounts/applications/read batchAccounts/applications/versions/read batchAccounts/pools/read Insights: alertRules/* Resources:
  subscriptions/resourceGroups/read
data Batch: batchAccounts/jobSchedules/* batchAccounts/jobs/*
= Azure Center for SAP solutions service role
allow Compute: availabilitySets/{read,write} disks/{read,write} skus/read sshPublicKeys/read virtualMachines/extensions/{delete,read,write}
  virtualMachines/instanceView/read virtualMachines/{read,write} Network: loadBalancers/backendAddressPools/{join/action,read,write}
  loadBalancers/frontendIPConfigurations/{join/action,read} loadBalancers/inboundNatRules/read loadBalancers/loadBalancingRules/read
  loadBalancers/networkInterfaces/read loadBalancers/outboundRules/read loadBalancers/providers/Microsoft.Insights/logDefinitions/read
  loadBalancers/providers/Microsoft.Insights/metricDefinitions/read loadBalancers/{read,write} loadBalancers/virtualMachines/read
  networkInterfaces/ipconfigurations/{join/action,read} networkInterfaces/{join/action,read,write} networkInterfaces/loadBalancers/read
  privateEndpoints/{read,write} virtualNetworks/checkIpAddressAvailability/read virtualNetworks/read
  virtualNetworks/subnets/{join/action,joinLoadBalancer/action,read} virtualNetworks/subnets/virtualMachines/read virtualNetworks/virtualMachines/read
  Resources: deployments/* subscriptions/read subscriptions/resourceGroups/{read,write} subscriptions/resourcegroups/deployments/* Storage:
  storageAccounts/{PrivateEndpointConnectionsApproval/action,read,write} storageAccounts/blobServices/containers/read
  storageAccounts/blobServices/read storageAccounts/fileServices/{read,write} storageAccounts/fileServices/shares/{read,write}
= Azure Connected Machine Onboarding
allow GuestConfiguration: guestConfigurationAssignments/read HybridCompute: gateways/read machines/{addExtensions/action,read,write}
  privateLinkScopes/read settings/{read,write} Insights: dataCollectionRuleAssociations/{delete,read,write}
= Azure Connected Machine Resource Administrator
allow HybridCompute: */read gateways/* licenses/* locations/* machines/{*,UpgradeExtensions/action} machines/extensions/* machines/licenseProfiles/*
  machines/runCommands/* privateLinkScopes/* settings/* Resources: deployments/*
= Azure Connected Machine Resource Manager
allow Attestation: attestationProviders/attestation/{delete,read,write} attestationProviders/{delete,read,write} Authorization: */read
  EdgeMarketPlace: offers/{generateAccessToken/action,getAccessToken/action} EdgeMarketplace: locations/operationStatuses/read offers/read
  publishers/read ExtendedLocation: customLocations/read GuestConfiguration: guestConfigurationAssignments/*/read
  guestConfigurationAssignments/{delete,read,write} HybridCompute: */read machines/{UpgradeExtensions/action,delete,read,write}
  machines/extensions/{delete,read,write} machines/licenseProfiles/{delete,read,write} settings/{read,write} HybridConnectivity:
  endpoints/{read,write} endpoints/serviceConfigurations/{read,write} Resources: subscriptions/resourceGroups/read
= Azure Container Instances Contributor Role
allow Authorization: */read ContainerInstance: containerGroups/* Insights: alertRules/* Resources: deployments/* subscriptions/resourceGroups/read
= Azure Container Storage Contributor
allow Authorization: */read KubernetesConfiguration: extensions/{delete,read,write} extensions/operations/read Management: managementGroups/read
  Resources: deployments/* subscriptions/read subscriptions/resourceGroups/read Support: *
+
allow Authorization: roleAssignments/{delete,write}
only 08d4c71a-cc63-4ce4-a9c8-5dd251b4d619
= Azure Container Storage Operator
allow Compute: virtualMachineScaleSets/{read,write} virtualMachineScaleSets/virtualMachines/{read,write} virtualMachines/{read,write} ElasticSan:
  elasticSans/* locations/asyncoperations/read Network: networkSecurityGroups/join/action routeTables/join/action
  virtualNetworks/{delete,join/action,read,write} virtualNetworks/subnets/{read,write} Resources: subscriptions/providers/read
  subscriptions/resourceGroups/read
= Azure Kubernetes Fleet Manager ABAC Custom Resources Reader
allow ContainerService: fleets/{listCredentials/action,read} Resources: subscriptions/operationresults/read subscriptions/read
  subscriptions/resourceGroups/read
data ContainerService: fleets/customresources/read
= Azure Kubernetes Fleet Manager ABAC Custom Resources Writer
allow ContainerService: fleets/{listCredentials/action,read} Resources: subscriptions/operationresults/read subscriptions/read
  subscriptions/resourceGroups/read
data ContainerService: fleets/customresources/{delete,write}
= Azure Kubernetes Fleet Manager Contributor Role
allow ContainerService: fleetMemberships/* fleets/* Resources: deployments/*
= Azure Kubernetes Fleet Manager Hub Cluster User Role
allow ContainerService: fleets/{listCredentials/action,read}
= Azure Kubernetes Fleet Manager RBAC Admin
allow Authorization: */read ContainerService: fleets/{listCredentials/action,read} Resources: subscriptions/operationresults/read subscriptions/read
  subscriptions/resourceGroups/read
data ContainerService: fleets/apps/controllerrevisions/read fleets/apps/daemonsets/* fleets/apps/deployments/* fleets/apps/statefulsets/*
  fleets/authorization.k8s.io/localsubjectaccessreviews/write fleets/autoscaling/horizontalpodautoscalers/* fleets/batch/cronjobs/*
  fleets/batch/jobs/* fleets/cluster.kubernetes-fleet.io/internalmemberclusters/read fleets/configmaps/* fleets/endpoints/*
  fleets/events.k8s.io/events/read fleets/events/read fleets/extensions/daemonsets/* fleets/extensions/deployments/* fleets/extensions/ingresses/*
  fleets/extensions/networkpolicies/* fleets/limitranges/read fleets/namespaces/read fleets/networking.k8s.io/ingresses/*
  fleets/networking.k8s.io/networkpolicies/* fleets/persistentvolumeclaims/* fleets/placement.kubernetes-fleet.io/resourceoverrides/*
  fleets/placement.kubernetes-fleet.io/resourceoverridesnapshots/read fleets/placement.kubernetes-fleet.io/works/read
  fleets/policy/poddisruptionbudgets/* fleets/rbac.authorization.k8s.io/rolebindings/* fleets/rbac.authorization.k8s.io/roles/*
  fleets/replicationcontrollers/* fleets/resourcequotas/read fleets/secrets/* fleets/serviceaccounts/* fleets/services/*
= Azure Kubernetes Fleet Manager RBAC Admin for Member Clusters
allow Authorization: */read Resources: subscriptions/operationresults/read subscriptions/read subscriptions/resourceGroups/read
data ContainerService: fleets/members/*
notdata ContainerService: fleets/members/namespaces/{delete,write} fleets/members/resourcequotas/{delete,write}
= Azure Kubernetes Fleet Manager RBAC Cluster Admin
allow Authorization: */read ContainerService: fleets/{listCredentials/action,read} Resources: subscriptions/operationresults/read subscriptions/read
  subscriptions/resourceGroups/read
data ContainerService: fleets/*
notdata ContainerService: fleets/members/*
= Azure Kubernetes Fleet Manager RBAC Cluster Admin for Member Clusters
allow Authorization: */read Resources: subscriptions/operationresults/read subscriptions/read subscriptions/resourceGroups/read
data ContainerService: fleets/members/*
= Azure Kubernetes Fleet Manager RBAC Cluster Reader
allow Authorization: */read ContainerService: fleets/{listCredentials/action,read} Resources: subscriptions/operationresults/read subscriptions/read
  subscriptions/resourceGroups/read
data ContainerService: fleets/apiextensions.k8s.io/customresourcedefinitions/read fleets/apps/controllerrevisions/read fleets/apps/daemonsets/read
  fleets/apps/deployments/read fleets/apps/statefulsets/read fleets/autoscaling/horizontalpodautoscalers/read fleets/batch/cronjobs/read
  fleets/batch/jobs/read fleets/cluster.kubernetes-fleet.io/memberclusters/read fleets/configmaps/read fleets/endpoints/read
  fleets/events.k8s.io/events/read fleets/events/read fleets/extensions/daemonsets/read fleets/extensions/deployments/read
  fleets/extensions/ingresses/read fleets/extensions/networkpolicies/read fleets/limitranges/read fleets/namespaces/read
  fleets/networking.k8s.io/ingresses/read fleets/networking.k8s.io/networkpolicies/read fleets/nodes/read fleets/persistentvolumeclaims/read
  fleets/persistentvolumes/read fleets/placement.kubernetes-fleet.io/clusterresourcebindings/read
  fleets/placement.kubernetes-fleet.io/clusterresourceoverrides/read fleets/placement.kubernetes-fleet.io/clusterresourceoverridesnapshots/read
  fleets/placement.kubernetes-fleet.io/clusterresourceplacements/read fleets/placement.kubernetes-fleet.io/clusterschedulingpolicysnapshots/read
  fleets/policy/poddisruptionbudgets/read fleets/replicationcontrollers/read fleets/resourcequotas/read fleets/serviceaccounts/read
  fleets/services/read
= Azure Kubernetes Fleet Manager RBAC Cluster Writer
allow ContainerService: fleets/{listCredentials/action,read}
data ContainerService: fleets/apiextensions.k8s.io/customresourcedefinitions/read fleets/apps/controllerrevisions/read
  fleets/apps/daemonsets/{read,write} fleets/apps/deployments/{read,write} fleets/apps/statefulsets/{read,write}
  fleets/autoscaling/horizontalpodautoscalers/{read,write} fleets/batch/cronjobs/{read,write} fleets/batch/jobs/{read,write}
  fleets/cluster.kubernetes-fleet.io/memberclusters/{read,write} fleets/configmaps/{read,write} fleets/endpoints/{read,write}
  fleets/events.k8s.io/events/read fleets/events/read fleets/extensions/daemonsets/{read,write} fleets/extensions/deployments/{read,write}
  fleets/extensions/ingresses/{read,write} fleets/extensions/networkpolicies/{read,write} fleets/limitranges/read fleets/namespaces/read
  fleets/networking.k8s.io/ingresses/{read,write} fleets/networking.k8s.io/networkpolicies/{read,write} fleets/nodes/{read,write}
  fleets/persistentvolumeclaims/{read,write} fleets/persistentvolumes/{read,write} fleets/placement.kubernetes-fleet.io/clusterresourcebindings/read
  fleets/placement.kubernetes-fleet.io/clusterresourceoverrides/{read,write}
  fleets/placement.kubernetes-fleet.io/clusterresourceoverridesnapshots/read
  fleets/placement.kubernetes-fleet.io/clusterresourceplacements/{read,write} fleets/placement.kubernetes-fleet.io/clusterresourcesnapshots/read
  fleets/placement.kubernetes-fleet.io/clusterschedulingpolicysnapshots/read fleets/policy/poddisruptionbudgets/{read,write}
  fleets/replicationcontrollers/{read,write} fleets/resourcequotas/read fleets/secrets/{read,write} fleets/serviceaccounts/{read,write}
  fleets/services/{read,write}
= Azure Kubernetes Fleet Manager RBAC Reader
allow Authorization: */read ContainerService: fleets/{listCredentials/action,read} Resources: subscriptions/operationresults/read subscriptions/read
  subscriptions/resourceGroups/read
data ContainerService: fleets/apps/controllerrevisions/read fleets/apps/daemonsets/read fleets/apps/deployments/read fleets/apps/statefulsets/read
  fleets/autoscaling/horizontalpodautoscalers/read fleets/batch/cronjobs/read fleets/batch/jobs/read
  fleets/cluster.kubernetes-fleet.io/internalmemberclusters/read fleets/configmaps/read fleets/endpoints/read fleets/events.k8s.io/events/read
  fleets/events/read fleets/extensions/daemonsets/read fleets/extensions/deployments/read fleets/extensions/ingresses/read
  fleets/extensions/networkpolicies/read fleets/limitranges/read fleets/namespaces/read fleets/networking.k8s.io/ingresses/read
  fleets/networking.k8s.io/networkpolicies/read fleets/persistentvolumeclaims/read fleets/placement.kubernetes-fleet.io/resourceoverrides/read
  fleets/placement.kubernetes-fleet.io/resourceoverridesnapshots/read fleets/policy/poddisruptionbudgets/read fleets/replicationcontrollers/read
  fleets/resourcequotas/read fleets/serviceaccounts/read fleets/services/read
= Azure Kubernetes Fleet Manager RBAC Writer
allow Authorization: */read ContainerService: fleets/{listCredentials/action,read} Resources: subscriptions/operationresults/read subscriptions/read
  subscriptions/resourceGroups/read
data ContainerService: fleets/apps/controllerrevisions/read fleets/apps/daemonsets/{read,write} fleets/apps/deployments/{read,write}
  fleets/apps/statefulsets/{read,write} fleets/autoscaling/horizontalpodautoscalers/{read,write} fleets/batch/cronjobs/{read,write}
  fleets/batch/jobs/{read,write} fleets/cluster.kubernetes-fleet.io/internalmemberclusters/read fleets/configmaps/{read,write}
  fleets/endpoints/{read,write} fleets/events.k8s.io/events/read fleets/events/read fleets/extensions/daemonsets/{read,write}
  fleets/extensions/deployments/{read,write} fleets/extensions/ingresses/{read,write} fleets/extensions/networkpolicies/{read,write}
  fleets/limitranges/read fleets/namespaces/read fleets/networking.k8s.io/ingresses/{read,write} fleets/networking.k8s.io/networkpolicies/{read,write}
  fleets/persistentvolumeclaims/{read,write} fleets/placement.kubernetes-fleet.io/resourceoverrides/{read,write}
  fleets/placement.kubernetes-fleet.io/resourceoverridesnapshots/read fleets/placement.kubernetes-fleet.io/works/read
  fleets/policy/poddisruptionbudgets/{read,write} fleets/replicationcontrollers/{read,write} fleets/resourcequotas/read fleets/secrets/{read,write}
  fleets/serviceaccounts/{read,write} fleets/services/{read,write}
= Azure Kubernetes Fleet Manager RBAC Writer for Member Clusters
allow Authorization: */read Resources: subscriptions/operationresults/read subscriptions/read subscriptions/resourceGroups/read
data ContainerService: fleets/members/apps/controllerrevisions/read fleets/members/apps/daemonsets/* fleets/members/apps/deployments/*
  fleets/members/apps/replicasets/* fleets/members/apps/statefulsets/* fleets/members/autoscaling/horizontalpodautoscalers/*
  fleets/members/batch/cronjobs/* fleets/members/batch/jobs/* fleets/members/configmaps/*
  fleets/members/coordination.k8s.io/leases/{delete,read,write} fleets/members/discovery.k8s.io/endpointslices/read fleets/members/endpoints/*
  fleets/members/events.k8s.io/events/read fleets/members/events/* fleets/members/extensions/daemonsets/* fleets/members/extensions/deployments/*
  fleets/members/extensions/ingresses/* fleets/members/extensions/networkpolicies/* fleets/members/extensions/replicasets/*
  fleets/members/limitranges/read fleets/members/metrics.k8s.io/nodes/read fleets/members/metrics.k8s.io/pods/read fleets/members/namespaces/read
  fleets/members/networking.k8s.io/ingresses/* fleets/members/networking.k8s.io/networkpolicies/* fleets/members/persistentvolumeclaims/*
  fleets/members/pods/* fleets/members/policy/poddisruptionbudgets/* fleets/members/replicationcontrollers/* fleets/members/resourcequotas/read
  fleets/members/secrets/* fleets/members/serviceaccounts/* fleets/members/services/*
= Azure Kubernetes Service Cluster Admin Role
allow ContainerService: managedClusters/accessProfiles/listCredential/action
  managedClusters/{listClusterAdminCredential/action,read,runcommand/action}
= Azure Kubernetes Service Cluster Monitoring User
allow ContainerService: managedClusters/{listClusterMonitoringUserCredential/action,read}
= Azure Kubernetes Service Cluster User Role
allow ContainerService: managedClusters/{listClusterUserCredential/action,read}
= Azure Kubernetes Service Contributor Role
allow Authorization: */read ContainerService: deploymentSafeguards/* locations/* managedClusters/* managedclustersnapshots/* snapshots/* Insights:
  alertRules/* Resources: deployments/* subscriptions/resourceGroups/read
= Azure Kubernetes Service Namespace Contributor
allow Authorization: */read ContainerService: managedClusters/managedNamespaces/* Insights: alertRules/* Resources: deployments/*
  subscriptions/resourceGroups/read
= Azure Kubernetes Service Namespace User
allow ContainerService: managedClusters/managedNamespaces/{listCredential/action,read}
= Azure Kubernetes Service RBAC Admin
allow Authorization: */read ContainerService: managedClusters/listClusterUserCredential/action Resources: subscriptions/operationresults/read
  subscriptions/read subscriptions/resourceGroups/read
data ContainerService: managedClusters/*
notdata ContainerService: managedClusters/namespaces/{delete,write} managedClusters/resourcequotas/{delete,write}
= Azure Kubernetes Service RBAC Cluster Admin
allow Authorization: */read ContainerService: managedClusters/listClusterUserCredential/action Resources: subscriptions/operationresults/read
  subscriptions/read subscriptions/resourceGroups/read
data ContainerService: managedClusters/*
= Azure Kubernetes Service RBAC Reader
allow Authorization: */read Resources: subscriptions/operationresults/read subscriptions/read subscriptions/resourceGroups/read
data ContainerService: managedClusters/apps/controllerrevisions/read managedClusters/apps/daemonsets/read managedClusters/apps/deployments/read
  managedClusters/apps/replicasets/read managedClusters/apps/statefulsets/read managedClusters/autoscaling/horizontalpodautoscalers/read
  managedClusters/batch/cronjobs/read managedClusters/batch/jobs/read managedClusters/configmaps/read
  managedClusters/discovery.k8s.io/endpointslices/read managedClusters/endpoints/read managedClusters/events.k8s.io/events/read
  managedClusters/events/read managedClusters/extensions/daemonsets/read managedClusters/extensions/deployments/read
  managedClusters/extensions/ingresses/read managedClusters/extensions/networkpolicies/read managedClusters/extensions/replicasets/read
  managedClusters/limitranges/read managedClusters/metrics.k8s.io/nodes/read managedClusters/metrics.k8s.io/pods/read managedClusters/namespaces/read
  managedClusters/networking.k8s.io/ingresses/read managedClusters/networking.k8s.io/networkpolicies/read managedClusters/persistentvolumeclaims/read
  managedClusters/pods/read managedClusters/policy/poddisruptionbudgets/read managedClusters/replicationcontrollers/read
  managedClusters/resourcequotas/read managedClusters/serviceaccounts/read managedClusters/services/read
= Azure Kubernetes Service RBAC Writer
allow Authorization: */read Resources: subscriptions/operationresults/read subscriptions/read subscriptions/resourceGroups/read
data ContainerService: managedClusters/apps/controllerrevisions/read managedClusters/apps/daemonsets/* managedClusters/apps/deployments/*
  managedClusters/apps/replicasets/* managedClusters/apps/statefulsets/* managedClusters/autoscaling/horizontalpodautoscalers/*
  managedClusters/batch/cronjobs/* managedClusters/batch/jobs/* managedClusters/configmaps/*
  managedClusters/coordination.k8s.io/leases/{delete,read,write} managedClusters/discovery.k8s.io/endpointslices/read managedClusters/endpoints/*
  managedClusters/events.k8s.io/events/read managedClusters/events/* managedClusters/extensions/daemonsets/* managedClusters/extensions/deployments/*
  managedClusters/extensions/ingresses/* managedClusters/extensions/networkpolicies/* managedClusters/extensions/replicasets/*
  managedClusters/limitranges/read managedClusters/metrics.k8s.io/nodes/read managedClusters/metrics.k8s.io/pods/read managedClusters/namespaces/read
  managedClusters/networking.k8s.io/ingresses/* managedClusters/networking.k8s.io/networkpolicies/* managedClusters/persistentvolumeclaims/*
  managedClusters/pods/* managedClusters/policy/poddisruptionbudgets/* managedClusters/replicationcontrollers/* managedClusters/resourcequotas/read
  managedClusters/secrets/* managedClusters/serviceaccounts/* managedClusters/services/*
= Azure Local Migrate Execute Expert
allow ApplicationMigration: */read Authorization: */read locks/{delete,write} AzureStackHCI: */Read LogicalNetworks/join/action NetworkInterfaces/*
  VirtualHardDisks/* VirtualMachineInstances/Write VirtualMachines/Write DataReplication: */read replicationVaults/protectedItems/*
  replicationVaults/replicationExtensions/* replicationVaults/replicationPolicies/* DependencyMap: */read maps/*/action ExtendedLocation:
  customLocations/read Insights: alertRules/* KubernetesConfiguration: extensions/read Migrate: */read migrateProjects/taskSummary/action
  MySQLDiscovery: */read OffAzure: */read ResourceConnector: appliances/read Resources: checkResourceName/action deploymentScripts/{read,write}
  deployments/{*,validate/action} links/{read,write} subscriptions/locations/read subscriptions/read subscriptions/resourceGroups/{read,write}
  Storage: storageAccounts/*/{read,write} storageAccounts/listKeys/action Support: *
not OffAzure: hypervSites/machines/inventoryinsights/pendingupdates/* hypervSites/machines/inventoryinsights/vulnerabilities/*
  serverSites/machines/inventoryinsights/pendingupdates/* serverSites/machines/inventoryinsights/vulnerabilities/*
  vmwareSites/machines/inventoryinsights/pendingupdates/* vmwareSites/machines/inventoryinsights/vulnerabilities/*
+
allow Authorization: roleAssignments/{delete,write}
only 17d1049b-9a84-46fb-8f53-869881c3d3ab ba92f5b4-2d11-453d-a403-e96b0029c9fe
= Azure Local Migrate Owner
allow ApplicationMigration: * Authorization: */read locks/{delete,write} AzureArcData: register/action AzureStackHCI: */Read
  LogicalNetworks/join/action NetworkInterfaces/* VirtualHardDisks/* VirtualMachineInstances/Write VirtualMachines/Write DataReplication: */read
  register/action replicationFabrics/* replicationVaults/* DependencyMap: * ExtendedLocation: customLocations/read GuestConfiguration: register/action
  HybridCompute: machines/{delete,read,write} register/action HybridConnectivity: register/action Insights: alertRules/* KeyVault:
  checkNameAvailability/read register/action vaults/* KubernetesConfiguration: extensions/read Migrate: * MySQLDiscovery: * Network:
  privateDnsZones/A/write privateDnsZones/{join/action,write} privateDnsZones/virtualNetworkLinks/write
  privateEndpoints/privateDnsZoneGroups/{read,write} privateEndpoints/{read,write} register/action virtualNetworks/{join/action,read}
  virtualNetworks/subnets/{join/action,read,write} OffAzure: * RecoveryServices: operations/read register/action vaults/* ResourceConnector:
  appliances/read Resources: checkResourceName/action deploymentScripts/{read,write} deployments/{*,validate/action} links/{read,write}
  subscriptions/locations/read subscriptions/read subscriptions/resourceGroups/{read,write} Storage: storageAccounts/* Support: *
+
allow Authorization: roleAssignments/{delete,write}
only 7859c0b0-0bb9-4994-bd12-cd529af7d646 1cfa4eac-9a23-481c-a793-bfb6958e836c 17d1049b-9a84-46fb-8f53-869881c3d3ab
  ba92f5b4-2d11-453d-a403-e96b0029c9fe ba480ccd-6499-4709-b581-8f38bb215c63
= Azure Migrate Decide and Plan Expert
allow ApplicationMigration: * Authorization: */read locks/{delete,write} AzureArcData: register/action DataReplication: */read register/action
  replicationVaults/write DependencyMap: * GuestConfiguration: register/action HybridCompute: machines/{delete,read,write} register/action
  HybridConnectivity: register/action Insights: alertRules/* KeyVault: checkNameAvailability/read register/action vaults/* Migrate: * MySQLDiscovery:
  * Network: networkSecurityGroups/join/action privateDnsZones/A/write privateDnsZones/{join/action,write} privateDnsZones/virtualNetworkLinks/write
  privateEndpoints/privateDnsZoneGroups/{read,write} privateEndpoints/{read,write} register/action virtualNetworks/join/action
  virtualNetworks/subnets/{join/action,read,write} OffAzure: * RecoveryServices: register/action vaults/* Resources: checkResourceName/action
  deploymentScripts/{read,write} deployments/* links/{read,write} subscriptions/locations/read subscriptions/read subscriptions/resourceGroups/read
  Storage: storageAccounts/*/{read,write} storageAccounts/listKeys/action Support: *
= Azure Migrate Execute Expert
allow ApplicationMigration: */read Authorization: */read locks/{delete,write} Compute: availabilitySets/read availabilitySets/vmSizes/read
  diskEncryptionSets/read disks/{delete,read,write} register/action skus/read virtualMachines/{delete,read,write} DependencyMap: */read maps/*/action
  Insights: alertRules/* Migrate: */read migrateProjects/taskSummary/action MySQLDiscovery: */read Network: networkInterfaces/{delete,read,write}
  virtualNetworks/read virtualNetworks/subnets/read OffAzure: */read RecoveryServices: operations/read register/action vaults/* Resources:
  checkResourceName/action deploymentScripts/{read,write} deployments/* links/{read,write} subscriptions/locations/read subscriptions/read
  subscriptions/resourceGroups/{read,write} Storage: storageAccounts/*/{read,write} storageAccounts/listKeys/action Support: *
not OffAzure: hypervSites/machines/inventoryinsights/pendingupdates/* hypervSites/machines/inventoryinsights/vulnerabilities/*
  serverSites/machines/inventoryinsights/pendingupdates/* serverSites/machines/inventoryinsights/vulnerabilities/*
  vmwareSites/machines/inventoryinsights/pendingupdates/* vmwareSites/machines/inventoryinsights/vulnerabilities/*
+
allow Authorization: roleAssignments/{delete,write}
only 17d1049b-9a84-46fb-8f53-869881c3d3ab ba92f5b4-2d11-453d-a403-e96b0029c9fe
= Azure Migrate Owner
allow ApplicationMigration: * Authorization: */read locks/{delete,write} AzureArcData: register/action Compute: availabilitySets/read
  availabilitySets/vmSizes/read diskEncryptionSets/read disks/{delete,read,write} register/action skus/read virtualMachines/{delete,read,write}
  DataReplication: */read register/action replicationVaults/write DependencyMap: * GuestConfiguration: register/action HybridCompute:
  machines/{delete,read,write} register/action HybridConnectivity: register/action Insights: alertRules/* KeyVault: checkNameAvailability/read
  register/action vaults/* Migrate: * MySQLDiscovery: * Network: networkInterfaces/{delete,read,write} networkSecurityGroups/join/action
  privateDnsZones/A/write privateDnsZones/{join/action,write} privateDnsZones/virtualNetworkLinks/write
  privateEndpoints/privateDnsZoneGroups/{read,write} privateEndpoints/{read,write} register/action virtualNetworks/{join/action,read}
  virtualNetworks/subnets/{join/action,read,write} OffAzure: * RecoveryServices: operations/read register/action vaults/* Resources:
  checkResourceName/action deploymentScripts/{read,write} deployments/* links/{read,write} subscriptions/locations/read subscriptions/read
  subscriptions/resourceGroups/{read,write} Storage: storageAccounts/* Support: *
+
allow Authorization: roleAssignments/{delete,write}
only 7859c0b0-0bb9-4994-bd12-cd529af7d646 1cfa4eac-9a23-481c-a793-bfb6958e836b 17d1049b-9a84-46fb-8f53-869881c3d3ab
  ba92f5b4-2d11-453d-a403-e96b0029c9fe ba480ccd-6499-4709-b581-8f38bb215c63
= Azure Red Hat OpenShift Disk Storage Operator
allow Compute: diskEncryptionSets/read disks/{beginGetAccess/action,delete,read,write} locations/DiskOperations/read locations/operations/read
  snapshots/{delete,read,write} virtualMachineScaleSets/read virtualMachineScaleSets/virtualMachines/{read,write} virtualMachines/{read,write}
  Resources: subscriptions/resourceGroups/read
= Azure Red Hat OpenShift File Storage Operator
allow Network: locations/operations/read natGateways/join/action networkIntentPolicies/join/action
  networkManagers/ipamPools/associateResourcesToPool/action networkSecurityGroups/join/action privateDnsOperationStatuses/read
  privateDnsZones/{join/action,read,write} privateDnsZones/virtualNetworkLinks/{read,write} privateEndpoints/privateDnsZoneGroups/{read,write}
  privateEndpoints/{read,write} routeTables/join/action serviceEndpointPolicies/join/action virtualNetworks/join/action
  virtualNetworks/subnets/{join/action,read,write} Storage:
  storageAccounts/{PrivateEndpointConnectionsApproval/action,delete,listKeys/action,read,write} storageAccounts/fileServices/read
  storageAccounts/fileServices/shares/{delete,read,write}
`;
