import type { BranchRules, PropertyCondition, RepositoryCondition } from '../../inventory/branch-rules.ts';
import { organizationId, repositoryId, rulesetId } from '../../inventory/github-id.ts';
import {
  countOf,
  flagOf,
  isCut,
  known,
  nodesOf,
  numberOf,
  numbersOf,
  objectOf,
  objectsOf,
  type Raw,
  textOf,
  textsOf,
  under,
} from './raw.ts';
import { bypassActors, bypassNodes } from './read-actors.ts';
import { organizationOf, type Reader, repositoryOf, type Spot } from './spot.ts';

/**
 * A ruleset of REST (https://docs.github.com/rest/repos/rules) or of GraphQL, which writes the same in other words. A list of
 * rulesets (REST) names them without what they ask.
 */
export const readRuleset: Reader = (raw, spot, book) => {
  const number = numberOf(raw.databaseId) ?? numberOf(raw.id) ?? textOf(raw.id);
  if (number === undefined) return;
  const name = textOf(raw.name) ?? `ruleset ${number}`;
  const owner = ownerOf(raw, spot);
  const rules = nodesOf(raw.rules) ?? objectsOf(raw.rules);
  const bypass = raw.bypassActors === undefined ? bypassActors(raw.bypass_actors) : bypassNodes(raw.bypassActors);
  const target = under(targets, textOf(raw.target)?.toLowerCase() ?? 'branch');
  const enforcement = under(enforcements, textOf(raw.enforcement)?.toLowerCase() ?? 'active');
  const asked = rules === undefined ? {} : rulesOf(rules);
  const unread = [
    ...(asked.unread ?? []),
    ...(rules === undefined || isCut(raw.rules) ? ['rules'] : []),
    ...(target === undefined ? ['target'] : []),
    ...(enforcement === undefined ? ['enforcement'] : []),
  ];
  const branchRules: BranchRules = {
    form: 'ruleset',
    owner,
    target: target ?? 'branch',
    enforcement: enforcement ?? 'active',
    ...conditionsOf(objectOf(raw.conditions)),
    ...known('bypass', bypass),
    ...asked,
    ...(unread.length === 0 ? {} : { unread }),
  };
  book.emit({
    type: 'policy',
    value: {
      id: rulesetId(number),
      kind: 'github-ruleset',
      name,
      providerManaged: false,
      // A list names it only: the answer about it says more, whichever comes first.
      ...(rules === undefined && raw.conditions === undefined ? {} : { branchRules }),
      evidence: [spot.at],
    },
  });
};

const targets: Readonly<Record<string, BranchRules['target']>> = { branch: 'branch', tag: 'tag', push: 'push', repository: 'repository' };
const enforcements: Readonly<Record<string, BranchRules['enforcement']>> = {
  active: 'active',
  enabled: 'active',
  evaluate: 'evaluate',
  disabled: 'disabled',
};

/** The organization or repository that set it, which need not be the one that was asked. */
function ownerOf(raw: Raw, spot: Spot): string {
  const source = objectOf(raw.source);
  const type = textOf(raw.source_type) ?? textOf(source?.__typename);
  const name = textOf(raw.source) ?? textOf(source?.nameWithOwner) ?? textOf(source?.login) ?? textOf(source?.slug);
  if (type === 'Organization') return organizationId(name ?? organizationOf(spot));
  if (type === 'Enterprise') return `github:enterprise/${name ?? ''}`;
  if (type === 'Repository' && name?.includes('/')) return repositoryId(name);
  return spot.repository === undefined ? organizationId(organizationOf(spot)) : repositoryId(repositoryOf(spot));
}

function conditionsOf(raw: Raw | undefined): Pick<BranchRules, 'refs' | 'repositories'> {
  const refs = patternsOf(raw?.ref_name ?? raw?.refName);
  const names = patternsOf(raw?.repository_name ?? raw?.repositoryName);
  const ids = objectOf(raw?.repository_id ?? raw?.repositoryId);
  const numbers = (
    Array.isArray(ids?.repository_ids) ? ids.repository_ids : Array.isArray(ids?.repositoryIds) ? ids.repositoryIds : undefined
  )?.flatMap((id: unknown) => numberOf(id) ?? textOf(id) ?? []);
  const properties = propertiesOf(raw?.repository_property ?? raw?.repositoryProperty);
  const unread = Object.keys(raw ?? {}).filter((key) => raw?.[key] !== null && !readConditions.has(key));
  const repositories: RepositoryCondition = {
    ...known('names', names),
    ...known('numbers', numbers),
    ...known('properties', properties),
    ...(unread.length === 0 ? {} : { unread }),
  };
  return { ...known('refs', refs), ...(Object.keys(repositories).length === 0 ? {} : { repositories }) };
}

const readConditions: ReadonlySet<string> = new Set([
  'ref_name',
  'refName',
  'repository_name',
  'repositoryName',
  'repository_id',
  'repositoryId',
  'repository_property',
  'repositoryProperty',
]);

