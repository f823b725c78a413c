// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are Terraform's own templates.
import { describe, expect, test } from 'vitest';
import type { PolicyStatement } from '../../../../src/inventory/policy.ts';
import { scan, write } from '../scan.ts';

const head = `
variable "given" { default = "orders" }
variable "empty" { default = "" }
variable "absent" {}
locals {
  names  = ["a", "b"]
  map    = { x = "1", y = "2" }
  nested = { list = [{ arn = "arn:aws:s3:::n" }] }
}
data "aws_caller_identity" "me" {}
data "aws_partition" "here" {}
resource "aws_s3_bucket" "named" { bucket = "acme-named" }
resource "aws_s3_bucket" "unnamed" {}
data "aws_iam_policy_document" "doc" {
  statement {
    sid       = "A"
    actions   = ["sqs:SendMessage"]
    resources = ["*"]
  }
}
data "aws_iam_policy_document" "over" {
  source_policy_documents   = [data.aws_iam_policy_document.doc.json]
  override_policy_documents = [jsonencode({ Statement = [{ Sid = "A", Effect = "Deny", Action = "sqs:*", Resource = "*" }] })]
}
resource "aws_iam_user" "u" { name = "u" }
`;
const statement = (resource: string): string =>
  `jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = ${resource} }] })`;

/** An expression that gives a policy, and the statements that come of it; undefined where the policy is not known. */
const policies: readonly (readonly [expression: string, statements: readonly Partial<PolicyStatement>[] | undefined])[] = [
  [statement('"arn:aws:s3:::${var.given}/*"'), [{ resource: ['arn:aws:s3:::orders/*'] }]],
  [statement('[for n in local.names : "arn:aws:s3:::${n}"]'), [{ resource: ['arn:aws:s3:::a', 'arn:aws:s3:::b'] }]],
  [statement('[for k, v in local.map : "${k}${v}" if k != "x"]'), [{ resource: ['y2'] }]],
  [statement('local.nested.list[0].arn'), [{ resource: ['arn:aws:s3:::n'] }]],
  [statement('local.nested.list[*].arn'), [{ resource: ['arn:aws:s3:::n'] }]],
  [statement('aws_s3_bucket.named.arn'), [{ resource: ['arn:aws:s3:::acme-named'] }]],
  [statement('"${aws_s3_bucket.unnamed.arn}/*"'), [{ resource: ['arn:aws:s3:::aws_s3_bucket.unnamed/*'] }]],
  [statement('var.absent'), [{ resource: ['${var.absent}'] }]],
  [statement('concat(["x"], var.absent)'), [{ resource: ['x', '${more_items}'] }]],
  [
    statement('"arn:${data.aws_partition.here.partition}:iam::${data.aws_caller_identity.me.account_id}:role/x"'),
    [{ resource: ['arn:aws:iam::stack.shop:role/x'] }],
  ],
  [statement('format("arn:aws:s3:::%s-%03d", var.given, 7)'), [{ resource: ['arn:aws:s3:::orders-007'] }]],
  [statement('var.given == "orders" ? "yes" : "no"'), [{ resource: ['yes'] }]],
  [statement('coalesce(var.empty, "c")'), [{ resource: ['c'] }]],
  [statement('try(local.nested.missing, "t")'), [{ resource: ['t'] }]],
  [statement('lookup(local.map, "z", "l")'), [{ resource: ['l'] }]],
  [statement('join("", ["arn:aws:s3:::", lower("ABC")])'), [{ resource: ['arn:aws:s3:::abc'] }]],
  [statement('merge(local.map, { x = "m" }).x'), [{ resource: ['m'] }]],
  [statement('"$${aws:username}"'), [{ resource: ['${aws:username}'] }]],
  [statement('<<EOT\nheredoc\nEOT\n'), [{ resource: ['heredoc\n'] }]],
  ['jsonencode({ Statement = { Effect = "Allow", Action = var.absent, Resource = "*" } })', undefined],
  [
    'jsonencode({ Statement = [{ Effect = var.absent, Action = "*", Resource = "*" }, { Effect = "Allow", Action = "a:B", Resource = "*" }] })',
    undefined,
  ],
  [
    'jsonencode({ Statement = [{ Effect = "Allow", Action = var.absent, Resource = "*" }, { Effect = "Allow", Action = "a:B", Resource = "*" }] })',
    [{ action: ['a:B'] }],
  ],
  ['var.absent', undefined],
  ['"not json"', undefined],
  ['data.aws_iam_policy_document.doc.json', [{ sid: 'A', effect: 'Allow', action: ['sqs:SendMessage'] }]],
  ['data.aws_iam_policy_document.over.json', [{ sid: 'A', effect: 'Deny', action: ['sqs:*'] }]],
  [
    '<<EOF\n{ "Statement": [{ "Effect": "Allow", "Action": ["s3:*"], "Resource": "${var.absent}" }] }\nEOF\n',
    [{ action: ['s3:*'], resource: ['${var.absent}'] }],
  ],
  ['<<-EOF\n  { "Statement": [{ "Effect": "Allow", "Action": ${jsonencode(local.names)}, "Resource": "*" }] }\n  EOF\n', undefined],
];

