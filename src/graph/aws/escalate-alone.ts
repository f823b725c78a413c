import { tierOf, weakest } from '../certainty.ts';
import { adminClass } from '../class-node.ts';
import type { Certainty } from '../graph.ts';
import type { EdgeTemplate } from './assumes.ts';
import { byNeed, drawEdge, mayUse, ownTechniques, type Start } from './escalation.ts';
import { decideOnHolder } from './policy-contexts.ts';
import { arnOfGroup } from './policy-holdings.ts';
import { adminRank } from './ranks.ts';
import type { decideAll } from './select.ts';
import type { On, Technique } from './techniques/technique.ts';

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
    let best: { readonly resource: string; readonly found: ReturnType<typeof decideAll> } | undefined;
    let tier = Number.POSITIVE_INFINITY;
    for (const resource of resourcesOf(start, where)) {
      const found = decideOnHolder(start, actions, resource);
      if (found.certainty === undefined || tierOf(found.certainty) >= tier) continue;
      best = { resource, found };
      tier = tierOf(found.certainty);
    }
    if (best?.found.certainty === undefined) return [];
    const unseen: Certainty = technique.unseen === undefined ? 'confirmed' : 'possible';
    return [
      drawEdge(start, technique, {
        to: adminClass(principal.account),
        on: where === 'self' ? 'itself' : best.resource,
        certainty: weakest(weakest(best.found.certainty, limit), unseen),
        statements: byNeed(technique.needs, best.found.byAction),
        unseen: technique.unseen,
      }),
    ];
  });
}

/** How certain it is that the technique gives its user everything; undefined where it gives nothing. */
function gainOf(start: Start, { removes }: Technique): Certainty | undefined {
  const { holdings, principal } = start;
  const { id } = principal;
  if (removes === undefined) return isHeldBack(start) ? 'conditional' : 'confirmed';
  if (!holdings.allowsEverything(id)) return undefined;
  const denied = holdings.denies(id);
  if (denied.elsewhere) return undefined;
  switch (removes) {
    case 'boundary':
      return holdings.bounded(id) && denied.inline + denied.attached.length === 0 ? 'confirmed' : undefined;
    case 'inline-deny':
      return denied.inline > 0 && denied.attached.length === 0 && !holdings.bounded(id) ? 'confirmed' : undefined;
    case 'attached-deny':
      return denied.inline === 0 && denied.attached.length > 0 && !holdings.bounded(id) ? 'confirmed' : undefined;
  }
}

function resourcesOf({ holdings, principal }: Start, on: On): readonly string[] {
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

/** A boundary that the identity can neither take off nor widen limits whatever it gives itself. */
function isHeldBack({ holdings, engine, principal }: Start): boolean {
  if (!holdings.bounded(principal.id)) return false;
  const kind = principal.type === 'user' ? 'User' : 'Role';
  return [`iam:Delete${kind}PermissionsBoundary`, `iam:Put${kind}PermissionsBoundary`].every(
    (action) => decideOnHolder({ engine, holdings, principal }, [action], principal.arn).certainty !== 'confirmed',
  );
}
