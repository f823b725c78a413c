import { describe, expect, test } from 'vitest';
import { readCluster } from './read-cluster.ts';

const agent = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: mcp, namespace: tools }
spec: { template: { metadata: { labels: { app: mcp, tier: tools } }, spec: { containers: [{ name: main, image: acme/mcp-server-tickets }] } } }
---
apiVersion: v1
kind: Service
metadata: { name: mcp, namespace: tools }
spec: { selector: { app: mcp } }
`;
const ingress = (annotations: string, service = 'mcp', klass = 'nginx') => `
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: front, namespace: tools, annotations: ${annotations} }
spec: { ingressClassName: ${klass}, rules: [{ http: { paths: [{ path: /, backend: { service: { name: ${service} } } }] } }] }
`;
const balancer = (annotations: string, spec = '') => `
---
apiVersion: v1
kind: Service
metadata: { name: front, namespace: tools, annotations: ${annotations} }
spec: { type: LoadBalancer, selector: { app: mcp } ${spec} }
`;
const amazon = (...settings: readonly string[]) =>
  `{ ${settings.map((s) => `service.beta.kubernetes.io/aws-load-balancer-${s}`).join(', ')} }`;
const policy = (spec: string, namespace = 'tools') => `
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: who, namespace: ${namespace} }
spec: ${spec}
`;
const route = (spec: string) => `
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: front, namespace: tools }
spec: ${spec}
`;
const installed = (version: string, kind: string, spec: string, namespace = 'tools') => `
---
apiVersion: ${version}
kind: ${kind}
metadata: { name: front, namespace: ${namespace} }
spec: ${spec}
`;
const virtual = (more: string, host = 'mcp', namespace = 'tools') =>
  installed('networking.istio.io/v1', 'VirtualService', `{ ${more} http: [{ route: [{ destination: { host: ${host} } }] }] }`, namespace);
const byVirtual = ['virtual service tools/front'];
const traefik = (more: string) =>
  installed(
    'traefik.io/v1alpha1',
    'IngressRoute',
    '{ routes: [{ match: "Host(`a.example`)", services: [{ name: mcp, port: 80 }]' + more + ' }] }',
  );
const openshift = (more = '') => installed('route.openshift.io/v1', 'Route', `{ to: { kind: Service, name: mcp } ${more} }`);
const atGateway = policy(
  '{ selector: { matchLabels: { istio: ingressgateway } }, action: CUSTOM, provider: { name: opa }, rules: [{}] }',
  'istio-system',
);
const wall = (spec: string, namespace = 'tools') => `
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: wall, namespace: ${namespace} }
spec: ${spec}
`;

const named = '{ rules: [{ from: [{ source: { principals: [cluster.local/ns/web/sa/shop] } }] }] }';
const byIngress = ['ingress tools/front'];
const byBalancer = ['load balancer tools/front'];

describe('ways on which anybody gets to an agent', () => {
  test.each<readonly [string, string, readonly string[]]>([
    ['an ingress', ingress('{}'), byIngress],
    ['an ingress of the first version', ingress('{}').replace('service: { name: mcp }', 'serviceName: mcp'), byIngress],
    ['near miss: an ingress to another service', ingress('{}', 'shop'), []],
    ['near miss: an ingress that asks who comes', ingress('{ nginx.ingress.kubernetes.io/auth-url: "https://login.example" }'), []],
    ['near miss: one that lets in some networks', ingress('{ nginx.ingress.kubernetes.io/whitelist-source-range: 192.0.2.0/24 }'), []],
    [
      'one whose login is turned off',
      ingress('{ alb.ingress.kubernetes.io/auth-type: none, alb.ingress.kubernetes.io/scheme: internet-facing }'),
      byIngress,
    ],
    ["near miss: one of Amazon's that does not say it is public", ingress('{}', 'mcp', 'alb'), []],
    ['near miss: an internal one', ingress('{}', 'mcp', 'nginx-internal'), []],
    ['a load balancer', balancer('{}'), byBalancer],
    ['near miss: an internal one of Azure', balancer('{ service.beta.kubernetes.io/azure-load-balancer-internal: "true" }'), []],
    ['near miss: an internal one of Google', balancer('{ networking.gke.io/load-balancer-type: Internal }'), []],
    ['near miss: an internal one of OpenStack', balancer('{ service.beta.kubernetes.io/openstack-internal-load-balancer: "true" }'), []],
    ["near miss: one of Amazon's controller that does not say it is public", balancer(amazon('type: external')), []],
    ['near miss: the same by its class', balancer('{}', ', loadBalancerClass: service.k8s.aws/nlb'), []],
    ["one of Amazon's controller that is public", balancer(amazon('type: external', 'scheme: internet-facing')), byBalancer],
    ["one of Amazon's older controller", balancer(amazon('type: nlb')), byBalancer],
    ['near miss: one with an address inside', `${balancer('{}')}status: { loadBalancer: { ingress: [{ ip: 10.1.2.3 }] } }\n`, []],
    ['one with an address outside', `${balancer('{}')}status: { loadBalancer: { ingress: [{ ip: 203.0.113.7 }] } }\n`, byBalancer],
    ['near miss: one for some networks', balancer('{}', ', loadBalancerSourceRanges: [192.0.2.0/24]'), []],
    ['near miss: the same in an annotation', balancer('{ service.beta.kubernetes.io/load-balancer-source-ranges: "192.0.2.0/24" }'), []],
    ['an ingress whose certificate has a private key', ingress('{ cert-manager.io/private-key-algorithm: ECDSA }'), byIngress],
    ['one for every network', balancer('{}', ', loadBalancerSourceRanges: [0.0.0.0/0]'), byBalancer],
    ['near miss: a balancer of other pods', balancer('{}').replace('app: mcp', 'app: shop'), []],
    ['near miss: a port of the nodes', balancer('{}').replace('LoadBalancer', 'NodePort'), []],
    [
      'near miss: a wall that lets in nobody from outside',
      balancer('{}') + wall('{ podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] }'),
      [],
    ],
    ['a wall around other pods', balancer('{}') + wall('{ podSelector: { matchLabels: { app: shop } }, ingress: [] }'), byBalancer],
    ['a wall that lets everybody in', balancer('{}') + wall('{ podSelector: {}, ingress: [{}] }'), byBalancer],
    [
      'near miss: a wall of which it is not worked out around whom it is',
      balancer('{}') + wall('{ podSelector: { matchExpressions: [{ key: app, operator: In, values: [mcp] }] }, ingress: [] }'),
      [],
    ],
    ['a wall on the way out', balancer('{}') + wall('{ podSelector: {}, policyTypes: [Egress], egress: [] }'), byBalancer],
    ['a route', route('{ parentRefs: [{ name: public }], rules: [{ backendRefs: [{ name: mcp, port: 80 }] }] }'), ['route tools/front']],
    [
      'near miss: a route of an internal gateway',
      route('{ parentRefs: [{ name: internal }], rules: [{ backendRefs: [{ name: mcp }] }] }'),
      [],
    ],
    [
      'near miss: a route with a filter of its own',
      route('{ rules: [{ filters: [{ type: ExtensionRef }], backendRefs: [{ name: mcp }] }] }'),
      [],
    ],
    [
      'a route through a gateway that asks nobody',
      route('{ parentRefs: [{ name: public }], rules: [{ backendRefs: [{ name: mcp }] }] }'),
      ['route tools/front'],
    ],
    ["near miss: a route whose gateway's policy asks", route('{ rules: [{ backendRefs: [{ name: mcp }] }] }') + atGateway, []],
    ['a virtual service', virtual('gateways: [public/front],'), byVirtual],
    [
      'a virtual service by the full name',
      virtual('gateways: [front],', 'mcp.tools.svc.cluster.local', 'web'),
      ['virtual service web/front'],
    ],
    ['near miss: one of another service', virtual('gateways: [front],', 'mcp.web.svc.cluster.local'), []],
    ['near miss: one for calls inside of the mesh', virtual(''), []],
    ['near miss: one of an internal gateway', virtual('gateways: [mesh, internal-gateway],'), []],
    ["near miss: one whose gateway's policy asks", virtual('gateways: [front],') + atGateway, []],
    ["near miss: App Mesh's", virtual('gateways: [front],').replace('networking.istio.io/v1', 'appmesh.k8s.aws/v1beta2'), []],
    ["Traefik's", traefik(''), ['ingress route tools/front']],
    ["near miss: Traefik's with something between", traefik(', middlewares: [{ name: login }]'), []],
    ["near miss: Traefik's with options of TLS", traefik('').replace('{ routes:', '{ tls: { options: { name: mtls } }, routes:'), []],
    ["OpenShift's", openshift(), ['OpenShift route tools/front']],
    ["near miss: OpenShift's with an inner host", openshift(', host: mcp.internal.example'), []],
    ["near miss: Knative's", openshift().replace('route.openshift.io', 'serving.knative.dev'), []],
    [
      'the mesh asks about another path',
      ingress('{}') + policy('{ action: CUSTOM, provider: { name: opa }, rules: [{ to: [{ operation: { paths: [/admin] } }] }] }'),
      byIngress,
    ],
    [
      'the mesh asks about some callers',
      ingress('{}') + policy('{ action: CUSTOM, provider: { name: opa }, rules: [{ from: [{ source: { namespaces: [web] } }] }] }'),
      byIngress,
    ],
    [
      "near miss: the mesh asks about the tools' path",
      ingress('{}') + policy('{ action: CUSTOM, provider: { name: opa }, rules: [{ to: [{ operation: { paths: ["/mcp*"] } }] }] }'),
      [],
    ],
    [
      'near miss: the mesh asks about all but probes',
      ingress('{}') + policy('{ action: CUSTOM, provider: { name: opa }, rules: [{ to: [{ operation: { notPaths: [/healthz] } }] }] }'),
      [],
    ],
    [
      'near miss: the mesh asks for a caller',
      ingress('{}') + policy('{ rules: [{ from: [{ source: { principals: [cluster.local/ns/web/sa/shop] } }] }] }'),
      [],
    ],
    [
      'near miss: the mesh asks for a token',
      ingress('{}') + policy('{ rules: [{ from: [{ source: { requestPrincipals: ["*"] } }] }] }'),
      [],
    ],
    [
      'near miss: for all namespaces',
      ingress('{}') + policy('{ action: CUSTOM, provider: { name: opa }, rules: [{}] }', 'istio-system'),
      [],
    ],
    ['near miss: the mesh lets in nobody', ingress('{}') + policy('{}'), []],
    ['the mesh lets in everybody', ingress('{}') + policy('{ rules: [{}] }'), byIngress],
    ['the mesh looks at paths alone', ingress('{}') + policy('{ rules: [{ to: [{ operation: { paths: [/mcp] } }] }] }'), byIngress],
    [
      'the mesh asks on one way, and on another it does not: what lets in adds up',
      ingress('{}') + policy(named) + policy('{ rules: [{ to: [{ operation: { paths: [/mcp] } }] }] }'),
      byIngress,
    ],
    [
      'near miss: what probes ask for is open',
      ingress('{}') + policy(named) + policy('{ rules: [{ to: [{ operation: { paths: [/healthz] } }] }] }'),
      [],
    ],
    ['near miss: some networks', ingress('{}') + policy('{ rules: [{ from: [{ source: { remoteIpBlocks: [192.0.2.0/24] } }] }] }'), []],
    [
      'the mesh only logs',
      ingress('{}') + policy(named).replace('name: who', 'name: who, annotations: { istio.io/dry-run: "true" }'),
      byIngress,
    ],
    [
      'the mesh asks at another service',
      ingress('{}') + policy(named.replace('{', '{ targetRefs: [{ kind: Service, name: shop }],')),
      byIngress,
    ],
    [
      'near miss: the mesh asks at this service',
      ingress('{}') + policy(named.replace('{', '{ targetRefs: [{ kind: Service, name: mcp }],')),
      [],
    ],
    [
      'near miss: the mesh asks at a gateway',
      ingress('{}') + policy(named.replace('{', '{ targetRefs: [{ kind: Gateway, name: x }],')),
      [],
    ],
    ['the mesh asks elsewhere', ingress('{}') + policy('{ rules: [{ from: [{ source: { principals: ["*"] } }] }] }', 'web'), byIngress],
    ['the mesh asks for other pods', ingress('{}') + policy('{ selector: { matchLabels: { app: shop } }, rules: [] }'), byIngress],
  ])('%s', (_, text, ways) => {
    const { of } = readCluster(agent + text);
    expect(of('workload').at(-1)).toMatchObject({ kind: 'kubernetes-deployment', settings: { runs_agent: true, open_ways: ways } });
  });

  test('what is not an agent is not looked at; of what was read in part only what is there is said', () => {
    const shop = agent.replace('mcp-server-tickets', 'shop') + ingress('{}');
    expect(
      readCluster(shop)
        .of('workload')
        .map((w) => w.settings?.open_ways),
    ).toEqual([undefined]);
    expect(readCluster(agent, false).of('workload').at(-1)?.settings?.open_ways).toBeUndefined();
    expect(
      readCluster(agent + ingress('{}'), false)
        .of('workload')
        .at(-1)?.settings?.open_ways,
    ).toEqual(byIngress);
  });
});

describe('machines of a cluster', () => {
  const node = (provider: string, labels = '{}', name = 'one') => `
