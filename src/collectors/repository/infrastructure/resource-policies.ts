import type { Evidence } from '../../../inventory/evidence.ts';
import type { ResourcePolicy } from './declarations.ts';
import { isAbsent, listOf, type ObjectEntry, scalar, type Value } from './value.ts';

/** How types of resources carry a policy: whose it is, and the attributes (`resource` absent: it is the resource itself). */
interface Carrier {
  readonly type: string;
  /** The type of the resource that the policy is of. */
  readonly of: string;
  readonly resource?: string;
  readonly policy: string;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html */
const carriers: readonly Carrier[] = [
  { type: 'aws_s3_bucket', of: 'aws_s3_bucket', policy: 'policy' },
  { type: 'aws_s3_bucket_policy', of: 'aws_s3_bucket', resource: 'bucket', policy: 'policy' },
  { type: 'aws_kms_key', of: 'aws_kms_key', policy: 'policy' },
  { type: 'aws_kms_key_policy', of: 'aws_kms_key', resource: 'key_id', policy: 'policy' },
  { type: 'aws_sqs_queue', of: 'aws_sqs_queue', policy: 'policy' },
  { type: 'aws_sqs_queue_policy', of: 'aws_sqs_queue', resource: 'queue_url', policy: 'policy' },
  { type: 'aws_sns_topic', of: 'aws_sns_topic', policy: 'policy' },
  { type: 'aws_sns_topic_policy', of: 'aws_sns_topic', resource: 'arn', policy: 'policy' },
  { type: 'aws_secretsmanager_secret', of: 'aws_secretsmanager_secret', policy: 'policy' },
  { type: 'aws_secretsmanager_secret_policy', of: 'aws_secretsmanager_secret', resource: 'secret_arn', policy: 'policy' },
  { type: 'aws_ecr_repository_policy', of: 'aws_ecr_repository', resource: 'repository', policy: 'policy' },
  { type: 'AWS::S3::BucketPolicy', of: 'AWS::S3::Bucket', resource: 'Bucket', policy: 'PolicyDocument' },
  { type: 'AWS::KMS::Key', of: 'AWS::KMS::Key', policy: 'KeyPolicy' },
  { type: 'AWS::SQS::QueuePolicy', of: 'AWS::SQS::Queue', resource: 'Queues', policy: 'PolicyDocument' },
  { type: 'AWS::SNS::TopicPolicy', of: 'AWS::SNS::Topic', resource: 'Topics', policy: 'PolicyDocument' },
  { type: 'AWS::SecretsManager::ResourcePolicy', of: 'AWS::SecretsManager::Secret', resource: 'SecretId', policy: 'ResourcePolicy' },
  { type: 'AWS::ECR::Repository', of: 'AWS::ECR::Repository', policy: 'RepositoryPolicyText' },
];

/** What lets others call a function: each is a statement of its policy. */
const permissions: Readonly<Record<string, { readonly of: string; readonly key: (name: PermissionPart) => string }>> = {
  aws_lambda_permission: { of: 'aws_lambda_function', key: (name) => terraformNames[name] ?? name.toLowerCase() },
  'AWS::Lambda::Permission': { of: 'AWS::Lambda::Function', key: (name) => name },
};

type PermissionPart =
  | 'Action'
  | 'Principal'
  | 'FunctionName'
  | 'Qualifier'
  | 'SourceArn'
  | 'SourceAccount'
  | 'PrincipalOrgID'
  | 'FunctionUrlAuthType'
  | 'EventSourceToken';

const terraformNames: Partial<Record<PermissionPart, string>> = {
  FunctionName: 'function_name',
  SourceArn: 'source_arn',
  SourceAccount: 'source_account',
  PrincipalOrgID: 'principal_org_id',
  FunctionUrlAuthType: 'function_url_auth_type',
  EventSourceToken: 'event_source_token',
};

/** What a permission's arguments are as conditions (https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html). */
const limits: readonly (readonly [part: PermissionPart, operator: string, key: string])[] = [
  ['SourceArn', 'ArnLike', 'aws:SourceArn'],
  ['SourceAccount', 'StringEquals', 'aws:SourceAccount'],
  ['PrincipalOrgID', 'StringEquals', 'aws:PrincipalOrgID'],
  ['FunctionUrlAuthType', 'StringEquals', 'lambda:FunctionUrlAuthType'],
  ['EventSourceToken', 'StringEquals', 'lambda:EventSourceToken'],
];

export interface PolicyCarrier {
  readonly type: string;
  readonly address: string;
  readonly at: Evidence;
  readonly doubt?: string | undefined;
  readonly get: (name: string) => Value | undefined;
}

/** The policies of resources that one resource of a stack declares: its own, or those it sets on others. */
export function declareResourcePolicies(d: PolicyCarrier): readonly ResourcePolicy[] {
  const permission = Object.hasOwn(permissions, d.type) ? permissions[d.type] : undefined;
  const base = { kind: 'resource-policy' as const, address: `${d.address} policy`, at: d.at, doubt: d.doubt };
  if (permission !== undefined) {
    const part = (name: PermissionPart): Value | undefined => d.get(permission.key(name));
    return [{ ...base, of: permission.of, resource: part('FunctionName'), document: permissionDocument(part, d.at) }];
  }
  return carriers
    .filter((c) => c.type === d.type)
    .flatMap(({ of, resource, policy }) => {
      const document = d.get(policy);
      // A state writes the empty text where there is no policy.
      if (isAbsent(document) || (document.kind === 'scalar' && document.value === '')) return [];
      const self: Value = { kind: 'reference', to: d.address, attribute: 'arn', at: d.at };
      const resources = resource === undefined ? [self] : listOf(d.get(resource));
      return resources.map((one): ResourcePolicy => ({ ...base, of, resource: one, document }));
    });
}

function permissionDocument(part: (name: PermissionPart) => Value | undefined, at: Evidence): Value {
  const object = (entries: readonly ObjectEntry[]): Value => ({ kind: 'object', entries, at });
  const conditions = limits.flatMap(([name, operator, key]) => {
    const value = part(name);
    return isAbsent(value) || (value.kind === 'scalar' && value.value === '') ? [] : [{ operator, key, value }];
  });
  const operators = [...new Set(conditions.map((c) => c.operator))];
  const statement = object([
    { key: 'Effect', value: scalar('Allow', at) },
    { key: 'Principal', value: principalOf(part('Principal'), at) },
    { key: 'Action', value: part('Action') ?? scalar(null, at) },
    ...(operators.length === 0
      ? []
      : [
          {
            key: 'Condition',
            value: object(
              operators.map((operator) => ({
                key: operator,
                value: object(conditions.filter((c) => c.operator === operator).map(({ key, value }) => ({ key, value }))),
              })),
            ),
          },
        ]),
  ]);
  return object([
    { key: 'Version', value: scalar('2012-10-17', at) },
    { key: 'Statement', value: { kind: 'list', items: [statement], at } },
  ]);
}

/** A service, an account or its ARN, or everybody. */
function principalOf(value: Value | undefined, at: Evidence): Value {
  if (value === undefined || isAbsent(value)) return scalar(null, at);
  const text = value.kind === 'scalar' ? String(value.value) : undefined;
  if (text === '*') return value;
  const isService = text !== undefined && /\.amazonaws\.com(?:\.cn)?$/.test(text);
  return { kind: 'object', entries: [{ key: isService ? 'Service' : 'AWS', value }], at };
}
