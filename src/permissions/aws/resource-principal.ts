import { awsIdentityId } from '../../inventory/id.ts';
import type { PolicyStatement } from '../../inventory/policy.ts';
import { withoutPartition } from './partition.ts';
import { arnOf, type Principal } from './principal.ts';
import { canonicalPattern, covers, hasWildcard } from './wildcard.ts';

/** By what a resource policy's statement speaks of a principal: everybody, its account, itself, or a session of a role. */
export type NamedAs = 'anyone' | 'account' | 'user' | 'role' | 'session';

export interface PrincipalMatch {
  readonly as: NamedAs;
  /** The condition key on which it still turns: a session is named by the name that its maker chose. */
  readonly key?: string;
  /** Why it is not known whether the statement is about the principal. */
  readonly problem?: string;
}

/** The session of a role that asks, and the condition key that tells its name. */
export interface SessionName {
  readonly key: string;
  /** Absent where it is not known. */
  readonly name?: string;
}

/**
 * By what names a statement of a resource policy is about a principal, if it is
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html), the most direct one first.
 * Each counts by itself: a boundary limits what is given to a role, and not what is given to its session
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html).
 * A principal's unique id stands for one that was deleted. `bounded`: it has a permissions boundary.
 */
export function matchPrincipal(
  statement: PolicyStatement,
  principal: Principal,
  bounded: boolean,
  session: SessionName = anySession,
): readonly PrincipalMatch[] {
  if (statement.notPrincipal) return listed(matchAllBut(statement, statement.notPrincipal, principal, bounded, session));
  const element = statement.principal ?? {};
  const named = namesOf(element, principal, session);
  if (named.size === 0) return listed(matchPerhaps(element, principal));
  return mostDirectFirst
    .filter((name) => named.has(name))
    .map((as) => (as === 'session' && session.name === undefined ? { as, key: session.key } : { as }));
}

const mostDirectFirst = ['user', 'role', 'anyone', 'session', 'account'] as const satisfies readonly NamedAs[];

function listed(match: PrincipalMatch | undefined): readonly PrincipalMatch[] {
  return match === undefined ? [] : [match];
}

const anySession: SessionName = { key: 'sts:RoleSessionName' };

/**
 * What may be the principal, and cannot be told: the canonical id of an account of S3, which stands for the account, and a
 * pattern of ARNs, which AWS does not accept as a principal.
 */
function matchPerhaps(element: Readonly<Record<string, readonly string[]>>, principal: Principal): PrincipalMatch | undefined {
  if (element.CanonicalUser)
    return { as: 'account', problem: 'a statement names the canonical id of an account, and of which is not known' };
  const isMeant = (pattern: string): boolean =>
    hasWildcard(pattern) && covers(canonicalPattern(withoutPartition(pattern)), arnOf(principal));
  if (!element.AWS?.some(isMeant)) return undefined;
  return {
    as: principal.type === 'user' ? 'user' : 'role',
    problem: 'a statement has a principal with a wildcard, which AWS does not accept',
  };
}

/**
 * A Deny of everybody but some
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html): the account has to be
 * left out with the principal, and for a role its session; one with a permissions boundary is never left out.
 */
function matchAllBut(
  statement: PolicyStatement,
  notPrincipal: NonNullable<PolicyStatement['notPrincipal']>,
  principal: Principal,
  bounded: boolean,
  session: SessionName,
): PrincipalMatch | undefined {
  if (statement.effect === 'Allow') return { as: 'anyone', problem: 'a statement has NotPrincipal with Allow, which AWS does not support' };
  if (bounded) return { as: 'anyone' };
  const named = namesOf(notPrincipal, principal, session);
  if (named.size === 0) return { as: 'anyone' };
  if (named.has('anyone') || principal.type === 'root' || (named.has('user') && named.has('account'))) return undefined;
  if (named.has('role') && named.has('account') && named.has('session'))
    return session.name === undefined ? { as: 'session', key: session.key } : undefined;
  return { as: 'anyone', problem: 'a statement has a NotPrincipal that does not name the account, the role and its session together' };
}

function namesOf(element: Readonly<Record<string, readonly string[]>>, principal: Principal, session: SessionName): ReadonlySet<NamedAs> {
  const names = new Set<NamedAs>();
  if (element['*']) names.add('anyone');
  for (const name of element.AWS ?? []) {
    if (name === '*') names.add('anyone');
    else if (name === principal.account || withoutPartition(name) === `arn:aws:iam::${principal.account}:root`) names.add('account');
    else if (awsIdentityId(name) === principal.id) {
      if (!name.includes(':assumed-role/')) names.add(principal.type === 'user' ? 'user' : 'role');
      else if (session.name === undefined || name.endsWith(`/${session.name}`)) names.add('session');
    }
  }
  return names;
}
