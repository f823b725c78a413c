import { expect, test } from 'vitest';
import { readCluster } from './read-cluster.ts';

const containers = '[{ name: main, image: acme/shop }]';
const deployment = `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: shop, namespace: web }
spec: { template: { metadata: { labels: { app: shop } }, spec: { containers: ${containers} } } }
`;
const pod = (name: string, more = '') => `
---
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: web
  labels: { app: shop, pod-template-hash: 5d4f8c7b9 }
  ownerReferences: [{ kind: ReplicaSet, name: shop-5d4f8c7b9, controller: true }]
spec: { containers: [{ name: main, image: acme/shop }${more}] }
`;
const proxied = pod('shop-5d4f8c7b9-abcde', ', { name: istio-proxy, image: docker.io/istio/proxyv2:1.27.0 }');
const policy = `
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: who, namespace: web }
spec: { rules: [{ from: [{ source: { principals: [cluster.local/ns/web/sa/mail] } }] }] }
`;

test.each([
  ['the pods first', proxied + deployment + policy],
  ['the deployment first', deployment + proxied + policy],
  ['the policy first', policy + deployment + proxied + pod('shop-5d4f8c7b9-fghij')],
])('a proxy that is put into pods as they start counts for what made them: %s', (_, text) => {
  expect(
    readCluster(text)
      .of('decision-point')
      .map((p) => [p.id, p.enforcement]),
  ).toEqual([['kubernetes:workload/test/web/deployment/shop#decides/0', 'enforced']]);
});

test('near miss: the template alone does not say whether there is one', () => {
  expect(
    readCluster(deployment + policy)
      .of('decision-point')
      .map((p) => p.enforcement),
  ).toEqual(['unproven']);
});