---
apiVersion: v1
kind: Node
metadata: { name: ${name}, labels: ${labels} }
spec: { providerID: "${provider}" }
`;
  const namespace = '\n---\napiVersion: v1\nkind: Namespace\nmetadata: { name: tools }\n';
  const i = 'aws:///eu-west-1a/i-0123456789abcdef0';
  const nodes = (text: string, whole = true) =>
    readCluster(text, whole)
      .of('workload')
      .map((w) => [w.name, w.settings]);

  test.each([
    [i, 'i-0123456789abcdef0'],
    ['gce://acme/europe-west1-b/gke-one', 'acme/europe-west1-b/gke-one'],
    [
      'azure:///subscriptions/S/resourceGroups/g/providers/Microsoft.Compute/virtualMachineScaleSets/aks-one/virtualMachines/3',
      '/subscriptions/s/resourcegroups/g/providers/microsoft.compute/virtualmachinescalesets/aks-one',
    ],
  ])('%s is a machine of its cloud', (provider, machine) => {
    expect(nodes(node(provider))).toEqual([['nodes one of cluster test', { machines: [machine], metadata_walled: false }]]);
  });

  test('those of a pool stand together; what is none of a cloud is left out', () => {
    const blue = '{ eks.amazonaws.com/nodegroup: blue }';
    const text = node(i, blue) + node(i.replace('0', '1'), blue, 'two') + node('kind://docker/one', '{}', 'three');
    expect(nodes(text)).toMatchObject([['nodes blue of cluster test', { machines: [expect.any(String), expect.any(String)] }]]);
  });

  const closed =
    '{ podSelector: {}, policyTypes: [Egress], egress: [{ to: [{ ipBlock: { cidr: 0.0.0.0/0, except: [169.254.169.254/32] } }] }] }';
  test.each<readonly [string, string, boolean]>([
    ['nothing stands between', '', false],
    ['a policy of every namespace', wall(closed), true],
    ['the metadata server of GKE', '', true],
    ['near miss: a policy for some pods', wall(closed.replace('podSelector: {}', 'podSelector: { matchLabels: { app: mcp } }')), false],
    ['near miss: another lets it through', wall(closed) + wall('{ podSelector: {}, policyTypes: [Egress], egress: [{}] }'), false],
    [
      'a policy that lets out to names alone',
      wall('{ podSelector: {}, policyTypes: [Egress], egress: [{ ports: [{ protocol: UDP, port: 53 }, { port: 53 }] }] }'),
      true,
    ],
    [
      'near miss: a policy that lets out to a range of ports',
      wall('{ podSelector: {}, policyTypes: [Egress], egress: [{ ports: [{ port: 1, endPort: 1024 }] }] }'),
      false,
    ],
    [
      'a policy of Cilium for all',
      '\n---\napiVersion: cilium.io/v2\nkind: CiliumClusterwideNetworkPolicy\nmetadata: { name: x }\nspec: { endpointSelector: {}, egressDeny: [{ toCIDRSet: [{ cidr: 169.254.169.254/32 }] }] }\n',
      true,
    ],
    ['near miss: a policy on the way in', wall('{ podSelector: {}, policyTypes: [Ingress] }'), false],
    ['near miss: one namespace of two', `${wall(closed)}${namespace.replace('tools', 'web')}`, false],
    [
      'a policy of Calico for all',
      '\n---\napiVersion: crd.projectcalico.org/v1\nkind: GlobalNetworkPolicy\nmetadata: { name: x }\nspec: { selector: all(), egress: [{ action: Deny, destination: { nets: [169.254.169.254/32] } }] }\n',
      true,
    ],
  ])('%s', (name, text, isWalled) => {
    const labels = name.includes('GKE') ? '{ iam.gke.io/gke-metadata-server-enabled: "true" }' : '{}';
    expect(nodes(namespace + text + node(i, labels))).toMatchObject([[expect.any(String), { metadata_walled: isWalled }]]);
  });

  test('of what was read in part it is not known', () => {
    expect(nodes(namespace + node(i), false)[0]?.[1]).not.toHaveProperty('metadata_walled', false);
  });
});

describe('the API server', () => {
  const pod = (...flags: readonly string[]) =>
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'kube-apiserver-one', namespace: 'kube-system' },
      spec: { containers: [{ name: 'kube-apiserver', image: 'kube-apiserver', command: ['kube-apiserver', ...flags] }] },
    });
  const logged = (text: string) =>
    readCluster(text)
      .of('workload')
      .find((w) => w.kind === 'kubernetes-api-server')?.settings?.audit_logged;

  test.each<readonly [boolean | undefined, readonly string[]]>([
    [true, ['--audit-policy-file=/etc/audit.yaml', '--audit-log-path=-']],
    [true, ['--audit-policy-file=/etc/audit.yaml', '--audit-webhook-config-file=/etc/sink']],
    [false, ['--audit-log-path=/var/log/audit.log']],
    [false, ['--audit-policy-file=/etc/audit.yaml']],
    [false, ['--secure-port=6443']],
    [true, ['--audit-policy-file', '/etc/audit.yaml', '--audit-log-path', '-']],
    [false, ['--audit-policy-file', '--audit-log-path', '/var/log/audit.log']],
    [undefined, ['--v=2', 'exec kube-apiserver --audit-policy-file=/etc/audit.yaml $FLAGS']],
    [undefined, []],
  ])('writes down who asked what: %s', (answer, flags) => {
    expect(logged(pod(...flags))).toBe(answer);
  });
});

test('the API server is the container that is called so', () => {
  const { of } = readCluster(`
