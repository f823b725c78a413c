import { githubIssuer, subjectWithoutIds } from '../github-subject.ts';
import { matchesGlob } from '../glob.ts';
import { issuerOfProvider } from '../graph/federates.ts';
import type { Credential } from '../inventory/credential.ts';
import type { Evidence } from '../inventory/evidence.ts';
import type { Facts } from '../inventory/fact-types.ts';
import type { Scope } from '../inventory/fragment.ts';
import { organizationId, userId } from '../inventory/github-id.ts';
import type { GithubRepository } from '../inventory/github-repository.ts';
import type { Identity } from '../inventory/identity.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Trust } from '../inventory/trust.ts';
import { can } from '../permissions/github/access.ts';
import { changeRef } from '../permissions/github/change-ref.ts';
import { fullRef } from '../permissions/github/ref.ts';
import type { World } from './world.ts';

/** What rules may know of an identity of GitHub: its own record, and what rules of repositories let it do. */
export function githubFacts(world: World, identity: Identity): Facts<'Github'> | undefined {
  const { github } = world.permissions;
  if (identity.github === undefined || github === undefined || identity.nature === 'human') return identity.github;
  const { held } = github;
  const bypasses: string[] = [];
  const alone: string[] = [];
  let isOpen = false;
  for (const repository of reached(world, identity)) {
    const { access } = held.in(repository, identity);
    const controls = held.controlsOf(repository);
    const { defaultBranch } = controls.profile;
    for (const title of held.passedBy(repository, access)) bypasses.push(`${repository.name}: ${defaultBranch} (${title})`);
    isOpen ||= can(access, 'push') === 'unknown' || (controls.unread.length > 0 && access.abilities.has('push'));
    if (!identity.agent || defaultBranch === undefined) continue;
    const { answer } = changeRef(controls, access, { name: fullRef(defaultBranch), isNew: false }, 'push');
    if (answer === 'allowed') alone.push(repository.name);
    isOpen ||= answer === 'unknown';
  }
  const known = (found: readonly string[]): readonly string[] | undefined => (found.length > 0 || !isOpen ? found : undefined);
  return { ...identity.github, bypasses: known(bypasses), ...(identity.agent ? { merges_alone: known(alone) } : {}) };
}

/** Where the rules stand that it passes by. */
export function githubEvidence(world: World, identity: Identity, fact: string): readonly Evidence[] {
  const { held } = world.permissions.github ?? {};
  if (held === undefined || (fact !== 'bypasses' && fact !== 'merges_alone')) return [];
  return reached(world, identity).flatMap((repository) => {
    const passed = held.passedBy(repository, held.in(repository, identity).access);
    return held.controlsOf(repository).rules.flatMap(({ title, evidence }) => (passed.includes(title) ? evidence : []));
  });
}

/** The repositories that it has anything in, without asking about each of thousands. */
function reached({ inventory, permissions }: World, identity: Identity): readonly GithubRepository[] {
  const { held } = permissions.github ?? {};
  if (held === undefined) return [];
  const holders = [
    identity.id,
    ...held.groupsOf(identity.id),
    ...(identity.github?.token_owner === undefined ? [] : [userId(identity.github.token_owner)]),
  ];
  const grants = holders.flatMap((holder) => inventory.grants.get(holder) ?? []);
  if (grants.some((g) => g.scope?.startsWith('repository:') !== true)) return [...held.repositories.values()];
  return [...new Set(grants.map((g) => g.scope ?? ''))].flatMap((scope) => held.repositories.get(scope) ?? []);
}

/** A deploy key's facts, with whether whoever added it is still a member. */
export function githubCredentialFacts({ inventory }: World, { github, identity, kind }: Credential): Facts<'GithubCredential'> | undefined {
  if (/^github-[\w-]+-secret$/.test(kind)) return { ...github, listed: github?.store !== undefined };
  const login = github?.added_by;
  if (kind !== 'github-deploy-key' || login === undefined || login === '') return github;
  const organization = inventory.identities.get(identity ?? '')?.github?.organization ?? '';
  const group = organizationId(organization);
  const isMember = inventory.memberships.get(userId(login))?.includes(group) === true;
  // Who is not on a list that may lack some is not known to have left.
  if (!isMember && inventory.scopes.get(group)?.supplies?.includes('members') !== true) return github;
  return { ...github, added_by_left: !isMember };
}

/** A scope's settings; of a repository with the identities of clouds that trust it by its name. */
export function githubScopeSettings({ inventory }: World, { id, repository, settings }: Scope): Facts<'ScopeSettings'> | undefined {
  if (repository === undefined) return settings;
  const name = id.slice('repository:'.length).toLowerCase();
  const trusted = [...trustedByName(inventory)].flatMap(([pattern, identities]) => (matchesGlob(pattern, name) ? identities : []));
  return { ...settings, trusted_by: [...new Set(trusted)].sort() };
}

const cache = new WeakMap<Inventory, ReadonlyMap<string, readonly string[]>>();

/** By names and patterns of repositories, those that let in their jobs by name alone, which somebody else may take once it is given up. */
function trustedByName(inventory: Inventory): ReadonlyMap<string, readonly string[]> {
  const present = cache.get(inventory);
  if (present !== undefined) return present;
  const found = new Map<string, Set<string>>();
  for (const [identity, trusts] of inventory.trusts)
    for (const repository of trusts.flatMap(namedIn)) {
      const names = found.get(repository) ?? new Set<string>();
      found.set(repository, names.add(inventory.identities.get(identity)?.name ?? identity));
    }
  const sorted = new Map([...found].map(([repository, names]) => [repository, [...names].sort()]));
  cache.set(inventory, sorted);
  return sorted;
}

/** `acme/shop` of `repo:acme/shop:ref:refs/heads/main` and of a claim `repository`; nothing where ids are asked for as well. */
function namedIn({ effect, principalKind, principal, condition = {} }: Trust): readonly string[] {
  if (effect !== 'Allow' || principalKind !== 'oidc' || !githubIssuer.test(issuerOfProvider(principal))) return [];
  const claims = Object.values(condition).flatMap((keys) => Object.entries(keys));
  const of = (claim: string): readonly string[] =>
    claims.flatMap(([key, values]) => (key.toLowerCase().endsWith(`:${claim}`) ? values : []));
  if (of('repository_id').length > 0 || of('repository_owner_id').length > 0) return [];
  const named = [
    ...of('sub').flatMap((subject) => (subjectWithoutIds(subject) === subject ? (/^repo:([^:]+)/.exec(subject)?.[1] ?? []) : [])),
    ...of('repository'),
  ];
  // A pattern that takes in what follows the name's end is of other owners as well, and another matter.
  return named.filter((name) => /^[^*?@/]+\/[^@]+$/.test(name)).map((name) => name.toLowerCase());
}
