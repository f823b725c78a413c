import type { Evidence } from '../../inventory/evidence.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { eksClusterId, readServiceAccountId } from '../../inventory/rbac.ts';

/** Who signs the tokens of a cluster's service accounts. */
export interface ClusterIssuer {
  /** Host and path. */
  readonly issuer: string;
  /** Whether this is the cluster: by its context it is, another one may go by the same name. */
  readonly isSure: boolean;
  readonly evidence: readonly Evidence[];
}

/**
 * Issuers by cluster, as EKS tells them (https://docs.aws.amazon.com/eks/latest/APIReference/API_OIDC.html). A cluster knows its own
 * only from requests that no saved list of its objects holds.
 */
export class ClusterIssuers {
  /** By context and by name; undefined where several clusters go by a name. */
  readonly #of = new Map<string, ClusterIssuer | undefined>();

  constructor(inventory: Inventory) {
    for (const { kind, name, scope, region, settings, evidence } of inventory.workloads.values()) {
      if (kind !== 'aws-eks-cluster') continue;
      const { issuer } = settings ?? {};
      const found = (isSure: boolean): ClusterIssuer | undefined => (issuer === undefined ? undefined : { issuer, isSure, evidence });
      if (region !== undefined && scope !== undefined) this.#of.set(eksClusterId(region, scope, name), found(true));
      this.#of.set(name, this.#of.has(name) ? undefined : found(false));
    }
  }

  /** The issuer of the tokens of a service account; undefined where it is not known, and of any other identity. */
  of(id: string): ClusterIssuer | undefined {
    return this.#of.size === 0 ? undefined : this.#of.get(readServiceAccountId(id)?.cluster ?? '');
  }
}
