import type { AwsRecord } from './records.ts';
import { serviceLists, serviceMarks, serviceValues } from './services/answer-shapes.ts';

/** What the top-level keys of the AWS CLI's answers hold. */
export type RecordKind = AwsRecord['kind'];
/** Kinds that a JSON dump can hold. */
export type DumpKind = Exclude<RecordKind, 'credential-report-row' | 'resource-policy' | 'role-session'>;

type Element = DumpKind | ((raw: Readonly<Record<string, unknown>>) => DumpKind | undefined);

/** Top-level lists, and the kind of their elements; a list without an owner (`AttachedPolicies`) has none. */
const elements: ReadonlyMap<string, Element | undefined> = new Map<string, Element | undefined>([
  ['UserDetailList', 'user-detail'],
  ['GroupDetailList', 'group-detail'],
  ['RoleDetailList', 'role-detail'],
  // IAM's managed policies, or the organization's, see which.
  ['Policies', (raw) => (isOrganizationPolicy(raw) ? 'organization-policy' : 'policy-detail')],
  // IAM's users, or those of a file transfer server.
  ['Users', (raw) => (isOf('transfer', raw) ? 'transfer-user' : 'user-detail')],
  ['Groups', 'group-detail'],
  ['Roles', 'role-detail'],
  ['AccessKeyMetadata', 'access-key'],
  ['ServiceSpecificCredentials', 'service-specific-credential'],
  ['OpenIDConnectProviderList', 'oidc-provider'],
  ['SAMLProviderList', 'saml-provider'],
  ['Accounts', 'organization-account'],
  ['Roots', 'organization-root'],
  ['OrganizationalUnits', 'organization-unit'],
  ['Children', 'organization-child'],
  ['Parents', 'organization-parent'],
  ['DelegatedAdministrators', 'organization-delegate'],
  ['DelegatedServices', 'organization-delegate'],
  // Of a policy of the organization, or of a rule.
  ['Targets', (raw) => ('Id' in raw && 'Arn' in raw ? 'events-target' : 'organization-target')],
  ['Records', 'trail-event'],
  ['Events', 'trail-event'],
  ['findings', 'analyzer-finding'],
  ['AttachedPolicies', undefined],
  ['PolicyNames', undefined],
  ...serviceLists,
]);

/** Keys whose elements are read one by one. */
export const lists: ReadonlySet<string> = new Set(elements.keys());

function isOf(service: string, { Arn }: Readonly<Record<string, unknown>>): boolean {
  return typeof Arn === 'string' && Arn.split(':', 3)[2] === service;
}

/** The kind of an element; undefined where the list does not say whose it is. */
export function elementKind(key: string, value: unknown): DumpKind | undefined {
  const kind = elements.get(key);
  if (typeof kind !== 'function') return kind;
  return kind(typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {});
}

/** Top-level keys that hold one record; `Policy` is read like an element of `Policies`. */
export const valueKinds: ReadonlyMap<string, DumpKind> = new Map<string, DumpKind>([
  ['User', 'user-detail'],
  ['Role', 'role-detail'],
  ['PolicyVersion', 'policy-version'],
  ['SummaryMap', 'account-summary'],
  ['Organization', 'organization'],
  ['OrganizationalUnit', 'organization-unit'],
  ['AccessKeyLastUsed', 'access-key-last-used'],
  ['ServiceSpecificCredential', 'service-specific-credential'],
  ...serviceValues,
]);

interface Mark {
  readonly key: string;
  /** What the head must show besides, where the key alone is too common a word. */
  readonly shows?: RegExp;
}

const organizations = /"arn:aws[\w-]*:organizations:/;