apiVersion: v1
kind: Pod
metadata: { name: kube-apiserver-one, namespace: kube-system }
spec:
  containers:
    - { name: healthcheck, command: [healthcheck, --port=3990] }
    - { name: kube-apiserver, command: [kube-apiserver, --audit-policy-file=/etc/audit.yaml, --audit-log-path=/var/log/audit.log] }
`);
  expect(of('workload').find((w) => w.kind === 'kubernetes-api-server')?.settings).toEqual({ audit_logged: true });
});

test('namespaces have the environments that their labels or names tell', () => {
  const { of } = readCluster(`
apiVersion: v1
kind: Namespace
metadata: { name: orders, labels: { environment: Production } }
---
apiVersion: v1
kind: Namespace
metadata: { name: shop-dev }
---
apiVersion: v1
kind: Namespace
metadata: { name: tools }
---
apiVersion: rbac.authorization.k8s.io/v1beta1
kind: RoleBinding
metadata: { name: x, namespace: mail-staging }
roleRef: { kind: Role, name: x }
`);
  const environments = of('scope').flatMap((s) => (s.environment === undefined ? [] : [[s.id, s.environment]]));
  expect(environments).toEqual([
    ['kubernetes:namespace/test/orders', 'production'],
    ['kubernetes:namespace/test/shop-dev', 'development'],
    ['kubernetes:namespace/test/mail-staging', 'staging'],
  ]);
});

test('subjects without a namespace are of the binding, and of none where that has none', () => {
  const binding = (kind: string) => `
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: { name: x, namespace: web }
roleRef: { kind: ClusterRole, name: view }
subjects: [{ kind: ServiceAccount, name: shop }]
`;
  expect(
    readCluster(binding('RoleBinding') + binding('ClusterRoleBinding'))
      .of('grant')
      .map((g) => [g.holder, g.namespace]),
  ).toEqual([['kubernetes:service-account/test/web/shop', 'web']]);
});

test('aws-auth says who comes in as whom', () => {
  const { of } = readCluster(`
