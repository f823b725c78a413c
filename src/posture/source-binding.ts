/**
 * Which services say for whom they work when they assume a role, so that a trust policy can ask for
 * `aws:SourceAccount` or `aws:SourceArn` (https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html).
 */

/** Services whose own documentation asks for the keys in the trust policy of the role they assume. */
const supported = new Set([
  'appsync',
  'batchoperations.s3',
  'bedrock',
  'bedrock-agentcore',
  'cloudtrail',
  'codebuild',
  'codepipeline',
  'comprehend',
  'config',
  'connect',
  'databrew',
  'datasync',
  'dms',
  'firehose',
  'fis',
  'forecast',
  'glue',
  'iot',
  'kendra',
  'kinesisanalytics',
  'lexv2',
  'logs',
  'monitoring.rds',
  'personalize',
  'pipes',
  'rds',
  'rekognition',
  's3',
  'sagemaker',
  'scheduler',
  'ses',
  'sns',
  'ssm',
  'states',
  'transfer',
  'vpc-flow-logs',
]);

/** Services that get a role only by someone of the account passing it to compute of that account. */
const passed = new Set([
  'ec2',
  'ecs-tasks',
  'lambda',
  'edgelambda',
  'tasks.apprunner',
  'build.apprunner',
  'pods.eks',
  'eks',
  'ecs',
  'spotfleet',
  'elasticmapreduce',
]);

/** Whether a service can be bound to its source; undefined where it is not known. */
export function supportsSourceBinding(service: string): boolean | undefined {
  // Some services have a principal in each region: logs.eu-west-1.amazonaws.com.
  const name = service.replace(/\.amazonaws\.com(\.cn)?$/, '').replace(/\.[a-z]{2}(-[a-z]+)+-\d$/, '');
  if (supported.has(name)) return true;
  return passed.has(name) ? false : undefined;
}
