import type { RepositoryProfile, StoredSecret } from '../../inventory/github-repository.ts';
import { type Access, can } from './access.ts';
import { changeWorkflowOnAny } from './change-ref.ts';
import type { Controls } from './controls.ts';
import { deployTo } from './deploy.ts';
import type { Three } from './three.ts';
import { allOf, bestOf, type Judged, judgedAs, type Verdict } from './verdict.ts';

/** A secret, and what it takes to find out whether a repository's jobs get it. */
export interface SecretPlace {
  readonly stored: StoredSecret;
  /** The repository whose jobs are asked about: the id of its scope. */
  readonly repository: string;
  /** Of an environment's secret: its name. */
  readonly environment?: string;
}

/**
 * Whether somebody may read a stored secret by way of a repository's jobs: whoever changes a workflow on any ref reads what its jobs
 * are given (https://docs.github.com/actions/concepts/security/secrets).
 */
export function readSecret(controls: Controls, access: Access, { stored, repository, environment }: SecretPlace): Judged {
  const seen = sees(stored, repository, controls.profile);
  if (seen === 'no') return { answer: 'denied', reasons: [`${controls.repository} is not given it`] };
  const visible: Verdict =
    seen === 'yes' ? { kind: 'passes' } : { kind: 'unknown', why: `whether ${controls.repository} is given it was not read` };
  return allOf([visible, judgedAs(throughJobs(controls, access, stored, environment))]);
}

/** Which repositories an organization's secret is for (https://docs.github.com/actions/how-tos/write-workflows/choose-what-workflows-do/use-secrets#creating-secrets-for-an-organization). */
export function sees({ visibility, repositories, keeper }: StoredSecret, repository: string, profile: RepositoryProfile): Three {
  if (keeper.startsWith('repository:')) return keeper.toLowerCase() === repository.toLowerCase() ? 'yes' : 'no';
  if (!keeper.startsWith('github:organization/')) return 'yes';
  switch (visibility) {
    case 'all':
      return 'yes';
    case 'private':
      return profile.visibility === undefined ? 'unknown' : profile.visibility === 'public' ? 'no' : 'yes';
    case 'selected':
      return repositories === undefined ? 'unknown' : repositories.some((r) => r.toLowerCase() === repository.toLowerCase()) ? 'yes' : 'no';
    default:
      return 'unknown';
  }
}

function throughJobs(controls: Controls, access: Access, { store }: StoredSecret, environment: string | undefined): Judged {
  switch (store) {
    case 'actions':
      if (controls.actions === false) return { answer: 'denied', reasons: ['workflows are turned off in the repository'] };
      if (environment !== undefined) return deployTo(controls, access, environment);
      return bestOf(['refs/heads/*', 'refs/tags/*'].map((refs) => changeWorkflowOnAny(controls, access, refs)));
    case 'codespaces':
      return access.kind === 'user'
        ? allOf([pushes(access, 'a codespace gets it only with write access to the repository')])
        : { answer: 'denied', reasons: ['codespaces are for people'] };
    case 'agents':
      return allOf([
        pushes(access, 'Copilot takes tasks from those with write access alone'),
        { kind: 'needs', what: 'Copilot’s agent gets it, and does as it is told' },
      ]);
    case 'dependabot':
    case 'private-registries':
      return allOf([
        pushes(access, 'may not write to the repository'),
        { kind: 'unknown', why: `jobs of Dependabot get it; what they run is not worked out` },
      ]);
  }
}

function pushes(access: Access, by: string): Verdict {
  const answer = can(access, 'push');
  if (answer === 'yes') return { kind: 'passes' };
  return answer === 'no' ? { kind: 'refuses', by } : { kind: 'unknown', why: 'what it may do in the repository is not all known' };
}
