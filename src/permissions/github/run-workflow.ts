import { type Access, can } from './access.ts';
import { changeRef } from './change-ref.ts';
import type { Controls } from './controls.ts';
import type { Ref } from './ref.ts';
import { allOf, bestOf, type Judged, passes, type Verdict } from './verdict.ts';

/**
 * Whether somebody may make a workflow run on a ref, whoever wrote it: by a push to the ref, or by hand where the workflow takes that
 * (https://docs.github.com/actions/how-tos/manage-workflow-runs/manually-run-a-workflow).
 */
export function runWorkflow(controls: Controls, access: Access, ref: Ref): Judged {
  if (controls.actions === false) return { answer: 'denied', reasons: ['workflows are turned off in the repository'] };
  return bestOf([changeRef(controls, access, ref, ref.isNew ? 'create' : 'push'), byHand(controls, access)]);
}

function byHand({ profile }: Controls, access: Access): Judged {
  const may = can(access, 'dispatch');
  if (may === 'no') return { answer: 'denied', reasons: ['may not set off workflows by hand'] };
  const verdicts: readonly Verdict[] = [
    profile.archived === true ? { kind: 'refuses', by: 'the repository is archived' } : passes,
    may === 'yes' ? passes : { kind: 'unknown', why: 'what it may do in the repository is not all known' },
    { kind: 'needs', what: 'a workflow there has to take workflow_dispatch' },
  ];
  return allOf(verdicts);
}
