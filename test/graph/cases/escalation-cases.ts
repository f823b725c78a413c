import type { Fragment } from '../../../src/inventory/fragment.ts';
import type { SimplePower, SimpleStatement } from '../simple-engine.ts';
import { account, arn, id, identity, trust } from '../small-inventory.ts';

export interface EscalationCase {
  readonly name: string;
  readonly start: string;
  readonly statements: readonly SimpleStatement[];
  readonly given?: readonly Fragment[];
  readonly powers?: Readonly<Record<string, SimplePower>>;
  /** Techniques of the edges out of the start, with their certainty. */
  readonly expect: Readonly<Record<string, 'confirmed' | 'conditional' | 'possible'>>;
}

const admin = { level: 'admin' } as const;
const boss = { [id('role/boss')]: admin };
const policy = `arn:aws:iam::${account}:policy/team`;
const can = (...actions: string[]): SimpleStatement[] => actions.map((action) => ({ action }));
const grant = (holder: string, kind: 'attached' | 'boundary', name: string): Fragment => ({
  type: 'grant',
  value: { id: `${holder}#${kind}/${name}`, holder, kind, name, policy: name, evidence: [] },
});
const lambdaBoss = [identity('role/boss'), trust('role/boss', 'lambda.amazonaws.com')];
const lambda = can('lambda:CreateFunction', 'lambda:InvokeFunction');
const keys = (user: string, count: number): Fragment[] =>
  Array.from({ length: count }, (_, n) => ({
    type: 'credential',
    value: { id: `k${n}`, kind: 'aws-access-key', name: `k${n}`, identity: id(user), static: true, evidence: [] },
  }));

