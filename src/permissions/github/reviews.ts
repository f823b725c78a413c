import type { PullRequestRule } from '../../inventory/branch-rules.ts';
import { type Access, can } from './access.ts';
import type { Controls } from './controls.ts';
import { passes, type Verdict } from './verdict.ts';

/**
 * What a pull request needs before it is merged by whoever opened it. Nobody approves his own
 * (https://docs.github.com/pull-requests/collaborating-with-pull-requests/reviewing-changes-in-pull-requests/approving-a-pull-request-with-required-reviews),
 * but a workflow may where that is turned on, and whoever changes workflows writes one that does
 * (https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository#preventing-github-actions-from-creating-or-approving-pull-requests).
 */
export function approvalsNeeded(rule: PullRequestRule, controls: Controls, access: Access, title: string): Verdict {
  const { approvals, codeOwners = false, lastPushApproval = false, reviewers = [] } = rule;
  if (approvals === undefined) return { kind: 'unknown', why: `how many approvals ${title} asks for was not read` };
  const byTeams = codeOwners || reviewers.some((r) => r.approvals > 0);
  if (approvals === 0 && !lastPushApproval && !byTeams) return passes;
  const whose = byTeams ? 'of a code owner' : 'of somebody else';
  const needs: Verdict = { kind: 'needs', what: `${title} asks for ${approvals > 1 ? `${approvals} approvals` : 'an approval'} ${whose}` };
  // A workflow gives one approval, and owns no code.
  if (byTeams || approvals > 1 || controls.approves !== true || controls.actions === false || can(access, 'workflows') !== 'yes')
    return needs;
  return { kind: 'passes', because: `${title} takes the approval of a workflow, and it may write one` };
}
