import type { Workload } from '../../inventory/workload.ts';

/** What follows `arn:aws:` of the ARNs of a kind of workload, with `@` for the account and `#` for what names it there. */
const patterns: Readonly<Record<string, string>> = {
  'aws-agentcore-browser': 'bedrock-agentcore:*:@:browser-custom/#',
  'aws-agentcore-code-interpreter': 'bedrock-agentcore:*:@:code-interpreter-custom/#',
  'aws-agentcore-runtime': 'bedrock-agentcore:*:@:runtime/#-*',
  'aws-apprunner-service': 'apprunner:*:@:service/#/*',
  'aws-batch-job-definition': 'batch:*:@:job-definition/#:*',
  'aws-batch-job-queue': 'batch:*:@:job-queue/#',
  'aws-cloudformation-stack': 'cloudformation:*:@:stack/#/*',
  'aws-cloudformation-stack-set': 'cloudformation:*:@:stackset/#:*',
  'aws-codebuild-project': 'codebuild:*:@:project/#',
  'aws-codedeploy-deployment-group': 'codedeploy:*:@:deploymentgroup:#',
  'aws-ec2-instance': 'ec2:*:@:instance/#',
  'aws-ec2-launch-template': 'ec2:*:@:launch-template/#',
  'aws-ecs-cluster': 'ecs:*:@:cluster/#',
  'aws-ecs-container-instance': 'ecs:*:@:container-instance/#',
  'aws-ecs-running-task': 'ecs:*:@:task/#',
  'aws-ecs-service': 'ecs:*:@:service/#',
  'aws-eks-cluster': 'eks:*:@:cluster/#',
  'aws-glue-dev-endpoint': 'glue:*:@:devEndpoint/#',
  'aws-glue-job': 'glue:*:@:job/#',
  'aws-lambda-function': 'lambda:*:@:function:#',
  'aws-sagemaker-notebook': 'sagemaker:*:@:notebook-instance/#',
  'aws-sagemaker-user-profile': 'sagemaker:*:@:user-profile/#',
  'aws-state-machine': 'states:*:@:stateMachine:#',
};

/** Kinds that an account's list of workloads holds, where a source supplies it as a whole. */
const listedKinds: ReadonlySet<string> = new Set([
  'aws-agentcore-browser',
  'aws-agentcore-code-interpreter',
  'aws-agentcore-runtime',
  'aws-apprunner-service',
  'aws-batch-job-queue',
  'aws-cloudformation-stack',
  'aws-cloudformation-stack-set',
  'aws-codebuild-project',
  'aws-ec2-instance',
  'aws-ec2-launch-template',
  'aws-ecs-cluster',
  'aws-ecs-running-task',
  'aws-ecs-service',
  'aws-eks-cluster',
  'aws-glue-dev-endpoint',
  'aws-glue-job',
  'aws-lambda-function',
  'aws-sagemaker-notebook',
  'aws-sagemaker-user-profile',
  'aws-state-machine',
]);

/** Whether what an account supplies (`workloads`, or a kind by its name) holds all workloads of a kind. */
export function suppliesKind(supplies: readonly string[], kind: string): boolean {
  return supplies.includes(kind) || (supplies.includes('workloads') && listedKinds.has(kind));
}

export interface WorkloadPlace {
  readonly account: string;
  /** The ARN that permissions on it are checked against; a pattern where the region or a part that AWS chose is not known. */
  readonly arn: string;
}

/**
 * Where a workload is, from its id: `aws:<kind>/<account>/<region>/<name>`, with `-` for a region that is not known.
 * Undefined for kinds that techniques do not take over.
 */
export function placeOfWorkload({ id, kind }: Workload): WorkloadPlace | undefined {
  const pattern = patterns[kind];
  const match = /^aws:[^/]+\/(\d{12})\/([^/]+)\/(.+)$/.exec(id);
  if (pattern === undefined || !match) return undefined;
  const [, account = '', region = '', name = ''] = match;
  const placed = region === '-' ? pattern : pattern.replace(':*:', `:${region}:`);
  return { account, arn: `arn:aws:${placed.replace('@', account).replace('#', () => name)}` };
}

/** The resource, as techniques write it, that stands for all workloads of a kind; `*` for kinds that are not known. */
export function resourceOfKind(kind: string): string {
  return patterns[kind]?.replace(/#.*$/, '*') ?? '*';
}
