import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { partsOf, renderFix } from '../../src/cli/fix/fix-output.ts';
import type { FixPlan } from '../../src/cli/fix/plan-fix.ts';
import { InventoryBuilder } from '../../src/inventory/inventory.ts';

const hostile = `x'; echo pwned > /tmp/p; $(id) \`id\`\n::error::\u001b[2J\u202e\${jsonencode(1)}%{ if true }`;

const plan: FixPlan = {
  identity: {
    id: 'aws:role/111122223333/app',
    plane: 'aws',
    kind: 'aws-iam-role',
    name: 'app',
    scope: '111122223333',
    nature: 'workload',
    agent: false,
    standing: 'observed',
    evidence: [],
  },
  statements: [{ effect: 'Allow', action: ['s3:GetObject'], resource: [`arn:aws:s3:::${hostile}`] }],
  attached: [{ name: 'a', arn: hostile }],
  inline: [hostile],
  groups: [hostile],
  before: 2,
  after: 1,
  same: false,
  notes: [hostile],
  inventory: new InventoryBuilder().finish([]),
};

test('the document reads back as it was, and shows nothing that does not show', () => {
  const text = renderFix(plan, 'json');
  expect(JSON.parse(text)).toEqual({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${hostile}` }],
  });
  for (const hidden of ['\u001b', '\u202e']) expect(text).not.toContain(hidden);
});

test('a shell takes hostile names for words and runs nothing of them', () => {
  const text = renderFix(plan, 'cli');
  const { stdout, stderr } = spawnSync('sh', ['-c', `aws() { for a in "$@"; do printf '[%s]' "$a"; done; echo; }\n${text}`], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const lines = stdout.trimEnd().split('\n');
  expect(lines.map((line) => /^\[iam\]\[([a-z-]+)\]/.exec(line)?.[1])).toEqual([
    'create-policy',
    'attach-role-policy',
    'detach-role-policy',
    'delete-role-policy',
    'remove-user-from-group',
  ]);
  expect(lines[3]).toContain('echo pwned');
});

test('Terraform does not take texts of a policy for templates', () => {
  const text = renderFix(plan, 'terraform').replace(/^#.*/gm, '');
  expect(text.match(/(?<!\$)\$\{/)).toBeNull();
  expect(text.match(/(?<!%)%\{/)).toBeNull();
  expect(text.split('\n').filter((line) => line.startsWith('::'))).toEqual([]);
});

test('a policy is cut where it does not fit, and says the same', () => {
  const action = Array.from({ length: 900 }, (_, i) => `s3:Action${i}`);
  const parts = partsOf([
    { effect: 'Allow', action, resource: ['*'] },
    { effect: 'Deny', action: ['s3:X'], resource: ['*'] },
  ]);
  expect(parts.length).toBeGreaterThan(1);
  expect(parts.flat().flatMap((s) => (s.effect === 'Allow' ? (s.action ?? []) : []))).toEqual(action);
  expect(parts.every((part) => JSON.stringify(part).length < 6144)).toBe(true);
});
