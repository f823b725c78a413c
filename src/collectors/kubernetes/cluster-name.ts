/** What `kubectl get` takes for the kinds that are read, with its short forms. */
const kinds: ReadonlySet<string> = new Set(
  [
    'all objects dump list workloads rbac webhooks awsauth',
    'ns namespace namespaces no node nodes po pod pods svc service services sa serviceaccount serviceaccounts secret secrets',
    'cm configmap configmaps role roles rolebinding rolebindings rb clusterrole clusterroles clusterrolebinding clusterrolebindings crb',
    'deploy deployment deployments ds daemonset daemonsets sts statefulset statefulsets rs replicaset replicasets',
    'job jobs cj cronjob cronjobs ing ingress ingresses netpol networkpolicy networkpolicies validatingwebhookconfigurations',
    'validatingadmissionpolicybindings clusterpolicies policies validatingpolicies constraints clusteradmissionpolicies admissionpolicies',
    'authorizationpolicy authorizationpolicies peerauthentications serverauthorizations securitypolicies envoyfilter envoyfilters',
    'httproute httproutes grpcroute grpcroutes ciliumclusterwidenetworkpolicies ccnp globalnetworkpolicies podidentityassociations',
    'clusterspiffeid clusterspiffeids clusterstaticentries clusterfederatedtrustdomains vaultauth vaultauths',
    'secretstore secretstores clustersecretstore clustersecretstores',
  ].flatMap((line) => line.split(' ')),
);
/** Kinds as people write them with a hyphen. */
const apart = /(cluster|role|service|network|aws|authorization)[-_](?=role|binding|account|polic|auth)/gi;
const between = /[-_.,+ ]+/;

/**
 * The cluster that a file is of. Files that are called after what they hold (`pods.json`, `prod-rolebindings.yaml`,
 * `sa,roles.json`) are of one cluster, together with others in their directory that are called so; the rest of the name, else the
 * directory, is the cluster's name. A file called anything else is a cluster of its own.
 */
export function clusterNameOf(file: string): string {
  const path = file.replaceAll('\\', '/');
  const base = path.slice(path.lastIndexOf('/') + 1).replace(/(?:\.(?:json|ndjson|jsonl|ya?ml|gz|txt))+$/i, '');
  const parts = base.replace(apart, '$1').split(between);
  let first = 0;
  let last = parts.length;
  while (last > first && isKind(parts[last - 1])) last--;
  if (last === parts.length) while (first < last && isKind(parts[first])) first++;
  if (first === 0 && last === parts.length) return base;
  const rest = parts.slice(first, last).join('-');
  if (rest !== '') return rest;
  const folder = path.split('/').at(-2);
  return folder === undefined || /^\.{0,2}$/.test(folder) ? 'cluster' : folder;
}

function isKind(part: string | undefined): boolean {
  return kinds.has(part?.toLowerCase() ?? '');
}
