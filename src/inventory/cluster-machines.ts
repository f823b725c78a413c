import type { Inventory } from './inventory.ts';
import type { Workload } from './workload.ts';

/** What the machines of a node pool are in their cloud. */
interface ClusterMachines {
  /** Whether pods get their tokens; absent where that is not known. */
  readonly reachable?: boolean;
  readonly identity?: string;
}

/**
 * Joins a cluster's nodes with the machines of its cloud. Pods get at a machine's tokens over as many hops as it allows
 * (https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html), unless network policies or the
 * metadata server of GKE (https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity#metadata_server) stand between.
 */
export function clusterMachines(inventory: Inventory, { settings }: Workload): ClusterMachines {
  const machines = machinesOf(inventory);
  const found = (settings?.machines ?? []).flatMap((id) => machines.get(id) ?? []);
  const identity = found.find((machine) => machine.identity !== undefined)?.identity;
  const answer = reachable(settings?.metadata_walled, found);
  return { ...(answer === undefined ? {} : { reachable: answer }), ...(identity === undefined ? {} : { identity }) };
}

function reachable(isWalled: boolean | undefined, machines: readonly Workload[]): boolean | undefined {
  if (isWalled === true) return false;
  const hops = machines.map((machine) => (machine.kind === 'aws-ec2-instance' ? machine.settings?.imds_hops : 2));
  // One hop is the machine itself, and pods with a network of their own are one further.
  if (hops.length > 0 && hops.every((n) => n !== undefined && n < 2)) return false;
  return isWalled === false && hops.some((n) => n !== undefined && n >= 2) ? true : undefined;
}

const known = new WeakMap<Inventory, ReadonlyMap<string, readonly Workload[]>>();

/** Machines of the clouds by the ids that clusters know them by. */
function machinesOf(inventory: Inventory): ReadonlyMap<string, readonly Workload[]> {
  const present = known.get(inventory);
  if (present !== undefined) return present;
  const machines = new Map<string, Workload[]>();
  for (const workload of inventory.workloads.values()) {
    const id = machineId(workload);
    if (id !== undefined) machines.set(id, [...(machines.get(id) ?? []), workload]);
  }
  known.set(inventory, machines);
  return machines;
}

function machineId({ kind, id, name, scope, region }: Workload): string | undefined {
  if (kind === 'aws-ec2-instance') return /\bi-[0-9a-f]{8,17}$/.exec(id)?.[0];
  if (kind === 'gcp-compute-instance') return `${scope ?? ''}/${region ?? ''}/${name}`;
  return kind.startsWith('azure-') ? /\/subscriptions\/.+\/providers\/microsoft\.compute\/[^#]+/i.exec(id)?.[0].toLowerCase() : undefined;
}
