import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readAndAnalyse } from '../../src/cli/prepare.ts';

type Files = Readonly<Record<string, string>>;
type Case = readonly [what: string, files: Files, answer: 'yes' | 'no' | 'unknown', because: string, place?: string];

/** A service account that changes things, and the pod of an agent's server that runs as it. */
const orders = `
apiVersion: v1
kind: ServiceAccount
metadata: { name: orders, namespace: web }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: orders, namespace: web }
rules: [{ apiGroups: [""], resources: [configmaps], verbs: [update] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: orders, namespace: web }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: orders }
subjects: [{ kind: ServiceAccount, name: orders, namespace: web }]
`;

interface PodParts {
  readonly name?: string;
  readonly labels?: string;
  readonly containers?: string;
  readonly init?: string;
  readonly volumes?: string;
}

const pod = ({ name = 'orders', labels = 'app: orders', containers = '', init = '', volumes = '' }: PodParts = {}): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: web }
spec:
  template:
    metadata: { labels: { ${labels} } }
    spec:
      serviceAccountName: orders
      initContainers: [${init}]
      containers: [{ name: app, image: "acme/orders-mcp:1" }${containers}]
      volumes: [${volumes}]
`;

const namespace = (labels: string): string => `
apiVersion: v1
kind: Namespace
metadata: { name: web, labels: { ${labels} } }
`;

const mesh = (failOpen: string): string => `
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data:
  mesh: |
    extensionProviders:
      - name: opa
        envoyExtAuthzGrpc: { service: opa.web.svc.cluster.local, port: 9191${failOpen} }
`;

const policy = (spec: string, metadata = ''): string => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: ask, namespace: web${metadata} }
spec: ${spec}
`;

const asksOpa = '{ selector: { matchLabels: { app: orders } }, action: CUSTOM, provider: { name: opa }, rules: [{}] }';

const envoy = (more = '', second = ''): string => `
static_resources:
  listeners:
    - filter_chains:
        - filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                route_config: { virtual_hosts: [{ routes: [{ match: { prefix: / }, route: { cluster: app } }] }] }
                http_filters:
                  - name: envoy.filters.http.ext_authz
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthz
                      grpc_service: { envoy_grpc: { cluster_name: opa } }${more}
                  - name: envoy.filters.http.router
${second}  clusters:
    - name: app
      load_assignment: { endpoints: [{ lb_endpoints: [{ endpoint: { address: { socket_address: { address: orders, port_value: 80 } } } }] }] }
    - name: opa
      load_assignment: { endpoints: [{ lb_endpoints: [{ endpoint: { address: { socket_address: { address: opa, port_value: 9191 } } } }] }] }
`;

const bareListener = `    - filter_chains:
        - filters:
            - typed_config:
                route_config: { virtual_hosts: [{ routes: [{ match: { prefix: / }, route: { cluster: app } }] }] }
                http_filters: [{ name: envoy.filters.http.router }]
`;

const indented = (text: string): string => text.replace(/^/gm, '    ');
const proxyConfig = (text: string): string => `
apiVersion: v1
kind: ConfigMap
metadata: { name: proxy, namespace: web }
data:
  envoy.yaml: |
${indented(text)}
`;

const manifests = (...parts: readonly string[]): Files => ({ 'k8s/orders.yaml': [orders, ...parts].join('\n---\n') });

const opaSidecar = ', { name: opa, image: "openpolicyagent/opa:1.4.2-envoy", args: ["run", "--server"] }';
const envoySidecar = ', { name: envoy, image: "envoyproxy/envoy:v1.33" }';
const redirect = '{ name: proxy-init, image: "openpolicyagent/proxy_init:v8" }';
const mounted = '{ name: proxy, configMap: { name: proxy } }';
const beside = { containers: `${opaSidecar}${envoySidecar}`, init: redirect, volumes: mounted };

