import type { Actor } from '../../inventory/branch-rules.ts';
import { any, type Three } from './three.ts';

/** What somebody may do in a repository before the rules of its refs are asked. */
export type Ability =
  | 'read'
  | 'push'
  /** Opens pull requests. */
  | 'pull-request'
  /** Changes files below `.github/workflows`. */
  | 'workflows'
  /** Sets off workflows by hand. */
  | 'dispatch'
  /** Says that a check passed. */
  | 'statuses'
  /** Changes the repository's own rules. */
  | 'edit-rules'
  | 'administer'
  /** Powers of custom roles over classic protection. */
  | 'bypass-protection'
  | 'push-protected';

/** Somebody and what he has in one repository. */
export interface Access {
  /** A token is its user, with less. */
  readonly kind: 'user' | 'app' | 'deploy-key';
  /** The login of a user, the short name of an App. */
  readonly name?: string | undefined;
  /** The number of an App. */
  readonly number?: string | undefined;
  /** Of a user: the teams that he is in, with those above them. */
  readonly teams: readonly { readonly slug: string; readonly number?: string | undefined }[];
  /** Names, and numbers, of his roles in the repository. */
  readonly roles: readonly string[];
  /** He owns the organization. */
  readonly owner: Three;
  readonly abilities: ReadonlySet<Ability>;
  /** He may have more than was read. */
  readonly open: boolean;
  /** More than this he cannot have. */
  readonly limit?: ReadonlySet<Ability>;
  /** Of a token: its user, whose roles rules ask for. */
  readonly user?: Access;
}

export function can({ abilities, open, limit }: Access, ability: Ability): Three {
  if (abilities.has(ability)) return 'yes';
  return open && limit?.has(ability) !== false ? 'unknown' : 'no';
}

/** Whose role counts: a token's user, whatever the token may. */
export function person(access: Access): Access {
  return access.user ?? access;
}

const writer: readonly Ability[] = ['read', 'push', 'pull-request', 'workflows', 'dispatch', 'statuses'];
const administrator: readonly Ability[] = [...writer, 'edit-rules', 'administer'];

/**
 * What roles of a repository give
 * (https://docs.github.com/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/repository-roles-for-an-organization).
 */
export const roleAbilities: Readonly<Record<string, readonly Ability[]>> = {
  read: ['read'],
  triage: ['read'],
  write: writer,
  maintain: writer,
  admin: administrator,
  owner: administrator,
  all_repo_read: ['read'],
  all_repo_triage: ['read'],
  all_repo_write: writer,
  all_repo_maintain: writer,
  all_repo_admin: administrator,
};

/**
 * What permissions of Apps and fine-grained tokens give
 * (https://docs.github.com/rest/authentication/permissions-required-for-github-apps), scopes of classic tokens
 * (https://docs.github.com/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps), and single powers of custom roles
 * (https://docs.github.com/enterprise-cloud@latest/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/about-custom-repository-roles).
 */
export const permissionAbilities: Readonly<Record<string, readonly Ability[]>> = {
  'contents:read': ['read'],
  'contents:write': ['read', 'push'],
  'pull_requests:write': ['pull-request'],
  'workflows:write': ['workflows'],
  'actions:write': ['dispatch'],
  'statuses:write': ['statuses'],
  'checks:write': ['statuses'],
  'administration:write': ['edit-rules', 'administer'],
  repo: ['read', 'push', 'pull-request', 'dispatch', 'statuses', 'edit-rules', 'administer'],
  public_repo: ['read', 'push', 'pull-request', 'dispatch', 'statuses', 'edit-rules', 'administer'],
  workflow: ['workflows'],
  'repo:status': ['statuses'],
  bypass_branch_protection: ['bypass-protection'],
  push_protected_branch: ['push-protected'],
  edit_repo_protections: ['edit-rules'],
};

/** Whether somebody is one of whom a rule names. */
export function isActor(actor: Actor, access: Access): Three {
  const isUser = access.kind === 'user';
  const unsure: Three = access.open ? 'unknown' : 'no';
  switch (actor.kind) {
    case 'user':
      return isUser ? isNamed(actor, access) : 'no';
    case 'app':
      return access.kind === 'app' ? isNamed(actor, access) : 'no';
    case 'deploy-key':
      return access.kind === 'deploy-key' ? 'yes' : 'no';
    case 'team': {
      if (!isUser) return 'no';
      const among = any(access.teams.map(({ slug, number }) => isNamed(actor, { name: slug, number })));
      return among === 'no' ? unsure : among;
    }
    case 'role':
      if (!isUser) return 'no';
      if (access.roles.some((role) => role === actor.name || role === actor.number)) return 'yes';
      if (actor.name === 'admin') return can(person(access), 'administer');
      // Whether a role stands for those above it, too, is not documented; a custom one is known by its number alone.
      return can(access, 'push') === 'no' ? 'no' : 'unknown';
    case 'organization-admin':
      return isUser ? access.owner : 'no';
    case 'enterprise-owner':
    case 'enterprise-team':
      return isUser ? 'unknown' : 'no';
  }
}

export function isOneOf(actors: readonly Actor[], access: Access): Three {
  return any(actors.map((actor) => isActor(actor, access)));
}

/** Whether two are the same by number or, in whatever case, by name. */
function isNamed(actor: Actor, { name, number }: { readonly name?: string | undefined; readonly number?: string | undefined }): Three {
  if (actor.number !== undefined && number !== undefined) return actor.number === number ? 'yes' : 'no';
  if (actor.name !== undefined && name !== undefined) return actor.name.toLowerCase() === name.toLowerCase() ? 'yes' : 'no';
  return 'unknown';
}
