import { tierOf, weakest } from '../certainty.ts';
import { adminClass } from '../class-node.ts';
import type { Certainty } from '../graph.ts';
import type { EdgeTemplate } from './assumes.ts';
import { byNeed, drawEdge, mayUse, roleTechniques, type Start, trustTechniques } from './escalation.ts';
import { decideOnHolder } from './policy-contexts.ts';
import { adminRank } from './ranks.ts';
import { decideAll, selectTargets } from './select.ts';
import type { Need, Technique } from './techniques/technique.ts';

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
  const { index, holdings, principal } = start;
  if (index.rankOf(principal.id) === adminRank) return [];
  return roleTechniques.flatMap((technique): EdgeTemplate[] => {
    // That it can assume the role is settled: within an account a trust that names it is enough.
    const change = technique.needs.filter((n) => n.action !== 'sts:AssumeRole');
    if (!change.every((n) => start.may(n.action))) return [];
    const throughPolicy = change.some((n) => n.on === 'policy-of-role');
    if (throughPolicy && !holdings.hasCustomerPolicies(principal.account)) return [];
    return changeRole(start, technique, change, candidates);
  });
}

/** New version of a role's policy together with a new trust policy of that role. */
export function escalateThroughTrusts(start: Start): EdgeTemplate[] {
  const { index, engine, holdings, principal } = start;
  if (index.rankOf(principal.id) === adminRank || !holdings.hasCustomerPolicies(principal.account)) return [];
  return trustTechniques.flatMap((technique): EdgeTemplate[] => {
    if (!mayUse(start, technique)) return [];
    const onRole = technique.needs.filter((n) => n.on === 'role').map((n) => n.action);
    const candidates = function* (): Iterable<Changeable> {
      for (const s of selectTargets(engine, principal.id, onRole, index.roles(principal.account))) {
        for (const m of s.member ? [s.member] : (s.whole?.members ?? [])) yield { role: m, certainty: s.certainty };
      }
    };
    return changeRole(start, technique, technique.needs, candidates);
  });
}

/** Roles of the account that are asked about one by one, at most. */
const checkedRoles = 2000;

function changeRole(start: Start, technique: Technique, needs: readonly Need[], candidates: () => Iterable<Changeable>): EdgeTemplate[] {
  const { engine, holdings, principal } = start;
  let best: EdgeTemplate | undefined;
  let left = checkedRoles;
  for (const { role, certainty } of candidates()) {
    if (left-- === 0) break;
    if ((role.id === principal.id && !start.several) || !role.arn.includes(`:${principal.account}:`)) continue;
    const onPolicy = needs.filter((n) => n.on === 'policy-of-role');
    const onRole = needs.filter((n) => n.on !== 'policy-of-role');
    const resources = onPolicy.length === 0 ? [role.arn] : holdings.customerPolicies(role.id);
    for (const resource of resources) {
      const change = onPolicy.length === 0 ? onRole : onPolicy;
      const found = decideOnHolder(start, actionsOf(change), onPolicy.length === 0 ? role.id : undefined, resource);
      if (found.certainty === undefined) continue;
      const bound: Certainty = holdings.bounded(role.id) ? 'conditional' : 'confirmed';
      const all = weakest(weakest(found.certainty, certainty), bound);
      if (best !== undefined && tierOf(all) >= tierOf(best.certainty)) continue;
      const rest = technique.needs.filter((n) => !change.includes(n));
      const others = rest.map((n) => decideAll(engine, principal.id, [n.action], role.arn).statements);
      best = drawEdge(start, technique, {
        to: adminClass(principal.account),
        on: role.arn,
        certainty: all,
        statements: new Map([...byNeed(change, found.byAction), ...byNeed(rest, others)]),
      });
      if (all === 'confirmed') return [best];
    }
  }
  return best ? [best] : [];
}

function actionsOf(needs: readonly Need[]): readonly string[] {
  return needs.map((n) => n.action);
}
