import type { Evidence } from '../../inventory/evidence.ts';
import { microsoftGraph } from '../../inventory/graph-permissions.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Link } from '../../inventory/link.ts';
import { mergeList } from '../../inventory/merge.ts';
import { DirectoryHoldings, type HeldPower, referToPower } from '../../permissions/entra/holdings.ts';
import { weakest } from '../certainty.ts';
import { tenantAdminClass } from '../class-node.ts';
import type { Certainty, Edge } from '../graph.ts';
import { type DirectoryPlaces, groupClass, readDirectoryPlaces, takeable } from './directory-places.ts';
import { activating, actsAsUser, ofBlueprint, owning, type Reaches, type Technique, techniques } from './techniques.ts';

/**
 * Who can act as whom in a directory of Entra ID: by directory roles, permissions of applications, groups and ownership. All
 * applications of a tenant are a class, so that edges stay few.
 */
export function entraEdges(inventory: Inventory): Edge[] {
  const identities = [...inventory.identities.values()].filter((i) => i.plane === 'entra' || i.plane === 'azure');
  if (identities.length === 0) return [];
  const holdings = new DirectoryHoldings(inventory);
  const places = readDirectoryPlaces(inventory, holdings);
  const edges: Edge[] = [];
  for (const actor of identities)
    if (actor.enabled !== false && actor.providerManaged !== true)
      edges.push(...edgesOfHolder(actor.id, holdings.of(actor.id), holdings.tenantOf(actor), places));
  for (const [tenant, { roleGroups, groups }] of places.tenants)
    for (const group of [...roleGroups, ...groups]) edges.push(...edgesOfHolder(groupClass(group), holdings.of(group), tenant, places));
  for (const link of inventory.links) if (link.kind === 'owns') edges.push(...edgesOfOwner(inventory, holdings, link));
  return [...edges, ...classEdges(places, new Set(edges.map((e) => e.to)))];
}

/** The class of everything that a word of a technique means in a tenant. */
const classOf: Readonly<Record<Exclude<Reaches, 'owned'>, (tenant: string) => string>> = {
  admin: tenantAdminClass,
  applications: (tenant) => `class:entra-applications/${tenant}`,
  blueprints: (tenant) => `class:entra-blueprints/${tenant}`,
  'role-groups': (tenant) => `class:entra-role-groups/${tenant}`,
  groups: (tenant) => `class:entra-groups/${tenant}`,
  users: (tenant) => `class:entra-users/${tenant}`,
};

/** What somebody who holds this can do. The best of several ways by one technique to one end is kept. */
function* edgesOfHolder(from: string, held: readonly HeldPower[], tenant: string, places: DirectoryPlaces): Generator<Edge> {
  const best = new Map<string, Edge>();
  for (const one of held) {
    if (one.role !== undefined && one.broad && one.abilities?.has('z') === true) {
      const sure = one.condition === undefined;
      const to = tenantAdminClass(tenant);
      yield sure
        ? {
            from,
            to,
            kind: 'member',
            certainty: 'confirmed',
            reason: `is administrator of the tenant by ${one.grant.name}`,
            evidence: one.grant.evidence,
          }
        : edgeBy(from, to, activating, one);
      if (sure) return;
      continue;
    }
    for (const technique of techniquesBy(one)) {
      const to = targetOf(technique, one, tenant, places);
      if (to === undefined) continue;
      const edge = edgeBy(from, to, technique, one);
      const key = `${technique.id} ${to}`;
      const present = best.get(key);
      if (present === undefined || weakest(present.certainty, edge.certainty) !== edge.certainty) best.set(key, edge);
    }
  }
  yield* best.values();
}

/** The ways that one role or permission opens. Permissions of the retired directory API are those of Microsoft Graph. */
function techniquesBy({ permission, role, abilities }: HeldPower): readonly Technique[] {
  if (permission !== undefined) {
    if (permission.api !== microsoftGraph && permission.api !== '00000002-0000-0000-c000-000000000000') return [];
    if (permission.delegated && actsAsUser.permissions.includes(permission.value)) return [actsAsUser];
    return techniques.filter((t) => t.permissions.includes(permission.value));
  }
  return role === undefined ? [] : techniques.filter((t) => t.role !== undefined && abilities?.has(t.role) === true);
}

/** Where a way leads: the class of all, or the one object that a role is about. Who is in an administrative unit is not known here. */
function targetOf({ reaches }: Technique, { role, broad }: HeldPower, tenant: string, places: DirectoryPlaces): string | undefined {
  if (reaches === 'owned') return undefined;
  if (role === undefined || broad) return classOf[reaches](tenant);
  if (role.scope?.kind !== 'object' || reaches === 'admin') return undefined;
  const to = places.nodeOf(role.scope.id);
  const inTenant = places.tenants.get(tenant);
  const all: Readonly<Record<Exclude<Reaches, 'owned' | 'admin'>, readonly string[] | undefined>> = {
    applications: inTenant && [...inTenant.applications, ...inTenant.foreign],
    blueprints: inTenant?.blueprints,
    'role-groups': inTenant?.roleGroups.map(groupClass),
    groups: inTenant?.groups.map(groupClass),
    users: inTenant?.users,
  };
  return to !== undefined && all[reaches]?.includes(to) === true ? to : undefined;
}

