import { matchesGlob } from '../../glob.ts';
import { awsIdentityId } from '../../inventory/id.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { PermissionEngine } from '../../permissions/power.ts';
import { gcpClass, vaultAdminClass } from '../class-node.ts';
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
  const callers = new Callers(inventory);
  // Roles with the same policies fetch the same.
  const fetched = new Map<string, readonly Fetched[]>();
  for (const identity of members) {
    for (const edge of logins(inventory, identity, callers)) edges.push(edge);
    if (identity.enabled === false || identity.grantsListed !== true) continue;
    if (permissions.powerOf(identity.id).level === 'admin') {
      administrated.add(identity.scope);
      const reason = `is administrator of vault ${identity.scope}`;
      const evidence = permissions.powerOf(identity.id).because.flatMap((b) => b.evidence);
      edges.push({ from: identity.id, to: vaultAdminClass(identity.scope), kind: 'member', certainty: 'confirmed', reason, evidence });
      continue;
    }
    const key = permissions.shareKey(identity.id);
    let list = fetched.get(key);
    if (list === undefined) {
      list = made.flatMap((credentials) =>
        credentials.scope === identity.scope ? (fetching(identity, credentials, permissions) ?? []) : [],
      );
      fetched.set(key, list);
    }
    for (const one of list) if (one.to !== identity.id) edges.push({ ...one, from: identity.id });
  }
  edges.push(...callers.members());
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

/** Identities of clouds and trust domains that a role lets in by their names, or that are of an account or project which it lets in. */
function* logins(inventory: Inventory, role: Identity, callers: Callers): Generator<Edge> {
  for (const { kind, principalKind, principal, evidence } of inventory.trusts.get(role.id) ?? []) {
    if (kind !== 'vault-role') continue;
    const edge = {
      to: role.id,
      kind: 'assumes',
      certainty: 'confirmed',
      reason: `logs in to the vault as ${role.name}`,
      evidence,
    } as const;
    if (principalKind === 'identity') {
      const from = callers.byAnyId(awsIdentityId(principal) ?? principal);
      if (from !== undefined) yield { ...edge, from };
    } else if (principalKind !== 'account') continue;
    else if (principal.startsWith('spiffe://'))
      for (const from of callers.where((id) => id.startsWith('spiffe://') && matchesWorkload(principal, id))) yield { ...edge, from };
    else if (/^\d{12}$/.test(principal)) yield { ...edge, from: callers.classOf('aws', principal) };
    else if (principal.startsWith('arn:'))
      for (const from of callers.where((id) => matchesArn(principal, id))) yield { ...edge, from, certainty: 'conditional' };
    else if (role.vault?.method === 'gcp') yield { ...edge, from: callers.classOf('gcp', principal) };
  }
}

/** A pattern of ARNs; of a path in them the id says nothing. */
function matchesArn(pattern: string, id: string): boolean {
  const [, kind, account, name] = /^aws:(user|role)\/(\d{12})\/(.+)$/.exec(id) ?? [];
  return kind !== undefined && matchesGlob(pattern, `arn:aws:iam::${account}:${kind}/${name}`);
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
  const byMount = new Map<string, Identity[]>();
  for (const role of members) {
    if (!role.id.startsWith('vault:role/')) continue;
    const key = `${role.scope} ${role.vault?.mount}`;
    const list = byMount.get(key);
    if (list === undefined) byMount.set(key, [role]);
    else list.push(role);
  }
  for (const entity of members) {
    if (entity.enabled === false) continue;
    for (const alias of entity.vault?.known_as ?? []) {
      const [, mount, name] = /^auth\/(.+?) as (.+)$/s.exec(alias) ?? [];
      const those = byMount.get(`${entity.scope} ${mount}`) ?? [];
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

type Fetched = Omit<Edge, 'from'>;

function fetching(identity: Identity, credentials: Identity, permissions: PermissionEngine): Fetched | undefined {
  for (const path of credentials.vault?.fetched_at ?? []) {
    for (const capability of ['read', 'update']) {
      const { answer, statements } = permissions.decide(identity.id, capability, path);
      if (answer !== 'allowed' && answer !== 'conditional') continue;
      return {
        to: credentials.id,
        kind: 'assumes',
        certainty: answer === 'allowed' ? 'confirmed' : 'conditional',
        reason: `fetches ${credentials.kind === 'vault-token-role' ? 'tokens' : 'credentials'} at ${path}`,
        evidence: statements.flatMap((s) => s.evidence),
      };
    }
  }
  return undefined;
}

/** Who may log in to a vault from elsewhere. */
class Callers {
  readonly #inventory: Inventory;
  #byAlias: Map<string, string> | undefined;
  readonly #opened = new Map<string, { readonly plane: string; readonly scope: string }>();

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
  }

  /** The id of an identity by that or one of its other ids. */
  byAnyId(id: string): string | undefined {
    const { identities } = this.#inventory;
    if (identities.has(id)) return id;
    this.#byAlias ??= new Map([...identities.values()].flatMap((i) => (i.aliases ?? []).map((alias) => [alias, i.id] as const)));
    return this.#byAlias.get(id);
  }

  where(holds: (id: string) => boolean): readonly string[] {
    return [...this.#inventory.identities.keys()].filter(holds);
  }

  /** Stands for every identity of an account of AWS, or every service account of a project of Google Cloud. */
  classOf(plane: 'aws' | 'gcp', scope: string): string {
    const node = plane === 'aws' ? `class:aws-callers/${scope}` : gcpClass('service-accounts-of', `gcp:project/${scope}`);
    this.#opened.set(node, { plane, scope });
    return node;
  }

  *members(): Generator<Edge> {
    for (const [to, home] of this.#opened)
      for (const { id, plane, scope, kind } of this.#inventory.identities.values())
        if (plane === home.plane && scope === home.scope && /^(?:aws-iam-(?:role|user)|gcp-service-account)$/.test(kind))
          yield { from: id, to, kind: 'member', certainty: 'confirmed', reason: '', evidence: [] };
  }
}
