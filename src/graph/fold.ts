import type { Evidence } from '../inventory/evidence.ts';
import { mergeList } from '../inventory/merge.ts';
import { weakest } from './certainty.ts';
import { isAdminClass, isClass } from './class-node.ts';
import type { Edge } from './graph.ts';

/**
 * Turns a way through class nodes into steps between identities that a person can read: the edges into and out of a
 * class become one step, with the evidence of both. Administrator of an account stays a place of its own where a
 * technique leads to it; where it is only what an identity already is, it is folded away too.
 */
export function foldClasses(way: readonly Edge[]): readonly Edge[] {
  const steps: Edge[] = [];
  let pending: readonly Edge[] = [];
  for (const edge of way) {
    pending = [...pending, edge];
    const own = isAdminClass(edge.to) && pending.every((e) => e.kind === 'member');
    if (own || (isClass(edge.to) && !isAdminClass(edge.to))) continue;
    steps.push(joinEdges(pending));
    pending = [];
  }
  // What is left is an administrator's own power: the way ended before it.
  return steps;
}

function joinEdges(edges: readonly Edge[]): Edge {
  const first = edges[0];
  const last = edges[edges.length - 1];
  if (first === undefined || last === undefined) throw new Error('a step needs an edge');
  if (edges.length === 1) return first;
  const main = edges.find((e) => e.kind !== 'member');
  const known = edges.map((e) => e.reason).filter((reason) => reason !== '');
  let evidence: readonly Evidence[] = [];
  for (const e of edges) evidence = mergeList(evidence, e.evidence);
  return {
    from: first.from,
    to: last.to,
    kind: main?.kind ?? 'escalates',
    certainty: edges.reduce((worst, e) => weakest(worst, e.certainty), first.certainty),
    ...(main?.technique === undefined ? {} : { technique: main.technique }),
    reason: [...new Set(known)].join('; '),
    evidence,
    ...(main?.statements === undefined ? {} : { statements: main.statements }),
  };
}
