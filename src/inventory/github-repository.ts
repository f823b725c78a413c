import type { Actor } from './branch-rules.ts';
import type { Scope } from './fragment.ts';
import type { SecretStore } from './github-id.ts';
import type { Grant } from './grant.ts';
import { singleGrants } from './grant-table.ts';
import type { Inventory } from './inventory.ts';
import type { Policy } from './policy.ts';
import type { Resource } from './resource.ts';

/** What GitHub says of a repository, on its scope. Absent fields were not read. */
export interface RepositoryProfile {
  readonly visibility?: 'public' | 'private' | 'internal';
  readonly defaultBranch?: string;
  readonly archived?: boolean;
  readonly fork?: boolean;
  /** Forks may be made of it; a private one's only where this is so. */
  readonly forkable?: boolean;
  /** Custom properties, for the conditions of rulesets; several values of one stand in one list. */
  readonly properties?: Readonly<Record<string, readonly string[]>>;
}

/**
 * What a job must pass before it gets the secrets of an environment and a token with its name, on the environment's scope
 * (https://docs.github.com/actions/reference/workflows-and-actions/deployments-and-environments).
 */
export interface DeploymentGate {
  readonly name: string;
  /** One of them must approve. Empty: nobody is asked. */
  readonly reviewers?: readonly Actor[];
  /** Who set a deployment off may not approve it. */
  readonly preventsSelfReview?: boolean;
  readonly waitMinutes?: number;
  /** Administrators may pass it by. */
  readonly adminsBypass?: boolean;
  /** Which branches and tags may deploy: any, those that are protected, or those that match (fnmatch, `refs/pull/*` aside). */
  readonly branches?: 'any' | 'protected' | readonly BranchPattern[];
  /** Apps that must approve. */
  readonly apps?: readonly string[];
}

export interface BranchPattern {
  readonly pattern: string;
  readonly type: 'branch' | 'tag';
}

/** Where a secret or variable lies, and which repositories get it: on its resource. Values are never read. */
export interface StoredSecret {
  readonly store: SecretStore;
  readonly variable?: true;
  /** The scope that keeps it: an organization, a repository, an environment. */
  readonly keeper: string;
  /** Of an organization's: every repository, those that are not public, or the ones named. Absent of others. */
  readonly visibility?: 'all' | 'private' | 'selected';
  /** Of `selected`: the ids of their scopes; absent where that was not read. */
  readonly repositories?: readonly string[];
}

/**
 * What of a scope was listed whole (`Scope.supplies`): what is not there is then known not to be there.
 * A repository: all but the last line; an organization: `rulesets`, `secrets`, and the last line.
 */
export const githubParts = [
  'branch-protection', // rules of the older kind
  'rulesets', // its own; those of its organization are the organization's
  'collaborators', // people with a role of their own, outside collaborators with them
  'deploy-keys',
  'environments', // with reviewers and waiting times
  'secrets', // of Actions
  'variables',
  'members', // with the owners
  'teams', // with members and repositories
  'installations',
  'tokens', // fine-grained ones
  'credential-authorizations',
  'runners',
] as const;
export type GithubPart = (typeof githubParts)[number];

export interface GithubOrganization {
  readonly scope: Scope;
  /** Given on the whole organization: roles of owners and members, installations on all repositories. */
  readonly access: readonly Grant[];
  /** Its rulesets: for which repositories each is stands in its condition. */
  readonly rules: readonly Policy[];
  readonly secrets: readonly Resource[];
  readonly parts: ReadonlySet<string>;
}

export interface GithubEnvironment {
  readonly scope: Scope;
  readonly gate: DeploymentGate;
  readonly secrets: readonly Resource[];
  readonly parts: ReadonlySet<string>;
}

/** All that decides who can push where in a repository and reach which of its secrets. */
export interface GithubRepository {
  readonly scope: Scope;
  /** `acme/shop`. */
  readonly name: string;
  readonly profile: RepositoryProfile;
  /** Absent where its owner is a person, or was not read. */
  readonly organization?: GithubOrganization;
  /** Given on this repository itself. `role`: read, triage, write, maintain, admin, or a custom one; else `policy` is a set of permissions. */
  readonly access: readonly Grant[];
  /** Its own protection rules and rulesets. */
  readonly rules: readonly Policy[];
  readonly environments: readonly GithubEnvironment[];
  /** Its own secrets and variables; those of its organization and environments stand there. */
  readonly secrets: readonly Resource[];
  readonly parts: ReadonlySet<string>;
}

/** The repositories that GitHub described, by the id of their scope. */
export function readGithubRepositories(inventory: Inventory): ReadonlyMap<string, GithubRepository> {
  // Mostly there is none, and a million grants are not to be looked at for it.
  if (![...inventory.scopes.values()].some((scope) => scope.repository !== undefined)) return new Map();
  const access = new Map<string, Grant[]>();
  for (const grant of singleGrants(inventory.grants)) if (isOfGithub(grant)) push(access, grant.scope ?? '', grant);
  const rules = new Map<string, Policy[]>();
  for (const policy of inventory.policies.values()) if (policy.branchRules) push(rules, policy.branchRules.owner, policy);
  const secrets = new Map<string, Resource[]>();
  for (const resource of inventory.resources.values()) if (resource.stored) push(secrets, resource.stored.keeper, resource);
  const of = <T>(map: ReadonlyMap<string, T[]>, id: string): readonly T[] => map.get(id) ?? [];
  const environments = new Map<string, GithubEnvironment[]>();
  const organizations = new Map<string, GithubOrganization>();
  for (const scope of inventory.scopes.values()) {
    const parts = new Set(scope.supplies);
    if (scope.gate && scope.parent !== undefined)
      push(environments, scope.parent, { scope, gate: scope.gate, secrets: of(secrets, scope.id), parts });
    if (scope.id.startsWith('github:organization/'))
      organizations.set(scope.id, {
        scope,
        access: of(access, scope.id),
        rules: of(rules, scope.id),
        secrets: of(secrets, scope.id),
        parts,
      });
  }
  const found = new Map<string, GithubRepository>();
  for (const scope of inventory.scopes.values()) {
    if (scope.repository === undefined) continue;
    const organization = scope.parent === undefined ? undefined : organizations.get(scope.parent);
    found.set(scope.id, {
      scope,
      name: scope.id.slice('repository:'.length),
      profile: scope.repository,
      ...(organization === undefined ? {} : { organization }),
      access: of(access, scope.id),
      rules: of(rules, scope.id),
      environments: of(environments, scope.id),
      secrets: of(secrets, scope.id),
      parts: new Set(scope.supplies),
    });
  }
  return found;
}

function isOfGithub({ scope }: Grant): boolean {
  return scope !== undefined && (scope.startsWith('repository:') || scope.startsWith('github:'));
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
