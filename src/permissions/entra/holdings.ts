import type { Grant } from '../../inventory/grant.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { StatementReference } from '../power.ts';
import { type Ability, abilitiesOfActions } from './ability.ts';
import { type DirectoryScope, readDirectoryScope, shownDirectoryScope } from './directory-scope.ts';
import { readPermission } from './permission-abilities.ts';
import { abilitiesOfRole } from './role-abilities.ts';
import { readTenants } from './tenant.ts';

/** A directory role or a permission of an API that an identity holds, with what it lets it do. */
export interface HeldPower {
  readonly grant: Grant;
  /** The group that it comes through. */
  readonly through?: string;
  readonly role?: { readonly id: string; readonly scope: DirectoryScope | undefined; readonly actions?: readonly string[] };
  readonly permission?: { readonly api: string; readonly value: string; readonly delegated: boolean };
  /** Undefined where what it allows is not known. */
  readonly abilities: ReadonlySet<Ability> | undefined;
  /** It counts for the whole directory, or for everything that the permission is about. */
  readonly broad: boolean;
  /** Why it does not count by itself. */
  readonly condition?: 'eligible' | 'delegated' | 'condition' | 'needs-more';
}

const permissionPrefix = 'entra:permission/';
const rolePrefix = 'entra:role/';
const groupPrefix = 'entra:group/';

/** What identities hold in directories: by grants of their own, and by those of their groups, also of groups in groups. */
export class DirectoryHoldings {
  readonly #inventory: Inventory;
  readonly #held = new Map<string, readonly HeldPower[]>();
  #objects: ReadonlyMap<string, string> | undefined;
  readonly tenantOf: (identity: Identity) => string;

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
    this.tenantOf = readTenants(inventory);
  }

  /** What an identity or a group holds, in the order of the grants' ids. */
  of(holder: string): readonly HeldPower[] {
    const present = this.#held.get(holder);
    if (present !== undefined) return present;
    const groups = this.#groupsOf(holder);
    const held =
      groups.length === 0 && !this.#inventory.grants.has(holder)
        ? nothing
        : [this.#own(holder), ...groups.map((group) => this.#own(group, group))].flat();
    if (held.length > 0) this.#held.set(holder, held);
    return held;
  }

  /** The identity that an object id or client id stands for, by the ids of the inventory. */
  objectOf(id: string): string | undefined {
    this.#objects ??= readObjects(this.#inventory);
    return this.#objects.get(id.toLowerCase());
  }

  /** Whether everything that an identity holds in its directory was read. */
  isListed(id: string): boolean {
    const identity = this.#inventory.identities.get(id);
    if (identity === undefined) return false;
    if (identity.plane === 'entra' && identity.grantsListed === true) return true;
    const supplies = this.#inventory.scopes.get(`entra:tenant/${this.tenantOf(identity)}`)?.supplies ?? [];
    if (supplies.includes('grants')) return true;
    // Permissions as an application are never people's.
    return supplies.includes('role-assignment') && (identity.kind === 'entra-user' || supplies.includes('app-role-assignment'));
  }

  /** The groups of Entra that a holder is in, nearest first. */
  #groupsOf(holder: string): readonly string[] {
    const found = new Set<string>();
    const visit = (id: string): void => {
      for (const group of [...(this.#inventory.memberships.get(id) ?? [])].sort()) {
        if (!group.startsWith(groupPrefix) || found.has(group)) continue;
        found.add(group);
        visit(group);
      }
    };
    visit(holder);
    return [...found];
  }

  #own(holder: string, through?: string): readonly HeldPower[] {
    const grants = (this.#inventory.grants.get(holder) ?? []).filter(
      (g) => g.kind === 'attached' && (g.policy === undefined ? isUnnamed(g) : isOfDirectory(g.policy)),
    );
    return [...grants]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((grant) => ({ ...this.#read(grant), ...(through === undefined ? {} : { through }) }));
  }

  #read(grant: Grant): HeldPower {
    const { policy = '' } = grant;
    if (policy.startsWith(permissionPrefix)) return readPermissionGrant(grant, policy.slice(permissionPrefix.length));
    const id = policy.slice(rolePrefix.length);
    const scope = grant.scope === undefined ? undefined : readDirectoryScope(grant.scope);
    const actions = this.#inventory.policies.get(policy)?.permissions;
    const condition = grant.eligible === true ? 'eligible' : grant.condition === undefined ? undefined : 'condition';
    return {
      grant,
      role: { id, scope, ...(actions === undefined ? {} : { actions }) },
      abilities: abilitiesOfRole(id) ?? (actions === undefined ? undefined : abilitiesOfActions(actions)),
      broad: scope?.kind === 'whole',
      ...(condition === undefined ? {} : { condition }),
    };
  }
}

const nothing: readonly HeldPower[] = [];

function readObjects({ identities }: Inventory): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  for (const { id, aliases = [], plane } of identities.values()) {
    if (plane !== 'entra' && plane !== 'azure') continue;
    for (const one of [id, ...aliases]) if (one.startsWith('entra:')) out.set(one.slice(one.lastIndexOf('/') + 1).toLowerCase(), id);
  }
  return out;
}

function isOfDirectory(policy: string): boolean {
  return policy.startsWith(permissionPrefix) || policy.startsWith(rolePrefix);
}

/** A role of which only a name is known, on a scope of the directory. */
function isUnnamed({ scope, holder }: Grant): boolean {
  return holder.startsWith('entra:') && (scope === undefined || !/^(?:\/subscriptions|\/providers|azure:)/i.test(scope));
}

function readPermissionGrant(grant: Grant, rest: string): HeldPower {
  const [api = '', ...path] = rest.split('/');
  const delegated = path.length > 1 && path.at(-1) === 'delegated';
  const value = (delegated ? path.slice(0, -1) : path).join('/');
  const { abilities, broad, needsMore } = readPermission(api, value);
  const condition = delegated
    ? 'delegated'
    : grant.eligible === true
      ? 'eligible'
      : grant.condition !== undefined
        ? 'condition'
        : needsMore
          ? 'needs-more'
          : undefined;
  return { grant, permission: { api, value, delegated }, abilities, broad, ...(condition === undefined ? {} : { condition }) };
}

/** A role or permission as a person finds it. */
export function referToPower({ grant, role, permission, through }: HeldPower): StatementReference {
  const where =
    permission !== undefined
      ? permission.delegated
        ? 'for a user who signs in'
        : 'for the whole tenant'
      : role?.scope === undefined
        ? 'on something that is not known'
        : `on ${shownDirectoryScope(role.scope)}`;
  return {
    policy: grant.name,
    statement: grant.eligible === true ? `${where}, once activated` : where,
    ...(through === undefined ? {} : { through: through.slice(groupPrefix.length) }),
    evidence: grant.evidence,
  };
}
