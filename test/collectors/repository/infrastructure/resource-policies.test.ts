// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are Terraform's own templates.
import { describe, expect, test } from 'vitest';
import type { Fragment } from '../../../../src/inventory/fragment.ts';
import { type Inventory, InventoryBuilder } from '../../../../src/inventory/inventory.ts';
import { scan, write } from '../scan.ts';

const head = `
provider "aws" {
  allowed_account_ids = ["111122223333"]
}
variable "open" {}
resource "aws_iam_role" "reader" {
  name               = "reader"
  assume_role_policy = "{}"
}
resource "aws_s3_bucket" "logs" { bucket = "acme-logs" }
resource "aws_sqs_queue" "jobs" { name = "jobs" }
resource "aws_sns_topic" "news" { name = "news" }
resource "aws_secretsmanager_secret" "db" { name = "prod/db" }
resource "aws_ecr_repository" "shop" { name = "shop" }
resource "aws_lambda_function" "hook" { function_name = "hook" }
resource "aws_kms_key" "main" {}
`;
const reader = 'arn:aws:iam::111122223333:role/reader';
const policy = (action: string): string =>
  `jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = aws_iam_role.reader.arn }, Action = "${action}", Resource = "*" }] })`;

/** What each policy in an inventory lets do, and whom: resource, principals, actions. */
function policiesOf({ resources, documents }: Inventory): readonly string[] {
  return [...resources.values()].flatMap(({ id, kind, policy: document, scope }) =>
    (documents.get(document ?? '')?.statements ?? []).map(
      (s) =>
        `${kind} ${id.slice('aws:resource/'.length)} ${scope}: ${s.effect} ${Object.values(s.principal ?? {}).flat()} ${s.action}${s.condition === undefined ? '' : ` ${JSON.stringify(s.condition)}`}`,
    ),
  );
}

