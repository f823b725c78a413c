import type { Grant } from '../../inventory/grant.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { RolePermission } from '../../inventory/policy.ts';
import { summaryOfGrants } from '../grant-summary.ts';
import { accessPolicyRole } from './access-policy.ts';
import { builtInRole } from './built-in-roles.ts';
import { type Condition, readCondition } from './condition.ts';
import { type Role, roleOf } from './role.ts';
import { plainScope } from './scope-tree.ts';

/** A role of Azure that somebody holds. */
export interface Assignment {
  readonly grant: Grant;
  /** The group that holds it. */
  readonly through?: string;
  /** Undefined where what the role allows is not known. */
  readonly role: Role | undefined;
  /** Undefined where that is not known. */
  readonly scope: string | undefined;
  readonly condition?: Condition | 'unreadable';
  /** It counts only once its holder activates it. */
  readonly eligible: boolean;
}

/** Who holds roles, for conditions that ask. */
export interface Holder {
  readonly type: 'ServicePrincipal' | 'User';
  /** Its object id. */
  readonly id?: string;
}

/** The role assignments of the identities of an inventory. */
export class Assignments {
  readonly #inventory: Inventory;
  readonly #byHolder = new Map<string, readonly Assignment[]>();
  readonly #groups = new Map<string, readonly string[]>();
  readonly #listed: boolean;

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
    this.#listed = areListed(inventory);
  }

  /** The roles that an identity holds itself and through groups. */
  of(identity: string): readonly Assignment[] {
    const groups = this.groupsOf(identity);
    const own = this.#heldBy(identity);
    if (groups.length === 0) return own;
    return [...own, ...groups.flatMap((group) => this.#heldBy(group).map((a) => ({ ...a, through: group })))];
  }

  /** Groups that an identity is in, also through groups; in a fixed order. */
  groupsOf(identity: string): readonly string[] {
    const direct = this.#inventory.memberships.get(identity);
    if (direct === undefined) return [];
    const present = this.#groups.get(identity);
    if (present !== undefined) return present;
    const found = new Set<string>();
    const open = [...direct];
    for (let group = open.pop(); group !== undefined; group = open.pop()) {
      if (found.has(group)) continue;
      found.add(group);
      open.push(...(this.#inventory.memberships.get(group) ?? []));
    }
    const groups = [...found].sort();
    this.#groups.set(identity, groups);
    return groups;
  }

  /** Whether a source gave all of an identity's role assignments. */
  areListed(identity: string): boolean {
    if (this.#listed) return true;
    const known = this.#inventory.identities.get(identity);
    return known?.plane === 'azure' && known.grantsListed === true;
  }

  #heldBy(holder: string): readonly Assignment[] {
    const present = this.#byHolder.get(holder);
    if (present !== undefined) return present;
    const held = (this.#inventory.grants.get(holder) ?? []).filter(isOfAzure);
    const assignments = held.map((grant) => this.read(grant));
    this.#byHolder.set(holder, assignments);
    return assignments;
  }

  /** A grant of Azure as what it gives. */
  read(grant: Grant): Assignment {
    const permissions = this.#permissionsOf(grant);
    const { condition } = grant;
    return {
      grant,
      role: permissions === undefined ? undefined : roleOf(permissions),
      scope: grant.scope === undefined ? undefined : plainScope(grant.scope),
      ...(condition === undefined ? {} : { condition: readCondition(condition) ?? 'unreadable' }),
      eligible: grant.eligible === true,
    };
  }

  #permissionsOf({ policy, role }: Grant): readonly RolePermission[] | undefined {
    if (policy === undefined) return role === undefined ? undefined : accessPolicyRole(role);
    return this.#inventory.policies.get(policy)?.allows ?? builtInRole(policy.slice('azure:role/'.length));
  }
}

/** How conditions see an identity. */
export function holderOf({ id, kind, aliases = [] }: Identity): Holder {
  const own = [id, ...aliases].find((one) => /^entra:(?:service-principal|user)\//.test(one));
  const type = kind === 'entra-user' ? 'User' : 'ServicePrincipal';
  return own === undefined ? { type } : { type, id: own.slice(own.indexOf('/') + 1) };
}

/** Whether a grant is of a role of Azure, and not of the directory. */
export function isOfAzure({ kind, policy, scope }: Grant): boolean {
  if (kind !== 'attached') return false;
  if (policy !== undefined) return policy.startsWith('azure:role/');
  return scope !== undefined && /^\/(?:subscriptions|providers\/microsoft\.management)\//i.test(scope);
}

/** Whether some source gave the role assignments of the scopes that were read. */
function areListed(inventory: Inventory): boolean {
  for (const { plane, supplies } of inventory.scopes.values()) if (plane === 'azure' && supplies?.includes('grants')) return true;
  return summaryOfGrants(inventory).given.has('azure:role');
}
