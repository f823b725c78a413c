// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are Terraform's own templates.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseHcl } from '../../../../src/collectors/hcl/parse.ts';
import { readPolicyValue } from '../../../../src/collectors/repository/infrastructure/policy-value.ts';
import { scan, scanFile, write } from '../scan.ts';

const kept = 'resource "aws_iam_user" "kept" {\n  name = "kept"\n}\n';
const doubled = Array.from({ length: 60 }, (_, i) => `  l${i + 1} = "\${local.l${i}}\${local.l${i}}"`).join('\n');
const lists = Array.from({ length: 60 }, (_, i) => `  l${i + 1} = [local.l${i}, local.l${i}]`).join('\n');
const user = (name: string): string => `resource "aws_iam_user" "x" {\n  name = ${name}\n}\n`;

/** Terraform made to exhaust or mislead a reader; each stands beside a file that is read whole. */
const terraform: readonly (readonly [name: string, text: string])[] = [
  ['parentheses without end', user('('.repeat(100_000))],
  ['lists without end', user('['.repeat(100_000))],
  ['blocks without end', 'aws_iam_ {'.repeat(50_000)],
  ['negations without end', user('!'.repeat(100_000))],
  ['conditionals without end', user('a ? '.repeat(50_000))],
  ['templates without end', user(`"${'${"'.repeat(20_000)}`)],
  ['attributes without end', user(`a${'.b'.repeat(100_000)}`)],
  ['texts that double', `locals {\n  l0 = "xx"\n${doubled}\n}\n${user('local.l60')}`],
  ['lists that double', `locals {\n  l0 = []\n${lists}\n}\n${user('jsonencode(flatten(local.l60))')}`],
  [
    'loops in loops',
    `locals {\n  l = [${'1,'.repeat(900)}]\n}\n${user('[for a in local.l : [for b in local.l : [for c in local.l : a]]]')}`,
  ],
  [
    'replacements that grow',
    `locals {\n  a = "${'a'.repeat(3000)}"\n  b = replace(local.a, "a", local.a)\n  c = replace(local.b, "a", local.a)\n}\n${user('local.c')}`,
  ],
  ['locals that lead back', `locals {\n  a = local.b\n  b = local.a\n}\n${user('local.a')}`],
  ['a name that leads back', user('aws_iam_user.x.name')],
  [
    'a long chain of locals',
    `locals {\n  l0 = "x"\n${Array.from({ length: 5000 }, (_, i) => `  l${i + 1} = local.l${i}`).join('\n')}\n}\n${user('local.l5000')}`,
  ],
  ['a module that calls itself', `module "self" {\n  source = "./"\n}\n${user('"x"')}`],
  ['very many instances', `resource "aws_iam_user" "x" {\n  count = 1000000000\n  name = "x\${count.index}"\n}\n`],
  ['a text that does not end', user('"abc')],
  ['a heredoc that does not end', user('<<EOT\nabc\n')],
  ['a text that ends in the middle of an escape', 'aws_iam_ = "\\'],
  ['control characters', user('"\\u0000\u001b[31m"')],
  ['a lone block name', 'resource aws_iam_'],
];

