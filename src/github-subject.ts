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
