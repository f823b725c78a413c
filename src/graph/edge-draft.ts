import type { Edge } from './graph.ts';

/**
 * An edge of which only that is there which searches ask: what it is called, and what it stands on, is worked out when somebody looks
 * at it. There may be very many, of which few are ever looked at.
 */
export interface EdgeDraft extends Pick<Edge, 'from' | 'to' | 'kind' | 'certainty'> {
  readonly technique: string | undefined;
  whole(): Edge;
}

export function wholeEdge(edge: Edge | EdgeDraft): Edge {
  return 'whole' in edge ? edge.whole() : edge;
}
