import type { HeldGrant } from '../../inventory/binding.ts';
import { heldGrants } from '../../inventory/grant-table.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { HeldRoles } from './held-roles.ts';
import type { Mask } from './permission-mask.ts';
import type { Role, RolePermissions } from './role-permissions.ts';
import { isBroad, type ScopeTree } from './scope-tree.ts';

/** A set of permissions. Each is there once, however many hold it, with the sets that one more role makes of it. */
export interface Sum {
  readonly mask: Mask;
  readonly more: Map<Role, Sum>;
}

/** Roles in the order in which they are held, each such list once. */
export interface RoleList {
  readonly more: Map<Role, RoleList>;
}

/** What most service accounts hold: predefined roles on one project, folder or organization, and others on single things. */
export interface Profile {
  /** The project, folder or organization; undefined where there is none. */
  readonly scope: string | undefined;
  /** What is held on it, and of that what does not end by itself. */
  readonly sure: Sum;
  readonly lasting: Sum;
  /** Its roles there that give something of what was asked for. */
  readonly telling: RoleList;
  /** What is held on single things. */
  readonly rest: Sum;
  /** The single things that were asked about among these. */
  readonly kept: readonly Kept[];
}

/** A single thing that was asked about, and the roles on it that give something of what was asked for. */
export interface Kept {
  readonly scope: string;
  readonly telling: RoleList;
}

/** Which single things are told one by one, and which permissions somebody wants to know the roles of. */
export interface Asked {
  readonly isKept: (scope: string) => boolean;
  readonly telling: Mask;
}

const nothing: readonly Open<Kept>[] = [];

/**
 * Reads what service accounts hold without making anything for each role of each: there may be a million, and what they add up to is
 * the same for most.
 */
export class Profiles {
  readonly #inventory: Inventory;
  readonly #held: HeldRoles;
  readonly #roles: RolePermissions;
  readonly #tree: ScopeTree;
  readonly #sums = new Map<Mask, Sum>();
  readonly #empty: Sum = { mask: 0n, more: new Map() };
  readonly #noRoles: RoleList = { more: new Map() };

  constructor(inventory: Inventory, held: HeldRoles, roles: RolePermissions, tree: ScopeTree) {
    this.#inventory = inventory;
    this.#held = held;
    this.#roles = roles;
    this.#tree = tree;
    this.#sums.set(0n, this.#empty);
  }

  /** Undefined for whoever holds more than a profile tells: by a group, on several projects, by a custom role, not for sure. */
  of(identity: Identity, asked: Asked): Profile | undefined {
    if (!this.#held.isAlone(identity)) return undefined;
    const found: OpenProfile = {
      scope: undefined,
      sure: this.#empty,
      lasting: this.#empty,
      telling: this.#noRoles,
      rest: this.#empty,
      kept: nothing,
    };
    if (!this.#addAll(found, identity.id, asked, true)) return undefined;
    for (const holder of this.#held.everyAccount) if (!this.#addAll(found, holder, asked, false)) return undefined;
    return found;
  }

  #addAll(to: OpenProfile, holder: string, asked: Asked, isOwn: boolean): boolean {
    for (const grant of heldGrants(this.#inventory.grants, holder)) {
      if (grant.kind !== 'attached') continue;
      const { scope: written, policy, eligible } = grant;
      if (written === undefined || eligible === true || policy?.startsWith('gcp:role/roles/') !== true) return false;
      const role = this.#roles.role(policy);
      if (role.mask === undefined) return false;
      const scope = this.#tree.named(written);
      if (isBroad(scope)) {
        if (!isOwn || (to.scope !== undefined && to.scope !== scope) || !this.#addBroad(to, grant, role, scope, asked)) return false;
      } else {
        if (grant.condition !== undefined || grant.until !== undefined) return false;
        if (asked.isKept(scope)) {
          if (!isOwn) return false;
          this.#keep(to, scope, role, (role.mask & asked.telling) !== 0n);
        }
        to.rest = this.#with(to.rest, role, role.mask);
      }
    }
    return true;
  }

  #keep(to: OpenProfile, scope: string, role: Role, tells: boolean): void {
    let thing = to.kept.find((one) => one.scope === scope);
    if (thing === undefined) {
      thing = { scope, telling: this.#noRoles };
      to.kept = [...to.kept, thing];
    }
    if (tells) thing.telling = follow(thing.telling, role);
  }

  #addBroad(to: OpenProfile, { condition, until, policy }: HeldGrant, role: Role, scope: string, asked: Asked): boolean {
    const { mask = 0n } = role;
    const holds = condition === undefined && until === undefined ? true : this.#held.holdsNow(condition, until);
    if (holds === 'unknown') return false;
    if (!holds) return true;
    to.scope = scope;
    to.sure = this.#with(to.sure, role, mask);
    if (condition === undefined && until === undefined) to.lasting = this.#with(to.lasting, role, mask);
    if ((mask & asked.telling) !== 0n) to.telling = follow(to.telling, role);
    for (const holder of this.#held.holdersByBasicRole(policy, scope)) if (!this.#addAll(to, holder, asked, false)) return false;
    return true;
  }

  #with(sum: Sum, role: Role, more: Mask): Sum {
    const known = sum.more.get(role);
    if (known !== undefined) return known;
    const mask = sum.mask | more;
    const next = this.#sums.get(mask) ?? { mask, more: new Map() };
    this.#sums.set(mask, next);
    sum.more.set(role, next);
    return next;
  }
}

type Open<T> = { -readonly [K in keyof T]: T[K] };
type OpenProfile = Open<Omit<Profile, 'kept'>> & { kept: readonly Open<Kept>[] };

function follow(list: RoleList, role: Role): RoleList {
  const known = list.more.get(role);
  if (known !== undefined) return known;
  const next: RoleList = { more: new Map() };
  list.more.set(role, next);
  return next;
}
