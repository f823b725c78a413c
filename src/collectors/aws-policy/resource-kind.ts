/** The kinds of resource by the service in their ARN. */
const kinds: Readonly<Record<string, string>> = {
  s3: 'aws-s3-bucket',
  kms: 'aws-kms-key',
  secretsmanager: 'aws-secret',
  sqs: 'aws-sqs-queue',
  sns: 'aws-sns-topic',
  lambda: 'aws-lambda-function',
  ecr: 'aws-ecr-repository',
};

/** The kind of a resource with a policy. */
export function kindOfResource(arn: string): string {
  return kinds[arn.split(':')[2] ?? ''] ?? 'aws-resource';
}