describe('infrastructure code made to exhaust a reader', () => {
  test.each(terraform)('%s', async (_name, text) => {
    const { inventory } = await scan(write({ 'bad/main.tf': text, 'good/main.tf': kept }));
    expect([...inventory.identities.values()].map((i) => i.name)).toContain('kept');
  });

  test('any text at all is parsed, and what is written behind it is found again', () => {
    const piece = fc.constantFrom(
      'resource',
      '"',
      '{',
      '}',
      '(',
      '[',
      ']',
      '<<EOT',
      '\n',
      '${',
      '%{',
      '=',
      'a',
      ' ',
      '#',
      '/*',
      '\\',
      '1',
      '.',
      '*',
      '?',
      ':',
      '=>',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((p) => p.join('')),
        ),
        (text) => {
          const { body, broken } = parseHcl(text);
          expect(body.blocks.length + body.attributes.size + broken.length).toBeGreaterThanOrEqual(0);
          expect(broken.every((line) => line >= 1 && line <= text.split('\n').length)).toBe(true);
        },
      ),
    );
  });

  test('a template that bends back on itself', async () => {
    const template = {
      Resources: {
        A: {
          Type: 'AWS::IAM::Role',
          Properties: {
            RoleName: { 'Fn::Join': ['', ['x', { Ref: 'B' }]] },
            AssumeRolePolicyDocument: { Ref: 'A' },
            ManagedPolicyArns: { Ref: 'P' },
          },
        },
        B: { Type: 'AWS::IAM::Role', Properties: { RoleName: { Ref: 'A' } } },
        P: { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: { Ref: 'P' }, PolicyDocument: { Ref: 'P' } } },
      },
    };
    const { inventory } = await scan(write({ 'stack.json': JSON.stringify(template) }));
    expect([...inventory.identities.keys()].sort()).toContain('aws:role/stack.shop.stack/xA');
  });

  test('a template with aliases of aliases', async () => {
    const bomb = Array.from({ length: 9 }, (_, i) => `  b${i + 1}: &b${i + 1} [${Array(9).fill(`*b${i}`).join(', ')}]\n`).join('');
    const text = `Metadata:\n  b0: &b0 [x]\n${bomb}Resources:\n  R:\n    Type: AWS::IAM::Role\n`;
    const { inventory } = await scan(write({ 'stack.yaml': text, 'main.tf': kept }));
    expect([...inventory.identities.values()].map((i) => i.name)).toEqual(['kept']);
    expect(inventory.gaps.map((g) => g.file)).toContain('stack.yaml');
  });

  test('a Helm chart that only looks like a template of AWS', async () => {
    const { inventory } = await scan(
      write({ 'chart.yaml': '{{- if .Values.aws }}\nResources:\n  A:\n    Type: AWS::IAM::Role\n    {{ x }}: [\n', 'main.tf': kept }),
    );
    expect([...inventory.identities.values()].map((i) => i.name)).toContain('kept');
    expect(inventory.gaps.map((g) => g.file)).toContain('chart.yaml');
  });
});

describe('where a part cannot be parsed', () => {
  test('a merge conflict leaves the rest readable and doubts what it stands in', async () => {
    const text = `<<<<<<< HEAD\nresource "aws_iam_role" "one" {\n  name = "one"\n=======\nresource "aws_iam_role" "two" {\n  name = "two"\n>>>>>>> other\n}\n${kept}`;
    const { inventory } = await scan(write({ 'main.tf': text }));
    const listed = Object.fromEntries([...inventory.identities.values()].map((i) => [i.name, i.grantsListed ?? false]));
    expect(listed).toEqual({ one: false, two: false, kept: true });
    expect(inventory.gaps.some((g) => g.file === 'main.tf' && g.line === 1)).toBe(true);
  });

  test('a broken line doubts its resource only', async () => {
    const text = `resource "aws_iam_user" "a" {\n  name = "a"\n  path = = "/"\n}\n${kept}`;
    const { inventory } = await scan(write({ 'main.tf': text }));
    const listed = Object.fromEntries([...inventory.identities.values()].map((i) => [i.name, i.grantsListed ?? false]));
    expect(listed).toEqual({ a: false, kept: true });
  });

  test('an unreadable statement that may be a Deny makes the whole policy unknown, an Allow only its part', () => {
    const at = { source: '.' };
    const text = (statements: string): ReturnType<typeof readPolicyValue> =>
      readPolicyValue(
        {
          kind: 'text',
          at,
          parts: [
            `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"},${statements}`,
            { kind: 'unknown', written: 'var.x', why: 'no value', at },
            '"}]}',
          ],
        },
        () => undefined,
      );
    expect(text('{"Effect":"Allow","Resource":"*","Action":"')?.raw?.Statement).toHaveLength(1);
    expect(text('{"Effect":"Deny","Resource":"*","Action":"')?.raw).toBeUndefined();
  });
});

