import type { GcpTechnique } from './technique.ts';

const machines = { what: 'workloads', of: 'machines', kinds: ['gcp-compute-instance'] } as const;
const clusters = { what: 'clusters' } as const;
const gke = 'https://cloud.google.com/kubernetes-engine/docs/how-to/iam';

/** Ways onto an account by what runs as it already. */
export const workloadTechniques: readonly GcpTechnique[] = [
  {
    id: 'gcp-build',
    does: 'runs a build as',
    onProject: ['cloudbuild.builds.create'],
    gains: { what: 'build-accounts' },
    page: 'https://cloud.google.com/build/docs/cloud-build-service-account',
  },
  {
    id: 'gcp-build-as',
    does: 'runs a build as',
    onProject: ['cloudbuild.builds.create'],
    onAccount: ['iam.serviceAccounts.actAs'],
    gains: { what: 'accounts' },
    page: 'https://cloud.google.com/build/docs/securing-builds/configure-user-specified-service-accounts',
  },
  ...['create', 'update'].map(
    (verb): GcpTechnique => ({
      id: `gcp-deployment-manager-${verb}`,
      does: 'deploys resources as',
      onProject: [`deploymentmanager.deployments.${verb}`],
      gains: { what: 'api-agents' },
      page: 'https://cloud.google.com/deployment-manager/docs/access-control',
    }),
  ),
  {
    id: 'gcp-job-override',
    does: 'runs other commands in a job as',
    onThing: ['run.jobs.runWithOverrides'],
    gains: { what: 'workloads', of: 'jobs', kinds: ['gcp-run-job'] },
    page: 'https://cloud.google.com/run/docs/execute/jobs#override-job-configuration',
  },
  {
    id: 'gcp-dataproc-job',
    does: 'runs a job on a cluster as',
    onProject: ['dataproc.jobs.create'],
    onThing: ['dataproc.clusters.use'],
    gains: { what: 'workloads', of: 'dataproc clusters', kinds: ['gcp-dataproc-cluster'] },
    page: 'https://cloud.google.com/dataproc/docs/concepts/iam/iam',
  },
  {
    id: 'gcp-vm-metadata',
    does: 'puts a start-up script on a machine that runs as',
    onThing: ['compute.instances.setMetadata'],
    onAccount: ['iam.serviceAccounts.actAs'],
    gains: machines,
    page: 'https://cloud.google.com/compute/docs/metadata/setting-custom-metadata',
  },
  {
    id: 'gcp-project-metadata',
    does: 'puts SSH keys on machines that run as',
    onProject: ['compute.projects.setCommonInstanceMetadata'],
    onAccount: ['iam.serviceAccounts.actAs'],
    gains: machines,
    page: 'https://cloud.google.com/compute/docs/connect/add-ssh-keys',
  },
  {
    id: 'gcp-os-login',
    does: 'logs in to a machine that runs as',
    onThing: ['compute.instances.osAdminLogin'],
    onAccount: ['iam.serviceAccounts.actAs'],
    gains: machines,
    page: 'https://cloud.google.com/compute/docs/oslogin/set-up-oslogin',
  },
  {
    id: 'gcp-patch-job',
    does: 'runs scripts on machines that run as',
    onProject: ['osconfig.patchJobs.exec'],
    gains: machines,
    page: 'https://cloud.google.com/compute/vm-manager/docs/patch/create-patch-job',
  },
  {
    id: 'gcp-os-policy',
    does: 'runs scripts on machines that run as',
    onProject: ['osconfig.osPolicyAssignments.create'],
    gains: machines,
    page: 'https://cloud.google.com/compute/vm-manager/docs/os-policies/create-os-policy-assignment',
  },
  {
    id: 'gcp-agent-code',
    does: 'replaces the code of an agent that runs as',
    onThing: ['aiplatform.reasoningEngines.update'],
    gains: { what: 'workloads', of: 'agents', kinds: ['gcp-reasoning-engine'] },
    page: 'https://cloud.google.com/vertex-ai/generative-ai/docs/agent-engine/manage/access',
  },
  { id: 'gcp-gke-pod', does: 'starts pods in', onThing: ['container.pods.create'], gains: clusters, page: gke },
  { id: 'gcp-gke-exec', does: 'runs commands in pods of', onThing: ['container.pods.exec'], gains: clusters, page: gke },
  {
    id: 'gcp-gke-token',
    does: 'makes tokens for workloads of',
    onThing: ['container.serviceAccounts.createToken'],
    gains: clusters,
    page: gke,
  },
  { id: 'gcp-gke-impersonate', does: 'impersonates anybody in', onThing: ['container.clusters.impersonate'], gains: clusters, page: gke },
  { id: 'gcp-gke-proxy', does: 'runs commands through the nodes of', onThing: ['container.nodes.proxy'], gains: clusters, page: gke },
  ...['update', 'create'].map(
    (verb): GcpTechnique => ({
      id: `gcp-gke-escalate-${verb}`,
      does: 'gives itself any role in',
      onThing: ['container.clusterRoles.escalate', `container.clusterRoles.${verb}`],
      gains: clusters,
      page: gke,
    }),
  ),
  {
    id: 'gcp-gke-bind',
    does: 'binds any role to itself in',
    onThing: ['container.clusterRoles.bind', 'container.clusterRoleBindings.create'],
    gains: clusters,
    page: gke,
  },
  ...['list', 'get'].map(
    (verb): GcpTechnique => ({
      id: `gcp-gke-secret-${verb}`,
      does: 'reads',
      onThing: [`container.secrets.${verb}`],
      gains: { what: 'things', of: 'secrets of clusters' },
      page: gke,
    }),
  ),
];
