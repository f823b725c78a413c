import type { Item } from './answer.ts';
import type { Book } from './book.ts';
import { countOf, hasMore, isCut, nodesOf, numberOf, objectOf, objectsOf, type Raw, textOf } from './raw.ts';
import { readMember, readOrganization, readTeam, readTeamMember, readTeamRepository } from './read-organization.ts';
import { readRepository } from './read-repository.ts';
import { readRuleset } from './read-ruleset.ts';
import { below, type Reader, type Spot } from './spot.ts';

type Take = (item: Item) => void;

/** Takes an answer of GraphQL apart (https://docs.github.com/graphql); false where it is none. */
export function graphItems(value: Raw, spot: Spot, take: Take): boolean {
  const data = objectOf(value.data);
  if (data === undefined || !roots.some((key) => key in data)) return false;
  const organization = objectOf(data.organization);
  if (organization !== undefined) organizationItems(organization, within(spot, 'data', 'organization'), take);
  const repository = (raw: Raw, ...steps: Steps): void => {
    if (textOf(raw.nameWithOwner) !== undefined) put(take, 'Repository', readRepository, raw, within(spot, 'data', ...steps));
  };
  const single = objectOf(data.repository);
  if (single !== undefined) repository(single, 'repository');
  objectsOf(data.nodes)?.forEach((raw, i) => {
    repository(raw, 'nodes', i);
  });
  for (const key of ['user', 'viewer', 'repositoryOwner'])
    for (const [raw, steps] of nodesIn(objectOf(data[key]), 'repositories')) repository(raw, key, ...steps);
  return true;
}

const roots: readonly string[] = ['organization', 'repository', 'nodes', 'user', 'viewer', 'repositoryOwner'];

function organizationItems(raw: Raw, spot: Spot, take: Take): void {
  const login = textOf(raw.login);
  const inner = login === undefined ? spot : { ...spot, organization: login };
  const all = (key: string, path: string, reader: Reader): void => {
    for (const [one, steps] of nodesIn(raw, key)) put(take, path, reader, one, within(inner, ...steps));
  };
  if (login !== undefined) put(take, 'Organization', readWithListings, raw, inner);
  all('repositories', 'Repository', readRepository);
  all('rulesets', 'Ruleset', readRuleset);
  for (const [edge, steps] of edgesIn(raw, 'membersWithRole')) put(take, 'Member', readMember, edge, within(inner, ...steps));
  for (const [team, steps] of nodesIn(raw, 'teams')) teamItems(team, within(inner, ...steps), take);
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
  const names = items.map((item) => textOf(item.login) ?? textOf(item.slug) ?? numberOf(item.databaseId) ?? '');
  // Without a count, only one page alone says whether there are more.
  const total = countOf(objectOf(connection)?.totalCount) ?? (isCut(connection) ? Number.POSITIVE_INFINITY : items.length);
  book.listed(organization, part, names, total);
}

function teamItems(raw: Raw, spot: Spot, take: Take): void {
  const slug = textOf(raw.slug);
  if (slug === undefined) return;
  put(take, 'Team', readTeam, raw, spot);
  const inner = { ...spot, subject: slug };
  for (const [member, steps] of nodesIn(raw, 'members')) put(take, 'TeamMember', readTeamMember, member, within(inner, ...steps));
  for (const [edge, steps] of edgesIn(raw, 'repositories')) put(take, 'TeamRepository', readTeamRepository, edge, within(inner, ...steps));
}

type Steps = readonly (string | number)[];

/** The items of a connection, each with where it stands. */
function nodesIn(raw: Raw | undefined, key: string): readonly (readonly [Raw, Steps])[] {
  const listed = Array.isArray(objectOf(raw?.[key])?.nodes);
  return (nodesOf(raw?.[key]) ?? []).map((node, i) => [node, listed ? [key, 'nodes', i] : [key, 'edges', i, 'node']]);
}

/** Edges where roles stand on them, else nodes. */
function edgesIn(raw: Raw, key: string): readonly (readonly [Raw, Steps])[] {
  const edges = objectsOf(objectOf(raw[key])?.edges);
  return edges?.map((edge, i) => [edge, [key, 'edges', i]]) ?? nodesIn(raw, key);
}

/** A place inside of a saved answer; an answer that was asked for is named by its path alone. */
function within(spot: Spot, ...steps: Steps): Spot {
  return spot.at.file === undefined ? spot : { ...spot, at: below(spot.at, ...steps) };
}

function put(take: Take, path: string, reader: Reader, raw: Raw, spot: Spot): void {
  take({ reader, path, raw, spot });
}
