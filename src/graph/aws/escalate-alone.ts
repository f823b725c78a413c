import { tierOf, weakest } from '../certainty.ts';
import { adminClass } from '../class-node.ts';
import type { Certainty } from '../graph.ts';
import { allows, allowsAll, mayAllow, mostCertain } from './admin-strength.ts';
import { certaintyByResource, type EdgeTemplate } from './assumes.ts';
import { byNeed, drawEdge, mayUse, ownTechniques, type Start } from './escalation.ts';
import { decideOnHolder } from './policy-contexts.ts';
import { arnOfGroup, type Strong } from './policy-holdings.ts';
import { adminRank } from './ranks.ts';
import type { decideAll } from './select.ts';
import type { On, Technique } from './techniques/technique.ts';
import { techniques } from './techniques/techniques.ts';

/** Escalations through what an identity itself holds: its own policies and groups. */
export function escalateAlone(start: Start): EdgeTemplate[] {
  const { index, principal } = start;
  if (index.rankOf(principal.id) === adminRank) return [];
  return ownTechniques.flatMap((technique): EdgeTemplate[] => {
    if (!mayUse(start, technique)) return [];
    if (technique.start !== undefined && technique.start !== principal.type) return [];
    const limit = gainOf(start, technique);
    const where = technique.needs[0]?.on;
    if (limit === undefined || where === undefined) return [];
    const actions = technique.needs.map((n) => n.action);
    let best: { readonly resource: string; readonly found: ReturnType<typeof decideAll>; readonly unseen?: string | undefined } | undefined;
    let tier = Number.POSITIVE_INFINITY;
    for (const { id: resource, certainty, unseen } of resourcesOf(start, where)) {
      const found = decideOnHolder(start, actions, resource);
      const all = found.certainty && weakest(found.certainty, certainty);
      if (all === undefined || tierOf(all) >= tier) continue;
      best = { resource, found: { ...found, certainty: all }, unseen };
      tier = tierOf(all);
    }
    if (best?.found.certainty === undefined) return [];
    return [
      drawEdge(start, technique, {
        to: adminClass(principal.account),
        on: where === 'self' ? 'itself' : best.resource,
        certainty: weakest(best.found.certainty, limit),
        statements: byNeed(technique.needs, best.found.byAction),
        unseen: best.unseen,
      }),
    ];
  });
}

/** How certain it is that the technique gives its user everything; undefined where it gives nothing. */
function gainOf(start: Start, { removes }: Technique): Certainty | undefined {
  const { holdings, principal } = start;
  const { id } = principal;
  if (removes === undefined) return isHeldBack(start) ? (leadsOn(start) ? 'conditional' : undefined) : 'confirmed';
  const everything = holdings.allowsEverything(id);
  if (everything === undefined) return undefined;
  const denied = holdings.denies(id);
  if (denied.elsewhere) return undefined;
  switch (removes) {
    case 'boundary':
      return holdings.bounded(id) && denied.inline + denied.attached.length === 0 ? everything : undefined;
    case 'inline-deny':
      return denied.inline > 0 && denied.attached.length === 0 && !holdings.bounded(id) ? everything : undefined;
    case 'attached-deny':
      return denied.inline === 0 && denied.attached.length > 0 && !holdings.bounded(id) ? everything : undefined;
  }
}

/** What the actions may be used on, how certain it is that this makes administrator, and what was not seen. */
interface Usable extends Strong {
  readonly unseen?: string;
}

function resourcesOf(start: Start, on: On): readonly Usable[] {
  const { holdings, principal } = start;
  const sure = (ids: readonly string[]): readonly Usable[] => ids.map((id) => ({ id, certainty: 'confirmed' }));
  switch (on) {
    case 'self':
      return sure([principal.arn]);
    case 'own-policy':
      return sure(holdings.customerPolicies(principal.id));
    case 'own-policy-version':
      return holdings.customerPolicies(principal.id).flatMap((policy) => otherVersions(start, policy) ?? []);
    case 'own-group':
      return sure(holdings.groups(principal.id).map(arnOfGroup));
    case 'stronger-group':
      return holdings.adminGroups(principal.account).map(({ id, certainty }) => ({ id: arnOfGroup(id), certainty }));
    default:
      return [];
  }
}

/** Whether another version of a policy lets who holds it change its own permissions, and nothing else stands in the way. */
function otherVersions({ engine, holdings, principal }: Start, policy: string): Usable | undefined {
  const versions = holdings.otherVersions(policy);
  if (versions === undefined) return { id: policy, certainty: 'possible', unseen: 'another version that gives more' };
  const kind = principal.type === 'user' ? 'User' : 'Role';
  const ways = [
    { action: `iam:Put${kind}Policy`, on: principal.arn },
    { action: `iam:Attach${kind}Policy`, on: principal.arn },
    { action: 'iam:CreatePolicyVersion', on: policy },
  ];
  const certainty = mostCertain(
    ways.flatMap(({ action, on }) => {
      const allowed = mostCertain(versions.flatMap((statements) => allows(statements, action.toLowerCase(), on) ?? []));
      const open = allowed && certaintyByResource(engine.decide(principal.id, action, on), false);
      return allowed && open ? [weakest(allowed, open)] : [];
    }),
  );
  return certainty && { id: policy, certainty };
}

/** A boundary that the identity can neither take off nor widen limits whatever it gives itself, unless it allows everything. */
function isHeldBack({ holdings, engine, principal }: Start): boolean {
  if (!holdings.bounded(principal.id)) return false;
  const boundary = holdings.boundary(principal.id) ?? [];
  if (allowsAll(boundary) === 'confirmed' && boundary.every((s) => s.effect === 'Allow')) return false;
  const kind = principal.type === 'user' ? 'User' : 'Role';
  return [`iam:Delete${kind}PermissionsBoundary`, `iam:Put${kind}PermissionsBoundary`].every(
    (action) => decideOnHolder({ engine, holdings, principal }, [action], principal.arn).certainty !== 'confirmed',
  );
}

/**
 * Whether what a boundary allows at most, which is all that its bearer can give itself, may lead on: to another identity, or out
 * of the boundary
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-eval-logic).
 */
function leadsOn({ holdings, principal }: Start): boolean {
  const statements = holdings.boundary(principal.id);
  if (statements === undefined || mayAllow(statements, 'sts:assumerole')) return true;
  const further = techniques.filter((t) => t.removes === 'boundary' || t.category !== 'self-escalation');
  return further.some((t) => t.needs.every((n) => mayAllow(statements, n.action.toLowerCase())));
}
