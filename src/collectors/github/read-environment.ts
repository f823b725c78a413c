import type { Actor } from '../../inventory/branch-rules.ts';
import { environmentId, repositoryId } from '../../inventory/github-id.ts';
import type { BranchPattern, DeploymentGate } from '../../inventory/github-repository.ts';
import { environmentKindOf } from '../environment-words.ts';
import { countOf, flagOf, known, nodesOf, objectOf, objectsOf, type Raw, textOf } from './raw.ts';
import { reviewerOf, typedActor } from './read-actors.ts';
import { type Reader, repositoryOf } from './spot.ts';

/** A deployment environment with its protection, of REST (https://docs.github.com/rest/deployments/environments) or of GraphQL. */
export const readEnvironment: Reader = (raw, spot, book) => {
  const name = textOf(raw.name);
  if (name === undefined) return;
  const repository = repositoryOf(spot);
  const gate = { name, ...(Array.isArray(raw.protection_rules) ? gateOf(raw) : nodeGateOf(raw)) };
  const { reviewers, waitMinutes, preventsSelfReview, adminsBypass } = gate;
  // Which branches are selected stands in an answer of its own.
  const branches = typeof gate.branches === 'string' ? gate.branches : undefined;
  book.scope(environmentId(repository, name), name, spot.at, {
    parent: repositoryId(repository),
    ...known('environment', environmentKindOf(name)),
    gate,
    settings: {
      ...known('reviewers', reviewers?.length),
      ...known(
        'branch_policy',
        branches ?? (objectOf(raw.deployment_branch_policy)?.custom_branch_policies === true ? 'selected' : undefined),
      ),
      ...known('wait_minutes', waitMinutes),
      ...known('self_review', preventsSelfReview === undefined ? undefined : !preventsSelfReview),
      ...known('admins_bypass', adminsBypass),
    },
  });
};

function gateOf(raw: Raw): Omit<DeploymentGate, 'name'> {
  const rules = objectsOf(raw.protection_rules) ?? [];
  const of = (type: string): Raw | undefined => rules.find((rule) => rule.type === type);
  const asked = of('required_reviewers');
  const policy = objectOf(raw.deployment_branch_policy);
  const apps = rules.flatMap((rule) => textOf(objectOf(rule.app)?.slug) ?? []);
  return {
    reviewers: (objectsOf(asked?.reviewers) ?? []).flatMap(reviewerOf),
    ...known('preventsSelfReview', flagOf(asked?.prevent_self_review)),
    waitMinutes: countOf(of('wait_timer')?.wait_timer) ?? 0,
    ...known('adminsBypass', flagOf(raw.can_admins_bypass)),
    ...(raw.deployment_branch_policy === null ? { branches: 'any' as const } : {}),
    ...(policy?.protected_branches === true ? { branches: 'protected' as const } : {}),
    ...(apps.length === 0 ? {} : { apps }),
  };
}

/** GraphQL tells that branches are limited, not to which. */
function nodeGateOf(raw: Raw): Omit<DeploymentGate, 'name'> {
  const rules = nodesOf(raw.protectionRules);
  if (rules === undefined) return {};
  const of = (type: string): Raw | undefined => rules.find((rule) => rule.type === type);
  const asked = of('REQUIRED_REVIEWERS');
  const reviewers = nodesOf(asked?.reviewers)?.flatMap((node): Actor[] => [typedActor(node) ?? []].flat());
  return {
    ...(asked === undefined ? { reviewers: [] } : known('reviewers', reviewers)),
    ...known('preventsSelfReview', flagOf(asked?.preventSelfReview)),
    waitMinutes: countOf(of('WAIT_TIMER')?.timeout) ?? 0,
    ...(of('BRANCH_POLICY') === undefined ? { branches: 'any' as const } : {}),
  };
}

/** The branches and tags that may deploy to an environment (https://docs.github.com/rest/deployments/branch-policies): the whole list at once. */
export const readBranchPolicies: Reader = (raw, spot, book) => {
  const policies = objectsOf(raw.branch_policies);
  // A part of the list would say that fewer branches may than do.
  if (policies === undefined || spot.environment === undefined || (countOf(raw.total_count) ?? 0) > policies.length) return;
  const branches = policies.flatMap((policy): BranchPattern[] => {
    const pattern = textOf(policy.name);
    return pattern === undefined ? [] : [{ pattern, type: policy.type === 'tag' ? 'tag' : 'branch' }];
  });
  const repository = repositoryOf(spot);
  book.scope(environmentId(repository, spot.environment), spot.environment, spot.at, {
    parent: repositoryId(repository),
    gate: { name: spot.environment, branches },
    settings: { branch_policy: 'selected' },
  });
};
