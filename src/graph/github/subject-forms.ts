import { githubIssuer, type SubjectForm, subjectsOf } from '../../github-subject.ts';
import type { Scope } from '../../inventory/fragment.ts';
import { repositoryId } from '../../inventory/github-id.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Link } from '../../inventory/link.ts';

/**
 * The form of a repository's subjects: its own where it has one, else its organization's where it opted into that
 * (https://docs.github.com/rest/actions/oidc). Undefined where that was not read.
 */
export function subjectFormOf(inventory: Inventory, repository: string): SubjectForm | undefined {
  const scope = inventory.scopes.get(repositoryId(repository));
  const owner = scope?.parent === undefined ? undefined : inventory.scopes.get(scope.parent);
  const claims = claimsOf(scope, owner);
  if (scope === undefined || claims === undefined) return undefined;
  return {
    repository,
    claims,
    ownerId: owner?.number,
    repositoryId: scope.number,
    ids: scope.settings?.oidc_immutable ?? owner?.settings?.oidc_immutable,
  };
}

function claimsOf(scope: Scope | undefined, owner: Scope | undefined): SubjectForm['claims'] | undefined {
  const { oidc_default: isDefault, oidc_claims: own } = scope?.settings ?? {};
  if (isDefault === true) return 'default';
  if (isDefault === undefined) return undefined;
  return own !== undefined && own.length > 0 ? own : (owner?.settings?.oidc_claims ?? undefined);
}

/**
 * The inventory in which jobs ask for tokens with the subjects that their repositories really give: a workflow's file tells neither
 * ids nor what the owner set.
 */
export function withGithubSubjects(inventory: Inventory): Inventory {
  const forms = new Map<string, SubjectForm | undefined>();
  const formOf = (repository: string): SubjectForm | undefined => {
    if (!forms.has(repository)) forms.set(repository, subjectFormOf(inventory, repository));
    return forms.get(repository);
  };
  let changed = false;
  const links = inventory.links.map((link) => {
    const real = realClaims(link, formOf);
    changed ||= real !== link;
    return real;
  });
  return changed ? { ...inventory, links } : inventory;
}

function realClaims(link: Link, formOf: (repository: string) => SubjectForm | undefined): Link {
  const { claims } = link;
  const repository = claims?.repository?.[0];
  if (
    claims?.sub === undefined ||
    repository === undefined ||
    claims.iss?.some((iss) => githubIssuer.test(iss.replace('https://', ''))) !== true
  )
    return link;
  const form = formOf(repository);
  if (form === undefined) return link;
  const whose = `repo:${repository}:`;
  const sub = claims.sub.flatMap((subject) =>
    subject.startsWith(whose) ? subjectsOf(form, subject.slice(whose.length), claims) : [subject],
  );
  return { ...link, claims: { ...claims, sub: [...new Set(sub)], ...idClaims(form) } };
}

/** Claims by which a token says whose it is for ever. */
export function idClaims({ repositoryId: id, ownerId }: SubjectForm): Readonly<Record<string, readonly string[]>> {
  return { ...(id === undefined ? {} : { repository_id: [id] }), ...(ownerId === undefined ? {} : { repository_owner_id: [ownerId] }) };
}
