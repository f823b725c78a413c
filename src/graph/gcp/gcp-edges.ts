import { serviceAccountId } from '../../inventory/id.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { GcpPowers } from '../../permissions/gcp/gcp-permissions.ts';
import type { Holding } from '../../permissions/gcp/holdings.ts';
import type { Kept, Profile } from '../../permissions/gcp/profiles.ts';
import { accountOf, isBroad } from '../../permissions/gcp/scope-tree.ts';
import type { PermissionEngine } from '../../permissions/power.ts';
import { tierOf } from '../certainty.ts';
import type { EdgeDraft } from '../edge-draft.ts';
import type { Edge } from '../graph.ts';
import { acrossCloudEdges } from './across-clouds.ts';
import { ClassMembers } from './class-members.ts';
import { delegations } from './delegations.ts';
import { EdgePlans, type Plan } from './edge-plans.ts';
import { customRoleEdges, taggedRoleEdges } from './own-roles.ts';
import { ScopeClasses } from './scope-classes.ts';
import { SingleTargets } from './single-targets.ts';
import { edgesOf, type Way } from './technique-edge.ts';
import { gcpTechniques } from './techniques/gcp-techniques.ts';
import { anyNeed, type Usable, usableOn } from './usable.ts';
import { workspaceEdges } from './workspace.ts';

/** On one account, or on one thing that runs, only these count. */
const singleNeed = gcpTechniques.reduce((mask, t) => mask | t.account | (t.gains.what === 'workloads' ? t.thing : 0n), 0n);

/**
 * Edges between identities of Google Cloud: who can become a service account, make itself administrator, or take over what runs, by
 * what it holds scope by scope. What lies in a scope is a class, so that edges stay few.
 */
export function gcpEdges(inventory: Inventory, permissions: PermissionEngine): (Edge | EdgeDraft)[] {
  const powers = permissions.googleCloud;
  const actors = byPlace(inventory);
  if (powers === undefined || actors.length === 0) return [];
  const members = new ClassMembers(inventory, powers.tree, actors);
  const classes = new ScopeClasses(powers.tree, members.of);
  const targets = new SingleTargets(inventory, powers.tree, members);
  const plans = new EdgePlans(classes, powers);
  const edges: (Edge | EdgeDraft)[] = [];
  const parts = { powers, classes, targets, plans };
  const asked = { isKept: targets.has, telling: anyNeed };
  for (const actor of actors) {
    if (!mayStart(actor)) continue;
    const profile = powers.profileOf(actor, asked);
    if (profile === undefined) addEdges(actor, parts, edges);
    else addByProfile(actor, profile, parts, edges);
  }
  const beside = [...delegations(edges, inventory), ...workspaceEdges(inventory), ...acrossCloudEdges(inventory)];
  for (const edge of beside) edges.push(edge);
  classes.addEdges(inventory, edges);
  return edges;
}

/**
 * Identities of Google Cloud, place by place. In their own order accounts of one project lie far apart, and what belongs to a project is
 * read much faster together.
 */
function byPlace({ identities }: Inventory): readonly Identity[] {
  const places = new Map<string, Identity[]>();
  for (const identity of identities.values()) {
    if (identity.plane !== 'gcp') continue;
    const place = places.get(identity.scope);
    if (place === undefined) places.set(identity.scope, [identity]);
    else place.push(identity);
  }
  return [...places.keys()].sort().flatMap((place) => places.get(place) ?? []);
}

/** Nobody gets in as an account that is turned off. Of Google's own accounts, those count that others make work for them. */
function mayStart({ id, enabled, providerManaged, standing, actsAs }: Identity): boolean {
  if (enabled === false || actsAs !== undefined) return false;
  return providerManaged !== true || /@(?:cloudservices|cloudbuild)\.gserviceaccount\.com$/.test(id) || standing === 'declared';
}

/** What edges are made of. */
interface Parts {
  readonly powers: GcpPowers;
  readonly classes: ScopeClasses;
  readonly targets: SingleTargets;
  readonly plans: EdgePlans;
}

/** What is used on a project, folder or organization. */
interface Used extends Pick<Holding, 'scope' | 'except'> {
  readonly usable: readonly Usable[];
}

type UsedByScope = ReadonlyMap<string, Used>;

const nothing: readonly Usable[] = [];

/** Most hold no more than a profile tells: their edges are drawn by plans. */
function addByProfile(actor: Identity, { scope, telling, kept, isCustom }: Profile, parts: Parts, edges: (Edge | EdgeDraft)[]): void {
  const plan = scope === undefined ? undefined : parts.plans.planFor(actor.id, scope, telling);
  if (isCustom && plan?.changesRoles === true) {
    addEdges(actor, parts, edges);
    return;
  }
  if (plan !== undefined && scope !== undefined) parts.plans.addEdges(actor.id, scope, plan, edges);
  if (kept.length === 0) return;
  const broad = plan === undefined || scope === undefined ? undefined : { scope, except: [], usable: plan.usable, plan };
  // Ways to an account by several things would be told together.
  const left = kept.every((thing) => accountOf(thing.scope) !== undefined)
    ? kept.filter((thing) => !addByAccount(actor, thing, broad, parts, edges))
    : kept;
  if (left.length === 0) return;
  const single = left.map((thing) => parts.powers.holdingOn(actor.id, thing.scope)).filter(isTelling);
  for (const edge of edgesOf(actor.id, singleWays(actor, single, byScope(broad), parts))) edges.push(edge);
}

