import type { Inventory } from '../../inventory/inventory.ts';
import type { Edge } from '../graph.ts';

/**
 * A service account that Workspace lets act for its users can be any of them, within the scopes that were allowed
 * (https://developers.google.com/workspace/cloud-search/docs/guides/delegation).
 */
export function* workspaceEdges(inventory: Inventory): Generator<Edge> {
  for (const account of inventory.identities.values()) {
    const scopes = account.kind === 'gcp-service-account' ? account.gcp?.delegated_scopes : undefined;
    if (scopes === undefined || scopes.length === 0 || account.enabled === false) continue;
    const { id, evidence, factEvidence } = account;
    yield {
      from: id,
      to: 'class:gcp-workspace-users/users of Google Workspace',
      kind: 'escalates',
      certainty: 'confirmed',
      technique: 'gcp-workspace-delegation',
      reason: `acts as any user of Google Workspace within ${scopes.length === 1 ? scopes[0] : `${scopes.length} scopes`}`,
      evidence: factEvidence?.['gcp.delegated_scopes'] ?? evidence,
    };
  }
}
