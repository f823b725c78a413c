import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { collectLive } from '../../src/collectors/aws/live.ts';
import { UserError } from '../../src/user-error.ts';
import { account, contextOf, denied, readAccount, secretKey, stubEnvironment, wholeAccount } from './aws-live-account.ts';
import type { StubHandler } from './aws-stub.ts';

const none = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };

async function withFiles<T>(
  files: { config?: string; credentials?: string },
  run: (environment: Record<string, string>) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'aws-'));
  try {
    writeFileSync(join(folder, 'config'), files.config ?? '');
    writeFileSync(join(folder, 'credentials'), files.credentials ?? '');
    return await run({ AWS_CONFIG_FILE: join(folder, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials') });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function mistake(run: Promise<unknown>): Promise<string> {
  const error = await run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  const { message } = error as UserError;
  expect(message).not.toContain('\n');
  expect(message).not.toContain(secretKey);
  expect(message).not.toContain('AKIA');
  return message;
}

test('no credentials anywhere: one line with what to do', async () => {
  const message = await mistake(readAccount(wholeAccount, { environment: none }));
  expect(message).toMatch(/^aws: no AWS credentials were found: .*aws sso login/);
});

test('a profile that does not exist is a mistake, even where other credentials are at hand', async () => {
  const message = await mistake(readAccount(wholeAccount, { source: 'aws:nope' }));
  expect(message).toMatch(/^aws:nope: the profile "nope" gives no credentials/);
});

test('a profile that AWS_PROFILE names and that does not exist is a mistake too', async () => {
  const message = await mistake(readAccount(wholeAccount, { context: { environment: { AWS_PROFILE: 'nope' } } }));
  expect(message).toMatch(/^aws: the profile "nope" gives no credentials/);
});

test('aws: without a profile says so', async () => {
  expect(await mistake(readAccount(wholeAccount, { source: 'aws:' }))).toMatch(/names no profile/);
});

test('a profile is read with its own key, not with the one in the environment', async () => {
  const credentials = `[team]\naws_access_key_id = AKIAEXAMPLETEAM\naws_secret_access_key = ${secretKey}\n`;
  const reading = await withFiles({ credentials }, (environment) => readAccount(wholeAccount, { source: 'aws:team', environment }));
  expect(new Set(reading.calls.map((call) => call.key))).toEqual(new Set(['AKIAEXAMPLETEAM']));
  expect(reading.records[0]?.at.source).toBe('aws:team');
});

test('an SSO profile without a session says how to sign in', async () => {
  const config =
    '[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = audit\n[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://corp.example.com/start\n';
  const message = await withFiles({ config }, (environment) => mistake(readAccount(wholeAccount, { source: 'aws:dev', environment })));
  expect(message).toMatch(/run "aws sso login --profile dev"/);
});

test('a credential process that fails is named without its command line or output', async () => {
  const config = '[profile helper]\ncredential_process = /bin/sh -c "echo planted-output >&2; exit 3"\n';
  const message = await withFiles({ config }, (environment) => mistake(readAccount(wholeAccount, { source: 'aws:helper', environment })));
  expect(message).toMatch(/credential process/);
  expect(message).not.toMatch(/planted-output|bin\/sh/);
});

test('a profile that asks for an MFA code says what to do', async () => {
  const config = `[profile m]\nrole_arn = arn:aws:iam::${account}:role/r\nsource_profile = base\nmfa_serial = arn:aws:iam::${account}:mfa/x\n`;
  const credentials = '[base]\naws_access_key_id = AKIAEXAMPLEBASE\naws_secret_access_key = x\n';
  const message = await withFiles({ config, credentials }, (environment) =>
    mistake(readAccount(wholeAccount, { source: 'aws:m', environment })),
  );
  expect(message).toMatch(/MFA code/);
});

const notAccepted: readonly [code: string, says: RegExp][] = [
  ['InvalidClientTokenId', /does not accept the credentials \(InvalidClientTokenId\)/],
  ['ExpiredToken', /the credentials have expired \(ExpiredToken\): sign in again/],
  ['SignatureDoesNotMatch', /check the secret access key/],
  ['RequestExpired', /clock/],
];

test.each(notAccepted)('%s is a mistake with what to do', async (code, says) => {
  const refuse: StubHandler = () => ({ error: code, status: 403, message: `first line\nAWS4-HMAC-SHA256 ${secretKey}` });
  expect(await mistake(readAccount({ ...wholeAccount, GetCallerIdentity: refuse }))).toMatch(says);
});

test('where STS is silent and IAM does not accept the key, that is the mistake', async () => {
  const refuse: StubHandler = () => ({ error: 'InvalidClientTokenId', status: 403 });
  const all = Object.fromEntries(Object.keys(wholeAccount).map((action) => [action, refuse]));
  expect(await mistake(readAccount({ ...all, GetCallerIdentity: () => 'drop' }))).toMatch(/InvalidClientTokenId/);
});

test('where STS does not say who calls, the rest is read', async () => {
  const reading = await readAccount({ ...wholeAccount, GetCallerIdentity: denied });
  expect(reading.gaps).toMatchObject([{ permission: 'sts:GetCallerIdentity', partial: false }]);
  expect(reading.of('user-detail')).toHaveLength(2);
  expect(reading.records[0]).not.toHaveProperty('account');
});

const roleArn = 'arn:aws:iam::444455556666:role/reader';
const assume: StubHandler = () => ({
  xml: '<Credentials><AccessKeyId>ASIAEXAMPLEROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>',
});

test('a role is assumed with the base credentials, once, and everything is read as the role', async () => {
  const caller: StubHandler = (_, call) => ({
    xml: `<Arn>arn:aws:sts::444455556666:assumed-role/reader/nhi</Arn><Account>${call === 0 ? account : '444455556666'}</Account>`,
  });
  const reading = await readAccount({ ...wholeAccount, AssumeRole: assume, GetCallerIdentity: caller }, { context: { roleArn } });
  const [first, second, ...rest] = reading.calls;
  expect(first).toMatchObject({ action: 'GetCallerIdentity', key: 'AKIAEXAMPLEREADER' });
  expect(second).toMatchObject({
    action: 'AssumeRole',
    key: 'AKIAEXAMPLEREADER',
    parameters: { RoleArn: roleArn, RoleSessionName: 'nhi' },
  });
  expect(new Set(rest.map((call) => call.key))).toEqual(new Set(['ASIAEXAMPLEROLE']));
  expect(rest.map((call) => call.action)).not.toContain('AssumeRole');
  expect(reading.collected).toMatchObject({ scope: '444455556666', requests: reading.calls.length });
});

test('a role that cannot be assumed is a mistake that names who tried', async () => {
  const message = await mistake(readAccount({ ...wholeAccount, AssumeRole: denied }, { context: { roleArn } }));
  expect(message).toContain(`cannot assume ${roleArn} (AccessDenied)`);
  expect(message).toContain(`arn:aws:iam::${account}:user/reader`);
});

test('a role that nobody answers for says so, and blames no trust policy', async () => {
  const message = await mistake(readAccount({ ...wholeAccount, AssumeRole: () => 'drop' }, { context: { roleArn } }));
  expect(message).toMatch(/cannot assume .*: no answer \(ECONNRESET\).*check the network/);
  expect(message).not.toContain('trust policy');
});

test('--role-arn that is not a role ARN is a mistake before anything is sent', async () => {
  const message = await mistake(readAccount(wholeAccount, { context: { roleArn: 'reader' } }));
  expect(message).toMatch(/--role-arn "reader" is not the ARN of a role/);
});

const regions: readonly [environment: Record<string, string>, region: string][] = [
  [{}, 'us-east-1'],
  [{ AWS_DEFAULT_REGION: 'eu-west-1' }, 'eu-west-1'],
  [{ AWS_REGION: 'cn-north-1', AWS_DEFAULT_REGION: 'eu-west-1' }, 'cn-north-1'],
  [{ AWS_REGION: 'us-gov-west-1' }, 'us-gov-west-1'],
];

test.each(regions)('with %j STS is asked in region %s', async (environment, region) => {
  const reading = await readAccount(wholeAccount, { environment, context: { environment: { AWS_MAX_ATTEMPTS: '1', ...environment } } });
  expect(reading.calls[0]).toMatchObject({ action: 'GetCallerIdentity', region });
  expect(reading.gaps).toEqual([]);
});

test('a region that is none is a mistake', async () => {
  stubEnvironment('http://127.0.0.1:1', { AWS_REGION: 'us east 1' });
  const taker = { add: () => {}, finish: () => ({ account: '' }) };
  const context = contextOf(() => {}, { environment: { AWS_REGION: 'us east 1' } });
  expect(await mistake(collectLive('aws', context, taker))).toMatch(/"us east 1" is not an AWS region/);
});
