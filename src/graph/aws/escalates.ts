import { mergeList } from '../../inventory/merge.ts';
import { levels, type PermissionEngine } from '../../permissions/power.ts';
import { weakest } from '../certainty.ts';
import { adminClass, nameOfClass } from '../class-node.ts';
import type { Certainty } from '../graph.ts';
import type { AwsPrincipal } from './arn.ts';
import type { EdgeTemplate } from './assumes.ts';
import type { AwsIndex } from './aws-index.ts';
import { arnOfGroup, type PolicyHoldings } from './policy-holdings.ts';
import type { Population } from './population.ts';
import { bestSelection, decideAll, evidenceOf, type Selection, selectTargets } from './select.ts';
import { type On, type Technique, techniques } from './techniques.ts';

/** What working out escalations needs, and an identity (or several with the same grants) to do it for. */
export interface Start {
  readonly index: AwsIndex;
  readonly engine: PermissionEngine;
  readonly holdings: PolicyHoldings;
  readonly principal: AwsPrincipal;
  /** Several identities share the grants and the answer: the principal may be what another of them changes. */
  readonly several: boolean;
  /** Whether some resource is not denied: remembered per action. */
  may(action: string): boolean;
  /** Says that edges lead to a population. */
  use(population: Population): void;
}

const adminRank = levels.indexOf('admin');
const together: readonly On[] = ['user', 'role', 'passed-role', 'any'];
const sharedTechniques = techniques.filter((t) => t.needs.every((n) => together.includes(n.on)));
const selfTechniques = techniques.filter((t) => t.category === 'self-escalation');
const throughRoles = techniques.filter(
  (t) => t.needs.length === 1 && (t.needs[0]?.on === 'assumable-role' || t.needs[0]?.on === 'policy-of-role'),
);
const throughTrusts = techniques.filter((t) => t.needs[0]?.on === 'policy-of-role' && t.needs[1]?.on === 'role');

const firstActions: readonly string[] = [...new Set(techniques.flatMap((t) => t.needs.slice(0, 1).map((n) => n.action)))];

/** Whether any technique can start at all. Of most identities none can. */
export function mayEscalate(start: Pick<Start, 'may'>): boolean {
  return firstActions.some((action) => start.may(action));
}

/** Escalations that are the same for all identities of one account with the same grants. */
export function escalateTogether(start: Start): EdgeTemplate[] {
  if (start.index.rankOf(start.principal.id) === adminRank) return [];
  const selected = new Map<string, readonly Selection[]>();
  const ran = new Set<string>();
  return sharedTechniques.flatMap((technique): EdgeTemplate[] => {
    if (!technique.needs.every((n) => start.may(n.action))) return [];
    const population = populationOf(start, technique);
    if (population === undefined || population.members.length === 0) return [];
    if (technique.gives === 'target' && !isGain(start, population.rank, population.unknownRank)) return [];
    const others = decideAll(start.engine, start.principal.id, actionsOn(technique, 'any'), undefined);
    if (others.certainty === undefined) return [];
    if (technique.existing) {
      // One possible edge for each service says enough: which function runs as which role is not seen.
      if (ran.has(population.node)) return [];
      ran.add(population.node);
      start.use(population);
      return [
        template(technique, {
          to: population.node,
          on: nameOfClass(population.node),
          certainty: 'possible',
          statements: others.statements,
        }),
      ];
    }
    const actions = technique.needs.filter((n) => n.on !== 'any').map((n) => n.action);
    const key = `${population.node} ${actions.join(' ')}`;
    const selections =
      selected.get(key) ??
      selectTargets(
        start.engine,
        start.principal.id,
        actions,
        population,
        technique.service === undefined ? undefined : { 'iam:PassedToService': [technique.service] },
      );
    selected.set(key, selections);
    const cap: Certainty = weakest(others.certainty, technique.unseen === undefined ? 'confirmed' : 'possible');
    const capped = selections.map((s) => ({
      ...s,
      certainty: weakest(s.certainty, cap),
      statements: [...s.statements, ...others.statements],
    }));
    return technique.gives === 'admin' ? becomeAdmin(start, technique, capped) : capped.flatMap((s) => becomeTarget(start, technique, s));
  });
}