describe('files outside of the scanned tree', () => {
  const outside = 'outside-text-that-nobody-may-read';

  test('are not opened, whatever the code names', async () => {
    const root = write({
      'infra/main.tf': [
        'resource "aws_iam_user_policy" "a" {\n  user = "u"\n  policy = file("../../outside.json")\n}',
        'resource "aws_iam_user_policy" "b" {\n  user = "u"\n  policy = file("/etc/hostname")\n}',
        'resource "aws_iam_user_policy" "c" {\n  user = "u"\n  policy = file("$' + '{path.module}/link.json")\n}',
        'resource "aws_iam_user_policy" "d" {\n  user = "u"\n  policy = templatefile("$' + '{path.module}/dir/outside.json", {})\n}',
        'module "m" {\n  source = "../../"\n}',
      ].join('\n'),
    });
    const base = join(root, '..');
    const policy = JSON.stringify({ Statement: { Sid: outside, Effect: 'Allow', Action: '*', Resource: '*' } });
    writeFileSync(join(base, 'outside.json'), policy);
    mkdirSync(join(base, 'elsewhere'));
    writeFileSync(join(base, 'elsewhere/outside.json'), policy);
    symlinkSync('../../outside.json', join(root, 'infra/link.json'));
    symlinkSync('../../elsewhere', join(root, 'infra/dir'));
    const { inventory, fragments } = await scan(root);
    expect(JSON.stringify(fragments)).not.toContain(outside);
    expect([...inventory.grants.values()].flat().every((g) => g.document === undefined)).toBe(true);
    expect(inventory.gaps.filter((g) => g.detail.includes('outside the scanned tree'))).toHaveLength(4);
  });

  test('a file inside is read, at its own place', async () => {
    const root = write({
      'infra/main.tf':
        'resource "aws_iam_user" "u" {\n  name = "u"\n}\nresource "aws_iam_user_policy" "a" {\n  user = aws_iam_user.u.name\n  policy = templatefile("$' +
        '{path.module}/p/x.tpl", { what = "s3:*" })\n}\n',
      'infra/p/x.tpl': '{\n  "Statement": [\n    { "Effect": "Allow",\n      "Action": "$' + '{what}", "Resource": "*" }\n  ]\n}\n',
    });
    const { inventory } = await scan(root);
    const grant = [...inventory.grants.values()].flat()[0];
    expect(grant?.places).toMatchObject([{ file: 'infra/p/x.tpl', line: 3 }]);
    expect(inventory.documents.get(grant?.document ?? '')?.statements[0]?.action).toEqual(['s3:*']);
  });
});

test('files of other kinds say nothing, however broken', async () => {
  const { inventory } = await scan(
    write({ 'a.json': '{"AWS": ', 'b.yaml': 'a: [', 'other/c.tf': 'x = (', 'd.json': Buffer.alloc(2_000_000, 'x'), 'main.tf': kept }),
  );
  expect(inventory.gaps).toEqual([]);
});

test('one file that is named is read', async () => {
  const root = write({ 'main.tf': kept });
  expect([...(await scanFile(join(root, 'main.tf'))).inventory.identities.keys()]).toEqual(['aws:user/stack.shop/kept']);
});

test('a plan is read above the size of a configuration, and one too large to read is told', async () => {
  const plan = (padding: number): string =>
    JSON.stringify({
      format_version: '1.2',
      terraform_version: '1.14.0',
      planned_values: {
        root_module: { resources: [{ address: 'aws_iam_user.p', mode: 'managed', type: 'aws_iam_user', values: { name: 'planned' } }] },
      },
      padding: 'x'.repeat(padding),
    });
  const { inventory } = await scan(write({ 'a/out.json': plan(2_000_000), 'b/out.json': plan(6_000_000) }));
  expect([...inventory.identities.keys()]).toEqual(['aws:user/stack.shop.a/planned']);
  expect(inventory.gaps).toMatchObject([{ file: 'b/out.json', why: 'unsupported' }]);
});
