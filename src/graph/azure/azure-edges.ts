import { idOfRole } from '../../inventory/azure-built-in-roles.ts';
import type { Evidence } from '../../inventory/evidence.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { mergeList } from '../../inventory/merge.ts';
import { holderOf } from '../../permissions/azure/assignments.ts';
import type { AzurePermissions } from '../../permissions/azure/azure-permissions.ts';
import { builtInRole } from '../../permissions/azure/built-in-roles.ts';
import { referTo } from '../../permissions/azure/measure-azure.ts';
import { roleOf } from '../../permissions/azure/role.ts';
import { isBroadScope, rootScope, shownScope } from '../../permissions/azure/scope-tree.ts';
import type { PermissionEngine } from '../../permissions/power.ts';
import { tierOf, weakest } from '../certainty.ts';
import { azureAdminClass, isClass, nameOfClass, tenantAdminClass } from '../class-node.ts';
import { groupClass } from '../entra/directory-places.ts';
import type { Certainty, Edge } from '../graph.ts';
import { type Holding, holdingsOf, placesOf, usefulActions } from './holdings.ts';
import { classOf, Places } from './places.ts';
import type { Family, Technique } from './technique.ts';
import { techniques } from './techniques.ts';

/** Who can become which identity of Azure by role assignments, and who is administrator of what. */
export function azureEdges(inventory: Inventory, { azure }: PermissionEngine): Edge[] {
  if (azure === undefined) return [];
  const places = new Places(inventory, azure.tree);
  const edges: Edge[] = [];
  const administered = new Set<string>();
  for (const identity of inventory.identities.values()) {
    if ((identity.plane !== 'azure' && identity.plane !== 'entra') || identity.enabled === false) continue;
    edges.push(...edgesOf(identity, inventory, azure, places, administered));
  }
  // Whoever gets into a group holds what it holds.
  for (const holder of inventory.grants.keys()) {
    if (!holder.startsWith('entra:group/')) continue;
    for (const edge of edgesOf(asMember(holder), inventory, azure, places, administered)) edges.push({ ...edge, from: groupClass(holder) });
  }
  edges.push(...elevations(inventory, administered));
  for (const scope of [...administered].sort()) {
    for (const to of places.reached('identities', scope))
      edges.push({ ...member(azureAdminClass(scope), to), reason: 'an administrator can become any identity of the scope' });
  }
  return [...edges, ...places.edges()];
}

/** Stands for somebody of whom it is only known that he is in a group. */
function asMember(group: string): Identity {
  return {
    id: group,
    plane: 'entra',
    kind: 'entra-group',
    name: group,
    scope: '',
    nature: 'unknown',
    agent: false,
    standing: 'named',
    evidence: [],
  };
}

function* edgesOf(
  identity: Identity,
  inventory: Inventory,
  azure: AzurePermissions,
  places: Places,
  administered: Set<string>,
): Generator<Edge> {
  const held = holdingsOf(identity, azure);
  if (held.size === 0) return;
  const reached = new Map<string, Certainty>();
  /** Scopes of which it becomes every identity anyway, and how surely; whoever is administrator gets at everything else too. */
  const wholly: { readonly scope: string; readonly tier: number; readonly isAdmin: boolean }[] = [];
  for (const technique of techniques) {
    const isBeside = technique.reaches === 'vault' || technique.reaches === 'settings';
    for (const place of placesOf(technique, held, azure.tree)) {
      const doubt: Certainty = technique.unseen === undefined ? 'confirmed' : 'possible';
      const tier = tierOf(weakest(place.certainty, doubt));
      if (wholly.some((w) => w.tier <= tier && (w.isAdmin || !isBeside) && azure.tree.covers(w.scope, place.scope) === 'yes')) continue;
      for (const end of endsOf(technique, place, identity, inventory, azure, places)) {
        const certainty = weakest(end.certainty, doubt);
        const known = reached.get(end.to);
        if (end.to === identity.id || (known !== undefined && tierOf(known) <= tierOf(certainty))) continue;
        reached.set(end.to, certainty);
        if (end.isAdmin) administered.add(end.scope);
        if (end.isAdmin || isWhole(end.to)) wholly.push({ scope: end.scope, tier: tierOf(certainty), isAdmin: end.isAdmin });
        const isOwn = end.isAdmin && certainty === 'confirmed' && technique.reaches === 'admin';
        yield isOwn ? administrator(identity, end.to, end.scope, place) : edgeTo(identity, technique, end.to, end.scope, place, certainty);
      }
    }
  }
}

/** Whether a class is of every identity that code can be made to run as. */
function isWhole(node: string): boolean {
  return node.startsWith(classOf('identities', ''));
}

interface End {
  readonly to: string;
  readonly scope: string;
  readonly certainty: Certainty;
  readonly isAdmin: boolean;
}

function endsOf(
  technique: Technique,
  place: Holding,
  identity: Identity,
  inventory: Inventory,
  azure: AzurePermissions,
  places: Places,
): readonly End[] {
  const { scope, certainty } = place;
  switch (technique.reaches) {
    case 'admin':
      return isLimited(technique, place, identity, azure) ? [] : adminOf(scope, certainty, places);
    case 'given':
      return givenBy(place, identity, azure, places);
    case 'widened':
      return customRolesIn(place, identity, inventory, azure).flatMap((at) => adminOf(at, 'possible', places));
    default:
      return places.reached(technique.reaches, scope).map((to) => ({ to, scope, certainty, isAdmin: false }));
  }
}

