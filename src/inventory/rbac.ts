/**
 * One rule of a Kubernetes role. Rules only ever allow
 * (https://kubernetes.io/docs/reference/access-authn-authz/rbac/).
 */
export interface RbacRule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  /** `pods`, `pods/exec`, `*`. */
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** Labels that a cluster role must have for its rules to be taken over; every part must hold. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values: readonly string[] }[];
}

/**
 * Stands for the cluster that manifests are deployed to where they do not say which: one cluster for everything in a checkout,
 * and another one for any other checkout.
 */
export function openCluster(repository: string): string {
  return `cluster.${repository.replace(/[^\w-]+/g, '.')}`;
}

export function serviceAccountId(cluster: string, namespace: string, name: string): string {
  return `kubernetes:service-account/${cluster}/${namespace}/${name}`;
}

/** Namespace and name of the service account with an id; undefined for any other id. */
export function readServiceAccountId(
  id: string,
): { readonly cluster: string; readonly namespace: string; readonly name: string } | undefined {
  const [kind, cluster, namespace, name, ...more] = id.split('/');
  if (kind !== 'kubernetes:service-account' || cluster === undefined || namespace === undefined || name === undefined) return undefined;
  return more.length > 0 ? undefined : { cluster, namespace, name };
}

export function clusterUserId(cluster: string, name: string): string {
  return `kubernetes:user/${cluster}/${name}`;
}

/** The holder of what is bound to a group. */
export function clusterGroupId(cluster: string, name: string): string {
  return `kubernetes:group/${cluster}/${name}`;
}

/** The id of a cluster role. */
export function clusterRoleId(cluster: string, name: string): string {
  return `kubernetes:cluster-role/${cluster}/${name}`;
}

/** The id of a role of a namespace. */
export function roleId(cluster: string, namespace: string, name: string): string {
  return `kubernetes:role/${cluster}/${namespace}/${name}`;
}

/** The id of a namespace as a scope. */
export function namespaceScopeId(cluster: string, namespace: string): string {
  return `kubernetes:namespace/${cluster}/${namespace}`;
}

/** A cluster of EKS, as `aws eks update-kubeconfig` calls its context; ids hold no slash. */
export function eksClusterId(region: string, account: string, name: string): string {
  return `arn:aws:eks:${region}:${account}:cluster.${name}`;
}

/** The cluster in an id of this plane. */
export function clusterOf(id: string): string {
  return id.split('/', 2)[1] ?? '';
}
