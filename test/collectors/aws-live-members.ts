import type { StubAnswer, StubHandler } from './aws-stub.ts';

/** An organization of thirty accounts, its policies and its tree, as a stub plays it. Account n is 100000000000 + n; the first manages it. */
export const accounts: readonly string[] = Array.from({ length: 30 }, (_, index) => String(100000000001 + index));
export const management = accounts[0] as string;
export const units = { production: 'ou-ab12-aaaaaaaa', payments: 'ou-ab12-bbbbbbbb', sandbox: 'ou-ab12-cccccccc' } as const;

/** Which unit an account hangs under: the first the root, then production, payments (inside production) and sandbox in turn. */
export function parentOf(account: string): string {
  const index = accounts.indexOf(account);
  return index <= 0 ? 'r-ab12' : ([units.production, units.payments, units.sandbox][index % 3] as string);
}

const document = (statement: object): string => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
export const policies = [
  {
    id: 'p-FullAWSAccess',
    text: document({ Effect: 'Allow', Action: '*', Resource: '*' }),
    targets: ['r-ab12', ...Object.values(units), ...accounts],
  },
  { id: 'p-nousers1', text: document({ Effect: 'Deny', Action: 'iam:CreateUser', Resource: '*' }), targets: [units.production] },
] as const;

