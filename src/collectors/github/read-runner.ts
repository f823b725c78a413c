import { runnerGroupId, runnerId } from '../../inventory/github-id.ts';
import { flagOf, known, numberOf, objectsOf, textOf } from './raw.ts';
import { organizationOf, type Reader } from './spot.ts';

/** A group of runners (https://docs.github.com/rest/actions/self-hosted-runner-groups). */
export const readRunnerGroup: Reader = (raw, spot, book) => {
  const number = numberOf(raw.id);
  if (number === undefined) return;
  const organization = organizationOf(spot);
  book.scope(runnerGroupId(organization, number), textOf(raw.name) ?? number, spot.at, {
    number,
    parent: `github:organization/${organization}`,
    settings: {
      ...known('group_visibility', textOf(raw.visibility)),
      ...known('public_repositories', flagOf(raw.allows_public_repositories)),
      ...known('workflows_restricted', flagOf(raw.restricted_to_workflows)),
    },
  });
};

/** A self-hosted runner (https://docs.github.com/rest/actions/self-hosted-runners). Older servers do not tell whether it takes one job only. */
export const readRunner: Reader = (raw, spot, book) => {
  const number = numberOf(raw.id);
  if (number === undefined) return;
  const scope = spot.repository ?? organizationOf(spot);
  const name = textOf(raw.name) ?? `runner ${number}`;
  const ephemeral = flagOf(raw.ephemeral);
  const group = numberOf(raw.runner_group_id) ?? (spot.repository === undefined ? spot.subject : undefined);
  book.identity({
    id: runnerId(scope, number),
    kind: 'github-runner',
    name,
    scope,
    nature: 'workload',
    github: {
      organization: organizationOf(spot),
      ...known('ephemeral', ephemeral),
      runner_labels: (objectsOf(raw.labels) ?? []).flatMap((label) => textOf(label.name) ?? []),
    },
    evidence: [spot.at],
  });
  if (group !== undefined)
    book.runner(runnerGroupId(organizationOf(spot), group), name, ephemeral === undefined ? undefined : !ephemeral, spot.at);
};
