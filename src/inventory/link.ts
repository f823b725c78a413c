import type { Evidence } from './evidence.ts';

/** Stands for an application of Entra, or a managed identity, that a job becomes and does not name: its client id is in a variable. */
export const unnamedApplication = 'entra:application/*';

/** The same for a role of a vault: a variable holds its name, or the vault chooses it by itself. */
export const unnamedVaultRole = 'vault:role/*';

/**
 * A relation that a source states outright:
 * `uses` agent -> MCP server, `runs` job -> agent, `holds` identity -> credential, `assumes` identity -> identity
 * (a workflow names a role; whether the role's trust lets it in is for the graph to say), `delegates` agent -> sub-agent,
 * `calls` agent -> workload (the function that carries out its actions, as the function's own role), `owns` identity ->
 * identity (an owner of an application of Entra may give it new credentials, and so become it), `enters` identity -> identity (a cluster lets
 * a role of a cloud in as a user of its own).
 */
export interface Link {
  readonly kind: 'uses' | 'runs' | 'holds' | 'assumes' | 'delegates' | 'calls' | 'owns' | 'enters';
  readonly from: string;
  /** An identity id, or `unnamedApplication` or `unnamedVaultRole` for `assumes`; a credential id for `holds`, a workload id for `calls`. */
  readonly to: string;
  /** What the linking side presents to be let in: the OIDC claims of a job. Keys are claim names (`sub`, `aud`, `iss`); an application that signs people in by SAML has its entity id as `iss`, and as `saml_provider` the provider's ARN. `*` stands for a part that is not known. */
  readonly claims?: Readonly<Record<string, readonly string[]>>;
  readonly evidence: readonly Evidence[];
}
