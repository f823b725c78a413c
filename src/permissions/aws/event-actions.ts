/**
 * Which permissions a CloudTrail event is of. Most events are named like the permission, and most event sources begin with
 * the service's prefix; this file holds the differences that are known.
 */

/** Event sources (their first label) whose events belong to services of another prefix. The first that knows the action counts. */
const services: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    autoscaling: ['autoscaling', 'application-autoscaling', 'autoscaling-plans'],
    cloudcontrolapi: ['cloudformation'],
    email: ['ses'],
    monitoring: ['cloudwatch'],
    opensearch: ['es', 'opensearch'],
    rdsdata: ['rds-data'],
    'servicecatalog-appregistry': ['servicecatalog'],
    sso: ['sso', 'sso-directory'],
    ssooidc: ['sso-oauth'],
    tagging: ['tag'],
  }),
);

/**
 * Events whose permission has another name, or which need several
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html names the permissions of each operation).
 */
const named: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    's3:ListObjects': ['s3:ListBucket'],
    's3:ListObjectsV2': ['s3:ListBucket'],
    's3:HeadBucket': ['s3:ListBucket'],
    's3:ListObjectVersions': ['s3:ListBucketVersions'],
    's3:ListBuckets': ['s3:ListAllMyBuckets'],
    's3:ListMultipartUploads': ['s3:ListBucketMultipartUploads'],
    's3:ListParts': ['s3:ListMultipartUploadParts'],
    's3:GetObject': ['s3:GetObject', 's3:GetObjectVersion'],
    's3:HeadObject': ['s3:GetObject', 's3:GetObjectVersion'],
    's3:SelectObjectContent': ['s3:GetObject'],
    's3:CopyObject': ['s3:GetObject', 's3:PutObject'],
    's3:CreateMultipartUpload': ['s3:PutObject'],
    's3:UploadPart': ['s3:PutObject'],
    's3:UploadPartCopy': ['s3:GetObject', 's3:PutObject'],
    's3:CompleteMultipartUpload': ['s3:PutObject'],
    's3:DeleteObject': ['s3:DeleteObject', 's3:DeleteObjectVersion'],
    's3:DeleteObjects': ['s3:DeleteObject', 's3:DeleteObjectVersion'],
    's3:GetBucketEncryption': ['s3:GetEncryptionConfiguration'],
    's3:PutBucketEncryption': ['s3:PutEncryptionConfiguration'],
    's3:DeleteBucketEncryption': ['s3:PutEncryptionConfiguration'],
    's3:GetBucketLifecycle': ['s3:GetLifecycleConfiguration'],
    's3:GetBucketLifecycleConfiguration': ['s3:GetLifecycleConfiguration'],
    's3:PutBucketLifecycle': ['s3:PutLifecycleConfiguration'],
    's3:PutBucketLifecycleConfiguration': ['s3:PutLifecycleConfiguration'],
    's3:DeleteBucketLifecycle': ['s3:PutLifecycleConfiguration'],
    's3:GetBucketReplication': ['s3:GetReplicationConfiguration'],
    's3:PutBucketReplication': ['s3:PutReplicationConfiguration'],
    's3:DeleteBucketReplication': ['s3:PutReplicationConfiguration'],
    's3:GetPublicAccessBlock': ['s3:GetBucketPublicAccessBlock'],
    's3:PutPublicAccessBlock': ['s3:PutBucketPublicAccessBlock'],
    's3:DeletePublicAccessBlock': ['s3:PutBucketPublicAccessBlock'],
    's3:DeleteBucketPublicAccessBlock': ['s3:PutBucketPublicAccessBlock'],
    's3:GetAccountPublicAccessBlock': ['s3:GetAccountPublicAccessBlock'],
    's3:GetBucketAccelerateConfiguration': ['s3:GetAccelerateConfiguration'],
    's3:PutBucketAccelerateConfiguration': ['s3:PutAccelerateConfiguration'],
    's3:GetBucketNotificationConfiguration': ['s3:GetBucketNotification'],
    's3:PutBucketNotificationConfiguration': ['s3:PutBucketNotification'],
    's3:GetBucketAnalyticsConfiguration': ['s3:GetAnalyticsConfiguration'],
    's3:ListBucketAnalyticsConfigurations': ['s3:GetAnalyticsConfiguration'],
    's3:PutBucketAnalyticsConfiguration': ['s3:PutAnalyticsConfiguration'],
    's3:GetBucketInventoryConfiguration': ['s3:GetInventoryConfiguration'],
    's3:ListBucketInventoryConfigurations': ['s3:GetInventoryConfiguration'],
    's3:PutBucketInventoryConfiguration': ['s3:PutInventoryConfiguration'],
    's3:GetBucketMetricsConfiguration': ['s3:GetMetricsConfiguration'],
    's3:PutBucketMetricsConfiguration': ['s3:PutMetricsConfiguration'],
    's3:GetObjectLockConfiguration': ['s3:GetBucketObjectLockConfiguration'],
    's3:PutObjectLockConfiguration': ['s3:PutBucketObjectLockConfiguration'],
    's3:DeleteBucketCors': ['s3:PutBucketCORS'],
    's3:DeleteBucketTagging': ['s3:PutBucketTagging'],
    'lambda:Invoke': ['lambda:InvokeFunction'],
    'lambda:InvokeAsync': ['lambda:InvokeFunction', 'lambda:InvokeAsync'],
    'lambda:InvokeWithResponseStream': ['lambda:InvokeFunction'],
    'bedrock:Converse': ['bedrock:InvokeModel'],
    'bedrock:ConverseStream': ['bedrock:InvokeModelWithResponseStream'],
    'sqs:SendMessageBatch': ['sqs:SendMessage'],
    'sqs:DeleteMessageBatch': ['sqs:DeleteMessage'],
    'sqs:ChangeMessageVisibilityBatch': ['sqs:ChangeMessageVisibility'],
    'sns:PublishBatch': ['sns:Publish'],
    'dynamodb:ExecuteStatement': ['dynamodb:PartiQLSelect', 'dynamodb:PartiQLInsert', 'dynamodb:PartiQLUpdate', 'dynamodb:PartiQLDelete'],
    'dynamodb:BatchExecuteStatement': [
      'dynamodb:PartiQLSelect',
      'dynamodb:PartiQLInsert',
      'dynamodb:PartiQLUpdate',
      'dynamodb:PartiQLDelete',
    ],
    'dynamodb:TransactGetItems': ['dynamodb:GetItem'],
    'dynamodb:TransactWriteItems': ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'],
  }),
);

