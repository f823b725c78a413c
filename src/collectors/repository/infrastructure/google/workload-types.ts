/** What runs as a service account, by Terraform type. Paths lead into blocks: the first that is there counts. */
export interface WorkloadType {
  readonly type: string;
  /** The kind of the workload or agent. */
  readonly what: string;
  readonly isAgent?: true;
  readonly name: readonly string[];
  readonly account: readonly string[];
  /** Whom it runs as where it names nobody. Absent: nobody, or an account of Google's own. */
  readonly otherwise?: 'compute' | 'appspot';
  /** Environment variables: a map, or a list of names and values. */
  readonly variables?: string;
  /** The scopes that its tokens are limited to. */
  readonly scopes?: string;
}

const templateAccount = { account: ['service_account.email'], otherwise: 'compute', scopes: 'service_account.scopes' } as const;

/** https://registry.terraform.io/providers/hashicorp/google/latest/docs */
export const workloadTypes: readonly WorkloadType[] = [
  { type: 'google_compute_instance', what: 'gcp-compute-instance', name: ['name'], ...templateAccount },
  { type: 'google_compute_instance_template', what: 'gcp-instance-template', name: ['name', 'name_prefix'], ...templateAccount },
  { type: 'google_compute_region_instance_template', what: 'gcp-instance-template', name: ['name', 'name_prefix'], ...templateAccount },
  {
    type: 'google_cloud_run_service',
    what: 'gcp-run-service',
    name: ['name'],
    account: ['template.spec.service_account_name'],
    otherwise: 'compute',
    variables: 'template.spec.containers.env',
  },
  {
    type: 'google_cloud_run_v2_service',
    what: 'gcp-run-service',
    name: ['name'],
    account: ['template.service_account'],
    otherwise: 'compute',
    variables: 'template.containers.env',
  },
  {
    type: 'google_cloud_run_v2_job',
    what: 'gcp-run-job',
    name: ['name'],
    account: ['template.template.service_account'],
    otherwise: 'compute',
    variables: 'template.template.containers.env',
  },
  {
    type: 'google_cloudfunctions_function',
    what: 'gcp-cloud-function',
    name: ['name'],
    account: ['service_account_email'],
    otherwise: 'appspot',
    variables: 'environment_variables',
  },
  {
    type: 'google_cloudfunctions2_function',
    what: 'gcp-cloud-function',
    name: ['name'],
    account: ['service_config.service_account_email'],
    otherwise: 'compute',
    variables: 'service_config.environment_variables',
  },
  {
    type: 'google_container_node_pool',
    what: 'gcp-gke-node-pool',
    name: ['name'],
    account: ['node_config.service_account'],
    otherwise: 'compute',
    scopes: 'node_config.oauth_scopes',
  },
  {
    type: 'google_container_cluster',
    what: 'gcp-gke-cluster',
    name: ['name'],
    account: ['node_config.service_account', 'cluster_autoscaling.auto_provisioning_defaults.service_account'],
    scopes: 'node_config.oauth_scopes',
  },
  { type: 'google_cloudbuild_trigger', what: 'gcp-build-trigger', name: ['name'], account: ['service_account'] },
  {
    type: 'google_cloud_scheduler_job',
    what: 'gcp-scheduler-job',
    name: ['name'],
    account: ['http_target.oidc_token.service_account_email', 'http_target.oauth_token.service_account_email'],
  },
  {
    type: 'google_pubsub_subscription',
    what: 'gcp-push-subscription',
    name: ['name'],
    account: ['push_config.oidc_token.service_account_email'],
  },
  { type: 'google_eventarc_trigger', what: 'gcp-eventarc-trigger', name: ['name'], account: ['service_account'] },
  { type: 'google_workflows_workflow', what: 'gcp-workflow', name: ['name'], account: ['service_account'], otherwise: 'compute' },
  { type: 'google_dataflow_job', what: 'gcp-dataflow-job', name: ['name'], account: ['service_account_email'], otherwise: 'compute' },
  {
    type: 'google_dataflow_flex_template_job',
    what: 'gcp-dataflow-job',
    name: ['name'],
    account: ['service_account_email'],
    otherwise: 'compute',
  },
  {
    type: 'google_dataproc_cluster',
    what: 'gcp-dataproc-cluster',
    name: ['name'],
    account: ['cluster_config.gce_cluster_config.service_account'],
    otherwise: 'compute',
  },
  {
    type: 'google_composer_environment',
    what: 'gcp-composer-environment',
    name: ['name'],
    account: ['config.node_config.service_account'],
    otherwise: 'compute',
    variables: 'config.software_config.env_variables',
  },
  { type: 'google_notebooks_instance', what: 'gcp-notebook', name: ['name'], account: ['service_account'], otherwise: 'compute' },
  {
    type: 'google_workbench_instance',
    what: 'gcp-notebook',
    name: ['name'],
    account: ['gce_setup.service_accounts.email'],
    otherwise: 'compute',
  },
  {
    type: 'google_app_engine_standard_app_version',
    what: 'gcp-app-engine-version',
    name: ['service'],
    account: ['service_account'],
    otherwise: 'appspot',
    variables: 'env_variables',
  },
  {
    type: 'google_app_engine_flexible_app_version',
    what: 'gcp-app-engine-version',
    name: ['service'],
    account: ['service_account'],
    otherwise: 'appspot',
    variables: 'env_variables',
  },
  {
    type: 'google_vertex_ai_reasoning_engine',
    what: 'gcp-reasoning-engine',
    isAgent: true,
    name: ['display_name'],
    account: ['spec.service_account'],
    variables: 'spec.deployment_spec.env',
  },
  {
    type: 'google_vertex_ai_endpoint_with_model_garden_deployment',
    what: 'gcp-vertex-endpoint',
    name: ['endpoint_config.endpoint_display_name'],
    account: ['model_config.container_spec.service_account'],
  },
  { type: 'google_dialogflow_cx_agent', what: 'gcp-dialogflow-agent', isAgent: true, name: ['display_name'], account: [] },
];
