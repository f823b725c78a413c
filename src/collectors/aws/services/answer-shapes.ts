import type { ServiceKind } from './service-kinds.ts';

/** Lists of answers, and what their members are. */
export const serviceLists: ReadonlyMap<string, ServiceKind> = new Map<string, ServiceKind>([
  ['Functions', 'lambda-function'],
  ['Reservations', 'ec2-reservation'],
  ['projects', 'codebuild-project'],
  ['Jobs', 'glue-job'],
  ['DevEndpoints', 'glue-endpoint'],
  ['Stacks', 'cloudformation-stack'],
  ['credentialProviders', 'agentcore-api-key'],
  ['trailList', 'cloudtrail-trail'],
  ['SecretList', 'secret'],
  ['Parameters', 'ssm-parameter'],
]);

/** Keys that hold one thing. */
export const serviceValues: ReadonlyMap<string, ServiceKind> = new Map<string, ServiceKind>([
  ['Configuration', 'lambda-function'],
  ['taskDefinition', 'ecs-task-definition'],
  ['Service', 'apprunner-service'],
  ['cluster', 'eks-cluster'],
  ['association', 'eks-pod-identity'],
  ['agent', 'bedrock-agent'],
  ['agentActionGroup', 'bedrock-action-group'],
  ['knowledgeBase', 'bedrock-knowledge-base'],
  ['dataSource', 'bedrock-data-source'],
  ['loggingConfig', 'bedrock-logging'],
]);

interface WholeAnswer {
  readonly kind: ServiceKind;
  /** Keys that such an answer always has. */
  readonly has: readonly string[];
}

/** Answers that are the thing themselves. The first that fits is taken. */
export const wholeAnswers: readonly WholeAnswer[] = [
  { kind: 'lambda-policy', has: ['Policy', 'RevisionId'] },
  { kind: 'state-machine', has: ['stateMachineArn', 'roleArn'] },
  { kind: 'sagemaker-notebook', has: ['NotebookInstanceArn', 'RoleArn'] },
  { kind: 'sagemaker-domain', has: ['DomainArn', 'DefaultUserSettings'] },
  { kind: 'sagemaker-model', has: ['ModelArn', 'ModelName'] },
  { kind: 'agentcore-runtime', has: ['agentRuntimeArn', 'roleArn'] },
  { kind: 'agentcore-target', has: ['gatewayArn', 'targetId'] },
  { kind: 'agentcore-gateway', has: ['gatewayArn', 'authorizerType'] },
  { kind: 'agentcore-code-interpreter', has: ['codeInterpreterArn', 'networkConfiguration'] },
  { kind: 'agentcore-browser', has: ['browserArn', 'networkConfiguration'] },
  { kind: 'secret-policy', has: ['ARN', 'Name', 'ResourcePolicy'] },
  { kind: 'secret-policy', has: ['ARN', 'Name'] },
];

interface Mark {
  readonly key: string;
  /** What the head must show besides, where the key alone is too common a word. */
  readonly shows?: RegExp;
}

/** Keys that tell an answer of these services. */
export const serviceMarks: readonly Mark[] = [
  { key: 'Functions', shows: /"FunctionArn"/ },
  { key: 'Configuration', shows: /"FunctionArn"/ },
  { key: 'RevisionId', shows: /:lambda:/ },
  { key: 'taskDefinition', shows: /"taskDefinitionArn"/ },
  { key: 'Reservations', shows: /"Instances"/ },
  { key: 'projects', shows: /"arn:aws[\w-]*:codebuild:/ },
  { key: 'Jobs', shows: /"GlueVersion"|"Command"/ },
  { key: 'DevEndpoints', shows: /"EndpointName"/ },
  { key: 'stateMachineArn' },
  { key: 'NotebookInstanceArn' },
  { key: 'DomainArn', shows: /:sagemaker:/ },
  { key: 'ModelArn', shows: /:sagemaker:/ },
  { key: 'Service', shows: /:apprunner:/ },
  { key: 'Stacks', shows: /"StackId"/ },
  { key: 'cluster', shows: /"arn:aws[\w-]*:eks:/ },
  { key: 'association', shows: /"associationArn"/ },
  { key: 'agent', shows: /"agentArn"/ },
  { key: 'agentActionGroup' },
  { key: 'knowledgeBase', shows: /"knowledgeBaseArn"/ },
  { key: 'dataSource', shows: /"knowledgeBaseId"/ },
  { key: 'loggingConfig', shows: /DataDeliveryEnabled"|"loggingConfig"\s*:\s*(?:null|\{\s*\})/ },
  { key: 'agentRuntimeArn' },
  { key: 'gatewayArn', shows: /:bedrock-agentcore:/ },
  { key: 'codeInterpreterArn' },
  { key: 'browserArn', shows: /:bedrock-agentcore:/ },
  { key: 'credentialProviders', shows: /"credentialProviderArn"/ },
  { key: 'trailList' },
  { key: 'SecretList' },
  { key: 'ARN', shows: /:secretsmanager:/ },
  { key: 'Parameters', shows: /"Type"\s*:\s*"(?:SecureString|String|StringList)"/ },
];