function patternsOf(value: unknown): { readonly include: readonly string[]; readonly exclude: readonly string[] } | undefined {
  const raw = objectOf(value);
  return raw === undefined ? undefined : { include: textsOf(raw.include) ?? [], exclude: textsOf(raw.exclude) ?? [] };
}

function propertiesOf(value: unknown): RepositoryCondition['properties'] {
  const raw = objectOf(value);
  if (raw === undefined) return undefined;
  const list = (items: unknown): readonly PropertyCondition[] =>
    (objectsOf(items) ?? []).map((item) => ({
      name: textOf(item.name) ?? '',
      values: textsOf(item.property_values) ?? textsOf(item.propertyValues) ?? [],
      source: item.source === 'system' ? 'system' : 'custom',
    }));
  return { include: list(raw.include), exclude: list(raw.exclude) };
}

/** What each kind of rule comes to. The kinds of GraphQL are those of REST in capitals. */
const kinds: Readonly<Record<string, (parameters: Raw) => Partial<BranchRules>>> = {
  creation: () => ({ blocksCreation: true }),
  update: () => ({ blocksUpdate: true }),
  lock_branch: () => ({ blocksUpdate: true }),
  deletion: () => ({ blocksDeletion: true }),
  non_fast_forward: () => ({ blocksForcePush: true }),
  required_linear_history: () => ({ linearHistory: true }),
  required_signatures: () => ({ signatures: true }),
  required_deployments: (p) => ({
    deployments: textsOf(p.required_deployment_environments) ?? textsOf(p.requiredDeploymentEnvironments) ?? [],
  }),
  required_status_checks: (p) => {
    const checks = objectsOf(p.required_status_checks ?? p.requiredStatusChecks) ?? [];
    return {
      statusChecks: checks.flatMap((check) => textOf(check.context) ?? []),
      checkApps: numbersOf(checks.map((check) => check.integration_id ?? check.integrationId)),
    };
  },
  pull_request: (p) => ({
    pullRequest: {
      ...known('approvals', countOf(p.required_approving_review_count ?? p.requiredApprovingReviewCount)),
      ...known('codeOwners', flagOf(p.require_code_owner_review ?? p.requireCodeOwnerReview)),
      ...known('dismissStale', flagOf(p.dismiss_stale_reviews_on_push ?? p.dismissStaleReviewsOnPush)),
      ...known('lastPushApproval', flagOf(p.require_last_push_approval ?? p.requireLastPushApproval)),
      ...known('reviewers', reviewersOf(p.required_reviewers ?? p.requiredReviewers)),
    },
  }),
  workflows: (p) => ({
    workflows: (objectsOf(p.workflows) ?? []).map(
      (w) => `${numberOf(w.repository_id ?? w.repositoryId) ?? ''}/${textOf(w.path) ?? ''}@${textOf(w.ref) ?? textOf(w.sha) ?? ''}`,
    ),
  }),
  file_path_restriction: (p) => ({ blockedPaths: textsOf(p.restricted_file_paths) ?? textsOf(p.restrictedFilePaths) ?? [] }),
};

/** Kinds that ask something of commits, names and files, and so stop nobody from pushing what is formed well. */
const ofForm =
  /^(?:commit_message_pattern|commit_author_email_pattern|committer_email_pattern|branch_name_pattern|tag_name_pattern|max_file_path_length|file_extension_restriction|max_file_size|copilot_code_review|max_ref_updates|required_review_thread_resolution|repository_\w+|authorization|tag)$/;

function reviewersOf(value: unknown): NonNullable<BranchRules['pullRequest']>['reviewers'] {
  return objectsOf(value)?.map((raw) => {
    const reviewer = objectOf(raw.reviewer);
    return {
      team: { kind: 'team', ...known('number', numberOf(reviewer?.id ?? reviewer?.databaseId)), ...known('name', textOf(reviewer?.slug)) },
      approvals: countOf(raw.minimum_approvals ?? raw.minimumApprovals) ?? 0,
      files: textsOf(raw.file_patterns ?? raw.filePatterns) ?? [],
    };
  });
}

/** Of each kind that is not in a ruleset, it is known that it is not asked. */
const asksNothing = {
  pullRequest: null,
  blocksCreation: false,
  blocksUpdate: false,
  blocksDeletion: false,
  blocksForcePush: false,
  statusChecks: null,
  deployments: null,
  signatures: false,
  linearHistory: false,
} as const satisfies Partial<BranchRules>;

function rulesOf(rules: readonly Raw[]): Partial<BranchRules> {
  const asked = rules.map((rule) => ({ type: textOf(rule.type)?.toLowerCase() ?? '', parameters: objectOf(rule.parameters) ?? {} }));
  const unread = asked.flatMap(({ type }) => (under(kinds, type) === undefined && !ofForm.test(type) ? [type] : []));
  const known = asked.map(({ type, parameters }) => under(kinds, type)?.(parameters) ?? {});
  return Object.assign({}, asksNothing, ...known, unread.length === 0 ? {} : { unread: [...new Set(unread)].sort() });
}