function populationOf({ index, principal }: Start, technique: Technique): Population | undefined {
  switch (technique.needs[0]?.on) {
    case 'user':
      return index.users(principal.account, technique.target);
    case 'role':
      return index.roles(principal.account);
    case 'passed-role':
    case 'any':
      return technique.service === undefined ? undefined : index.passable(principal.account, technique.service);
    default:
      return undefined;
  }
}

function isGain(start: Start, rank: number, unknown: boolean): boolean {
  return rank > start.index.rankOf(start.principal.id) || unknown;
}

function becomeTarget(start: Start, technique: Technique, selection: Selection): EdgeTemplate[] {
  const { whole, member } = selection;
  const rank = whole?.rank ?? member?.rank ?? -1;
  if (!isGain(start, rank, whole?.unknownRank ?? rank < 0)) return [];
  // Whether the target has more power is then not known.
  const sure = rank > start.index.rankOf(start.principal.id);
  const certainty = weakest(weakest(selection.certainty, sure ? 'confirmed' : 'possible'), member?.certainty ?? 'confirmed');
  if (whole) start.use(whole);
  const because = member === undefined || member.reason === '' ? '' : ` (${member.reason})`;
  const on = whole ? nameOfClass(whole.node) : `${nameOf(start, member?.id ?? '')}${because}`;
  const edge = template(technique, { to: whole?.node ?? member?.id ?? '', on, certainty, statements: selection.statements });
  return [member ? { ...edge, evidence: mergeList(edge.evidence, member.evidence) } : edge];
}

function becomeAdmin(start: Start, technique: Technique, selections: readonly Selection[]): EdgeTemplate[] {
  const best = bestSelection(selections, start.principal.id) ?? (start.several ? bestSelection(selections, '') : undefined);
  if (best?.member === undefined) return [];
  const certainty = weakest(best.certainty, start.holdings.bounded(best.member.id) ? 'conditional' : 'confirmed');
  return [template(technique, { to: adminClass(start.principal.account), on: best.member.arn, certainty, statements: best.statements })];
}

/** Escalations through what an identity itself holds: its own policies and groups. */
export function escalateAlone(start: Start): EdgeTemplate[] {
  const { index, engine, holdings, principal } = start;
  if (index.rankOf(principal.id) === adminRank) return [];
  return selfTechniques.flatMap((technique): EdgeTemplate[] => {
    const need = technique.needs[0];
    if (need === undefined || !start.may(need.action)) return [];
    if (technique.start !== undefined && technique.start !== principal.type) return [];
    let best: { resource: string; certainty: Certainty; statements: Selection['statements'] } | undefined;
    for (const resource of resourcesOf(holdings, principal, need.on)) {
      const { certainty, statements } = decideAll(engine, principal.id, [need.action], resource);
      if (certainty && (best === undefined || weakest(certainty, best.certainty) !== certainty)) best = { resource, certainty, statements };
    }
    if (best === undefined) return [];
    const certainty = weakest(best.certainty, isHeldBack(start) ? 'conditional' : 'confirmed');
    const on = need.on === 'self' ? 'itself' : best.resource;
    return [template(technique, { to: adminClass(principal.account), on, certainty, statements: best.statements })];
  });
}

function resourcesOf(holdings: PolicyHoldings, principal: AwsPrincipal, on: On): readonly string[] {
  switch (on) {
    case 'self':
      return [principal.arn];
    case 'own-policy':
      return holdings.customerPolicies(principal.id);
    case 'own-group':
      return holdings.groups(principal.id).map(arnOfGroup);
    case 'stronger-group':
      return holdings.adminGroups(principal.account).map(arnOfGroup);
    default:
      return [];
  }
}

/** A boundary that the identity cannot take off limits whatever it gives itself. */
function isHeldBack({ holdings, engine, principal }: Start): boolean {
  if (!holdings.bounded(principal.id)) return false;
  const action = principal.type === 'user' ? 'iam:DeleteUserPermissionsBoundary' : 'iam:DeleteRolePermissionsBoundary';
  return engine.decide(principal.id, action, principal.arn).answer !== 'allowed';
}

