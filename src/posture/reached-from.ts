import { isAdminClass } from '../graph/class-node.ts';
import type { EdgeKind, Graph } from '../graph/graph.ts';
import type { Inventory } from '../inventory/inventory.ts';

/** Which agents and pipeline jobs can act as an identity over confirmed edges. Names, sorted. */
export interface ReachedFrom {
  agents(identity: string): readonly string[];
  pipelines(identity: string): readonly string[];
  /** Whether an agent works as it: by what it is given, not by what it could take. */
  hasAgent(identity: string): boolean;
}

export function readReachedFrom(inventory: Inventory, graph: Graph): ReachedFrom {
  const agents = new Map<string, string[]>();
  const pipelines = new Map<string, string[]>();
  const worn = new Set<string>();
  for (const identity of inventory.identities.values()) {
    if (!identity.agent && identity.ci === undefined) continue;
    const lists = [...(identity.agent ? [agents] : []), ...(identity.ci === undefined ? [] : [pipelines])];
    if (identity.agent) for (const reached of worksAs(graph, identity.id)) worn.add(reached);
    for (const reached of confirmedFrom(graph, identity.id)) {
      for (const list of lists) list.set(reached, [...(list.get(reached) ?? []), identity.name]);
    }
  }
  for (const list of [...agents.values(), ...pipelines.values()]) list.sort();
  return { agents: (id) => agents.get(id) ?? nobody, pipelines: (id) => pipelines.get(id) ?? nobody, hasAgent: (id) => worn.has(id) };
}

const nobody: readonly string[] = [];

/** Steps by which one works as another every day; the others are what it could do besides. */
const given: ReadonlySet<EdgeKind> = new Set(['authenticates', 'delegates', 'federates', 'runs', 'runs-as', 'uses']);

/** Whom an identity works as, or through, by what it is given. */
export function worksAs(graph: Graph, start: string): ReadonlySet<string> {
  return confirmedFrom(graph, start, (kind) => given.has(kind));
}

function confirmedFrom(graph: Graph, start: string, follows: (kind: EdgeKind) => boolean = () => true): Set<string> {
  const seen = new Set<string>();
  const waiting = [start];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (const edge of graph.edgesFrom(node)) {
      // Whoever is administrator can become everybody: that binds nobody to the agent in particular.
      if (edge.certainty !== 'confirmed' || !follows(edge.kind) || edge.to === start || isAdminClass(edge.to) || seen.has(edge.to))
        continue;
      seen.add(edge.to);
      waiting.push(edge.to);
    }
  }
  return seen;
}