apiVersion: v1
kind: ConfigMap
metadata: { name: aws-auth, namespace: kube-system }
data:
  mapRoles: |
    - { rolearn: "arn:aws:iam::111122223333:role/team/ops", username: ops, groups: [system:masters] }
    - { rolearn: "arn:aws:iam::111122223333:role/node", username: "system:node:{{EC2PrivateDNSName}}", groups: [system:nodes] }
    - { rolearn: nonsense, groups: [system:masters] }
  mapUsers: "not: a list"
`);
  expect(of('link').map((l) => [l.kind, l.from, l.to])).toEqual([
    ['enters', 'aws:role/111122223333/ops', 'kubernetes:user/test/ops'],
    ['enters', 'aws:role/111122223333/node', 'kubernetes:user/test/system:node:{{EC2PrivateDNSName}}'],
  ]);
  expect(of('membership')).toContainEqual({ identity: 'kubernetes:user/test/ops', group: 'kubernetes:group/test/system:masters' });
  expect(of('gap')).toMatchObject([{ what: 'mapUsers of aws-auth', why: 'unreadable' }]);
});

test('controllers of the cluster itself are its own', () => {
  const { of } = readCluster(`
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: "system:controller:job-controller" }
roleRef: { kind: ClusterRole, name: "system:controller:job-controller" }
subjects:
  - { kind: ServiceAccount, namespace: kube-system, name: job-controller }
  - { kind: ServiceAccount, namespace: web, name: job-controller }
