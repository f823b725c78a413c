import type { Evidence } from '../../../../inventory/evidence.ts';
import type { Declaration, Principal } from '../declarations.ts';
import { get, isAbsent, isHole, joined, knownText, listOf, type ObjectEntry, partsOf, scalar, unknown, type Value } from '../value.ts';
import type { Template, TemplateResource } from './template.ts';

/** Policies that the Lambda service asks of a function's role, as SAM attaches them. */
const basicExecution = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const inVpc = 'arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole';

/**
 * A function of SAM, and the role that SAM makes for one that names none
 * (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html).
 */
export function declareFunction(
  r: TemplateResource,
  template: Template,
  common: Pick<Principal, 'address' | 'at'>,
): readonly Declaration[] {
  const globals = get(get(template.get('Globals'), 'Function'), 'Role');
  const property = (name: string): Value | undefined => {
    const own = get(r.properties, name);
    const shared = get(get(template.get('Globals'), 'Function'), name);
    return own ?? (shared === undefined ? undefined : template.evaluate(shared));
  };
  const given = get(r.properties, 'Role') ?? (globals === undefined ? undefined : template.evaluate(globals));
  const address = `${r.id}Role`;
  const own: Declaration = {
    kind: 'runner',
    ...common,
    what: 'aws-lambda-function',
    isAgent: false,
    type: r.type,
    name: property('FunctionName'),
    role: given ?? { kind: 'reference', to: address, attribute: 'arn', at: r.at },
    through: 'role',
    variables: get(property('Environment'), 'Variables'),
  };
  if (given !== undefined) return [own];
  const inline: { name: Value; document: Value; at: Evidence }[] = [];
  const managed: Value[] = [scalar(basicExecution, r.at)];
  if (property('VpcConfig') !== undefined) managed.push(scalar(inVpc, r.at));
  for (const [i, policy] of listOf(get(r.properties, 'Policies')).entries()) {
    const name = scalar(`${address}Policy${i}`, policy.at);
    const text = knownText(policy);
    if (text !== undefined) managed.push(text.startsWith('arn:') ? policy : managedByName(text, policy.at));
    else if (policy.kind === 'object' && get(policy, 'Statement') !== undefined) inline.push({ name, document: policy, at: policy.at });
    else if (policy.kind === 'object') inline.push({ name, document: fromTemplate(policy), at: policy.at });
    else if (isHole(policy) && policy.kind === 'reference') managed.push(policy);
    else inline.push({ name, document: policy, at: policy.at });
  }
  const boundary = property('PermissionsBoundary');
  const role: Principal = {
    kind: 'role',
    ...common,
    address,
    name: undefined,
    trust: lambdaTrust(get(r.properties, 'AssumeRolePolicyDocument'), r.at),
    boundary,
    tags: property('Tags') ?? { kind: 'object', entries: [], at: r.at },
    inline,
    managed,
    doubt: r.doubt,
  };
  return [role, own];
}

/** SAM looks a name up among AWS's own policies, whose path it does not say. */
function managedByName(name: string, at: Evidence): Value {
  const isService = /^(?:AWSLambda|AWSXRay\w*Daemon)/.test(name) && /ExecutionRole$/.test(name);
  return scalar(`arn:aws:iam::aws:policy/${isService ? 'service-role/' : ''}${name}`, at);
}

export function lambdaTrust(given: Value | undefined, at: Evidence): Value {
  if (given !== undefined && !isAbsent(given)) return given;
  return policy(
    [
      statement(
        ['sts:AssumeRole'],
        [{ key: 'Principal', value: object([{ key: 'Service', value: scalar('lambda.amazonaws.com', at) }], at) }],
        at,
      ),
    ],
    at,
  );
}

export function policy(statements: readonly Value[], at: Evidence): Value {
  return object(
    [
      { key: 'Version', value: scalar('2012-10-17', at) },
      { key: 'Statement', value: { kind: 'list', items: statements, at } },
    ],
    at,
  );
}

function statement(actions: readonly string[], more: readonly ObjectEntry[], at: Evidence): Value {
  return object(
    [
      { key: 'Effect', value: scalar('Allow', at) },
      { key: 'Action', value: { kind: 'list', items: actions.map((a) => scalar(a, at)), at } },
      ...more,
    ],
    at,
  );
}

function object(entries: readonly ObjectEntry[], at: Evidence): Value {
  return { kind: 'object', entries, at };
}

/**
 * Policy templates of SAM: their actions, the parameter that names the resource, and its ARN
 * (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html).
 */
const templates: ReadonlyMap<
  string,
  { readonly actions: readonly string[]; readonly parameter?: string; readonly arns: readonly string[] }
