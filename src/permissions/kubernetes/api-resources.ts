/**
 * The resources that every API server serves, by group, each with its short names: what `kubectl api-resources` prints of a plain
 * cluster (https://kubernetes.io/docs/reference/kubernetes-api/), and what is only ever impersonated or signed for. Where a name is in
 * several groups the first counts, as it does for kubectl.
 */
const servedResources: readonly (readonly [group: string, resources: string])[] = [
  [
    '',
    'bindings componentstatuses,cs configmaps,cm endpoints,ep events,ev limitranges,limits namespaces,ns nodes,no persistentvolumeclaims,pvc persistentvolumes,pv pods,po podtemplates replicationcontrollers,rc resourcequotas,quota secrets serviceaccounts,sa services,svc users groups',
  ],
  ['apps', 'controllerrevisions daemonsets,ds deployments,deploy replicasets,rs statefulsets,sts'],
  ['batch', 'cronjobs,cj jobs'],
  ['autoscaling', 'horizontalpodautoscalers,hpa'],
  ['policy', 'poddisruptionbudgets,pdb podsecuritypolicies,psp'],
  ['networking.k8s.io', 'ingresses,ing ingressclasses networkpolicies,netpol ipaddresses,ip servicecidrs'],
  ['rbac.authorization.k8s.io', 'clusterroles clusterrolebindings roles rolebindings'],
  ['storage.k8s.io', 'csidrivers csinodes csistoragecapacities storageclasses,sc volumeattachments volumeattributesclasses,vac'],
  [
    'admissionregistration.k8s.io',
    'mutatingwebhookconfigurations validatingwebhookconfigurations validatingadmissionpolicies validatingadmissionpolicybindings mutatingadmissionpolicies mutatingadmissionpolicybindings',
  ],
  ['apiextensions.k8s.io', 'customresourcedefinitions,crd,crds'],
  ['apiregistration.k8s.io', 'apiservices'],
  ['authentication.k8s.io', 'tokenreviews selfsubjectreviews uids userextras'],
  ['authorization.k8s.io', 'localsubjectaccessreviews selfsubjectaccessreviews selfsubjectrulesreviews subjectaccessreviews'],
  ['certificates.k8s.io', 'certificatesigningrequests,csr clustertrustbundles signers'],
  ['coordination.k8s.io', 'leases'],
  ['discovery.k8s.io', 'endpointslices'],
  ['flowcontrol.apiserver.k8s.io', 'flowschemas prioritylevelconfigurations'],
  ['node.k8s.io', 'runtimeclasses'],
  ['scheduling.k8s.io', 'priorityclasses,pc'],
  ['resource.k8s.io', 'deviceclasses resourceclaims resourceclaimtemplates resourceslices'],
];

/** A resource with its group. */
export interface ServedResource {
  readonly resource: string;
  /** Empty: the core group. */
  readonly group: string;
}

const byName: ReadonlyMap<string, ServedResource> = readTable();

function readTable(): Map<string, ServedResource> {
  const found = new Map<string, ServedResource>();
  for (const [group, resources] of servedResources) {
    for (const names of resources.split(' ')) {
      const [resource = '', ...short] = names.split(',');
      for (const name of [resource, ...short]) if (!found.has(name)) found.set(name, { resource, group });
    }
  }
  return found;
}

/** The resource that a name or a short name stands for on every API server; undefined where that depends on the cluster. */
export function servedResource(name: string): ServedResource | undefined {
  return byName.get(name);
}

/** Every name that `servedResource` knows. */
export function servedNames(): readonly string[] {
  return [...byName.keys()];
}
