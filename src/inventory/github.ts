/**
 * What guards a repository of GitHub: who may change which ref, and who reaches which secret. Field absent: not read. Empty list: read,
 * and there is none.
 */

/** Whom a rule lets through or restricts a branch to. */
export type GithubActor =
  /** An identity's id, or a team's group id (`github:team/acme/devs`). */
  | { readonly kind: 'user' | 'team'; readonly id: string }
  /** An App by its number and short name: classic protection names it by the one, a ruleset by the other. */
  | { readonly kind: 'app'; readonly appId?: number; readonly slug?: string }
  /** Whoever has this role in the repository. A custom role by its name; the number of one that was not read. */
  | { readonly kind: 'role'; readonly role: string }
  /** Every deploy key that may write. */
  | { readonly kind: 'deploy-key' }
  | { readonly kind: 'organization-owner' | 'enterprise-owner' }
  | { readonly kind: 'unknown' };

/** Classic branch protection (https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches). */
export interface BranchProtection {
  /** A branch, or a pattern of fnmatch. */
  readonly pattern: string;
  /** Include administrators. */
  readonly enforceAdmins?: boolean;
  /** Absent: not read; null: none is required. */
  readonly pullRequest?: PullRequestRule | null;
  /** Who may push; null: whoever may write. */
  readonly pushers?: readonly GithubActor[] | null;
  /** Whether the restriction on pushes also counts for creating a branch that matches. */
  readonly blocksCreations?: boolean;
  readonly locked?: boolean;
  readonly forcePushes?: boolean;
  /** Who may force a push where not everybody may. */
  readonly forcePushers?: readonly GithubActor[];
  readonly deletions?: boolean;
  /** Status checks that must pass first: a direct push needs them as well. Null: none. */
  readonly checks?: readonly string[] | null;
  readonly signatures?: boolean;
}

export interface PullRequestRule {
  readonly approvals?: number;
  readonly codeOwners?: boolean;
  readonly dismissesStale?: boolean;
  /** Whoever pushed last may not be the one who approves. */
  readonly lastPush?: boolean;
  /** Who may merge, and push, without it. Absent: not read. */
  readonly bypass?: readonly GithubActor[];
}

/** https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets */
export interface Ruleset {
  readonly name: string;
  readonly from: 'repository' | 'organization' | 'enterprise';
  readonly target: 'branch' | 'tag' | 'push' | 'repository';
  readonly enforcement: 'active' | 'evaluate' | 'disabled';
  /** `refs/heads/…` patterns, `~ALL`, `~DEFAULT_BRANCH`. Absent: not read. */
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  /** The list needs write access to the ruleset: absent where it was not given. */
  readonly bypass?: readonly { readonly actor: GithubActor; readonly mode: 'always' | 'pull_request' | 'exempt' }[];
  /** Absent: what it asks was not read. */
  readonly rules?: readonly RulesetRule[];
}

/** One rule of a ruleset that bears on who may change a ref; others by their type alone. */
export interface RulesetRule {
  /** `creation`, `update`, `deletion`, `non_fast_forward`, `pull_request`, `required_status_checks`, `required_signatures`, `workflows`, `required_deployments`, `file_path_restriction`... */
  readonly type: string;
  readonly pullRequest?: PullRequestRule;
  /** Of `file_path_restriction`. */
  readonly paths?: readonly string[];
}

/** https://docs.github.com/actions/reference/workflows-and-actions/deployments-and-environments */
export interface Environment {
  readonly name: string;
  /** Which refs may deploy: `any`, `protected` (branches with a classic protection rule), or named patterns. */
  readonly refs?: 'any' | 'protected' | { readonly branches: readonly string[]; readonly tags: readonly string[] };
  /** Users and teams one of whom must approve. */
  readonly reviewers?: readonly GithubActor[];
  readonly noSelfReview?: boolean;
  readonly waitMinutes?: number;
  /** Administrators of the repository may go round the rules. */
  readonly adminsBypass?: boolean;
  /** Names of Apps with a protection rule of their own. */
  readonly appRules?: readonly string[];
}

/** How the subject of a job's OIDC token is put together. */
export interface OidcSubject {
  /** `include_claim_keys` in force (a repository's own, or its organization's where it takes that); `default`: GitHub's own form. */
  readonly keys?: readonly string[] | 'default';
  /** Names have ids beside them (`use_immutable_subject`, or made, renamed or moved after 15 July 2026). */
  readonly ids?: boolean;
}

/** What is set up in a repository. */
export interface RepositoryControls {
  readonly repositoryId?: number;
  readonly ownerId?: number;
  readonly visibility?: 'public' | 'private' | 'internal';
  readonly archived?: boolean;
  readonly defaultBranch?: string;
  readonly protections?: readonly BranchProtection[];
  readonly rulesets?: readonly Ruleset[];
  readonly environments?: readonly Environment[];
  /** Whether workflows run at all. */
  readonly actions?: boolean;
  /** What `GITHUB_TOKEN` may do where a workflow does not say. */
  readonly defaultToken?: 'read' | 'write';
  /** Workflows may approve pull requests. */
  readonly approvesPullRequests?: boolean;
  readonly oidc?: OidcSubject;
}

/** Where a stored secret can be read from. */
export interface SecretPlace {
  readonly level: 'organization' | 'repository' | 'environment';
  /** Who is given it: jobs of Actions, updates by Dependabot, Codespaces, Copilot's agent. */
  readonly app: 'actions' | 'dependabot' | 'codespaces' | 'agents';
  /** Organization: which repositories see it. `selected` alone: the list was not read. */
  readonly visibility?: 'all' | 'private' | 'selected';
  /** Full names of the repositories that see it, of `selected`; or the one it lives in. */
  readonly repositories?: readonly string[];
  readonly environment?: string;
}
