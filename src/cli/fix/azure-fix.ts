import type { Grant } from '../../inventory/grant.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Policy } from '../../inventory/policy.ts';
import type { Assignment } from '../../permissions/azure/assignments.ts';
import { AzurePermissions } from '../../permissions/azure/azure-permissions.ts';
import { knownActions } from '../../permissions/azure/known-actions.ts';
import { shownScope } from '../../permissions/azure/scope-tree.ts';
import { type AzureNeed, type NewAssignment, type SmallerRoles, smallerRoles } from '../../permissions/azure/smaller-roles.ts';
import { few } from '../../posture/few.ts';
import type { World } from '../../posture/world.ts';
import { UserError } from '../../user-error.ts';

/** Smaller roles of Azure for one identity, and what they take the place of. */
export interface AzureFixPlan {
  readonly identity: Identity;
  readonly assignments: readonly NewAssignment[];
  /** Assignments of its own to be deleted. */
  readonly removed: readonly Grant[];
  /** Groups that hold roles of Azure, out of which it has to be taken. */
  readonly groups: readonly string[];
  /** Known actions it may do before and after. */
  readonly before: number;
  readonly after: number;
  readonly notes: readonly string[];
  /** The inventory with the smaller roles in place. */
  readonly inventory: Inventory;
}

/**
 * Works out smaller roles from declared needs, or from recorded use where there is any.
 * @throws UserError where they cannot be made, or cannot be shown to be within what is held now.
 */
export function planAzureFix(world: World, identity: Identity, needs: readonly AzureNeed[]): AzureFixPlan {
  const engine = world.permissions.azure;
  if (engine === undefined) throw new UserError('roles of Azure were not worked out');
  refuseUnfit(engine, identity);
  const needed = needs.length > 0 ? needs : usedBy(world, identity);
  const smaller = smallerRoles(engine, identity.id, needed);
  const held = engine.assignments.of(identity.id);
  const kept = new Set(smaller.kept.map((a) => a.grant));
  const removed = held.flatMap((a) => (a.through === undefined && !a.eligible && !kept.has(a.grant) ? [a.grant] : []));
  const groups = groupsToLeave(world.inventory, engine, identity.id, (a) => a.eligible || kept.has(a.grant));
  const changed = withRoles(world.inventory, identity, smaller.assignments, new Set(removed), groups);
  const after = new AzurePermissions(changed);
  const wider = widerIn(engine, after, identity.id, smaller.assignments);
  if (wider !== undefined) throw new UserError(`no smaller roles can be shown for ${identity.name}: ${wider}`);
  return {
    identity,
    assignments: smaller.assignments,
    removed,
    groups,
    before: countOf(engine.actionsOf(identity.id)),
    after: countOf(after.actionsOf(identity.id)),
    notes: notesOn(smaller, groups, needs.length === 0),
    inventory: changed,
  };
}

/** The groups that an identity itself is in and by which roles come to it, also through groups above; not those by which one comes that stays. */
function groupsToLeave(
  { memberships }: Inventory,
  { assignments }: AzurePermissions,
  id: string,
  stays: (assignment: Assignment) => boolean,
): readonly string[] {
  const through = assignments.of(id).flatMap((a) => (a.through === undefined ? [] : [{ group: a.through, stays: stays(a) }]));
  return [...(memberships.get(id) ?? [])]
    .filter((direct) => {
      const above = new Set([direct, ...assignments.groupsOf(direct)]);
      const coming = through.filter(({ group }) => above.has(group));
      return coming.length > 0 && !coming.some((one) => one.stays);
    })
    .sort();
}

function refuseUnfit(engine: AzurePermissions, { id, name }: Identity): void {
  const held = engine.assignments.of(id);
  const unread = held.find((a) => a.role === undefined || a.scope === undefined);
  if (unread !== undefined)
    throw new UserError(`${name}: what ${unread.grant.name} allows, and where, is not known, so no smaller role can be made`);
  if (!engine.assignments.areListed(id))
    throw new UserError(`${name}: its role assignments are not all known; give az role assignment list --all, or read the subscription`);
  if (held.length === 0) throw new UserError(`${name} holds no role of Azure, so there is nothing to make smaller`);
}

