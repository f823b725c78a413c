/**
 * What stands between a push and a branch or tag: branch protection and rulesets brought to one form
 * (https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches,
 * https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets).
 * Nothing here judges. An absent field was not read, or is not asked of this form: `unread` tells which.
 */
export interface BranchRules {
  readonly form: 'protection' | 'ruleset';
  /** The scope that set it: a repository, an organization, `github:enterprise/<name>`. */
  readonly owner: string;
  /** `push` rules look at what is pushed, to any branch; `repository` rules at the repository itself. */
  readonly target: 'branch' | 'tag' | 'push' | 'repository';
  /** `evaluate`: it is only tried out, and stops nobody. */
  readonly enforcement: 'active' | 'evaluate' | 'disabled';
  /**
   * Which refs it is for. Protection: one fnmatch pattern of branch names (`release/*`). Rulesets: fnmatch patterns of whole
   * refs (`refs/heads/main`), `~DEFAULT_BRANCH`, `~ALL`. Absent where that was not read: it may be for any.
   */
  readonly refs?: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  /** Of a ruleset of an organization or enterprise: for which repositories; absent where that was not read. */
  readonly repositories?: RepositoryCondition;
  /**
   * Who may pass it by. Rulesets: everything in it; protection: the pull request that it asks for. Absent where that was not
   * read: GitHub tells it only to those who may change the rule.
   */
  readonly bypass?: readonly Actor[];
  /** Protection: it holds for administrators of the repository too. */
  readonly holdsAdmins?: boolean;
  /** Changes come by pull request. */
  readonly pullRequest?: PullRequestRule | null;
  /** Only these may push. Protection alone; null: whoever may write. An empty list is nobody (but administrators). */
  readonly pushers?: readonly Actor[] | null;
  /** Matching refs may not be made by pushing. In protection it counts only beside `pushers`. */
  readonly blocksCreation?: boolean;
  /** They may not be changed at all but by those who pass the rule by; of protection: the branch is locked. */
  readonly blocksUpdate?: boolean;
  readonly blocksDeletion?: boolean;
  readonly blocksForcePush?: boolean;
  /** Protection: who may force-push all the same. */
  readonly forcePushers?: readonly Actor[];
  /** Status checks that must pass; an empty list where any named none. */
  readonly statusChecks?: readonly string[] | null;
  /** Numbers of the Apps that alone may set one of them. */
  readonly checkApps?: readonly string[];
  /** Environments to which a commit must have been deployed. */
  readonly deployments?: readonly string[] | null;
  readonly signatures?: boolean;
  readonly linearHistory?: boolean;
  /** Workflows that must pass: `owner/name/path@ref`, the repository as a number where only that is told. */
  readonly workflows?: readonly string[];
  /** Of push rules: paths that may not be changed (fnmatch). */
  readonly blockedPaths?: readonly string[];
  /** Kinds of rules in it that are not read, or that are not known: what else it asks is not known. */
  readonly unread?: readonly string[];
}

export interface PullRequestRule {
  /** 0: a pull request without a review will do. */
  readonly approvals?: number;
  readonly codeOwners?: boolean;
  /** New commits take earlier approvals away. */
  readonly dismissStale?: boolean;
  /** Somebody else than the last one who pushed must approve. */
  readonly lastPushApproval?: boolean;
  /** Teams that must approve changes of some files: rulesets alone. */
  readonly reviewers?: readonly { readonly team: Actor; readonly approvals: number; readonly files: readonly string[] }[];
}

export const actorKinds = [
  'user',
  'team',
  'app',
  'role',
  'organization-admin',
  'enterprise-owner',
  'enterprise-team',
  'deploy-key',
] as const;

/** Whom a rule names. */
export interface Actor {
  /** `deploy-key`: every deploy key. */
  readonly kind: (typeof actorKinds)[number];
  /** Login, slug of a team or app, name of a role. Absent where only its number is told. */
  readonly name?: string;
  /** The number that the API names it by: of an app its `github.app_id`, of a team the `number` of its scope. */
  readonly number?: string;
  /** Rulesets: by pull request only, or at any time; `exempt`: without being asked, and without a trace. */
  readonly mode?: 'always' | 'pull-request' | 'exempt';
}

/** All parts that are there must hold (https://docs.github.com/rest/orgs/rules). */
export interface RepositoryCondition {
  /** fnmatch patterns of names without the owner, and `~ALL`. */
  readonly names?: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  /** Numbers of repositories (`Scope.number`). */
  readonly numbers?: readonly string[];
  /** Properties: each of `include` must have one of the values, none of `exclude` may. */
  readonly properties?: { readonly include: readonly PropertyCondition[]; readonly exclude: readonly PropertyCondition[] };
  /** Parts that are not known. */
  readonly unread?: readonly string[];
}

export interface PropertyCondition {
  readonly name: string;
  readonly values: readonly string[];
  /** `system`: fork, language, visibility; `custom`: the organization's own. */
  readonly source: 'system' | 'custom';
}
