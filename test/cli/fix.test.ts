import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { expectRefusal, nhi } from './nhi.ts';

const world = fileURLToPath(new URL('../../fixtures/right-size', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'nhi-fix-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Policy {
  readonly Version: string;
  readonly Statement: readonly {
    readonly Effect: string;
    readonly Action?: string | readonly string[];
    readonly Resource?: unknown;
    readonly Condition?: unknown;
  }[];
}

const fix = (id: string, ...more: string[]): ReturnType<typeof nhi> => nhi(['fix', id, world, '--now', '2026-12-01', ...more]);
const policyOf = async (id: string, ...more: string[]): Promise<Policy> => JSON.parse((await fix(id, ...more)).out) as Policy;
const actionsOf = ({ Statement }: Policy): readonly string[] =>
  Statement.filter((s) => s.Effect === 'Allow').flatMap((s) => s.Action ?? []);

test('a need that no service knows is said, with the nearest', async () => {
  const { err } = await fix('pipeline', '--need', 'sqs:SendMessage', '--need', 'lambda:InvokeFunktion');
  expect(err).toContain('not among the known actions: lambda:InvokeFunktion; did you mean "lambda:InvokeFunction"?');
  expect((await fix('pipeline', '--need', 'sqs:Send*')).err).not.toContain('known actions:');
});

test('where nothing of what is declared is held, there is no policy', async () => {
  expectRefusal(
    await fix('pipeline', '--need', 'dynamodb:GetItme'),
    'nothing of what was declared as needed is held by pipeline, so no policy can be made of it: not among the known actions: dynamodb:GetItme; did you mean "dynamodb:GetItem"?',
  );
});

describe('from recorded use', () => {
  test('a trail takes away what it would have shown', async () => {
    const policy = await policyOf('pipeline');
    const actions = actionsOf(policy);
    expect(actions).toContain('lambda:UpdateFunctionCode');
    expect(actions).toContain('secretsmanager:GetSecretValue');
    expect(actions).toContain('iam:GetRole');
    for (const gone of ['iam:PutRolePolicy', 'lambda:DeleteFunction', 'lambda:*', 'secretsmanager:*', 'iam:Get*'])
      expect(actions).not.toContain(gone);
    // No record can show these.
    for (const kept of ['iam:PassRole', 'sqs:SendMessage', 'quantum:Leap', 'lambda:Invoke*']) expect(actions).toContain(kept);
  });

  test('conditions, resources and denies stay', async () => {
    const { Statement } = await policyOf('pipeline');
    expect(Statement.find((s) => JSON.stringify(s.Action).includes('lambda:UpdateFunctionCode'))).toMatchObject({
      Resource: 'arn:aws:lambda:eu-west-1:111122223333:function:*',
      Condition: { StringEquals: { 'aws:RequestedRegion': ['eu-west-1'] } },
    });
    expect(Statement).toContainEqual({ Effect: 'Deny', Action: 'secretsmanager:PutSecretValue', Resource: '*' });
  });

  test('last accessed details take away whole services', async () => {
    const actions = actionsOf(await policyOf('release'));
    expect(actions.some((a) => a.startsWith('ec2:') || a === 'iam:CreateUser' || a === '*')).toBe(false);
    expect(actions).toContain('iam:PassRole');
    expect(actions.some((a) => a.startsWith('s3:'))).toBe(true);
  });

  test('says what it cannot know', async () => {
    const { err } = await fix('pipeline');
    for (const text of ['120 days', 'no record can show', 'quantum:Leap', 'newer than the table']) expect(err).toContain(text);
  });

  test('asks for a longer record than there is', async () => {
    const { code, err } = await fix('pipeline', '--days', '300');
    expect([code, err]).toEqual([2, expect.stringMatching(/recorded for 120 days and 300 are asked for/)]);
  });
});

describe('from declared need', () => {
  test('gives what is needed as far as it is held', async () => {
    const policy = await policyOf('pipeline', '--need', 'iam:GetRole:arn:aws:iam::111122223333:role/app', '--need', 'ec2:RunInstances');
    expect(policy.Statement).toEqual([
      { Effect: 'Allow', Action: 'iam:GetRole', Resource: 'arn:aws:iam::111122223333:role/app' },
      { Effect: 'Deny', Action: 'secretsmanager:PutSecretValue', Resource: '*' },
    ]);
    const { err } = await fix('pipeline', '--need', 'iam:GetRole', '--need', 'ec2:RunInstances');
    expect(err).toContain('not, or not wholly, allowed, now or with this policy: ec2:RunInstances');
  });

  test('reads a file of lines or a policy', async () => {
    const lines = join(folder, 'needs.txt');
    writeFileSync(
      lines,
      '# what the job does\niam:GetRole  # reads\nlambda:UpdateFunctionCode arn:aws:lambda:eu-west-1:111122223333:function:a\n',
    );
    const document = join(folder, 'needs.json');
    writeFileSync(document, JSON.stringify({ Statement: { Effect: 'Allow', Action: ['iam:GetRole'], Resource: '*' } }));
    expect(actionsOf(await policyOf('pipeline', '--need', lines))).toEqual(['iam:GetRole', 'lambda:UpdateFunctionCode']);
    expect(actionsOf(await policyOf('pipeline', '--need', document))).toEqual(['iam:GetRole']);
  });

  test.each([
    ['nonsense', /neither ACTION\[:RESOURCE\]/],
    ['s3:GetObject:bucket', /not a resource/],
  ])('%s is refused', async (need, message) => {
    const { code, err } = await fix('pipeline', '--need', need);
    expect([code, err]).toEqual([2, expect.stringMatching(message)]);
  });
});

describe('formats', () => {
  test('commands attach the new policy before they detach the old', async () => {
    const { out } = await fix('sync', '--format', 'cli');
    const commands = out.split('\n').filter((line) => line.startsWith('aws '));
    expect(commands.map((line) => line.split(' ')[2])).toEqual(['create-policy', 'attach-user-policy', 'remove-user-from-group']);
    expect(
      out
        .split('\n')
        .filter((line) => line !== '')
        .every((line) => line.startsWith('#') || line.startsWith('aws ')),
    ).toBe(true);
  });

  test('Terraform holds the policy and keeps other attachments out', async () => {
    const { out } = await fix('pipeline', '--format', 'terraform');
    expect(out).toContain('resource "aws_iam_policy" "nhi_fix_pipeline_1"');
    expect(out).toContain('resource "aws_iam_role_policy_attachments_exclusive" "nhi_fix_pipeline"');
    expect(out).toContain('policy_names = []');
  });

  test('the whole administrator is cut into policies that fit', async () => {
    const { out } = await fix('release', '--format', 'cli');
    const documents = [...out.matchAll(/--policy-document '([^']*)'/g)].map((m) => m[1] ?? '');
    expect(documents.length).toBeGreaterThan(1);
    expect(documents.every((text) => text.length <= 6144)).toBe(true);
  });
});

test('what if shows what would vanish', async () => {
  const { out, code } = await fix('pipeline', '--what-if');
  expect(code).toBe(0);
  expect(out).toContain('pipeline: escalate now');
  expect(out).toMatch(/1 path would vanish\n {2}- confirmed: pipeline/);
  expect(out).toContain('(aws-privesc-path)');
});

test.each([
  ['nobody', /no identity/],
  ['root', /./],
])('%s cannot be made smaller', async (id, message) => {
  const { code, err } = await fix(id);
  expect([code, err]).toEqual([2, expect.stringMatching(message)]);
});
