import { contextsLetIn } from '../graph/github/cloud-targets.ts';
import type { Path } from '../graph/graph.ts';
import { repositoryId } from '../inventory/github-id.ts';
import type { World } from './world.ts';

/**
 * Whether somebody must approve before the token of a job gets onto a path: all that the first identity takes from the job's
 * repository are tokens for environments, and each of these asks for reviewers. A token names its environment in place of a branch, so
 * that no other workflow of the repository has it
 * (https://docs.github.com/actions/reference/security/oidc#filtering-for-a-specific-environment,
 * https://docs.github.com/actions/reference/workflows-and-actions/deployments-and-environments#required-reviewers).
 * Undefined where the repository's environments or the trust were not read.
 */
export function isBehindReview({ inventory, permissions }: World, { from, steps }: Path): boolean | undefined {
  const job = inventory.identities.get(from);
  const [first] = steps;
  if (job?.kind !== 'github-workflow-job' || first?.kind !== 'federates') return undefined;
  const held = permissions.github?.held;
  const repository = held?.repositories.get(repositoryId(job.scope));
  const trusts = inventory.trusts.get(first.to);
  if (held === undefined || repository === undefined || trusts === undefined) return undefined;
  const controls = held.controlsOf(repository);
  if (controls.environments === undefined) return undefined;
  const gates = new Map(controls.environments.map((gate) => [gate.name.toLowerCase(), gate]));
  const contexts = contextsLetIn(inventory, repository, controls, trusts).map(({ context }) => context);
  if (contexts.length === 0) return undefined;
  const reviewed = contexts.map((context) => {
    if (!context.startsWith('environment:')) return false;
    const gate = gates.get(context.slice('environment:'.length).toLowerCase());
    // Whoever writes a workflow makes an environment by naming it, without reviewers.
    return gate === undefined ? false : gate.reviewers && gate.reviewers.length > 0;
  });
  return reviewed.includes(false) ? false : reviewed.includes(undefined) ? undefined : true;
}
