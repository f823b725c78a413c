import type { Item } from './answer.ts';
import { nodesOf, objectOf, objectsOf, type Raw, textOf } from './raw.ts';
import { readMember, readOrganization, readTeam, readTeamMember, readTeamRepository } from './read-organization.ts';
import { readRepository } from './read-repository.ts';
import { readRuleset } from './read-ruleset.ts';
import type { Reader, Spot } from './spot.ts';

type Take = (item: Item) => void;

/** Takes an answer of GraphQL apart (https://docs.github.com/graphql); false where it is none. */
export function graphItems(value: Raw, spot: Spot, take: Take): boolean {
  const data = objectOf(value.data);
  if (data === undefined || !roots.some((key) => key in data)) return false;
  const organization = objectOf(data.organization);
  if (organization !== undefined) organizationItems(organization, spot, take);
  const repositories = [objectOf(data.repository) ?? [], objectsOf(data.nodes) ?? []].flat();
  for (const raw of repositories) if (textOf(raw.nameWithOwner) !== undefined) put(take, 'Repository', readRepository, raw, spot);
  for (const owner of [objectOf(data.user), objectOf(data.viewer), objectOf(data.repositoryOwner)])
    for (const raw of nodesOf(owner?.repositories) ?? []) put(take, 'Repository', readRepository, raw, spot);
  return true;
}

const roots: readonly string[] = ['organization', 'repository', 'nodes', 'user', 'viewer', 'repositoryOwner'];

function organizationItems(raw: Raw, spot: Spot, take: Take): void {
  const login = textOf(raw.login);
  const inner = login === undefined ? spot : { ...spot, organization: login };
  if (login !== undefined) put(take, 'Organization', readOrganization, raw, inner);
  for (const repository of nodesOf(raw.repositories) ?? []) put(take, 'Repository', readRepository, repository, inner);
  for (const ruleset of nodesOf(raw.rulesets) ?? []) put(take, 'Ruleset', readRuleset, ruleset, inner);
  for (const edge of edgesOf(raw.membersWithRole)) put(take, 'Member', readMember, edge, inner);
  for (const team of nodesOf(raw.teams) ?? []) teamItems(team, inner, take);
}

function teamItems(raw: Raw, spot: Spot, take: Take): void {
  const slug = textOf(raw.slug);
  if (slug === undefined) return;
  put(take, 'Team', readTeam, raw, spot);
  const inner = { ...spot, subject: slug };
  for (const member of nodesOf(raw.members) ?? []) put(take, 'TeamMember', readTeamMember, member, inner);
  for (const edge of edgesOf(raw.repositories)) put(take, 'TeamRepository', readTeamRepository, edge, inner);
}

/** Edges where roles stand on them, else nodes. */
function edgesOf(connection: unknown): readonly Raw[] {
  return objectsOf(objectOf(connection)?.edges) ?? nodesOf(connection) ?? [];
}

function put(take: Take, path: string, reader: Reader, raw: Raw, spot: Spot): void {
  take({ reader, path, raw, spot });
}
