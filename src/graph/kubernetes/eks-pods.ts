import type { Inventory } from '../../inventory/inventory.ts';
import { mergeList } from '../../inventory/merge.ts';
import { eksClusterId, readServiceAccountId } from '../../inventory/rbac.ts';
import type { Edge } from '../graph.ts';

/**
 * Edges from service accounts to the roles that EKS gives their pods by an association, of which the cluster itself knows nothing
 * (https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html). A cluster that is called by its context, or by its name as a saved dump of it is, is known for sure.
 */
export function eksPodEdges(inventory: Inventory): Edge[] {
  const associations = [...inventory.workloads.values()].filter((w) => w.kind === 'aws-eks-pod' && w.name.split('/').length === 3);
  if (associations.length === 0) return [];
  const accounts = new Map<string, string[]>();
  for (const id of inventory.identities.keys()) {
    const account = readServiceAccountId(id);
    if (account === undefined) continue;
    const key = `${account.namespace}/${account.name}`;
    accounts.set(key, [...(accounts.get(key) ?? []), id]);
  }
  return associations.flatMap(({ name, identity, scope, region, evidence }) => {
    const [cluster = '', namespace = '', account = ''] = name.split('/');
    const candidates = accounts.get(`${namespace}/${account}`) ?? [];
    return candidates.flatMap((id): Edge[] => {
      const found = readServiceAccountId(id)?.cluster ?? '';
      const isSure = found === cluster || found === eksClusterId(region ?? '', scope ?? '', cluster);
      // Another cluster of EKS is another one; what goes by any other name may be this one.
      if (identity === undefined || (!isSure && /^arn:aws[\w-]*:eks:/.test(found))) return [];
      const role = inventory.identities.get(identity)?.name ?? identity;
      const reason = `EKS gives pods of ${namespace}/${account} in cluster ${cluster} the role ${role}${isSure ? '' : '; whether that is this cluster is not known'}`;
      const places = mergeList(evidence, inventory.identities.get(id)?.evidence ?? []);
      return [{ from: id, to: identity, kind: 'federates', certainty: isSure ? 'confirmed' : 'possible', reason, evidence: places }];
    });
  });
}
