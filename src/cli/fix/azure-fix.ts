import type { Grant } from '../../inventory/grant.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Policy } from '../../inventory/policy.ts';
import type { Assignment } from '../../permissions/azure/assignments.ts';
import { AzurePermissions } from '../../permissions/azure/azure-permissions.ts';
import { knownActions } from '../../permissions/azure/known-actions.ts';
import { shownScope } from '../../permissions/azure/scope-tree.ts';
import { type AzureNeed, type NewAssignment, type SmallerRoles, smallerRoles } from '../../permissions/azure/smaller-roles.ts';
import { type UsedRoles, usedRoles } from '../../permissions/azure/used-roles.ts';
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
  /** Nothing can be taken away. */
  readonly same: boolean;
  readonly notes: readonly string[];
  /** The inventory with the smaller roles in place. */
  readonly inventory: Inventory;
}

/** What is needed; without it, what was used in so many days. */
interface AzureWish {
  readonly needs: readonly AzureNeed[];
  readonly days: number;
}

/** New roles, those that stay, and what a person should know of them. */
interface Smaller {
  readonly assignments: readonly NewAssignment[];
  readonly kept: readonly Assignment[];
  readonly notes: readonly string[];
}

/**
 * Works out smaller roles from declared needs, or from recorded use where there is any.
 * @throws UserError where they cannot be made, or cannot be shown to be within what is held now.
 */
export function planAzureFix(world: World, identity: Identity, { needs, days }: AzureWish): AzureFixPlan {
  const engine = world.permissions.azure;
  if (engine === undefined) throw new UserError('roles of Azure were not worked out');
  refuseUnfit(engine, identity);
  const smaller = needs.length > 0 ? byNeed(engine, identity, needs) : byUse(world, engine, identity, days);
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
    same: smaller.assignments.length === 0 && removed.length === 0 && groups.length === 0,
    notes: [
      ...smaller.notes,
      ...(groups.length === 0 ? [] : ['whoever else is in a group keeps what the group holds']),
      'conditions of assignments stand as they stood; roles of the directory and permissions of applications are not changed',
      'before the old assignments are deleted, the new ones have to be in place: it takes some minutes until they count',
    ],
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

function byNeed(engine: AzurePermissions, { id }: Identity, needs: readonly AzureNeed[]): Smaller {
  const smaller = smallerRoles(engine, id, needs);
  return { ...smaller, notes: needNotes(smaller) };
}

function byUse(world: World, engine: AzurePermissions, identity: Identity, days: number): Smaller {
  const record = world.use.azureRecordOf(identity);
  if (record === undefined)
    throw new UserError(
      `no record of use of ${identity.name} was read; give the Activity Log (az monitor activity-log list), or say what it needs with --need, like Microsoft.Storage/storageAccounts/read:/subscriptions/...`,
    );
  const held = engine.assignments.of(identity.id);
  const longest = Math.max(0, ...held.map((a) => record.daysOn(a.scope)));
  if (longest < days)
    throw new UserError(
      `${identity.name}: the Activity Log shows ${longest} days of what it holds roles on, and ${days} are asked for; give a longer log${longest === 0 ? ' of the whole subscription' : `, or --days ${longest}`}`,
    );
  const used = record.usedWithin(days);
  const smaller = usedRoles(engine, identity.id, { actions: used, speaksOf: ({ scope }) => record.daysOn(scope) >= days });
  return { ...smaller, notes: useNotes(smaller, used, days, identity.createdAt === undefined) };
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

function needNotes({ kept, missing, unknown }: SmallerRoles): readonly string[] {
  const written = ({ action, resource }: AzureNeed): string => (resource === undefined ? action : `${action} on ${resource}`);
  return [
    'made from what was declared as needed, not from recorded use',
    ...(missing.length === 0 ? [] : [`declared as needed and not held now, so not given: ${few(missing.map(written), 12)}`]),
    ...(unknown.length === 0 ? [] : [`like no known action: ${few(unknown.map(written), 12)}`]),
    ...(kept.length === 0 ? [] : [`left as they are, for they ${limits}: ${shownRoles(kept)}`]),
  ];
}

function useNotes({ unseen, limited }: UsedRoles, used: readonly string[], days: number, isAgeless: boolean): readonly string[] {
  return [
    `made from the Activity Log: what was written, deleted and done in ${days} recorded days; ${used.length === 0 ? 'nothing was' : few(used, 12)}`,
    `what is needed less often than every ${days} days is not in it: think of yearly jobs, restores and emergencies`,
    'kept although the log cannot show whether they are used: reading, data actions, and what is checked where another resource is written (join, assign)',
    ...(isAgeless ? ['since when it exists is not known: of a new identity the log shows less than it needs'] : []),
    ...(limited.length === 0 ? [] : [`left as they are, for they ${limits}: ${shownRoles(limited)}`]),
    ...(unseen.length === 0 ? [] : [`left as they are, for no log of so many days was read of where they hold: ${shownRoles(unseen)}`]),
  ];
}

const limits = 'have to be activated first or are limited by the role';

function shownRoles(assignments: readonly Assignment[]): string {
  return few(
    assignments.map(({ grant, scope }) => `${grant.name} on ${shownScope(scope)}`),
    12,
  );
}

function countOf(actions: ReadonlyMap<string, readonly string[]>): number {
  return [...actions.values()].reduce((sum, list) => sum + list.length, 0);
}
