import { expect, test } from 'vitest';
import { makeDirectory, nhi } from './nhi.ts';

const statement = (Effect: string, Principal: unknown, rest: object = {}) => ({ Effect, Principal, Action: 'sts:AssumeRole', ...rest });
const role = (name: string, ...more: readonly object[]) => ({
  RoleName: name,
  Arn: `arn:aws:iam::111122223333:role/${name}`,
  Path: '/',
  AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [statement('Allow', { AWS: '*' }), ...more] },
  InstanceProfileList: [],
  AttachedManagedPolicies: [],
  RolePolicyList: [],
});

test('a trust that a Deny of everybody takes back is none', async () => {
  const roles = [
    role('open'),
    role('shut', statement('Deny', '*', { Action: 'sts:*' })),
    role('at-times', statement('Deny', '*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } })),
    role('other', statement('Deny', '*', { Action: 'sts:TagSession' })),
    role('some', statement('Deny', { AWS: 'arn:aws:iam::444455556666:root' })),
  ];
  const cwd = makeDirectory({
    'gaad.json': JSON.stringify({ UserDetailList: [], GroupDetailList: [], RoleDetailList: roles, Policies: [] }),
  });
  const { out } = await nhi(['scan', 'gaad.json', '--format', 'json', '--now', '2026-12-01'], { cwd });
  const { findings } = JSON.parse(out) as { findings: readonly { rule: string; status: string; identity: string }[] };
  const found = findings.filter((f) => f.rule === 'aws-trust-wildcard' && f.status === 'fail').map((f) => f.identity.split('/').at(-1));
  expect(found.sort()).toEqual(['at-times', 'open', 'other', 'some']);
});
