import type { Grant } from '../inventory/grant.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { summaryOfGrants } from './grant-summary.ts';

/** The inventory without grants that have ended by themselves: the same one where none has. */
export function withoutEndedGrants(inventory: Inventory, now: Date): Inventory {
  if (!(summaryOfGrants(inventory).firstEnd <= now.getTime())) return inventory;
  const hasEnded = ({ until }: Grant): boolean => until !== undefined && Date.parse(until) <= now.getTime();
  let grants: Map<string, readonly Grant[]> | undefined;
  for (const [holder, list] of inventory.grants) {
    if (!list.some(hasEnded)) continue;
    grants ??= new Map(inventory.grants);
    grants.set(
      holder,
      list.filter((grant) => !hasEnded(grant)),
    );
  }
  return grants === undefined ? inventory : { ...inventory, grants };
}
