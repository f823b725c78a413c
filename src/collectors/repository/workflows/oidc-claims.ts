import { redactName } from '../secrets/detect.ts';
import { deploymentEnvironment } from './environment.ts';
import type { Job } from './job.ts';
import type { Trigger } from './triggers.ts';

const issuer = 'https://token.actions.githubusercontent.com';

/**
 * The claims that a job's OIDC token can carry, by the default subject format
 * (https://docs.github.com/actions/reference/security/oidc). An owner or repository may have customised it, and newer
 * repositories may add ids to the names: neither shows in the file. `*` stands for what is not known.
 */
export function oidcClaims(job: Job, audience: string): Readonly<Record<string, readonly string[]>> {
  const { place, triggers } = job.workflow;
  const repository = place.repository.includes('/') ? place.repository : `*/${place.repository}`;
  const environment = deploymentEnvironment(job);
  const refs = [...new Set(triggers.flatMap(refsOf))];
  const at = place.file.indexOf('.github/workflows/');
  const workflowPath = at < 0 ? undefined : `${repository}/${place.file.slice(at)}`;
  const tails =
    environment === undefined
      ? refs.flatMap((ref) => (ref === '*' ? ['*'] : ref === 'pull_request' ? [ref] : [`ref:${ref}`]))
      : environment.names.map((name) => `environment:${name}`);
  const claims = {
    iss: [issuer],
    aud: [audience],
    sub: [...new Set(tails.length === 0 ? ['*'] : tails)].map((tail) => `repo:${repository}:${tail}`),
    repository: [repository],
    repository_owner: [repository.split('/', 1)[0] ?? '*'],
    event_name: triggers.length === 0 || job.workflow.callable ? ['*'] : [...new Set(triggers.map((t) => t.event))],
    ref: refs.length === 0 ? ['*'] : [...new Set(refs.map((ref) => (ref === 'pull_request' ? 'refs/pull/*/merge' : ref)))],
    ...(environment === undefined ? {} : { environment: environment.names }),
    // A job that calls a reusable workflow gets its tokens there: their job_workflow_ref names the called file.
    ...(workflowPath === undefined || job.call !== undefined ? {} : { job_workflow_ref: [`${workflowPath}@*`] }),
  };
  return Object.fromEntries(Object.entries(claims).map(([claim, values]) => [claim, values.map(redactName)]));
}

/** The refs that a trigger can run on; `pull_request` for a pull request's own kind of subject; `*` where any is possible. */
function refsOf(trigger: Trigger): string[] {
  const branches = (): string[] =>
    trigger.branches.length > 0 ? included(trigger.branches).map((b) => `refs/heads/${b}`) : ['refs/heads/*'];
  switch (trigger.event) {
    case 'pull_request':
      return ['pull_request'];
    case 'push': {
      const tags = trigger.tags.length > 0 ? included(trigger.tags).map((t) => `refs/tags/${t}`) : ['refs/tags/*'];
      if (trigger.filtersBranches && !trigger.filtersTags) return branches();
      if (trigger.filtersTags && !trigger.filtersBranches) return tags;
      return [...branches(), ...tags];
    }
    // Runs in the context of the base branch.
    case 'pull_request_target':
      return branches();
    case 'release':
      return ['refs/tags/*'];
    case 'merge_group':
      return ['refs/heads/gh-readonly-queue/*'];
    case 'workflow_dispatch':
      return ['refs/heads/*', 'refs/tags/*'];
    case 'schedule':
    case 'workflow_run':
    case 'issues':
    case 'issue_comment':
    case 'discussion':
    case 'discussion_comment':
    case 'repository_dispatch':
      // The default branch, whose name the file does not tell.
      return ['refs/heads/*'];
    default:
      return ['*'];
  }
}

/**
 * Filter patterns (https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet,
 * where `?` and `+` repeat the character before them) with everything that is not plain text made `*`; exclusions (`!x`) only narrow and are left out.
 */
function included(patterns: readonly string[]): string[] {
  return patterns
    .filter((p) => !p.startsWith('!'))
    .map((p) =>
      p
        .replace(/[[(].*$/, '*')
        .replace(/[^*][?+]/g, '*')
        .replace(/\*+/g, '*'),
    );
}
