import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ClusterReading } from '../../../src/collectors/kubernetes/cluster-reading.ts';

const kinds = [
  'Namespace',
  'Node',
  'Pod',
  'Deployment',
  'Service',
  'Ingress',
  'HTTPRoute',
  'NetworkPolicy',
  'GlobalNetworkPolicy',
  'ServiceAccount',
  'Secret',
  'ConfigMap',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
  'ValidatingWebhookConfiguration',
  'ValidatingAdmissionPolicyBinding',
  'ClusterPolicy',
  'AuthorizationPolicy',
  'SecurityPolicy',
  'ClusterSPIFFEID',
  'Anything',
];
const groups = [
  'v1',
  'apps/v1',
  'rbac.authorization.k8s.io/v1',
  'networking.k8s.io/v1',
  'admissionregistration.k8s.io/v1',
  'kyverno.io/v1',
  'constraints.gatekeeper.sh/v1',
  'security.istio.io/v1',
  'gateway.envoyproxy.io/v1',
];
const keys =
  'metadata name namespace labels annotations spec template containers rules subjects roleRef webhooks selector podSelector matchLabels ingress egress from to ipBlock cidr backend service data mapRoles type volumes csi driver imagePullSecrets secrets providerID __proto__ constructor'.split(
    ' ',
  );

const part: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(null, true, 0, '', 'web', '169.254.169.254/32', '*', '{{ .TrustDomain }}', '- {rolearn: 1}', '\u0000', '::error::x'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(fc.tuple(fc.constantFrom(...keys), tie('value')), { maxLength: 5 })
      .map((entries) => JSON.parse(`{${entries.map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`).join()}}`)),
  ),
})).value;

const object = fc
  .record(
    {
      kind: fc.constantFrom(...kinds),
      apiVersion: fc.constantFrom(...groups),
      metadata: part,
      spec: part,
      rules: part,
      subjects: part,
      roleRef: part,
      data: part,
      webhooks: part,
    },
    { requiredKeys: ['kind', 'apiVersion'] },
  )
  .map((o): Record<string, unknown> => ({ ...o }));

test('objects of any shape are read without an error, and give the same whatever the run', () => {
  fc.assert(
    fc.property(fc.array(object, { maxLength: 8 }), fc.boolean(), (objects, whole) => {
      const read = (): string => {
        const fragments: unknown[] = [];
        const reading = new ClusterReading('test', { emit: (fragment) => fragments.push(fragment), fingerprint: () => 'print' });
        for (const one of objects) reading.take(one, { source: 'test' });
        const lists = reading.seen.whole;
        reading.finish({ ...lists, admission: whole, entrances: whole, walls: whole, namespaces: whole });
        return JSON.stringify(fragments);
      };
      expect(read()).toBe(read());
    }),
    { numRuns: 300 },
  );
});
