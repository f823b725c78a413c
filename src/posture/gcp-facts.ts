import type { Evidence } from '../inventory/evidence.ts';
import type { Facts } from '../inventory/fact-types.ts';
import type { Identity } from '../inventory/identity.ts';
import { abilities, impersonating } from '../permissions/gcp/abilities.ts';
import type { HeldRole } from '../permissions/gcp/held-roles.ts';
import { isBroad, shownScope } from '../permissions/gcp/scope-tree.ts';
import type { World } from './world.ts';

/** Permissions by which one becomes a service account. */
const becoming = impersonating | abilities.actsAs;

/** Which of the roles that count for sure each of the lists names. */
const lists = {
  basic_roles: ({ grant, mask = 0n, scope }: HeldRole): boolean =>
    isBroad(scope) && (isAdministrative(grant.policy ?? '') || (mask & abilities.administers) !== 0n),
  impersonation_roles: ({ grant, mask = 0n, scope }: HeldRole): boolean =>
    isBroad(scope) && (mask & becoming) !== 0n && !isAdministrative(grant.policy ?? ''),
} as const;

type Listed = keyof typeof lists | 'production_roles';

/** What rules may know of an identity of Google Cloud: its own record, and the roles that give it much. */
export function gcpFacts(world: World, identity: Identity): Facts<'Gcp'> | undefined {
  if (identity.plane !== 'gcp') return undefined;
  // An agent may have what the account has that it runs as.
  const listed = (world.inventory.identities.get(identity.actsAs ?? identity.id) ?? identity).grantsListed === true;
  const known = (list: readonly string[]): readonly string[] | undefined => (list.length > 0 || listed ? list : undefined);
  const named = (fact: Listed): readonly string[] | undefined => known([...new Set(rolesFor(world, identity, fact).map(nameOf))].sort());
  return {
    ...identity.gcp,
    default_account:
      identity.gcp?.default_account ?? /-compute@developer\.gserviceaccount\.com$|@appspot\.gserviceaccount\.com$/.test(identity.id),
    delegated_scopes: delegatedScopes(world, identity),
    basic_roles: named('basic_roles'),
    impersonation_roles: named('impersonation_roles'),
    production_roles: named('production_roles'),
  };
}

/** Who is not in the list of domain-wide delegation has no delegation. */
function delegatedScopes({ inventory }: World, { gcp, kind }: Identity): readonly string[] | undefined {
  if (gcp?.delegated_scopes !== undefined) return gcp.delegated_scopes;
  const isClient = kind === 'gcp-service-account' || kind === 'gcp-oauth-client';
  return isClient && inventory.scopes.get('gcp:workspace')?.supplies?.includes('delegations') ? [] : undefined;
}

/** Where a person can check one of these facts: the bindings. */
export function gcpEvidence(world: World, identity: Identity, fact: string): readonly Evidence[] {
  if (fact !== 'production_roles' && !Object.hasOwn(lists, fact)) return [];
  return rolesFor(world, identity, fact as Listed).flatMap((r) => r.grant.evidence);
}

function rolesFor(world: World, identity: Identity, fact: Listed): readonly HeldRole[] {
  const powers = world.permissions.googleCloud;
  if (powers === undefined) return [];
  const fits = fact === 'production_roles' ? (role: HeldRole): boolean => isInProduction(world, role.scope) : lists[fact];
  return powers.rolesOf(identity.actsAs ?? identity.id).filter((role) => role.holds === 'sure' && fits(role));
}

/** Basic roles, and those that administer a whole service. */
function isAdministrative(policy: string): boolean {
  return /^gcp:role\/roles\/(?:owner|editor|[\w.]+\.admin|iam\.securityAdmin)$/.test(policy);
}

function isInProduction({ inventory, permissions }: World, scope: string | undefined): boolean {
  const project = scope === undefined ? undefined : permissions.googleCloud?.tree.projectOf(scope);
  return project !== undefined && inventory.scopes.get(project)?.environment === 'production';
}

/** `roles/editor on project acme`. */
function nameOf({ grant, scope }: HeldRole): string {
  return `${grant.name} on ${shownScope(scope)}`;
}

/** The environment of the project that an identity of Google Cloud lives in, where nothing says it of the identity itself. */
export function environmentOfProject({ inventory, permissions }: World, { plane, scope }: Identity): string | undefined {
  const tree = plane === 'gcp' && scope !== '' ? permissions.googleCloud?.tree : undefined;
  return tree === undefined ? undefined : inventory.scopes.get(tree.projectNamed(scope))?.environment;
}
