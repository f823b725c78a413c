import { idOfHeld } from '../../inventory/binding.ts';
import { countDays, lastDay } from '../../inventory/day-ranges.ts';
import type { Grant } from '../../inventory/grant.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Policy } from '../../inventory/policy.ts';
import { GcpPermissions } from '../../permissions/gcp/gcp-permissions.ts';
import type { HeldRole } from '../../permissions/gcp/held-roles.ts';
import { permissionsIn } from '../../permissions/gcp/permission-mask.ts';
import { RolePermissions } from '../../permissions/gcp/role-permissions.ts';
import { isBroad, shownScope } from '../../permissions/gcp/scope-tree.ts';
import { type Replacement, smallerRoles } from '../../permissions/gcp/smaller-roles.ts';
import { canonicalPermission } from '../../permissions/gcp/watched-permissions.ts';
import type { World } from '../../posture/world.ts';
import { UserError } from '../../user-error.ts';
import type { FixChange } from './what-if.ts';

/** A role to give in place of others. */
export interface GoogleRole extends Replacement {
  /** The role to give: a predefined one, or the custom one to make (`projects/acme/roles/nhiFix`). Absent where none is left. */
  readonly role?: string;
}

export interface GoogleFixPlan extends FixChange {
  readonly roles: readonly GoogleRole[];
  readonly same: boolean;
}

/**
 * Works out smaller roles for an identity of Google Cloud, from what the recommender saw it use or from declared needs. Roles on
 * single resources stay: they are narrow already.
 * @throws UserError where they cannot be made, or cannot be shown to be within what is held now.
 */
export function planGoogleFix(
  world: World,
  identity: Identity,
  wish: { readonly needs: readonly string[]; readonly days: number },
): GoogleFixPlan {
  const { inventory } = world;
  const now = world.settings.now;
  const engine = new GcpPermissions(inventory, now);
  const held = engine.rolesOf(identity.id);
  refuseUnfit(identity, held);
  const own = held.filter((r) => r.through === undefined && isBroad(r.scope) && r.grant.eligible === undefined);
  if (own.length === 0)
    throw new UserError(
      `${identity.name} holds no role of its own on a project, folder or organization, so there is nothing to make smaller`,
    );
  const needed = wish.needs.length > 0 ? wish.needs.map(canonicalPermission) : usedPermissions(world, identity, wish.days);
  const knowledge = new RolePermissions(inventory);
  const found = smallerRoles(
    own,
    [...new Set(needed)],
    knowledge,
    [...inventory.policies.values()].filter((p) => p.kind === 'gcp-role'),
  );
  if ('permission' in found)
    throw new UserError(
      `${identity.name}: whether ${found.role} holds ${found.permission} is not known, so no smaller role can be shown; give gcloud iam roles describe ${found.role} --format=json`,
    );
  const roles = found.map((one, n): GoogleRole => ({ ...one, ...nameOf(one, identity, engine, n) }));
  const changed = withRoles(inventory, identity.id, own, roles);
  const smaller = new GcpPermissions(changed, now);
  refuseWider(identity, engine, smaller, roles);
  const left = smaller.rolesOf(identity.id);
  const unlisted = own.filter((r) => knowledge.listOf(r.grant.policy) === undefined).map((r) => r.grant.name);
  const after = new Set(
    roles.flatMap((r) => (r.predefined === undefined ? r.permissions : [...(knowledge.listOf(`gcp:role/${r.predefined}`) ?? [])])),
  ).size;
  // Of a role that nobody listed, what the table of predefined roles watches.
  const before = new Set(own.flatMap((r) => [...(knowledge.listOf(r.grant.policy) ?? permissionsIn(r.mask ?? 0n))])).size;
  return {
    identity,
    roles,
    before,
    after,
    same: unlisted.length === 0 && before === after,
    inventory: changed,
    notes: [
      ...(wish.needs.length > 0 ? ['made from what was declared as needed, not from recorded use'] : periods(world, identity, wish.days)),
      ...(unlisted.length === 0
        ? []
        : [`counted in part, because their permissions were not listed: ${[...new Set(unlisted)].join(', ')}`]),
      ...throughOthers(held, left),
      ...missing(needed, held, left, knowledge),
      'roles on single resources stay as they are, and so do deny policies and boundaries',
      'some permissions cannot stand in custom roles; where gcloud says so, keep a predefined role that holds them',
    ],
  };
}

function refuseUnfit({ name, kind, providerManaged, grantsListed }: Identity, held: readonly HeldRole[]): void {
  if (kind !== 'gcp-service-account' && kind !== 'gcp-federated-principal' && kind !== 'gcp-agent-identity')
    throw new UserError(`${name} holds no roles of its own: ${kind}; nhi fix makes roles for service accounts and identities of pools`);
  if (providerManaged === true) throw new UserError(`${name} is an account of Google's own; only Google changes what it needs`);
  const unknown = held.find((r) => r.mask === undefined);
  if (unknown !== undefined)
    throw new UserError(
      `${name}: what ${unknown.grant.name} holds is not known, so no smaller role can be made; give gcloud iam roles describe`,
    );
  if (grantsListed !== true)
    throw new UserError(`${name}: its roles are not all known; give the allow policies of its project and of all above it`);
}

/** What the recommender saw it use, if it looked long enough. */
function usedPermissions(world: World, { id, name }: Identity, days: number): readonly string[] {
  const uses = (world.inventory.uses.get(id) ?? []).filter((u) => u.recorder === 'recommender');
  const observed = Math.max(0, ...uses.map((u) => countDays(u.days ?? [])));
  if (uses.length === 0)
    throw new UserError(
      `no record of use of ${name} was read: give the policy insights of the recommender, or say what it needs with --need`,
    );
  if (observed < days)
    throw new UserError(
      `${name}: its use is recorded for ${observed} days and ${days} are asked for; give older records, or --days ${Math.max(1, observed)}`,
    );
  return uses.flatMap((u) =>
    Object.entries(u.actions).flatMap(([permission, at]) => (at === null ? [] : [canonicalPermission(permission)])),
  );
}