const pods: readonly Case[] = [
  ['nothing stands before it', manifests(pod()), 'no', 'write power without any condition'],
  ['an engine beside it that nothing asks', manifests(pod({ containers: opaSidecar })), 'unknown', 'OPA runs beside it, and nothing seen'],
  [
    'a pod that is the engine itself',
    manifests(pod().replace('acme/orders-mcp:1', 'openpolicyagent/opa:1.4.2'), pod({ name: 'other' })),
    'no',
    'write power',
  ],
  [
    'an image whose name only looks like it',
    manifests(pod({ containers: opaSidecar.replace('openpolicyagent/opa:', 'acme/opa-docs:') })),
    'no',
    'write power',
  ],
  [
    'its Envoy asks, and all traffic goes there',
    manifests(pod(beside), proxyConfig(envoy())),
    'yes',
    'Envoy asks opa about every request',
    'k8s/orders.yaml',
  ],
  [
    'requests can go round its Envoy',
    manifests(pod({ ...beside, init: '' }), proxyConfig(envoy())),
    'unknown',
    'nothing seen keeps requests from going round it',
  ],
  [
    'its Envoy fails open',
    manifests(pod(beside), proxyConfig(envoy('\n                      failure_mode_allow: true'))),
    'unknown',
    'lets them through where it fails (failure_mode_allow)',
  ],
  [
    'failing closed is what failing open is not',
    manifests(pod(beside), proxyConfig(envoy('\n                      failure_mode_allow: false'))),
    'yes',
    'Envoy asks opa',
  ],
  [
    'a share of the requests',
    manifests(pod(beside), proxyConfig(envoy('\n                      filter_enabled: { default_value: { numerator: 50 } }'))),
    'unknown',
    'a share of the requests',
  ],
  [
    'another listener without it',
    manifests(pod(beside), proxyConfig(envoy('', bareListener))),
    'unknown',
    'another listener sends requests on without it',
  ],
  [
    'a dry run on the command line',
    manifests(
      pod({
        ...beside,
        containers: `${opaSidecar.replace('"--server"', '"--server", "--set=plugins.envoy_ext_authz_grpc.dry-run=true"')}${envoySidecar}`,
      }),
      proxyConfig(envoy()),
    ),
    'no',
    'OPA runs beside it in a dry run',
  ],
  [
    'a dry run that is switched off',
    manifests(
      pod({
        ...beside,
        containers: `${opaSidecar.replace('"--server"', '"--server", "--set=plugins.envoy_ext_authz_grpc.dry-run=false"')}${envoySidecar}`,
      }),
      proxyConfig(envoy()),
    ),
    'yes',
    'Envoy asks opa',
  ],
  [
    'a dry run in its configuration',
    manifests(pod(beside), `${proxyConfig(envoy())}  opa.yaml: |\n    plugins: { envoy_ext_authz_grpc: { dry-run: true } }\n`),
    'no',
    'OPA runs beside it in a dry run',
  ],
  [
    'a configuration that is not mounted',
    manifests(pod({ ...beside, volumes: '' }), proxyConfig(envoy())),
    'unknown',
    'nothing seen shows that its requests are asked about',
  ],
  ['one of two pods', manifests(pod(beside), pod({ name: 'batch' }), proxyConfig(envoy())), 'no', 'nothing does so for web/batch'],
  [
    'an administrator is not made smaller by it',
    {
      'k8s/a.yaml': [
        orders
          .replace('resources: [configmaps], verbs: [update]', 'resources: ["*"], verbs: ["*"]')
          .replace('kind: Role\n', 'kind: ClusterRole\n')
          .replace('kind: Role,', 'kind: ClusterRole,')
          .replace('kind: RoleBinding', 'kind: ClusterRoleBinding'),
        pod(beside),
        proxyConfig(envoy()),
      ].join('\n---\n'),
    },
    'no',
    'limits only what it is asked to do',
  ],
];

const gatekeeper = (action: string): string => `
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: K8sAllowedRepos
metadata: { name: registries }
spec: { enforcementAction: ${action} }
`;
const admissions: readonly Case[] = [
  [
    'what comes into the cluster is decided, not what is done there',
    manifests(gatekeeper('deny'), pod()),
    'no',
    'K8sAllowedRepos registries (gatekeeper): that decides what comes into the cluster',
  ],
  ['a constraint that only warns', manifests(gatekeeper('warn'), pod()), 'no', 'write power without any condition'],
  ['admission beside an engine that is asked', manifests(gatekeeper('deny'), pod(beside), proxyConfig(envoy())), 'yes', 'Envoy asks opa'],
];

