import type { Credential } from '../../inventory/credential.ts';
import { permissionSetId, tokenId, userId } from '../../inventory/github-id.ts';
import type { Book } from './book.ts';
import { powerfulOf, powerfulScopes } from './powerful-permissions.ts';
import { flagOf, known, numberOf, objectOf, textOf, textsOf, timeOf, timeOrNever, under } from './raw.ts';
import { emitPermissions, fullNameIn, permissionsIn, scopesOf } from './read-installation.ts';
import { organizationOf, type Reader } from './spot.ts';

/**
 * A fine-grained token that the organization approved, or that asks to be
 * (https://docs.github.com/rest/orgs/personal-access-tokens). Its power ends where that of its user ends.
 */
export const readFineGrainedToken: Reader = (raw, spot, book) => {
  const grant = numberOf(raw.id);
  const number = numberOf(raw.token_id) ?? grant;
  if (number === undefined) return;
  const organization = organizationOf(spot);
  const owner = textOf(objectOf(raw.owner)?.login);
  const isRequest = raw.reason !== undefined || (raw.access_granted_at === undefined && raw.created_at !== undefined);
  const id = tokenId(organization, number);
  const name = textOf(raw.token_name) ?? `token ${number}`;
  const selection = selectionOf(raw.repository_selection);
  const permissions = Object.values(objectOf(raw.permissions) ?? {})
    .flatMap((group) => permissionsIn(group) ?? [])
    .sort();
  const expiresAt = timeOrNever(raw.token_expires_at);
  const lastUsedAt = timeOrNever(raw.token_last_used_at);
  const createdAt = timeOf(raw.access_granted_at) ?? timeOf(raw.created_at);
  const enabled = !isRequest && flagOf(raw.token_expired) !== true;
  const facts = { ...known('repositories', selection), permissions, write_permissions: powerfulOf(permissions) };
  const listed = grant === undefined ? undefined : book.reachedBy(grantKey(organization, grant));
  const evidence = [spot.at];
  const times = { createdAt, lastUsedAt, expiresAt };
  if (owner !== undefined) book.people.see(owner, { organization, at: spot.at, type: textOf(objectOf(raw.owner)?.type) });
  book.identity({
    id,
    kind: 'github-fine-grained-token',
    name,
    scope: organization,
    nature: 'workload',
    enabled,
    ...known('createdAt', createdAt),
    ...known('lastUsedAt', lastUsedAt),
    ...(owner === undefined ? {} : { owner, ownerFrom: 'directory' as const }),
    grantsListed: true,
    github: { organization, ...facts, ...known('token_owner', owner), ...known('repository_count', listed?.length) },
    evidence,
  });
  const own = { id: `github:fine-grained-token/${organization}/${number}`, kind: 'github-fine-grained-token', name, identity: id } as const;
  emitCredential(book, { ...own, enabled, github: facts, evidence }, times);
  if (enabled) emitPermissions(book, id, permissions, { organization, scopes: scopesOf(selection, organization, listed), spot });
};

function selectionOf(value: unknown): string | undefined {
  const selection = textOf(value);
  return selection === 'subset' ? 'selected' : selection;
}

/** The grant of a token has a number of its own; its repositories are asked for by that. */
function grantKey(organization: string, grant: string): string {
  return `grant/${organization}/${grant}`;
}

/** A repository that a token reaches. */
export const readTokenRepository: Reader = (raw, spot, book) => {
  if (spot.subject !== undefined) book.reach(grantKey(organizationOf(spot), spot.subject), fullNameIn(raw));
};

/** Kinds of credentials that people let into an organization with single sign-on. */
const authorized: Readonly<Record<string, Pick<Credential, 'kind'> & { readonly token: boolean }>> = {
  'personal access token': { kind: 'github-classic-token', token: true },
  'ssh key': { kind: 'github-ssh-key', token: false },
  'oauth app token': { kind: 'github-oauth-token', token: true },
  'github app token': { kind: 'github-app-user-token', token: true },
};

/** A credential that a person authorised for an organization (https://docs.github.com/rest/orgs/orgs#list-saml-sso-authorizations-for-an-organization). */
export const readAuthorization: Reader = (raw, spot, book) => {
  const number = numberOf(raw.credential_id);
  const login = textOf(raw.login);
  const type = textOf(raw.credential_type)?.toLowerCase();
  if (number === undefined || login === undefined || type === undefined) return;
  const organization = organizationOf(spot);
  const { kind, token } = under(authorized, type) ?? { kind: 'github-oauth-token', token: false };
  const scopes = textsOf(raw.scopes) ?? [];
  const isClassic = kind === 'github-classic-token';
  const id = isClassic ? tokenId(organization, `classic-${number}`) : userId(login);
  const name = `${isClassic ? 'classic token' : type.replace(/^\w/, (first) => first.toLowerCase())} ${number} of ${login}`;
  const createdAt = timeOf(raw.credential_authorized_at);
  const lastUsedAt = timeOrNever(raw.credential_accessed_at);
  const expiresAt = token ? timeOrNever(raw.authorized_credential_expires_at) : undefined;
  const evidence = [spot.at];
  book.people.see(login, { organization, at: spot.at });
  if (isClassic) {
    book.identity({
      id,
      kind,
      name,
      scope: organization,
      nature: 'workload',
      ...known('createdAt', createdAt),
      ...known('lastUsedAt', lastUsedAt),
      owner: login,
      ownerFrom: 'directory',
      grantsListed: true,
      github: { organization, token_owner: login, permissions: scopes, write_permissions: powerfulScopes(scopes) },
      evidence,
    });
    const policy = permissionSetId(id, 'scopes');
    book.emit({
      type: 'policy',
      value: { id: policy, kind: 'github-permissions', name: 'scopes', providerManaged: false, permissions: [...scopes].sort(), evidence },
    });
    book.grant({ holder: id, name: 'scopes', policy, evidence });
  }
  const own = { id: `github:authorization/${organization}/${number}`, kind, name, identity: id };
  const github = token ? { scopes, write_permissions: powerfulScopes(scopes) } : {};
  emitCredential(book, { ...own, enabled: true, github, evidence }, { createdAt, lastUsedAt, expiresAt });
};

interface Times {
  readonly createdAt: string | undefined;
  /** Null: never. */
  readonly lastUsedAt: string | null | undefined;
  readonly expiresAt: string | null | undefined;
}

/** A credential with which somebody calls GitHub; one that never ends, or may not, is kept for good. */
function emitCredential(book: Book, own: Omit<Credential, 'static' | keyof Times>, { createdAt, lastUsedAt, expiresAt }: Times): void {
  const times = { ...known('createdAt', createdAt), ...known('lastUsedAt', lastUsedAt), ...known('expiresAt', expiresAt) };
  const isStatic = expiresAt === null || expiresAt === undefined;
  book.emit({ type: 'credential', value: { ...own, static: isStatic, ...times, provider: 'github', purpose: 'code' } });
}
