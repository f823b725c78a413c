/** What runs as a role, by CloudFormation type. */
export const runners: readonly {
  readonly type: string;
  /** The kind of the workload or agent. */
  readonly what: string;
  readonly isAgent?: true;
  readonly name?: string;
  /** Empty for what runs as no role. */
  readonly role: string;
  readonly through?: 'profile';
  readonly variables?: string;
}[] = [
  { type: 'AWS::Lambda::Function', what: 'aws-lambda-function', name: 'FunctionName', role: 'Role', variables: 'Environment.Variables' },
  { type: 'AWS::EC2::Instance', what: 'aws-ec2-instance', role: 'IamInstanceProfile', through: 'profile' },
  {
    type: 'AWS::EC2::LaunchTemplate',
    what: 'aws-launch-template',
    name: 'LaunchTemplateName',
    role: 'LaunchTemplateData.IamInstanceProfile.Arn',
    through: 'profile',
  },
  {
    type: 'AWS::AutoScaling::LaunchConfiguration',
    what: 'aws-launch-configuration',
    name: 'LaunchConfigurationName',
    role: 'IamInstanceProfile',
    through: 'profile',
  },
  { type: 'AWS::ECS::TaskDefinition', what: 'aws-ecs-task', name: 'Family', role: 'TaskRoleArn' },
  { type: 'AWS::CodeBuild::Project', what: 'aws-codebuild-project', name: 'Name', role: 'ServiceRole' },
  { type: 'AWS::Glue::Job', what: 'aws-glue-job', name: 'Name', role: 'Role' },
  { type: 'AWS::StepFunctions::StateMachine', what: 'aws-state-machine', name: 'StateMachineName', role: 'RoleArn' },
  { type: 'AWS::SageMaker::NotebookInstance', what: 'aws-sagemaker-notebook', name: 'NotebookInstanceName', role: 'RoleArn' },
  { type: 'AWS::SageMaker::Model', what: 'aws-sagemaker-model', name: 'ModelName', role: 'ExecutionRoleArn' },
  { type: 'AWS::AppRunner::Service', what: 'aws-apprunner-service', name: 'ServiceName', role: 'InstanceConfiguration.InstanceRoleArn' },
  { type: 'AWS::EKS::Cluster', what: 'aws-eks-cluster', name: 'Name', role: 'RoleArn' },
  { type: 'AWS::EKS::PodIdentityAssociation', what: 'aws-eks-pod', name: 'ServiceAccount', role: 'RoleArn' },
  { type: 'AWS::Bedrock::Agent', what: 'aws-bedrock-agent', isAgent: true, name: 'AgentName', role: 'AgentResourceRoleArn' },
  { type: 'AWS::Bedrock::KnowledgeBase', what: 'aws-bedrock-knowledge-base', name: 'Name', role: 'RoleArn' },
  {
    type: 'AWS::BedrockAgentCore::Runtime',
    what: 'aws-agentcore-runtime',
    isAgent: true,
    name: 'AgentRuntimeName',
    role: 'RoleArn',
    variables: 'EnvironmentVariables',
  },
  { type: 'AWS::BedrockAgentCore::Gateway', what: 'aws-agentcore-gateway', name: 'Name', role: 'RoleArn' },
  { type: 'AWS::BedrockAgentCore::GatewayTarget', what: 'aws-agentcore-gateway-target', name: 'Name', role: '' },
  { type: 'AWS::BedrockAgentCore::CodeInterpreterCustom', what: 'aws-agentcore-code-interpreter', name: 'Name', role: 'ExecutionRoleArn' },
  { type: 'AWS::BedrockAgentCore::BrowserCustom', what: 'aws-agentcore-browser', name: 'Name', role: 'ExecutionRoleArn' },
];
