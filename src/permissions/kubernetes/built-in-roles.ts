import type { RbacRule } from '../../inventory/rbac.ts';

const reading = ['get', 'list', 'watch'];
const changing = ['create', 'delete', 'deletecollection', 'patch', 'update'];
const workloads = ['daemonsets', 'deployments', 'replicasets', 'statefulsets'];

const view: readonly RbacRule[] = [
  {
    verbs: reading,
    apiGroups: [''],
    resources: [
      'bindings',
      'configmaps',
      'endpoints',
      'events',
      'limitranges',
      'namespaces',
      'namespaces/status',
      'persistentvolumeclaims',
      'pods',
      'pods/log',
      'pods/status',
      'replicationcontrollers',
      'resourcequotas',
      'serviceaccounts',
      'services',
    ],
  },
  { verbs: reading, apiGroups: ['apps'], resources: [...workloads, 'controllerrevisions'] },
  { verbs: reading, apiGroups: ['batch'], resources: ['cronjobs', 'jobs'] },
  { verbs: reading, apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'] },
  { verbs: reading, apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'networkpolicies'] },
  { verbs: reading, apiGroups: ['policy'], resources: ['poddisruptionbudgets'] },
];

const edit: readonly RbacRule[] = [
  ...view,
  {
    verbs: reading,
    apiGroups: [''],
    resources: ['pods/attach', 'pods/exec', 'pods/portforward', 'pods/proxy', 'secrets', 'services/proxy'],
  },
  { verbs: ['impersonate'], apiGroups: [''], resources: ['serviceaccounts'] },
  {
    verbs: changing,
    apiGroups: [''],
    resources: ['pods', 'pods/attach', 'pods/exec', 'pods/portforward', 'pods/proxy'],
  },
  { verbs: ['create'], apiGroups: [''], resources: ['pods/eviction', 'serviceaccounts/token'] },
  {
    verbs: changing,
    apiGroups: [''],
    resources: [
      'configmaps',
      'events',
      'persistentvolumeclaims',
      'replicationcontrollers',
      'replicationcontrollers/scale',
      'secrets',
      'serviceaccounts',
      'services',
      'services/proxy',
    ],
  },
  {
    verbs: changing,
    apiGroups: ['apps'],
    resources: [...workloads, ...workloads.slice(1).map((w) => `${w}/scale`), 'deployments/rollback'],
  },
  { verbs: changing, apiGroups: ['batch'], resources: ['cronjobs', 'jobs'] },
  { verbs: changing, apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'] },
  { verbs: changing, apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'networkpolicies'] },
  { verbs: changing, apiGroups: ['policy'], resources: ['poddisruptionbudgets'] },
  { verbs: [...reading, ...changing], apiGroups: ['coordination.k8s.io'], resources: ['leases'] },
];

const admin: readonly RbacRule[] = [
  ...edit,
  { verbs: ['create'], apiGroups: ['authorization.k8s.io'], resources: ['localsubjectaccessreviews'] },
  { verbs: [...reading, ...changing], apiGroups: ['rbac.authorization.k8s.io'], resources: ['rolebindings', 'roles'] },
];

/** A role that every cluster has. */
interface BuiltInRole {
  readonly rules: readonly RbacRule[];
  /** The label with which other roles add to it. */
  readonly label?: string;
}

/**
 * The roles for users that every cluster has, as far as permissions of other identities, secrets and workloads go
 * (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles). What carries the label of `view` comes to
 * `edit` too, and from there to `admin`: those roles carry the next one's label themselves.
 */
export const builtInRoles: ReadonlyMap<string, BuiltInRole> = new Map([
  [
    'cluster-admin',
    {
      rules: [
        { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
        { verbs: ['*'], nonResourceURLs: ['*'] },
      ],
    },
  ],
  ['admin', { rules: admin, label: 'rbac.authorization.k8s.io/aggregate-to-admin' }],
  ['edit', { rules: edit, label: 'rbac.authorization.k8s.io/aggregate-to-edit' }],
  ['view', { rules: view, label: 'rbac.authorization.k8s.io/aggregate-to-view' }],
]);

/** Roles of every cluster that give what everybody has: discovery, questions about oneself. */
export const harmlessRoles: ReadonlySet<string> = new Set([
  'system:basic-user',
  'system:discovery',
  'system:public-info-viewer',
  'system:service-account-issuer-discovery',
]);