const trust = document({ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' });
const inline = document({ Effect: 'Allow', Action: ['iam:CreateUser', 's3:GetObject'], Resource: '*' });

/** Of which account the credentials are; the management account's where no role was taken. */
export const accountOf = (key: string): string => (key.startsWith('ASIA') ? key.slice(4, 16) : management);

const userXml = (account: string, name: string): string =>
  `<member><UserName>${name}</UserName><UserId>AIDA${account}</UserId><Path>/</Path><Arn>arn:aws:iam::${account}:user/${name}</Arn><CreateDate>2024-05-06T07:08:09Z</CreateDate><GroupList/><AttachedManagedPolicies/><UserPolicyList><member><PolicyName>own</PolicyName><PolicyDocument>${encodeURIComponent(inline)}</PolicyDocument></member></UserPolicyList></member>`;
const roleXml = (account: string): string =>
  `<member><RoleName>deploy</RoleName><Arn>arn:aws:iam::${account}:role/deploy</Arn><AssumeRolePolicyDocument>${encodeURIComponent(trust)}</AssumeRolePolicyDocument><AttachedManagedPolicies/><RolePolicyList><member><PolicyName>own</PolicyName><PolicyDocument>${encodeURIComponent(inline)}</PolicyDocument></member></RolePolicyList></member>`;
const page = (lists: { readonly users?: string; readonly roles?: string }, marker: string | undefined): string =>
  `<IsTruncated>${marker !== undefined}</IsTruncated>${marker === undefined ? '' : `<Marker>${marker}</Marker>`}<UserDetailList>${lists.users ?? ''}</UserDetailList><GroupDetailList/><RoleDetailList>${lists.roles ?? ''}</RoleDetailList><Policies/>`;
const columns =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated';
/** The credential report of an account: its root user, and a user with one access key. */
export const report = (account: string): string =>
  [
    columns,
    `<root_account>,arn:aws:iam::${account}:root,2020-01-01T00:00:00+00:00,not_supported,no_information,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A`,
    `build,arn:aws:iam::${account}:user/build,2024-05-06T07:08:09+00:00,false,N/A,N/A,N/A,false,true,2024-05-07T07:08:09+00:00,2026-05-01T00:00:00+00:00,eu-west-1,s3,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A`,
  ].join('\n');

/** Answers for one account and, of the management account, for the organization. */
export const wholeOrganization: Readonly<Record<string, StubHandler>> = {
  GetCallerIdentity: (_, __, key) => ({
    xml: `<Arn>arn:aws:iam::${accountOf(key)}:user/reader</Arn><UserId>A</UserId><Account>${accountOf(key)}</Account>`,
  }),
  AssumeRole: ({ RoleArn = '' }) => {
    const account = RoleArn.split(':')[4] ?? '';
    return {
      xml: `<Credentials><AccessKeyId>ASIA${account}</AccessKeyId><SecretAccessKey>planted/secret/of/a/role/never/shown0000</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration></Credentials><AssumedRoleUser><Arn>arn:aws:sts::${account}:assumed-role/r/nhi</Arn><AssumedRoleId>A:nhi</AssumedRoleId></AssumedRoleUser>`,
    };
  },
  GetAccountAuthorizationDetails: ({ Marker }, _, key) => ({
    xml:
      Marker === undefined ? page({ users: userXml(accountOf(key), 'build') }, 'm1') : page({ roles: roleXml(accountOf(key)) }, undefined),
  }),
  ListRoles: () => ({ xml: '<Roles/><IsTruncated>false</IsTruncated>' }),
  GenerateCredentialReport: () => ({ xml: '<State>COMPLETE</State>' }),
  GetCredentialReport: (_, __, key) => ({
    xml: `<Content>${Buffer.from(report(accountOf(key))).toString('base64')}</Content><ReportFormat>text/csv</ReportFormat>`,
  }),
  GetAccountSummary: () => ({ xml: '<SummaryMap><entry><key>AccountMFAEnabled</key><value>1</value></entry></SummaryMap>' }),
  ListOpenIDConnectProviders: () => ({ xml: '<OpenIDConnectProviderList/>' }),
  ListSAMLProviders: () => ({ xml: '<SAMLProviderList/>' }),
  ListServiceSpecificCredentials: () => ({ xml: '<ServiceSpecificCredentials/><IsTruncated>false</IsTruncated>' }),
  DescribeOrganization: () => ({ json: { Organization: { Id: 'o-example1234', MasterAccountId: management } } }),
  ListPolicies: ({ Filter }) => ({
    json: { Policies: Filter === 'SERVICE_CONTROL_POLICY' ? policies.map(({ id }) => ({ Id: id, Name: id.slice(2) })) : [] },
  }),
  DescribePolicy: ({ PolicyId = '' }) => ({
    json: {
      Policy: {
        PolicySummary: { Id: PolicyId, Name: PolicyId.slice(2), Type: 'SERVICE_CONTROL_POLICY' },
        Content: policies.find(({ id }) => id === PolicyId)?.text,
      },
    },
  }),
  ListTargetsForPolicy: ({ PolicyId }) => ({
    json: { Targets: policies.find(({ id }) => id === PolicyId)?.targets.map((TargetId) => ({ TargetId, Type: typeOf(TargetId) })) },
  }),
  ListAccounts: ({ NextToken }) =>
    NextToken === undefined
      ? { json: { Accounts: accounts.slice(0, 20).map(asListed), NextToken: 'n1' } }
      : { json: { Accounts: accounts.slice(20).map(asListed) } },
  ListDelegatedAdministrators: () => ({ json: { DelegatedAdministrators: [] } }),
  ListRoots: () => ({ json: { Roots: [{ Id: 'r-ab12', Name: 'Root' }] } }),
  ListOrganizationalUnitsForParent: ({ ParentId }) => ({ json: { OrganizationalUnits: unitsUnder(ParentId) } }),
  ListAccountsForParent: ({ ParentId }) => ({ json: { Accounts: accounts.filter((id) => parentOf(id) === ParentId).map(asListed) } }),
};

export const asListed = (Id: string): Readonly<Record<'Id' | 'Arn' | 'Name' | 'Status', string>> => ({
  Id,
  Arn: `arn:aws:organizations::${management}:account/o-example1234/${Id}`,
  Name: `account ${accounts.indexOf(Id) + 1}`,
  Status: 'ACTIVE',
});

function typeOf(id: string): string {
  return id.startsWith('r-') ? 'ROOT' : id.startsWith('ou-') ? 'ORGANIZATIONAL_UNIT' : 'ACCOUNT';
}

function unitsUnder(parent: string | undefined): readonly object[] {
  const { production, payments, sandbox } = units;
  if (parent === 'r-ab12') return [production, sandbox].map((Id) => ({ Id, Name: `unit ${Id}` }));
  return parent === production ? [{ Id: payments, Name: 'payments' }] : [];
}

/** The handlers, with other answers for some accounts. */
export function except(changes: Readonly<Record<string, Readonly<Record<string, StubHandler>>>>): Readonly<Record<string, StubHandler>> {
  const account = (action: string, parameters: Readonly<Record<string, string>>, key: string): string =>
    action === 'AssumeRole' ? (parameters.RoleArn?.split(':')[4] ?? '') : accountOf(key);
  return Object.fromEntries(
    Object.entries(wholeOrganization).map(([action, handler]) => [
      action,
      (parameters: Readonly<Record<string, string>>, call: number, key: string): StubAnswer | Promise<StubAnswer> =>
        (changes[account(action, parameters, key)]?.[action] ?? handler)(parameters, call, key),
    ]),
  );
}
