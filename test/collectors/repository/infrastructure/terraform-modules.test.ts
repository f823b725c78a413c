// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are Terraform's own templates.
import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { readAndAnalyse } from '../../../../src/cli/prepare.ts';
import type { Identity } from '../../../../src/inventory/identity.ts';
import { scan, write } from '../scan.ts';

/** A module as registries have them: trust by identity provider, whose issuer is cut out of its ARN. */
const irsa = `
variable "name" {}
variable "providers_by_name" {
  type = map(object({ arn = string, subjects = list(string), audience = optional(string, "sts.amazonaws.com") }))
}
data "aws_iam_policy_document" "trust" {
  dynamic "statement" {
    for_each = var.providers_by_name
    content {
      actions = ["sts:AssumeRoleWithWebIdentity"]
      principals {
        type        = "Federated"
        identifiers = [statement.value.arn]
      }
      condition {
        test     = "StringEquals"
        variable = "\${replace(statement.value.arn, "/^(.*provider/)/", "")}:aud"
        values   = [statement.value.audience]
      }
      condition {
        test     = "StringEquals"
        variable = "\${element(split("oidc-provider/", statement.value.arn), 1)}:sub"
        values   = statement.value.subjects
      }
    }
  }
}
resource "aws_iam_role" "this" {
  name               = var.name
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
`;

describe('a role whose trust a module puts together', () => {
  const main = `
resource "aws_iam_openid_connect_provider" "github" { url = "https://token.actions.githubusercontent.com" }
resource "aws_eks_cluster" "main" { name = "main" }
resource "aws_iam_openid_connect_provider" "eks" { url = aws_eks_cluster.main.identity[0].oidc[0].issuer }
module "deploy" {
  source = "./irsa"
  name   = "deploy"
  providers_by_name = { github = { arn = aws_iam_openid_connect_provider.github.arn, subjects = ["repo:acme/shop:ref:refs/heads/main"] } }
}
module "api" {
  source = "./irsa"
  name   = "api"
  providers_by_name = { eks = { arn = aws_iam_openid_connect_provider.eks.arn, subjects = ["system:serviceaccount:web:api"], audience = "eks" } }
}`;

  test('is read with its conditions, and the defaults of its variables', async () => {
    const { inventory } = await scan(write({ 'main.tf': main, 'irsa/main.tf': irsa }));
    const trusts = [...inventory.trusts.values()].flat().map((t) => [t.principal, t.condition]);
    expect(trusts).toEqual([
      [
        'arn:aws:iam::stack.shop:oidc-provider/token.actions.githubusercontent.com',
        {
          StringEquals: {
            'token.actions.githubusercontent.com:aud': ['sts.amazonaws.com'],
            'token.actions.githubusercontent.com:sub': ['repo:acme/shop:ref:refs/heads/main'],
          },
        },
      ],
      // The issuer of a cluster exists only once it does: the provider's address stands for it.
      [
        'arn:aws:iam::stack.shop:oidc-provider/aws_iam_openid_connect_provider.eks',
        {
          StringEquals: {
            'aws_iam_openid_connect_provider.eks:aud': ['eks'],
            'aws_iam_openid_connect_provider.eks:sub': ['system:serviceaccount:web:api'],
          },
        },
      ],
    ]);
    expect(inventory.gaps).toEqual([]);
  });
});

test('a condition that cannot be told is said to be the reason', async () => {
  const role = `variable "open" {}
data "aws_iam_policy_document" "t" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["111122223333"]
    }
    condition {
      test     = "StringEquals"
      variable = var.open
      values   = ["x"]
    }
  }
}
resource "aws_iam_role" "r" {
  name               = "r"
  assume_role_policy = data.aws_iam_policy_document.t.json
}`;
  const { inventory } = await scan(write({ 'main.tf': role }));
  expect(inventory.gaps.map((g) => g.detail)).toEqual(['a condition: what it is about is not known']);
});

test('an audience that the code leaves open keeps nobody out for sure', async () => {
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
  const now = '2026-12-01T00:00:00Z';
  const files = {
    '.git/config': '[remote "origin"]\n\turl = https://github.com/acme/shop.git\n',
    '.git/HEAD': 'ref: refs/heads/main\n',
    'main.tf': `variable "audience" {}
provider "aws" { allowed_account_ids = ["111122223333"] }
resource "aws_iam_openid_connect_provider" "github" { url = "https://token.actions.githubusercontent.com" }
resource "aws_iam_role" "deploy" {
  name = "deploy"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity",
    Principal = { Federated = aws_iam_openid_connect_provider.github.arn },
    Condition = { StringEquals = { "token.actions.githubusercontent.com:aud" = var.audience, "token.actions.githubusercontent.com:sub" = "repo:acme/shop:ref:refs/heads/main" } } }] })
}`,
    '.github/workflows/deploy.yml': `on: { push: { branches: [main] } }
permissions: { id-token: write }
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: aws-actions/configure-aws-credentials@v4
        with: { role-to-assume: 'arn:aws:iam::111122223333:role/deploy', aws-region: eu-west-1 }
`,
  };
  const { world } = await readAndAnalyse(
    [write(files)],
    { now, color: false },
    { stdout: sink, stderr: sink, environment: {}, clock: () => new Date(now), version: '0.0.0' },
  );
  expect(world.graph.edges.filter((e) => e.kind === 'federates').map((e) => e.certainty)).toEqual(['conditional']);
});

