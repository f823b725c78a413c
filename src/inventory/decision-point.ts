import type { Evidence } from './evidence.ts';

/** `requests`: each request to a workload; `tool-calls`: each call of an agent's tool. */
export const decisionStages = ['requests', 'tool-calls'] as const;
export type DecisionStage = (typeof decisionStages)[number];

/**
 * `enforced`: nothing goes on without its yes, as far as the configuration says; `unproven`: it is there, and it is not shown
 * that everything is asked of it or that a failure stops anything; `watching`: it decides and nobody heeds it (dry run, audit).
 */
export const enforcements = ['enforced', 'unproven', 'watching'] as const;
export type Enforcement = (typeof enforcements)[number];

/**
 * Something that decides while a workload or an agent runs, rather than when it is deployed: a policy engine and who asks it. What
 * a cluster asks about objects as they come in decides nothing of what is done with them later, and is none.
 */
export interface DecisionPoint {
  readonly id: string;
  /** `OPA`, `Istio`, `Gatekeeper`... */
  readonly engine: string;
  readonly decides: DecisionStage;
  readonly enforcement: Enforcement;
  /** A clause for a person that starts with the engine: `the mesh asks opa about every request (policy web/ask-opa)`. */
  readonly because: string;
  /** Ids of the workloads or identities that it stands before. */
  readonly covers: readonly string[];
  readonly evidence: readonly Evidence[];
}

/** By what they stand before, the surest first. */
export function byCovered(points: Iterable<DecisionPoint>): ReadonlyMap<string, readonly DecisionPoint[]> {
  const map = new Map<string, DecisionPoint[]>();
  const sorted = [...points].sort(
    (a, b) => enforcements.indexOf(a.enforcement) - enforcements.indexOf(b.enforcement) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
  for (const point of sorted)
    for (const id of point.covers) {
      const list = map.get(id);
      if (list === undefined) map.set(id, [point]);
      else list.push(point);
    }
  return map;
}
