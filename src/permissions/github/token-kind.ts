import { type Access, can } from './access.ts';
import { changeWorkflowOnAny } from './change-ref.ts';
import type { Controls } from './controls.ts';
import { deployTo } from './deploy.ts';
import { allOf, bestOf, type Judged, judgedAs } from './verdict.ts';

/**
 * What a job runs for, as the end of its token's default subject says it: `ref:refs/heads/main`, `pull_request`, `environment:production`
 * (https://docs.github.com/actions/reference/security/oidc#example-subject-claims). `*` is any.
 */
export type JobContext = `ref:${string}` | 'pull_request' | `environment:${string}` | '*';

/** Whether somebody may make a repository's jobs ask for a token of a kind, and decide what they do with it. */
export function makeToken(controls: Controls, access: Access, context: JobContext): Judged {
  if (controls.actions === false) return { answer: 'denied', reasons: ['workflows are turned off in the repository'] };
  if (context === '*')
    return bestOf((['ref:refs/heads/*', 'ref:refs/tags/*', 'pull_request'] as const).map((one) => makeToken(controls, access, one)));
  if (context.startsWith('ref:')) return changeWorkflowOnAny(controls, access, context.slice('ref:'.length));
  if (context.startsWith('environment:')) return deployTo(controls, access, context.slice('environment:'.length));
  // A pull request from a fork gets no token of the repository.
  const opens = can(access, 'pull-request');
  return allOf([
    judgedAs(changeWorkflowOnAny(controls, access, 'refs/heads/*')),
    opens === 'yes'
      ? { kind: 'passes' }
      : opens === 'no'
        ? { kind: 'needs', what: 'somebody else has to open a pull request of the branch' }
        : { kind: 'unknown', why: 'what it may do in the repository is not all known' },
  ]);
}

/** The context that a text names; undefined where it names none. */
export function readContext(text: string): JobContext | undefined {
  if (text === '*' || text === 'pull_request') return text;
  return /^(?:ref:refs\/|environment:)./.test(text) ? (text as JobContext) : undefined;
}
