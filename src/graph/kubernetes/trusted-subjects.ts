import { matchesGlob } from '../../glob.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { mergeList } from '../../inventory/merge.ts';
import { readServiceAccountId } from '../../inventory/rbac.ts';
import type { Trust } from '../../inventory/trust.ts';
import type { Edge } from '../graph.ts';

const prefix = 'system:serviceaccount:';

/**
 * Edges from service accounts to roles whose trust names them by the subject of their token, where no annotation says so: pods
 * may set up the exchange themselves. Whether the issuer is that cluster's is not known, so these are possible.
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
  for (const [role, trusts] of inventory.trusts) {
    const name = inventory.identities.get(role)?.name ?? role;
    for (const trust of trusts) {
      for (const subject of subjectsOf(trust)) {
        for (const id of accountsOf(subject, bySubject)) {
          if (linked.has(`${id} ${role}`)) continue;
          linked.add(`${id} ${role}`);
          const evidence = mergeList(trust.evidence, inventory.identities.get(id)?.evidence ?? []);
          const reason = `the trust of ${name} lets in ${subject}; whether of this cluster is not known`;
          edges.push({ from: id, to: role, kind: 'federates', certainty: 'possible', reason, evidence });
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
