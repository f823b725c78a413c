import {
  GenerateCredentialReportCommand,
  GenerateServiceLastAccessedDetailsCommand,
  GetAccessKeyLastUsedCommand,
  GetAccountAuthorizationDetailsCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  GetOpenIDConnectProviderCommand,
  GetSAMLProviderCommand,
  GetServiceLastAccessedDetailsCommand,
  ListAccessKeysCommand,
  ListOpenIDConnectProvidersCommand,
  ListRolesCommand,
  ListSAMLProvidersCommand,
  ListServiceSpecificCredentialsCommand,
} from '@aws-sdk/client-iam';
import {
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListAccountsCommand,
  ListDelegatedAdministratorsCommand,
  ListDelegatedServicesForAccountCommand,
  ListParentsCommand,
  ListPoliciesCommand,
  ListTargetsForPolicyCommand,
} from '@aws-sdk/client-organizations';
import { UserError } from '../../user-error.ts';
import type { CollectContext, DoctorLine } from '../collector.ts';
import { type AwsPermission, awsCall, type awsCalls } from './calls.ts';
import { type Failure, failureOf, lacksPermission } from './live-failure.ts';
import { inParallel } from './live-pages.ts';
import { type AwsSession, openSession } from './live-session.ts';
import { probeServices } from './services/probe-services.ts';

/** What is checked: every call but the one that opening the session makes. */
type Checked = Exclude<keyof typeof awsCalls, 'sts:GetCallerIdentity'>;

/** A cheap call per permission: about something that does not exist where the call needs a name, for then "not found" means "allowed". */
const probes: Readonly<Record<Checked, (session: AwsSession) => Promise<unknown>>> = {
  'iam:GetAccountAuthorizationDetails': ({ iam }) => iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 1 })),
  'iam:ListRoles': ({ iam }) => iam.send(new ListRolesCommand({ MaxItems: 1 })),
  'iam:GenerateCredentialReport': ({ iam }) => iam.send(new GenerateCredentialReportCommand({})),
  'iam:GetCredentialReport': ({ iam }) => iam.send(new GetCredentialReportCommand({})),
  'iam:GetAccountSummary': ({ iam }) => iam.send(new GetAccountSummaryCommand({})),
  'iam:ListOpenIDConnectProviders': ({ iam }) => iam.send(new ListOpenIDConnectProvidersCommand({})),
  'iam:GetOpenIDConnectProvider': ({ iam, caller }) =>
    iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: absentProvider(caller) })),
  'iam:ListSAMLProviders': ({ iam }) => iam.send(new ListSAMLProvidersCommand({})),
  'iam:GetSAMLProvider': ({ iam, caller }) =>
    iam.send(
      new GetSAMLProviderCommand({ SAMLProviderArn: absentProvider(caller).replace(/:oidc-provider\/.*/, ':saml-provider/no-such-one') }),
    ),
  'iam:ListServiceSpecificCredentials': ({ iam }) =>
    iam.send(new ListServiceSpecificCredentialsCommand({ AllUsers: true, ServiceName: 'bedrock.amazonaws.com', MaxItems: 1 })),
  // A key of another account is refused in other words than a missing permission; that is told apart below.
  'iam:GetAccessKeyLastUsed': ({ iam, accessKeyId }) => iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: accessKeyId })),
  'iam:ListAccessKeys': ({ iam }) => iam.send(new ListAccessKeysCommand({ UserName: 'no-such-user' })),
  'iam:GenerateServiceLastAccessedDetails': ({ iam, caller }) =>
    iam.send(
      new GenerateServiceLastAccessedDetailsCommand({ Arn: absentProvider(caller).replace(/:oidc-provider\/.*/, ':role/no-such-role') }),
    ),
  'iam:GetServiceLastAccessedDetails': ({ iam }) =>
    iam.send(new GetServiceLastAccessedDetailsCommand({ JobId: '00000000-0000-0000-0000-000000000000' })),
  'organizations:DescribeOrganization': ({ organizations }) => organizations.send(new DescribeOrganizationCommand({})),
  'organizations:ListPolicies': ({ organizations }) =>
    organizations.send(new ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY', MaxResults: 1 })),
  'organizations:DescribePolicy': ({ organizations }) => organizations.send(new DescribePolicyCommand({ PolicyId: 'p-FullAWSAccess' })),
  'organizations:ListTargetsForPolicy': ({ organizations }) =>
    organizations.send(new ListTargetsForPolicyCommand({ PolicyId: 'p-FullAWSAccess', MaxResults: 1 })),
  'organizations:ListParents': ({ organizations, caller }) =>
    organizations.send(new ListParentsCommand({ ChildId: 'account' in caller ? caller.account : '000000000000' })),
  'organizations:ListAccounts': ({ organizations }) => organizations.send(new ListAccountsCommand({ MaxResults: 1 })),
  'organizations:ListDelegatedAdministrators': ({ organizations }) =>
    organizations.send(new ListDelegatedAdministratorsCommand({ MaxResults: 1 })),
  'organizations:ListDelegatedServicesForAccount': ({ organizations, caller }) =>
    organizations.send(
      new ListDelegatedServicesForAccountCommand({ AccountId: 'account' in caller ? caller.account : '000000000000', MaxResults: 1 }),
    ),
};