/** Code, and what the policies of resources come to. */
const terraform: readonly (readonly [code: string, policies: readonly string[]])[] = [
  [
    `resource "aws_s3_bucket_policy" "p" {\n  bucket = aws_s3_bucket.logs.id\n  policy = ${policy('s3:GetObject')}\n}`,
    [`aws-s3-bucket arn:aws:s3:::acme-logs 111122223333: Allow ${reader} s3:GetObject`],
  ],
  [
    `resource "aws_s3_bucket_policy" "p" {\n  bucket = "acme-logs"\n  policy = ${policy('s3:GetObject')}\n}`,
    [`aws-s3-bucket arn:aws:s3:::acme-logs 111122223333: Allow ${reader} s3:GetObject`],
  ],
  [
    `resource "aws_sqs_queue_policy" "p" {\n  queue_url = aws_sqs_queue.jobs.url\n  policy = ${policy('sqs:SendMessage')}\n}`,
    [`aws-sqs-queue arn:aws:sqs:this-region:111122223333:jobs 111122223333: Allow ${reader} sqs:SendMessage`],
  ],
  [
    `resource "aws_sqs_queue_policy" "p" {\n  queue_url = "https://sqs.eu-west-1.amazonaws.com/444455556666/theirs"\n  policy = ${policy('sqs:SendMessage')}\n}`,
    [`aws-sqs-queue arn:aws:sqs:eu-west-1:444455556666:theirs 444455556666: Allow ${reader} sqs:SendMessage`],
  ],
  [
    `resource "aws_sns_topic_policy" "p" {\n  arn = aws_sns_topic.news.arn\n  policy = ${policy('sns:Publish')}\n}`,
    [`aws-sns-topic arn:aws:sns:this-region:111122223333:news 111122223333: Allow ${reader} sns:Publish`],
  ],
  [
    `resource "aws_secretsmanager_secret_policy" "p" {\n  secret_arn = aws_secretsmanager_secret.db.arn\n  policy = ${policy('secretsmanager:GetSecretValue')}\n}`,
    [
      `aws-secret arn:aws:secretsmanager:this-region:111122223333:secret:prod/db-000000 111122223333: Allow ${reader} secretsmanager:GetSecretValue`,
    ],
  ],
  [
    `resource "aws_ecr_repository_policy" "p" {\n  repository = aws_ecr_repository.shop.name\n  policy = ${policy('ecr:BatchGetImage')}\n}`,
    [`aws-ecr-repository arn:aws:ecr:this-region:111122223333:repository/shop 111122223333: Allow ${reader} ecr:BatchGetImage`],
  ],
  [
    `resource "aws_kms_key_policy" "p" {\n  key_id = aws_kms_key.main.id\n  policy = ${policy('kms:Decrypt')}\n}`,
    [`aws-kms-key arn:aws:kms:this-region:111122223333:key/aws_kms_key.main 111122223333: Allow ${reader} kms:Decrypt`],
  ],
  [
    `resource "aws_lambda_permission" "a" {\n  function_name = aws_lambda_function.hook.function_name\n  action = "lambda:InvokeFunction"\n  principal = "s3.amazonaws.com"\n  source_arn = aws_s3_bucket.logs.arn\n  source_account = "111122223333"\n}
     resource "aws_lambda_permission" "b" {\n  function_name = aws_lambda_function.hook.arn\n  action = "lambda:InvokeFunction"\n  principal = aws_iam_role.reader.arn\n}`,
    [
      'aws-lambda-function arn:aws:lambda:this-region:111122223333:function:hook 111122223333: Allow s3.amazonaws.com lambda:InvokeFunction {"ArnLike":{"aws:SourceArn":["arn:aws:s3:::acme-logs"]},"StringEquals":{"aws:SourceAccount":["111122223333"]}}',
      `aws-lambda-function arn:aws:lambda:this-region:111122223333:function:hook 111122223333: Allow ${reader} lambda:InvokeFunction`,
    ],
  ],
  // Where a part of it is not known, so is the policy.
  [`resource "aws_s3_bucket_policy" "p" {\n  bucket = var.open\n  policy = ${policy('s3:GetObject')}\n}`, []],
  [`resource "aws_s3_bucket_policy" "p" {\n  bucket = "acme-logs"\n  policy = var.open\n}`, []],
  [`resource "aws_s3_bucket_policy" "p" {\n  bucket = "acme-logs"\n  policy = ${policy('${var.open}')}\n}`, []],
  [`resource "aws_s3_bucket_policy" "p" {\n  count = var.open\n  bucket = "acme-logs"\n  policy = ${policy('s3:GetObject')}\n}`, []],
  [`resource "aws_lambda_permission" "a" {\n  function_name = "hook"\n  action = "lambda:InvokeFunction"\n  principal = var.open\n}`, []],
  ['resource "aws_s3_bucket_policy" "p" {\n  bucket = "acme-logs"\n  policy = ""\n}', []],
];

