import { vi } from 'vitest';
import { collectLive } from '../../src/collectors/aws/live.ts';
import type { AwsRecord } from '../../src/collectors/aws/records.ts';
import type { CollectContext, Collected } from '../../src/collectors/collector.ts';
import type { Gap } from '../../src/inventory/gap.ts';
import { type Stub, type StubHandler, startStub } from './aws-stub.ts';

export const account = '111122223333';
const trust = encodeURIComponent(
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}',
);

export const userXml = (name: string): string =>
  `<member><UserName>${name}</UserName><UserId>AIDA${name}</UserId><Path>/</Path><Arn>arn:aws:iam::${account}:user/${name}</Arn><CreateDate>2024-05-06T07:08:09Z</CreateDate></member>`;
export const roleXml = (name: string): string =>
  `<member><RoleName>${name}</RoleName><Arn>arn:aws:iam::${account}:role/${name}</Arn><AssumeRolePolicyDocument>${trust}</AssumeRolePolicyDocument></member>`;
export const roleSessionXml = (name: string, seconds: number): string =>
  roleXml(name).replace('</member>', `<MaxSessionDuration>${seconds}</MaxSessionDuration></member>`);
export const detailsXml = (lists: { users?: string; roles?: string; marker?: string }): string =>
  `<IsTruncated>${lists.marker !== undefined}</IsTruncated>${lists.marker === undefined ? '' : `<Marker>${lists.marker}</Marker>`}<UserDetailList>${lists.users ?? ''}</UserDetailList><GroupDetailList/><RoleDetailList>${lists.roles ?? ''}</RoleDetailList><Policies/>`;

const report = `user,arn,user_creation_time,password_enabled\n<root_account>,arn:aws:iam::${account}:root,2020-01-01T00:00:00+00:00,not_supported\nbuild,arn:aws:iam::${account}:user/build,2024-05-06T07:08:09+00:00,false\n"a,b",arn:aws:iam::${account}:user/a,2024-05-06T07:08:09+00:00,false`;

/** An account in which every call is answered. */
export const wholeAccount: Readonly<Record<string, StubHandler>> = {
  GetCallerIdentity: () => ({ xml: `<Arn>arn:aws:iam::${account}:user/reader</Arn><UserId>AIDAR</UserId><Account>${account}</Account>` }),
  GetAccountAuthorizationDetails: ({ Marker }) =>
    Marker === undefined
      ? { xml: detailsXml({ users: userXml('build') + userXml('BedrockAPIKey-x1'), marker: 'm1' }) }
      : { xml: detailsXml({ roles: roleXml('deploy') }) },
  ListRoles: ({ Marker }) => ({
    xml: `<Roles>${Marker === undefined ? roleSessionXml('deploy', 7200) : ''}</Roles><IsTruncated>${Marker === undefined}</IsTruncated>${Marker === undefined ? '<Marker>m1</Marker>' : ''}`,
  }),
  GenerateCredentialReport: (_, call) => ({ xml: `<State>${call === 0 ? 'STARTED' : 'COMPLETE'}</State>` }),
  GetCredentialReport: () => ({
    xml: `<Content>${Buffer.from(report).toString('base64')}</Content><ReportFormat>text/csv</ReportFormat>`,
  }),
  GetAccountSummary: () => ({
    xml: '<SummaryMap><entry><key>AccountMFAEnabled</key><value>1</value></entry><entry><key>Users</key><value>2</value></entry></SummaryMap>',
  }),
  ListOpenIDConnectProviders: () => ({
    xml: `<OpenIDConnectProviderList><member><Arn>arn:aws:iam::${account}:oidc-provider/ci.example.com</Arn></member></OpenIDConnectProviderList>`,
  }),
  GetOpenIDConnectProvider: () => ({ xml: '<Url>ci.example.com</Url><ClientIDList><member>sts.amazonaws.com</member></ClientIDList>' }),
  ListSAMLProviders: () => ({
    xml: `<SAMLProviderList><member><Arn>arn:aws:iam::${account}:saml-provider/sso</Arn></member></SAMLProviderList>`,
  }),
  GetSAMLProvider: () => ({
    xml: '<SAMLMetadataDocument>&lt;EntityDescriptor xmlns=&quot;urn:oasis:names:tc:SAML:2.0:metadata&quot; entityID=&quot;https://sts.windows.net/1f6c93d8-47b2-4e0a-9d15-8a3e6b20c75f/&quot;/&gt;</SAMLMetadataDocument>',
  }),
  ListServiceSpecificCredentials: () => ({
    xml: '<ServiceSpecificCredentials><member><UserName>BedrockAPIKey-x1</UserName><Status>Active</Status><ServiceName>bedrock.amazonaws.com</ServiceName><ServiceSpecificCredentialId>ACCA1</ServiceSpecificCredentialId><CreateDate>2025-01-01T00:00:00Z</CreateDate></member></ServiceSpecificCredentials><IsTruncated>false</IsTruncated>',
  }),
  GetAccessKeyLastUsed: () => ({
    xml: '<UserName>build</UserName><AccessKeyLastUsed><LastUsedDate>2026-01-01T00:00:00Z</LastUsedDate><ServiceName>s3</ServiceName><Region>us-east-1</Region></AccessKeyLastUsed>',
  }),
  ListAccessKeys: ({ UserName }) => ({
    xml: `<AccessKeyMetadata><member><UserName>${UserName}</UserName><AccessKeyId>AKIAEXAMPLE${UserName}</AccessKeyId><Status>Active</Status><CreateDate>2024-05-06T07:08:09Z</CreateDate></member></AccessKeyMetadata><IsTruncated>false</IsTruncated>`,
  }),
  GenerateServiceLastAccessedDetails: () => ({ xml: '<JobId>job-1</JobId>' }),
  GetServiceLastAccessedDetails: () => ({
    xml: '<JobStatus>COMPLETED</JobStatus><ServicesLastAccessed/><IsTruncated>false</IsTruncated>',
  }),
  DescribeOrganization: () => ({ json: { Organization: { Id: 'o-example', MasterAccountId: account } } }),
  ListPolicies: ({ Filter, NextToken }) =>
    Filter === 'SERVICE_CONTROL_POLICY' && NextToken === undefined
      ? { json: { Policies: [{ Id: 'p-1', Name: 'no-keys' }], NextToken: 'n1' } }
      : { json: { Policies: Filter === 'SERVICE_CONTROL_POLICY' ? [{ Id: 'p-2', Name: 'no-root' }] : [] } },
  DescribePolicy: ({ PolicyId }) => ({
    json: {
      Policy: { PolicySummary: { Id: PolicyId, Type: 'SERVICE_CONTROL_POLICY' }, Content: '{"Version":"2012-10-17","Statement":[]}' },
    },
  }),
  ListTargetsForPolicy: () => ({ json: { Targets: [{ TargetId: 'r-1', Type: 'ROOT' }] } }),
  ListParents: () => ({ json: { Parents: [{ Id: 'r-1', Type: 'ROOT' }] } }),
  ListAccounts: () => ({ json: { Accounts: [{ Id: account, JoinedTimestamp: 1700000000 }, { Id: '444455556666' }] } }),
  ListDelegatedAdministrators: () => ({ json: { DelegatedAdministrators: [{ Id: '444455556666', Status: 'ACTIVE' }] } }),
  ListDelegatedServicesForAccount: () => ({ json: { DelegatedServices: [{ ServicePrincipal: 'sso.amazonaws.com' }] } }),
};