function edgeBy(from: string, to: string, technique: Technique, held: HeldPower): Edge {
  const certainty = weakest(
    technique.unseen === undefined ? 'confirmed' : 'possible',
    held.condition === undefined ? 'confirmed' : 'conditional',
  );
  const because = `${technique.does} by ${held.grant.name}${held.through === undefined ? '' : ' through a group'}`;
  return {
    from,
    to,
    kind: 'escalates',
    certainty,
    technique: technique.id,
    reason: `${because}${conditionText(held)}${technique.unseen === undefined ? '' : `; not seen: ${technique.unseen}`}`,
    evidence: held.grant.evidence,
    statements: [{ ...referToPower(held), action: held.permission?.value ?? held.grant.name }],
  };
}

function conditionText({ condition }: HeldPower): string {
  switch (condition) {
    case 'eligible':
      return ', once it is activated';
    case 'delegated':
      return ', as far as the user who signs in may';
    case 'condition':
      return ', under a condition';
    default:
      return '';
  }
}

/**
 * What an owner can do: a user may put credentials on what he owns, an application needs a permission for it
 * (https://learn.microsoft.com/graph/permissions-reference#applicationreadwriteownedby).
 */
function* edgesOfOwner(inventory: Inventory, holdings: DirectoryHoldings, link: Link): Generator<Edge> {
  const [owner, owned] = [inventory.identities.get(link.from), inventory.identities.get(link.to)];
  if (owner === undefined || owned === undefined || owner.enabled === false || owned.enabled === false) return;
  if (isBlueprintOf(owner, owned)) {
    yield ownerEdge(owner, owned, ofBlueprint, 'confirmed', link.evidence, []);
    return;
  }
  const way = takeable(owned);
  if (way === 'no') return;
  const locked: Certainty = way === 'maybe' ? 'possible' : 'confirmed';
  if (owner.kind === 'entra-user') {
    yield ownerEdge(owner, owned, owning, owner.standing === 'named' ? weakest(locked, 'possible') : locked, link.evidence, []);
    return;
  }
  const technique = techniques.find((t) => t.reaches === 'owned') ?? owning;
  const helping = holdings.of(owner.id).filter((h) => h.permission !== undefined && technique.permissions.includes(h.permission.value));
  const sure = helping.find((h) => h.condition === undefined);
  const [held] = sure === undefined ? helping : [sure];
  if (held === undefined && holdings.isListed(owner.id)) return;
  const certainty: Certainty = sure !== undefined ? 'confirmed' : held === undefined ? 'possible' : 'conditional';
  yield ownerEdge(owner, owned, technique, weakest(locked, certainty), link.evidence, held === undefined ? [] : [held]);
}

function isBlueprintOf(owner: Identity, owned: Identity): boolean {
  return (
    owned.kind === 'entra-agent-identity' && (owner.kind === 'entra-agent-blueprint' || owned.entra?.blueprint === owner.entra?.client_id)
  );
}

function ownerEdge(
  { id }: Identity,
  owned: Identity,
  technique: Technique,
  certainty: Certainty,
  evidence: readonly Evidence[],
  held: readonly HeldPower[],
): Edge {
  const doubt = takeable(owned) === 'maybe' ? '; not seen: whether its publisher locked its credentials' : '';
  return {
    from: id,
    to: owned.id,
    kind: technique === ofBlueprint ? 'assumes' : 'escalates',
    certainty,
    technique: technique.id,
    reason: `${technique.does}${held[0] === undefined ? '' : ` by ${held[0].grant.name}`}${doubt}`,
    evidence: held.reduce<readonly Evidence[]>((all, h) => mergeList(all, h.grant.evidence), evidence),
    statements: held.map((h) => ({ ...referToPower(h), action: h.permission?.value ?? h.grant.name })),
  };
}

/** What classes stand for, of those that somebody reaches; an administrator can become any application of the tenant. */
function* classEdges({ tenants }: DirectoryPlaces, reached: ReadonlySet<string>): Generator<Edge> {
  for (const [tenant, { applications, foreign, blueprints, users, roleGroups, groups }] of tenants) {
    const admin = tenantAdminClass(tenant);
    const isAdministered = reached.has(admin);
    const all = classOf.applications(tenant);
    if (isAdministered) {
      yield { ...member(admin, all), reason: 'an administrator can become any application of the tenant' };
      for (const id of blueprints) yield { ...member(admin, id), reason: 'an administrator can become any agent blueprint of the tenant' };
    }
    if (isAdministered || reached.has(all)) {
      for (const id of applications) yield member(all, id);
      for (const id of foreign)
        yield { ...member(all, id), certainty: 'possible', reason: 'not seen: whether its publisher locked its credentials' };
    }
    const classes: readonly (readonly [string, readonly string[]])[] = [
      [classOf.blueprints(tenant), blueprints],
      [classOf.users(tenant), users],
      [classOf['role-groups'](tenant), roleGroups.map(groupClass)],
    ];
    for (const [from, members] of classes) if (reached.has(from)) for (const to of members) yield member(from, to);
    const ofGroups = classOf.groups(tenant);
    // A group that may hold directory roles is not changed by those who change groups.
    if (reached.has(ofGroups))
      for (const group of groups)
        yield { ...member(ofGroups, groupClass(group)), certainty: 'possible', reason: 'not seen: whether it may hold directory roles' };
  }
}

function member(from: string, to: string): Edge {
  return { from, to, kind: 'member', certainty: 'confirmed', reason: '', evidence: [] };
}
