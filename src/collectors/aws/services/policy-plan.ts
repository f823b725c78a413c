import { from, type Item, nothing, type PlannedCall, Token, token } from './planned-call.ts';

/** The ARN of a bucket, which no answer spells out. */
function bucketArn({ Name }: Item, region: string): Item {
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return { BucketArn: `arn:${partition}:s3:::${String(Name)}` };
}

/** Who may use things by the policies of the things themselves, in every region: a list of each kind, and a question or two about each thing. */
export const policyPlan: readonly PlannedCall[] = [
  {
    permission: 's3:ListAllMyBuckets',
    service: 's3',
    path: 'GET /',
    // Buckets of other regions are asked about there.
    input: (_, region) => ({ 'bucket-region': region, 'max-buckets': '1000' }),
    list: 'Buckets',
    marker: ['ContinuationToken', 'continuation-token'],
    each: [
      {
        permission: 's3:GetBucketPolicy',
        service: 's3',
        path: 'GET /{Bucket}?policy',
        input: from({ Bucket: 'Name' }),
        keep: bucketArn,
        whole: 'Policy',
        policy: { arn: 'BucketArn', document: 'Policy' },
        absent: nothing,
      },
    ],
  },
  {
    permission: 'kms:ListKeys',
    service: 'kms',
    input: () => ({ Limit: 1000 }),
    list: 'Keys',
    marker: ['NextMarker', 'Marker'],
    each: [
      {
        permission: 'kms:GetKeyPolicy',
        service: 'kms',
        // The only name that there is.
        input: ({ KeyArn }) => ({ KeyId: KeyArn, PolicyName: 'default' }),
        keep: from({ KeyArn: 'KeyArn' }) as (item: Item) => Item,
        policy: { arn: 'KeyArn', document: 'Policy' },
      },
      {
        permission: 'kms:ListGrants',
        service: 'kms',
        input: from({ KeyId: 'KeyArn' }),
        list: 'Grants',
        keep: from({ KeyArn: 'KeyArn' }) as (item: Item) => Item,
        marker: ['NextMarker', 'Marker'],
        kind: 'kms-grant',
      },
    ],
  },
  {
    permission: 'ecr:DescribeRepositories',
    service: 'ecr',
    input: () => ({ maxResults: 1000 }),
    list: 'repositories',
    marker: token,
    each: [
      {
        permission: 'ecr:GetRepositoryPolicy',
        service: 'ecr',
        input: from({ repositoryName: 'repositoryName', registryId: 'registryId' }),
        keep: from({ repositoryArn: 'repositoryArn' }) as (item: Item) => Item,
        policy: { arn: 'repositoryArn', document: 'policyText' },
        absent: nothing,
      },
    ],
  },
  {
    permission: 'sqs:ListQueues',
    service: 'sqs',
    input: () => ({ MaxResults: 1000 }),
    list: 'QueueUrls',
    named: 'QueueUrl',
    // An answer without a queue has no list.
    empty: true,
    marker: Token,
    each: [
      {
        permission: 'sqs:GetQueueAttributes',
        service: 'sqs',
        input: ({ QueueUrl }) => ({ QueueUrl, AttributeNames: ['QueueArn', 'Policy'] }),
        policy: { arn: 'Attributes/QueueArn', document: 'Attributes/Policy' },
      },
    ],
  },
  {
    permission: 'sns:ListTopics',
    service: 'sns',
    input: nothing,
    list: 'Topics',
    marker: Token,
    each: [
      {
        permission: 'sns:GetTopicAttributes',
        service: 'sns',
        input: from({ TopicArn: 'TopicArn' }),
        keep: from({ TopicArn: 'TopicArn' }) as (item: Item) => Item,
        policy: { arn: 'TopicArn', document: 'Attributes/Policy' },
      },
    ],
  },
];
