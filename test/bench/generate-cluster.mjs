import { closeSync, openSync, writeSync } from 'node:fs';

const rbac = 'rbac.authorization.k8s.io';
const named = ['reader', 'writer', 'operator', 'runner'];
const verbs = [['get', 'list'], ['get', 'list', 'watch', 'patch'], ['*'], ['create']];

/**
 * Writes the objects of a cluster one a line: pods as an API server describes them, four for each deployment and service account,
 * with roles and bindings of their namespaces, a token in a secret here and there, and what every cluster has.
 * @param {string} path
 * @param {number} pods
 * @returns {{ bytes: number, accounts: number }}
 */
export function generateCluster(path, pods) {
  const file = openSync(path, 'w');
  let bytes = 0;
  let batch = '';
  let made = 0;
  const put = (apiVersion, kind, namespace, name, rest = {}, more = {}) => {
    const metadata = { name, ...(namespace === undefined ? {} : { namespace }), uid: uidOf(++made), resourceVersion: `${made}`, ...more };
    batch += `${JSON.stringify({ apiVersion, kind, metadata: { ...metadata, creationTimestamp: '2026-03-01T08:00:00Z' }, ...rest })}\n`;
    if (batch.length > 1 << 20) {
      bytes += writeSync(file, batch);
      batch = '';
    }
  };
  const bind = (kind, namespace, name, role, subjects) =>
    put(`${rbac}/v1`, kind, namespace, name, { roleRef: { apiGroup: rbac, ...role }, subjects });
  for (const name of ['default', 'kube-system']) {
    put('v1', 'Namespace', undefined, name);
    put('v1', 'ServiceAccount', name, 'default');
  }
  put(`${rbac}/v1`, 'Role', 'kube-system', 'leader', { rules: [] });
  bind('RoleBinding', 'kube-system', 'leader', { kind: 'Role', name: 'leader' }, []);
  put(`${rbac}/v1`, 'ClusterRole', undefined, 'cluster-admin', { rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }] });
  bind('ClusterRoleBinding', undefined, 'masters', { kind: 'ClusterRole', name: 'cluster-admin' }, [
    { kind: 'Group', name: 'system:masters' },
  ]);
  put('v1', 'Pod', 'kube-system', 'dns', podOf('dns', 'dns', 0));
  put('batch/v1', 'CronJob', 'kube-system', 'clean', { spec: { jobTemplate: { spec: { template: podOf('clean', 'default', 0) } } } });
  const accounts = Math.ceil(pods / 4);
  for (let n = 0; n < accounts; n++) {
    const namespace = `team-${Math.floor(n / 25)}`;
    const name = `app-${n}`;
    const labels = { app: name, 'app.kubernetes.io/name': name, team: namespace };
    if (n % 25 === 0) {
      put('v1', 'Namespace', undefined, namespace, {}, { labels: { env: n % 50 === 0 ? 'prod' : 'dev', owner: namespace } });
      for (const [i, role] of named.entries())
        put(`${rbac}/v1`, 'Role', namespace, role, {
          rules: [{ apiGroups: ['', 'apps'], resources: i === 3 ? ['pods', 'deployments'] : ['configmaps', 'secrets'], verbs: verbs[i] }],
        });
    }
    put('v1', 'ServiceAccount', namespace, name, {}, { labels });
    bind('RoleBinding', namespace, name, { kind: 'Role', name: named[n % 4] ?? 'reader' }, [{ kind: 'ServiceAccount', name, namespace }]);
    if (n % 500 === 0)
      bind('ClusterRoleBinding', undefined, name, { kind: 'ClusterRole', name: 'view' }, [{ kind: 'ServiceAccount', name, namespace }]);
    const template = podOf(name, name, n);
    put('apps/v1', 'Deployment', namespace, name, { spec: { selector: { matchLabels: { app: name } }, template } }, { labels });
    const hash = (0x10000000 + n).toString(16);
    for (let p = 0; p < 4; p++) {
      const owner = {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        name: `${name}-${hash}`,
        uid: uidOf(made),
        controller: true,
        blockOwnerDeletion: true,
      };
      put(
        'v1',
        'Pod',
        namespace,
        `${name}-${hash}-${'abcd'[p]}xyz${p}`,
        { ...podOf(name, name, n), status: status(p) },
        {
          labels: { ...labels, 'pod-template-hash': hash },
          ownerReferences: [owner],
        },
      );
    }
  }
  bytes += writeSync(file, batch);
  closeSync(file);
  return { bytes, accounts };
}

function podOf(name, serviceAccountName, n) {
  const mounts = [
    { name: 'token', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true },
    { name: 'tmp', mountPath: '/tmp' },
  ];
  const env = Array.from({ length: 8 }, (_, i) => ({ name: `SETTING_${i}`, value: `https://${name}-${i}.shop.example/v1/${n}` }));
  const probe = {
    httpGet: { path: '/healthz', port: 8080, scheme: 'HTTP' },
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
  };
  return {
    spec: {
      serviceAccountName,
      serviceAccount: serviceAccountName,
      nodeName: `ip-10-0-${n % 250}-7.eu-west-1.compute.internal`,
      containers: [
        {
          name: 'main',
          image: `registry.example/${name}:1.${n % 40}`,
          args: ['--listen=:8080', '--log=json'],
          env,
          resources: { limits: { memory: '256Mi' }, requests: { cpu: '100m', memory: '128Mi' } },
          volumeMounts: mounts,
          livenessProbe: probe,
          readinessProbe: probe,
          securityContext: { allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: { drop: ['ALL'] } },
        },
        { name: 'proxy', image: 'registry.example/proxy:3', volumeMounts: mounts },
      ],
      volumes: [
        { name: 'tmp', emptyDir: {} },
        {
          name: 'token',
          projected: {
            sources: [{ serviceAccountToken: { expirationSeconds: 3607, path: 'token' } }, { configMap: { name: 'kube-root-ca.crt' } }],
          },
        },
      ],
      tolerations: ['not-ready', 'unreachable'].map((key) => ({
        key: `node.kubernetes.io/${key}`,
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: 300,
      })),
    },
  };
}

function status(n) {
  const conditions = ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
    type,
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: '2026-03-01T08:00:05Z',
  }));
  return {
    phase: 'Running',
    conditions,
    hostIP: '10.0.0.7',
    podIP: `10.1.0.${n}`,
    startTime: '2026-03-01T08:00:01Z',
    qosClass: 'Burstable',
  };
}

function uidOf(n) {
  return `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
}
