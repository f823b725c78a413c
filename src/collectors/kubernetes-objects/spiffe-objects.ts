import type { Identity } from '../../inventory/identity.ts';
import type { Draft } from '../place-below.ts';
import { readEntry } from '../spiffe-model/entries.ts';
import { readSpiffeId, spiffeUri } from '../spiffe-model/spiffe-id.ts';
import { type Cluster, type ClusterObject, nameOf } from './cluster-object.ts';
import { flagIn, isOpen, listIn, mapIn, type Plain, recordIn, textIn, textsIn } from './plain.ts';

/**
 * What the controller manager of SPIRE registers for pods: every pod that is selected is given an identity by a template
 * (https://github.com/spiffe/spire-controller-manager/blob/main/docs/clusterspiffeid-crd.md).
 */
export function readClusterSpiffeId(cluster: Cluster, of: ClusterObject): void {
  const spec = recordIn(of.object, 'spec');
  const name = nameOf(of);
  const template = textIn(spec, 'spiffeIDTemplate');
  if (name === undefined || template === undefined) return;
  const namespaces = labelsIn(spec, 'namespaceSelector');
  const pods = labelsIn(spec, 'podSelector');
  const value: Draft<Identity> = {
    id: `spiffe:template/${cluster.id}/${name}`,
    plane: 'spiffe',
    kind: 'spiffe-template',
    name: isOpen(template) ? name : template.slice(0, 300),
    scope: cluster.id,
    nature: 'workload',
    agent: false,
    standing: cluster.standing,
    spiffe: {
      selectors: [
        ...namespaces.map((l) => `namespace label ${l}`),
        ...pods.map((l) => `pod label ${l}`),
        ...textsIn(spec, 'workloadSelectorTemplates'),
      ],
      open_to: openPods(template, namespaces, pods, textsIn(spec, 'workloadSelectorTemplates').length > 0),
      certificate_seconds: secondsOf(textIn(spec, 'ttl')),
      token_seconds: secondsOf(textIn(spec, 'jwtTtl')),
      federates_with: textsIn(spec, 'federatesWith'),
      downstream: flagIn(spec, 'downstream') === true,
      admin: flagIn(spec, 'admin') === true,
    },
    evidence: [of.placeOf('/spec/spiffeIDTemplate')],
  };
  cluster.emit({ type: 'identity', value });
}

/** Who shares an identity: nobody where the account or the pod itself is part of it. */
function openPods(template: string, namespaces: readonly string[], pods: readonly string[], more: boolean): readonly string[] {
  if (/\.ServiceAccountName|\.PodMeta\.(?:Name|UID)\b/.test(template) || more) return [];
  const within = /\.Namespace\b/.test(template)
    ? ' of a namespace'
    : namespaces.length === 0
      ? ''
      : ` of namespaces with ${namespaces.join(' and ')}`;
  return [`every pod${within}${pods.length === 0 ? '' : ` that is given the label ${pods.join(' and ')}`}`];
}

/** https://github.com/spiffe/spire-controller-manager/blob/main/docs/clusterstaticentry-crd.md */
export function readClusterStaticEntry(cluster: Cluster, of: ClusterObject): void {
  const spec = recordIn(of.object, 'spec') ?? {};
  const raw = {
    spiffe_id: spec.spiffeID,
    parent_id: spec.parentID,
    selectors: textsIn(spec, 'selectors').map((s) => ({ type: s.slice(0, s.indexOf(':')), value: s.slice(s.indexOf(':') + 1) })),
    federates_with: spec.federatesWith,
    x509_svid_ttl: secondsOf(textIn(spec, 'x509SVIDTTL')),
    jwt_svid_ttl: secondsOf(textIn(spec, 'jwtSVIDTTL')),
    admin: spec.admin,
    downstream: spec.downstream,
  };
  const identity = readEntry(raw, 0, of.placeOf('/spec/spiffeID'));
  if (identity !== undefined) cluster.emit({ type: 'identity', value: { ...identity, standing: cluster.standing } });
}

/** https://github.com/spiffe/spire-controller-manager/blob/main/docs/clusterfederatedtrustdomain-crd.md */
export function readFederatedTrustDomain(cluster: Cluster, of: ClusterObject): void {
  const spec = recordIn(of.object, 'spec');
  const id = readSpiffeId(`spiffe://${textIn(spec, 'trustDomain') ?? ''}`);
  if (id === undefined) return;
  const url = textIn(spec, 'bundleEndpointURL');
  const profile = textIn(recordIn(spec, 'bundleEndpointProfile'), 'type');
  const endpoint =
    url !== undefined && /^https:\/\/[^\s@]{1,300}$/.test(url) && !isOpen(url) ? `${url} (${profile ?? 'https_web'})` : undefined;
  cluster.emit({
    type: 'identity',
    value: {
      id: spiffeUri({ ...id, path: '' }),
      plane: 'spiffe',
      kind: 'spiffe-trust-domain',
      name: id.trustDomain,
      scope: id.trustDomain,
      nature: 'third-party',
      agent: false,
      standing: cluster.standing,
      spiffe: { trust_domain: id.trustDomain, bundle_endpoint: endpoint },
      evidence: [of.placeOf('/spec/trustDomain')],
    },
  });
}

/**
 * Workloads whom a policy of the mesh names as callers (https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source);
 * patterns name nobody in particular.
 */
export function readMeshCallers(cluster: Cluster, of: ClusterObject): void {
  const rules = listIn(recordIn(of.object, 'spec'), 'rules');
  for (const [i, rule] of rules.entries())
    for (const [n, from] of listIn(rule, 'from').entries())
      for (const principal of textsIn(recordIn(from, 'source'), 'principals')) {
        const id = /[*]/.test(principal) || isOpen(principal) ? undefined : readSpiffeId(`spiffe://${principal}`);
        if (id === undefined || id.path === '') continue;
        cluster.emit({
          type: 'identity',
          value: {
            id: spiffeUri(id),
            plane: 'spiffe',
            kind: 'spiffe-workload',
            name: spiffeUri(id),
            scope: id.trustDomain,
            nature: 'workload',
            agent: false,
            standing: 'named',
            spiffe: { trust_domain: id.trustDomain },
            evidence: [of.placeOf(`/spec/rules/${i}/from/${n}/source/principals`)],
          },
        });
      }
}

/** `app=web` for each label of a selector. */
function labelsIn(spec: Plain | undefined, key: string): readonly string[] {
  const equal = Object.entries(mapIn(spec, key, 'matchLabels')).map(([label, value]) => `${label}=${value}`);
  const others = listIn(recordIn(spec, key), 'matchExpressions').map((e) =>
    [textIn(e, 'key') ?? '', textIn(e, 'operator') ?? '', textsIn(e, 'values').join(',')].join(' ').trim(),
  );
  return [...equal, ...others].filter((text) => !isOpen(text)).map((text) => text.slice(0, 200));
}

/** Seconds of a duration of Go: `1h30m`. */
function secondsOf(duration: string | undefined): number | undefined {
  if (duration === undefined || !/^(?:\d+(?:\.\d+)?(?:h|m|s))+$/.test(duration)) return undefined;
  const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };
  return [...duration.matchAll(/(\d+(?:\.\d+)?)([hms])/g)].reduce((sum, [, n, unit]) => sum + Number(n) * (units[unit ?? ''] ?? 0), 0);
}
