import { parse } from 'yaml';
import { awsIdentityId } from '../../inventory/id.ts';
import type { Identity } from '../../inventory/identity.ts';
import { clusterGroupId, clusterUserId } from '../../inventory/rbac.ts';
import { type Cluster, type ClusterObject, nameOf, namespaceOf } from './cluster-object.ts';
import { isOpen, mapIn, textIn, textsIn } from './plain.ts';

/** Whether a ConfigMap says which identities of AWS the cluster lets in as whom. */
export function isAwsAuth(of: ClusterObject): boolean {
  return nameOf(of) === 'aws-auth' && namespaceOf(of) === 'kube-system';
}

/**
 * Hands over the users and groups that roles and users of AWS are in a cluster of EKS
 * (https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html). Part of a name may be filled in when somebody comes in:
 * `system:node:{{EC2PrivateDNSName}}`.
 */
export function readAwsAuth(cluster: Cluster, of: ClusterObject): void {
  const data = mapIn(of.object, 'data');
  for (const [key, arnKey] of [
    ['mapRoles', 'rolearn'],
    ['mapUsers', 'userarn'],
  ] as const) {
    const text = data[key];
    if (text === undefined || isOpen(text)) continue;
    const place = of.placeOf(`/data/${key}`);
    let entries: unknown;
    try {
      entries = parse(text, { logLevel: 'silent', uniqueKeys: false, maxAliasCount: 100 });
    } catch {
      entries = undefined;
    }
    if (!Array.isArray(entries)) {
      const gap = { source: place.source, what: `${key} of aws-auth`, why: 'unreadable', detail: 'it is no list in YAML' } as const;
      cluster.emit({ type: 'gap', value: { ...gap, ...(place.file === undefined ? {} : { file: place.file }) } });
      continue;
    }
    for (const entry of entries) mapIdentity(cluster, textIn(entry, arnKey), textIn(entry, 'username'), textsIn(entry, 'groups'), place);
  }
}

function mapIdentity(
  cluster: Cluster,
  arn: string | undefined,
  username: string | undefined,
  groups: readonly string[],
  place: ReturnType<ClusterObject['placeOf']>,
): void {
  const id = awsIdentityId(arn ?? '');
  const [, scope = '', name = ''] = id?.split('/') ?? [];
  if (id === undefined || !/^aws:(?:role|user)\//.test(id)) return;
  const kind = id.startsWith('aws:role/') ? 'aws-iam-role' : 'aws-iam-user';
  const named = { nature: 'unknown', agent: false, standing: 'named', evidence: [place] } as const satisfies Partial<Identity>;
  cluster.emit({ type: 'identity', value: { ...named, id, plane: 'aws', kind, name, scope } });
  const shown = (username ?? arn ?? name).slice(0, 300);
  const user = clusterUserId(cluster.id, shown.replace(/\s+/g, '.').replaceAll('/', '.'));
  const listed = cluster.bindingsKnown && isLimitedByRoles(shown, groups) ? ({ grantsListed: true } as const) : {};
  cluster.emit({
    type: 'identity',
    value: { ...named, ...listed, id: user, plane: 'kubernetes', kind: 'kubernetes-user', name: shown, scope: cluster.id },
  });
  for (const group of groups) cluster.emit({ type: 'membership', value: { identity: user, group: clusterGroupId(cluster.id, group) } });
  cluster.emit({ type: 'link', value: { kind: 'enters', from: id, to: user, evidence: [place] } });
}

/**
 * Whether bindings say all that a user may do: a name that is filled in may be one that bindings name, and nodes are let in by an
 * authorizer of their own (https://kubernetes.io/docs/reference/access-authn-authz/node/).
 */
function isLimitedByRoles(name: string, groups: readonly string[]): boolean {
  return ![name, ...groups].some((text) => text.includes('{{')) && !groups.includes('system:nodes');
}