/** What records of use show; @throws UserError where there are none. */
function usedBy({ inventory }: World, { id, name }: Identity): readonly AzureNeed[] {
  const actions = (inventory.uses.get(id) ?? []).flatMap((use) =>
    Object.entries(use.actions).flatMap(([action, at]) => (at === null ? [] : [action])),
  );
  const needs = [...new Set(actions)].filter((action) => /^Microsoft\./i.test(action)).map((action) => ({ action }));
  if (needs.length === 0)
    throw new UserError(
      `no record of use of ${name} was read; say what it needs with --need, like Microsoft.Storage/storageAccounts/read:/subscriptions/...`,
    );
  return needs;
}

/** The inventory where an identity holds smaller roles in place of some of its grants. */
function withRoles(
  inventory: Inventory,
  { id, evidence }: Identity,
  assignments: readonly NewAssignment[],
  removed: ReadonlySet<Grant>,
  groups: readonly string[],
): Inventory {
  const policies = new Map<string, Policy>(inventory.policies);
  const added = assignments.map(({ scope, builtIn, permissions, condition }, i): Grant => {
    const policy = builtIn === undefined ? `azure:role/nhi-fix-${i + 1}` : `azure:role/${builtIn.id}`;
    const name = builtIn?.name ?? `nhi-fix-${i + 1}`;
    if (builtIn === undefined)
      policies.set(policy, { id: policy, kind: 'azure-role', name, providerManaged: false, allows: [permissions], evidence });
    const limit = condition === undefined ? {} : { condition };
    return { id: `${id}#attached/${policy}@${scope}`, holder: id, kind: 'attached', name, policy, scope, role: name, ...limit, evidence };
  });
  const kept = (inventory.grants.get(id) ?? []).filter((g) => !removed.has(g));
  const memberships = new Map(inventory.memberships);
  const left = (inventory.memberships.get(id) ?? []).filter((group) => !groups.includes(group));
  memberships.set(id, left);
  return { ...inventory, policies, memberships, grants: new Map(inventory.grants).set(id, [...kept, ...added]) };
}

/** Something that the new roles allow and the old ones did not, as far as actions are known. */
function widerIn(before: AzurePermissions, after: AzurePermissions, id: string, assignments: readonly NewAssignment[]): string | undefined {
  const { control, data } = knownActions();
  const names = new Set([
    ...control.values(),
    ...data.values(),
    ...assignments.flatMap((a) => [...a.permissions.actions, ...a.permissions.dataActions]),
  ]);
  const rank = { denied: 0, unknown: 1, conditional: 1, allowed: 2 } as const;
  for (const scope of new Set(assignments.map((a) => a.scope))) {
    for (const name of names) {
      if (name.includes('*')) continue;
      const now = after.decide(id, name, scope).answer;
      if (rank[now] > rank[before.decide(id, name, scope).answer]) return `they would allow ${name} on ${shownScope(scope)}`;
    }
  }
  return undefined;
}

function notesOn({ kept, missing, unknown }: SmallerRoles, groups: readonly string[], isUse: boolean): readonly string[] {
  const written = ({ action, resource }: AzureNeed): string => (resource === undefined ? action : `${action} on ${resource}`);
  return [
    isUse
      ? 'made from recorded use: what is needed less often than the record is long is not in it'
      : 'made from what was declared as needed, not from recorded use',
    ...(missing.length === 0 ? [] : [`declared as needed and not held now, so not given: ${few(missing.map(written), 12)}`]),
    ...(unknown.length === 0 ? [] : [`like no known action: ${few(unknown.map(written), 12)}`]),
    ...(kept.length === 0
      ? []
      : [
          `left as they are, for they have to be activated first or are limited by the role: ${few(
            kept.map(({ grant, scope }) => `${grant.name} on ${shownScope(scope)}`),
            12,
          )}`,
        ]),
    ...(groups.length === 0 ? [] : ['whoever else is in a group keeps what the group holds']),
    'conditions of assignments stand as they stood; roles of the directory and permissions of applications are not changed',
    'before the old assignments are deleted, the new ones have to be in place: it takes some minutes until they count',
  ];
}

function countOf(actions: ReadonlyMap<string, readonly string[]>): number {
  return [...actions.values()].reduce((sum, list) => sum + list.length, 0);
}
