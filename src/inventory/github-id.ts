/**
 * Ids of what GitHub keeps. Names of accounts, repositories and teams are written as the API gives them; a repository that is
 * also read as a checkout is one and the same scope (`repository:acme/shop`), and its jobs live in it.
 *
 * Kinds of identities: `github-app-installation`, `github-fine-grained-token`, `github-classic-token`, `github-deploy-key`,
 * `github-user`, `github-runner`, `github-copilot-agent`; of credentials: those of tokens and deploy keys, `github-ssh-key`,
 * `github-gpg-key`, `github-oauth-token`, `github-app-user-token`, `github-<store>-secret`, and `github-secret-alert` (a secret of
 * anybody's that leaked); of resources `github-secret` and `github-variable`; of workloads `github-webhook`.
 */

/** The scope of a repository, by `owner/name`. Its jobs and tokens have `owner/name` as their `Identity.scope`. */
export function repositoryId(fullName: string): string {
  return `repository:${fullName}`;
}

/** `owner/name` of a repository's scope; undefined for any other id. */
export function repositoryOfId(id: string): string | undefined {
  return /^repository:([^/\s]+\/[^/\s]+)$/.exec(id)?.[1];
}

/** The scope of an organization, and the group of all its members. */
export function organizationId(login: string): string {
  return `github:organization/${login}`;
}

/** An identity: a person, a machine user, or the user that an app acts as (`dependabot[bot]`). */
export function userId(login: string): string {
  return `github:user/${login}`;
}

/** A group, and the scope that carries its number. Teams below it are members of it. */
export function teamId(organization: string, slug: string): string {
  return `github:team/${organization}/${slug}`;
}

/** An identity: an app where it is installed. */
export function installationId(installation: number | string): string {
  return `github:installation/${installation}`;
}

/**
 * An identity: a token. It may do what its user (`github.token_owner`) may, within its grants: permissions of its own, or the
 * scopes of a classic one.
 */
export function tokenId(organization: string, token: number | string): string {
  return `github:token/${organization}/${token}`;
}

/** An identity: whoever has the private half of a deploy key. */
export function deployKeyId(fullName: string, key: number | string): string {
  return `github:deploy-key/${fullName}/${key}`;
}

export function runnerId(scope: string, runner: number | string): string {
  return `github:runner/${scope}/${runner}`;
}

/** A scope: runners that are given to the same repositories. */
export function runnerGroupId(organization: string, group: number | string): string {
  return `github:runner-group/${organization}/${group}`;
}

/** An identity: Copilot's cloud agent (coding agent) as it works in a repository. */
export function copilotAgentId(fullName: string): string {
  return `github:copilot-agent/${fullName}`;
}

/** A scope: a deployment environment of a repository. */
export function environmentId(fullName: string, environment: string): string {
  return `github:environment/${fullName}/${encodeURIComponent(environment)}`;
}

/** Which of GitHub's stores a secret or variable lies in; each is given to another kind of job. */
export const secretStores = ['actions', 'dependabot', 'codespaces', 'agents', 'private-registries'] as const;
export type SecretStore = (typeof secretStores)[number];

/**
 * The credential of a stored secret; its resource is `resourceId` of the same. A repository's secret for Actions has the id
 * under which its jobs name it.
 */
export function secretId(store: SecretStore, scope: string, name: string): string {
  const repository = repositoryOfId(scope);
  return store === 'actions' && repository !== undefined
    ? `repository:secret/${repository}/${name}`
    : `github:secret/${store}/${scope}/${name}`;
}

/** The resource of a stored secret or variable. */
export function storedId(kind: 'secret' | 'variable', store: SecretStore, scope: string, name: string): string {
  return `github:stored-${kind}/${store}/${scope}/${name}`;
}

/** A set of permissions as a policy: of an installation, a token, a deploy key. */
export function permissionSetId(holder: string, of: 'repository' | 'organization' | 'scopes'): string {
  return `github:permissions/${holder.slice('github:'.length)}/${of}`;
}

/** A role of repositories or organizations as a policy; built-in ones have no record. */
export function roleId(organization: string, name: string): string {
  return `github:role/${organization}/${name}`;
}

/** A rule of the older kind, by the pattern that it protects; no two of a repository have the same. */
export function protectionId(fullName: string, pattern: string): string {
  return `github:branch-protection/${fullName}/${pattern}`;
}

export function rulesetId(number: number | string): string {
  return `github:ruleset/${number}`;
}
