import type { Evidence } from './evidence.ts';
import type { Facts } from './fact-types.ts';
import type { OwnerSource } from './owner.ts';
import type { Plane } from './plane.ts';

export const natures = ['workload', 'agent', 'third-party', 'service-agent', 'human', 'unknown'] as const;
export type Nature = (typeof natures)[number];

/** How firmly a record is known. A record of a higher standing wins over a lower one when fragments are merged. */
export const standings = ['named', 'declared', 'observed'] as const;
/**
 * `observed`: described by the provider (live or dump); `declared`: described in code (Terraform, manifests);
 * `named`: only mentioned by something else (a workflow names a role ARN).
 */
export type Standing = (typeof standings)[number];

/** A principal that can act. */
export interface Identity {
  /** Stable, see id.ts. */
  readonly id: string;
  /** Other ids under which a source may speak of the same identity. */
  readonly aliases?: readonly string[];
  readonly plane: Plane;
  /** `aws-iam-role`, `aws-iam-user`, `aws-root`, `github-workflow-job`, `mcp-server`, `agent`... */
  readonly kind: string;
  readonly name: string;
  /** The account, project, organization or repository it lives in. */
  readonly scope: string;
  readonly nature: Nature;
  /** An AI agent, or something that acts for one (an MCP server). */
  readonly agent: boolean;
  readonly standing: Standing;
  /** Who answers for it: names, separated by `, `. */
  readonly owner?: string;
  /** What names the owner; absent beside an owner: a tag. Where it stands is `factEvidence.owner`. */
  readonly ownerFrom?: OwnerSource;
  /** A source that names owners was read and names none for it. Counts only where nothing else names one. */
  readonly ownerless?: true;
  readonly environment?: string;
  /** When somebody last confirmed that it is needed, by the user's own record; ISO 8601. */
  readonly reviewedAt?: string;
  /** ISO 8601, UTC. */
  readonly createdAt?: string;
  /** ISO 8601, UTC; null when the provider says it was never used; absent when not known. */
  readonly lastUsedAt?: string | null;
  readonly enabled?: boolean;
  /** Absent when tags could not be read. */
  readonly tags?: Readonly<Record<string, string>>;
  /** The provider's own (service-linked roles). */
  readonly providerManaged?: boolean;
  /** A source listed all of its grants. Without it, a placeholder grant (grant.ts) keeps its power unknown. */
  readonly grantsListed?: true;
  /** The identity whose permissions it has: the role that an agent runs as. */
  readonly actsAs?: string;
  readonly aws?: Facts<'Aws'>;
  readonly ci?: Facts<'Ci'>;
  readonly mcp?: Facts<'Mcp'>;
  readonly card?: Facts<'Card'>;
  readonly settings?: Facts<'Agent'>;
  readonly kubernetes?: Facts<'Kubernetes'>;
  readonly gcp?: Facts<'Gcp'>;
  readonly azure?: Facts<'Azure'>;
  readonly entra?: Facts<'Entra'>;
  readonly github?: Facts<'Github'>;
  readonly spiffe?: Facts<'Spiffe'>;
  readonly vault?: Facts<'Vault'>;
  readonly evidence: readonly Evidence[];
  /** Where single facts were read: `ci.unpinned_actions` -> the lines. */
  readonly factEvidence?: Readonly<Record<string, readonly Evidence[]>>;
}
