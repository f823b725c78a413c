/**
 * Subjects of GitHub's OIDC tokens. Since July 2026 new and renamed repositories have the ids of owner and repository
 * beside the names: `repo:octocat@123456/my-repo@456789:ref:refs/heads/main`; ids are never given to others.
 * (https://docs.github.com/actions/reference/openid-connect-reference)
 */

/** The same subject with ids that are not known (`@*`); undefined where it is none of a repository, or has ids already. */
export function subjectWithIds(subject: string): string | undefined {
  const match = /^repo:([^/:@]+)\/([^/:@]+)((?::.*)?)$/.exec(subject);
  return match ? `repo:${match[1]}@*/${match[2]}@*${match[3]}` : undefined;
}

/** The same subject, or pattern of one, without ids. */
export function subjectWithoutIds(subject: string): string {
  return subject.replace(/^repo:([^/:@]+)@[\d*?]+\/([^/:@]+)@[\d*?]+(?=:|$)/, 'repo:$1/$2');
}

/** How a repository's tokens say whose they are. */
export interface SubjectForm {
  /** `owner/name`. */
  readonly repository: string;
  readonly ownerId?: string | undefined;
  readonly repositoryId?: string | undefined;
  /** The claims that it was set to be made of; `default`: GitHub's own form. */
  readonly claims: 'default' | readonly string[];
  /** Names have ids beside them. Absent: not known. */
  readonly ids?: boolean | undefined;
}

/**
 * The subjects that a job's token may have, with `*` for parts that are not known. `context` is the end of the default form
 * (`ref:refs/heads/main`, `pull_request`, `environment:production`), `values` are the token's other claims. A subject that was set
 * to be made of claims has them as `name:value` in that order, with `repo` and `context` for the two parts of the default form
 * (https://docs.github.com/actions/reference/security/oidc#customizing-the-token-claims).
 */
export function subjectsOf(form: SubjectForm, context: string, values: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const [owner = '', name = ''] = form.repository.split('/', 2);
  const byName = `repo:${owner}/${name}`;
  const byId = `repo:${owner}@${form.ownerId ?? '*'}/${name}@${form.repositoryId ?? '*'}`;
  const repos = form.ids === undefined ? [byName, byId] : [form.ids ? byId : byName];
  if (form.claims === 'default') return repos.map((repo) => `${repo}:${context}`);
  // Whether ids come into a subject of one's own is not documented.
  const whose = form.ids === false ? [byName] : [byName, byId];
  let subjects: readonly string[] = [''];
  for (const claim of form.claims) {
    const parts =
      claim === 'repo' ? whose : claim === 'context' ? [context] : (values[claim] ?? ['*']).map((v) => `${claim}:${escaped(v)}`);
    subjects = subjects.flatMap((before) => parts.map((part) => (before === '' ? part : `${before}:${part}`)));
  }
  return [...new Set(subjects)];
}

/** A colon would end the value. */
function escaped(value: string): string {
  return value.replaceAll(':', '%3A');
}

/** GitHub as an OIDC issuer, by host and path: github.com, data residency, an Enterprise Server. */
export const githubIssuer = /^token\.actions\.githubusercontent\.com(\/|$)|^token\.actions\.[^/]+\.ghe\.com(\/|$)|\/_services\/token$/;
