import type { NeededPermission } from '../collector.ts';
import { type AwsCall, awsCalls, organizationCalls } from './calls.ts';
import { serviceCalls } from './services/service-calls.ts';
import { asksForOrganization } from './source-word.ts';

/** What a scan of an account asks for, in the order of the calls. */
export const permissions: readonly NeededPermission[] = neededBy({ ...awsCalls, ...serviceCalls });

/** What reading an organization asks for besides, of the credentials that the source names. */
const ofOrganization: readonly NeededPermission[] = [
  ...neededBy(organizationCalls),
  { permission: 'sts:AssumeRole', serves: 'the accounts of the organization, through the role that each has', required: true },
];

/** What a form of source asks for: `aws`, or `aws:org`, where the accounts' roles need only what `aws` does. */
export function permissionsOf(source: string): readonly NeededPermission[] {
  if (!asksForOrganization(source)) return permissions;
  const needed = permissions.map((p) => (p.permission === 'organizations:ListAccounts' ? { ...p, required: true } : p));
  return [...needed, ...ofOrganization];
}

/**
 * A policy document with just those actions: one statement for each of the services that identities are of, one for all others, so that it
 * stays below the size that a managed policy may have. None of the actions can be limited to resources usefully: the
 * scan reads the whole account. For `aws:org` three documents, each under what it is for.
 */
export function permissionDocument(source = 'aws', role = 'nhi'): string {
  const document = asksForOrganization(source)
    ? {
        callerPolicy: policy([...statements(permissionsOf(source).filter((p) => p.permission !== 'sts:AssumeRole')), assumeMembers(role)]),
        memberRolePolicy: policy(statements(permissions.filter((p) => serviceOf(p.permission) !== 'organizations'))),
        memberRoleTrust: policy([memberTrust]),
      }
    : policy(statements(permissions));
  return `${JSON.stringify(document, null, 2)}\n`;
}

function policy(Statement: readonly object[]): object {
  return { Version: '2012-10-17', Statement };
}

function statements(needed: readonly NeededPermission[]): readonly object[] {
  const groups = [...new Set(needed.map((p) => groupOf(p.permission)))];
  return groups.map((group) => ({
    Sid: `NhiReads${group}`,
    Effect: 'Allow',
    Action: needed.map((p) => p.permission).filter((p) => groupOf(p) === group),
    Resource: '*',
  }));
}

function groupOf(permission: string): string {
  const service = serviceOf(permission);
  return permission in serviceCalls ? 'Services' : `${service.charAt(0).toUpperCase()}${service.slice(1)}`;
}

/** Only the role of that name, and only in accounts of the caller's own organization. */
function assumeMembers(role: string): object {
  return {
    Sid: 'NhiAssumesRoleInAccounts',
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    Condition: { StringEquals: { 'aws:ResourceOrgID': '${aws:PrincipalOrgID}' } },
    Resource: `arn:aws:iam::*:role/${role}`,
  };
}

/** To be filled in: who runs the scan. */
const memberTrust = {
  Sid: 'NhiIsAssumedByTheCaller',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::MANAGEMENT_ACCOUNT_ID:role/CALLER' },
  Action: 'sts:AssumeRole',
};

function neededBy(calls: Readonly<Record<string, AwsCall>>): readonly NeededPermission[] {
  return Object.entries(calls).map(([permission, { serves, required }]) => ({ permission, serves, required }));
}

function serviceOf(permission: string): string {
  return permission.slice(0, permission.indexOf(':'));
}
