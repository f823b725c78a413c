import type { Inventory } from '../inventory/inventory.ts';
import type { Plane } from '../inventory/plane.ts';

/** Whether anything was read of what roles of a plane are given to: without it, the plane has no say in anybody's power. */
export function hasGrants({ scopes, grants }: Inventory, plane: Plane): boolean {
  for (const scope of scopes.values())
    if (scope.plane === plane && scope.supplies?.some((s) => s === 'grants' || s.endsWith('assignment'))) return true;
  for (const held of grants.values()) if (held.some(({ policy }) => policy?.startsWith(`${plane}:`))) return true;
  return false;
}
