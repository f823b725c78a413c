import type { AwsCall } from '../calls.ts';

function reads(what: string): AwsCall {
  return { serves: what, unseen: what, required: false, promised: true };
}

/**
 * The calls that the live source makes to services, each in every region that is read: none of them returns the value of a stored
 * secret, and all of them read.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const serviceCalls = {
  'ec2:DescribeRegions': { ...reads('which regions the account has enabled'), promised: false },
  'ec2:DescribeInstances': reads('instances, their roles and metadata options'),
  'lambda:ListFunctions': reads('functions, their roles and variables'),
  'lambda:GetPolicy': reads('who may call functions'),
  'ecs:ListTaskDefinitionFamilies': reads('container tasks'),
  'ecs:DescribeTaskDefinition': reads('the roles, variables and secrets of container tasks'),
  'codebuild:ListProjects': reads('build projects'),
  'codebuild:BatchGetProjects': reads('the roles and variables of build projects'),
  'glue:GetJobs': reads('Glue jobs and their roles'),
  'glue:GetDevEndpoints': reads('Glue development endpoints and their roles'),
  'states:ListStateMachines': reads('state machines'),
  'states:DescribeStateMachine': reads('the roles of state machines'),
  'sagemaker:ListNotebookInstances': reads('notebook instances'),
  'sagemaker:DescribeNotebookInstance': reads('the roles of notebook instances'),
  'sagemaker:ListDomains': reads('SageMaker domains'),
  'sagemaker:DescribeDomain': reads('the roles of SageMaker domains'),
  'sagemaker:ListModels': reads('SageMaker models'),
  'sagemaker:DescribeModel': reads('the roles and variables of SageMaker models'),
  'apprunner:ListServices': reads('App Runner services'),
  'apprunner:DescribeService': reads('the roles and variables of App Runner services'),
  'cloudformation:DescribeStacks': reads('the roles of stacks'),
  'eks:ListClusters': reads('clusters'),
  'eks:DescribeCluster': reads('the roles of clusters'),
  'eks:ListPodIdentityAssociations': reads('which pods have roles'),
  'eks:DescribePodIdentityAssociation': reads('the roles of pods'),
  'bedrock:ListAgents': reads('Bedrock agents'),
  'bedrock:GetAgent': reads('the roles of Bedrock agents'),
  'bedrock:ListAgentActionGroups': reads('the action groups of Bedrock agents'),
  'bedrock:GetAgentActionGroup': reads('the functions that Bedrock agents call'),
  'bedrock:ListKnowledgeBases': reads('knowledge bases'),
  'bedrock:GetKnowledgeBase': reads('the roles of knowledge bases'),
  'bedrock:ListDataSources': reads('the data sources of knowledge bases'),
  'bedrock:GetDataSource': reads('the buckets that knowledge bases read'),
  'bedrock:GetModelInvocationLoggingConfiguration': reads('whether model invocations are logged'),
  'bedrock-agentcore:ListAgentRuntimes': reads('AgentCore runtimes'),
  'bedrock-agentcore:GetAgentRuntime': reads('the roles, variables and authorizers of AgentCore runtimes'),
  'bedrock-agentcore:ListGateways': reads('AgentCore gateways'),
  'bedrock-agentcore:GetGateway': reads('the authorizers and policy engines of AgentCore gateways'),
  'bedrock-agentcore:ListGatewayTargets': reads('the targets of AgentCore gateways'),
  'bedrock-agentcore:GetGatewayTarget': reads('what AgentCore gateways present to their targets'),
  'bedrock-agentcore:ListCodeInterpreters': reads('AgentCore code interpreters'),
  'bedrock-agentcore:GetCodeInterpreter': reads('the roles and networks of AgentCore code interpreters'),
  'bedrock-agentcore:ListBrowsers': reads('AgentCore browsers'),
  'bedrock-agentcore:GetBrowser': reads('the roles and networks of AgentCore browsers'),
  'bedrock-agentcore:ListApiKeyCredentialProviders': reads('the API keys that AgentCore keeps, by name'),
  'cloudtrail:DescribeTrails': reads('trails'),
  'cloudtrail:GetTrailStatus': reads('whether trails are on'),
  'cloudtrail:GetEventSelectors': reads('which events trails record'),
  'secretsmanager:ListSecrets': reads('names, rotation and last use of stored secrets, never their values'),
  'secretsmanager:GetResourcePolicy': reads('who may read stored secrets by their own policies'),
  'ssm:DescribeParameters': reads('names of encrypted parameters, never their values'),
} as const satisfies Readonly<Record<string, AwsCall>>;

export type ServicePermission = keyof typeof serviceCalls;