export const denied: StubHandler = (parameters) => ({
  error: 'AccessDenied',
  status: 403,
  message: `User: arn:aws:iam::${account}:user/reader is not authorized to perform: iam:${parameters.Action ?? 'it'}`,
});

export interface Reading {
  readonly collected: Collected;
  readonly records: readonly AwsRecord[];
  readonly gaps: readonly Gap[];
  readonly waits: readonly number[];
  readonly calls: Stub['calls'];
  of(kind: AwsRecord['kind']): readonly AwsRecord[];
}

export const secretKey = 'planted/secret/access/key/never/shown000';

/** Environment in which the SDK finds the stub and nothing of the machine it runs on. */
export function stubEnvironment(url: string, more: Readonly<Record<string, string | undefined>> = {}): void {
  const environment: Record<string, string | undefined> = {
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEREADER',
    AWS_SECRET_ACCESS_KEY: secretKey,
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
    AWS_REGION: undefined,
    AWS_DEFAULT_REGION: undefined,
    AWS_ENDPOINT_URL: url,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/nonexistent/config',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: undefined,
    AWS_CONTAINER_CREDENTIALS_FULL_URI: undefined,
    AWS_WEB_IDENTITY_TOKEN_FILE: undefined,
    ...more,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
}

export function contextOf(emit: CollectContext['emit'], more: Partial<CollectContext> = {}): CollectContext {
  return {
    emit,
    environment: { AWS_MAX_ATTEMPTS: '1' },
    now: new Date('2026-06-01T00:00:00Z'),
    progress: () => {},
    fingerprint: () => 'f',
    regions: [],
    foundAccessKeyIds: () => [],
    ...more,
  };
}

/** Reads an account that a stub plays. */
export async function readAccount(
  handlers: Readonly<Record<string, StubHandler>>,
  more: { context?: Partial<CollectContext>; environment?: Readonly<Record<string, string | undefined>>; source?: string } = {},
): Promise<Reading> {
  const stub = await startStub(handlers);
  try {
    stubEnvironment(stub.url, more.environment);
    const records: AwsRecord[] = [];
    const gaps: Gap[] = [];
    const waits: number[] = [];
    const context = contextOf((fragment) => {
      if (fragment.type === 'gap') gaps.push(fragment.value);
    }, more.context);
    const taker = { add: (record: AwsRecord) => void records.push(record), finish: () => ({ account: '' }) };
    const collected = await collectLive(more.source ?? 'aws', context, taker, async (seconds) => void waits.push(seconds));
    return { collected, records, gaps, waits, calls: stub.calls, of: (kind) => records.filter((record) => record.kind === kind) };
  } finally {
    await stub.close();
    vi.unstubAllEnvs();
  }
}