/** Roles that an identity can act as and change: those it can assume already, and those whose trust it can change too. */
export interface Changeable {
  readonly role: { readonly id: string; readonly arn: string };
  readonly certainty: Certainty;
}

/**
 * Escalations that change the policies of a role it may act as anyway: `candidates` are the roles that it can assume.
 * One edge for each technique, through the first of the most certain.
 */
export function escalateThroughRoles(start: Start, candidates: () => Iterable<Changeable>): EdgeTemplate[] {
  const { index, engine, holdings, principal } = start;
  if (index.rankOf(principal.id) === adminRank) return [];
  return throughRoles.flatMap((technique): EdgeTemplate[] => {
    const need = technique.needs[0];
    if (need === undefined || !start.may(need.action)) return [];
    if (need.on === 'policy-of-role' && !holdings.hasCustomerPolicies(principal.account)) return [];
    return changeRole(start, technique, candidates, (role) => {
      const resources = need.on === 'policy-of-role' ? holdings.customerPolicies(role.id) : [role.arn];
      return resources.map((resource) => decideAll(engine, principal.id, [need.action], resource));
    });
  });
}

/** New version of a role's policy together with a new trust policy of that role. */
export function escalateThroughTrusts(start: Start): EdgeTemplate[] {
  const { index, engine, holdings, principal } = start;
  if (index.rankOf(principal.id) === adminRank) return [];
  if (!holdings.hasCustomerPolicies(principal.account)) return [];
  return throughTrusts.flatMap((technique): EdgeTemplate[] => {
    const [policy, role] = technique.needs;
    if (policy === undefined || role === undefined || !technique.needs.every((n) => start.may(n.action))) return [];
    const candidates = function* (): Iterable<Changeable> {
      for (const s of selectTargets(engine, principal.id, [role.action], index.roles(principal.account))) {
        for (const m of s.member ? [s.member] : (s.whole?.members ?? [])) yield { role: m, certainty: s.certainty };
      }
    };
    return changeRole(start, technique, candidates, (one) =>
      holdings.customerPolicies(one.id).map((resource) => decideAll(engine, principal.id, [policy.action], resource)),
    );
  });
}

/** Roles of the account that are asked about one by one, at most. */
const checkedRoles = 2000;

function changeRole(
  start: Start,
  technique: Technique,
  candidates: () => Iterable<Changeable>,
  decide: (role: Changeable['role']) => readonly ReturnType<typeof decideAll>[],
): EdgeTemplate[] {
  let best: EdgeTemplate | undefined;
  let left = checkedRoles;
  for (const { role, certainty } of candidates()) {
    if (left-- === 0) break;
    if ((role.id === start.principal.id && !start.several) || !role.arn.includes(`:${start.principal.account}:`)) continue;
    for (const decided of decide(role)) {
      if (decided.certainty === undefined) continue;
      const all = weakest(weakest(decided.certainty, certainty), start.holdings.bounded(role.id) ? 'conditional' : 'confirmed');
      if (best !== undefined && weakest(all, best.certainty) === all) continue;
      best = template(technique, { to: adminClass(start.principal.account), on: role.arn, certainty: all, statements: decided.statements });
      if (all === 'confirmed') return [best];
    }
  }
  return best ? [best] : [];
}

function template(
  technique: Technique,
  end: { readonly to: string; readonly on: string; readonly certainty: Certainty; readonly statements: Selection['statements'] },
): EdgeTemplate {
  const actions = technique.needs.map((n) => n.action).join(' + ');
  const needs = technique.unseen === undefined ? '' : `, if there is ${technique.unseen}`;
  return {
    to: end.to,
    kind: 'escalates',
    certainty: end.certainty,
    technique: technique.id,
    reason: `${actions} on ${end.on}${needs}`,
    evidence: evidenceOf(end.statements),
  };
}

function actionsOn(technique: Technique, on: On): readonly string[] {
  return technique.needs.filter((n) => n.on === on).map((n) => n.action);
}

function nameOf(start: Start, id: string): string {
  return start.index.principals.get(id)?.name ?? id;
}
