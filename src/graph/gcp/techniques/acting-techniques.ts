import type { GcpTechnique } from './technique.ts';

/** Making something that runs as an account takes these on the project, and to be allowed to act as the account. */
const makers: readonly (readonly [id: string, does: string, needs: readonly string[], page: string])[] = [
  [
    'gcp-infra-manager',
    'deploys infrastructure as',
    ['config.deployments.create'],
    'https://cloud.google.com/infrastructure-manager/docs/access-control',
  ],
  [
    'gcp-function-create',
    'runs a new function as',
    ['cloudfunctions.functions.create', 'cloudfunctions.functions.sourceCodeSet'],
    'https://cloud.google.com/functions/docs/reference/iam/permissions',
  ],
  [
    'gcp-function-update',
    'changes a function that runs as',
    ['cloudfunctions.functions.update', 'cloudfunctions.functions.sourceCodeSet'],
    'https://cloud.google.com/functions/docs/reference/iam/permissions',
  ],
  ['gcp-run-create', 'runs a new service as', ['run.services.create'], 'https://cloud.google.com/run/docs/reference/iam/permissions'],
  [
    'gcp-run-update',
    'changes a service that runs as',
    ['run.services.update'],
    'https://cloud.google.com/run/docs/reference/iam/permissions',
  ],
  ['gcp-run-job', 'runs a new job as', ['run.jobs.create', 'run.jobs.run'], 'https://cloud.google.com/run/docs/reference/iam/permissions'],
  [
    'gcp-vm-create',
    'starts a machine as',
    ['compute.instances.create', 'compute.disks.create', 'compute.instances.setServiceAccount', 'compute.instances.setMetadata'],
    'https://cloud.google.com/compute/docs/access/create-enable-service-accounts-for-instances',
  ],
  [
    'gcp-vm-template',
    'starts a group of machines as',
    ['compute.instanceTemplates.create', 'compute.instanceGroupManagers.create'],
    'https://cloud.google.com/compute/docs/instance-templates/create-instance-templates',
  ],
  ['gcp-composer', 'runs workflows as', ['composer.environments.create'], 'https://cloud.google.com/composer/docs/how-to/access-control'],
  ['gcp-dataflow', 'runs a pipeline as', ['dataflow.jobs.create'], 'https://cloud.google.com/dataflow/docs/concepts/access-control'],
  ['gcp-dataproc-cluster', 'starts a cluster as', ['dataproc.clusters.create'], 'https://cloud.google.com/dataproc/docs/concepts/iam/iam'],
  [
    'gcp-vertex-job',
    'runs a training job as',
    ['aiplatform.customJobs.create'],
    'https://cloud.google.com/vertex-ai/docs/general/custom-service-account',
  ],
  [
    'gcp-vertex-pipeline',
    'runs a pipeline as',
    ['aiplatform.pipelineJobs.create'],
    'https://cloud.google.com/vertex-ai/docs/pipelines/configure-project',
  ],
  [
    'gcp-notebook',
    'starts a notebook as',
    ['notebooks.instances.create'],
    'https://cloud.google.com/vertex-ai/docs/workbench/instances/service-account',
  ],
  [
    'gcp-workflow',
    'runs a workflow as',
    ['workflows.workflows.create', 'workflows.executions.create'],
    'https://cloud.google.com/workflows/docs/authentication',
  ],
  ['gcp-scheduler', 'sends requests as', ['cloudscheduler.jobs.create'], 'https://cloud.google.com/scheduler/docs/http-target-auth'],
  ['gcp-task', 'sends requests as', ['cloudtasks.tasks.create'], 'https://cloud.google.com/tasks/docs/creating-http-target-tasks'],
  ['gcp-batch', 'runs a batch job as', ['batch.jobs.create'], 'https://cloud.google.com/batch/docs/create-run-job-custom-service-account'],
  [
    'gcp-app-engine',
    'deploys an app as',
    ['appengine.versions.create'],
    'https://cloud.google.com/appengine/docs/standard/user-managed-service-accounts',
  ],
];

/** Ways onto a service account by making, or changing, what runs as it. The project is the one that the account lives in. */
export const actingTechniques: readonly GcpTechnique[] = makers.map(([id, does, onProject, page]) => ({
  id,
  does,
  onProject,
  onAccount: ['iam.serviceAccounts.actAs'],
  gains: { what: 'accounts' },
  page,
}));
