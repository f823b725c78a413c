import type { Inventory } from '../../inventory/inventory.ts';
import { levels, type PermissionEngine } from '../../permissions/power.ts';
import { weakest } from '../certainty.ts';
import { adminClass } from '../class-node.ts';
import type { Edge } from '../graph.ts';
import type { AwsPrincipal } from './arn.ts';
import { assumeByAccount, assumeByName, type EdgeTemplate, findAsked } from './assumes.ts';
import { type AwsIndex, createAwsIndex, isProviders } from './aws-index.ts';
import { conditionalAdministrators } from './conditional-admin.ts';
import { escalateAlone } from './escalate-alone.ts';
import { escalateThroughOrganization } from './escalate-organization.ts';
import { type Changeable, escalateThroughRoles, escalateThroughTrusts } from './escalate-roles.ts';
import { escalateTogether } from './escalate-together.ts';
import { heldRoleTechniques, mayEscalate, mayStartNothing, organizationTechniques, type Start } from './escalation.ts';
import { OwnPlaces, shareEdge } from './own-places.ts';
import { readPolicyHoldings } from './policy-holdings.ts';
import type { Population } from './population.ts';
import { adminRank, readRank } from './ranks.ts';
import { evidenceOf } from './select.ts';
import { createTargets } from './targets.ts';
import type { Organization } from './trust.ts';

/** All edges between AWS identities. Work is done once for identities of one account with the same grants. */
export function awsEdges(inventory: Inventory, engine: PermissionEngine, organization: Organization): Edge[] {
  const index = createAwsIndex(inventory, engine, organization);
  const holdings = readPolicyHoldings(inventory);
  const targets = createTargets(inventory, index, engine);
  const asked = findAsked(index);
  const used = new Map<string, Population>();
  const use = (population: Population): void => void used.set(population.node, population);
  const edges: Edge[] = [];

  for (const principals of groupByGrants(index, engine)) {
    const [first] = principals;
    if (first === undefined) continue;
    const several = principals.length > 1;
    if (!several && mayStartNothing(engine, first)) {
      for (const one of assumeByName(index, engine, first, asked, organization))
        if (one.to !== first.id) edges.push({ from: first.id, ...one });
      continue;
    }
    const start: Start = { index, engine, holdings, targets, principal: first, several, may: rememberAnswers(engine, first.id), use };
    const shared = sharedTemplates(start, inventory);
    for (const principal of principals) {
      const one = several ? { ...start, principal, several: false } : start;
      const own = ownTemplates(one, inventory, assumeByName(index, engine, principal, asked, organization));
      const places = principal === first ? undefined : new OwnPlaces(inventory, first.id, principal.id);
      for (const one of shared) {
        if (one.to === principal.id) continue;
        edges.push(places === undefined ? { from: principal.id, ...one } : shareEdge(principal.id, one, places));
      }
      for (const one of own) if (one.to !== principal.id) edges.push({ from: principal.id, ...one });
    }
  }
  for (const population of used.values()) {
    for (const member of population.members) {
      const { id, certainty, reason, evidence } = member;
      edges.push({ from: population.node, to: id, kind: 'member', certainty, reason, evidence });
    }
  }
  return [...edges, ...administratorEdges(inventory, index, engine)];
}

/** The identities that act, by account, type and grants. */
function groupByGrants(index: AwsIndex, engine: PermissionEngine): readonly (readonly AwsPrincipal[])[] {
  const groups: AwsPrincipal[][] = [];
  const byPlace = new Map<string, Map<string, AwsPrincipal[]>>();
  // Those of one account and type come one after the other.
  let last: AwsPrincipal | undefined;
  let byGrants = new Map<string, AwsPrincipal[]>();
  for (const principal of index.principals.values()) {
    const { account, type } = principal;
    // Nobody holds the credentials of a role of the provider; the root user needs no way to anything.
    if (isProviders(principal.identity) || type === 'root') continue;
    if (last?.account !== account || last.type !== type) {
      const place = `${account} ${type}`;
      byGrants = byPlace.get(place) ?? new Map();
      byPlace.set(place, byGrants);
      last = principal;
    }
    const key = engine.shareKey(principal.id);
    const group = byGrants.get(key);
    if (group) group.push(principal);
    else {
      const made = [principal];
      byGrants.set(key, made);
      groups.push(made);
    }
  }
  return groups;
}

