import type { RolePermission } from '../../inventory/policy.ts';
import { type Pattern, patternOf } from './action-pattern.ts';
import { type Condition, readCondition } from './condition.ts';

/** A block of permissions of a role: what it takes back, it takes back from itself alone. */
export interface Block {
  readonly written: RolePermission;
  /** The condition of the block: as a tree, or `unreadable`. */
  readonly condition?: Condition | 'unreadable';
}

/** A role whose permissions are known. Roles with equal permissions are one. */
export interface Role {
  readonly blocks: readonly Block[];
  /** Some block has a condition. */
  readonly isLimited: boolean;
}

const roles = new WeakMap<readonly RolePermission[], Role>();

/** The role with given permissions; made once for each list. */
export function roleOf(permissions: readonly RolePermission[]): Role {
  const present = roles.get(permissions);
  if (present !== undefined) return present;
  const role: Role = {
    isLimited: permissions.some((block) => block.condition !== undefined),
    blocks: permissions.map((written) => {
      const { condition } = written;
      return condition === undefined ? { written } : { written, condition: readCondition(condition) ?? 'unreadable' };
    }),
  };
  roles.set(permissions, role);
  return role;
}

interface Lists {
  readonly allow: readonly Pattern[];
  readonly not: readonly Pattern[];
}

const compiled = new WeakMap<RolePermission, { readonly control: Lists; readonly data: Lists }>();

/**
 * Whether a block allows an action, in lower case, of the control plane or the data plane, its condition aside
 * (https://learn.microsoft.com/azure/role-based-access-control/role-definitions#control-and-data-actions).
 */
export function blockAllows({ written }: Pick<Block, 'written'>, action: string, isData: boolean): boolean {
  let lists = compiled.get(written);
  if (lists === undefined) {
    lists = {
      control: { allow: written.actions.map(patternOf), not: written.notActions.map(patternOf) },
      data: { allow: written.dataActions.map(patternOf), not: written.notDataActions.map(patternOf) },
    };
    compiled.set(written, lists);
  }
  const { allow, not } = isData ? lists.data : lists.control;
  return allow.some((pattern) => pattern(action)) && !not.some((pattern) => pattern(action));
}