/** API Gateway's permissions are HTTP methods (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-iam-policy-examples.html). */
const methods: readonly (readonly [name: RegExp, method: string])[] = [
  [/^(?:Get|Export)/, 'GET'],
  [/^(?:Create|Import|Test|Generate)/, 'POST'],
  [/^(?:Put|Reimport|Tag)/, 'PUT'],
  [/^Update/, 'PATCH'],
  [/^(?:Delete|Flush|Untag|Reset)/, 'DELETE'],
];

/** The permissions behind an event; `actions` is empty where they are not known. */
export interface EventActions {
  /** Services that it may be of. */
  readonly services: readonly string[];
  readonly actions: readonly string[];
}

/**
 * Reads an event (`lambda:UpdateFunctionCode20150331v2`). Lambda and CloudFront put the version of their API behind the
 * name (https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html).
 */
export function actionsOfEvent(event: string, isKnown: (action: string) => boolean): EventActions {
  const colon = event.indexOf(':');
  const source = event.slice(0, colon);
  const name = event.slice(colon + 1);
  const candidates = services.get(source) ?? [source];
  for (const spelling of [name, name.replace(/(?:\d{8}(?:v\d+)?|\d{4}_\d{2}_\d{2})$/, '')]) {
    const other = named.get(`${source}:${spelling}`);
    if (other !== undefined) return { services: candidates, actions: other };
    for (const service of candidates) {
      const action = `${service}:${spelling}`;
      if (isKnown(action)) return { services: [service], actions: [action] };
    }
  }
  if (source === 'apigateway') {
    const method = methods.find(([form]) => form.test(name))?.[1];
    if (method !== undefined) return { services: candidates, actions: [`apigateway:${method}`] };
  }
  return { services: candidates, actions: [] };
}
