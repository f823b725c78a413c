import { expect, test } from 'vitest';
import { makeDirectory, nhi } from './nhi.ts';

const account = '210987654321';
const policy = (name: string, action: string) => ({
  PolicyName: name,
  PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] },
});
const user = (name: string, action: string) => ({
  UserName: name,
  UserId: `AIDA${name}`,
  Path: '/',
  Arn: `arn:aws:iam::${account}:user/${name}`,
  CreateDate: '2026-01-01T00:00:00Z',
  GroupList: [],
  AttachedManagedPolicies: [],
  UserPolicyList: [policy('own', action)],
});
const dump = (users: readonly unknown[]): string =>
  JSON.stringify({ UserDetailList: users, RoleDetailList: [], GroupDetailList: [], Policies: [] });

test.concurrent.each([
  // Whether the administrator has room for another key, the dump does not say.
  [
    [user('key-maker', 'iam:CreateAccessKey'), user('boss', '*')],
    'key-maker can make itself administrator (possible): iam:CreateAccessKey',
  ],
  [[user('writer', 'iam:PutUserPolicy')], 'writer can make itself administrator (confirmed): iam:PutUserPolicy on itself (iam-007)'],
])('a way to administrator rights is as certain as what it leads to %#', async (users, message) => {
  const cwd = makeDirectory({ 'details.json': dump(users) });
  const { out } = await nhi(['scan', 'details.json', '--format', 'json', '--now', '2026-11-22', '-q'], { cwd });
  expect(out).toContain(message);
});

test('the card names who can act as a member of a class, not the class', async () => {
  const cwd = makeDirectory({ 'details.json': dump([user('key-maker', 'iam:CreateAccessKey'), user('boss', '*')]) });
  const { out } = await nhi(['show', 'boss', 'details.json', '--now', '2026-11-22'], { cwd });
  expect(out).toMatch(
    /Who can become it\n(?: {2}.*\n)* {2}- key-maker: iam:CreateAccessKey on users of \d+ with room for an access\s+key, possible/,
  );
  expect(out).not.toContain('- users of');
});

test('a list does not show rights under a condition as none', async () => {
  const conditional = user('with-mfa', '*');
  const [own] = conditional.UserPolicyList.map((p) => p.PolicyDocument.Statement[0]);
  Object.assign(own ?? {}, { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } });
  const cwd = makeDirectory({ 'details.json': dump([conditional]) });
  const { out } = await nhi(['list', 'details.json', '--now', '2026-11-22'], { cwd });
  expect(out).toMatch(/^none\* {2}with-mfa /m);
  expect(out).toMatch(/\* more under conditions, which are not counted: nhi show\n$/);
});
