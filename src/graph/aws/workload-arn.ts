import { accountOfArn } from '../../inventory/id.ts';
import type { Workload } from '../../inventory/workload.ts';

/** What follows `arn:aws:` of the ARNs of a kind of workload, with `@` for the account and `#` for its name. */
const patterns: Readonly<Record<string, string>> = {
  'aws-agentcore-browser': 'bedrock-agentcore:*:@:browser-custom/#',
  'aws-agentcore-code-interpreter': 'bedrock-agentcore:*:@:code-interpreter-custom/#',
  'aws-agentcore-runtime': 'bedrock-agentcore:*:@:runtime/#',
  'aws-apprunner-service': 'apprunner:*:@:service/#/*',
  'aws-batch-job-queue': 'batch:*:@:job-queue/#',
  'aws-cloudformation-stack': 'cloudformation:*:@:stack/#/*',
  'aws-cloudformation-stack-set': 'cloudformation:*:@:stackset/#:*',
  'aws-codebuild-project': 'codebuild:*:@:project/#',
  'aws-codedeploy-deployment-group': 'codedeploy:*:@:deploymentgroup:#',
  'aws-ec2-instance': 'ec2:*:@:instance/#',
  'aws-ec2-launch-template': 'ec2:*:@:launch-template/#',
  'aws-ecs-service': 'ecs:*:@:service/#',
  'aws-ecs-task': 'ecs:*:@:task/#',
  'aws-eks-cluster': 'eks:*:@:cluster/#',
  'aws-glue-dev-endpoint': 'glue:*:@:devEndpoint/#',
  'aws-glue-job': 'glue:*:@:job/#',
  'aws-lambda-function': 'lambda:*:@:function:#',
  'aws-sagemaker-notebook-instance': 'sagemaker:*:@:notebook-instance/#',
  'aws-sagemaker-user-profile': 'sagemaker:*:@:user-profile/#',
  'aws-step-functions-state-machine': 'states:*:@:stateMachine:#',
};

/**
 * The ARN that permissions on a workload are checked against: its own where that was read, else a pattern of its kind and
 * name that leaves the region open. Undefined for kinds that techniques do not take over.
 */
export function arnOfWorkload(workload: Workload, account: string): string | undefined {
  for (const known of [workload.arn, workload.id, workload.name]) if (known?.startsWith('arn:') === true) return known;
  const pattern = patterns[workload.kind];
  return pattern === undefined ? undefined : `arn:aws:${pattern.replace('@', account).replace('#', () => workload.name)}`;
}

/** The resource, as techniques write it, that stands for all workloads of a kind; `*` for kinds that are not known. */
export function resourceOfKind(kind: string): string {
  return patterns[kind]?.replace('#', '*') ?? '*';
}

/** The account that a workload runs in. */
export function accountOfWorkload(workload: Workload): string | undefined {
  for (const known of [workload.arn, workload.id, workload.name]) {
    const account = known?.startsWith('arn:') === true ? accountOfArn(known) : undefined;
    if (account !== undefined) return account;
  }
  return /^aws:\w+\/(\d{12})(?:\/|$)/.exec(workload.identity)?.[1];
}
