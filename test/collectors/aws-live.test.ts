import { afterAll, expect, test, vi } from 'vitest';
import { account, denied, detailsXml, type Reading, readAccount, roleXml, secretKey, userXml, wholeAccount } from './aws-live-account.ts';
import type { StubHandler } from './aws-stub.ts';

// The SDK warns once a process, at its first client: so this looks at all tests of the file.
const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
const printed = vi.spyOn(console, 'warn').mockImplementation(() => {});
afterAll(() => {
  expect(warned).not.toHaveBeenCalled();
  expect(printed).not.toHaveBeenCalled();
});

const kinds = (reading: Reading): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const record of reading.records) counts[record.kind] = (counts[record.kind] ?? 0) + 1;
  return counts;
};

const everything = {
  'user-detail': 2,
  'role-detail': 1,
  'role-session': 1,
  'credential-report-row': 3,
  'service-specific-credential': 1,
  'account-summary': 1,
  'oidc-provider': 1,
  'saml-provider': 1,
  'organization-policy': 2,
  'organization-account': 2,
  'organization-delegate': 1,
  organization: 1,
};

test('an account that answers everything is read whole, without gaps', async () => {
  const reading = await readAccount(wholeAccount);
  expect(reading.gaps).toEqual([]);
  expect(kinds(reading)).toEqual(everything);
  expect(reading.collected).toEqual({ plane: 'aws', scope: account, requests: reading.calls.length });
  expect(reading.waits).toEqual([1]);
});

test('records look like the command line prints them, and say which call answered', async () => {
  const reading = await readAccount(wholeAccount);
  expect(reading.of('role-detail')).toEqual([
    {
      kind: 'role-detail',
      detail: true,
      account,
      at: { source: 'aws', pointer: '/RoleDetailList/0', note: 'iam:GetAccountAuthorizationDetails' },
      raw: {
        RoleName: 'deploy',
        Arn: `arn:aws:iam::${account}:role/deploy`,
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        },
      },
    },
  ]);
  expect(reading.of('user-detail')[0]?.raw).toMatchObject({ UserName: 'build', CreateDate: '2024-05-06T07:08:09Z' });
  expect(reading.of('credential-report-row').map((record) => [record.at.line, (record.raw as Record<string, string>).user])).toEqual([
    [2, '<root_account>'],
    [3, 'build'],
    [4, 'a,b'],
  ]);
  expect(reading.of('account-summary')[0]?.raw).toEqual({ AccountMFAEnabled: 1, Users: 2 });
  expect(reading.of('oidc-provider')[0]?.raw).toEqual({
    Arn: `arn:aws:iam::${account}:oidc-provider/ci.example.com`,
    Url: 'ci.example.com',
    ClientIDList: ['sts.amazonaws.com'],
  });
  expect(reading.of('organization-policy')[0]?.raw).toEqual({
    PolicySummary: { Id: 'p-1', Type: 'SERVICE_CONTROL_POLICY' },
    Content: '{"Version":"2012-10-17","Statement":[]}',
    Targets: [{ TargetId: 'r-1', Type: 'ROOT' }],
  });
});

test('records come in the same order whoever answers first', async () => {
  const late = (actions: readonly string[]): Record<string, StubHandler> =>
    Object.fromEntries(
      Object.entries(wholeAccount).map(([action, handler]) => [
        action,
        async (parameters, call, key) => {
          if (actions.includes(action)) await new Promise((resolve) => setTimeout(resolve, 50));
          return handler(parameters, call, key);
        },
      ]),
    );
  const first = await readAccount(late(['GetAccountAuthorizationDetails']));
  const second = await readAccount(late(['GetAccountSummary', 'GetCredentialReport', 'DescribeOrganization']));
  expect(second.records).toEqual(first.records);
});

/** What a refusal of one call costs: its gap, and the records that are then missing. */
const refusals: readonly [action: string, permission: string, lost: readonly (keyof typeof everything)[], partial: boolean][] = [
  // Roles are then those of the list.
  ['GetAccountAuthorizationDetails', 'iam:GetAccountAuthorizationDetails', ['user-detail', 'role-session'], true],
  ['ListRoles', 'iam:ListRoles', ['role-session'], false],
  ['GenerateCredentialReport', 'iam:GenerateCredentialReport', [], true],
  ['GetCredentialReport', 'iam:GetCredentialReport', ['credential-report-row'], true],
  ['GetAccountSummary', 'iam:GetAccountSummary', ['account-summary'], true],
  ['ListOpenIDConnectProviders', 'iam:ListOpenIDConnectProviders', ['oidc-provider'], true],
  ['GetOpenIDConnectProvider', 'iam:GetOpenIDConnectProvider', [], true],
  ['ListSAMLProviders', 'iam:ListSAMLProviders', ['saml-provider'], true],
  ['GetSAMLProvider', 'iam:GetSAMLProvider', [], false],
  ['ListServiceSpecificCredentials', 'iam:ListServiceSpecificCredentials', ['service-specific-credential'], true],
  ['DescribeOrganization', 'organizations:DescribeOrganization', ['organization'], false],
  ['ListPolicies', 'organizations:ListPolicies', ['organization-policy'], false],
  ['DescribePolicy', 'organizations:DescribePolicy', ['organization-policy'], false],
  ['ListTargetsForPolicy', 'organizations:ListTargetsForPolicy', [], false],
  ['ListAccounts', 'organizations:ListAccounts', ['organization-account', 'organization-delegate'], false],
  ['ListDelegatedAdministrators', 'organizations:ListDelegatedAdministrators', ['organization-delegate'], false],
  ['ListDelegatedServicesForAccount', 'organizations:ListDelegatedServicesForAccount', ['organization-delegate'], false],
];

