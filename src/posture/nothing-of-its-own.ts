import type { Identity } from '../inventory/identity.ts';
import type { World } from './world.ts';

/** Whether an identity has nothing of its own but what it was given: no workload, no credential, no use, nothing that speaks of what it is. */
export function hasNothingOfItsOwn({ inventory, holdings }: World, identity: Identity): boolean {
  const { id, agent, actsAs, mcp, settings, entra, github, kubernetes, vault, spiffe, ci } = identity;
  return (
    !agent &&
    (actsAs ?? mcp ?? settings ?? entra ?? github ?? kubernetes ?? vault ?? spiffe ?? ci) === undefined &&
    !inventory.decisionPoints.has(id) &&
    !inventory.uses.has(id) &&
    holdings.ownedBy(id).length === 0 &&
    holdings.heldBy(id).length === 0 &&
    holdings.workloadsOf(id).length === 0 &&
    holdings.serversOf(id).length === 0
  );
}