export const escalationCases: readonly EscalationCase[] = [
  { name: 'a user puts a policy on itself', start: 'user/a', statements: can('iam:PutUserPolicy'), expect: { 'iam-007': 'confirmed' } },
  {
    name: 'policies that could not be read',
    start: 'user/a',
    statements: [],
    powers: { [id('user/a')]: { unreadable: true, level: 'unknown' } },
    expect: {},
  },
  {
    name: 'a role that a service of China may run as',
    start: 'user/a',
    statements: [...can('iam:PassRole'), ...lambda],
    given: [identity('role/boss'), trust('role/boss', 'lambda.amazonaws.com.cn', { principalKind: 'service' })],
    powers: boss,
    expect: { 'lambda-001': 'confirmed' },
  },
  { name: 'a role has no user policy', start: 'role/a', statements: can('iam:PutUserPolicy'), expect: {} },
  { name: 'only on others', start: 'user/a', statements: [{ action: 'iam:PutUserPolicy', resource: arn('user/b') }], expect: {} },
  {
    name: 'under a condition',
    start: 'user/a',
    statements: [{ action: 'iam:AttachUserPolicy', condition: 'aws:SourceIp' }],
    expect: { 'iam-008': 'conditional' },
  },
  {
    name: 'within a permissions boundary',
    start: 'role/a',
    statements: can('iam:AttachRolePolicy'),
    given: [grant(id('role/a'), 'boundary', policy)],
    expect: { 'iam-009': 'conditional' },
  },
  {
    name: 'with a boundary that it can take off',
    start: 'role/a',
    statements: can('iam:AttachRolePolicy', 'iam:DeleteRolePermissionsBoundary'),
    given: [grant(id('role/a'), 'boundary', policy)],
    expect: { 'iam-009': 'confirmed' },
  },
  {
    name: 'a new version of its own policy',
    start: 'role/a',
    statements: can('iam:CreatePolicyVersion'),
    given: [grant(id('role/a'), 'attached', policy)],
    expect: { 'iam-001': 'confirmed' },
  },
  {
    name: 'no policy of its own to change',
    start: 'role/a',
    statements: can('iam:CreatePolicyVersion'),
    given: [grant(id('role/a'), 'attached', 'arn:aws:iam::aws:policy/ReadOnlyAccess')],
    expect: {},
  },
  {
    name: 'its own group',
    start: 'user/a',
    statements: can('iam:PutGroupPolicy'),
    given: [{ type: 'membership', value: { identity: id('user/a'), group: `aws:group/${account}/g` } }],
    expect: { 'iam-011': 'confirmed' },
  },
  {
    name: 'the group of administrators',
    start: 'user/a',
    statements: can('iam:AddUserToGroup'),
    given: [grant(`aws:group/${account}/admins`, 'attached', 'arn:aws:iam::aws:policy/AdministratorAccess')],
    expect: { 'iam-013': 'confirmed' },
  },
  { name: 'no group of administrators', start: 'user/a', statements: can('iam:AddUserToGroup'), expect: {} },

  {
    name: 'a key for a stronger user',
    start: 'role/a',
    statements: can('iam:CreateAccessKey'),
    given: [identity('user/boss', { aws: { active_keys: 1 } })],
    powers: { [id('user/boss')]: admin },
    expect: { 'iam-002': 'confirmed' },
  },
  {
    name: 'a key for a stronger user of whom no credential was read',
    start: 'role/a',
    statements: can('iam:CreateAccessKey'),
    given: [identity('user/boss')],
    powers: { [id('user/boss')]: admin },
    expect: { 'iam-002': 'possible' },
  },
  {
    name: 'a key for a user who can do no more',
    start: 'role/a',
    statements: can('iam:CreateAccessKey'),
    given: [identity('user/b')],
    expect: {},
  },
  {
    name: 'a key for a user whose power is not known',
    start: 'role/a',
    statements: can('iam:CreateAccessKey'),
    given: [identity('user/b')],
    powers: { [id('user/b')]: { level: 'unknown' } },
    expect: { 'iam-002': 'possible' },
  },
  {
    name: 'no room for a third key',
    start: 'role/a',
    statements: can('iam:CreateAccessKey'),
    given: [identity('user/boss'), ...keys('user/boss', 2)],
    powers: { [id('user/boss')]: admin },
    expect: {},
  },
  {
    name: 'a third key in place of another',
    start: 'role/a',
    statements: can('iam:CreateAccessKey', 'iam:DeleteAccessKey'),
    given: [identity('user/boss'), ...keys('user/boss', 2)],
    powers: { [id('user/boss')]: admin },
    expect: { 'iam-003': 'confirmed' },
  },
  {
    name: 'passwords: a new one where there is none',
    start: 'role/a',
    statements: can('iam:CreateLoginProfile', 'iam:UpdateLoginProfile'),
    given: [identity('user/boss', { aws: { console_password: false } })],
    powers: { [id('user/boss')]: admin },
    expect: { 'iam-004': 'confirmed' },
  },
  {
    name: 'passwords: another one, with MFA in the way',
    start: 'role/a',
    statements: can('iam:CreateLoginProfile', 'iam:UpdateLoginProfile'),
    given: [identity('user/boss', { aws: { console_password: true, mfa: true } })],
    powers: { [id('user/boss')]: admin },
    expect: { 'iam-006': 'conditional' },
  },
  {
    name: 'the trust policy of a stronger role',
    start: 'role/a',
    statements: can('iam:UpdateAssumeRolePolicy'),
    given: [identity('role/boss')],
    powers: boss,
    expect: { 'iam-012': 'confirmed' },
  },
  {
    name: 'the policies of a role it can assume',
    start: 'user/a',
    statements: [...can('iam:PutRolePolicy'), { action: 'sts:AssumeRole', resource: arn('role/b') }],
    given: [identity('role/b'), trust('role/b', account)],
    powers: { [id('role/b')]: { level: 'none' } },
    expect: { 'iam-017': 'confirmed' },
  },
  {
    name: 'the policies of a role that names it',
    start: 'user/a',
    statements: can('iam:AttachRolePolicy'),
    given: [identity('role/b'), trust('role/b', arn('user/a'))],
    expect: { 'iam-014': 'confirmed' },
  },
  {
    name: 'the policies of a role it cannot assume',
    start: 'user/a',
    statements: can('iam:PutRolePolicy', 'iam:AttachRolePolicy'),
    given: [identity('role/b')],
    expect: {},
  },
  {
    name: 'a policy and a trust of the same role',
    start: 'user/a',
    statements: [
      { action: 'iam:PutRolePolicy', resource: arn('role/b') },
      { action: 'iam:UpdateAssumeRolePolicy', resource: arn('role/b*') },
    ],
    given: [identity('role/b')],
    expect: { 'iam-021': 'confirmed' },
  },
  {
    name: 'a policy and a trust of different roles',
    start: 'user/a',
    statements: [
      { action: 'iam:PutRolePolicy', resource: arn('role/b') },
      { action: 'iam:UpdateAssumeRolePolicy', resource: arn('role/c') },
    ],
    given: [identity('role/b'), identity('role/c')],
    expect: {},
  },

  {
    name: 'a role passed to a new function',
    start: 'user/a',
    statements: [...can('iam:PassRole'), ...lambda],
    given: lambdaBoss,
    powers: boss,
    expect: { 'lambda-001': 'confirmed' },
  },
  {
    name: 'no role that the service may run as',
    start: 'user/a',
    statements: [...can('iam:PassRole'), ...lambda],
    given: [identity('role/boss'), trust('role/boss', 'ec2.amazonaws.com')],
    powers: boss,
    expect: {},
  },
  { name: 'no permission to pass a role', start: 'user/a', statements: lambda, given: lambdaBoss, powers: boss, expect: {} },
  {
    name: 'may pass another role only',
    start: 'user/a',
    statements: [{ action: 'iam:PassRole', resource: arn('role/x*') }, ...lambda],
    given: lambdaBoss,
    powers: boss,
    expect: {},
  },
  {
    name: 'may pass it, but not make a function',
    start: 'user/a',
    statements: can('iam:PassRole', 'lambda:InvokeFunction'),
    given: lambdaBoss,
    powers: boss,
    expect: {},
  },
  {
    name: 'may pass it to that service',
    start: 'user/a',
    statements: [{ action: 'iam:PassRole', condition: 'iam:PassedToService=lambda.amazonaws.com' }, ...lambda],
    given: lambdaBoss,
    powers: boss,
    expect: { 'lambda-001': 'confirmed' },
  },
  {
    name: 'may pass it to another service',
    start: 'user/a',
    statements: [{ action: 'iam:PassRole', condition: 'iam:PassedToService=ec2.amazonaws.com' }, ...lambda],
    given: lambdaBoss,
    powers: boss,
    expect: {},
  },
  {
    name: 'a role bound to its own account as the source',
    start: 'user/a',
    statements: [...can('iam:PassRole'), ...lambda],
    given: [
      identity('role/boss'),
      trust('role/boss', 'lambda.amazonaws.com', { condition: { StringEquals: { 'aws:SourceAccount': [account] } } }),
    ],
    powers: boss,
    expect: { 'lambda-001': 'confirmed' },
  },
  {
    name: 'an instance needs an instance profile',
    start: 'user/a',
    statements: can('iam:PassRole', 'ec2:RunInstances'),
    given: [identity('role/boss', { aws: { instance_profiles: [] } }), trust('role/boss', 'ec2.amazonaws.com')],
    powers: boss,
    expect: {},
  },
  {
    name: 'an instance with an instance profile',
    start: 'user/a',
    statements: can('iam:PassRole', 'ec2:RunInstances'),
    given: [identity('role/boss', { aws: { instance_profiles: ['boss'] } }), trust('role/boss', 'ec2.amazonaws.com')],
    powers: boss,
    expect: { 'ec2-001': 'confirmed' },
  },
  {
    name: 'a cluster that may not exist',
    start: 'user/a',
    statements: can('iam:PassRole', 'ecs:RegisterTaskDefinition', 'ecs:RunTask'),
    given: [identity('role/boss'), trust('role/boss', 'ecs-tasks.amazonaws.com')],
    powers: boss,
    expect: { 'ecs-004': 'possible', 'ecs-008': 'possible' },
  },
  {
    name: 'code of a function that may run as the role: one edge for the service',
    start: 'user/a',
    statements: can('lambda:UpdateFunctionCode', 'lambda:InvokeFunction', 'lambda:AddPermission'),
    given: lambdaBoss,
    powers: boss,
    expect: { 'lambda-003': 'possible' },
  },
  {
    name: 'a technique by which nothing is gained',
    start: 'user/a',
    statements: [...can('iam:PassRole'), ...lambda],
    given: lambdaBoss,
    expect: {},
  },
];
