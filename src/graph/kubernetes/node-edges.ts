import { clusterMachines } from '../../inventory/cluster-machines.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { readServiceAccountId } from '../../inventory/rbac.ts';
import type { Edge } from '../graph.ts';

/** Every service account that pods of a cluster run as. */
function podsClass(cluster: string): string {
  return `class:kubernetes-pods/${cluster}`;
}

/** Edges from what runs in a cluster to the identities of its machines, where pods get at their machine's tokens. */
export function nodeEdges(inventory: Inventory): Edge[] {
  const edges: Edge[] = [];
  const open = new Set<string>();
  for (const nodes of inventory.workloads.values()) {
    if (nodes.kind !== 'kubernetes-nodes' || nodes.scope === undefined) continue;
    const { reachable, identity } = clusterMachines(inventory, nodes);
    if (reachable !== true || identity === undefined) continue;
    open.add(nodes.scope);
    const reason = `pods on ${nodes.name} get the tokens of their machine`;
    edges.push({ from: podsClass(nodes.scope), to: identity, kind: 'assumes', certainty: 'possible', reason, evidence: nodes.evidence });
  }
  if (open.size === 0) return [];
  const running = new Set([...inventory.workloads.values()].flatMap((w) => w.identity ?? []));
  for (const id of running) {
    const cluster = readServiceAccountId(id)?.cluster;
    if (cluster !== undefined && open.has(cluster))
      edges.push({ from: id, to: podsClass(cluster), kind: 'member', certainty: 'confirmed', reason: '', evidence: [] });
  }
  return edges;
}