`);
  expect(of('identity').flatMap((i) => (i.providerManaged ? [i.name] : []))).toEqual(['kube-system/job-controller']);
});

test('what service accounts keep in secrets', () => {
  const { of } = readCluster(`
apiVersion: v1
kind: ServiceAccount
metadata: { name: shop, namespace: web }
imagePullSecrets: [{ name: registry }]
secrets: [{ name: shop-token-x7k2p }, { name: shop-dockercfg-x7k2p }]
---
apiVersion: v1
kind: Secret
metadata: { name: registry, namespace: web }
type: kubernetes.io/dockerconfigjson
---
apiVersion: v1
kind: Secret
metadata: { name: shop-token-x7k2p, namespace: web, annotations: { kubernetes.io/service-account.name: shop } }
type: kubernetes.io/service-account-token
---
apiVersion: v1
kind: Secret
metadata: { name: other, namespace: web }
type: Opaque
`);
  expect(of('credential').map((c) => [c.kind, c.id])).toEqual([
    ['kubernetes-pull-secret', 'kubernetes:secret/test/web/registry'],
    ['kubernetes-service-account-token', 'kubernetes:token/test/web/shop-token-x7k2p'],
    ['kubernetes-service-account-token', 'kubernetes:token/test/web/shop-token-x7k2p'],
  ]);
  expect(of('link').map((l) => [l.kind, l.to])).toEqual([['holds', 'kubernetes:secret/test/web/registry']]);
});

test('what stands between the containers of a pod and others, and who else says who they are', () => {
  const pod = (containers: string, more = '') => `
