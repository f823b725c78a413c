import type { NeededPermission } from '../collector.ts';
import { type ServicePermission, serviceCalls } from './services/service-calls.ts';

/** One call to AWS. The SDK command is the permission's name with `Command` after it. */
export interface AwsCall extends Omit<NeededPermission, 'permission'> {
  /** What stays unseen when it is refused, as a noun phrase. */
  readonly unseen: string;
  /**
   * Whether a refusal makes the source partial. `false` for what many accounts cannot be asked: organizations answer only the
   * management account and delegated administrators.
   */
  readonly promised: boolean;
}

/**
 * Every call that the live source makes: all of them read. `iam:GenerateCredentialReport` and
 * `iam:GenerateServiceLastAccessedDetails` make AWS write its own reports and change nothing in the account. Beside these
 * only `sts:AssumeRole` is used, for a role that the user names and, for `aws:org`, the role of each account.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
export const awsCalls = {
  'sts:GetCallerIdentity': {
    serves: 'whose credentials are used, and of which account',
    unseen: 'the identity of the caller',
    required: false,
    promised: false,
  },
  'iam:GetAccountAuthorizationDetails': {
    serves: 'users, groups, roles and policies, with what they allow and who may assume them',
    unseen: 'users, groups, roles and policies',
    required: true,
    promised: true,
  },
  'iam:ListRoles': {
    serves: 'how long sessions of roles may last; names of roles, and who may assume them, where the call above is refused',
    unseen: 'how long sessions of roles may last',
    required: false,
    promised: false,
  },
  'iam:GenerateCredentialReport': {
    serves: 'a fresh credential report',
    unseen: 'a fresh credential report',
    required: false,
    promised: true,
  },
  'iam:GetCredentialReport': {
    serves: 'age, use and state of passwords, access keys and MFA devices',
    unseen: 'age, use and state of passwords, access keys and MFA devices',
    required: false,
    promised: true,
  },
  'iam:GetAccountSummary': {
    serves: 'whether the root user has access keys and MFA',
    unseen: 'the account summary',
    required: false,
    promised: true,
  },
  'iam:ListOpenIDConnectProviders': {
    serves: 'the OIDC providers that the account trusts',
    unseen: 'the OIDC providers',
    required: false,
    promised: true,
  },
  'iam:GetOpenIDConnectProvider': {
    serves: 'audiences and thumbprints of OIDC providers',
    unseen: 'audiences and thumbprints of OIDC providers',
    required: false,
    promised: true,
  },
  'iam:ListSAMLProviders': {
    serves: 'the SAML providers that the account trusts',
    unseen: 'the SAML providers',
    required: false,
    promised: true,
  },
  'iam:GetSAMLProvider': {
    serves: 'whose assertions SAML providers take',
    unseen: 'whose assertions SAML providers take',
    required: false,
    promised: false,
  },
  'iam:ListServiceSpecificCredentials': {
    serves: 'Bedrock API keys and other credentials of single services',
    unseen: 'Bedrock API keys and other credentials of single services',
    required: false,
    promised: true,
  },
  'iam:GetAccessKeyLastUsed': {
    serves: 'whose access keys were found in files, and when they were last used',
    unseen: 'whose access keys were found in files',
    required: false,
    promised: false,
  },
  'iam:ListAccessKeys': {
    serves: 'ids and state of access keys: of users whose keys were found in files, and of all users where there is no credential report',
    unseen: 'ids and state of access keys',
    required: false,
    promised: false,
  },
  'iam:GenerateServiceLastAccessedDetails': {
    serves: 'with --use: which services and actions roles and users really use',
    unseen: 'which services and actions are really used',
    required: false,
    promised: false,
  },
  'iam:GetServiceLastAccessedDetails': {
    serves: 'with --use: which services and actions roles and users really use',
    unseen: 'which services and actions are really used',
    required: false,
    promised: false,
  },
  'organizations:DescribeOrganization': {
    serves: 'whether the account belongs to an organization',
    unseen: 'the organization',
    required: false,
    promised: false,
  },
  'organizations:ListPolicies': {
    serves: 'the service and resource control policies of the organization',
    unseen: 'the service and resource control policies of the organization',
    required: false,
    promised: false,
  },
  'organizations:DescribePolicy': {
    serves: 'what those policies deny',
    unseen: 'the text of organization policies',
    required: false,
    promised: false,
  },
  'organizations:ListTargetsForPolicy': {
    serves: 'where those policies are attached',
    unseen: 'the targets of organization policies',
    required: false,
    promised: false,
  },
  'organizations:ListParents': {
    serves: 'the organizational units over the account, where policies are attached to units',
    unseen: 'the organizational units over the account',
    required: false,
    promised: false,
  },
  'organizations:ListAccounts': {
    serves: 'the other accounts of the organization, so that they are not taken for outsiders',
    unseen: 'the other accounts of the organization',
    required: false,
    promised: false,
  },
  'organizations:ListDelegatedAdministrators': {
    serves: 'the accounts that administer services for the organization',
    unseen: 'which accounts administer services for the organization',
    required: false,
    promised: false,
  },
  'organizations:ListDelegatedServicesForAccount': {
    serves: 'which services those administer',
    unseen: 'which services accounts administer for the organization',
    required: false,
    promised: false,
  },
} as const satisfies Readonly<Record<string, AwsCall>>;

/**
 * Asked only where the whole-account call is refused, and not among the permissions that the tool asks for. Names and the trusts of roles
 * are all that lists give, no grants: those need that one call.
 */
export const listingCalls = {
  'iam:ListUsers': { serves: 'names of users', unseen: 'names of users', required: false, promised: true },
} as const satisfies Readonly<Record<string, AwsCall>>;

/** Calls that only `aws:org` makes, with the credentials of the management account or of a delegated administrator. */
export const organizationCalls = {
  'organizations:ListRoots': {
    serves: 'the root of the organization, where its tree starts',
    unseen: 'which organizational unit each account is in',
    required: false,
    promised: true,
  },
  'organizations:ListOrganizationalUnitsForParent': {
    serves: 'the organizational units, and which one is in which',
    unseen: 'organizational units',
    required: false,
    promised: true,
  },
  'organizations:ListAccountsForParent': {
    serves: 'which organizational unit each account is in',
    unseen: 'which organizational unit accounts are in',
    required: false,
    promised: true,
  },
} as const satisfies Readonly<Record<string, AwsCall>>;

export type AwsPermission = keyof typeof awsCalls | keyof typeof listingCalls | keyof typeof organizationCalls | ServicePermission;

/** The call behind a permission. */
export function awsCall(permission: AwsPermission): AwsCall {
  return { ...awsCalls, ...listingCalls, ...organizationCalls, ...serviceCalls }[permission];
}
