import { expect, test, vi } from 'vitest';
import { awsCalls } from '../../src/collectors/aws/calls.ts';
import { checkAws } from '../../src/collectors/aws/doctor.ts';
import type { DoctorLine } from '../../src/collectors/collector.ts';
import { account, contextOf, denied, stubEnvironment, wholeAccount } from './aws-live-account.ts';
import { type StubHandler, startStub } from './aws-stub.ts';

async function check(handlers: Readonly<Record<string, StubHandler>>, environment = {}): Promise<readonly DoctorLine[]> {
  const stub = await startStub(handlers);
  try {
    stubEnvironment(stub.url, environment);
    return await checkAws(
      'aws',
      contextOf(() => {}),
    );
  } finally {
    await stub.close();
    vi.unstubAllEnvs();
  }
}

test('where everything is allowed every permission has its line, in the order of the table', async () => {
  const lines = await check(wholeAccount);
  expect(lines.map((line) => line.status)).toEqual(lines.map(() => 'ok'));
  expect(lines.map((line) => line.check)).toEqual([
    'aws: credentials',
    `caller is arn:aws:iam::${account}:user/reader`,
    ...Object.keys(awsCalls).filter((permission) => permission !== 'sts:GetCallerIdentity'),
  ]);
});

test('where everything is refused every permission is missing, with what to allow', async () => {
  const refusing = Object.fromEntries(Object.keys(wholeAccount).map((action) => [action, denied]));
  const lines = await check({ ...refusing, GetCallerIdentity: wholeAccount.GetCallerIdentity ?? denied });
  expect(lines.slice(2).map((line) => line.status)).toEqual(lines.slice(2).map(() => 'missing'));
  expect(lines[2]?.remedy).toBe(
    'allow iam:GetAccountAuthorizationDetails (required): it shows users, groups, roles and policies, with what they allow and who may assume them',
  );
});

const answers: readonly [action: string, error: string, status: DoctorLine['status']][] = [
  ['GetOpenIDConnectProvider', 'NoSuchEntity', 'ok'],
  ['ListAccessKeys', 'NoSuchEntity', 'ok'],
  ['GetCredentialReport', 'ReportNotPresent', 'ok'],
  ['GetCredentialReport', 'ReportInProgress', 'ok'],
  ['DescribeOrganization', 'AWSOrganizationsNotInUseException', 'ok'],
  ['GetAccessKeyLastUsed', 'AccessDenied', 'ok'], // not "is not authorized to perform": the key is of another account
  ['GetAccountSummary', 'AccessDenied', 'missing'],
  ['GetAccountSummary', 'ServiceFailure', 'failed'],
];

test.each(answers)('%s answering %s is %s', async (action, error, status) => {
  const lines = await check({ ...wholeAccount, [action]: () => ({ error, status: error === 'ServiceFailure' ? 500 : 403 }) });
  expect(lines.find((line) => line.check.includes(`:${action}`))?.status).toBe(status);
});

test('without credentials there is one failed line', async () => {
  const lines = await check(wholeAccount, { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined });
  expect(lines).toEqual([
    { status: 'failed', check: 'aws: credentials', remedy: expect.stringContaining('no AWS credentials were found') },
  ]);
});