function periods(world: World, { id }: Identity, days: number): readonly string[] {
  const uses = (world.inventory.uses.get(id) ?? []).filter((u) => u.recorder === 'recommender');
  const ranges = uses.flatMap((u) => u.days ?? []);
  return [
    `policy insights of the recommender up to ${lastDay([...ranges].sort()) ?? 'a day that is not known'}`,
    `what is needed less often than every ${days} days is not in it: think of yearly jobs, restores and emergencies`,
  ];
}

/** Convenience values of buckets and datasets (`projectEditor:acme`) mean whoever holds a basic role, and no longer. */
function throughOthers(held: readonly HeldRole[], left: readonly HeldRole[]): readonly string[] {
  return held.flatMap((r) => {
    if (r.through === undefined) return [];
    const stays = left.some((l) => idOf(l) === idOf(r) && l.through === r.through);
    return [
      `${r.grant.name} on ${shownScope(r.scope)} comes through ${r.through} and ${stays ? 'stays' : 'goes with the roles taken away'}`,
    ];
  });
}

function missing(
  needed: readonly string[],
  held: readonly HeldRole[],
  left: readonly HeldRole[],
  knowledge: RolePermissions,
): readonly string[] {
  const isIn = (roles: readonly HeldRole[], p: string): boolean => roles.some((r) => knowledge.holds(r.grant.policy, p) === 'yes');
  const listed = [...new Set(needed)].sort();
  const lacking = listed.filter((p) => !isIn(held, p));
  // What smaller roles hold is in no list that was read: only what others give can be lost.
  const lost = listed.filter((p) => isIn(held, p) && !held.some((r) => r.through === undefined && isIn([r], p)) && !isIn(left, p));
  return [
    ...(lacking.length === 0 ? [] : [`needed and held by none of its roles: ${lacking.join(', ')}`]),
    ...(lost.length === 0
      ? []
      : [`needed and lost with the roles taken away, so give a role for it where it is needed: ${lost.join(', ')}`]),
  ];
}

/** Custom roles live in a project or in the organization; there are none of folders. */
function nameOf(one: Replacement, identity: Identity, engine: GcpPermissions, n: number): Pick<GoogleRole, 'role'> {
  if (one.permissions.length === 0) return {};
  if (one.predefined !== undefined) return { role: one.predefined };
  const home = one.scope.startsWith('gcp:project/')
    ? one.scope
    : engine.tree.chainOf(one.scope).find((s) => s.startsWith('gcp:organization/'));
  if (home === undefined)
    throw new UserError(`${shownScope(one.scope)}: its organization is not known, and a custom role for a folder lives there`);
  const word = identity.name.split('@', 1)[0]?.replace(/[^A-Za-z0-9]/g, '_') ?? '';
  return { role: `${home.slice('gcp:'.length).replace('/', 's/')}/roles/nhiFix_${word.slice(0, 40)}${n === 0 ? '' : `_${n + 1}`}` };
}

function idOf({ grant, holder }: HeldRole): string {
  return idOfHeld(grant, holder);
}

/** The inventory where an identity holds the smaller roles in place of the others. */
function withRoles(inventory: Inventory, id: string, gone: readonly HeldRole[], roles: readonly GoogleRole[]): Inventory {
  const evidence = inventory.identities.get(id)?.evidence ?? [];
  const grants = roles.flatMap(({ role, scope, condition }): Grant[] =>
    role === undefined
      ? []
      : [
          {
            id: `${id}#attached/${role} on ${scope}${condition === undefined ? '' : ` if ${condition}`}`,
            holder: id,
            kind: 'attached',
            name: role,
            policy: `gcp:role/${role}`,
            scope,
            ...(condition === undefined ? {} : { condition }),
            evidence,
          },
        ],
  );
  const policies = new Map(inventory.policies);
  for (const { role, permissions, predefined } of roles)
    if (role !== undefined && predefined === undefined)
      policies.set(`gcp:role/${role}`, {
        id: `gcp:role/${role}`,
        kind: 'gcp-role',
        name: role,
        providerManaged: false,
        permissions,
        evidence,
      } satisfies Policy);
  const left = new Set(gone.map(idOf));
  return {
    ...inventory,
    policies,
    grants: new Map(inventory.grants).set(id, [...(inventory.grants.get(id) ?? []).filter((g) => !left.has(g.id)), ...grants]),
  };
}

/** The engine is asked again: on no scope may anything be held that was not held before. */
function refuseWider(identity: Identity, before: GcpPermissions, after: GcpPermissions, roles: readonly GoogleRole[]): void {
  const rank = ['denied', 'unknown', 'conditional', 'allowed'];
  const wider = roles.flatMap(({ scope, permissions }) =>
    permissions.filter(
      (p) => rank.indexOf(after.decide(identity.id, p, scope).answer) > rank.indexOf(before.decide(identity.id, p, scope).answer),
    ),
  );
  for (const holding of after.holdingsOf(identity.id)) {
    const earlier = before.holdingOn(identity.id, holding.scope);
    if ((holding.sure & ~earlier.sure) !== 0n) wider.push(`what it holds on ${shownScope(holding.scope)}`);
  }
  if (wider.length > 0)
    throw new UserError(`no smaller role can be shown for ${identity.name}: ${wider[0]} would be more than it holds now`);
}
