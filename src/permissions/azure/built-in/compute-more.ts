/** Roles about machines, containers and networks, in the notation of read-roles.ts (https://learn.microsoft.com/azure/role-based-access-control/built-in-roles). */
export const computeMoreRoles = `
= Azure Red Hat OpenShift Hosted Control Planes Cluster API Provider
allow Compute: availabilitySets/{delete,read,write} diskEncryptionSets/read disks/{delete,read,write} virtualMachines/{delete,read,write} Network:
  loadBalancers/backendAddressPools/join/action networkInterfaces/{delete,join/action,read,write} virtualNetworks/subnets/join/action
= Azure Red Hat OpenShift Machine API Operator
allow Compute: availabilitySets/{delete,read,write} capacityReservationGroups/deploy/action diskEncryptionSets/read disks/delete
  galleries/images/versions/read skus/read virtualMachines/{delete,read,write} ManagedIdentity: userAssignedIdentities/assign/action Network:
  applicationSecurityGroups/{joinNetworkSecurityRule/action,read} loadBalancers/backendAddressPools/join/action
  loadBalancers/frontendIPConfigurations/join/action loadBalancers/inboundNATRules/join/action loadBalancers/{read,write}
  networkInterfaces/{delete,join/action,read,write} networkInterfaces/loadBalancers/read networkSecurityGroups/{join/action,read,write}
  publicIPAddresses/{delete,join/action,read,write} routeTables/read virtualNetworks/subnets/{join/action,read} Resources:
  subscriptions/resourceGroups/read
= Azure Red Hat OpenShift Service Operator
allow Network: natGateways/join/action networkIntentPolicies/join/action networkManagers/ipamPools/associateResourcesToPool/action
  networkSecurityGroups/join/action routeTables/join/action serviceEndpointPolicies/join/action virtualNetworks/subnets/{read,write} Storage:
  storageAccounts/{listKeys/action,read}
= Azure Resource Bridge Deployment Role
allow Authorization: roleassignments/read AzureStackHCI: Register/Action StorageContainers/{Read,Write} ExtendedLocation:
  customLocations/{delete,deploy/action,read,write} register/action GuestConfiguration: guestConfigurationAssignments/read HybridConnectivity:
  register/action HybridContainerService: kubernetesVersions/{read,write} register/action skus/{read,write} Kubernetes: register/action
  KubernetesConfiguration: extensions/{delete,read,write} extensions/operations/read namespaces/read operations/read register/action
  ResourceConnector: appliances/{delete,listClusterUserCredential/action,listKeys/action,read,write} appliances/upgradeGraphs/read
  locations/operationresults/read locations/operationsstatus/read operations/read register/action telemetryconfig/read Resources:
  subscriptions/resourceGroups/read
= Azure Stack HCI Administrator
allow Authorization: */read roleAssignments/{delete,write} AzureStackHCI: {*,register/action} DevicePools/* EdgeMachines/*
  NetworkSecurityGroups/{Delete,Read,Write,join/action} NetworkSecurityGroups/SecurityRules/{Delete,Read,Write} StorageContainers/{Read,Write}
  Unregister/Action clusters/* EdgeMarketplace: offers/read publishers/read ExtendedLocation: customLocations/{delete,deploy/action,read,write}
  register/action GuestConfiguration: guestConfigurationAssignments/read register/action HybridCompute: gateways/{delete,read,write}
  licenses/{delete,read,write} locations/operationresults/read locations/operationstatus/read locations/updateCenterOperationResults/read
  machines/{UpgradeExtensions/action,assessPatches/action,delete,installPatches/action,read,write} machines/extensions/{delete,read,write}
  machines/hybridIdentityMetadata/read machines/licenseProfiles/{delete,read,write} machines/patchAssessmentResults/read
  machines/patchAssessmentResults/softwarePatches/read machines/patchInstallationResults/read machines/patchInstallationResults/softwarePatches/read
  machines/runcommands/{delete,read,write} operations/read osType/agentVersions/latest/read osType/agentVersions/read register/action
  settings/{read,write} HybridConnectivity: register/action HybridContainerService: register/action Insights: AlertRules/Activated/Action
  AlertRules/{Delete,Read,Write} AlertRules/Incidents/Read AlertRules/Resolved/Action AlertRules/Throttled/Action
  dataCollectionRuleAssociations/{read,write} Kubernetes: register/action KubernetesConfiguration: extensions/{delete,read,write}
  extensions/operations/read namespaces/read operations/read register/action Management: managementGroups/read ResourceConnector:
  appliances/{delete,listClusterUserCredential/action,listKeys/action,read,write} locations/operationresults/read locations/operationsstatus/read
  operations/read register/action ResourceHealth: availabilityStatuses/read Resources: deployments/* subscriptions/operationresults/read
  subscriptions/read subscriptions/resourceGroups/{delete,read,write} subscriptions/resourcegroups/deployments/operations/read
  subscriptions/resourcegroups/deployments/operationstatuses/read subscriptions/resourcegroups/deployments/{read,write} Support: *
only f5819b54-e033-4d82-ac66-4fec3cbf3f4c cd570a14-e51a-42ad-bac8-bafd67325302 b64e21ea-ac4e-4cdf-9dc9-5b892992bee7
  4b3fe76c-f777-4d24-a2d7-b027b0f7b273 874d1c73-6003-4e60-a13a-cb31ea190a85 865ae368-6a45-4bd1-8fbf-0d5151f56fc1 7b1f81f9-4196-4058-8aae-762e593270df
  4633458b-17de-408a-b874-0445c86b69e6 c99c945f-8bd1-4fb1-a903-01460aae6068 b86a8fe4-44ce-4948-aee5-eccb2c155cd7 a4417e6f-fecd-4de8-b567-7b0420556985
  ba92f5b4-2d11-453d-a403-e96b0029c9fe
= Azure Stack HCI Connected InfraVMs
allow HybridCompute: */read machines/{UpgradeExtensions/action,delete,write} machines/extensions/{delete,read,write}
= Azure Stack HCI Device Management Role
allow Authorization: roleassignments/read AzureStackHCI: Clusters/* DevicePools/*/read EdgeDevices/* EdgeMachines/*/read LogicalNetworks/{Read,Write}
  Register/Action StorageContainers/{Read,Write} ExtendedLocation: customLocations/{delete,deploy/action,read,write} GuestConfiguration:
  guestConfigurationAssignments/read HybridContainerService: kubernetesVersions/{read,write} register/action skus/{read,write}
  KubernetesConfiguration: extensions/{delete,read,write} extensions/operations/read namespaces/read operations/read ResourceConnector:
  appliances/{delete,listClusterUserCredential/action,listKeys/action,read,write} appliances/upgradeGraphs/read locations/operationresults/read
  locations/operationsstatus/read operations/read telemetryconfig/read Resources: subscriptions/resourceGroups/read
= Azure Stack HCI VM Contributor
allow Authorization: */read AzureStackHCI: Clusters/ArcSettings/Read Clusters/Read GalleryImages/{Read,deploy/action}
  LogicalNetworks/{Read,join/action} MarketPlaceGalleryImages/deploy/action MarketplaceGalleryImages/Read NetworkInterfaces/*
  NetworkSecurityGroups/Read NetworkSecurityGroups/SecurityRules/Read StorageContainers/{Read,deploy/action} VirtualHardDisks/* VirtualMachines/*
  VirtualNetworks/{Read,join/action} virtualMachineInstances/* ExtendedLocation: customLocations/{Read,deploy/action} HybridCompute:
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
= Azure Stack HCI VM Reader
allow Authorization: */read AzureStackHCI: GalleryImages/Read LogicalNetworks/Read MarketplaceGalleryImages/Read NetworkInterfaces/Read
  NetworkSecurityGroups/Read NetworkSecurityGroups/SecurityRules/Read StorageContainers/Read VirtualHardDisks/Read VirtualMachines/Extensions/Read
  VirtualMachines/Read VirtualNetworks/Read virtualMachineInstances/Read HybridCompute: licenses/read machines/extensions/read
  machines/licenseProfiles/read machines/patchAssessmentResults/read machines/patchAssessmentResults/softwarePatches/read
  machines/patchInstallationResults/read machines/patchInstallationResults/softwarePatches/read machines/read
  privateLinkScopes/networkSecurityPerimeterConfigurations/read privateLinkScopes/privateEndpointConnections/read privateLinkScopes/read Insights:
  AlertRules/Activated/Action AlertRules/{Delete,Read,Write} AlertRules/Incidents/Read AlertRules/Resolved/Action AlertRules/Throttled/Action
  ResourceHealth: availabilityStatuses/read Resources: deployments/{exportTemplate/action,read} deployments/operations/read
  deployments/operationstatuses/read subscriptions/operationresults/read subscriptions/read subscriptions/resourceGroups/read
  subscriptions/resourcegroups/deployments/operations/read subscriptions/resourcegroups/deployments/operationstatuses/read
  subscriptions/resourcegroups/deployments/read
= Classic Virtual Machine Contributor
allow Authorization: */read ClassicCompute: domainNames/* virtualMachines/* ClassicNetwork: networkSecurityGroups/join/action
  reservedIps/{link/action,read} virtualNetworks/{join/action,read} ClassicStorage: storageAccounts/disks/read storageAccounts/images/read
  storageAccounts/{listKeys/action,read} Insights: alertRules/* ResourceHealth: availabilityStatuses/read Resources: deployments/*
  subscriptions/resourceGroups/read Support: *
= Compute Diagnostics Role
allow Authorization: */read Compute: disks/beginGetAccess/action virtualmachinescalesets/disks/beginGetAccess/action
= Compute Gallery Artifacts Publisher
allow Authorization: */read Compute: disks/write galleries/* images/* locations/capsOperations/read locations/communityGalleries/*
  locations/sharedGalleries/* virtualMachines/write Insights: alertRules/* Resources: deployments/* subscriptions/resourceGroups/read
not Compute: galleries/share/action
= Compute Gallery Sharing Admin
allow Compute: galleries/share/action
= Container Apps ConnectedEnvironments Contributor
allow App: connectedEnvironments/{*,*/action} connectedEnvironments/*/{delete,read,write} connectedEnvironments/daprComponents/listSecrets/action
  Authorization: */read Insights: alertRules/* Resources: deployments/*
= Container Apps ConnectedEnvironments Reader
allow App: connectedEnvironments/*/read connectedEnvironments/read Authorization: */read Insights: alertRules/* Resources: deployments/read
  subscriptions/resourceGroups/read
= Container Apps Contributor
allow App: connectedEnvironments/*/read connectedEnvironments/{checknameavailability/action,join/action,read} containerApps/*/action
  containerApps/*/{delete,read,write} managedEnvironments/*/read managedEnvironments/{checknameavailability/action,join/action,read} Authorization:
  */read Insights: alertRules/*
= Container Apps Jobs Contributor
allow App: connectedEnvironments/*/read connectedEnvironments/{checknameavailability/action,join/action} jobs/{*/action,delete,write} jobs/*/read
  managedenvironments/*/read managedenvironments/{checknameavailability/action,join/action} Authorization: */read Insights: alertRules/* Resources:
  deployments/* app: connectedEnvironments/read jobs/read managedenvironments/read
= Container Apps Jobs Operator
allow App: connectedEnvironments/*/read connectedEnvironments/{checknameavailability/action,join/action} jobs/*/action jobs/*/read
  managedenvironments/*/read managedenvironments/{checknameavailability/action,join/action} Authorization: */read Insights: alertRules/* app:
  connectedEnvironments/read jobs/read managedenvironments/read
data App: jobs/{exec/action,logstream/action}
= Container Apps Jobs Reader
allow App: jobs/*/read managedenvironments/read app: jobs/read
= Container Apps ManagedEnvironments Contributor
allow App: managedEnvironments/*/action managedEnvironments/*/{delete,read,write} Authorization: */read Insights: alertRules/* Resources:
  deployments/*
= Container Apps ManagedEnvironments Reader
allow App: managedEnvironments/*/read Authorization: */read Insights: alertRules/*
= Container Apps Operator
allow App: connectedEnvironments/*/read connectedEnvironments/{checknameavailability/action,join/action,read} containerApps/*/action
  containerApps/*/read managedEnvironments/*/read managedEnvironments/{checknameavailability/action,join/action,read} Authorization: */read Insights:
  alertRules/*
data App: containerApps/{debug/action,exec/action,logstream/action}
= Container Apps SandboxGroup Contributor
allow App: sandboxGroups/*/{delete,read,write}
= Container Apps SandboxGroup Data Owner
data App: sandboxGroups/*/action sandboxGroups/*/{delete,read,write}
= Container Apps SessionPools Reader
allow App: sessionPools/*/read Authorization: */read Insights: alertRules/*
= Container Registry Cache Rule Administrator
allow ContainerRegistry: registries/cacheRules/{delete,read,write} registries/cacheRules/operationStatuses/read
= Container Registry Cache Rule Reader
allow ContainerRegistry: registries/cacheRules/read
= Container Registry Configuration Reader and Data Access Configuration Reader
allow ContainerRegistry: registries/connectedRegistries/read registries/{listCredentials/action,read} registries/operationStatuses/read
  registries/privateEndpointConnections/operationStatuses/read registries/privateEndpointConnections/read
  registries/providers/Microsoft.Insights/diagnosticSettings/{read,write} registries/providers/Microsoft.Insights/logDefinitions/read
  registries/providers/Microsoft.Insights/metricDefinitions/read registries/replications/operationStatuses/read registries/replications/read
  registries/scopeMaps/operationStatuses/read registries/scopeMaps/read registries/tokens/operationStatuses/read registries/tokens/read
  registries/webhooks/{getCallbackConfig/action,listEvents/action,read} registries/webhooks/operationStatuses/read Insights:
  AlertRules/Activated/Action AlertRules/{Delete,Read,Write} AlertRules/Incidents/Read AlertRules/Resolved/Action AlertRules/Throttled/Action Network:
  privateEndpoints/privateLinkServiceProxies/read virtualNetworks/read virtualNetworks/subnets/read Resources: deployments/*/read deployments/read
  subscriptions/resourceGroups/read
= Container Registry Connected Registry Administrator
allow ContainerRegistry: registries/connectedRegistries/{deactivate/action,delete,read,resync/action,write}
  registries/{generateCredentials/action,read} registries/scopeMaps/{delete,read,write} registries/scopeMaps/operationStatuses/read
  registries/tokens/{delete,read,write} registries/tokens/operationStatuses/read
= Container Registry Connected Registry Reader
allow ContainerRegistry: registries/connectedRegistries/read registries/read registries/scopeMaps/operationStatuses/read registries/scopeMaps/read
  registries/tokens/operationStatuses/read registries/tokens/read
= Container Registry Contributor and Data Access Configuration Administrator
allow Authorization: */read ContainerRegistry: locations/operationResults/read
  registries/connectedRegistries/{deactivate/action,delete,read,resync/action,write}
  registries/{delete,generateCredentials/action,listCredentials/action,privateEndpointConnectionsApproval/action,read,regenerateCredential/action,write}
  registries/operationStatuses/read registries/privateEndpointConnections/{delete,read,write}
  registries/privateEndpointConnections/operationStatuses/read registries/providers/Microsoft.Insights/diagnosticSettings/{read,write}
  registries/providers/Microsoft.Insights/logDefinitions/read registries/providers/Microsoft.Insights/metricDefinitions/read
  registries/replications/{delete,read,write} registries/replications/operationStatuses/read registries/scopeMaps/{delete,read,write}
  registries/scopeMaps/operationStatuses/read registries/tokens/{delete,read,write} registries/tokens/operationStatuses/read
  registries/webhooks/{delete,getCallbackConfig/action,listEvents/action,ping/action,read,write} registries/webhooks/operationStatuses/read Insights:
  AlertRules/Activated/Action AlertRules/{Delete,Read,Write} AlertRules/Incidents/Read AlertRules/Resolved/Action AlertRules/Throttled/Action Network:
  privateEndpoints/privateLinkServiceProxies/{delete,read,write} virtualNetworks/read
  virtualNetworks/subnets/{joinViaServiceEndpoint/action,read,write} Resources: deployments/* subscriptions/resourceGroups/read Support: *
= Container Registry Credential Set Administrator
allow ContainerRegistry: registries/credentialSets/{delete,read,write} registries/credentialSets/operationStatuses/read
= Container Registry Credential Set Reader
allow ContainerRegistry: registries/credentialSets/read
= Container Registry Data Importer and Data Reader
allow ContainerRegistry: registries/{importImage/action,read} registries/pull/read
data ContainerRegistry: registries/catalog/read registries/repositories/content/read registries/repositories/metadata/read
= Container Registry Repository Catalog Lister
data ContainerRegistry: registries/catalog/read
= Container Registry Repository Contributor
data ContainerRegistry: registries/repositories/content/{delete,read,write} registries/repositories/metadata/{delete,read,write}
= Container Registry Repository Reader
data ContainerRegistry: registries/repositories/content/read registries/repositories/metadata/read
= Container Registry Repository Writer
data ContainerRegistry: registries/repositories/content/{read,write} registries/repositories/metadata/{read,write}
= Container Registry Tasks Contributor
allow ContainerRegistry: registries/agentpools/{delete,listQueueStatus/action,read,write} registries/agentpools/operationResults/status/read
  registries/agentpools/operationStatuses/read registries/{listBuildSourceUploadUrl/action,read,scheduleRun/action}
  registries/runs/{cancel/action,listLogSasUrl/action,read,write} registries/taskruns/{delete,listDetails/action,read,write}
  registries/taskruns/operationStatuses/read registries/tasks/{delete,listDetails/action,read,write} Resources: deployments/*
  subscriptions/resourceGroups/read
= Container Registry Transfer Pipeline Contributor
allow ContainerRegistry: registries/exportPipelines/{delete,read,write} registries/importPipelines/{delete,read,write}
  registries/pipelineRuns/{delete,read,write} registries/pipelineRuns/operationStatuses/read
= Defender Agentless VM Scan
allow Compute: diskEncryptionSets/read disks/{beginGetAccess/action,read} virtualMachineScaleSets/instanceView/read virtualMachineScaleSets/read
  virtualMachineScaleSets/virtualMachines/instanceView/read virtualMachineScaleSets/virtualMachines/read virtualMachines/instanceView/read
  virtualMachines/read Resources: subscriptions/resourceGroups/read
= Defender Servers P1
allow Compute: virtualMachines/extensions/{delete,read,write} virtualMachines/read HybridCompute: machines/extensions/{delete,read,write}
  machines/read OperationalInsights: workspaces/read OperationsManagement: solutions/read
= Defender Servers P2
allow Compute: virtualMachines/extensions/{delete,read,write} virtualMachines/read HybridCompute: machines/extensions/{delete,read,write}
  machines/read Network: azureFirewalls/{read,write} loadBalancers/read networkInterfaces/read networkSecurityGroups/{read,write}
  publicIPAddresses/read routeTables/read virtualNetworks/read OperationalInsights: workspaces/read OperationsManagement: solutions/read
= Defender SQL Servers On Machines
allow Compute: virtualMachines/extensions/{delete,read,write} virtualMachines/instanceView/read virtualMachines/{read,write} HybridCompute:
  machines/extensions/{delete,read,write} machines/read
= Deployment Environments User
allow Authorization: */read DevCenter: projects/*/read projects/read Resources: subscriptions/resourceGroups/read
not DevCenter: projects/pools/read projects/pools/schedules/read
data DevCenter: projects/users/environments/{userActionManage/action,userDelete/action,userOutputsRead/action,userRead/action,userWrite/action}
= Desktop Virtualization Contributor
allow Authorization: */read DesktopVirtualization: * Insights: alertRules/* Resources: deployments/* subscriptions/resourceGroups/read Support: *
= Desktop Virtualization Virtual Machine Contributor
allow Authorization: */read Compute: availabilitySets/{read,write} availabilitySets/vmSizes/read disks/{delete,read,write} galleries/images/read
  galleries/images/versions/read galleries/read images/read locations/usages/read locations/vmSizes/read operations/read skus/read
  virtualMachines/{deallocate/action,delete,powerOff/action,read,restart/action,runCommand/action,start/action,write}
  virtualMachines/extensions/{delete,read,write} virtualMachines/runCommands/{read,write} virtualMachines/vmSizes/read DesktopVirtualization:
  hostpools/{doNotUseInternalAPI/action,read,retrieveRegistrationToken/action,write} hostpools/sessionHostConfigurations/read
  hostpools/sessionhosts/{delete,read,retryprovisioning/action,write} hostpools/sessionhosts/usersessions/{disconnect/action,read,sendMessage/action}
  scalingPlans/{read,write} Insights: alertRules/* KeyVault: vaults/deploy/action Marketplace: offerTypes/publishers/offers/plans/agreements/read
  Network: networkInterfaces/{delete,join/action,read,write} networkSecurityGroups/read virtualNetworks/read
  virtualNetworks/subnets/{join/action,read} virtualNetworks/usages/read Resources: deployments/* subscriptions/resourceGroups/read Storage:
  storageAccounts/read
= DevCenter Dev Box User
allow Authorization: */read DevCenter: projects/*/read projects/read Resources: subscriptions/resourceGroups/read
data DevCenter:
  projects/users/devboxes/{userActionManage/action,userActionRead/action,userCustomize/action,userDelete/action,userGetRemoteConnection/action,userRead/action,userStart/action,userStop/action,userUpcomingActionManage/action,userUpcomingActionRead/action,userWrite/action}
= DevCenter Owner
allow Authorization: */read roleAssignments/{delete,write} DevCenter: * Resources: deployments/* subscriptions/resourceGroups/read
only 331c37c6-af14-46d9-b9f4-e1909e1b95a0 45d50f46-0b78-4001-a660-4198cbe8cd05
= DevCenter Project Admin
allow Authorization: */read DevCenter: projects/* Resources: deployments/* subscriptions/resourceGroups/read
not DevCenter: projects/{delete,write}
data DevCenter: projects/pools/align/action
  projects/users/devboxes/{adminActionManage/action,adminActionRead/action,adminAlign/action,adminDelete/action,adminRead/action,adminStart/action,adminStop/action,adminWrite/action,userActionManage/action,userActionRead/action,userCustomize/action,userDelete/action,userGetRemoteConnection/action,userRead/action,userStart/action,userStop/action,userWrite/action}
  projects/users/environments/{adminAction/action,adminActionManage/action,adminActionRead/action,adminDelete/action,adminOutputsRead/action,adminRead/action,adminWrite/action,userDelete/action,userWrite/action}
= DevTest Labs User
allow Authorization: */read Compute: availabilitySets/read virtualMachines/*/read virtualMachines/{deallocate/action,read,restart/action,start/action}
  DevTestLab: */read labs/{claimAnyVm/action,createEnvironment/action,ensureCurrentUserProfile/action} labs/formulas/{delete,read,write}
  labs/policySets/evaluatePolicies/action labs/virtualMachines/{claim/action,getRdpFileContents/action}
  labs/virtualmachines/listApplicableSchedules/action Network: loadBalancers/backendAddressPools/join/action loadBalancers/inboundNatRules/join/action
  networkInterfaces/*/read networkInterfaces/{join/action,read,write} publicIPAddresses/*/read publicIPAddresses/{join/action,read}
  virtualNetworks/subnets/join/action Resources: deployments/operations/read deployments/read subscriptions/resourceGroups/read Storage:
  storageAccounts/listKeys/action
not Compute: virtualMachines/vmSizes/read
= Disk Backup Reader
allow Authorization: */read Compute: disks/{beginGetAccess/action,read}
= Disk Encryption Set Operator for Managed Disks
allow Compute: diskEncryptionSets/*
= Disk Pool Operator
allow Authorization: */read Compute: disks/{read,write} Insights: alertRules/* Resources: deployments/* subscriptions/resourceGroups/read
= Disk Restore Operator
allow Authorization: */read Compute: disks/{beginGetAccess/action,endGetAccess/action,read,write} Resources: subscriptions/resourceGroups/read
= Disk Snapshot Contributor
allow Authorization: */read Compute: disks/beginGetAccess/action snapshots/{beginGetAccess/action,delete,endGetAccess/action,read,write} Resources:
  subscriptions/resourceGroups/read Storage: storageAccounts/{delete,listkeys/action,read,write}
= DNS Zone Contributor
allow Authorization: */read Insights: alertRules/* Network: dnsZones/* ResourceHealth: availabilityStatuses/read Resources: deployments/*
  subscriptions/resourceGroups/read Support: *
= Elastic SAN Volume Importer
allow Authorization: */read Compute: disks/{beginGetAccess/action,endGetAccess/action,read} locations/*
  snapshots/{beginGetAccess/action,endGetAccess/action,read} ElasticSan: elasticSans/volumeGroups/*/read elasticSans/volumeGroups/preRestore/action
  elasticSans/volumeGroups/volumes/{delete,write} locations/* Resources: subscriptions/resourceGroups/read
= Hybrid Server Resource Administrator
allow HybridCompute: */read machines/*
= Logic Apps Hybrid Contributor
allow App: connectedEnvironments/*/read connectedEnvironments/{checknameavailability/action,join/action,read} containerApps/*/action
  containerApps/*/{delete,read,write} logicApps/*/action logicApps/*/{delete,read,write} managedEnvironments/*/read
  managedEnvironments/{checknameavailability/action,join/action,read} Authorization: */read Insights: alertRules/*
= Network Contributor
allow Authorization: */read Insights: alertRules/* Network: * ResourceHealth: availabilityStatuses/read Resources: deployments/*
  subscriptions/resourceGroups/read Support: *
= Private DNS Zone Contributor
allow Authorization: */read Insights: alertRules/* Network: privateDnsOperationResults/* privateDnsOperationStatuses/* privateDnsZones/*
  virtualNetworks/{join/action,read} Resources: deployments/* subscriptions/resourceGroups/read Support: *
= SQL Managed Instance Contributor
allow Authorization: */read Insights: alertRules/* metricDefinitions/read metrics/read Network: networkSecurityGroups/* routeTables/*
  virtualNetworks/* virtualNetworks/subnets/* ResourceHealth: availabilityStatuses/read Resources: deployments/* subscriptions/resourceGroups/read
  Sql: locations/*/read locations/instanceFailoverGroups/* managedInstances/* Support: *
not Sql: managedInstances/azureADOnlyAuthentications/{delete,write}
= Storage Account Contributor
allow Authorization: */read Insights: alertRules/* diagnosticSettings/* Network: virtualNetworks/subnets/joinViaServiceEndpoint/action ResourceHealth:
  availabilityStatuses/read Resources: deployments/* subscriptions/resourceGroups/read Storage: storageAccounts/* Support: *
= Virtual Machine Administrator Login
allow Compute: virtualMachines/*/read HybridCompute: machines/*/read HybridConnectivity: endpoints/listCredentials/action Network: loadBalancers/read
  networkInterfaces/read publicIPAddresses/read virtualNetworks/read
data Compute: virtualMachines/{login/action,loginAsAdmin/action} HybridCompute: machines/{login/action,loginAsAdmin/action}
= Virtual Machine Contributor
allow Authorization: */read Compute: availabilitySets/* cloudServices/* disks/{delete,read,write} hostgroups/hosts/write hostgroups/write locations/*
  virtualMachineScaleSets/* virtualMachines/* DevTestLab: schedules/* Insights: alertRules/* Network:
  applicationGateways/backendAddressPools/join/action loadBalancers/backendAddressPools/join/action loadBalancers/inboundNatPools/join/action
  loadBalancers/inboundNatRules/join/action loadBalancers/probes/join/action loadBalancers/read locations/* networkInterfaces/*
  networkSecurityGroups/{join/action,read} publicIPAddresses/{join/action,read} virtualNetworks/read virtualNetworks/subnets/join/action
  RecoveryServices: Vaults/backupFabrics/backupProtectionIntent/write Vaults/backupFabrics/protectionContainers/protectedItems/*/read
  Vaults/backupFabrics/protectionContainers/protectedItems/{read,write} Vaults/backupPolicies/{read,write} Vaults/{read,write} Vaults/usages/read
  locations/* ResourceHealth: availabilityStatuses/read Resources: deployments/* subscriptions/resourceGroups/read SerialConsole:
  serialPorts/connect/action SqlVirtualMachine: * Storage: storageAccounts/{listKeys/action,read} Support: *
= Virtual Machine Data Access Administrator (preview)
allow Authorization: */read roleAssignments/{delete,write} Compute: virtualMachines/*/read HybridCompute: machines/*/read Management:
  managementGroups/read Network: loadBalancers/read networkInterfaces/read publicIPAddresses/read virtualNetworks/read Resources: deployments/*
  subscriptions/read subscriptions/resourceGroups/read Support: *
only 1c0163c0-47e6-4577-8991-ea5c82e286e4 fb879df8-f326-4884-b1cf-06f3ad86be52
= Virtual Machine Local User Login
allow HybridCompute: machines/*/read HybridConnectivity: endpoints/listCredentials/action
= Virtual Machine User Login
allow Compute: virtualMachines/*/read HybridCompute: machines/*/read HybridConnectivity: endpoints/listCredentials/action Network: loadBalancers/read
  networkInterfaces/read publicIPAddresses/read virtualNetworks/read
data Compute: virtualMachines/login/action HybridCompute: machines/login/action
= VM Restore Operator
allow Authorization: */read Compute: disks/{beginGetAccess/action,delete,endGetAccess/action,read,write} locations/diskOperations/read
  virtualMachines/{delete,read,write} virtualMachines/extensions/{delete,read,write} virtualMachines/instanceView/read Insights: alertRules/* Network:
  locations/operationResults/read locations/operations/read locations/usages/read networkInterfaces/{delete,join/action,read,write}
  networkInterfaces/ipconfigurations/read networkSecurityGroups/read networkSecurityGroups/securityRules/read
  publicIPAddresses/{delete,join/action,read,write} virtualNetworks/read virtualNetworks/subnets/{join/action,read} Resources: deployments/*
  subscriptions/resourceGroups/read Storage: checkNameAvailability/read storageAccounts/blobServices/containers/{delete,read,write}
  storageAccounts/{listKeys/action,read,write}
data Storage: storageAccounts/blobServices/containers/blobs/{add/action,delete,read,write}
`;
