import { matchesGlob } from '../../glob.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Trust } from '../../inventory/trust.ts';
import type { KeyValue, Lookup } from './conditions.ts';
import type { OrganizationTree } from './organization-tree.ts';
import { arnOf, type Principal } from './principal.ts';

/** What is known besides the identity's own record. */
export interface Surroundings {
  readonly identity: Identity | undefined;
  /** The role's trust policy; undefined where it was not read. */
  readonly trusts: readonly Trust[] | undefined;
  /** Absent where it is not asked for. */
  readonly organizations?: OrganizationTree;
  /** When the question is asked, ISO 8601; a request is made then or later. Absent where that does not matter. */
  readonly now?: string | undefined;
}

/**
 * Values of the condition keys that an identity itself decides, or the time, when it makes a request in its own name
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principal-properties,
 * and for which principal has which,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable).
 */
export function principalFacts(principal: Principal, around: Surroundings): Lookup {
  return (key) => {
    if (key.startsWith('aws:principaltag/')) return tagOf(principal, around, key.slice('aws:principaltag/'.length));
    switch (key) {
      case 'aws:principalarn':
        return principalArn(principal, around);
      case 'aws:principalaccount':
      case 'kms:calleraccount':
        return principal.account === '' ? 'unknown' : [principal.account];
      case 'aws:principaltype':
        return { user: ['User'], role: ['AssumedRole'], root: ['Account'], other: 'unknown' as const }[principal.type];
      case 'aws:username':
        return principal.type === 'user' ? [principal.name] : principal.type === 'other' ? 'unknown' : 'absent';
      case 'aws:userid':
        return userId(principal, around);
      case 'aws:currenttime':
      case 'aws:epochtime':
        return around.now === undefined ? 'unknown' : [`${around.now}/..`];
      // Temporary credentials carry it: a role has no others, a user may have both. What counts is a session made from now on.
      case 'aws:tokenissuetime':
        return principal.type === 'role' ? [around.now === undefined ? '*' : `${around.now}/..`] : 'unknown';
      case 'aws:principalorgid':
        return organizationOf(principal, around);
      case 'aws:principalorgpaths':
        return organizationPathOf(principal, around);
      case 'aws:principalisawsservice':
        return ['false'];
      case 'aws:principalservicename':
      case 'aws:principalservicenameslist':
        return 'absent';
      // Sent by services that call in their own name, not by a user or role.
      case 'aws:sourceaccount':
      case 'aws:sourcearn':
      case 'aws:sourceowner':
      case 'aws:sourceorgid':
      case 'aws:sourceorgpaths':
        return principal.type === 'other' ? 'unknown' : 'absent';
      default:
        return 'unknown';
    }
  };
}

function organizationOf({ account }: Principal, { organizations }: Surroundings): KeyValue {
  const id = organizations?.idOf(account);
  return id === undefined ? 'unknown' : [id];
}

function organizationPathOf({ account }: Principal, { organizations }: Surroundings): KeyValue {
  const path = organizations?.pathOf(account);
  return path === undefined ? 'unknown' : { all: [path] };
}

/** For the session of a role, the ARN of the role; a path that is not known is an open part. */
function principalArn(principal: Principal, { identity }: Surroundings): KeyValue {
  if (principal.account === '' || principal.type === 'other') return 'unknown';
  if (principal.type === 'root') return [`arn:aws:iam::${principal.account}:root`];
  if (identity?.aws?.path !== undefined) return [arnOf(principal)];
  return [`arn:aws:iam::${principal.account}:${principal.type}/*${principal.name}`];
}

/** The unique id; a role's session has its name behind it (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable). */
function userId(principal: Principal, { identity }: Surroundings): KeyValue {
  if (principal.type === 'root') return principal.account === '' ? 'unknown' : [principal.account];
  const id = identity?.aws?.unique_id;
  if (id === undefined) return 'unknown';
  return [principal.type === 'role' ? `${id}:*` : id];
}

/** A user has its own tags. A role's may be added to, or overruled, by those of a session, where its trust lets sessions bring any. */
function tagOf(principal: Principal, { identity, trusts }: Surroundings, key: string): KeyValue {
  if (principal.type === 'root') return 'absent';
  if (principal.type === 'other' || identity?.tags === undefined) return 'unknown';
  if (principal.type === 'role' && (trusts === undefined || trusts.some(letsTagSessions))) return 'unknown';
  // Tag keys in condition keys are not case-sensitive.
  const value = Object.entries(identity.tags).find(([name]) => name.toLowerCase() === key)?.[1];
  return value === undefined ? 'absent' : [value];
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_permissions-required */
function letsTagSessions(trust: Trust): boolean {
  return trust.effect === 'Allow' && trust.actions.some((action) => matchesGlob(action.toLowerCase(), 'sts:tagsession'));
}