---
apiVersion: v1
kind: Pod
metadata: { name: p${containers.length}, namespace: web }
spec: { containers: [{ name: main, image: shop }, ${containers}] ${more} }
`;
  const { of } = readCluster(
    pod('{ name: istio-proxy, image: "docker.io/istio/proxyv2:1" }') +
      pod('{ name: authz, image: "openpolicyagent/opa:1-envoy" }, { name: envoy, image: "envoyproxy/envoy:v1" }') +
      pod('{ name: opal, image: acme/opal }', ', volumes: [{ name: spire, csi: { driver: csi.spiffe.io } }]'),
  );
  expect(of('workload').map((w) => [w.settings?.sidecars, w.settings?.spiffe_socket])).toEqual([
    [['istio-proxy'], undefined],
    [['envoy', 'opa'], undefined],
    [undefined, true],
  ]);
});

describe('identities that SPIRE gives to pods', () => {
  const pods = `
apiVersion: v1
kind: Namespace
metadata: { name: web, labels: { mesh: "yes" } }
---
apiVersion: v1
kind: Pod
metadata: { name: shop, namespace: web, labels: { app: shop } }
spec:
  serviceAccountName: shop
  containers: [{ name: main, image: shop }]
  volumes: [{ name: spire, csi: { driver: csi.spiffe.io } }]