const injected = namespace('istio-injection: enabled');
const meshes: readonly Case[] = [
  [
    'the mesh asks',
    manifests(injected, mesh(''), policy(asksOpa), pod()),
    'yes',
    'Istio asks opa about every request (AuthorizationPolicy web/ask)',
    'k8s/orders.yaml',
  ],
  [
    'a policy of the whole mesh',
    manifests(
      injected,
      mesh(''),
      policy('{ action: CUSTOM, provider: { name: opa }, rules: [{}] }').replace('namespace: web', 'namespace: istio-system'),
      pod(),
    ),
    'yes',
    'Istio asks opa',
  ],
  [
    'a policy of another namespace',
    manifests(injected, mesh(''), policy(asksOpa).replace('namespace: web', 'namespace: shop'), pod()),
    'no',
    'write power',
  ],
  ['other labels', manifests(injected, mesh(''), policy(asksOpa), pod({ labels: 'app: invoices' })), 'no', 'write power'],
  [
    'the provider fails open',
    manifests(injected, mesh(', failOpen: true'), policy(asksOpa), pod()),
    'unknown',
    'lets requests through where that fails (failOpen)',
  ],
  ['the mesh is not read', manifests(injected, policy(asksOpa), pod()), 'unknown', "the mesh's configuration of opa was not seen"],
  ['a dry run', manifests(injected, mesh(''), policy(asksOpa, ', annotations: { istio.io/dry-run: "true" }'), pod()), 'no', 'in a dry run'],
  [
    'no dry run',
    manifests(injected, mesh(''), policy(asksOpa, ', annotations: { istio.io/dry-run: "false" }'), pod()),
    'yes',
    'Istio asks opa',
  ],
  [
    'some paths only',
    manifests(injected, mesh(''), policy(asksOpa.replace('{}', '{ to: [{ operation: { paths: ["/admin"] } }] }')), pod()),
    'unknown',
    'and about no others',
  ],
  [
    'a policy without rules matches nothing',
    manifests(injected, mesh(''), policy(asksOpa.replace('[{}]', '[]')), pod()),
    'no',
    'write power',
  ],
  [
    'no proxy: the namespace',
    manifests(namespace('istio-injection: disabled'), mesh(''), policy(asksOpa), pod()),
    'no',
    'no proxy of the mesh stands before it',
  ],
  [
    'no proxy: the pod',
    manifests(injected, mesh(''), policy(asksOpa), pod({ labels: 'app: orders, sidecar.istio.io/inject: "false"' })),
    'no',
    'no proxy of the mesh',
  ],
  [
    'whether there is a proxy is not seen',
    manifests(mesh(''), policy(asksOpa), pod()),
    'unknown',
    'whether a proxy of the mesh stands before it was not seen',
  ],
  [
    'the pod asks for a proxy itself',
    manifests(mesh(''), policy(asksOpa), pod({ labels: 'app: orders, sidecar.istio.io/inject: "true"' })),
    'yes',
    'Istio asks opa',
  ],
  [
    'only named requests pass',
    manifests(injected, policy('{ rules: [{ from: [{ source: { principals: [a] } }] }] }'), pod()),
    'yes',
    'only the requests that its rules name',
  ],
  ['nothing passes', manifests(injected, policy('{}'), pod()), 'yes', 'only the requests that its rules name'],
  ['everything passes', manifests(injected, policy('{ rules: [{}] }'), pod()), 'no', 'write power'],
  [
    'some are refused',
    manifests(injected, policy('{ action: DENY, rules: [{ to: [{ operation: { methods: [DELETE] } }] }] }'), pod()),
    'unknown',
    'and no others',
  ],
  ['requests are written down', manifests(injected, policy('{ action: AUDIT, rules: [{}] }'), pod()), 'no', 'only writes down requests'],
  [
    'a kind of somebody else',
    manifests(injected, mesh(''), policy(asksOpa).replace('security.istio.io/v1', 'policy.linkerd.io/v1alpha1'), pod()),
    'no',
    'write power',
  ],
  [
    'a filter that is put into the proxies',
    manifests(
      injected,
      `
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: opa, namespace: web }
spec:
  workloadSelector: { labels: { app: orders } }
  configPatches:
    - applyTo: HTTP_FILTER
      match: { context: SIDECAR_INBOUND }
      patch: { operation: INSERT_BEFORE, value: { name: envoy.filters.http.ext_authz, typed_config: { grpc_service: { envoy_grpc: { cluster_name: opa } } } } }
`,
      pod(),
    ),
    'yes',
    'Envoy asks opa about every request (EnvoyFilter web/opa)',
  ],
];

const compose = (more = '', opa = ''): string => `
services:
  orders: { image: "acme/orders:1"${more} }
  envoy: { image: "envoyproxy/envoy:v1.33", ports: ["80:80"] }
  opa: { image: "openpolicyagent/opa:1.4.2-envoy"${opa} }
`;
const services: readonly Case[] = [
  [
    'behind a proxy that asks',
    { 'compose.yaml': compose(), 'envoy.yaml': envoy() },
    'yes',
    'Envoy asks opa about every request',
    'envoy.yaml',
  ],
  [
    'its own ports are open',
    { 'compose.yaml': compose(', ports: ["8080:80"]'), 'envoy.yaml': envoy() },
    'unknown',
    'its own ports are open beside that',
  ],
  [
    'the engine says yes to everything',
    { 'compose.yaml': compose('', ', command: ["run", "--set=plugins.envoy_ext_authz_grpc.dry-run=true"]'), 'envoy.yaml': envoy() },
    'unknown',
    'its permissions are not known; Envoy asks opa about every request, which runs in a dry run',
  ],
  [
    'it knows an engine',
    { 'compose.yaml': compose(', environment: { OPA_URL: "http://opa:8181/v1/data" }') },
    'unknown',
    'it knows OPA (opa)',
  ],
  ['an engine that it does not know', { 'compose.yaml': compose() }, 'unknown', 'its permissions are not known'],
  ["another system's proxy", { 'a/compose.yaml': compose(), 'b/envoy.yaml': envoy() }, 'unknown', 'its permissions are not known'],
  [
    'rules of the proxy itself',
    {
      'compose.yaml': compose(),
      'envoy.yaml': envoy().replace(
        /name: envoy.filters.http.ext_authz[\s\S]*?opa \} \}/,
        'name: envoy.filters.http.rbac\n                    typed_config: { rules: { action: ALLOW } }',
      ),
    },
    'yes',
    'by its own rules',
  ],
  [
    'rules that are only watched',
    {
      'compose.yaml': compose(),
      'envoy.yaml': envoy().replace(
        /name: envoy.filters.http.ext_authz[\s\S]*?opa \} \}/,
        'name: envoy.filters.http.rbac\n                    typed_config: { shadow_rules: { action: ALLOW } }',
      ),
    },
    'unknown',
    'only logs what its rules would refuse',
  ],
];

