import type { Credential } from '../inventory/credential.ts';
import type { Facts } from '../inventory/fact-types.ts';
import type { Grant } from '../inventory/grant.ts';
import type { Identity } from '../inventory/identity.ts';
import { patternOf } from '../permissions/azure/action-pattern.ts';
import { holderOf, isOfAzure } from '../permissions/azure/assignments.ts';
import { builtInRole } from '../permissions/azure/built-in-roles.ts';
import { assigning } from '../permissions/azure/giving.ts';
import { blockAllows, type Role } from '../permissions/azure/role.ts';
import { kindOfScope, plainScope, shownScope } from '../permissions/azure/scope-tree.ts';
import { tellingActions } from '../permissions/azure/telling-actions.ts';
import type { World } from './world.ts';

/** What rules may know of an identity that may hold roles of Azure: its own record, and its roles in production. */
export function azureFacts(world: World, identity: Identity): Facts<'Azure'> | undefined {
  const { azure } = world.permissions;
  if (azure === undefined || (identity.plane !== 'azure' && identity.azure === undefined)) return identity.azure;
  const held = azure.assignments.of(identity.id).filter((a) => !a.eligible);
  const found = new Set<string>();
  let isOpen = !azure.assignments.areListed(identity.id);
  for (const assignment of held) {
    const environment = environmentOf(world, assignment.scope);
    const level = azure.strengthFor(identity.id, assignment)?.level;
    if (environment === 'production' && level !== undefined && level !== 'none' && level !== 'read')
      found.add(`${assignment.grant.name} on ${shownScope(assignment.scope)}`);
    isOpen ||= level === undefined || environment === undefined;
  }
  const roles = found.size > 0 || !isOpen ? [...found].sort() : undefined;
  return { ...identity.azure, ...(roles === undefined ? {} : { production_roles: roles }) };
}

/** What rules may know of a key of a resource of Azure. */
export function azureCredentialFacts({ kind, azure }: Credential): Facts<'AzureCredential'> | undefined {
  return kind === 'azure-storage-key' ? { ...azure, signatures: signaturesOf(azure ?? {}) } : azure;
}

function signaturesOf({ sas_limited: isLimited, sas_refused: isRefused, sas_days: days }: Facts<'AzureCredential'>): string {
  if (isLimited === undefined) return '';
  if (!isLimited || days === undefined) return ', for as long as whoever makes them likes';
  const time = days < 1 ? 'less than a day' : days < 2 ? 'a day' : `${Math.floor(days)} days`;
  return isRefused === true ? `, for ${time} at most` : `, for ${time} by a policy that only logs longer ones`;
}

/** What rules may know of a role of Azure that somebody holds. */
export function azureGrantFacts(world: World, grant: Grant): Facts<'Grant'> {
  const { azure } = world.permissions;
  if (azure === undefined || !isOfAzure(grant)) return {};
  const { inventory } = world;
  const holder = inventory.identities.get(grant.holder);
  const assignment = azure.assignments.read(grant);
  const { role, scope } = assignment;
  const policy = inventory.policies.get(grant.policy ?? '');
  // An access policy of a vault is no role of its own.
  const isBuiltIn =
    grant.policy === undefined || builtInRole(grant.policy.slice('azure:role/'.length)) !== undefined || policy?.providerManaged;
  const gives =
    role === undefined
      ? undefined
      : givenWord(azure.givenBy(assignment, holder === undefined ? { type: 'ServicePrincipal' } : holderOf(holder)), role);
  return {
    holder_kind: kindOfHolder(grant.holder, holder),
    holder_name: holder?.name ?? grant.holder.slice(grant.holder.indexOf('/') + 1),
    holder_agent: holder === undefined ? undefined : holder.agent || actedAs(world).has(holder.id),
    role_scope: shownScope(scope),
    ...(scope === undefined ? {} : { scope_kind: kindOfScope(scope) }),
    eligible: grant.eligible === true,
    gives_roles: gives,
    role_level: azure.strengthFor(grant.holder, assignment)?.level,
    ...(role === undefined ? {} : { role_all: allowsAll(role), role_writes_data: writesData(role) }),
    ...(isBuiltIn === undefined ? {} : { provider_managed: isBuiltIn }),
    // What a built-in role leaves open, everybody knows.
    open_actions: isBuiltIn === true ? [] : role === undefined ? undefined : openActions(role),
    orphaned: isOrphaned(world, grant, holder),
  };
}

