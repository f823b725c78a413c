import { awsIdentityId } from '../../inventory/id.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { PermissionEngine } from '../../permissions/power.ts';
import { vaultAdminClass } from '../class-node.ts';
import type { Edge } from '../graph.ts';

/**
 * Who becomes whom by way of a vault: identities elsewhere that a role lets in by name, roles that fetch credentials which
 * an engine makes, and administrators, who can become every role of their vault.
 */
export function vaultEdges(inventory: Inventory, permissions: PermissionEngine): Edge[] {
  const members = [...inventory.identities.values()].filter((i) => i.plane === 'vault');
  if (members.length === 0) return [];
  const made = members.filter((i) => i.vault?.fetched_at !== undefined);
  const edges: Edge[] = [];
  const administrated = new Set<string>();
  const known = identitiesByAnyId(inventory);
  for (const identity of members) {
    edges.push(...logins(inventory, identity, known));
    if (identity.enabled === false || identity.vault?.fetched_at !== undefined) continue;
    if (permissions.powerOf(identity.id).level === 'admin') {
      administrated.add(identity.scope);
      const reason = `is administrator of vault ${identity.scope}`;
      const evidence = permissions.powerOf(identity.id).because.flatMap((b) => b.evidence);
      edges.push({ from: identity.id, to: vaultAdminClass(identity.scope), kind: 'member', certainty: 'confirmed', reason, evidence });
      continue;
    }
    for (const credentials of made) if (credentials.scope === identity.scope) edges.push(...fetching(identity, credentials, permissions));
  }
  for (const identity of members)
    if (administrated.has(identity.scope))
      edges.push({
        from: vaultAdminClass(identity.scope),
        to: identity.id,
        kind: 'member',
        certainty: 'confirmed',
        reason: 'an administrator can become any role of the vault',
        evidence: [],
      });
  return edges;
}

/** Identities of clouds that a role lets in by their names. */
function logins(inventory: Inventory, role: Identity, known: (id: string) => string | undefined): readonly Edge[] {
  return (inventory.trusts.get(role.id) ?? []).flatMap((trust): Edge[] => {
    if (trust.kind !== 'vault-role' || trust.principalKind !== 'identity') return [];
    const from = known(awsIdentityId(trust.principal) ?? trust.principal);
    return from === undefined
      ? []
      : [
          {
            from,
            to: role.id,
            kind: 'assumes',
            certainty: 'confirmed',
            reason: `logs in to the vault as ${role.name}`,
            evidence: trust.evidence,
          },
        ];
  });
}

function fetching(identity: Identity, credentials: Identity, permissions: PermissionEngine): readonly Edge[] {
  for (const path of credentials.vault?.fetched_at ?? []) {
    for (const capability of ['read', 'update']) {
      const { answer, statements } = permissions.decide(identity.id, capability, path);
      if (answer !== 'allowed' && answer !== 'conditional') continue;
      return [
        {
          from: identity.id,
          to: credentials.id,
          kind: 'assumes',
          certainty: answer === 'allowed' ? 'confirmed' : 'conditional',
          reason: `fetches credentials at ${path}`,
          evidence: statements.flatMap((s) => s.evidence),
        },
      ];
    }
  }
  return [];
}

/** The id of an identity by that or one of its other ids. */
function identitiesByAnyId({ identities }: Inventory): (id: string) => string | undefined {
  let byAlias: Map<string, string> | undefined;
  return (id) => {
    if (identities.has(id)) return id;
    byAlias ??= new Map([...identities.values()].flatMap((i) => (i.aliases ?? []).map((alias) => [alias, i.id] as const)));
    return byAlias.get(id);
  };
}
