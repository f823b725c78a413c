/** What the services of an account answer, one kind a thing; `answer-shapes.ts` says in which answers each stands. */
export const serviceKinds = [
  'lambda-function',
  'lambda-policy',
  'ecs-task-definition',
  'ec2-reservation',
  'codebuild-project',
  'glue-job',
  'glue-endpoint',
  'state-machine',
  'sagemaker-notebook',
  'sagemaker-domain',
  'sagemaker-model',
  'apprunner-service',
  'cloudformation-stack',
  'eks-cluster',
  'eks-pod-identity',
  'bedrock-agent',
  'bedrock-action-group',
  'bedrock-knowledge-base',
  'bedrock-data-source',
  'bedrock-logging',
  'agentcore-runtime',
  'agentcore-gateway',
  'agentcore-target',
  'agentcore-code-interpreter',
  'agentcore-browser',
  'agentcore-api-key',
  'cloudtrail-list',
  'cloudtrail-trail',
  'secret',
  'secret-policy',
  'ssm-parameter',
] as const;

export type ServiceKind = (typeof serviceKinds)[number];

const known: ReadonlySet<string> = new Set(serviceKinds);

export function isServiceKind(kind: string): kind is ServiceKind {
  return known.has(kind);
}
