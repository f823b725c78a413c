/** What runs as a role, by Terraform type. Paths lead into blocks: the first that is there counts. */
export const runners: readonly {
  readonly type: string;
  /** The kind of the workload or agent. */
  readonly what: string;
  readonly isAgent?: true;
  readonly name: readonly string[];
  readonly role: readonly string[];
  readonly through?: 'profile';
  readonly variables?: string;
}[] = [
  { type: 'aws_lambda_function', what: 'aws-lambda-function', name: ['function_name'], role: ['role'], variables: 'environment.variables' },
  { type: 'aws_instance', what: 'aws-ec2-instance', name: [], role: ['iam_instance_profile'], through: 'profile' },
  {
    type: 'aws_launch_template',
    what: 'aws-launch-template',
    name: ['name'],
    role: ['iam_instance_profile.name', 'iam_instance_profile.arn'],
    through: 'profile',
  },
  {
    type: 'aws_launch_configuration',
    what: 'aws-launch-configuration',
    name: ['name'],
    role: ['iam_instance_profile'],
    through: 'profile',
  },
  { type: 'aws_ecs_task_definition', what: 'aws-ecs-task', name: ['family'], role: ['task_role_arn'] },
  { type: 'aws_codebuild_project', what: 'aws-codebuild-project', name: ['name'], role: ['service_role'] },
  { type: 'aws_glue_job', what: 'aws-glue-job', name: ['name'], role: ['role_arn'] },
  { type: 'aws_glue_dev_endpoint', what: 'aws-glue-dev-endpoint', name: ['name'], role: ['role_arn'] },
  {
    type: 'aws_apprunner_service',
    what: 'aws-apprunner-service',
    name: ['service_name'],
    role: ['instance_configuration.instance_role_arn'],
  },
  { type: 'aws_sagemaker_notebook_instance', what: 'aws-sagemaker-notebook', name: ['name'], role: ['role_arn'] },
  { type: 'aws_sagemaker_model', what: 'aws-sagemaker-model', name: ['name'], role: ['execution_role_arn'] },
  { type: 'aws_sagemaker_domain', what: 'aws-sagemaker-domain', name: ['domain_name'], role: ['default_user_settings.execution_role'] },
  { type: 'aws_sfn_state_machine', what: 'aws-state-machine', name: ['name'], role: ['role_arn'] },
  { type: 'aws_eks_cluster', what: 'aws-eks-cluster', name: ['name'], role: ['role_arn'] },
  { type: 'aws_eks_pod_identity_association', what: 'aws-eks-pod', name: ['service_account'], role: ['role_arn'] },
  { type: 'aws_cloudformation_stack', what: 'aws-cloudformation-stack', name: ['name'], role: ['iam_role_arn'] },
  { type: 'aws_bedrockagent_agent', what: 'aws-bedrock-agent', isAgent: true, name: ['agent_name'], role: ['agent_resource_role_arn'] },
  { type: 'aws_bedrockagent_knowledge_base', what: 'aws-bedrock-knowledge-base', name: ['name'], role: ['role_arn'] },
  {
    type: 'aws_bedrockagentcore_agent_runtime',
    what: 'aws-agentcore-runtime',
    isAgent: true,
    name: ['agent_runtime_name'],
    role: ['role_arn'],
    variables: 'environment_variables',
  },
  { type: 'aws_bedrockagentcore_gateway', what: 'aws-agentcore-gateway', name: ['name'], role: ['role_arn'] },
  { type: 'aws_bedrockagentcore_gateway_target', what: 'aws-agentcore-gateway-target', name: ['name'], role: [] },
  { type: 'aws_bedrockagentcore_code_interpreter', what: 'aws-agentcore-code-interpreter', name: ['name'], role: ['execution_role_arn'] },
  { type: 'aws_bedrockagentcore_browser', what: 'aws-agentcore-browser', name: ['name'], role: ['execution_role_arn'] },
];