describe('policies of resources in Terraform', () => {
  test.each(terraform)('%s', async (code, policies) => {
    const { inventory } = await scan(write({ 'main.tf': `${head}${code}` }));
    expect(policiesOf(inventory)).toEqual(policies);
    if (policies.length === 0 && !code.includes('policy = ""')) expect(inventory.gaps.length).toBeGreaterThan(0);
  });

  test('a state that writes a policy twice is read once, under its own ARN', async () => {
    const document = JSON.stringify({
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::acme-logs/*' }],
    });
    const instance = (attributes: object): object => ({ instances: [{ attributes }] });
    const state = {
      version: 4,
      terraform_version: '1.9.0',
      serial: 1,
      lineage: 'x',
      resources: [
        {
          mode: 'managed',
          type: 'aws_s3_bucket',
          name: 'logs',
          ...instance({ bucket: 'acme-logs', arn: 'arn:aws:s3:::acme-logs', policy: document }),
        },
        { mode: 'managed', type: 'aws_s3_bucket_policy', name: 'logs', ...instance({ bucket: 'acme-logs', policy: document }) },
        {
          mode: 'managed',
          type: 'aws_kms_key',
          name: 'k',
          ...instance({ arn: 'arn:aws:kms:eu-west-1:111122223333:key/1234', policy: document }),
        },
      ],
    };
    const { inventory } = await scan(write({ 'terraform.tfstate': JSON.stringify(state) }));
    expect(policiesOf(inventory)).toEqual([
      'aws-s3-bucket arn:aws:s3:::acme-logs 111122223333: Allow * s3:GetObject',
      'aws-kms-key arn:aws:kms:eu-west-1:111122223333:key/1234 111122223333: Allow * s3:GetObject',
    ]);
  });
});

test('policies of resources in a template of CloudFormation', async () => {
  const { inventory } = await scan(
    write({
      'template.yaml': `
Resources:
  Logs: { Type: 'AWS::S3::Bucket', Properties: { BucketName: acme-logs } }
  Jobs: { Type: 'AWS::SQS::Queue', Properties: { QueueName: jobs } }
  Hook: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: hook } }
  LogsPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Logs
      PolicyDocument: { Statement: [{ Effect: Allow, Principal: '*', Action: 's3:GetObject', Resource: !Sub '\${Logs.Arn}/*' }] }
  JobsPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs]
      PolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: sns.amazonaws.com }, Action: 'sqs:SendMessage', Resource: '*' }] }
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy: { Statement: [{ Effect: Allow, Principal: { AWS: !Sub 'arn:aws:iam::\${AWS::AccountId}:root' }, Action: 'kms:*', Resource: '*' }] }
  May:
    Type: AWS::Lambda::Permission
    Properties: { FunctionName: !GetAtt Hook.Arn, Action: 'lambda:InvokeFunctionUrl', Principal: '*', FunctionUrlAuthType: NONE }
  Perhaps:
    Type: AWS::SNS::TopicPolicy
    Condition: Wanted
    Properties:
      Topics: ['arn:aws:sns:eu-west-1:111122223333:news']
      PolicyDocument: { Statement: [{ Effect: Allow, Principal: '*', Action: 'sns:Publish', Resource: '*' }] }
`,
    }),
  );
  expect(policiesOf(inventory).map((p) => p.replaceAll('stack.shop.template', 'stack.shop'))).toEqual([
    'aws-s3-bucket arn:aws:s3:::acme-logs stack.shop: Allow * s3:GetObject',
    'aws-sqs-queue arn:aws:sqs:this-region:stack.shop:jobs stack.shop: Allow sns.amazonaws.com sqs:SendMessage',
    'aws-kms-key arn:aws:kms:this-region:stack.shop:key/Key stack.shop: Allow arn:aws:iam::stack.shop:root kms:*',
    'aws-lambda-function arn:aws:lambda:this-region:stack.shop:function:hook stack.shop: Allow * lambda:InvokeFunctionUrl {"StringEquals":{"lambda:FunctionUrlAuthType":["NONE"]}}',
  ]);
  expect(inventory.gaps.map((g) => g.what)).toContain('the policy of arn:aws:sns:eu-west-1:111122223333:news');
});

describe('code beside what the provider says of a resource', () => {
  const resource = (arn: string, policy: string, declared: boolean): Fragment => ({
    type: 'resource',
    value: {
      id: `aws:resource/${arn}`,
      plane: 'aws',
      kind: 'aws-secret',
      name: arn,
      scope: '111122223333',
      policy,
      evidence: [{ source: policy }],
      ...(declared ? { declared: true as const } : {}),
    },
  });
  const secret = (region: string, suffix: string): string => `arn:aws:secretsmanager:${region}:111122223333:secret:prod/db-${suffix}`;
  const left = (...fragments: readonly Fragment[]): readonly string[] => {
    const builder = new InventoryBuilder();
    for (const fragment of fragments) builder.add(fragment);
    return [...builder.finish([]).resources.values()].map((r) => `${r.name} ${r.policy} ${r.evidence.length}`);
  };
  const code = resource(secret('this-region', '000000'), 'code', true);
  const live = resource(secret('eu-west-1', 'a1B2c3'), 'live', false);

  test('is one resource, whose policy is the one that is there', () => {
    expect(left(code, live)).toEqual([`${secret('eu-west-1', 'a1B2c3')} live 2`]);
    expect(left(live, code)).toEqual([`${secret('eu-west-1', 'a1B2c3')} live 2`]);
  });

  test('is not told where there is one in each of two regions', () => {
    expect(left(code, live, resource(secret('us-east-1', 'd4E5f6'), 'other', false))).toHaveLength(3);
  });

  test('under the same ARN is what the provider says', () => {
    const arn = 'arn:aws:s3:::acme-logs';
    expect(left(resource(arn, 'code', true), resource(arn, 'live', false))).toEqual([`${arn} live 2`]);
  });
});