const actors = new WeakMap<World, ReadonlySet<string>>();

/** The identities that agents act as. */
function actedAs(world: World): ReadonlySet<string> {
  let found = actors.get(world);
  if (found === undefined) {
    found = new Set([...world.inventory.identities.values()].flatMap((i) => (i.agent && i.actsAs !== undefined ? [i.actsAs] : [])));
    actors.set(world, found);
  }
  return found;
}

function kindOfHolder(id: string, holder: Identity | undefined): string | undefined {
  if (id.startsWith('azure:')) return 'managed-identity';
  if (id.startsWith('entra:group/')) return 'group';
  if (id.startsWith('entra:user/') || holder?.kind === 'entra-user') return 'user';
  return /^entra:(?:service-principal|application)\//.test(id) ? 'service-principal' : undefined;
}

function givenWord(given: 'any' | readonly string[], role: Role): string {
  if (given === 'any') return 'any';
  return given.length > 0 && role.blocks.some((block) => blockAllows(block, assigning, false)) ? 'some' : 'none';
}

/** Whether it allows every action but those that it names. */
function allowsAll({ blocks }: Role): boolean {
  return blocks.some(({ written }) => written.actions.includes('*'));
}

const writing = tellingActions.filter((t) => t.data && (t.facet === 'write' || t.level === 'escalate'));

function writesData({ blocks }: Role): boolean {
  return blocks.some((block) => block.written.dataActions.includes('*') || writing.some((t) => blockAllows(block, t.action, true)));
}

/** What a role leaves open with a star: everything, or who may give roles. */
function openActions({ blocks }: Role): readonly string[] {
  const found = blocks.flatMap((block) => [
    ...block.written.actions.filter(
      (name) => name === '*' || (name.includes('*') && patternOf(name)(assigning) && blockAllows(block, assigning, false)),
    ),
    ...block.written.dataActions.filter((name) => name === '*').map(() => 'every data action'),
  ]);
  return [...new Set(found)].sort();
}

/**
 * Whether the holder is gone from the directory: it holds a role, and the directory, which was read whole, does not know it.
 * Unknown where the directory was not read, or where there are several and nobody says whose the principal is.
 */
function isOrphaned({ inventory }: World, { holder: id, declared }: Grant, holder: Identity | undefined): boolean | undefined {
  if (holder !== undefined && holder.standing !== 'named') return false;
  const word = /^entra:(service-principal|user|group)\//.exec(id)?.[1];
  if (word === undefined || declared === true) return false;
  // Whoever listed the assignments found a name for it in the directory.
  if (holder !== undefined && ((holder.aliases?.length ?? 0) > 0 || holder.name !== id.slice(id.indexOf('/') + 1))) return false;
  const tenants = [...inventory.scopes.values()].filter((s) => s.id.startsWith('entra:tenant/'));
  const [tenant] = tenants;
  if (tenant === undefined || tenants.length > 1 || tenant.supplies?.includes(word) !== true) return undefined;
  // A group has no record of its own; what it holds and who is in it tell that it is there.
  if (word !== 'group') return true;
  return [...inventory.memberships.values()].some((groups) => groups.includes(id)) || inventory.memberships.has(id) ? false : undefined;
}

/** The environment of the subscription that a scope lies in. */
function environmentOf({ inventory }: World, scope: string | undefined): string | undefined {
  const id = /^\/subscriptions\/([^/]+)/.exec(scope === undefined ? '' : plainScope(scope))?.[1];
  return id === undefined ? undefined : inventory.scopes.get(`azure:subscription/${id}`)?.environment;
}
