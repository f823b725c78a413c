import { type BindingPlace, type GivenRole, type HeldGrant, isBinding } from '../../inventory/binding.ts';
import { heldGrants } from '../../inventory/grant-table.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { type HeldRoles, isBasicRole } from './held-roles.ts';
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

/** What most service accounts hold: roles on one project, folder or organization, and others on single things. */
export interface Profile {
  /** The project, folder or organization; undefined where there is none. */
  readonly scope: string | undefined;
  /** What is held on it, and of that what does not end by itself. */
  readonly sure: Sum;
  readonly lasting: Sum;
  /** A role there is no predefined one: whoever may change it gets more. */
  readonly isCustom: boolean;
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

/** What a role comes to wherever it is given, under the condition that it is given under. */
interface Given {
  readonly policy: string;
  readonly role: Role;
  readonly mask: Mask;
  readonly isCustom: boolean;
  /** Holding it makes one of those that others name by it, see `HeldRoles.holdersByBasicRole`. */
  readonly isBasic: boolean;
  /** It gives something of what was asked for. */
  readonly tells: boolean;
  /** It is given without condition, for good. */
  readonly lasts: boolean;
  readonly holds: boolean | 'unknown';
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
  /** Few make up very many bindings; as whoever asked last wants them told. */
  readonly #given = new Map<GivenRole, Given>();
  #asked: Asked | undefined;
  /** The policy of a project, folder or organization that was looked into last. */
  #broad: { readonly on: BindingPlace | undefined; readonly scope: string } = { on: undefined, scope: '' };

  constructor(inventory: Inventory, held: HeldRoles, roles: RolePermissions, tree: ScopeTree) {
    this.#inventory = inventory;
    this.#held = held;
    this.#roles = roles;
    this.#tree = tree;
    this.#sums.set(0n, this.#empty);
  }

  /** Undefined for whoever holds more than a profile tells: by a group, on several projects, by a role that is not known, not for sure. */
  of(identity: Identity, asked: Asked): Profile | undefined {
    if (!this.#held.isAlone(identity)) return undefined;
    const found: OpenProfile = {
      scope: undefined,
      sure: this.#empty,
      lasting: this.#empty,
      isCustom: false,
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
      const given = this.#givenBy(grant, asked);
      if (given === undefined) return false;
      const scope = this.#scopeOf(grant);
      if (scope === undefined) return false;
      if (isBroad(scope)) {
        if (!isOwn || (to.scope !== undefined && to.scope !== scope) || !this.#addBroad(to, given, scope, asked)) return false;
      } else {
        if (!given.lasts) return false;
        if (asked.isKept(scope)) {
          if (!isOwn) return false;
          this.#keep(to, scope, given);
        }
        to.rest = this.#with(to.rest, given);
      }
    }
    return true;
  }

  /** Most of what accounts of one project hold stands in its policy. */
  #scopeOf(grant: HeldGrant): string | undefined {
    if (!isBinding(grant)) return grant.scope === undefined ? undefined : this.#tree.named(grant.scope);
    const { on } = grant;
    if (on === this.#broad.on) return this.#broad.scope;
    const scope = this.#tree.named(on.scope);
    if (isBroad(scope)) this.#broad = { on, scope };
    return scope;
  }

  /** What a role comes to wherever it is given; undefined where no profile tells it. */
  #givenBy(grant: HeldGrant, asked: Asked): Given | undefined {
    if (!isBinding(grant)) return this.#read(grant, asked);
    if (asked !== this.#asked) {
      this.#asked = asked;
      this.#given.clear();
    }
    const present = this.#given.get(grant.given);
    if (present !== undefined) return present;
    const given = this.#read(grant, asked);
    if (given !== undefined) this.#given.set(grant.given, given);
    return given;
  }

  #read({ policy, condition, until, eligible }: HeldGrant, asked: Asked): Given | undefined {
    if (eligible === true || policy?.startsWith('gcp:role/') !== true) return undefined;
    const role = this.#roles.role(policy);
    const { mask } = role;
    if (mask === undefined) return undefined;
    const lasts = condition === undefined && until === undefined;
    const isCustom = !policy.startsWith('gcp:role/roles/');
    const tells = (mask & asked.telling) !== 0n;
    const holds = lasts || this.#held.holdsNow(condition, until);
    return { policy, role, mask, isCustom, isBasic: isBasicRole(policy), tells, lasts, holds };
  }

  #keep(to: OpenProfile, scope: string, { role, tells }: Given): void {
    let thing = to.kept.find((one) => one.scope === scope);
    if (thing === undefined) {
      thing = { scope, telling: this.#noRoles };
      to.kept = [...to.kept, thing];
    }
    if (tells) thing.telling = follow(thing.telling, role);
  }

  #addBroad(to: OpenProfile, given: Given, scope: string, asked: Asked): boolean {
    if (given.holds === 'unknown') return false;
    if (!given.holds) return true;
    to.scope = scope;
    to.sure = this.#with(to.sure, given);
    if (given.lasts) to.lasting = this.#with(to.lasting, given);
    if (given.isCustom) to.isCustom = true;
    if (given.tells) to.telling = follow(to.telling, given.role);
    if (!given.isBasic) return true;
    for (const holder of this.#held.holdersByBasicRole(given.policy, scope)) if (!this.#addAll(to, holder, asked, false)) return false;
    return true;
  }

  #with(sum: Sum, { role, mask: more }: Given): Sum {
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