/** Edges of one identity alone: by its name, and by what it holds. */
function ownTemplates(start: Start, inventory: Inventory, byName: readonly EdgeTemplate[]): readonly EdgeTemplate[] {
  if (!mayEscalate(start) || !mayWrite(start.engine, start.principal)) return byName;
  const none: ReadonlyMap<string, Population> = new Map();
  return [
    ...byName,
    ...escalateAlone(start),
    ...escalateThroughRoles(start, () => changeable(start.index, none, byName)),
    ...escalateThroughOrganization(start, inventory, heldRoleTechniques, () => changeable(start.index, none, byName)),
  ];
}

/** Edges that all identities with the same grants have. */
function sharedTemplates(start: Start, inventory: Inventory): EdgeTemplate[] {
  const used = new Map<string, Population>();
  const assumed = assumeByAccount(start.index, start.engine, start.principal, (population) => {
    used.set(population.node, population);
    start.use(population);
  });
  if (!mayEscalate(start) || !mayWrite(start.engine, start.principal)) return assumed;
  return [
    ...assumed,
    ...escalateTogether(start),
    ...escalateThroughTrusts(start),
    ...escalateThroughRoles(start, () => changeable(start.index, used, assumed)),
    ...escalateThroughOrganization(start, inventory, organizationTechniques, () => changeable(start.index, used, assumed)),
  ];
}

/** Whether it can change anything at all: what only reads cannot escalate. */
function mayWrite(engine: PermissionEngine, principal: AwsPrincipal): boolean {
  const power = engine.powerOf(principal.id);
  return power.conditional || power.level === 'unknown' || levels.indexOf(power.level) > readRank;
}

/** The roles that assume edges lead to, through classes as well. */
function* changeable(
  index: AwsIndex,
  populations: ReadonlyMap<string, Population>,
  assumed: readonly EdgeTemplate[],
): Iterable<Changeable> {
  for (const edge of assumed) {
    const role = index.principals.get(edge.to);
    if (role) yield { role, certainty: edge.certainty };
    for (const m of populations.get(edge.to)?.members ?? []) yield { role: m, certainty: weakest(edge.certainty, m.certainty) };
  }
}

/**
 * An administrator of an account can become every identity in it: he can change its trust policy or its keys. Not the
 * root user, and not roles of the provider.
 */
function administratorEdges(inventory: Inventory, index: AwsIndex, engine: PermissionEngine): Edge[] {
  const edges: Edge[] = [];
  const administers = conditionalAdministrators(engine);
  let [account, node] = ['', ''];
  for (const principal of index.principals.values()) {
    if (principal.account !== account) {
      account = principal.account;
      node = adminClass(account);
    }
    if (principal.rank === adminRank) {
      const evidence = evidenceOf(engine.powerOf(principal.id).because);
      edges.push({
        from: principal.id,
        to: node,
        kind: 'member',
        certainty: 'confirmed',
        reason: `is administrator of ${principal.account}`,
        evidence,
      });
    }
    const perhaps = administers(principal);
    if (perhaps !== undefined) {
      const template: EdgeTemplate = {
        to: node,
        // What it is only at times is a step, and not its own power.
        kind: 'escalates',
        certainty: 'conditional',
        reason: `is administrator of ${principal.account} under a condition (${perhaps.conditionKeys.join(', ')})`,
        evidence: evidenceOf(perhaps.statements),
      };
      if (perhaps.holder === principal.id) edges.push({ from: principal.id, ...template });
      else edges.push(shareEdge(principal.id, template, new OwnPlaces(inventory, perhaps.holder, principal.id)));
    }
    if (principal.type !== 'root' && !isProviders(principal.identity)) {
      edges.push({
        from: node,
        to: principal.id,
        kind: 'member',
        certainty: 'confirmed',
        reason: 'an administrator can become any identity of the account',
        evidence: [],
      });
    }
  }
  return edges;
}

function rememberAnswers(engine: PermissionEngine, identity: string): (action: string) => boolean {
  let known: Map<string, boolean> | undefined;
  return (action) => {
    known ??= new Map();
    let may = known.get(action);
    if (may === undefined) {
      const { answer } = engine.decide(identity, action);
      // Where a policy could not be read, everything is unknown: a statement that allows it has to have been seen.
      may = answer === 'unknown' ? engine.resourcesFor(identity, action).length > 0 : answer !== 'denied';
      known.set(action, may);
    }
    return may;
  };
}
