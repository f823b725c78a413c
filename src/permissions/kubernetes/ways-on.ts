import type { FacetName } from '../power.ts';

/** A permission with which its holder gets more than it was given. */
export interface WayOn {
  readonly kind: 'role-change' | 'impersonation' | 'token' | 'workload' | 'exec' | 'node' | 'certificate' | 'webhook';
  /** Any one of them is enough. */
  readonly actions: readonly string[];
  /** And this one, on any object. */
  readonly with?: string;
  readonly facet: FacetName;
  /** The provider's page that says so. */
  readonly page: string;
}

const practices = 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/';

const controllers = [
  'deployments.apps',
  'daemonsets.apps',
  'statefulsets.apps',
  'replicasets.apps',
  'jobs.batch',
  'cronjobs.batch',
  'replicationcontrollers',
];

/** Changing what a controller starts is as good as creating it. */
export const podCreation: readonly string[] = [
  'create pods',
  ...['create', 'update', 'patch'].flatMap((verb) => controllers.map((c) => `${verb} ${c}`)),
];

/** `get` is what a WebSocket client needs, `create` what every other does. */
export const podExecution: readonly string[] = [
  'create pods/exec',
  'get pods/exec',
  'create pods/attach',
  'get pods/attach',
  'update pods/ephemeralcontainers',
  'patch pods/ephemeralcontainers',
];

export const tokenCreation = 'create serviceaccounts/token';

/** Ways from what one may do to what one may not, by the project's list of risky permissions. */
export const waysOn: readonly WayOn[] = [
  {
    kind: 'role-change',
    actions: ['escalate', 'bind'].flatMap((verb) =>
      ['clusterroles', 'roles'].map((resource) => `${verb} ${resource}.rbac.authorization.k8s.io`),
    ),
    facet: 'grant',
    page: `${practices}#escalate-verb`,
  },
  {
    kind: 'impersonation',
    actions: ['impersonate users', 'impersonate groups', 'impersonate serviceaccounts'],
    facet: 'grant',
    page: `${practices}#impersonate-verb`,
  },
  { kind: 'token', actions: [tokenCreation], facet: 'grant', page: `${practices}#token-request` },
  { kind: 'workload', actions: podCreation, facet: 'execute', page: `${practices}#workload-creation` },
  {
    kind: 'exec',
    actions: podExecution,
    facet: 'execute',
    page: 'https://kubernetes.io/docs/tasks/debug/debug-application/get-shell-running-container/',
  },
  {
    kind: 'node',
    actions: ['get nodes/proxy', 'create nodes/proxy'],
    facet: 'execute',
    page: `${practices}#access-to-proxy-subresource-of-nodes`,
  },
  ...(
    [
      ['approval', 'approve'],
      ['status', 'sign'],
    ] as const
  ).map(
    ([part, verb]): WayOn => ({
      kind: 'certificate',
      actions: ['update', 'patch'].map((change) => `${change} certificatesigningrequests/${part}.certificates.k8s.io`),
      // Of which issuer (https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#authorization).
      with: `${verb} signers.certificates.k8s.io`,
      facet: 'grant',
      page: `${practices}#csrs-and-certificate-issuing`,
    }),
  ),
  {
    kind: 'webhook',
    // The first two are shown every object as it is written, secrets too, and all but the second change it.
    actions: [
      'mutatingwebhookconfigurations',
      'validatingwebhookconfigurations',
      'mutatingadmissionpolicies',
      'mutatingadmissionpolicybindings',
    ].flatMap((resource) => ['create', 'update', 'patch'].map((verb) => `${verb} ${resource}.admissionregistration.k8s.io`)),
    facet: 'grant',
    page: `${practices}#control-admission-webhooks`,
  },
];

/**
 * What a constrained impersonator may become, and the prefix of the verbs that it then may use: it needs both
 * (https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/#constrained-impersonation). What it does counts as what
 * it was given for the impersonation, and so leads on only as far as that.
 */
export const constrainedImpersonation: readonly { readonly become: string; readonly next: string }[] = [
  { become: 'impersonate:user-info users.authentication.k8s.io', next: 'impersonate-on:user-info:' },
  { become: 'impersonate:serviceaccount serviceaccounts.authentication.k8s.io', next: 'impersonate-on:serviceaccount:' },
  { become: 'impersonate:arbitrary-node nodes.authentication.k8s.io', next: 'impersonate-on:arbitrary-node:' },
  { become: 'impersonate:associated-node nodes.authentication.k8s.io', next: 'impersonate-on:associated-node:' },
];

/** What shows the values of secrets; a list shows them all. */
export const secretReading: readonly string[] = ['get secrets', 'list secrets', 'watch secrets'];
