import type { DeploymentGate } from '../../inventory/github-repository.ts';
import { type Access, can, isOneOf, person } from './access.ts';
import { changeWorkflow, changeWorkflowOnAny } from './change-ref.ts';
import type { Controls } from './controls.ts';
import { fresh, fullRef, type Ref } from './ref.ts';
import { isExact } from './ref-pattern.ts';
import { every, type Three } from './three.ts';
import { allOf, bestOf, type Judged, judgedAs, passes, type Verdict } from './verdict.ts';

/**
 * Whether somebody may run a job of his own making in an environment: he changes a workflow on a ref that may deploy there, and the
 * environment lets the job start (https://docs.github.com/actions/reference/workflows-and-actions/deployments-and-environments).
 */
export function deployTo(controls: Controls, access: Access, name: string): Judged {
  if (controls.environments === undefined) return { answer: 'unknown', reasons: ['environments were not read'] };
  const gate = controls.environments.find((e) => e.name.toLowerCase() === name.toLowerCase());
  // A job that names one that is not there makes it, with nothing before it.
  const open = { name, reviewers: [], branches: 'any' } as const;
  return passing(controls, access, gate ?? open);
}

function passing(controls: Controls, access: Access, gate: DeploymentGate): Judged {
  const way = bestOf(
    refsThatDeploy(controls, gate).map((ref) =>
      typeof ref === 'string' ? changeWorkflowOnAny(controls, access, ref) : changeWorkflow(controls, access, ref),
    ),
  );
  if (gate.branches === undefined && way.answer !== 'denied')
    return { answer: 'unknown', reasons: [`which branches may deploy to ${gate.name} was not read`] };
  return allOf([judgedAs(way), approval(gate, access), ...apps(gate)]);
}

/** Refs from which an environment takes jobs; a pattern stands for the easiest of many. */
function refsThatDeploy({ rules, profile }: Controls, { branches }: DeploymentGate): readonly (Ref | string)[] {
  if (branches === undefined || branches === 'any') return ['refs/heads/*', 'refs/tags/*'];
  if (branches !== 'protected')
    return branches.map(({ pattern, type }) => refOf(pattern, type === 'tag' ? 'refs/tags/' : 'refs/heads/', profile.defaultBranch));
  // Where no branch is protected at all, every branch may.
  const classic = rules.filter((r) => r.rules.form === 'protection').flatMap((r) => r.rules.refs?.include ?? []);
  return classic.length === 0 ? ['refs/heads/*'] : classic.map((pattern) => refOf(pattern, 'refs/heads/', profile.defaultBranch));
}

/** A branch of a name that the pattern takes: it may be made where it is not there. */
function refOf(pattern: string, before: string, defaultBranch: string | undefined): Ref {
  if (isExact(pattern)) return { name: pattern.startsWith('refs/') ? pattern : `${before}${pattern}`, isNew: false };
  if (pattern === '*' && defaultBranch !== undefined && before === 'refs/heads/') return { name: fullRef(fresh), isNew: true };
  const name = pattern
    .replaceAll('**/', '')
    .replaceAll(/\*+|\[[^\]]*\]/g, fresh)
    .replaceAll('?', 'x');
  return { name: name.startsWith('refs/') ? name : `${before}${name}`, isNew: true };
}

function approval({ name, reviewers, preventsSelfReview, adminsBypass }: DeploymentGate, access: Access): Verdict {
  if (reviewers?.length === 0) return passes;
  const isAdministrator: Three = access.kind === 'user' ? can(person(access), 'administer') : 'no';
  const forces = every([isAdministrator, adminsBypass === undefined ? 'unknown' : adminsBypass ? 'yes' : 'no']);
  if (forces === 'yes') return { kind: 'passes', because: `administrators pass the rules of environment ${name} by` };
  if (reviewers === undefined) return { kind: 'unknown', why: `who must approve in environment ${name} was not read` };
  const approves = every([isOneOf(reviewers, access), preventsSelfReview === undefined ? 'unknown' : preventsSelfReview ? 'no' : 'yes']);
  if (approves === 'yes') return { kind: 'passes', because: `it is a reviewer of environment ${name} and may approve what it set off` };
  if (forces === 'unknown' || approves === 'unknown')
    return { kind: 'unknown', why: `whether it passes the reviewers of environment ${name} is not known` };
  return { kind: 'needs', what: `environment ${name} asks for the approval of a reviewer` };
}

function apps({ name, apps: rules = [] }: DeploymentGate): readonly Verdict[] {
  return rules.map((app) => ({ kind: 'needs', what: `environment ${name} asks for the approval of ${app}` }));
}
