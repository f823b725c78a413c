import type { Policy } from '../../inventory/policy.ts';
import type { HeldRole } from './held-roles.ts';
import { inOrder } from './measure-power.ts';
import type { RolePermissions } from './role-permissions.ts';

/** One role in place of those that are held on a scope under one condition. */
export interface Replacement {
  readonly scope: string;
  readonly condition: string | undefined;
  readonly instead: readonly HeldRole[];
  /** Sorted; empty where nothing of what is held there is needed. */
  readonly permissions: readonly string[];
  /** A predefined role with no more than is held now and no less than is needed; otherwise a custom role has to be made. */
  readonly predefined?: string;
}

/** Why no smaller role can be shown: what is needed may or may not be held. */
export interface NotKnown {
  readonly permission: string;
  readonly role: string;
}

/**
 * Roles with what is needed and nothing else, scope by scope. A permission stays wherever it is held now; where it is not known
 * whether a role holds it, nothing is made smaller.
 */
export function smallerRoles(
  roles: readonly HeldRole[],
  needed: readonly string[],
  knowledge: RolePermissions,
  candidates: readonly Policy[],
): readonly Replacement[] | NotKnown {
  const groups = new Map<string, HeldRole[]>();
  for (const role of roles) {
    const key = JSON.stringify([role.scope, role.grant.condition]);
    groups.set(key, [...(groups.get(key) ?? []), role]);
  }
  const out: Replacement[] = [];
  for (const [, held] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const instead = inOrder(held);
    const permissions: string[] = [];
    for (const permission of needed) {
      const answers = instead.map((r) => knowledge.holds(r.grant.policy, permission));
      const at = answers.indexOf('unknown');
      if (answers.includes('yes')) permissions.push(permission);
      else if (at >= 0) return { permission, role: instead[at]?.grant.name ?? '' };
    }
    permissions.sort();
    const predefined = smallestOf(instead, permissions, knowledge, candidates);
    out.push({
      scope: instead[0]?.scope ?? '',
      condition: instead[0]?.grant.condition,
      instead,
      permissions,
      ...(predefined === undefined || permissions.length === 0 ? {} : { predefined }),
    });
  }
  return out;
}

/** The predefined role with fewest permissions that has all that is needed, and none that is not held now. */
function smallestOf(
  instead: readonly HeldRole[],
  needed: readonly string[],
  knowledge: RolePermissions,
  candidates: readonly Policy[],
): string | undefined {
  let best: Policy | undefined;
  for (const role of candidates) {
    const { permissions = [], providerManaged } = role;
    if (!providerManaged || permissions.length === 0 || permissions.length >= (best?.permissions?.length ?? Number.POSITIVE_INFINITY))
      continue;
    const list = knowledge.listOf(role.id);
    if (list === undefined || !needed.every((p) => list.has(p))) continue;
    // What is held now is nothing smaller, unless all of it is needed.
    if (list.size > needed.length && instead.some((r) => r.grant.policy === role.id)) continue;
    if ([...list].every((p) => instead.some((r) => knowledge.holds(r.grant.policy, p) === 'yes'))) best = role;
  }
  return best?.name;
}
