import { clusterUserId, serviceAccountId } from '../../inventory/rbac.ts';
import { podCreation, podExecution, secretReading, tokenCreation } from '../../permissions/kubernetes/ways-on.ts';
import type { PermissionEngine, StatementReference } from '../../permissions/power.ts';
import { clusterAdminClass } from '../class-node.ts';
import { accountsClass, type Places, runningClass } from './places.ts';

/** What the cluster's own controllers run as stands there. */
export const systemNamespace = 'kube-system';

export interface Spot {
  readonly cluster: string;
  /** `*`: every one. */
  readonly namespace: string;
  readonly name: string;
}

/** A place where all that a technique needs is allowed. */
export interface Found {
  /** `namespace/name`, either may be `*`. */
  readonly pattern: string;
  readonly actions: readonly string[];
  readonly statements: readonly StatementReference[];
}

type Allowed = ReturnType<PermissionEngine['resourcesFor']>;

export interface Technique {
  readonly id: string;
  /** One line for a person. */
  readonly reason: string;
  readonly page: string;
  readonly find: (allowed: (action: string) => Allowed) => readonly Found[];
  readonly targets: (spot: Spot, places: Places) => readonly string[];
  /** Whether it gets at what nobody listed in the cluster's own namespace. */
  readonly reachesSystem?: true;
}

const practices = 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/';
const group = 'rbac.authorization.k8s.io';

