import { expect, test } from 'vitest';
import { readManifest } from '../../../../src/collectors/repository/kubernetes/manifest-documents.ts';

test.each([
  ['v1', 'Service'],
  ['networking.k8s.io/v1', 'Ingress'],
  ['networking.k8s.io/v1', 'NetworkPolicy'],
  ['gateway.networking.k8s.io/v1', 'HTTPRoute'],
  ['security.istio.io/v1', 'PeerAuthentication'],
  ['gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy'],
  ['spire.spiffe.io/v1alpha1', 'ClusterSPIFFEID'],
  ['spire.spiffe.io/v1alpha1', 'ClusterFederatedTrustDomain'],
  ['secrets.hashicorp.com/v1beta1', 'VaultAuth'],
  ['external-secrets.io/v1', 'ClusterSecretStore'],
])('of %s a %s is read, as a dump of a cluster is', (apiVersion, kind) => {
  const text = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: x }\n`;
  expect(readManifest(text, false).objects.map((o) => o.object.kind)).toEqual([kind]);
});

test('near miss: a kind that says nothing of identities', () => {
  expect(readManifest('apiVersion: v1\nkind: PersistentVolume\nmetadata: { name: x }\n', false).objects).toEqual([]);
});