/** Administrator of a subscription or above is a place of its own; of less, it is to be every identity there. */
function adminOf(scope: string, certainty: Certainty, places: Places): readonly End[] {
  if (isBroadScope(scope)) return [{ to: azureAdminClass(scope), scope, certainty, isAdmin: true }];
  return places.reached('identities', scope).map((to) => ({ to, scope, certainty, isAdmin: false }));
}

/** Whether the role assignments that it may make are limited to some roles, or to somebody else. */
function isLimited({ reaches }: Technique, { by }: Holding, identity: Identity, azure: AzurePermissions): boolean {
  return reaches === 'admin' && by.some((assignment) => azure.givenBy(assignment, holderOf(identity)) !== 'any');
}

/** What the roles that it may give itself lead to. */
function givenBy({ scope, by }: Holding, identity: Identity, azure: AzurePermissions, places: Places): readonly End[] {
  const ends = new Map<string, End>();
  for (const assignment of by) {
    const given = azure.givenBy(assignment, holderOf(identity));
    if (given === 'any') continue;
    const certainty = assignment.eligible ? 'conditional' : 'confirmed';
    for (const role of given) {
      for (const reach of reachOfRole(role)) {
        const found: readonly End[] =
          reach === 'admin'
            ? adminOf(scope, certainty, places)
            : places.reached(reach, scope).map((to) => ({ to, scope, certainty, isAdmin: false }));
        for (const end of found) ends.set(end.to, end);
      }
    }
  }
  const all = [...ends.values()];
  const [admin] = all.filter((end) => end.isAdmin);
  if (admin !== undefined) return [admin];
  const [whole] = all.filter((end) => isWhole(end.to));
  return whole === undefined ? all : [whole];
}

const reaches = new Map<string, ReadonlySet<Family | 'admin'>>();

/** What a built-in role leads to by itself. */
function reachOfRole(id: string): ReadonlySet<Family | 'admin'> {
  const present = reaches.get(id);
  if (present !== undefined) return present;
  const permissions = builtInRole(id);
  const out = new Set<Family | 'admin'>();
  if (permissions !== undefined) {
    const role = roleOf(permissions);
    const has = new Set(usefulActions(role).map((a) => a.action));
    const isConditional = role.blocks.some((block) => block.condition !== undefined);
    for (const { needs, reaches: end, unseen } of techniques) {
      if (end === 'given' || end === 'widened' || (end === 'admin' && isConditional) || unseen !== undefined) continue;
      if (needs.every((n) => has.has(n.action))) out.add(end);
    }
  }
  reaches.set(id, out);
  return out;
}

/** The scopes of custom roles that it holds where it may change them. */
function customRolesIn({ scope }: Holding, { id }: Identity, inventory: Inventory, azure: AzurePermissions): readonly string[] {
  return azure.assignments.of(id).flatMap(({ grant, scope: at }) => {
    const policy = inventory.policies.get(grant.policy ?? '');
    const isCustom = policy !== undefined && !policy.providerManaged && idOfRole(policy.name) === undefined;
    return isCustom && at !== undefined && azure.tree.covers(scope, at) === 'yes' ? [at] : [];
  });
}

/** Administrators of the directory may make themselves User Access Administrator of everything. */
function* elevations(inventory: Inventory, administered: Set<string>): Generator<Edge> {
  const scopes = [...inventory.scopes.values()];
  const tenants = scopes.filter((s) => s.id.startsWith('entra:tenant/'));
  const [tenant] = tenants;
  // Whose the subscriptions are is known only where there is one tenant.
  if (tenant === undefined || tenants.length > 1 || !scopes.some((s) => s.plane === 'azure')) return;
  administered.add(rootScope);
  yield {
    from: tenantAdminClass(tenant.id.slice('entra:tenant/'.length)),
    to: azureAdminClass(rootScope),
    kind: 'escalates',
    certainty: 'confirmed',
    technique: 'azure-elevate-access',
    reason: 'an administrator of the directory may take access to all of Azure',
    evidence: tenant.evidence ?? [],
  };
}

function administrator({ id }: Identity, to: string, scope: string, place: Holding): Edge {
  return {
    from: id,
    to,
    kind: 'member',
    certainty: 'confirmed',
    reason: `is administrator of ${shownScope(scope)} by ${rolesIn(place)}`,
    evidence: evidenceOf(place),
  };
}

function edgeTo(
  { id }: Identity,
  { id: technique, does, needs }: Technique,
  to: string,
  scope: string,
  place: Holding,
  certainty: Certainty,
): Edge {
  const what = isClass(to) ? nameOfClass(to) : `an identity of ${shownScope(scope)}`;
  return {
    from: id,
    to,
    kind: 'escalates',
    certainty,
    technique,
    reason: `${does} ${what} by ${rolesIn(place)}`,
    evidence: evidenceOf(place),
    statements: place.by.slice(0, 5).map((assignment, i) => ({ ...referTo(assignment), action: needs[i]?.action ?? '' })),
  };
}

function rolesIn({ by }: Holding): string {
  return [...new Set(by.map((assignment) => assignment.grant.name))].join(' and ');
}

function evidenceOf({ by }: Holding): readonly Evidence[] {
  let all: readonly Evidence[] = [];
  for (const assignment of new Set(by)) all = mergeList(all, assignment.grant.evidence);
  return all;
}

function member(from: string, to: string): Edge {
  return { from, to, kind: 'member', certainty: 'confirmed', reason: '', evidence: [] };
}
