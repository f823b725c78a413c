import { matchesGlob } from '../../glob.ts';
import { awsIdentityId } from '../../inventory/id.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { PermissionEngine } from '../../permissions/power.ts';
import { vaultAdminClass } from '../class-node.ts';
import type { Edge } from '../graph.ts';

/**
 * Who becomes whom by way of a vault: identities elsewhere that a role lets in by name, roles that fetch credentials which
 * an engine makes or tokens of another role, logins that are an entity, and administrators, who can become every role of their vault.
 */
export function vaultEdges(inventory: Inventory, permissions: PermissionEngine): Edge[] {
  const members = [...inventory.identities.values()].filter((i) => i.plane === 'vault' && i.standing !== 'named');
  if (members.length === 0) return [];
  const made = members.filter((i) => i.vault?.fetched_at !== undefined);
  const edges: Edge[] = [...entitiesOf(inventory, members)];
  const administrated = new Set<string>();
  const known = identitiesByAnyId(inventory);
  for (const identity of members) {
    edges.push(...logins(inventory, identity, known));
    if (identity.enabled === false || identity.grantsListed !== true) continue;
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

/** Identities of clouds and trust domains that a role lets in by their names. */
function logins(inventory: Inventory, role: Identity, known: (id: string) => string | undefined): readonly Edge[] {
  return (inventory.trusts.get(role.id) ?? []).flatMap(({ kind, principalKind, principal, evidence }): Edge[] => {
    if (kind !== 'vault-role') return [];
    const edge = {
      to: role.id,
      kind: 'assumes',
      certainty: 'confirmed',
      reason: `logs in to the vault as ${role.name}`,
      evidence,
    } as const;
    if (principalKind === 'identity') {
      const from = known(awsIdentityId(principal) ?? principal);
      return from === undefined ? [] : [{ ...edge, from }];
    }
    if (principalKind !== 'account' || !principal.startsWith('spiffe://')) return [];
    const workloads = [...inventory.identities.keys()].filter((id) => id.startsWith('spiffe://') && matchesWorkload(principal, id));
    return workloads.map((from) => ({ ...edge, from }));
  });
}

/** `+` stands for one segment, a `*` at the end for any rest. */
function matchesWorkload(pattern: string, id: string): boolean {
  const [wanted, given] = [pattern.split('/'), id.split('/')];
  if (!pattern.endsWith('*') && wanted.length !== given.length) return false;
  return wanted.every((part, i) =>
    part === '+' ? given[i] !== undefined : i === wanted.length - 1 ? matchesGlob(part, given.slice(i).join('/')) : part === given[i],
  );
}

/**
 * Whoever logs in is the entity that has an alias of that method and name. A user's alias is its name, that of a role of tokens the claim
 * that it takes for the user, which a bound subject settles; another role may be one or another.
 */
function* entitiesOf(inventory: Inventory, members: readonly Identity[]): Generator<Edge> {
  for (const entity of members) {
    if (entity.enabled === false) continue;
    for (const alias of entity.vault?.known_as ?? []) {
      const [, mount, name] = /^auth\/(.+?) as (.+)$/s.exec(alias) ?? [];
      const those = members.filter((m) => m.scope === entity.scope && m.vault?.mount === mount && m.id.startsWith('vault:role/'));
      for (const role of those) {
        const certainty = isKnownAs(inventory, role, name ?? '');
        if (certainty === undefined) continue;
        const reason = certainty === 'confirmed' ? `is the entity ${entity.name}` : `may be the entity ${entity.name}`;
        yield { from: role.id, to: entity.id, kind: 'assumes', certainty, reason, evidence: entity.evidence };
      }
    }
  }
}

function isKnownAs(inventory: Inventory, role: Identity, name: string): 'confirmed' | 'possible' | undefined {
  if (role.kind === 'vault-user') return role.name.endsWith(`/${name}`) ? 'confirmed' : undefined;
  const subjects = (inventory.trusts.get(role.id) ?? []).flatMap(({ condition }) =>
    Object.entries(condition?.StringEquals ?? {}).flatMap(([key, values]) => (key.endsWith(':sub') ? values : [])),
  );
  return subjects.length > 0 && /^(?:repo|project_path|system):/.test(name) && !subjects.includes(name) ? undefined : 'possible';
}

function fetching(identity: Identity, credentials: Identity, permissions: PermissionEngine): readonly Edge[] {
  if (identity.id === credentials.id) return [];
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
          reason: `fetches ${credentials.kind === 'vault-token-role' ? 'tokens' : 'credentials'} at ${path}`,
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
