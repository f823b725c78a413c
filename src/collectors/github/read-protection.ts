import type { Actor, BranchRules } from '../../inventory/branch-rules.ts';
import type { Evidence } from '../../inventory/evidence.ts';
import { protectionId, repositoryId } from '../../inventory/github-id.ts';
import type { Book } from './book.ts';
import { countOf, flagOf, known, numbersOf, objectOf, objectsOf, type Raw, textOf, textsOf } from './raw.ts';
import { actorsIn, allowancesIn } from './read-actors.ts';
import { type Reader, repositoryOf } from './spot.ts';

/** A rule of branch protection as GraphQL tells it (https://docs.github.com/graphql/reference/objects#branchprotectionrule). */
export const readProtectionNode: Reader = (raw, spot, book) => {
  const pattern = textOf(raw.pattern);
  if (pattern === undefined) return;
  const reviews = flagOf(raw.requiresApprovingReviews);
  const restricts = flagOf(raw.restrictsPushes);
  const pushers = allowancesIn(raw.pushAllowances);
  // A form with a list of whom it holds back, and no list: who is on it is not known.
  const unread = [
    ...(restricts === true && pushers === undefined ? ['pushAllowances'] : []),
    ...(reviews === true && raw.bypassPullRequestAllowances === undefined ? ['bypassPullRequestAllowances'] : []),
  ];
  emitProtection(book, repositoryOf(spot), pattern, spot.at, {
    ...known('bypass', reviews === true ? allowancesIn(raw.bypassPullRequestAllowances) : undefined),
    ...known('holdsAdmins', flagOf(raw.isAdminEnforced)),
    ...(reviews === undefined ? {} : { pullRequest: reviews ? pullRequestNode(raw) : null }),
    ...(restricts === undefined ? {} : restricts ? known('pushers', pushers) : { pushers: null }),
    ...known('blocksCreation', flagOf(raw.blocksCreations)),
    ...known('blocksUpdate', flagOf(raw.lockBranch)),
    ...known('blocksDeletion', opposite(raw.allowsDeletions)),
    ...known('blocksForcePush', opposite(raw.allowsForcePushes)),
    ...known('forcePushers', allowancesIn(raw.bypassForcePushAllowances)),
    ...(flagOf(raw.requiresStatusChecks) === undefined
      ? {}
      : { statusChecks: raw.requiresStatusChecks === true ? (textsOf(raw.requiredStatusCheckContexts) ?? []) : null }),
    ...(raw.requiresStatusChecks === true
      ? { checkApps: numbersOf((objectsOf(raw.requiredStatusChecks) ?? []).map((check) => objectOf(check.app)?.databaseId)) }
      : {}),
    ...(flagOf(raw.requiresDeployments) === undefined
      ? {}
      : { deployments: raw.requiresDeployments === true ? (textsOf(raw.requiredDeploymentEnvironments) ?? []) : null }),
    ...known('signatures', flagOf(raw.requiresCommitSignatures)),
    ...known('linearHistory', flagOf(raw.requiresLinearHistory)),
    ...(unread.length === 0 ? {} : { unread }),
  });
};

function pullRequestNode(raw: Raw): NonNullable<BranchRules['pullRequest']> {
  return {
    ...known('approvals', countOf(raw.requiredApprovingReviewCount)),
    ...known('codeOwners', flagOf(raw.requiresCodeOwnerReviews)),
    ...known('dismissStale', flagOf(raw.dismissesStaleReviews)),
    ...known('lastPushApproval', flagOf(raw.requireLastPushApproval)),
  };
}

/** The same of REST (https://docs.github.com/rest/branches/branch-protection): of one branch. What is absent there is not asked. */
export const readBranchProtection: Reader = (raw, spot, book) => {
  const branch = spot.subject ?? /\/branches\/([^/]+)\/protection$/.exec(textOf(raw.url) ?? '')?.[1];
  if (branch === undefined) return;
  const reviews = objectOf(raw.required_pull_request_reviews);
  const restrictions = objectOf(raw.restrictions);
  const checks = objectOf(raw.required_status_checks);
  const isOn = (key: string): boolean => objectOf(raw[key])?.enabled === true;
  const pushers: readonly Actor[] | null = restrictions === undefined ? null : actorsIn(restrictions);
  emitProtection(book, repositoryOf(spot), decodeBranch(branch), spot.at, {
    ...(reviews === undefined ? {} : { bypass: actorsIn(reviews.bypass_pull_request_allowances) }),
    holdsAdmins: isOn('enforce_admins'),
    pullRequest:
      reviews === undefined
        ? null
        : {
            ...known('approvals', countOf(reviews.required_approving_review_count)),
            ...known('codeOwners', flagOf(reviews.require_code_owner_reviews)),
            ...known('dismissStale', flagOf(reviews.dismiss_stale_reviews)),
            ...known('lastPushApproval', flagOf(reviews.require_last_push_approval)),
          },
    pushers,
    blocksCreation: isOn('block_creations'),
    blocksUpdate: isOn('lock_branch'),
    blocksDeletion: !isOn('allow_deletions'),
    blocksForcePush: !isOn('allow_force_pushes'),
    statusChecks: checks === undefined ? null : contextsOf(checks),
    ...(checks === undefined ? {} : { checkApps: numbersOf((objectsOf(checks.checks) ?? []).map((check) => check.app_id)) }),
    signatures: isOn('required_signatures'),
    linearHistory: isOn('required_linear_history'),
  });
};

function contextsOf(checks: Raw): readonly string[] {
  return textsOf(checks.contexts) ?? (objectsOf(checks.checks) ?? []).flatMap((check) => textOf(check.context) ?? []);
}

function decodeBranch(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function opposite(value: unknown): boolean | undefined {
  const flag = flagOf(value);
  return flag === undefined ? undefined : !flag;
}

function emitProtection(
  book: Book,
  repository: string,
  pattern: string,
  at: Evidence,
  rules: Omit<BranchRules, 'form' | 'owner' | 'target' | 'enforcement' | 'refs'>,
): void {
  book.emit({
    type: 'policy',
    value: {
      id: protectionId(repository, pattern),
      kind: 'github-branch-protection',
      name: pattern,
      providerManaged: false,
      branchRules: {
        form: 'protection',
        owner: repositoryId(repository),
        target: 'branch',
        enforcement: 'active',
        refs: { include: [pattern], exclude: [] },
        ...rules,
      },
      evidence: [at],
    },
  });
}