/** A template, the values it is given, and the actions of the statements that come of it; undefined where it is not known. */
const templates: readonly (readonly [template: string, given: string, actions: readonly string[] | undefined])[] = [
  [
    '%{ for a in actions ~}\n{"Effect":"Allow","Action":"${a}","Resource":"*"}%{ if a != "b:B" },%{ endif }\n%{ endfor ~}',
    'actions = ["a:A", "b:B"]',
    ['a:A', 'b:B'],
  ],
  [
    '%{ for i, a in actions }%{ if i > 0 },%{ endif }{"Effect":"Allow","Action":"${a}","Resource":"*"}%{ endfor }',
    'actions = ["a:A", "b:B"]',
    ['a:A', 'b:B'],
  ],
  ['{"Effect":"Allow","Action":"%{ if write }a:Put%{ else }a:Get%{ endif }","Resource":"*"}', 'write = true', ['a:Put']],
  ['{"Effect":"Allow","Action":"%{ if write }a:Put%{ else }a:Get%{ endif }","Resource":"*"}', 'write = false', ['a:Get']],
  ['{"Effect":"Allow","Action":"a:   ${~ "Get" ~}   ","Resource":"*"}', '', ['a:Get']],
  ['%{ for a in actions }{"Effect":"Allow","Action":"${a}","Resource":"*"}%{ endfor }', 'actions = var.open', undefined],
  ['{"Effect":"Allow","Action":"%{ if write }a:Put%{ endif }","Resource":"*"}', 'write = var.open', undefined],
  ['%{ endfor }{"Effect":"Allow","Action":"a:Get","Resource":"*"}', '', undefined],
  ['%{ for a }{"Effect":"Allow","Action":"a:Get","Resource":"*"}', '', undefined],
  [`${'%{ if true }'.repeat(500)}{"Effect":"Allow","Action":"a:Get","Resource":"*"}${'%{ endif }'.repeat(500)}`, '', undefined],
];

describe('policies that templates come to', () => {
  test.each(templates)('%s given %s', async (template, given, actions) => {
    const { inventory } = await scan(
      write({
        'policy.json.tftpl': `{"Version":"2012-10-17","Statement":[${template}]}`,
        'main.tf': `variable "open" {}
resource "aws_iam_user" "u" { name = "u" }
resource "aws_iam_user_policy" "p" {
  user   = aws_iam_user.u.name
  policy = templatefile("\${path.module}/policy.json.tftpl", { ${given} })
}`,
      }),
    );
    const [grant] = inventory.grants.get('aws:user/stack.shop/u') ?? [];
    expect(inventory.documents.get(grant?.document ?? '')?.statements.map((s) => s.action?.[0])).toEqual(actions);
  });
});

test('tags that a provider puts on everything tell the owner and environment, unless a resource says otherwise', async () => {
  const code = `provider "aws" {
  default_tags {
    tags = { owner = "platform", environment = "production" }
  }
}
resource "aws_iam_user" "a" { name = "a" }
resource "aws_iam_user" "b" {
  name = "b"
  tags = { owner = "shop" }
}
resource "aws_iam_user" "c" {
  name     = "c"
  provider = aws.other
}`;
  const { inventory } = await scan(write({ 'main.tf': code }));
  const told = ({ name, owner, environment }: Identity): string => `${name} ${owner} ${environment}`;
  expect([...inventory.identities.values()].map(told)).toEqual(['a platform production', 'b shop production', 'c undefined undefined']);
});

test('the tags of a state are those with the ones of the provider', async () => {
  const state = {
    version: 4,
    terraform_version: '1.9.0',
    serial: 1,
    lineage: 'x',
    resources: [
      {
        mode: 'managed',
        type: 'aws_iam_user',
        name: 'u',
        instances: [{ attributes: { name: 'u', tags: { app: 'shop' }, tags_all: { app: 'shop', owner: 'platform' } } }],
      },
    ],
  };
  const { inventory } = await scan(write({ 'terraform.tfstate': JSON.stringify(state) }));
  expect([...inventory.identities.values()].map((i) => i.owner)).toEqual(['platform']);
});