const claude = (settings: unknown): Files => ({ '.claude/settings.json': JSON.stringify(settings) });
const gate = (matcher: string, command: string) => ({ PreToolUse: [{ matcher, hooks: [{ type: 'command', command }] }] });
const bypass = { defaultMode: 'bypassPermissions' };
const agents: readonly Case[] = [
  ['actions ask first', claude({ permissions: { allow: ['Read'] } }), 'yes', 'actions ask first'],
  ['nothing is asked', claude({ permissions: bypass }), 'no', 'approvals are bypassed', '.claude/settings.json:1'],
  [
    'a hook before every tool',
    claude({ permissions: bypass, hooks: gate('*', 'python3 guard.py') }),
    'unknown',
    'a hook may refuse a call (PreToolUse, every tool: python3)',
    '.claude/settings.json:1',
  ],
  [
    'a hook before some tools',
    claude({ permissions: bypass, hooks: gate('Edit|Write', 'python3 guard.py') }),
    'no',
    'approvals are bypassed',
  ],
  [
    'a hook that only writes down',
    claude({ permissions: bypass, hooks: gate('*', 'jq -r .tool_name >> calls.log') }),
    'no',
    'approvals are bypassed',
  ],
  [
    'a hook that answers yes',
    claude({ permissions: bypass, hooks: gate('', 'echo \'{"permissionDecision": "allow"}\'') }),
    'no',
    'approvals are bypassed',
  ],
  [
    'a hook that answers no',
    claude({ permissions: bypass, hooks: gate('', 'echo \'{"permissionDecision": "deny"}\'') }),
    'unknown',
    'a hook may refuse a call',
  ],
  [
    'a hook after the call',
    claude({ permissions: bypass, hooks: { PostToolUse: [{ matcher: '*', hooks: [{ type: 'command', command: 'guard.py' }] }] } }),
    'no',
    'approvals are bypassed',
  ],
  [
    'a hook before the shell that runs unasked',
    claude({ permissions: { allow: ['Bash(*)'] }, hooks: gate('Bash', './guard.sh') }),
    'unknown',
    'PreToolUse, Bash: guard.sh',
  ],
  [
    'a hook before something else',
    claude({ permissions: { allow: ['Bash(*)'] }, hooks: gate('WebFetch', './guard.sh') }),
    'no',
    'shell runs unasked',
  ],
];

async function answerOf(files: Files, name: string) {
  const base = mkdtempSync(join(tmpdir(), 'nhi-decision-'));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(base, 'shop', path)), { recursive: true });
    writeFileSync(join(base, 'shop', path), text);
  }
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const io = { stdout: nowhere, stderr: nowhere, environment: {}, clock: () => new Date('2026-12-01T00:00:00Z'), version: '0.0.0' };
  const { report } = await readAndAnalyse([join(base, 'shop')], {}, io);
  return report.identities.find((i) => i.name === name)?.posture.authorization;
}

const tables: Readonly<Record<string, { readonly name: string; readonly cases: readonly Case[] }>> = {
  pods: { name: 'web/orders', cases: pods },
  admission: { name: 'web/orders', cases: admissions },
  'a mesh': { name: 'web/orders', cases: meshes },
  'services of Compose': { name: 'orders', cases: services },
  agents: { name: 'Claude Code', cases: agents },
};

for (const [title, { name, cases }] of Object.entries(tables)) {
  describe(`authorised at run time: ${title}`, () => {
    const rows = cases.map(([what, files, answer, because, place]) => ({ what, files, answer, because, place }));
    test.each(rows)('$what', async ({ files, answer, because, place }) => {
      const found = await answerOf(files, name);
      expect(found).toMatchObject({ answer, because: expect.stringContaining(because) });
      if (place === undefined) return;
      const places = (found?.evidence ?? []).map((e) => `${e.file}:${e.line}`);
      expect(places.some((p) => p.startsWith(place))).toBe(true);
    });
  });
}