`;
  const rule = (spec: string) => `
---
apiVersion: spire.spiffe.io/v1alpha1
kind: ClusterSPIFFEID
metadata: { name: all }
spec: ${spec}
`;
  const path = '/ns/{{ .PodMeta.Namespace }}/sa/{{ .PodSpec.ServiceAccountName }}';

  test.each<readonly [string, string, readonly string[]]>([
    ['a template', `{ spiffeIDTemplate: "spiffe://acme.test${path}" }`, ['spiffe://acme.test/ns/web/sa/shop']],
    [
      'for some pods',
      `{ spiffeIDTemplate: "spiffe://acme.test${path}", podSelector: { matchLabels: { app: shop } } }`,
      ['spiffe://acme.test/ns/web/sa/shop'],
    ],
    ['near miss: for others', `{ spiffeIDTemplate: "spiffe://acme.test${path}", podSelector: { matchLabels: { app: mail } } }`, []],
    [
      'for some namespaces',
      `{ spiffeIDTemplate: "spiffe://acme.test/web", namespaceSelector: { matchLabels: { mesh: "yes" } } }`,
      ['spiffe://acme.test/web'],
    ],
    [
      'near miss: for other namespaces',
      `{ spiffeIDTemplate: "spiffe://acme.test/web", namespaceSelector: { matchLabels: { mesh: "no" } } }`,
      [],
    ],
    [
      'near miss: a selector that is not worked out',
      `{ spiffeIDTemplate: "spiffe://acme.test/web", podSelector: { matchExpressions: [{ key: app, operator: Exists }] } }`,
      [],
    ],
    ['near miss: a trust domain that is not known', `{ spiffeIDTemplate: "spiffe://{{ .TrustDomain }}${path}" }`, []],
  ])('%s', (_, spec, ids) => {
    const { of } = readCluster(pods + rule(spec));
    expect(of('link').flatMap((l) => (l.kind === 'assumes' ? [[l.from, l.to]] : []))).toEqual(
      ids.map((id) => ['kubernetes:service-account/test/web/shop', id]),
    );
    expect(of('identity').flatMap((i) => (i.plane === 'spiffe' && i.kind !== 'spiffe-template' ? [i.id] : []))).toEqual(ids);
    // The rule itself is an identity that whoever it selects may have.
    expect(of('identity').filter((i) => i.kind === 'spiffe-template')).toHaveLength(1);
  });
});
