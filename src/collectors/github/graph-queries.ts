/** Takes a part of a query away where it holds a word that the server does not know. */
export type Part = (text: string) => string;

/** Keeps every part but those that hold one of the words: types and fields that an older server does not have. */
export function without(words: ReadonlySet<string>): Part {
  const patterns = [...words].map((word) => new RegExp(`\\b${word}\\b`));
  return (text) => (patterns.some((pattern) => pattern.test(text)) ? '' : text);
}

const actor = 'actor { __typename ... on User { login databaseId } ... on Team { slug databaseId } ... on App { slug databaseId } }';

/** Conditions and rules of a ruleset (https://docs.github.com/graphql/reference/objects#repositoryruleset). */
function ruleset(part: Part): string {
  return `databaseId name target enforcement
    source { __typename ... on Organization { login } ... on Repository { nameWithOwner } ${part('... on Enterprise { slug }')} }
    conditions { refName { include exclude } ${part('repositoryName { include exclude }')} ${part('repositoryId { repositoryIds }')}
      ${part('repositoryProperty { include { name propertyValues source } exclude { name propertyValues source } }')} }
    rules(first: 30) { totalCount nodes { type parameters { __typename
      ${part('... on PullRequestParameters { requiredApprovingReviewCount requireCodeOwnerReview dismissStaleReviewsOnPush requireLastPushApproval }')}
      ${part(`... on RequiredStatusChecksParameters { requiredStatusChecks { context ${part('integrationId')} } }`)}
      ${part('... on RequiredDeploymentsParameters { requiredDeploymentEnvironments }')}
      ${part('... on FilePathRestrictionParameters { restrictedFilePaths }')}
      ${part('... on WorkflowsParameters { workflows { path ref repositoryId sha } }')} } } }
    ${part(`bypassActors(first: 30) { totalCount nodes { bypassMode deployKey organizationAdmin ${part('enterpriseOwner')} repositoryRoleDatabaseId repositoryRoleName ${actor} } }`)}`;
}

/** What one page asks of each repository. */
function repository(part: Part): string {
  return `databaseId nameWithOwner visibility isArchived isFork forkingAllowed
    owner { __typename login } defaultBranchRef { name }
    ${part('deployKeys(first: 10) { totalCount nodes { id title readOnly createdAt } }')}
    ${part('collaborators(affiliation: DIRECT, first: 50) { totalCount edges { permission node { __typename login databaseId } } }')}
    ${part(`environments(first: 8) { totalCount nodes { name protectionRules(first: 4) { nodes { type timeout ${part('preventSelfReview')}
      reviewers(first: 6) { nodes { __typename ... on User { login databaseId } ... on Team { slug databaseId } } } } } } }`)}
    ${part(`branchProtectionRules(first: 10) { totalCount nodes { pattern isAdminEnforced requiresApprovingReviews requiredApprovingReviewCount
      requiresCodeOwnerReviews dismissesStaleReviews ${part('requireLastPushApproval')} restrictsPushes ${part('blocksCreations')} ${part('lockBranch')}
      allowsDeletions allowsForcePushes requiresStatusChecks requiredStatusCheckContexts ${part('requiredStatusChecks { context app { databaseId } }')} requiresCommitSignatures requiresLinearHistory
      ${part('requiresDeployments requiredDeploymentEnvironments')}
      pushAllowances(first: 20) { totalCount nodes { ${actor} } }
      ${part(`bypassPullRequestAllowances(first: 20) { totalCount nodes { ${actor} } }`)}
      ${part(`bypassForcePushAllowances(first: 20) { totalCount nodes { ${actor} } }`)} } }`)}
    ${part(`rulesets(first: 6, includeParents: false) { totalCount nodes { ${ruleset(part)} } }`)}`;
}

/** A page of the repositories of an owner, be it an organization or a person. */
export function repositoriesQuery(part: Part): string {
  return `query ($login: String!, $first: Int!, $after: String) { repositoryOwner(login: $login) { __typename login
    repositories(first: $first, after: $after, ownerAffiliations: OWNER, orderBy: { field: NAME, direction: ASC }) {
      totalCount pageInfo { hasNextPage endCursor } nodes { ${repository(part)} } } } }`;
}

export function repositoryQuery(part: Part): string {
  return `query ($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { ${repository(part)} } }`;
}

export function rulesetsQuery(part: Part): string {
  return `query ($login: String!, $first: Int!, $after: String) { organization(login: $login) { login
    rulesets(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { ${ruleset(part)} } } } }`;
}

export function membersQuery(part: Part): string {
  return `query ($login: String!, $first: Int!, $after: String) { organization(login: $login) { login ${part('requiresTwoFactorAuthentication')}
    membersWithRole(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor }
      edges { role hasTwoFactorEnabled node { __typename login databaseId name bio createdAt } } } } }`;
}

export function teamsQuery(part: Part): string {
  return `query ($login: String!, $first: Int!, $after: String) { organization(login: $login) { login
    teams(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { slug name databaseId parentTeam { slug }
      ${part('members(first: 100, membership: IMMEDIATE) { totalCount nodes { login databaseId } }')}
      ${part('repositories(first: 100) { totalCount edges { permission node { nameWithOwner } } }')} } } } }`;
}
