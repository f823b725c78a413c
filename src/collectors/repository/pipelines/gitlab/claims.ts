import { redactName } from '../../secrets/detect.ts';
import type { Place } from '../../workflows/place.ts';
import type { Runs } from './triggers.ts';

/**
 * The claims that a job's ID token can carry (https://docs.gitlab.com/ci/secrets/id_token_authentication/). Where the
 * remote does not name a GitLab host, issuer and group are not known; `*` stands for them.
 */
export function idTokenClaims(
  place: Place,
  runs: Runs,
  audiences: readonly string[],
  environment: string | undefined,
): Readonly<Record<string, readonly string[]>> {
  // A mirror's checkout may have its remote elsewhere.
  const remote =
    place.remote !== undefined && !/(?:^|\.)(?:github\.com|bitbucket\.org|dev\.azure\.com)$/.test(place.remote.host)
      ? place.remote
      : undefined;
  const path = remote?.path ?? (place.repository.includes('/') ? `*${place.repository}` : `*/${place.repository}`);
  const subjects = runs.refs.map((ref) => {
    const colon = ref.indexOf(':');
    return `project_path:${path}:ref_type:${ref.slice(0, colon)}:ref:${ref.slice(colon + 1)}`;
  });
  const claims = {
    iss: [remote === undefined ? 'https://*' : `https://${remote.host}`],
    aud: audiences.length === 0 ? ['*'] : audiences,
    sub: subjects,
    project_path: [path],
    namespace_path: [path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '*'],
    ref: runs.refs.map((ref) => ref.slice(ref.indexOf(':') + 1)),
    ref_type: [...new Set(runs.refs.map((ref) => ref.slice(0, ref.indexOf(':'))))],
    pipeline_source: [...runs.triggers.texts],
    ...(environment === undefined ? {} : { environment: [environment.includes('$') ? '*' : environment] }),
  };
  return Object.fromEntries(Object.entries(claims).map(([claim, values]) => [claim, values.map(redactName)]));
}
