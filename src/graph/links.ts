import type { Inventory } from '../inventory/inventory.ts';
import { mergeList } from '../inventory/merge.ts';
import type { Edge } from './graph.ts';

/** Edges that sources state outright: agents and their servers, jobs and their agents, credentials and whose they are. */
export function linkEdges(inventory: Inventory): Edge[] {
  const nameOf = (id: string): string => inventory.identities.get(id)?.name ?? id;
  const edges: Edge[] = [];
  for (const link of inventory.links) {
    const base = { from: link.from, to: link.to, certainty: 'confirmed', evidence: link.evidence } as const;
    switch (link.kind) {
      case 'uses':
        if (inventory.identities.get(link.to)?.mcp?.disabled === true) break;
        edges.push({ ...base, kind: 'uses', reason: `uses ${nameOf(link.to)}` });
        break;
      case 'runs':
        edges.push({ ...base, kind: 'runs', reason: `runs ${nameOf(link.to)}` });
        break;
      case 'delegates':
        edges.push({ ...base, kind: 'delegates', reason: `delegates to ${nameOf(link.to)}` });
        break;
      case 'holds': {
        const credential = inventory.credentials.get(link.to);
        const owner = credential?.identity;
        if (credential === undefined || owner === undefined || owner === link.from || credential.enabled === false) break;
        const evidence = mergeList(link.evidence, credential.evidence);
        edges.push({ ...base, to: owner, kind: 'authenticates', reason: `holds ${credential.name} of ${nameOf(owner)}`, evidence });
        break;
      }
      case 'calls': {
        const workload = inventory.workloads.get(link.to);
        const role = workload?.identity;
        if (workload === undefined || role === undefined) break;
        const evidence = mergeList(link.evidence, workload.evidence);
        edges.push({ ...base, to: role, kind: 'uses', reason: `calls ${workload.name}, which runs as ${nameOf(role)}`, evidence });
        break;
      }
      case 'enters':
        edges.push({ ...base, kind: 'assumes', reason: `is let into the cluster as ${nameOf(link.to)}` });
        break;
      case 'assumes':
        break; // whether the role lets it in is for federates.ts to say
    }
  }
  for (const { id, actsAs, evidence } of inventory.identities.values()) {
    if (actsAs !== undefined) {
      edges.push({ from: id, to: actsAs, kind: 'runs-as', certainty: 'confirmed', reason: `runs as ${nameOf(actsAs)}`, evidence });
    }
  }
  return edges;
}
