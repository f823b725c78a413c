import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { DecisionBook } from '../../../src/collectors/kubernetes-objects/decisions/decision-book.ts';
import type { Plain } from '../../../src/collectors/kubernetes-objects/plain.ts';
import { readClusterObject } from '../../../src/collectors/kubernetes-objects/read-object.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import type { Identity } from '../../../src/inventory/identity.ts';

function read(yaml: string): { readonly identities: readonly Identity[]; readonly fragments: readonly Fragment[] } {
  const fragments: Fragment[] = [];
  readClusterObject(
    {
      id: 'prod',
      standing: 'declared',
      bindingsKnown: false,
      documents: new Set(),
      decisions: new DecisionBook(),
      emit: (f) => fragments.push(f),
    },
    { object: parse(yaml) as Plain, namespace: 'shop', origin: 'x', placeOf: (pointer) => ({ source: 'x', pointer }), judge: () => [] },
  );
  return { fragments, identities: fragments.flatMap((f) => (f.type === 'identity' ? [f.value] : [])) };
}

const template = (more: string): string =>
  `{ apiVersion: spire.spiffe.io/v1alpha1, kind: ClusterSPIFFEID, metadata: { name: web }, spec: { ${more} } }`;

test.each([
  [
    'the account is a part of it',
    'spiffeIDTemplate: "spiffe://{{ .TrustDomain }}/ns/{{ .PodMeta.Namespace }}/sa/{{ .PodSpec.ServiceAccountName }}"',
    [],
  ],
  [
    'the namespace alone is',
    'spiffeIDTemplate: "spiffe://{{ .TrustDomain }}/{{ .PodMeta.Namespace }}", podSelector: { matchLabels: { app: web } }',
    ['every pod of a namespace that is given the label app=web'],
  ],
  ['nothing of the pod is', 'spiffeIDTemplate: "spiffe://acme.example/web"', ['every pod']],
  [
    'it is for some namespaces',
    'spiffeIDTemplate: "spiffe://acme.example/web", namespaceSelector: { matchLabels: { team: shop } }',
    ['every pod of namespaces with team=shop'],
  ],
  ['its selectors say more', 'spiffeIDTemplate: "spiffe://acme.example/web", workloadSelectorTemplates: ["k8s:sa:web"]', []],
])('a template for pods, where %s', (_, spec, open) => {
  const [identity] = read(template(spec)).identities;
  expect([identity?.id, identity?.kind, identity?.spiffe?.open_to]).toEqual(['spiffe:template/prod/web', 'spiffe-template', open]);
});

test('a template says for how long, and with whom', () => {
  const [identity] = read(
    template('spiffeIDTemplate: "spiffe://a.example/x", ttl: 1h30m, federatesWith: [b.example], admin: true'),
  ).identities;
  expect(identity?.spiffe).toMatchObject({ certificate_seconds: 5400, federates_with: ['b.example'], admin: true, downstream: false });
});

test('an entry in a cluster is one like those of the server', () => {
  const [identity] = read(
    '{ apiVersion: spire.spiffe.io/v1alpha1, kind: ClusterStaticEntry, metadata: { name: db }, spec: { spiffeID: "spiffe://acme.example/db", parentID: "spiffe://acme.example/spire/agent/x509pop/1", selectors: ["unix:uid:1000"], x509SVIDTTL: 30m, downstream: true } }',
  ).identities;
  expect([identity?.id, identity?.kind, identity?.standing]).toEqual(['spiffe://acme.example/db', 'spire-downstream-server', 'declared']);
  expect(identity?.spiffe).toMatchObject({
    entries: ['unix:uid:1000 from spiffe://acme.example/spire/agent/x509pop/1'],
    open_to: ['every process of user 1000'],
    certificate_seconds: 1800,
  });
});

test('a federated trust domain is a third party', () => {
  const [identity] = read(
    '{ apiVersion: spire.spiffe.io/v1alpha1, kind: ClusterFederatedTrustDomain, metadata: { name: p }, spec: { trustDomain: partner.example, bundleEndpointURL: "https://spire.partner.example:8443", bundleEndpointProfile: { type: https_spiffe, endpointSPIFFEID: "spiffe://partner.example/spire/server" } } }',
  ).identities;
  expect([identity?.id, identity?.nature, identity?.spiffe?.bundle_endpoint]).toEqual([
    'spiffe://partner.example',
    'third-party',
    'https://spire.partner.example:8443 (https_spiffe)',
  ]);
});

test('callers that a policy of the mesh names are identities, patterns are not', () => {
  const { identities } = read(
    '{ apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: { name: a }, spec: { rules: [{ from: [{ source: { principals: ["cluster.local/ns/shop/sa/web", "*/sa/x", "cluster.local/ns/shop/*"] } }] }] } }',
  );
  expect(identities.map((i) => [i.id, i.standing])).toEqual([['spiffe://cluster.local/ns/shop/sa/web', 'named']]);
});

test.each([
  ['without a template', template('podSelector: {}')],
  ['without a specification', '{ apiVersion: x/v1, kind: ClusterStaticEntry, metadata: { name: a } }'],
  [
    'with a hostile trust domain',
    '{ apiVersion: x/v1, kind: ClusterFederatedTrustDomain, metadata: { name: a }, spec: { trustDomain: "a b\\u001b" } }',
  ],
])('what is broken names nobody: %s', (_, yaml) => {
  expect(read(yaml).fragments).toEqual([]);
});

test.each([
  [
    'the Vault Secrets Operator',
    '{ apiVersion: secrets.hashicorp.com/v1beta1, kind: VaultAuth, metadata: { name: a }, spec: { method: kubernetes, mount: eks, kubernetes: { role: web, serviceAccount: web } } }',
    'vault:role/*/eks/web',
  ],
  [
    'the External Secrets Operator',
    '{ apiVersion: external-secrets.io/v1, kind: SecretStore, metadata: { name: a }, spec: { provider: { vault: { server: "https://vault.acme.example:8200", auth: { kubernetes: { mountPath: kubernetes, role: web, serviceAccountRef: { name: web } } } } } } }',
    'vault:role/vault.acme.example:8200/kubernetes/web',
  ],
  [
    'the same for a cluster, with a token',
    '{ apiVersion: external-secrets.io/v1, kind: ClusterSecretStore, metadata: { name: a }, spec: { provider: { vault: { server: "https://vault.acme.example", auth: { jwt: { path: jwt, role: web, kubernetesServiceAccountToken: { serviceAccountRef: { name: web, namespace: shop } } } } } } } }',
    'vault:role/vault.acme.example/jwt/web',
  ],
])('%s logs in to a vault', (_, yaml, to) => {
  const links = read(yaml).fragments.flatMap((f) => (f.type === 'link' ? [f.value] : []));
  expect(links.map((l) => [l.from, l.to, l.claims?.sub])).toEqual([
    ['kubernetes:service-account/prod/shop/web', to, ['system:serviceaccount:shop:web']],
  ]);
});

test('a store of another provider is none of a vault', () => {
  expect(
    read(
      '{ apiVersion: external-secrets.io/v1, kind: SecretStore, metadata: { name: a }, spec: { provider: { aws: { service: SecretsManager } } } }',
    ).fragments,
  ).toEqual([]);
});
