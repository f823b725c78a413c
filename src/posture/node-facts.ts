import { clusterMachines } from '../inventory/cluster-machines.ts';
import type { Facts } from '../inventory/fact-types.ts';
import type { Workload } from '../inventory/workload.ts';
import { identityFacts } from './identity-facts.ts';
import type { World } from './world.ts';

/** What the machines of a cluster are in their cloud, and whether pods get their tokens. */
export function nodeFacts(world: World, workload: Workload): Facts<'Workload'> {
  const { reachable, identity } = clusterMachines(world.inventory, workload);
  return { metadata_reachable: reachable, ...(identity === undefined ? {} : { identity: identityFacts(world, identity) }) };
}
