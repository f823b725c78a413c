import { organizationId, teamId, userId } from '../../inventory/github-id.ts';
import type { Book } from './book.ts';
import { flagOf, isRaw, known, numberOf, objectOf, textOf, textsOf, timeOf, under } from './raw.ts';
import { keeperOf, organizationOf, type Reader, repositoryOf, type Spot } from './spot.ts';

/** An organization, of REST or GraphQL (https://docs.github.com/rest/orgs/orgs#get-an-organization). */
export const readOrganization: Reader = (raw, spot, book) => {
  const login = textOf(raw.login);
  if (login === undefined) return;
  const id = organizationId(login);
  const base = textOf(raw.default_repository_permission);
  book.scope(id, login, spot.at, {
    ...known('number', numberOf(raw.id) ?? numberOf(raw.databaseId)),
    settings: {
      ...known('base_permission', base),
      ...known('two_factor_required', flagOf(raw.two_factor_requirement_enabled) ?? flagOf(raw.requiresTwoFactorAuthentication)),
      ...(raw.samlIdentityProvider === undefined ? {} : { sso: raw.samlIdentityProvider !== null }),
    },
  });
  // Every member has it on every repository.
  if (base !== undefined && base !== 'none') book.grant({ holder: id, name: `base ${base}`, role: base, scope: id, evidence: [spot.at] });
};

/** What jobs' own tokens may do (https://docs.github.com/rest/actions/permissions). */
export const readWorkflowPermissions: Reader = (raw, spot, book) =>
  settings(book, spot, {
    workflow_token: textOf(raw.default_workflow_permissions),
    actions_approve_pull_requests: flagOf(raw.can_approve_pull_request_reviews),
  });

/** Which actions may run, and where. */
export const readActionsPermissions: Reader = (raw, spot, book) =>
  settings(book, spot, {
    allowed_actions: textOf(raw.allowed_actions),
    sha_pinning_required: flagOf(raw.sha_pinning_required),
    actions_enabled:
      flagOf(raw.enabled) ?? (textOf(raw.enabled_repositories) === undefined ? undefined : raw.enabled_repositories !== 'none'),
  });

/** Actions of others that may run; what matters of it stands in `allowed_actions`. */
export const readSelectedActions: Reader = (_raw, spot, book) => settings(book, spot, { allowed_actions: 'selected' });

export const readForkWorkflows: Reader = (raw, spot, book) => {
  const runs = flagOf(raw.run_workflows_from_fork_pull_requests);
  const of = (value: unknown): boolean | undefined => (runs === false ? false : flagOf(value));
  settings(book, spot, { fork_secrets: of(raw.send_secrets_and_variables), fork_write_tokens: of(raw.send_write_tokens_to_workflows) });
};

/**
 * What subjects of job tokens are made of (https://docs.github.com/rest/actions/oidc). An organization's is a template: it counts
 * for repositories that do not use the default.
 */
export const readSubjectForm: Reader = (raw, spot, book) =>
  settings(book, spot, {
    oidc_default: flagOf(raw.use_default),
    oidc_claims: textsOf(raw.include_claim_keys),
    oidc_immutable: flagOf(raw.use_immutable_subject),
  });

/** For which repositories Copilot's agent is on (https://docs.github.com/rest/copilot/copilot-coding-agent-management). */
export const readCopilotPermissions: Reader = (raw, spot, book) =>
  settings(book, spot, { copilot_agent: textOf(raw.enabled_repositories) });

/** Settings that say nothing that rules or engines ask about; they are read, and nothing is kept. */
export const readNothing: Reader = () => {};

function settings(book: Book, spot: Spot, told: Parameters<Book['settings']>[2]): void {
  const { id, name } = keeperOf(spot);
  book.settings(id, name, told, spot.at);
}

/** A member (https://docs.github.com/rest/orgs/members). `subject` is the role that was asked for. */
export const readMember: Reader = (raw, spot, book) => {
  const node = objectOf(raw.node) ?? raw;
  const login = textOf(node.login);
  if (login === undefined) return;
  const organization = organizationOf(spot);
  const role = (textOf(raw.role) ?? textOf(node.role) ?? spot.subject)?.toLowerCase();
  book.people.see(login, {
    organization,
    at: spot.at,
    type: textOf(node.type) ?? textOf(node.__typename),
    createdAt: timeOf(node.createdAt ?? node.created_at),
    facts: { member: true, outside_collaborator: false, two_factor: flagOf(raw.hasTwoFactorEnabled) },
  });
  const words = [node.name, node.bio].flatMap((text) => textOf(text) ?? []).find((text) => ownWords.test(text));
  if (words !== undefined) book.people.sign(login, organization, 'its profile says so', spot.at);
  book.emit({ type: 'membership', value: { identity: userId(login), group: organizationId(organization) } });
  if (role === 'admin')
    book.grant({ holder: userId(login), name: 'owner', role: 'owner', scope: organizationId(organization), evidence: [spot.at] });
};

