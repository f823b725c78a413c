import type { Inventory } from '../inventory/inventory.ts';
import type { Plane } from '../inventory/plane.ts';
import { summaryOfGrants } from './grant-summary.ts';

/** Whether anything was read of what roles of a plane are given to: without it, the plane has no say in anybody's power. */
export function hasGrants(inventory: Inventory, plane: Plane): boolean {
  for (const scope of inventory.scopes.values())
    if (scope.plane === plane && scope.supplies?.some((s) => s === 'grants' || s.endsWith('assignment'))) return true;
  for (const kind of summaryOfGrants(inventory).policies) if (kind.startsWith(`${plane}:`)) return true;
  return false;
}
