import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { clusterOf } from '../../inventory/rbac.ts';
import type { PermissionEngine, StatementReference } from '../../permissions/power.ts';
import { clusterAdminClass } from '../class-node.ts';
import type { Edge } from '../graph.ts';
import { clusterTechniques, systemNamespace, type Technique } from './cluster-techniques.ts';
import { eksPodEdges } from './eks-pods.ts';
import { nodeEdges } from './node-edges.ts';
import { accountsClass, type Places, readPlaces, runningClass } from './places.ts';
import { trustedSubjects } from './trusted-subjects.ts';

/** Who can act as whom inside clusters, by role bindings; and which cloud roles trust a service account by its name. */
export function kubernetesEdges(inventory: Inventory, permissions: PermissionEngine): Edge[] {
  const actors = [...inventory.identities.values()].filter((i) => i.plane === 'kubernetes');
  if (actors.length === 0) return [];
  const places = readPlaces(inventory, actors);
  const edges: Edge[] = [...memberEdges(places)];
  /** Techniques that lead anywhere for those who hold the same. */
  const open = new Map<string, readonly Technique[]>();
  for (const actor of actors) {
    const cluster = clusterOf(actor.id);
    const { level, because } = permissions.powerOf(actor.id);
    if (level === 'admin') {
      edges.push({
        from: actor.id,
        to: clusterAdminClass(cluster),
        kind: 'member',
        certainty: 'confirmed',
        reason: `is administrator of cluster ${cluster}`,
        evidence: because.flatMap((b) => b.evidence),
      });
    }
    // An administrator needs no technique, and one without power has none.
    if (level === 'none' || level === 'admin') continue;
    const key = permissions.shareKey(actor.id);
    const present = open.get(key);
    const used: Technique[] = [];
    for (const technique of present ?? clusterTechniques) {
      const before = edges.length;
      edges.push(...useTechnique(actor, technique, permissions, places));
      if (edges.length > before) used.push(technique);
    }
    if (present === undefined) open.set(key, used);
  }
  return [...edges, ...trustedSubjects(inventory), ...eksPodEdges(inventory), ...nodeEdges(inventory)];
}

/** A namespace's class leads to its service accounts, the cluster's to its namespaces, its administrator to all of them. */
function* memberEdges({ accounts, running }: Places): Generator<Edge> {
  const member = { kind: 'member', certainty: 'confirmed', reason: '', evidence: [] } as const;
  for (const [map, classOf] of [
    [accounts, accountsClass],
    [running, runningClass],
  ] as const) {
    for (const [place, ids] of map) {
      const cluster = place.slice(0, place.indexOf('/'));
      yield { ...member, from: classOf(`${cluster}/*`), to: classOf(place) };
      if (map === accounts)
        yield {
          ...member,
          from: clusterAdminClass(cluster),
          to: classOf(place),
          reason: 'an administrator can become any service account of the cluster',
        };
      for (const id of ids) yield { ...member, from: classOf(place), to: id };
    }
  }
}

function* useTechnique(actor: Identity, technique: Technique, permissions: PermissionEngine, places: Places): Generator<Edge> {
  const cluster = clusterOf(actor.id);
  const seen = new Set<string>();
  for (const found of technique.find((action) => permissions.resourcesFor(actor.id, action))) {
    const [namespace = '*', name = '*'] = found.pattern.split('/', 2);
    for (const to of technique.targets({ cluster, namespace, name }, places)) {
      if (seen.has(to)) continue;
      seen.add(to);
      yield edgeTo(actor, technique, to, found, 'confirmed');
    }
    // The controllers' own service accounts lead to administrator; they are there, but nobody listed them.
    if (technique.reachesSystem === true && name === '*' && (namespace === '*' || namespace === systemNamespace)) {
      const to = clusterAdminClass(cluster);
      if (!seen.has(to)) yield edgeTo(actor, technique, to, found, 'possible');
      seen.add(to);
    }
  }
}

function edgeTo(
  actor: Identity,
  technique: Technique,
  to: string,
  found: { readonly actions: readonly string[]; readonly statements: readonly StatementReference[] },
  certainty: Edge['certainty'],
): Edge {
  return {
    from: actor.id,
    to,
    kind: 'escalates',
    certainty,
    technique: technique.id,
    reason: technique.reason,
    evidence: found.statements.flatMap((s) => s.evidence),
    statements: found.statements.map((s, i) => ({ ...s, action: found.actions[i] ?? '' })),
  };
}
