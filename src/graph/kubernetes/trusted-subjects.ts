import { matchesGlob } from '../../glob.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { mergeList } from '../../inventory/merge.ts';
import { readServiceAccountId } from '../../inventory/rbac.ts';
import type { Trust } from '../../inventory/trust.ts';
import { mayEqual } from '../../unknown-parts.ts';
import { issuerOfProvider } from '../federates.ts';
import type { Edge } from '../graph.ts';
import { ClusterIssuers } from './cluster-issuers.ts';

const prefix = 'system:serviceaccount:';

/**
 * Edges from service accounts to roles whose trust names them by the subject of their token, where no annotation says so: pods
 * may set up the exchange themselves. Where the issuer of the cluster is not known, these are possible; of a cluster that is known to
 * have another issuer there are none.
 */
export function trustedSubjects(inventory: Inventory): Edge[] {
  const bySubject = new Map<string, string[]>();
  for (const id of inventory.identities.keys()) {
    const account = readServiceAccountId(id);
    if (account === undefined || /[*~]/.test(account.namespace + account.name)) continue;
    const subject = `${prefix}${account.namespace}:${account.name}`;
    const list = bySubject.get(subject);
    if (list) list.push(id);
    else bySubject.set(subject, [id]);
  }
  if (bySubject.size === 0) return [];
  const linked = new Set(inventory.links.flatMap((l) => (l.kind === 'assumes' ? [`${l.from} ${l.to}`] : [])));
  const edges: Edge[] = [];
  const clusters = new ClusterIssuers(inventory);
  for (const [role, trusts] of inventory.trusts) {
    const name = inventory.identities.get(role)?.name ?? role;
    for (const trust of trusts) {
      const trusted = issuerOfProvider(trust.principal);
      for (const subject of subjectsOf(trust)) {
        for (const id of accountsOf(subject, bySubject)) {
          if (linked.has(`${id} ${role}`)) continue;
          const cluster = clusters.of(id);
          const isIssuer = cluster !== undefined && issuerOfProvider(cluster.issuer) === trusted;
          if (cluster?.isSure === true && trust.principalKind === 'oidc' && !mayEqual(trusted, issuerOfProvider(cluster.issuer))) continue;
          linked.add(`${id} ${role}`);
          const places = mergeList(trust.evidence, inventory.identities.get(id)?.evidence ?? []);
          const evidence = isIssuer ? mergeList(places, cluster.evidence) : places;
          const doubt = isIssuer ? 'pods must ask for a token for it' : 'whether of this cluster is not known';
          const certainty = isIssuer ? 'conditional' : 'possible';
          edges.push({
            from: id,
            to: role,
            kind: 'federates',
            certainty,
            reason: `the trust of ${name} lets in ${subject}; ${doubt}`,
            evidence,
          });
        }
      }
    }
  }
  return edges;
}

function subjectsOf({ effect, principalKind, condition }: Trust): readonly string[] {
  if (effect !== 'Allow' || (principalKind !== 'oidc' && principalKind !== 'federated')) return [];
  return Object.entries(condition ?? {})
    .flatMap(([operator, keys]) =>
      /^(?:ForAnyValue:)?String(?:Equals|Like)(?:IfExists)?$/i.test(operator)
        ? Object.entries(keys).flatMap(([key, values]) => (key.toLowerCase().endsWith(':sub') ? values : []))
        : [],
    )
    .filter((value) => value.startsWith(prefix));
}

function accountsOf(subject: string, bySubject: ReadonlyMap<string, readonly string[]>): readonly string[] {
  if (!/[*?]/.test(subject)) return bySubject.get(subject) ?? [];
  return [...bySubject].flatMap(([known, ids]) => (matchesGlob(subject, known) ? ids : []));
}