test.each(refusals)('a refusal of %s is a gap that names the permission; the rest is read', async (action, permission, lost, partial) => {
  const reading = await readAccount({ ...wholeAccount, [action]: denied });
  const gap = reading.gaps.find((each) => each.permission === permission);
  expect(gap).toMatchObject({ source: 'aws', why: 'denied' });
  expect(gap?.partial).toBe(partial ? undefined : false);
  expect(gap?.detail).toMatch(/^AccessDenied: User: .* is not authorized to perform/);
  for (const kind of Object.keys(everything) as (keyof typeof everything)[]) {
    expect([kind, reading.of(kind).length]).toEqual([kind, lost.includes(kind) ? 0 : everything[kind]]);
  }
});

/** Every way in which a call can fail, and the gap that comes of it. */
const failures: readonly [name: string, handler: StubHandler, why: string, detail: RegExp][] = [
  ['throttled', () => ({ error: 'Throttling', message: 'Rate exceeded' }), 'throttled', /^Throttling: Rate exceeded$/],
  ['an internal failure', () => ({ error: 'ServiceFailure', status: 500 }), 'unreachable', /^ServiceFailure: no words$/],
  ['HTML with 500', () => ({ html: '<html>no</html>', status: 500 }), 'unreadable', /HTTP status 500/],
  ['HTML with 404', () => ({ html: '<html><br>no', status: 404 }), 'unreadable', /HTTP status 404/],
  ['a portal page with 200', () => ({ html: '<html><body>sign in<br></body></html>', status: 200 }), 'unreadable', /HTTP status 200/],
  ['well-formed HTML with 200', () => ({ html: '<html><body>sign in</body></html>', status: 200 }), 'unreadable', /without its/],
  ['a proxy that refuses', () => ({ html: '<html>no</html>', status: 403 }), 'denied', /403/],
  ['a dropped connection', () => 'drop', 'unreachable', /^no answer \(ECONNRESET\)$/],
  ['a connection cut in the body', () => 'cut', 'unreachable', /^no answer \(ECONNRESET\)$/],
];

test.each(failures)('%s is a gap and the rest is read', async (_, handler, why, detail) => {
  const reading = await readAccount({ ...wholeAccount, GetAccountSummary: handler });
  expect(reading.gaps).toMatchObject([{ why, permission: 'iam:GetAccountSummary' }]);
  expect(reading.gaps[0]?.detail).toMatch(detail);
  expect(kinds(reading)).toEqual({ ...everything, 'account-summary': undefined });
});

test.each(failures)('%s on the second page keeps the first', async (_, handler, why, detail) => {
  const reading = await readAccount({
    ...wholeAccount,
    GetAccountAuthorizationDetails: (parameters, call, key) =>
      parameters.Marker === undefined ? { xml: detailsXml({ users: userXml('one'), marker: 'm1' }) } : handler(parameters, call, key),
  });
  expect(reading.of('user-detail')).toHaveLength(1);
  expect(reading.gaps).toMatchObject([{ why, what: 'users, groups, roles and policies after page 1' }]);
  expect(reading.gaps[0]?.detail).toMatch(detail);
});

test('where the whole-account call is refused, users and roles are listed and claim no grants', async () => {
  const reading = await readAccount({
    ...wholeAccount,
    GetAccountAuthorizationDetails: denied,
    ListUsers: ({ Marker }) => ({
      xml:
        Marker === undefined
          ? `<Users>${userXml('one')}</Users><IsTruncated>true</IsTruncated><Marker>m</Marker>`
          : `<Users>${userXml('two')}</Users><IsTruncated>false</IsTruncated>`,
    }),
    ListRoles: () => ({ xml: `<Roles>${roleXml('deploy')}</Roles><IsTruncated>false</IsTruncated>` }),
  });
  expect(reading.gaps.map((gap) => gap.permission)).toEqual(['iam:GetAccountAuthorizationDetails']);
  expect(reading.of('user-detail').map((record) => [record.at.pointer, record.at.note])).toEqual([
    ['/Users/0', 'iam:ListUsers'],
    ['/Users/1', 'iam:ListUsers'],
  ]);
  expect(Object.keys(reading.of('role-detail')[0]?.raw as object)).toEqual(['RoleName', 'Arn', 'AssumeRolePolicyDocument']);
});

