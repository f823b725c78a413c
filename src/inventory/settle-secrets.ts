import type { Credential } from './credential.ts';
import type { Scope } from './fragment.ts';
import { environmentId, organizationId, repositoryId, secretId } from './github-id.ts';
import type { Identity } from './identity.ts';
import type { Link } from './link.ts';
import type { Resource } from './resource.ts';

interface Known {
  readonly credentials: ReadonlyMap<string, Credential>;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly identities: ReadonlyMap<string, Identity>;
  readonly scopes: ReadonlyMap<string, Scope>;
}

/**
 * A workflow names a secret; which one a job gets follows from where secrets of that name are kept: its environment before its
 * repository before its organization (https://docs.github.com/actions/concepts/security/secrets#naming-your-secrets). Links to
 * what a host listed, in place of links to what only a workflow names.
 */
export function settleSecrets(links: readonly Link[], known: Known): readonly Link[] {
  const jobs = new Map(links.flatMap(({ kind, from, to }) => (kind === 'runs' ? [[to, from] as const] : [])));
  return links.map((link) => {
    const named = link.kind === 'holds' ? /^repository:secret\/([^/]+\/[^/]+)\/([^/]+)$/.exec(link.to) : null;
    if (named === null) return link;
    const [, repository = '', name = ''] = named;
    const holder = known.identities.get(jobs.get(link.from) ?? link.from);
    const to = secretOf(repository, name, holder?.ci?.environment, known);
    return to === undefined || to === link.to ? link : { ...link, to };
  });
}

/** The secret of that name that a job of a repository gets; undefined where no host listed one. */
function secretOf(repository: string, name: string, environment: string | undefined, known: Known): string | undefined {
  const organization = organizationId(repository.slice(0, repository.indexOf('/')));
  const ofOrganization = secretId('actions', organization, name);
  const candidates = [
    ...(environment === undefined ? [] : [secretId('actions', environmentId(repository, environment), name)]),
    secretId('actions', repositoryId(repository), name),
    ...(isGiven(ofOrganization, repositoryId(repository), known) ? [ofOrganization] : []),
  ];
  return candidates.find((id) => known.credentials.get(id)?.github?.store !== undefined);
}

function isGiven(secret: string, repository: string, { credentials, resources, scopes }: Known): boolean {
  const stored = resources.get(credentials.get(secret)?.resource ?? '')?.stored;
  if (stored?.visibility === 'all') return true;
  const visibility = scopes.get(repository)?.repository?.visibility;
  if (stored?.visibility === 'private') return visibility === 'private' || visibility === 'internal';
  return stored?.repositories?.includes(repository) === true;
}

/** What only workflows name and no link leads to any more: it stood for what a host listed. */
export function leftBehind(before: readonly Link[], after: readonly Link[]): ReadonlySet<string> {
  const held = new Set(after.map(({ to }) => to));
  return new Set(before.flatMap(({ to }, i) => (after[i]?.to === to || held.has(to) ? [] : [to])));
}
