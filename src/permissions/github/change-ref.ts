import { type Access, can } from './access.ts';
import type { Controls } from './controls.ts';
import { isTag, type Ref, type RefAct, refsLike } from './ref.ts';
import { type Change, rulesFor, verdictOf } from './rule-verdict.ts';
import { allOf, bestOf, type Judged, passes, type Verdict } from './verdict.ts';

/** A workflow's file that nobody has written yet. */
const anyWorkflow = '.github/workflows/nhi-any-other.yml';

/**
 * Whether somebody may change a branch or tag, by a push or by a pull request that he merges himself: what he has in the repository,
 * classic protection and rulesets all have to let him. `allowed`: without anybody else.
 */
export function changeRef(controls: Controls, access: Access, ref: Ref, act: RefAct): Judged {
  return judge(controls, access, ref, act, []);
}

/** The same for a change of a workflow's file on a ref: what he writes there runs as the repository. */
export function changeWorkflow(controls: Controls, access: Access, ref: Ref): Judged {
  const act = ref.isNew ? 'create' : 'push';
  return judge(controls, access, ref, act, [anyWorkflow]);
}

/** The easiest of all refs that a pattern stands for, a new one among them. */
export function changeWorkflowOnAny(controls: Controls, access: Access, pattern: string): Judged {
  const refs = refsLike(pattern, controls);
  const told = bestOf(refs.map((ref) => changeWorkflow(controls, access, ref)));
  if (told.answer === 'allowed' || told.answer === 'unknown') return told;
  const present = refs
    .filter((ref) => ref.isNew && !isTag(ref.name))
    .map((ref) => changeWorkflow(controls, access, { ...ref, isNew: false }));
  return present.some(({ answer }) => answer === 'allowed')
    ? { answer: 'unknown', reasons: ['whether there is another branch, to which it may push, was not read'] }
    : told;
}

function judge(controls: Controls, access: Access, ref: Ref, act: RefAct, paths: readonly string[]): Judged {
  const before = [
    archived(controls),
    has(access, 'push', 'may not write to the repository'),
    ...(paths.length === 0 ? [] : [workflows(access)]),
    ...controls.unread.map((why): Verdict => ({ kind: 'unknown', why })),
  ];
  const rules = rulesFor(controls, ref);
  const modes: readonly Change['mode'][] = act === 'push' ? ['direct', 'pull-request'] : ['direct'];
  return bestOf(
    modes.map((mode) =>
      allOf([
        ...before,
        ...(mode === 'pull-request' ? [has(access, 'pull-request', 'opens no pull requests')] : []),
        ...rules.map((rule) => verdictOf(rule, controls, access, { ref, act, mode, paths })),
      ]),
    ),
  );
}

/** An archived repository is read-only (https://docs.github.com/repositories/archiving-a-github-repository/archiving-repositories). */
function archived({ profile }: Controls): Verdict {
  return profile.archived === true ? { kind: 'refuses', by: 'the repository is archived' } : passes;
}

/** Apps and tokens change workflows only with a permission of its own; people and SSH keys need no more than to write. */
function workflows(access: Access): Verdict {
  return has(access, 'workflows', 'may not change workflows');
}

function has(access: Access, ability: Parameters<typeof can>[1], by: string): Verdict {
  const answer = can(access, ability);
  if (answer === 'yes') return passes;
  return answer === 'no' ? { kind: 'refuses', by } : { kind: 'unknown', why: 'what it may do in the repository is not all known' };
}
