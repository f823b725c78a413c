import type { Grant } from '../../../inventory/grant.ts';
import { awsIdentityId } from '../../../inventory/id.ts';
import { clusterGroupId, clusterRoleId, clusterUserId, eksClusterId } from '../../../inventory/rbac.ts';
import { objectIn, objectsIn, type ServiceRecord, textIn } from './service-record.ts';

/** Roles of the cluster that AWS's policies stand for (https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html). */
const policies: Readonly<Record<string, string>> = {
  AmazonEKSClusterAdminPolicy: 'cluster-admin',
  AmazonEKSAdminPolicy: 'admin',
  AmazonEKSEditPolicy: 'edit',
  AmazonEKSViewPolicy: 'view',
};

/** Hands over who a role or user of AWS is in a cluster (https://docs.aws.amazon.com/eks/latest/APIReference/API_AccessEntry.html). */
export function readAccessEntry(record: ServiceRecord): void {
  const entered = enter(record, textIn(record.raw, 'username'));
  const groups: readonly unknown[] = Array.isArray(record.raw.kubernetesGroups) ? record.raw.kubernetesGroups : [];
  for (const group of groups) {
    if (entered === undefined || typeof group !== 'string') continue;
    record.context.emit({ type: 'membership', value: { identity: entered.user, group: clusterGroupId(entered.cluster, group) } });
  }
}

/** Hands over what AWS itself gives such a user there (https://docs.aws.amazon.com/eks/latest/APIReference/API_ListAssociatedAccessPolicies.html). */
export function readAccessPolicies(record: ServiceRecord): void {
  const entered = enter(record, undefined);
  if (entered === undefined) return;
  for (const policy of objectsIn(record.raw, 'associatedAccessPolicies')) {
    const name = textIn(policy, 'policyArn')?.split('/').at(-1) ?? '';
    const role = Object.hasOwn(policies, name) ? policies[name] : undefined;
    const scope = objectIn(policy, 'accessScope');
    const namespaces: readonly unknown[] = Array.isArray(scope?.namespaces) ? scope.namespaces : [];
    const places = textIn(scope, 'type') === 'namespace' ? namespaces.filter((n) => typeof n === 'string') : [undefined];
    for (const namespace of places) {
      const grant: Grant = {
        id: `${entered.user}#binding/${namespace ?? '*'}/${name}`,
        holder: entered.user,
        kind: 'binding',
        name: role ?? name,
        // A policy that is not known here is a role of which nobody knows the rules.
        policy: clusterRoleId(entered.cluster, role ?? `${name}.eks`),
        ...(namespace === undefined ? {} : { namespace }),
        evidence: [record.at],
      };
      record.context.emit({ type: 'grant', value: grant });
    }
  }
}

/** The user that a principal comes in as; without a name of its own it is called by its ARN. */
function enter(record: ServiceRecord, username: string | undefined): { readonly user: string; readonly cluster: string } | undefined {
  const arn = textIn(record.raw, 'principalArn') ?? '';
  const id = awsIdentityId(arn);
  const name = textIn(record.raw, 'clusterName');
  if (id === undefined || name === undefined) {
    record.context.door.wrong('an access entry of a cluster', 'names no principal or no cluster', record.at);
    return undefined;
  }
  const cluster = eksClusterId(record.region ?? '-', record.account, name);
  // Both answers speak of one user: the principal's own ARN tells it apart.
  const user = clusterUserId(cluster, id.slice('aws:'.length).replaceAll('/', '.'));
  const [, scope = '', own = ''] = id.split('/');
  const named = { nature: 'unknown', agent: false, standing: 'named', evidence: [record.at] } as const;
  const kind = id.startsWith('aws:role/') ? 'aws-iam-role' : 'aws-iam-user';
  record.context.emit({ type: 'identity', value: { ...named, id, plane: 'aws', kind, name: own, scope } });
  const shown = username ?? own;
  record.context.emit({
    type: 'identity',
    value: { ...named, id: user, plane: 'kubernetes', kind: 'kubernetes-user', name: shown, scope: cluster },
  });
  record.context.emit({ type: 'link', value: { kind: 'enters', from: id, to: user, evidence: [record.at] } });
  return { user, cluster };
}
