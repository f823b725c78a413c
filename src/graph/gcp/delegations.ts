import type { Inventory } from '../../inventory/inventory.ts';
import { type EdgeDraft, wholeEdge } from '../edge-draft.ts';
import type { Certainty, Edge } from '../graph.ts';
import { delegateNode } from './class-members.ts';

/** Whoever delegates through an account gets what that account may take tokens of. */
export function* delegations(edges: readonly (Edge | EdgeDraft)[], { identities }: Inventory): Generator<EdgeDraft> {
  if (!edges.some((e) => e.technique === 'gcp-implicit-delegation')) return;
  // Edges of one identity come one after the other.
  let [from, isAccount, node] = ['', false, ''];
  for (const edge of edges) {
    if (edge.kind !== 'assumes') continue;
    if (edge.from !== from) {
      from = edge.from;
      isAccount = identities.get(from)?.kind === 'gcp-service-account';
      node = isAccount ? delegateNode(from) : '';
    }
    if (isAccount) yield new DelegatedEdge(node, edge, identities);
  }
}

/** An edge of an account, for whoever delegates through it. Few are ever looked at. */
class DelegatedEdge implements EdgeDraft {
  readonly from: string;
  readonly #edge: Edge | EdgeDraft;
  readonly #identities: Inventory['identities'];

  constructor(from: string, edge: Edge | EdgeDraft, identities: Inventory['identities']) {
    this.from = from;
    this.#edge = edge;
    this.#identities = identities;
  }

  get to(): string {
    return this.#edge.to;
  }

  get kind(): Edge['kind'] {
    return this.#edge.kind;
  }

  get certainty(): Certainty {
    return this.#edge.certainty;
  }

  get technique(): string | undefined {
    return this.#edge.technique;
  }

  whole(): Edge {
    const edge = wholeEdge(this.#edge);
    return { ...edge, from: this.from, reason: `${this.#identities.get(edge.from)?.name ?? edge.from} ${edge.reason}` };
  }
}
