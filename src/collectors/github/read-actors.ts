import type { Actor } from '../../inventory/branch-rules.ts';
import { isCut, known, nodesOf, numberOf, objectOf, objectsOf, type Raw, textOf, under } from './raw.ts';

/** Whom a rule of protection names, in lists of users, teams and apps (REST). */
export function actorsIn(value: unknown): readonly Actor[] {
  const lists = objectOf(value);
  return [
    ...(objectsOf(lists?.users) ?? []).flatMap((user) => actorOf('user', user)),
    ...(objectsOf(lists?.teams) ?? []).flatMap((team) => actorOf('team', team)),
    ...(objectsOf(lists?.apps) ?? []).flatMap((app) => actorOf('app', app)),
  ];
}

/** The same of GraphQL: a connection of allowances. Undefined where not all of it is known. */
export function allowancesIn(value: unknown): readonly Actor[] | undefined {
  return isCut(value) ? undefined : allOf(nodesOf(value)?.map((node) => typedActor(objectOf(node.actor))));
}

/** A list of which every part is known: one that is missing would make it say less than there is. */
function allOf(actors: readonly (Actor | undefined)[] | undefined): readonly Actor[] | undefined {
  const known = actors?.flatMap((actor) => actor ?? []);
  return known?.length === actors?.length ? known : undefined;
}

/** An actor of GraphQL, told by `__typename`. */
export function typedActor(actor: Raw | undefined): Actor | undefined {
  const kind = under(typenames, textOf(actor?.__typename)) ?? guessKind(actor);
  return actor === undefined || kind === undefined ? undefined : actorOf(kind, actor)[0];
}

const typenames: Readonly<Record<string, Actor['kind']>> = {
  User: 'user',
  Bot: 'user',
  Mannequin: 'user',
  Team: 'team',
  App: 'app',
  EnterpriseTeam: 'enterprise-team',
};

function guessKind(actor: Raw | undefined): Actor['kind'] | undefined {
  if (textOf(actor?.login) !== undefined) return 'user';
  return textOf(actor?.slug) === undefined ? undefined : 'team';
}

function actorOf(kind: Actor['kind'], raw: Raw): Actor[] {
  const name = textOf(raw.login) ?? textOf(raw.slug);
  const number = numberOf(raw.databaseId) ?? numberOf(raw.id);
  return name === undefined && number === undefined ? [] : [{ kind, ...known('name', name), ...known('number', number) }];
}

/** A reviewer of an environment: `{ type, reviewer }` (REST). */
export function reviewerOf(raw: Raw): Actor[] {
  const reviewer = objectOf(raw.reviewer);
  return reviewer === undefined ? [] : actorOf(textOf(raw.type) === 'Team' ? 'team' : 'user', reviewer);
}

const modes: Readonly<Record<string, NonNullable<Actor['mode']>>> = { always: 'always', pull_request: 'pull-request', exempt: 'exempt' };

/** Kinds of actors that may pass a ruleset by (https://docs.github.com/rest/orgs/rules#create-an-organization-repository-ruleset). */
const bypassKinds: Readonly<Record<string, Actor['kind']>> = {
  Integration: 'app',
  OrganizationAdmin: 'organization-admin',
  RepositoryRole: 'role',
  Team: 'team',
  DeployKey: 'deploy-key',
  EnterpriseOwner: 'enterprise-owner',
  EnterpriseTeam: 'enterprise-team',
  User: 'user',
};

/** Built-in roles go by numbers here. */
const roleNumbers: Readonly<Record<string, string>> = { '1': 'read', '3': 'triage', '4': 'write', '2': 'maintain', '5': 'admin' };

/** Who may pass a ruleset by, as REST tells it; undefined where it does not: only those who may change the ruleset are told. */
export function bypassActors(value: unknown): readonly Actor[] | undefined {
  return allOf(
    objectsOf(value)?.map((raw) => {
      const kind = under(bypassKinds, textOf(raw.actor_type));
      const mode = under(modes, textOf(raw.bypass_mode) ?? 'always');
      if (kind === undefined || mode === undefined) return undefined;
      const number = kind === 'deploy-key' || kind === 'organization-admin' ? undefined : numberOf(raw.actor_id);
      const name = kind === 'role' ? under(roleNumbers, number) : undefined;
      return { kind, ...known('name', name), ...known('number', number), mode };
    }),
  );
}

/** The same of GraphQL. */
export function bypassNodes(value: unknown): readonly Actor[] | undefined {
  return isCut(value) ? undefined : allOf(nodesOf(value)?.map(bypassNode));
}

function bypassNode(raw: Raw): Actor | undefined {
  const mode = under(modes, (textOf(raw.bypassMode) ?? 'always').toLowerCase());
  if (mode === undefined) return undefined;
  if (raw.organizationAdmin === true) return { kind: 'organization-admin', mode };
  if (raw.enterpriseOwner === true) return { kind: 'enterprise-owner', mode };
  if (raw.deployKey === true) return { kind: 'deploy-key', mode };
  const role = textOf(raw.repositoryRoleName);
  const number = numberOf(raw.repositoryRoleDatabaseId);
  if (role !== undefined || number !== undefined)
    return { kind: 'role', ...known('name', role?.toLowerCase()), ...known('number', number), mode };
  const actor = typedActor(objectOf(raw.actor));
  return actor === undefined ? undefined : { ...actor, mode };
}