/** What people write on accounts that are no person's: in words, not as part of a name. */
const ownWords = /\b(?:machine|service|automation|robot|bot|ci) (?:user|account)\b/i;

export const readOutsideCollaborator: Reader = (raw, spot, book) => {
  const login = textOf(raw.login);
  if (login === undefined) return;
  book.people.see(login, {
    organization: organizationOf(spot),
    at: spot.at,
    type: textOf(raw.type),
    facts: { member: false, outside_collaborator: true },
  });
};

/** An account that somebody asked about (https://docs.github.com/rest/users/users#get-a-user). */
export const readUser: Reader = (raw, spot, book) => {
  const login = textOf(raw.login);
  if (login === undefined) return;
  const suspended = timeOf(raw.suspended_at);
  book.people.see(login, {
    organization: organizationOf(spot),
    at: spot.at,
    type: textOf(raw.type),
    createdAt: timeOf(raw.created_at),
    ...(suspended === undefined ? {} : { enabled: false }),
  });
  const words = [raw.name, raw.bio].flatMap((text) => textOf(text) ?? []).find((text) => ownWords.test(text));
  if (words !== undefined) book.people.sign(login, organizationOf(spot), 'its profile says so', spot.at);
};

/** A team (https://docs.github.com/rest/teams/teams). In the answer about a repository, with its role there. */
export const readTeam: Reader = (raw, spot, book) => {
  const slug = textOf(raw.slug);
  if (slug === undefined) return;
  const organization = organizationOf(spot);
  const id = teamId(organization, slug);
  const above = textOf(objectOf(raw.parent)?.slug) ?? textOf(objectOf(raw.parentTeam)?.slug);
  book.scope(id, textOf(raw.name) ?? slug, spot.at, {
    ...known('number', numberOf(raw.id) ?? numberOf(raw.databaseId)),
    ...(above === undefined ? {} : { parent: teamId(organization, above) }),
  });
  if (above !== undefined) book.emit({ type: 'membership', value: { identity: id, group: teamId(organization, above) } });
  if (spot.repository !== undefined) emitRole(book, id, textOf(raw.role_name) ?? textOf(raw.permission), spot, repositoryOf(spot));
};

export const readTeamMember: Reader = (raw, spot, book) => {
  const login = textOf(raw.login);
  if (login === undefined || spot.subject === undefined) return;
  const organization = organizationOf(spot);
  book.people.see(login, { organization, at: spot.at, type: textOf(raw.type) });
  book.emit({ type: 'membership', value: { identity: userId(login), group: teamId(organization, spot.subject) } });
};

/** A repository of a team, with the team's role there. */
export const readTeamRepository: Reader = (raw, spot, book) => {
  const repository = textOf(raw.full_name) ?? textOf(objectOf(raw.node)?.nameWithOwner);
  if (repository === undefined || spot.subject === undefined) return;
  const role = textOf(raw.role_name) ?? textOf(raw.permission) ?? highestOf(raw.permissions);
  emitRole(book, teamId(organizationOf(spot), spot.subject), role, spot, repository);
};

/** Somebody with a role in a repository (https://docs.github.com/rest/collaborators/collaborators). */
export const readCollaborator: Reader = (raw, spot, book) => {
  const node = objectOf(raw.node) ?? raw;
  const login = textOf(node.login);
  if (login === undefined) return;
  book.people.see(login, { organization: organizationOf(spot), at: spot.at, type: textOf(node.type) ?? textOf(node.__typename) });
  const role = textOf(raw.role_name) ?? textOf(raw.permission) ?? highestOf(raw.permissions);
  emitRole(book, userId(login), role, spot, repositoryOf(spot));
};

function emitRole(book: Book, holder: string, role: string | undefined, spot: Spot, repository: string): void {
  if (role === undefined) return;
  const name = under(roleNames, role.toLowerCase()) ?? role;
  book.grant({ holder, name, role: name, scope: `repository:${repository}`, evidence: [spot.at] });
}

/** REST has older words for two of them. */
const roleNames: Readonly<Record<string, string>> = {
  pull: 'read',
  push: 'write',
  read: 'read',
  triage: 'triage',
  write: 'write',
  maintain: 'maintain',
  admin: 'admin',
};

function highestOf(permissions: unknown): string | undefined {
  return isRaw(permissions) ? ['admin', 'maintain', 'push', 'triage', 'pull'].find((name) => permissions[name] === true) : undefined;
}
