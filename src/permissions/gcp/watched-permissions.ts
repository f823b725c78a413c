/**
 * The permissions that escalation, rules and facets ask about, by service. What predefined roles hold of these is in the
 * table of roles; of any other permission it is not. `iam.googleapis.com/workloadIdentityPools.create` stands here without the host,
 * see `canonicalPermission`. The table counts by place in this list: what is added goes to a new line at the end.
 */
const watched = `
agentidentity: authProviders.retrieveCredentials
aiplatform: customJobs.create endpoints.predict notebookExecutionJobs.create notebookRuntimes.assign pipelineJobs.create
aiplatform: reasoningEngines.create reasoningEngines.query reasoningEngines.update schedules.create
apikeys: keys.create keys.delete keys.getKeyString keys.list keys.update
appengine: versions.create versions.update
artifactregistry: repositories.deleteArtifacts repositories.downloadArtifacts repositories.setIamPolicy repositories.uploadArtifacts
batch: jobs.create
bigquery: datasets.setIamPolicy jobs.create tables.export tables.getData tables.setIamPolicy tables.updateData
bigtable: tables.readRows
billing: accounts.setIamPolicy
cloudbuild: builds.create builds.update connections.create connections.setIamPolicy repositories.accessReadWriteToken workerpools.use
clouddeploy: releases.create
cloudfunctions: functions.call functions.create functions.invoke functions.setIamPolicy functions.sourceCodeSet functions.update
cloudkms: cryptoKeyVersions.destroy cryptoKeyVersions.useToDecrypt cryptoKeyVersions.useToSign cryptoKeys.setIamPolicy
cloudkms: keyRings.setIamPolicy
cloudscheduler: jobs.create jobs.update
cloudsql: instances.connect instances.export users.create users.update
cloudtasks: queues.create tasks.create
composer: environments.create environments.executeAirflowCommand environments.update
compute: disks.create disks.createSnapshot firewalls.create firewalls.update instanceGroupManagers.create instanceTemplates.create
compute: instances.create instances.delete instances.osAdminLogin instances.osLogin instances.reset instances.setIamPolicy
compute: instances.setMetadata instances.setServiceAccount instances.start instances.update projects.setCommonInstanceMetadata
compute: snapshots.create subnetworks.use
config: deployments.create deployments.update
container: certificateSigningRequests.approve clusterRoleBindings.create clusterRoleBindings.update clusterRoles.bind clusterRoles.create
container: clusterRoles.escalate clusterRoles.update clusters.connect clusters.getCredentials clusters.impersonate clusters.update
container: cronJobs.create daemonSets.create deployments.create jobs.create mutatingWebhookConfigurations.create nodes.proxy pods.attach
container: pods.create pods.exec pods.portForward roleBindings.create roles.bind roles.escalate secrets.get secrets.list
container: serviceAccounts.createToken
dataflow: jobs.create jobs.updateContents
datafusion: instances.create
dataproc: batches.create clusters.create clusters.update clusters.use jobs.create sessions.create
datastore: databases.export entities.create entities.get
deploymentmanager: deployments.create deployments.setIamPolicy deployments.update
eventarc: triggers.create
gkehub: gateway.patch gateway.post
iam: denypolicies.create denypolicies.delete denypolicies.update principalaccessboundarypolicies.delete
iam: principalaccessboundarypolicies.unbind principalaccessboundarypolicies.update roles.create roles.delete roles.update
iam: serviceAccountApiKeyBindings.create serviceAccountApiKeyBindings.delete serviceAccountKeys.create serviceAccountKeys.delete
iam: serviceAccountKeys.list serviceAccounts.actAs serviceAccounts.create serviceAccounts.delete serviceAccounts.disable
iam: serviceAccounts.enable serviceAccounts.getAccessToken serviceAccounts.getOpenIdToken serviceAccounts.implicitDelegation
iam: serviceAccounts.setIamPolicy serviceAccounts.signBlob serviceAccounts.signJwt workforcePoolProviders.create
iam: workforcePoolProviders.update workloadIdentityPoolManagedIdentities.setAttestationRules workloadIdentityPoolProviders.create
iam: workloadIdentityPoolProviders.update workloadIdentityPools.create workloadIdentityPools.update
iamconnectors: connectors.retrieveCredentials
iap: web.setIamPolicy
logging: buckets.delete privateLogEntries.list sinks.create sinks.delete sinks.update
notebooks: instances.create instances.update runtimes.create
orgpolicy: policies.create policies.delete policies.update policy.set
osconfig: osPolicyAssignments.create patchJobs.exec
privilegedaccessmanager: entitlements.create entitlements.setIamPolicy entitlements.update grants.approve
pubsub: subscriptions.consume subscriptions.create subscriptions.update topics.publish topics.setIamPolicy
resourcemanager: folders.setIamPolicy hierarchyNodes.createTagBinding organizations.setIamPolicy projects.create projects.delete
resourcemanager: projects.move projects.setIamPolicy tagValueBindings.create tagValueBindings.delete tagValues.setIamPolicy
run: jobs.create jobs.run jobs.runWithOverrides jobs.setIamPolicy jobs.update routes.invoke services.create services.setIamPolicy
run: services.update
secretmanager: secrets.create secrets.delete secrets.get secrets.list secrets.setIamPolicy versions.access versions.add
serviceusage: services.disable services.enable
spanner: databases.select databases.setIamPolicy
storage: buckets.get buckets.list buckets.setIamPolicy hmacKeys.create objects.create objects.delete objects.get objects.list
storage: objects.setIamPolicy objects.update
workflows: executions.create workflows.create workflows.update
`;

/** In the order of the list. */
export const watchedPermissions: readonly string[] = watched
  .trim()
  .split('\n')
  .flatMap((line) => {
    const [service = '', ...names] = line.split(/[: ]+/);
    return names.map((name) => `${service}.${name}`);
  });

/** Services whose host in deny policies is called otherwise than their permissions. */
const hosts: ReadonlyMap<string, string> = new Map([
  ['cloudresourcemanager', 'resourcemanager'],
  ['sqladmin', 'cloudsql'],
]);

/**
 * A permission as roles write it, from the form with a host that deny policies and some roles use
 * (https://cloud.google.com/iam/docs/deny-permissions-support): `cloudresourcemanager.googleapis.com/projects.delete` is
 * `resourcemanager.projects.delete`.
 */
export function canonicalPermission(text: string): string {
  const at = text.indexOf('.googleapis.com/');
  if (at < 0) return text;
  const service = text.slice(0, at);
  return `${hosts.get(service) ?? service}.${text.slice(at + '.googleapis.com/'.length)}`;
}