/** Draws the edges for roles on another account, where a plan tells them. */
function addByAccount(
  actor: Identity,
  { scope, telling }: Kept,
  broad: (Used & { readonly plan: Plan }) | undefined,
  parts: Parts,
  edges: (Edge | EdgeDraft)[],
): boolean {
  const { powers, targets, plans } = parts;
  const account = serviceAccountId(accountOf(scope) ?? '');
  const project = powers.tree.projectOf(scope);
  if (project === undefined || account === actor.id || !targets.isOpen(account)) return false;
  const above = broad !== undefined && powers.tree.isWithin(project, broad.scope) ? broad : undefined;
  const steps = plans.stepsOnAccount(telling, above?.plan, () => {
    const on = (where: string): Holding => powers.holdingOn(actor.id, where);
    const holding = on(scope);
    const ways = isTelling(holding) ? singleWays(actor, [holding], byScope(above), parts) : [];
    return { holding, ways, isOwn: targets.turnsOnRunning(holding, on) };
  });
  if (steps === undefined) return false;
  for (const step of steps) {
    const to = targets.nodeFor(step.technique, account, project);
    if (to !== undefined) edges.push(plans.edgeFor(actor.id, to, step, scope));
  }
  return true;
}

function addEdges(actor: Identity, parts: Parts, edges: (Edge | EdgeDraft)[]): void {
  const { powers, classes, targets } = parts;
  const broad: Holding[] = [];
  const single: Holding[] = [];
  for (const holding of powers.glanceAt(actor.id, targets.has).holdings) {
    if (isBroad(holding.scope)) {
      if ((heldAtAll(holding) & anyNeed) !== 0n) broad.push(holding);
    } else if (targets.has(holding.scope) && isTelling(holding)) single.push(holding);
  }
  if (broad.length > 1) broad.sort((a, b) => powers.tree.chainOf(a.scope).length - powers.tree.chainOf(b.scope).length);
  const ways: Way[] = [];
  const used = new Map<string, Used>();
  for (const holding of broad) {
    const { scope, except } = holding;
    const usable = usableOn(holding);
    const above = usedAbove(scope, used, powers);
    used.set(scope, { scope, except, usable });
    for (const one of usable) if (!isCovered(one, above)) addBroadWays(ways, actor, one, holding, powers, classes);
  }
  ways.push(...singleWays(actor, single, used, parts));
  if (ways.length > 0) for (const edge of edgesOf(actor.id, ways)) edges.push(edge);
}

/** Ways by what is held on single things, but for those that lead to everything of their project already. */
function singleWays(actor: Identity, single: readonly Holding[], used: UsedByScope, { powers, targets }: Parts): readonly Way[] {
  const on = (scope: string): Holding => powers.holdingOn(actor.id, scope);
  const ways: Way[] = [];
  for (const holding of single) {
    const found = targets.of(holding, on);
    if (found.length === 0) continue;
    const above = powers.tree.projectOf(holding.scope) === undefined ? nothing : usedAbove(holding.scope, used, powers);
    for (const way of found) if (!isCovered(way, above)) ways.push(way);
  }
  return ways;
}

function byScope(used: Used | undefined): UsedByScope {
  return used === undefined ? new Map() : new Map([[used.scope, used]]);
}

/** Whether something on a single thing counts. */
function isTelling(holding: Holding): boolean {
  return (heldAtAll(holding) & singleNeed) !== 0n;
}

function heldAtAll({ sure, conditional, tagged }: Holding): bigint {
  return conditional === 0n && tagged === 0n ? sure : sure | conditional | tagged;
}

/** What is used on the scopes above one, as far as it counts there as well. */
function usedAbove(scope: string, used: UsedByScope, powers: GcpPowers): readonly Usable[] {
  if (used.size === 0) return nothing;
  const chain = powers.tree.chainOf(scope);
  let found = nothing;
  for (const at of chain) {
    const above = at === scope ? undefined : used.get(at);
    if (above === undefined || above.except.some((e) => chain.includes(e))) continue;
    found = found.length === 0 ? above.usable : [...found, ...above.usable];
  }
  return found;
}

/** Whether the same technique on something above leads here as well. */
function isCovered({ technique, certainty }: Usable, above: readonly Usable[]): boolean {
  return above.some((u) => u.technique === technique && tierOf(u.certainty) <= tierOf(certainty));
}

function addBroadWays(
  ways: Way[],
  actor: Identity,
  { technique, certainty }: Usable,
  holding: Holding,
  powers: GcpPowers,
  classes: ScopeClasses,
): void {
  switch (technique.gains.what) {
    case 'own-custom-role':
      ways.push(...customRoleEdges(actor, technique, certainty, holding, powers, classes));
      return;
    case 'tagged-role':
      ways.push(...taggedRoleEdges(actor, technique, certainty, holding, powers, classes));
      return;
    default:
      for (const to of classes.nodesFor(technique.gains, holding)) ways.push({ technique, certainty, to, on: [holding] });
  }
}
