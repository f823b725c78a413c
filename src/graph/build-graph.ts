import type { Identity } from '../inventory/identity.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { isOutsider } from '../inventory/outsider.ts';
import { type Plane, planesWithPower } from '../inventory/plane.ts';
import { OrganizationTree } from '../permissions/aws/organization-tree.ts';
import { levels, type PermissionEngine } from '../permissions/power.ts';
import { type Adjacency, createAdjacency } from './adjacency.ts';
import { adminNodes } from './admin-nodes.ts';
import { awsEdges } from './aws/aws-edges.ts';
import { outsiderEdges } from './aws/outsiders.ts';
import { azureEdges } from './azure/azure-edges.ts';
import { weakest } from './certainty.ts';
import { findChokePoints } from './choke-points.ts';
import { adminClassOf, isAdminClass, isClass, nameOfClass } from './class-node.ts';
import type { EdgeDraft } from './edge-draft.ts';
import { entraEdges } from './entra/entra-edges.ts';
import { issuedTokenEdges } from './entra/token-holders.ts';
import { federationEdges } from './federates.ts';
import { foldClasses } from './fold.ts';
import { gcpEdges } from './gcp/gcp-edges.ts';
import { githubEdges } from './github/github-edges.ts';
import { certainties, type Edge, type Graph, type Path, type Reach } from './graph.ts';
import { kubernetesEdges } from './kubernetes/kubernetes-edges.ts';
import { linkEdges } from './links.ts';
import { computeReach } from './reach.ts';
import { followSearch, type Search, searchBackward } from './search.ts';
import { spiffeEdges } from './spiffe/spiffe-edges.ts';
import { vaultEdges } from './vault/vault-edges.ts';

/** Who can act as whom, from an inventory. `permissions` answers for the identities of every plane. */
export function buildGraph(inventory: Inventory, permissions: PermissionEngine): Graph {
  const organization = new OrganizationTree(inventory);
  const parts: readonly (readonly (Edge | EdgeDraft)[])[] = [
    linkEdges(inventory),
    federationEdges(inventory),
    outsiderEdges(inventory, organization),
    awsEdges(inventory, permissions, organization),
    entraEdges(inventory),
    issuedTokenEdges(inventory, permissions),
    gcpEdges(inventory, permissions),
    azureEdges(inventory, permissions),
    kubernetesEdges(inventory, permissions),
    vaultEdges(inventory, permissions),
    githubEdges(inventory, permissions),
    spiffeEdges(inventory),
  ];
  const edges: (Edge | EdgeDraft)[] = [];
  for (const part of parts) for (const edge of part) if (edge.from !== edge.to) edges.push(edge);
  return createGraph(inventory, permissions, edges);
}

/** The graph over given edges. */
export function createGraph(inventory: Inventory, permissions: PermissionEngine, input: readonly (Edge | EdgeDraft)[]): Graph {
  const graph = createAdjacency(inventory.identities.keys(), input);
  const admins = adminNodes(graph.nodes);
  const toAdmin = certainties.map((_, tier) => once(() => searchBackward(graph, admins, tier)));
  const reach = once(() => {
    const elsewhere = leadElsewhere(inventory);
    return computeReach(graph, (node) => factsOf(inventory, permissions, graph, node, elsewhere));
  });
  const between = (start: number, end: number, best: (tier: number) => Search): readonly Edge[] | undefined => {
    for (const tier of certainties.keys()) {
      const way = followSearch(graph, best(tier), start);
      if (way) return way.map(graph.edge);
    }
    return start === end ? [] : undefined;
  };

  const nameOf = (node: string): string =>
    isClass(node) ? withScopeNames(nameOfClass(node), inventory) : (inventory.identities.get(node)?.name ?? node);

  return {
    get edges() {
      return graph.edges;
    },
    edgesFrom(node) {
      const n = graph.indexOf(node);
      const out: Edge[] = [];
      if (n !== undefined) for (let e = graph.outStart[n] ?? 0; e < (graph.outStart[n + 1] ?? 0); e++) out.push(graph.edge(e));
      return out;
    },
    edgesTo(node) {
      const n = graph.indexOf(node);
      if (n === undefined) return [];
      return Array.from(graph.into.subarray(graph.intoStart[n], graph.intoStart[n + 1]), graph.edge);
    },
    reachOf(identity) {
      const n = graph.indexOf(identity);
      return n === undefined ? nothing : reach()(n);
    },
    leadToAdmin() {
      // What leads there over edges of any certainty.
      const { next } = (toAdmin[certainties.length - 1] ?? neverSearched)();
      return graph.nodes.filter((_, n) => (next[n] ?? -1) >= 0);
    },
    pathToAdmin(identity) {
      const n = graph.indexOf(identity);
      if (n === undefined) return undefined;
      const way = between(n, -1, (tier) => (toAdmin[tier] ?? neverSearched)());
      return way && toPath(identity, foldClasses(way), () => 'admin');
    },
    path(from, to) {
      const start = graph.indexOf(from);
      const end = graph.indexOf(to);
      if (start === undefined || end === undefined || start === end) return undefined;
      const way = between(start, end, (tier) => searchBackward(graph, [end], tier));
      return way && toPath(from, foldClasses(way), (node) => levelOf(permissions, node, inventory.identities.get(node)));
    },
    chokePoints: (identities) =>
      findChokePoints(
        graph,
        identities.flatMap((id) => graph.indexOf(id) ?? []),
        nameOf,
      ),
    nameOf,
  };
}