test('how long sessions of roles may last comes from the list of roles, page by page', async () => {
  const reading = await readAccount(wholeAccount);
  expect(reading.of('role-session').map((record) => record.raw)).toEqual([
    { Arn: `arn:aws:iam::${account}:role/deploy`, RoleName: 'deploy', MaxSessionDuration: 7200 },
  ]);
  expect(reading.calls.filter((call) => call.action === 'ListRoles')).toHaveLength(2);
});

test('without the list of roles the account is read as well, and what it would tell is a note', async () => {
  const reading = await readAccount({ ...wholeAccount, ListRoles: denied });
  expect(reading.of('role-detail')).toHaveLength(1);
  expect(reading.gaps).toMatchObject([{ permission: 'iam:ListRoles', what: 'how long sessions of roles may last', partial: false }]);
});

test('a server that hands out the same marker for ever is left, with a gap', async () => {
  const reading = await readAccount({
    ...wholeAccount,
    GetAccountAuthorizationDetails: () => ({ xml: detailsXml({ roles: roleXml('again'), marker: 'same' }) }),
  });
  expect(reading.of('role-detail')).toHaveLength(2);
  expect(reading.gaps).toMatchObject([{ why: 'unreadable', detail: expect.stringContaining('marker came twice') }]);
});

test('a throttled call is tried again', async () => {
  const reading = await readAccount(
    {
      ...wholeAccount,
      GetAccountSummary: (parameters, call, key) =>
        call === 0 ? { error: 'Throttling' } : (wholeAccount.GetAccountSummary?.(parameters, call, key) ?? 'drop'),
    },
    { context: { environment: { AWS_MAX_ATTEMPTS: '3' } } },
  );
  expect(reading.gaps).toEqual([]);
  expect(reading.of('account-summary')).toHaveLength(1);
  expect(reading.collected.requests).toBe(reading.calls.length);
});

test('a report that is never ready is a gap after bounded waits; an older report is still read', async () => {
  const reading = await readAccount({ ...wholeAccount, GenerateCredentialReport: () => ({ xml: '<State>INPROGRESS</State>' }) });
  expect(reading.waits.reduce((a, b) => a + b, 0)).toBe(120);
  expect(reading.gaps).toMatchObject([{ permission: 'iam:GenerateCredentialReport', why: 'unreachable' }]);
  expect(reading.of('credential-report-row')).toHaveLength(3);
});

test('without a credential report the keys of each user are listed', async () => {
  const reading = await readAccount({ ...wholeAccount, GetCredentialReport: denied });
  expect(reading.of('access-key').map((record) => (record.raw as { UserName: string }).UserName)).toEqual(['build', 'BedrockAPIKey-x1']);
});

test('an account outside any organization is a note, not a hole', async () => {
  const alone: StubHandler = () => ({ error: 'AWSOrganizationsNotInUseException' });
  const reading = await readAccount({ ...wholeAccount, DescribeOrganization: alone });
  expect(reading.gaps).toEqual([
    {
      source: 'aws',
      what: 'the organization',
      why: 'not-found',
      detail: 'the account is not in an organization',
      permission: 'organizations:DescribeOrganization',
      partial: false,
    },
  ]);
  expect(reading.calls.map((call) => call.action)).not.toContain('ListAccounts');
});

test('service credentials: where AWS wants a service named, it is; where it takes single users only, those are asked', async () => {
  const list = wholeAccount.ListServiceSpecificCredentials;
  const invalid = { error: 'ValidationError', message: 'no' } as const;
  const named = await readAccount({
    ...wholeAccount,
    ListServiceSpecificCredentials: (p, n, key) => {
      if (p.ServiceName === undefined) return invalid;
      return p.ServiceName.startsWith('bedrock') && list ? list(p, n, key) : { xml: '<ServiceSpecificCredentials/>' };
    },
  });
  expect(named.gaps).toEqual([]);
  expect(named.of('service-specific-credential')).toHaveLength(1);
  const single = await readAccount({
    ...wholeAccount,
    ListServiceSpecificCredentials: (p, n, key) => (p.UserName === 'BedrockAPIKey-x1' && list ? list(p, n, key) : invalid),
  });
  expect(single.gaps).toEqual([]);
  expect(single.of('service-specific-credential')).toHaveLength(1);
});

