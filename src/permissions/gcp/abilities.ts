import { type Mask, maskOf } from './permission-mask.ts';

/** Permissions on a service account by which one becomes it. */
export const impersonating = maskOf(
  'iam.serviceAccounts.getAccessToken',
  'iam.serviceAccounts.signBlob',
  'iam.serviceAccounts.signJwt',
  'iam.serviceAccounts.implicitDelegation',
  'iam.serviceAccountKeys.create',
  'iam.serviceAccounts.setIamPolicy',
);

/** Permissions by what they come to (https://cloud.google.com/iam/docs/service-account-permissions). */
export const abilities = {
  /** Gives any role on a project, folder or organization. */
  administers: maskOf(
    'resourcemanager.projects.setIamPolicy',
    'resourcemanager.folders.setIamPolicy',
    'resourcemanager.organizations.setIamPolicy',
  ),
  /** Becomes service accounts, or lets itself. */
  becomes:
    impersonating | maskOf('iam.roles.update', 'iam.workloadIdentityPoolProviders.create', 'iam.workloadIdentityPoolProviders.update'),
  /** Hands out power. */
  grants: maskOf(
    'iam.serviceAccountKeys.create',
    'iam.serviceAccounts.setIamPolicy',
    'iam.roles.update',
    'iam.workloadIdentityPoolProviders.create',
    'iam.workloadIdentityPoolProviders.update',
    'resourcemanager.projects.setIamPolicy',
    'resourcemanager.folders.setIamPolicy',
    'resourcemanager.organizations.setIamPolicy',
  ),
  actsAs: maskOf('iam.serviceAccounts.actAs'),
  /** Makes something that runs as a service account, for which it has to be allowed to act as it. */
  deploys: maskOf(
    'compute.instances.create',
    'run.services.create',
    'run.jobs.create',
    'cloudfunctions.functions.create',
    'dataflow.jobs.create',
    'dataproc.clusters.create',
    'workflows.workflows.create',
    'aiplatform.customJobs.create',
    'aiplatform.pipelineJobs.create',
    'aiplatform.reasoningEngines.create',
    'composer.environments.create',
    'cloudscheduler.jobs.create',
    'cloudtasks.tasks.create',
    'appengine.versions.create',
    'batch.jobs.create',
    'config.deployments.create',
    'notebooks.instances.create',
    'compute.instanceTemplates.create',
  ),
  /** Runs code on what is there, or calls it. */
  runs: maskOf(
    'cloudbuild.builds.create',
    'run.jobs.run',
    'run.jobs.runWithOverrides',
    'run.routes.invoke',
    'cloudfunctions.functions.call',
    'cloudfunctions.functions.invoke',
    'container.pods.create',
    'container.pods.exec',
    'compute.instances.osLogin',
    'compute.instances.osAdminLogin',
    'compute.instances.setMetadata',
    'compute.projects.setCommonInstanceMetadata',
    'deploymentmanager.deployments.create',
    'deploymentmanager.deployments.update',
    'dataproc.jobs.create',
    'osconfig.patchJobs.exec',
    'osconfig.osPolicyAssignments.create',
    'workflows.executions.create',
    'aiplatform.reasoningEngines.query',
  ),
  /** Reads secrets. */
  secrets: maskOf('secretmanager.versions.access'),
  /** Reads all of a kind of data. */
  data: maskOf(
    'storage.objects.get',
    'bigquery.tables.getData',
    'bigquery.tables.export',
    'datastore.entities.get',
    'datastore.databases.export',
    'spanner.databases.select',
    'bigtable.tables.readRows',
    'pubsub.subscriptions.consume',
    'artifactregistry.repositories.downloadArtifacts',
    'cloudsql.instances.export',
    'logging.privateLogEntries.list',
    'cloudkms.cryptoKeyVersions.useToDecrypt',
  ),
} as const satisfies Record<string, Mask>;