/** Tenants and subscriptions by the names that people gave them. */
function withScopeNames(text: string, { scopes }: Inventory): string {
  return text.replace(/\b(tenant|subscription) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/g, (whole, word: string, id: string) => {
    const name = scopes.get(`${word === 'tenant' ? 'entra' : 'azure'}:${word}/${id}`)?.name;
    return name === undefined ? whole : `${word} ${name}`;
  });
}

const nothing: Reach = { level: 'none', admin: false, identities: 0, production: false };

function neverSearched(): never {
  throw new Error('no such tier of certainty');
}

function toPath(from: string, steps: readonly Edge[], level: (node: string) => Path['level']): Path | undefined {
  const last = steps[steps.length - 1];
  if (last === undefined) return undefined;
  return {
    from,
    to: last.to,
    level: level(last.to),
    steps,
    certainty: steps.reduce((worst, e) => weakest(worst, e.certainty), last.certainty),
  };
}

function levelOf(permissions: PermissionEngine, node: string, identity: Identity | undefined): Path['level'] {
  if (isAdminClass(node)) return 'admin';
  return hasPermissions(identity) && identity.standing !== 'named' ? permissions.powerOf(identity.actsAs ?? node).level : 'unknown';
}

/**
 * Identities of which a source says that they lead to something that no source shows: jobs whose steps stand in another
 * file or that name a role nobody read, and holders of an access key of which nobody says whose it is.
 */
function leadElsewhere(inventory: Inventory): ReadonlySet<string> {
  const out = new Set<string>();
  for (const { ci, id } of inventory.identities.values()) if (ci !== undefined && ci.federated_cloud_auth === undefined) out.add(id);
  for (const link of inventory.links) {
    if (link.kind === 'assumes' && (inventory.identities.get(link.to)?.standing ?? 'named') === 'named') out.add(link.from);
    const credential = link.kind === 'holds' ? inventory.credentials.get(link.to) : undefined;
    if (credential?.kind === 'aws-access-key' && credential.identity === undefined) out.add(link.from);
  }
  return out;
}

function factsOf(
  inventory: Inventory,
  permissions: PermissionEngine,
  graph: Adjacency,
  n: number,
  elsewhere: ReadonlySet<string>,
): ReturnType<Parameters<typeof computeReach>[1]> {
  const node = graph.nodes[n] ?? '';
  const identity = inventory.identities.get(node);
  const level = levelOf(permissions, node, identity);
  const own = level === 'admin' && identity ? ownAdminClasses(graph, identity) : [];
  return {
    identity: !isClass(node),
    rank: level === 'unknown' ? -1 : levels.indexOf(level),
    production: identity?.environment === 'production',
    unseen:
      elsewhere.has(node) ||
      (identity !== undefined && planesWithPower.has(identity.plane) && level === 'unknown' && !isOutsider(identity)),
    ...(own.length === 0 ? {} : { ownClasses: own }),
  };
}

/** Whether permissions are worked out for an identity's plane. */
function hasPermissions(identity: Identity | undefined): identity is Identity {
  return identity !== undefined && planesWithPower.has(identity.plane);
}

/** Planes whose administrators are those of the scopes that their roles are given on, and not of where they live. */
const administeredByScope: ReadonlySet<Plane> = new Set(['gcp', 'azure', 'entra', 'github']);

/** The classes that an administrator is a member of: of its account or cluster, or of what its roles are given on. */
function ownAdminClasses(graph: Adjacency, identity: Identity): readonly number[] {
  if (!administeredByScope.has(identity.plane)) {
    const home = graph.indexOf(adminClassOf(identity.id));
    return home === undefined ? [] : [home];
  }
  const n = graph.indexOf(identity.id) ?? 0;
  const out: number[] = [];
  for (let e = graph.outStart[n] ?? 0; e < (graph.outStart[n + 1] ?? 0); e++) {
    const to = graph.to[e] ?? 0;
    if (graph.member[e] === 1 && isAdminClass(graph.nodes[to] ?? '')) out.push(to);
  }
  return out;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