describe('policies that expressions come to', () => {
  test.each(policies)('%s', async (expression, statements) => {
    const { inventory } = await scan(
      write({
        'main.tf': `${head}\nresource "aws_iam_user_policy" "p" {\n  name = "p"\n  user = aws_iam_user.u.name\n  policy = ${expression}\n}\n`,
      }),
    );
    const grants = inventory.grants.get('aws:user/stack.shop/u') ?? [];
    const known = grants.find((g) => g.name === 'p');
    const document = inventory.documents.get(known?.document ?? '');
    expect(document?.statements).toEqual(statements === undefined ? undefined : statements.map((s) => expect.objectContaining(s)));
    // What is not known whole is said, and leaves the holder's power open.
    const partly = statements === undefined || grants.some((g) => g.document === undefined);
    expect(inventory.gaps.length > 0).toBe(partly);
  });
});

describe('how many there are', () => {
  const users = async (text: string): Promise<readonly string[]> => {
    const { inventory } = await scan(write({ 'main.tf': `${head}\n${text}` }));
    return [...inventory.identities.values()]
      .map((i) => `${i.name}${i.grantsListed === true ? '' : '?'}`)
      .filter((n) => n !== 'u')
      .sort();
  };

  test.each([
    ['count = 0', '"x"', []],
    ['count = 2', '"x${count.index}"', ['x0', 'x1']],
    ['count = var.given == "orders" ? 1 : 0', '"x"', ['x']],
    ['count = var.absent', '"x"', ['x?']],
    ['for_each = toset(local.names)', '"x-${each.key}"', ['x-a', 'x-b']],
    ['for_each = local.map', '"x-${each.key}${each.value}"', ['x-x1', 'x-y2']],
    ['for_each = var.absent', '"x-${each.key}"', ['aws_iam_user.x?']],
    ['for_each = {}', '"x"', []],
  ] as const)('%s', async (meta, name, expected) => {
    expect(await users(`resource "aws_iam_user" "x" {\n  ${meta}\n  name = ${name}\n}\n`)).toEqual(expected);
  });

  test('values from files of variables count before defaults', async () => {
    const root = write({
      'main.tf': 'variable "n" { default = "d" }\nresource "aws_iam_user" "x" { name = var.n }\n',
      'terraform.tfvars': 'n = "file"\n',
    });
    expect([...(await scan(root)).inventory.identities.keys()]).toEqual(['aws:user/stack.shop/file']);
  });
});

describe('modules', () => {
  test('take arguments and give outputs, each call its own', async () => {
    const root = write({
      'main.tf':
        'module "m" {\n  for_each = toset(["a", "b"])\n  source = "./mod"\n  name = each.key\n}\nresource "aws_iam_user_policy_attachment" "x" {\n  user = module.m["b"].user\n  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"\n}\n',
      'mod/main.tf':
        'variable "name" {}\nresource "aws_iam_user" "this" { name = "m-${var.name}" }\noutput "user" { value = aws_iam_user.this.name }\n',
    });
    const { inventory } = await scan(root);
    expect([...inventory.identities.keys()].sort()).toEqual(['aws:user/stack.shop/m-a', 'aws:user/stack.shop/m-b']);
    expect([...inventory.grants.keys()]).toEqual(['aws:user/stack.shop/m-b']);
  });

  test('from elsewhere are a note', async () => {
    const root = write({
      'main.tf':
        'module "role" {\n  source = "terraform-aws-modules/iam/aws//modules/iam-role"\n}\nresource "aws_iam_user" "u" { name = "u" }\n',
    });
    const { inventory } = await scan(root);
    expect(inventory.gaps).toMatchObject([{ what: 'the identities of module.role', partial: false, line: 1 }]);
  });
});

test('whose policy it is not known doubts everybody it may be', async () => {
  const { inventory } = await scan(
    write({
      'main.tf': `${head}\nresource "aws_iam_user_policy_attachment" "x" {\n  user = var.absent\n  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"\n}\n`,
    }),
  );
  expect([...inventory.identities.values()].map((i) => i.grantsListed)).toEqual([undefined]);
  expect(inventory.gaps).toMatchObject([{ what: 'which user aws_iam_user_policy_attachment.x gives permissions to' }]);
});

test('the account that the provider block names is the account', async () => {
  const { inventory } = await scan(
    write({ 'main.tf': 'provider "aws" {\n  allowed_account_ids = ["210987654321"]\n}\nresource "aws_iam_user" "u" { name = "u" }\n' }),
  );
  expect([...inventory.identities.keys()]).toEqual(['aws:user/210987654321/u']);
});

test('a role that a workflow names by its ARN is the role that Terraform declares', async () => {
  const root = write({
    '.github/workflows/deploy.yml':
      'on: push\npermissions: { id-token: write }\njobs:\n  go:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: aws-actions/configure-aws-credentials@e3dd6a429d7300a6a4c196c26e071d42e0343502\n        with:\n          role-to-assume: arn:aws:iam::210987654321:role/deploy\n          aws-region: eu-west-1\n',
    'infra/main.tf':
      'resource "aws_iam_role" "deploy" {\n  name = "deploy"\n  assume_role_policy = jsonencode({ Statement = { Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = "arn:aws:iam::210987654321:oidc-provider/token.actions.githubusercontent.com" } } })\n}\n',
  });
  const { inventory } = await scan(root);
  const role = inventory.identities.get('aws:role/210987654321/deploy');
  expect(role?.standing).toBe('declared');
  expect(role?.evidence.map((e) => e.file).sort()).toEqual(['.github/workflows/deploy.yml', 'infra/main.tf']);
});