/** Keys that tell an AWS dump. */
export const marks: readonly Mark[] = [
  { key: 'UserDetailList' },
  { key: 'GroupDetailList' },
  { key: 'RoleDetailList' },
  { key: 'AccessKeyMetadata' },
  { key: 'AccessKeyLastUsed' },
  { key: 'ServiceSpecificCredentials' },
  { key: 'ServiceSpecificCredential' },
  { key: 'OpenIDConnectProviderList' },
  { key: 'SAMLProviderList' },
  { key: 'SAMLMetadataDocument' },
  { key: 'AttachedPolicies', shows: /"PolicyArn"|\[\s*\]/ },
  { key: 'PolicyVersion', shows: /"Document"/ },
  { key: 'SummaryMap', shows: /"AccountMFAEnabled"|"AccountAccessKeysPresent"|"UsersQuota"/ },
  { key: 'Policies', shows: /"Arn"\s*:\s*"arn:aws[\w-]*:(?:iam|organizations):|"PolicyVersionList"/ },
  { key: 'Policy', shows: /"arn:aws[\w-]*:(?:iam|organizations):/ },
  { key: 'Policy', shows: /"Policy"\s*:\s*"\s*\{/ },
  { key: 'ResourcePolicy', shows: /"ARN"\s*:\s*"arn:aws/ },
  { key: 'Attributes', shows: /"(?:QueueArn|TopicArn)"/ },
  { key: 'policyText', shows: /"registryId"/ },
  { key: 'Users', shows: /"arn:aws[\w-]*:iam:/ },
  { key: 'User', shows: /"arn:aws[\w-]*:iam:/ },
  { key: 'Groups', shows: /"arn:aws[\w-]*:iam:/ },
  { key: 'Roles', shows: /"arn:aws[\w-]*:iam:|"AssumeRolePolicyDocument"/ },
  { key: 'Role', shows: /"arn:aws[\w-]*:iam:|"AssumeRolePolicyDocument"/ },
  { key: 'Accounts', shows: organizations },
  { key: 'Organization', shows: /"MasterAccountId"/ },
  { key: 'OrganizationalUnit', shows: organizations },
  { key: 'OrganizationalUnits', shows: organizations },
  { key: 'Roots', shows: organizations },
  { key: 'Targets', shows: /"TargetId"/ },
  { key: 'Parents', shows: /"Type"\s*:\s*"(?:ROOT|ORGANIZATIONAL_UNIT)"/ },
  { key: 'Children', shows: /"Type"\s*:\s*"(?:ACCOUNT|ORGANIZATIONAL_UNIT)"/ },
  { key: 'DelegatedAdministrators', shows: organizations },
  { key: 'DelegatedServices', shows: /"ServicePrincipal"\s*:\s*"[\w.-]+\.amazonaws\.com"/ },
  { key: 'ClientIDList', shows: /"ThumbprintList"/ },
  { key: 'Records', shows: /"eventSource"|"eventVersion"|^\s*\{\s*"Records"\s*:\s*\[\s*\]/ },
  { key: 'Events', shows: /"CloudTrailEvent"/ },
  { key: 'eventSource', shows: /"eventName"/ },
  { key: 'JobStatus', shows: /"JobCreationDate"|"ServicesLastAccessed"|"EntityDetailsList"/ },
  { key: 'findings', shows: /"findingType"/ },
  { key: 'findingDetails', shows: /"findingType"/ },
  { key: 'Content', shows: /"ReportFormat"/ },
  ...serviceMarks,
];

/** Whether a policy record is one of AWS Organizations. */
export function isOrganizationPolicy(raw: Readonly<Record<string, unknown>>): boolean {
  return 'PolicySummary' in raw || 'Content' in raw || (typeof raw.Type === 'string' && raw.Type.endsWith('_POLICY'));
}

/** Kinds of answers of AWS Organizations that may not say what they are about. */
export const organizationKinds: ReadonlySet<RecordKind> = new Set<RecordKind>([
  'organization-account',
  'organization-unit',
  'organization-child',
  'organization-parent',
  'organization-target',
  'organization-policy',
  'organization-delegate',
]);

/**
 * What an answer is about, from the name of its file: the id of a root, unit or policy in it, a service, or an account id. The accounts of a
 * name are meant only where it says so, for people put the id of the account they worked from into the names of files.
 */
export function aboutInName(name: string, kind: RecordKind): string | undefined {
  if (kind === 'saml-provider') return samlProviderInName(name);
  if (kind === 'organization-delegate') return serviceInName(name) ?? delegateInName(name);
  const id = /(?<![a-z0-9])(?:ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32}|p-[0-9a-zA-Z_]{8,128})(?![0-9a-z])/.exec(name)?.[0];
  if (id !== undefined) return id.startsWith('p-') === (kind === 'organization-target') ? id : undefined;
  const account = /(?<!\d)\d{12}(?!\d)/.exec(name)?.[0];
  return kind === 'organization-parent' || (kind === 'organization-policy' && /target/i.test(name)) ? account : undefined;
}

/** Where two accounts are named nobody can tell which one is meant. */
function delegateInName(name: string): string | undefined {
  const accounts = new Set(name.match(/(?<!\d)\d{12}(?!\d)/g));
  return accounts.size === 1 ? [...accounts][0] : undefined;
}

/** A service by its principal, which may have hyphens in it: `delegated-administrators-sso.amazonaws.com.json`. */
function serviceInName(name: string): string | undefined {
  const rest = name.replace(/^.*administrators?-/, '');
  return /(?:^|[^a-z0-9.-])([a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.amazonaws\.com)(?![a-z0-9])/.exec(rest)?.[1];
}

/** A provider by its account and name: `111122223333-saml-provider-Entra.json`. */
function samlProviderInName(name: string): string | undefined {
  const [, account, own] = /(?<!\d)(\d{12})[-_.]saml-provider[-_.]([\w.-]{1,128})\.json(?:\.gz)?$/.exec(name) ?? [];
  return own === undefined ? undefined : `arn:aws:iam::${account}:saml-provider/${own}`;
}
