import type { Inventory } from '../../inventory/inventory.ts';
import { bitOf, type Mask, maskOfListed } from './permission-mask.ts';
import { roleText } from './predefined-roles.ts';
import { setText } from './predefined-sets.ts';
import { canonicalPermission } from './watched-permissions.ts';

/** What is known of a role; the same object for the same role. */
export interface Role {
  /** Undefined where nothing is known of it. */
  readonly mask: Mask | undefined;
  /** All of its permissions, where a source lists them. */
  readonly listed?: ReadonlySet<string>;
}

/** What roles allow: by the inventory where it lists their permissions, else by the table of predefined roles. */
export class RolePermissions {
  readonly #inventory: Inventory;
  readonly #roles = new Map<string, Role>();

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
  }

  /** The watched permissions of a role (`gcp:role/roles/owner`); undefined where nothing is known of it. */
  maskOf(policy: string | undefined): Mask | undefined {
    return this.role(policy).mask;
  }

  /** All permissions of a role, where a source lists them. */
  listOf(policy: string | undefined): ReadonlySet<string> | undefined {
    return this.role(policy).listed;
  }

  /** Whether a role holds a permission, written as roles do. */
  holds(policy: string | undefined, permission: string): 'yes' | 'no' | 'unknown' {
    const { mask, listed } = this.role(policy);
    if (listed !== undefined) return listed.has(permission) ? 'yes' : 'no';
    const bit = bitOf(permission);
    if (mask === undefined || bit === undefined) return 'unknown';
    return (mask & bit) === 0n ? 'no' : 'yes';
  }

  role(policy: string | undefined): Role {
    if (policy === undefined) return unknownRole;
    const present = this.#roles.get(policy);
    if (present !== undefined) return present;
    const permissions = this.#inventory.policies.get(policy)?.permissions;
    const role: Role =
      permissions === undefined
        ? { mask: maskOfPredefined(policy.slice('gcp:role/'.length)) }
        : { mask: maskOfListed(permissions), listed: new Set(permissions.map(canonicalPermission)) };
    this.#roles.set(policy, role);
    return role;
  }
}

const unknownRole: Role = { mask: undefined };

let table: ReadonlyMap<string, Mask> | undefined;

/** The watched permissions of a predefined role (`roles/owner`); undefined of a role that the table does not know. */
export function maskOfPredefined(role: string): Mask | undefined {
  table ??= readTable();
  return table.get(role);
}

/** The predefined roles of the table, by name. */
export function predefinedRoles(): ReadonlyMap<string, Mask> {
  table ??= readTable();
  return table;
}

function readTable(): ReadonlyMap<string, Mask> {
  const sets = setText.trim().split(/\s+/).map(readSet);
  const out = new Map<string, Mask>();
  let service = '';
  for (const word of roleText.trim().split(/\s+/)) {
    if (word.endsWith(':')) {
      service = word.slice(0, -1);
      continue;
    }
    const [name = '', code = ''] = word.split('=', 2);
    out.set(`roles/${service === '' ? name : `${service}.${name}`}`, sets[Number.parseInt(code, 36)] ?? 0n);
  }
  return out;
}

function readSet(runs: string): Mask {
  let mask = 0n;
  if (runs === '_') return mask;
  for (const run of runs.split('.')) {
    const [first = 0, last = first] = run.split('-').map((n) => Number.parseInt(n, 36));
    for (let bit = first; bit <= last; bit++) mask |= 1n << BigInt(bit);
  }
  return mask;
}
