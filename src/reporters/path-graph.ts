import type { Certainty, Edge, Path } from '../graph/graph.ts';

/** Paths laid over each other: what they share is drawn once. */
export interface PathGraph {
  /** In the order in which paths come by them; the starts and ends of paths are marked. */
  readonly nodes: readonly { readonly id: string; readonly at: 'start' | 'between' | 'end' }[];
  readonly steps: readonly Edge[];
}

export function pathGraph(paths: readonly Path[]): PathGraph {
  const nodes = new Map<string, 'start' | 'between' | 'end'>();
  const steps = new Map<string, Edge>();
  for (const path of paths) {
    nodes.set(path.from, 'start');
    for (const step of path.steps) {
      if (!nodes.has(step.to)) nodes.set(step.to, 'between');
      const key = JSON.stringify([step.from, step.to, step.kind, step.technique, step.reason]);
      if (!steps.has(key)) steps.set(key, step);
    }
    if (nodes.get(path.to) !== 'start') nodes.set(path.to, 'end');
  }
  return { nodes: [...nodes].map(([id, at]) => ({ id, at })), steps: [...steps.values()] };
}

/** What stands at a step: the technique where there is one, and why it is there. */
export function stepLabel({ technique, reason, certainty }: Edge): string {
  return `${technique === undefined ? '' : `${technique}: `}${reason}${certainty === 'confirmed' ? '' : ` (${certainty})`}`;
}

/** How lines are drawn by how sure a step is. */
export const lineStyles = { confirmed: 'solid', conditional: 'dashed', possible: 'dotted' } as const satisfies Record<Certainty, string>;
