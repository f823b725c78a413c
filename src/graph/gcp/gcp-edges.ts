import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { GcpPowers } from '../../permissions/gcp/gcp-permissions.ts';
import type { Holding } from '../../permissions/gcp/holdings.ts';
import { isBroad } from '../../permissions/gcp/scope-tree.ts';
import type { PermissionEngine } from '../../permissions/power.ts';
import { tierOf } from '../certainty.ts';
import type { Edge } from '../graph.ts';
import { acrossCloudEdges } from './across-clouds.ts';
import { certaintyFor } from './certainty-for.ts';
import { ClassMembers, delegateNode } from './class-members.ts';
import { EdgePlans, isPlain, type Usable } from './edge-plans.ts';
import { customRoleEdges, taggedRoleEdges } from './own-roles.ts';
import { ScopeClasses } from './scope-classes.ts';
import { SingleTargets } from './single-targets.ts';
import { edgesOf, type Way } from './technique-edge.ts';
import { gcpTechniques } from './techniques/gcp-techniques.ts';
import { workspaceEdges } from './workspace.ts';

const anyNeed = gcpTechniques.reduce((mask, t) => mask | t.all, 0n);
/** On one account, or on one thing that runs, only these count. */
const singleNeed = gcpTechniques.reduce((mask, t) => mask | t.account | (t.gains.what === 'workloads' ? t.thing : 0n), 0n);

/**
 * Edges between identities of Google Cloud: who can become a service account, make itself administrator, or take over what runs, by
 * what it holds scope by scope. What lies in a scope is a class, so that edges stay few.
 */
export function gcpEdges(inventory: Inventory, permissions: PermissionEngine): Edge[] {
  const powers = permissions.googleCloud;
  const actors = [...inventory.identities.values()].filter((i) => i.plane === 'gcp');
  if (powers === undefined || actors.length === 0) return [];
  const members = new ClassMembers(inventory, powers.tree);
  const classes = new ScopeClasses(powers.tree, members.of);
  const targets = new SingleTargets(inventory, powers.tree, members);
  const plans = new EdgePlans(classes);
  const edges: Edge[] = [];
  for (const actor of actors) {
    if (!mayStart(actor)) continue;
    addEdges(actor, { powers, classes, targets, plans }, edges);
  }
  edges.push(...delegations(edges, inventory), ...workspaceEdges(inventory), ...acrossCloudEdges(inventory));
  return [...edges, ...classes.edges(inventory)];
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

const nothing: readonly Usable[] = [];

function addEdges(actor: Identity, { powers, classes, targets, plans }: Parts, edges: Edge[]): void {
  const broad: Holding[] = [];
  const single: Holding[] = [];
  const { holdings, rest } = powers.glanceAt(actor.id, targets.has);
  for (const holding of holdings) {
    if (isBroad(holding.scope)) {
      if ((heldAtAll(holding) & anyNeed) !== 0n) broad.push(holding);
    } else if (targets.has(holding.scope) && (heldAtAll(holding) & singleNeed) !== 0n) single.push(holding);
  }
  const used = new Map<string, readonly Usable[]>();
  const ways: Way[] = [];
  const [only] = broad;
  if (broad.length === 1 && only !== undefined && rest.predefined && isPlanned(only, holdings)) {
    const usable = used.set(only.scope, usableOn(only)).get(only.scope) ?? nothing;
    plans.addEdges(actor.id, only, usable, edges);
  } else {
    if (broad.length > 1) broad.sort((a, b) => powers.tree.chainOf(a.scope).length - powers.tree.chainOf(b.scope).length);
    for (const holding of broad) {
      const usable = usableOn(holding);
      used.set(holding.scope, usable);
      const above = usedAbove(holding.scope, broad, used, powers);
      for (const one of usable) if (!isCovered(one, above)) addBroadWays(ways, actor, one, holding, powers, classes);
    }
  }
  for (const holding of single) {
    // Everything of the project is reached by one edge already.
    const above = powers.tree.projectOf(holding.scope) === undefined ? nothing : usedAbove(holding.scope, broad, used, powers);
    for (const way of targets.of(holding, (scope) => powers.holdingOn(actor.id, scope) ?? holding))
      if (!isCovered(way, above)) ways.push(way);
  }
  if (ways.length > 0) for (const edge of edgesOf(actor.id, ways)) edges.push(edge);
}

/** Whether a plan says all of what comes of the only project, folder or organization on which something is held. */
function isPlanned({ except, conditional, tagged }: Holding, holdings: readonly Holding[]): boolean {
  return except.length === 0 && (conditional | tagged) === 0n && holdings.every(({ roles }) => isPlain(roles));
}

function heldAtAll({ sure, conditional, tagged }: Holding): bigint {
  return conditional === 0n && tagged === 0n ? sure : sure | conditional | tagged;
}

/** What an identity may use on a project, folder or organization, whatever lies in it. An administrator needs no technique. */
function usableOn(holding: Holding): readonly Usable[] {
  if ((holding.conditional | holding.tagged) !== 0n) return measure(holding);
  // Most hold what others hold as well: what comes of it is worked out once.
  const kind = holding.scope.slice(0, holding.scope.indexOf('/'));
  const ofMask = bySureMask.get(holding.sure) ?? new Map<string, readonly Usable[]>();
  const known = ofMask.get(kind) ?? measure(holding);
  bySureMask.set(holding.sure, ofMask.set(kind, known));
  return known;
}

const bySureMask = new Map<bigint, Map<string, readonly Usable[]>>();

function measure(holding: Holding): readonly Usable[] {
  const level = holding.scope.slice('gcp:'.length, holding.scope.indexOf('/'));
  const all = gcpTechniques.flatMap((technique): Usable[] => {
    if (technique.at !== undefined && !technique.at.some((at) => at === level)) return [];
    const certainty = certaintyFor(technique.all, holding);
    return certainty === undefined ? [] : [{ technique, certainty }];
  });
  const administrator = all.filter((u) => u.certainty === 'confirmed' && u.technique.gains.what === 'administrator');
  return administrator.length > 0 ? administrator : all;
}

/** What is used on the scopes above one, as far as it counts there as well. */
function usedAbove(
  scope: string,
  broad: readonly Holding[],
  used: ReadonlyMap<string, readonly Usable[]>,
  powers: GcpPowers,
): readonly Usable[] {
  if (broad.length === 0 || (broad.length === 1 && broad[0]?.scope === scope)) return [];
  const chain = powers.tree.chainOf(scope);
  return broad.flatMap((above) =>
    above.scope !== scope && chain.includes(above.scope) && !above.except.some((e) => chain.includes(e))
      ? (used.get(above.scope) ?? [])
      : [],
  );
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

/** Whoever delegates through an account gets what that account may take tokens of. */
function* delegations(edges: readonly Edge[], inventory: Inventory): Generator<Edge> {
  if (!edges.some((e) => e.technique === 'gcp-implicit-delegation')) return;
  for (const edge of edges) {
    if (edge.kind !== 'assumes' || inventory.identities.get(edge.from)?.kind !== 'gcp-service-account') continue;
    yield { ...edge, from: delegateNode(edge.from), reason: `${inventory.identities.get(edge.from)?.name ?? edge.from} ${edge.reason}` };
  }
}
