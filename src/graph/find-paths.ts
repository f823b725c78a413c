import type { Identity } from '../inventory/identity.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { isPipelineJob } from '../inventory/pipeline-kinds.ts';
import { compareText } from './adjacency.ts';
import { tierOf } from './certainty.ts';
import type { Graph, Path } from './graph.ts';

/**
 * The paths worth reporting: from every machine identity that is not an administrator itself, its best path to
 * administrator power. Worst first: certain before conditional before possible, agents and pipelines before others,
 * short before long, then by id.
 */
export function findPaths(graph: Graph, inventory: Inventory): readonly Path[] {
  const found: { readonly path: Path; readonly first: number }[] = [];
  for (const id of graph.leadToAdmin()) {
    const identity = inventory.identities.get(id);
    if (identity === undefined || !isStart(identity)) continue;
    const path = graph.pathToAdmin(identity.id);
    if (path) found.push({ path, first: isAgentOrPipeline(identity) ? 0 : 1 });
  }
  found.sort(
    (a, b) =>
      tierOf(a.path.certainty) - tierOf(b.path.certainty) ||
      a.first - b.first ||
      a.path.steps.length - b.path.steps.length ||
      compareText(a.path.from, b.path.from),
  );
  return found.map((f) => f.path);
}

function isStart(identity: Identity): boolean {
  return identity.agent || (identity.nature !== 'human' && identity.nature !== 'service-agent' && identity.providerManaged !== true);
}

function isAgentOrPipeline(identity: Identity): boolean {
  return identity.agent || identity.nature === 'agent' || identity.kind === 'mcp-server' || isPipelineJob(identity.kind);
}
