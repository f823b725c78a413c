import type { Item } from './answer.ts';
import type { Book } from './book.ts';
import { countOf, hasMore, isCut, nodesOf, objectOf, objectsOf, type Raw, textOf } from './raw.ts';
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
  if (login !== undefined) put(take, 'Organization', readWithListings, raw, inner);
  for (const repository of nodesOf(raw.repositories) ?? []) put(take, 'Repository', readRepository, repository, inner);
  for (const ruleset of nodesOf(raw.rulesets) ?? []) put(take, 'Ruleset', readRuleset, ruleset, inner);
  for (const edge of edgesOf(raw.membersWithRole)) put(take, 'Member', readMember, edge, inner);
  for (const team of nodesOf(raw.teams) ?? []) teamItems(team, inner, take);
}

/** The organization, and how much came of the lists in it: what is not on a list that is whole is known not to be there. */
const readWithListings: Reader = (raw, spot, book) => {
  readOrganization(raw, spot, book);
  const organization = textOf(raw.login) ?? '';
  const teams = nodesOf(raw.teams) ?? [];
  list(book, organization, 'members', raw.membersWithRole);
  list(book, organization, 'rulesets', raw.rulesets);
  if (!teams.some((team) => hasMore(team.members) || hasMore(team.repositories))) list(book, organization, 'teams', raw.teams);
};

function list(book: Book, organization: string, part: 'members' | 'rulesets' | 'teams', connection: unknown): void {
  const items = nodesOf(connection);
  if (items === undefined) return;
  const names = items.map((item) => textOf(item.login) ?? textOf(item.slug) ?? String(item.databaseId));
  // Without a count, only one page alone says whether there are more.
  const total = countOf(objectOf(connection)?.totalCount) ?? (isCut(connection) ? Number.POSITIVE_INFINITY : items.length);
  book.listed(organization, part, names, total);
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