test('found keys are asked for; keys of other accounts are no gap', async () => {
  const handlers: Record<string, StubHandler> = {
    ...wholeAccount,
    GetAccessKeyLastUsed: (parameters, call, key) =>
      parameters.AccessKeyId === 'AKIAEXAMPLEbuild' && wholeAccount.GetAccessKeyLastUsed
        ? wholeAccount.GetAccessKeyLastUsed(parameters, call, key)
        : { error: 'AccessDenied', status: 403, message: 'null' },
  };
  const found = { foundAccessKeyIds: () => ['AKIAEXAMPLEbuild', 'AKIAEXAMPLEOTHER'] };
  const reading = await readAccount(handlers, { context: found });
  expect(reading.gaps).toEqual([]);
  expect(reading.of('access-key-last-used')).toMatchObject([{ keyId: 'AKIAEXAMPLEbuild', raw: { UserName: 'build' } }]);
  expect(reading.of('access-key')).toMatchObject([{ account, raw: { UserName: 'build', AccessKeyId: 'AKIAEXAMPLEbuild' } }]);
  const refused = await readAccount({ ...wholeAccount, GetAccessKeyLastUsed: denied }, { context: found });
  expect(refused.gaps).toMatchObject([{ permission: 'iam:GetAccessKeyLastUsed', why: 'denied', partial: false }]);
});

test('a key whose id tells another account is not asked about', async () => {
  const found = { foundAccessKeyIds: () => ['AKIAY34FZKBOKMUTVV7A', 'AKIAEXAMPLEbuild'] };
  const reading = await readAccount(wholeAccount, { context: found });
  expect(reading.calls.flatMap((c) => (c.action === 'GetAccessKeyLastUsed' ? [c.parameters.AccessKeyId] : []))).toEqual([
    'AKIAEXAMPLEbuild',
  ]);
});

test('a service that does not answer is not asked again and again', async () => {
  const drop: StubHandler = () => 'drop';
  const silent = Object.fromEntries(Object.keys(wholeAccount).map((action) => [action, drop]));
  const reading = await readAccount(silent, { context: { foundAccessKeyIds: () => ['AKIAEXAMPLEbuild'] } });
  expect(reading.records).toEqual([]);
  expect(reading.gaps.every((gap) => gap.why === 'unreachable')).toBe(true);
  expect(reading.gaps.map((gap) => gap.permission)).toContain('iam:GetAccountAuthorizationDetails');
  expect(reading.calls.map((call) => call.action)).not.toContain('GetAccessKeyLastUsed');
  expect(reading.collected).toMatchObject({ scope: '' });
});

test('no secret is in anything that is handed on', async () => {
  const reading = await readAccount({ ...wholeAccount, GetAccountSummary: denied, ListAccounts: () => 'cut' });
  expect(JSON.stringify([reading.records, reading.gaps, reading.collected])).not.toContain(secretKey);
});

const underUnit: Readonly<Record<string, StubHandler>> = {
  ...wholeAccount,
  ListTargetsForPolicy: () => ({ json: { Targets: [{ TargetId: 'ou-ab12-aaaaaaaa', Type: 'ORGANIZATIONAL_UNIT' }] } }),
  ListParents: ({ ChildId }) => ({
    json: { Parents: [ChildId === account ? { Id: 'ou-ab12-aaaaaaaa', Type: 'ORGANIZATIONAL_UNIT' } : { Id: 'r-ab12', Type: 'ROOT' }] },
  }),
};

test('the units over the account are asked for where a policy is attached to a unit, and only there', async () => {
  const reading = await readAccount(underUnit);
  expect(reading.of('organization-parent').map((record) => [record.about, (record.raw as { Id: string }).Id])).toEqual([
    [account, 'ou-ab12-aaaaaaaa'],
    ['ou-ab12-aaaaaaaa', 'r-ab12'],
  ]);
  expect((await readAccount(wholeAccount)).calls.map(({ action }) => action)).not.toContain('ListParents');
});

test('units that never end are not followed for ever', async () => {
  const circle: StubHandler = () => ({ json: { Parents: [{ Id: 'ou-ab12-aaaaaaaa', Type: 'ORGANIZATIONAL_UNIT' }] } });
  const reading = await readAccount({ ...underUnit, ListParents: circle });
  expect(reading.calls.filter(({ action }) => action === 'ListParents').length).toBeLessThan(10);
});

test('a refusal of the units is a gap and the policies stay', async () => {
  const reading = await readAccount({ ...underUnit, ListParents: denied });
  expect(reading.gaps).toMatchObject([{ permission: 'organizations:ListParents', why: 'denied', partial: false }]);
  expect(reading.of('organization-policy')).toHaveLength(2);
});