/** Ways from the permissions of a role to another identity of the cluster. Each needs all of its actions in one namespace. */
export const clusterTechniques: readonly Technique[] = [
  {
    id: 'k8s-token',
    reason: 'may make a token of the service account',
    page: `${practices}#token-request`,
    find: (allowed) => anyOf(allowed, [tokenCreation]),
    targets: accountsAt,
    reachesSystem: true,
  },
  {
    id: 'k8s-impersonate-account',
    reason: 'may impersonate the service account',
    page: 'https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/',
    find: (allowed) => anyOf(allowed, ['impersonate serviceaccounts']),
    targets: accountsAt,
    reachesSystem: true,
  },
  {
    id: 'k8s-impersonate-user',
    reason: 'may impersonate the user',
    page: 'https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/',
    find: (allowed) => anyOf(allowed, ['impersonate users']).filter((f) => !f.pattern.endsWith('/*')),
    targets: ({ cluster, name }) => [clusterUserId(cluster, name)],
  },
  {
    id: 'k8s-impersonate-masters',
    reason: 'may impersonate the group system:masters, which nothing limits',
    page: 'https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/',
    // A group is only ever impersonated together with a user, and a service account is one.
    find: (allowed) =>
      both(
        anyOf(allowed, ['impersonate groups']).filter((f) => /\/(?:\*|system:masters)$/.test(f.pattern)),
        anyOf(allowed, ['impersonate users', 'impersonate serviceaccounts']),
      ),
    targets: ({ cluster }) => [clusterAdminClass(cluster)],
  },
  {
    id: 'k8s-create-pod',
    reason: 'may start a pod that runs as the service account',
    page: `${practices}#workload-creation`,
    // Some names limit what is changed to pods that run as something already.
    find: (allowed) => anyOf(allowed, podCreation).filter((f) => f.pattern.endsWith('/*')),
    targets: ({ cluster, namespace }) => [accountsClass(`${cluster}/${namespace}`)],
    reachesSystem: true,
  },
  {
    id: 'k8s-exec',
    reason: 'may run commands in pods that run as the service account',
    page: 'https://kubernetes.io/docs/tasks/debug/debug-application/get-shell-running-container/',
    find: (allowed) => anyOf(allowed, podExecution).filter((f) => f.pattern.endsWith('/*')),
    targets: ({ cluster, namespace }) => [runningClass(`${cluster}/${namespace}`)],
    reachesSystem: true,
  },
  {
    id: 'k8s-node-proxy',
    reason: "may use the kubelet's own interface, which runs commands in every pod of the node",
    page: `${practices}#access-to-proxy-subresource-of-nodes`,
    find: (allowed) => anyOf(allowed, ['get nodes/proxy', 'create nodes/proxy']).filter((f) => f.pattern.endsWith('/*')),
    targets: ({ cluster }) => [runningClass(`${cluster}/*`)],
    reachesSystem: true,
  },
  {
    id: 'k8s-read-token',
    reason: "may read the Secret with the service account's token",
    page: `${practices}#listing-secrets`,
    find: (allowed) => anyOf(allowed, secretReading).filter((f) => f.pattern.endsWith('/*')),
    targets: ({ cluster, namespace }, { stored }) =>
      namespace === '*'
        ? [...stored].flatMap(([place, ids]) => (place.startsWith(`${cluster}/`) ? ids : []))
        : (stored.get(`${cluster}/${namespace}`) ?? []),
  },
  {
    id: 'k8s-write-token',
    reason: 'may make a Secret that the cluster fills with a token of the service account, and read it',
    page: 'https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets',
    find: (allowed) =>
      both(
        anyOf(allowed, ['create secrets']),
        anyOf(allowed, secretReading).filter((f) => f.pattern.endsWith('/*')),
      ),
    targets: ({ cluster, namespace }) => [accountsClass(`${cluster}/${namespace}`)],
    reachesSystem: true,
  },
  {
    id: 'k8s-bind',
    reason: 'may bind any cluster role to itself',
    page: `${practices}#escalate-verb`,
    // Without `bind`, a binding gives no more than whoever makes it has.
    find: (allowed) =>
      both(
        anyOf(allowed, [`bind clusterroles.${group}`]).filter((f) => /^\*\/(?:\*|cluster-admin)$/.test(f.pattern)),
        anyOf(
          allowed,
          ['create', 'update', 'patch'].map((verb) => `${verb} clusterrolebindings.${group}`),
        ).filter((f) => f.pattern.startsWith('*/')),
      ),
    targets: ({ cluster }) => [clusterAdminClass(cluster)],
  },
  {
    id: 'k8s-bind-namespace',
    reason: 'may bind any cluster role to itself in the namespace',
    page: `${practices}#escalate-verb`,
    find: (allowed) =>
      both(
        anyOf(allowed, [`bind clusterroles.${group}`]).filter((f) => /\/(?:\*|admin|cluster-admin|edit)$/.test(f.pattern)),
        anyOf(
          allowed,
          ['create', 'update', 'patch'].map((verb) => `${verb} rolebindings.${group}`),
        ).filter((f) => f.pattern.endsWith('/*')),
      ),
    targets: ({ cluster, namespace }) => [accountsClass(`${cluster}/${namespace}`)],
    reachesSystem: true,
  },
  {
    id: 'k8s-escalate-namespace',
    reason: 'may put any rule into a role of the namespace, also one that is bound to it',
    page: `${practices}#escalate-verb`,
    find: (allowed) =>
      both(
        anyOf(allowed, [`escalate roles.${group}`]).filter((f) => f.pattern.endsWith('/*')),
        anyOf(
          allowed,
          ['update', 'patch'].map((verb) => `${verb} roles.${group}`),
        ).filter((f) => f.pattern.endsWith('/*')),
      ),
    targets: ({ cluster, namespace }) => [accountsClass(`${cluster}/${namespace}`)],
    reachesSystem: true,
  },
  {
    id: 'k8s-host-volume',
    reason: 'may make a volume of any directory of a node, and a pod that mounts it: every pod of the node is there',
    page: `${practices}#persistent-volume-creation`,
    find: (allowed) =>
      both(
        anyOf(allowed, ['create persistentvolumes']).filter((f) => f.pattern === '*/*'),
        anyOf(allowed, podCreation).filter((f) => f.pattern.endsWith('/*')),
      ).map((f) => ({ ...f, pattern: '*/*' })),
    targets: ({ cluster }) => [runningClass(`${cluster}/*`)],
    reachesSystem: true,
  },
  {
    id: 'k8s-map-role',
    reason: 'may let any role of AWS in as administrator, by the ConfigMap aws-auth',
    page: 'https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html',
    find: (allowed) =>
      anyOf(allowed, ['update configmaps', 'patch configmaps']).filter((f) => /^(?:\*|kube-system)\/(?:\*|aws-auth)$/.test(f.pattern)),
    targets: ({ cluster }, { mapped }) => (mapped.has(cluster) ? [clusterAdminClass(cluster)] : []),
  },
  {
    id: 'k8s-escalate',
    reason: 'may put any rule into a cluster role, also one that is bound to it',
    page: `${practices}#escalate-verb`,
    // Without `escalate`, a role can only be given what whoever changes it has.
    find: (allowed) =>
      both(
        anyOf(allowed, [`escalate clusterroles.${group}`]).filter((f) => f.pattern === '*/*'),
        anyOf(
          allowed,
          ['update', 'patch'].map((verb) => `${verb} clusterroles.${group}`),
        ).filter((f) => f.pattern === '*/*'),
      ),
    targets: ({ cluster }) => [clusterAdminClass(cluster)],
  },
];

function accountsAt({ cluster, namespace, name }: Spot, { accounts }: Places): readonly string[] {
  if (name === '*') return [accountsClass(`${cluster}/${namespace}`)];
  if (namespace !== '*') return [serviceAccountId(cluster, namespace, name)];
  return [...accounts.values()].flat().filter((id) => id.startsWith(`kubernetes:service-account/${cluster}/`) && id.endsWith(`/${name}`));
}

function anyOf(allowed: (action: string) => Allowed, actions: readonly string[]): readonly Found[] {
  return actions.flatMap((action) =>
    allowed(action).map((a): Found => ({ pattern: a.pattern, actions: [action], statements: [a.statement] })),
  );
}

/** Where both are allowed: in the namespace that they share. */
function both(first: readonly Found[], second: readonly Found[]): readonly Found[] {
  return first.flatMap((a) =>
    second.flatMap((b) => {
      const [one = '*', other = '*'] = [a.pattern, b.pattern].map((p) => p.split('/', 1)[0]);
      if (one !== '*' && other !== '*' && one !== other) return [];
      const namespace = one === '*' ? other : one;
      return [{ pattern: `${namespace}/*`, actions: [...a.actions, ...b.actions], statements: [...a.statements, ...b.statements] }];
    }),
  );
}
