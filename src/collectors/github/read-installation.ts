import { installationId, organizationId, permissionSetId, repositoryId } from '../../inventory/github-id.ts';
import type { Identity } from '../../inventory/identity.ts';
import { isAgentApp, isOwnApp } from './agent-apps.ts';
import type { Book } from './book.ts';
import { isOfOrganization, powerfulOf } from './powerful-permissions.ts';
import { known, numberOf, objectOf, type Raw, textOf, timeOf } from './raw.ts';
import { organizationOf, type Reader, type Spot } from './spot.ts';

/** An app where it is installed (https://docs.github.com/rest/orgs/orgs#list-app-installations-for-an-organization). */
export const readInstallation: Reader = (raw, spot, book) => {
  const number = numberOf(raw.id);
  if (number === undefined) return;
  const account = textOf(objectOf(raw.account)?.login);
  const organization = spot.organization ?? account ?? organizationOf(spot);
  const slug = textOf(raw.app_slug);
  const selection = textOf(raw.repository_selection);
  const suspendedAt = timeOf(raw.suspended_at);
  const permissions = permissionsIn(raw.permissions);
  const id = installationId(number);
  const agent = isAgentApp(slug);
  const listed = book.reachedBy(id);
  book.identity({
    id,
    kind: 'github-app-installation',
    name: slug ?? `app ${numberOf(raw.app_id) ?? number}`,
    scope: organization,
    nature: natureOf(slug, agent),
    agent,
    ...(isOwnApp(slug) ? { providerManaged: true } : {}),
    enabled: suspendedAt === undefined,
    ...known('createdAt', timeOf(raw.created_at)),
    ...(permissions === undefined ? {} : { grantsListed: true as const }),
    github: {
      organization,
      ...known('app', slug),
      ...known('app_id', numberOf(raw.app_id)),
      ...known('repositories', selection),
      ...known('repository_count', listed?.length),
      ...(permissions === undefined ? {} : { permissions, write_permissions: powerfulOf(permissions) }),
      suspended: suspendedAt !== undefined,
    },
    evidence: [spot.at],
  });
  if (permissions === undefined || suspendedAt !== undefined) return;
  emitPermissions(book, id, permissions, { organization, scopes: scopesOf(selection, organization, listed), spot });
};

function natureOf(slug: string | undefined, agent: boolean): Identity['nature'] {
  return agent ? 'agent' : isOwnApp(slug) ? 'service-agent' : 'third-party';
}

/** On what permissions on repositories count: all of an organization, those that are listed; undefined where that is not known. */
export function scopesOf(
  selection: string | undefined,
  organization: string,
  listed: readonly string[] | undefined,
): readonly (string | undefined)[] {
  if (selection === 'all') return [organizationId(organization)];
  if (selection === 'none') return [];
  return listed === undefined ? [undefined] : listed.map(repositoryId);
}

/** `contents:write` and so on, sorted; undefined where there is no map of permissions. */
export function permissionsIn(value: unknown): readonly string[] | undefined {
  const map = objectOf(value);
  return map === undefined
    ? undefined
    : Object.entries(map)
        .flatMap(([name, access]) => (typeof access === 'string' ? [`${name}:${access}`] : []))
        .sort();
}

/** A set of permissions on repositories and one on the organization, each given where it counts. */
export function emitPermissions(
  book: Book,
  holder: string,
  permissions: readonly string[],
  { organization, scopes, spot }: { readonly organization: string; readonly scopes: readonly (string | undefined)[]; readonly spot: Spot },
): void {
  const evidence = [spot.at];
  const onOrganization = permissions.filter((permission) => isOfOrganization(permission.split(':', 1)[0] ?? ''));
  const onRepositories = permissions.filter((permission) => !onOrganization.includes(permission));
  const sets = [
    { of: 'repository', list: onRepositories, on: scopes },
    { of: 'organization', list: onOrganization, on: [organizationId(organization)] },
  ] as const;
  for (const { of, list, on } of sets) {
    if (list.length === 0 || on.length === 0) continue;
    const policy = permissionSetId(holder, of);
    const name = `permissions on ${of === 'repository' ? 'repositories' : 'the organization'}`;
    book.emit({
      type: 'policy',
      value: { id: policy, kind: 'github-permissions', name, providerManaged: false, permissions: list, evidence },
    });
    for (const scope of on) book.grant({ holder, name, policy, ...known('scope', scope), evidence });
  }
}

/** A repository that an installation reaches (https://docs.github.com/rest/apps/installations). */
export const readInstallationRepository: Reader = (raw, spot, book) => {
  if (spot.subject !== undefined) book.reach(installationId(spot.subject), fullNameIn(raw));
};

export function fullNameIn(raw: Raw): string | undefined {
  return textOf(raw.full_name) ?? textOf(raw.nameWithOwner);
}
