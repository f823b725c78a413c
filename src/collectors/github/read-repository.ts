import { organizationId, repositoryId, userId } from '../../inventory/github-id.ts';
import type { RepositoryProfile } from '../../inventory/github-repository.ts';
import type { Book } from './book.ts';
import { flagOf, isCut, known, nodesOf, numberOf, objectOf, type Raw, textOf } from './raw.ts';
import { readEnvironment } from './read-environment.ts';
import { fullNameIn } from './read-installation.ts';
import { readDeployKey } from './read-key.ts';
import { readCollaborator } from './read-organization.ts';
import { readProtectionNode } from './read-protection.ts';
import { readRuleset } from './read-ruleset.ts';
import { below, type Reader, type Spot } from './spot.ts';

/** A repository, of REST (https://docs.github.com/rest/repos/repos) or of GraphQL with what hangs on it. */
export const readRepository: Reader = (raw, spot, book) => {
  const name = fullNameIn(raw);
  if (name === undefined) return;
  const id = repositoryId(name);
  const owner = objectOf(raw.owner);
  const login = textOf(owner?.login) ?? name.split('/', 1)[0] ?? '';
  const isPersonal = (textOf(owner?.type) ?? textOf(owner?.__typename)) === 'User';
  const analysis = objectOf(raw.security_and_analysis);
  const visibility = visibilityOf(raw);
  const archived = flagOf(raw.archived) ?? flagOf(raw.isArchived);
  book.scope(id, name, spot.at, {
    parent: isPersonal ? userId(login) : organizationId(login),
    ...known('number', numberOf(raw.id) ?? numberOf(raw.databaseId)),
    repository: {
      ...known('visibility', visibility),
      ...known('defaultBranch', textOf(raw.default_branch) ?? textOf(objectOf(raw.defaultBranchRef)?.name)),
      ...known('archived', archived),
      ...known('fork', flagOf(raw.fork) ?? flagOf(raw.isFork)),
      ...known('forkable', flagOf(raw.allow_forking) ?? flagOf(raw.forkingAllowed)),
      ...known('properties', propertiesIn(raw.custom_properties)),
    },
    settings: {
      ...known('visibility', visibility),
      ...known('archived', archived),
      ...known('secret_scanning', isOn(analysis?.secret_scanning)),
      ...known('push_protection', isOn(analysis?.secret_scanning_push_protection)),
    },
  });
  const inner = { ...spot, organization: login, repository: name };
  for (const part of parts) readPart(raw, part, inner, book);
};

/** What GraphQL gives inside a repository, and the reader of each. */
const parts: readonly { readonly key: string; readonly reader: Reader; readonly supplies: Parameters<Book['supply']>[2] }[] = [
  { key: 'branchProtectionRules', reader: readProtectionNode, supplies: 'branch-protection' },
  { key: 'rulesets', reader: readRuleset, supplies: 'rulesets' },
  { key: 'environments', reader: readEnvironment, supplies: 'environments' },
  { key: 'deployKeys', reader: readDeployKey, supplies: 'deploy-keys' },
  { key: 'collaborators', reader: readCollaborator, supplies: 'collaborators' },
];

/** One such part. A list that was cut off settles nothing. */
export function readPart(raw: Raw, { key, reader, supplies }: (typeof parts)[number], spot: Spot, book: Book): void {
  const connection = objectOf(raw[key]);
  const items = key === 'collaborators' ? connection?.edges : nodesOf(connection);
  if (connection === undefined || !Array.isArray(items)) return;
  for (const [i, item] of items.entries()) {
    const read = objectOf(item);
    if (read === undefined) continue;
    book.taken++;
    const at =
      spot.at.file === undefined
        ? below(spot.at, key)
        : below(spot.at, key, items === connection.edges || connection.nodes === undefined ? 'edges' : 'nodes', i);
    reader(read, { ...spot, at }, book);
  }
  if (!isCut(connection)) book.supply(repositoryId(spot.repository ?? ''), spot.repository ?? '', supplies);
}

function visibilityOf(raw: Raw): RepositoryProfile['visibility'] {
  const word = textOf(raw.visibility)?.toLowerCase();
  if (word === 'public' || word === 'private' || word === 'internal') return word;
  const isPrivate = flagOf(raw.private) ?? flagOf(raw.isPrivate);
  return isPrivate === undefined ? undefined : isPrivate ? 'private' : 'public';
}

function isOn(feature: unknown): boolean | undefined {
  const status = textOf(objectOf(feature)?.status);
  return status === undefined ? undefined : status === 'enabled';
}

/** Custom properties by name, of a repository itself or of a list of values (https://docs.github.com/rest/orgs/custom-properties). */
export const readProperties: Reader = (raw, spot, book) => {
  const name = textOf(raw.repository_full_name);
  if (name === undefined || !Array.isArray(raw.properties)) return;
  const pairs = raw.properties.flatMap((property: unknown) => {
    const key = textOf(objectOf(property)?.property_name);
    return key === undefined ? [] : [[key, objectOf(property)?.value] as const];
  });
  const properties = propertiesIn(Object.fromEntries(pairs));
  if (properties !== undefined) book.scope(repositoryId(name), name, spot.at, { repository: { properties } });
};

function propertiesIn(value: unknown): Readonly<Record<string, readonly string[]>> | undefined {
  const map = objectOf(value);
  if (map === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(map).flatMap(([key, given]) => {
      const values = (Array.isArray(given) ? given : [given]).filter((one): one is string => typeof one === 'string');
      return values.length === 0 ? [] : [[key, values]];
    }),
  );
}