/** Checks credentials and each permission; one line a check. Never throws for what AWS refuses. */
export async function checkAws(source: string, context: CollectContext): Promise<readonly DoctorLine[]> {
  return withSession(source, context, async (session) => {
    const checks = Object.keys(probes) as Checked[];
    const lines = await inParallel(checks, 4, (permission) => check(permission, () => probes[permission](session)));
    return [...lines, ...(await checkServices(session, context.regions))];
  });
}

/** Opens a session and says whose it is; then come the lines of `more`. */
export async function withSession(
  source: string,
  context: CollectContext,
  more: (session: AwsSession) => Promise<readonly DoctorLine[]>,
): Promise<readonly DoctorLine[]> {
  let session: AwsSession;
  try {
    session = await openSession(source, context);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [{ status: 'failed', check: `${source}: credentials`, remedy: error.message }];
  }
  try {
    const { caller } = session;
    const lines: DoctorLine[] = [{ status: 'ok', check: `${source}: credentials` }];
    if ('arn' in caller) lines.push({ status: 'ok', check: `caller is ${caller.arn}` });
    else lines.push(lineOf('sts:GetCallerIdentity', caller));
    lines.push(...(await more(session)));
    return lines;
  } finally {
    session.close();
  }
}

/** The services, in one region: the permissions are the same in all. */
async function checkServices(session: AwsSession, regions: CollectContext['regions']): Promise<readonly DoctorLine[]> {
  if (regions?.length === 0) return [];
  const region = regions?.find((each) => each !== 'all') ?? session.region;
  const which = regions === undefined ? `${region} is read; other regions are not: --region all reads every one` : `checked in ${region}`;
  const probed = await inParallel(probeServices(session.services, region), 8, async ({ permission, ask }) => {
    const line = await check(permission, ask);
    // A question about nothing that exists may be turned down for what it asks: then it was allowed.
    return line.status === 'failed' &&
      /^(?:Validation|InvalidParameter|InvalidRequest|Malformed|InvalidTrailName|ClientException|BadRequest|InvalidName|InvalidArn)/.test(
        line.remedy ?? '',
      )
      ? ({ status: 'ok', check: permission } as const)
      : line;
  });
  return [{ status: 'ok', check: `services: ${which}` }, ...probed];
}

/** Makes a call and says what came of it. */
export async function check(permission: AwsPermission, probe: () => Promise<unknown>): Promise<DoctorLine> {
  try {
    await probe();
    return { status: 'ok', check: permission };
  } catch (error) {
    return lineOf(permission, failureOf(error));
  }
}

function lineOf(permission: AwsPermission, failure: Failure): DoctorLine {
  const { serves, required } = awsCall(permission);
  if (failure.code === 'AWSOrganizationsNotInUseException') return { status: 'ok', check: `${permission} (not in an organization)` };
  // AWS looks for the thing only after it has allowed the call.
  if (failure.why === 'not-found') return { status: 'ok', check: permission };
  if (permission === 'iam:GetAccessKeyLastUsed' && failure.code !== '' && !lacksPermission(failure)) {
    return { status: 'ok', check: permission };
  }
  if (failure.why !== 'denied') return { status: 'failed', check: permission, remedy: failure.detail };
  const need = required ? 'required' : permission.startsWith('organizations:') ? 'optional, management account only' : 'recommended';
  return { status: 'missing', check: permission, remedy: `allow ${permission} (${need}): it shows ${serves}` };
}

function absentProvider(caller: AwsSession['caller']): string {
  const [, partition = 'aws'] = 'arn' in caller ? caller.arn.split(':') : [];
  return `arn:${partition}:iam::${'account' in caller ? caller.account : '000000000000'}:oidc-provider/no-such-provider.invalid`;
}
