/**
 * ARNs of resources that policies often name: Terraform type, CloudFormation type, the attributes that name it, and the ARN
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html).
 */
const rows: readonly (readonly [terraform: string, cloudFormation: string, name: string, cfnName: string, arn: string])[] = [
  ['aws_s3_bucket', 'AWS::S3::Bucket', 'bucket', 'BucketName', 'arn:aws:s3:::{name}'],
  ['aws_sqs_queue', 'AWS::SQS::Queue', 'name', 'QueueName', 'arn:aws:sqs:{region}:{account}:{name}'],
  ['aws_sns_topic', 'AWS::SNS::Topic', 'name', 'TopicName', 'arn:aws:sns:{region}:{account}:{name}'],
  ['aws_dynamodb_table', 'AWS::DynamoDB::Table', 'name', 'TableName', 'arn:aws:dynamodb:{region}:{account}:table/{name}'],
  ['aws_lambda_function', 'AWS::Lambda::Function', 'function_name', 'FunctionName', 'arn:aws:lambda:{region}:{account}:function:{name}'],
  [
    'aws_lambda_function',
    'AWS::Serverless::Function',
    'function_name',
    'FunctionName',
    'arn:aws:lambda:{region}:{account}:function:{name}',
  ],
  [
    'aws_secretsmanager_secret',
    'AWS::SecretsManager::Secret',
    'name',
    'Name',
    'arn:aws:secretsmanager:{region}:{account}:secret:{name}-000000',
  ],
  ['aws_ssm_parameter', 'AWS::SSM::Parameter', 'name', 'Name', 'arn:aws:ssm:{region}:{account}:parameter/{name}'],
  ['aws_kms_key', 'AWS::KMS::Key', '', '', 'arn:aws:kms:{region}:{account}:key/{name}'],
  ['aws_cloudwatch_log_group', 'AWS::Logs::LogGroup', 'name', 'LogGroupName', 'arn:aws:logs:{region}:{account}:log-group:{name}'],
  ['aws_ecr_repository', 'AWS::ECR::Repository', 'name', 'RepositoryName', 'arn:aws:ecr:{region}:{account}:repository/{name}'],
  ['aws_ecs_cluster', 'AWS::ECS::Cluster', 'name', 'ClusterName', 'arn:aws:ecs:{region}:{account}:cluster/{name}'],
  [
    'aws_sfn_state_machine',
    'AWS::StepFunctions::StateMachine',
    'name',
    'StateMachineName',
    'arn:aws:states:{region}:{account}:stateMachine:{name}',
  ],
  ['aws_kinesis_stream', 'AWS::Kinesis::Stream', 'name', 'Name', 'arn:aws:kinesis:{region}:{account}:stream/{name}'],
  ['aws_cloudwatch_event_bus', 'AWS::Events::EventBus', 'name', 'Name', 'arn:aws:events:{region}:{account}:event-bus/{name}'],
  ['aws_cloudwatch_event_rule', 'AWS::Events::Rule', 'name', 'Name', 'arn:aws:events:{region}:{account}:rule/{name}'],
  ['aws_codebuild_project', 'AWS::CodeBuild::Project', 'name', 'Name', 'arn:aws:codebuild:{region}:{account}:project/{name}'],
];

const byType = new Map(rows.flatMap((row) => [[row[0], row] as const, [row[1], row] as const]));

/** Types of CloudFormation whose `Ref` is the ARN, and not the name. */
export const refIsArn: ReadonlySet<string> = new Set([
  'AWS::SNS::Topic',
  'AWS::SecretsManager::Secret',
  'AWS::StepFunctions::StateMachine',
  'AWS::ECS::TaskDefinition',
]);

/** The attribute that names a resource of a type; `name` where nothing else is known. */
export function nameAttributeOf(type: string): string {
  const row = byType.get(type);
  return row === undefined ? (type.startsWith('AWS::') ? 'Name' : 'name') : type.startsWith('AWS::') ? row[3] : row[2];
}

/**
 * The ARN of one resource. One whose name the code leaves to AWS is written with its address: it is one resource and no
 * other, so the text names it and matches nothing else.
 */
export function arnOfResource(type: string, name: string, account: string, region: string): string {
  const [, service = 'resource'] = type.startsWith('AWS::') ? type.toLowerCase().split('::') : type.split('_');
  const pattern = byType.get(type)?.[4] ?? `arn:aws:${service}:{region}:{account}:{name}`;
  return pattern.replace('{region}', region).replace('{account}', account).replace('{name}', name.replace(/^\//, ''));
}
