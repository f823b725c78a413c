import type { Evidence } from './evidence.ts';

/**
 * A relation that a source states outright:
 * `uses` agent -> MCP server, `runs` job -> agent, `holds` identity -> credential, `assumes` identity -> identity
 * (a workflow names a role; whether the role's trust lets it in is for the graph to say), `member` sub-agent -> agent.
 */
export interface Link {
  readonly kind: 'uses' | 'runs' | 'holds' | 'assumes' | 'delegates';
  readonly from: string;
  /** An identity id, or a credential id for `holds`. */
  readonly to: string;
  /** What the linking side presents to be let in: the OIDC claims of a job. Keys are claim names (`sub`, `aud`, `iss`). `*` stands for a part that is not known. */
  readonly claims?: Readonly<Record<string, readonly string[]>>;
  readonly evidence: readonly Evidence[];
}
