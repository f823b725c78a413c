import type { NeededPermission } from '../collector.ts';
import { installedRules } from './installed-kinds.ts';

/** One list of the API server. */
export interface Listing {
  /** The API it belongs to: `/api/v1`, `/apis/apps/v1`. */
  readonly api: string;
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** What stays unseen without it. */
  readonly serves: string;
  /** Versions of the API under which older clusters have it, or do not have it at all. */
  readonly older?: readonly string[];
  /** It is there only where somebody installed it; nobody is asked to allow it beforehand. */
  readonly installed?: true;
}

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const apps = '/apis/apps/v1';
const batch = '/apis/batch/v1';

const network = '/apis/networking.k8s.io/v1';
const admission = '/apis/admissionregistration.k8s.io/v1';

export const workloadsServed = 'what runs as which account';
const entrancesServed = 'on which ways agents are reached from outside';
const admissionServed = 'whether requests are decided on when they are made';

/** What is listed of a cluster, in this order: what an account is bound to is known before the account is handed over. */
export const listings: readonly Listing[] = [
  { api: '/api/v1', resource: 'namespaces', kind: 'Namespace', namespaced: false, serves: 'which namespaces there are' },
  { api: rbac, resource: 'clusterroles', kind: 'ClusterRole', namespaced: false, serves: 'what cluster roles allow' },
  { api: rbac, resource: 'roles', kind: 'Role', namespaced: true, serves: 'what roles allow' },
  { api: rbac, resource: 'clusterrolebindings', kind: 'ClusterRoleBinding', namespaced: false, serves: 'who has which cluster role' },
  { api: rbac, resource: 'rolebindings', kind: 'RoleBinding', namespaced: true, serves: 'who has which role in a namespace' },
  { api: '/api/v1', resource: 'serviceaccounts', kind: 'ServiceAccount', namespaced: true, serves: 'service accounts' },
  { api: apps, resource: 'deployments', kind: 'Deployment', namespaced: true, serves: workloadsServed },
  { api: apps, resource: 'daemonsets', kind: 'DaemonSet', namespaced: true, serves: workloadsServed },
  { api: apps, resource: 'statefulsets', kind: 'StatefulSet', namespaced: true, serves: workloadsServed },
  { api: batch, resource: 'cronjobs', kind: 'CronJob', namespaced: true, serves: workloadsServed, older: ['/apis/batch/v1beta1'] },
  { api: batch, resource: 'jobs', kind: 'Job', namespaced: true, serves: workloadsServed },
  { api: '/api/v1', resource: 'pods', kind: 'Pod', namespaced: true, serves: workloadsServed },
  { api: '/api/v1', resource: 'nodes', kind: 'Node', namespaced: false, serves: 'which identities pods get from their machine' },
  { api: '/api/v1', resource: 'services', kind: 'Service', namespaced: true, serves: entrancesServed },
  {
    api: network,
    resource: 'ingresses',
    kind: 'Ingress',
    namespaced: true,
    serves: entrancesServed,
    older: ['/apis/networking.k8s.io/v1beta1'],
  },
  {
    api: network,
    resource: 'networkpolicies',
    kind: 'NetworkPolicy',
    namespaced: true,
    serves: 'whether pods get at the metadata of their machine',
  },
  {
    api: admission,
    resource: 'validatingwebhookconfigurations',
    kind: 'ValidatingWebhookConfiguration',
    namespaced: false,
    serves: admissionServed,
    older: ['/apis/admissionregistration.k8s.io/v1beta1'],
  },
  {
    api: admission,
    resource: 'validatingadmissionpolicybindings',
    kind: 'ValidatingAdmissionPolicyBinding',
    namespaced: false,
    serves: admissionServed,
    older: [],
  },
];

export const awsAuthPermission = 'get configmaps/aws-auth in kube-system';

/** As an API group is written in a rule; empty for the core. */
export function groupOf({ api }: Listing): string {
  return api.startsWith('/apis/') ? (api.split('/')[2] ?? '') : '';
}

/** As people and role rules write it: `list rolebindings.rbac.authorization.k8s.io`. */
export function permissionOf(listing: Listing): string {
  return ['list ', listing.resource, groupOf(listing) === '' ? '' : `.${groupOf(listing)}`].join('');
}

export const permissions: readonly NeededPermission[] = listings.map((listing) => ({
  permission: permissionOf(listing),
  serves: listing.serves,
  required: listing.resource === 'serviceaccounts',
}));

/** A cluster role that allows just the lists that are made, ready for `kubectl apply -f -`. Secrets are not among them. */
export function clusterRole(): string {
  const groups = [...new Set(listings.map(groupOf))];
  const rules = groups.map((group) => {
    const resources = listings.filter((l) => groupOf(l) === group).map((l) => l.resource);
    return `  - apiGroups: ["${group}"]\n    resources: [${resources.join(', ')}]\n    verbs: [list]\n`;
  });
  const mapped = '  - apiGroups: [""]\n    resources: [configmaps]\n    resourceNames: [aws-auth]\n    verbs: [get]\n';
  const quoted = (words: readonly string[]): string => words.map((word) => `"${word}"`).join(', ');
  const engines = [...installedRules].map(
    ([resources, of]) => `  - apiGroups: [${quoted(of)}]\n    resources: [${resources}]\n    verbs: [list]\n`,
  );
  return `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: nhi-reader\nrules:\n${rules.join('')}${mapped}  # Policy engines and meshes, where they are installed.\n${engines.join('')}`;
}
