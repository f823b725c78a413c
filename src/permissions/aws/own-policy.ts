/**
 * Services of which resources can have policies of their own
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html).
 */
const services: ReadonlySet<string> = new Set([
  'backup',
  'dynamodb',
  'ecr',
  'elasticfilesystem',
  'es',
  'events',
  'glacier',
  'glue',
  'kinesis',
  'kms',
  'lambda',
  'logs',
  's3',
  's3express',
  'secretsmanager',
  'sns',
  'sqs',
  'vpc-lattice',
]);

/** Whether what an ARN names can have a policy of its own. */
export function hasOwnPolicy(arn: string): boolean {
  return services.has(arn.split(':', 3)[2] ?? '');
}