> = new Map(
  Object.entries({
    S3ReadPolicy: {
      actions: ['s3:GetObject', 's3:ListBucket', 's3:GetBucketLocation', 's3:GetObjectVersion', 's3:GetLifecycleConfiguration'],
      parameter: 'BucketName',
      arns: ['arn:aws:s3:::{}', 'arn:aws:s3:::{}/*'],
    },
    S3WritePolicy: {
      actions: ['s3:PutObject', 's3:PutObjectAcl', 's3:PutLifecycleConfiguration'],
      parameter: 'BucketName',
      arns: ['arn:aws:s3:::{}', 'arn:aws:s3:::{}/*'],
    },
    S3CrudPolicy: {
      actions: [
        's3:GetObject',
        's3:ListBucket',
        's3:GetBucketLocation',
        's3:GetObjectVersion',
        's3:PutObject',
        's3:PutObjectAcl',
        's3:GetLifecycleConfiguration',
        's3:PutLifecycleConfiguration',
        's3:DeleteObject',
      ],
      parameter: 'BucketName',
      arns: ['arn:aws:s3:::{}', 'arn:aws:s3:::{}/*'],
    },
    DynamoDBReadPolicy: {
      actions: ['dynamodb:GetItem', 'dynamodb:Scan', 'dynamodb:Query', 'dynamodb:BatchGetItem', 'dynamodb:DescribeTable'],
      parameter: 'TableName',
      arns: ['arn:aws:dynamodb:this-region:*:table/{}', 'arn:aws:dynamodb:this-region:*:table/{}/index/*'],
    },
    DynamoDBCrudPolicy: {
      actions: [
        'dynamodb:GetItem',
        'dynamodb:DeleteItem',
        'dynamodb:PutItem',
        'dynamodb:Scan',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
        'dynamodb:BatchWriteItem',
        'dynamodb:BatchGetItem',
        'dynamodb:DescribeTable',
        'dynamodb:ConditionCheckItem',
      ],
      parameter: 'TableName',
      arns: ['arn:aws:dynamodb:this-region:*:table/{}', 'arn:aws:dynamodb:this-region:*:table/{}/index/*'],
    },
    SQSPollerPolicy: {
      actions: [
        'sqs:ChangeMessageVisibility',
        'sqs:ChangeMessageVisibilityBatch',
        'sqs:DeleteMessage',
        'sqs:DeleteMessageBatch',
        'sqs:GetQueueAttributes',
        'sqs:ReceiveMessage',
      ],
      parameter: 'QueueName',
      arns: ['arn:aws:sqs:this-region:*:{}'],
    },
    SQSSendMessagePolicy: { actions: ['sqs:SendMessage*'], parameter: 'QueueName', arns: ['arn:aws:sqs:this-region:*:{}'] },
    SNSPublishMessagePolicy: { actions: ['sns:Publish'], parameter: 'TopicName', arns: ['arn:aws:sns:this-region:*:{}'] },
    LambdaInvokePolicy: {
      actions: ['lambda:InvokeFunction'],
      parameter: 'FunctionName',
      arns: ['arn:aws:lambda:this-region:*:function:{}*'],
    },
    StepFunctionsExecutionPolicy: {
      actions: ['states:StartExecution'],
      parameter: 'StateMachineName',
      arns: ['arn:aws:states:this-region:*:stateMachine:{}'],
    },
    EventBridgePutEventsPolicy: {
      actions: ['events:PutEvents'],
      parameter: 'EventBusName',
      arns: ['arn:aws:events:this-region:*:event-bus/{}'],
    },
    KMSDecryptPolicy: { actions: ['kms:Decrypt'], parameter: 'KeyId', arns: ['arn:aws:kms:this-region:*:key/{}'] },
    KMSEncryptPolicy: { actions: ['kms:Encrypt'], parameter: 'KeyId', arns: ['arn:aws:kms:this-region:*:key/{}'] },
    SSMParameterReadPolicy: {
      actions: ['ssm:DescribeParameters', 'ssm:GetParameters', 'ssm:GetParameter', 'ssm:GetParametersByPath'],
      parameter: 'ParameterName',
      arns: ['arn:aws:ssm:this-region:*:parameter/{}'],
    },
    AWSSecretsManagerGetSecretValuePolicy: { actions: ['secretsmanager:GetSecretValue'], parameter: 'SecretArn', arns: ['{}'] },
    CloudWatchPutMetricPolicy: { actions: ['cloudwatch:PutMetricData'], arns: ['*'] },
  }),
);

function fromTemplate(value: Value & { readonly kind: 'object' }): Value {
  const { at } = value;
  const [entry] = value.entries;
  const known = entry === undefined ? undefined : templates.get(entry.key);
  if (entry === undefined || known === undefined || value.entries.length > 1)
    return unknown(entry?.key ?? 'a policy', 'it is a policy template that is not known here', at);
  const parameter = known.parameter === undefined ? undefined : get(entry.value, known.parameter);
  const name = parameter ?? unknown(known.parameter ?? '', 'the template is not given it', at);
  const arns = known.arns.map((arn) => {
    const [before = '', after] = arn.split('{}');
    return after === undefined
      ? scalar(arn, at)
      : joined(
          [before, ...partsOf(name), after].filter((p) => p !== ''),
          at,
        );
  });
  return policy([statement(known.actions, [{ key: 'Resource', value: { kind: 'list', items: arns, at } }], at)], at);
}
