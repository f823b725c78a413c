import type { Identity } from '../../inventory/identity.ts';
import type { GcpPowers } from '../../permissions/gcp/gcp-permissions.ts';
import type { HeldRole } from '../../permissions/gcp/held-roles.ts';
import type { Holding } from '../../permissions/gcp/holdings.ts';
import { isBroad } from '../../permissions/gcp/scope-tree.ts';
import { weakest } from '../certainty.ts';
import type { Certainty } from '../graph.ts';
import type { ScopeClasses } from './scope-classes.ts';
import type { Way } from './technique-edge.ts';
import type { ReadyTechnique } from './techniques/technique.ts';

/**
 * Whoever may change a custom role and holds it gets whatever is put into it, wherever the role is given
 * (https://cloud.google.com/iam/docs/creating-custom-roles).
 */
export function* customRoleEdges(
  actor: Identity,
  technique: ReadyTechnique,
  certainty: Certainty,
  holding: Holding,
  powers: GcpPowers,
  classes: ScopeClasses,
): Generator<Way> {
  for (const role of rolesOf(actor, powers)) {
    const [, kind, name] = /^gcp:role\/(project|organization)s\/([^/]+)\//.exec(role.grant.policy ?? '') ?? [];
    if (kind === undefined || !isBroad(role.scope)) continue;
    const home = powers.tree.named(`${kind}s/${name}`);
    if (!powers.tree.isWithin(home, holding.scope)) continue;
    const sure = role.holds === 'sure' ? certainty : weakest(certainty, 'conditional');
    for (const to of classes.nodes('admin', role.scope, [])) yield { technique, certainty: sure, to, on: [holding] };
  }
}

/**
 * Whoever holds a role only where a tag is attached, and may attach tags there, holds it
 * (https://cloud.google.com/iam/docs/tags-access-control). What the role leads to has edges of its own.
 */
export function* taggedRoleEdges(
  actor: Identity,
  technique: ReadyTechnique,
  certainty: Certainty,
  holding: Holding,
  powers: GcpPowers,
  classes: ScopeClasses,
): Generator<Way> {
  const scopes = new Set<string>();
  for (const role of rolesOf(actor, powers)) {
    if (role.holds !== 'tag' || !isBroad(role.scope)) continue;
    if (powers.tree.isWithin(role.scope, holding.scope)) scopes.add(role.scope);
    else if (powers.tree.isWithin(holding.scope, role.scope)) scopes.add(holding.scope);
  }
  for (const scope of scopes)
    for (const to of classes.nodes('things-roles-that-ask-for-a-tag', scope, [])) yield { technique, certainty, to, on: [holding] };
}

function rolesOf(actor: Identity, powers: GcpPowers): readonly HeldRole[] {
  return [...new Set(powers.holdingsOf(actor.id).flatMap((h) => h.roles))];
}
