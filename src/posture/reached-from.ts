import { isAdminClass } from '../graph/class-node.ts';
import type { Graph } from '../graph/graph.ts';
import type { Inventory } from '../inventory/inventory.ts';

/** Which agents and pipeline jobs can act as an identity over confirmed edges. Names, sorted. */
export interface ReachedFrom {
  agents(identity: string): readonly string[];
  pipelines(identity: string): readonly string[];
}

export function readReachedFrom(inventory: Inventory, graph: Graph): ReachedFrom {
  const agents = new Map<string, string[]>();
  const pipelines = new Map<string, string[]>();
  for (const identity of inventory.identities.values()) {
    const lists = [...(identity.agent ? [agents] : []), ...(identity.ci === undefined ? [] : [pipelines])];
    if (lists.length === 0) continue;
    for (const reached of confirmedFrom(graph, identity.id)) {
      for (const list of lists) list.set(reached, [...(list.get(reached) ?? []), identity.name]);
    }
  }
  for (const list of [...agents.values(), ...pipelines.values()]) list.sort();
  return { agents: (id) => agents.get(id) ?? [], pipelines: (id) => pipelines.get(id) ?? [] };
}

function confirmedFrom(graph: Graph, start: string): Set<string> {
  const seen = new Set<string>();
  const waiting = [start];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (const edge of graph.edgesFrom(node)) {
      // Whoever is administrator can become everybody: that binds nobody to the agent in particular.
      if (edge.certainty !== 'confirmed' || edge.to === start || isAdminClass(edge.to) || seen.has(edge.to)) continue;
      seen.add(edge.to);
      waiting.push(edge.to);
    }
  }
  return seen;
}
