import type { Enforcement } from '../../../inventory/decision-point.ts';
import type { Evidence } from '../../../inventory/evidence.ts';
import { judgeFilter } from '../../policy-engines/envoy-config.ts';
import { type ClusterObject, knownName, nameOf, namespaceOf, shownName } from '../cluster-object.ts';
import { isPlain, listIn, mapIn, recordIn, textIn } from '../plain.ts';

/** What a policy of the mesh says of requests to the pods that it selects. */
export interface MeshPolicy {
  readonly id: string;
  readonly namespace: string;
  /** Labels that a pod must have; empty for every pod. */
  readonly labels: Readonly<Record<string, string>>;
  readonly enforcement: Enforcement;
  readonly because: string;
  /** Who is asked; what becomes of requests where it fails stands in the mesh's own configuration. */
  readonly provider?: string;
  /** It names what may pass. One that names everything takes all others of its kind with it. */
  readonly allows?: 'some' | 'everything';
  readonly place: Evidence;
}

/**
 * What an AuthorizationPolicy decides (https://istio.io/latest/docs/reference/config/security/authorization-policy/); undefined
 * where it stands before no pod, or matches nothing.
 */
export function readAuthorizationPolicy(of: ClusterObject): MeshPolicy | undefined {
  const name = nameOf(of);
  const spec = recordIn(of.object, 'spec') ?? {};
  // Waypoints and gateways are named as targets; which pods are behind them is not said here.
  if (name === undefined || listIn(spec, 'targetRefs').length > 0 || recordIn(spec, 'targetRef') !== undefined) return undefined;
  const namespace = namespaceOf(of);
  const shown = `AuthorizationPolicy ${shownName(namespace, name)}`;
  const base = {
    id: `${namespace}/${name}`,
    namespace,
    labels: mapIn(spec, 'selector', 'matchLabels'),
    place: of.placeOf(recordIn(spec) && textIn(spec, 'action') !== undefined ? '/spec/action' : '/metadata/name'),
  };
  const rules = listIn(spec, 'rules');
  const isWhole = rules.some(matchesAll);
  const isDry = mapIn(of.object, 'metadata', 'annotations')['istio.io/dry-run'] === 'true';
  switch (textIn(spec, 'action') ?? 'ALLOW') {
    case 'CUSTOM': {
      const provider = knownName(of, textIn(recordIn(spec, 'provider'), 'name'));
      if (rules.length === 0 || provider === undefined) return undefined;
      const which = isWhole ? 'every request' : 'the requests that its rules match, and about no others';
      const because = `Istio asks ${provider} about ${which} (${shown})`;
      if (isDry) return { ...base, enforcement: 'watching', because: `Istio asks ${provider} in a dry run (${shown})` };
      return { ...base, provider, enforcement: isWhole ? 'enforced' : 'unproven', because };
    }
    case 'ALLOW':
      if (isDry) return { ...base, enforcement: 'watching', because: `Istio only logs what it would refuse, in a dry run (${shown})` };
      return {
        ...base,
        enforcement: 'enforced',
        because: `Istio lets through only the requests that its rules name (${shown})`,
        allows: isWhole ? 'everything' : 'some',
      };
    case 'DENY':
      if (isDry) return { ...base, enforcement: 'watching', because: `Istio only logs what it would refuse, in a dry run (${shown})` };
      return rules.length === 0
        ? undefined
        : { ...base, enforcement: 'unproven', because: `Istio refuses the requests that its rules name, and no others (${shown})` };
    case 'AUDIT':
      return { ...base, enforcement: 'watching', because: `Istio only writes down requests (${shown})` };
    default:
      return undefined;
  }
}

/** A rule without any field matches every request. */
function matchesAll(rule: unknown): boolean {
  return isPlain(rule) && ['from', 'to', 'when'].every((key) => listIn(rule, key).length === 0);
}

/** A deciding filter that is put into the proxies of pods (https://istio.io/latest/docs/reference/config/networking/envoy-filter/). */
export function readEnvoyFilter(of: ClusterObject): readonly MeshPolicy[] {
  const name = nameOf(of);
  const spec = recordIn(of.object, 'spec');
  if (name === undefined) return [];
  const namespace = namespaceOf(of);
  return listIn(spec, 'configPatches').flatMap((patch, i) => {
    const judged = judgeFilter(recordIn(patch, 'patch', 'value'));
    const context = textIn(recordIn(patch, 'match'), 'context');
    const where = textIn(patch, 'applyTo');
    if (judged === undefined || where !== 'HTTP_FILTER' || (context !== undefined && context !== 'SIDECAR_INBOUND')) return [];
    // Ports and routes may be left out by a narrower match.
    const isNarrow = recordIn(patch, 'match', 'listener')?.portNumber !== undefined;
    return [
      {
        id: `${namespace}/${name}/${i}`,
        namespace,
        labels: mapIn(spec, 'workloadSelector', 'labels'),
        enforcement: isNarrow && judged.enforcement === 'enforced' ? 'unproven' : judged.enforcement,
        because: `${judged.because} (EnvoyFilter ${shownName(namespace, name)})`,
        place: of.placeOf(`/spec/configPatches/${i}`),
      },
    ];
  });
}

/** What becomes of requests where an authorizer of the mesh fails, by its name: `true` lets them through. */
export function readProviders(mesh: unknown): ReadonlyMap<string, boolean> {
  const known = new Map<string, boolean>();
  for (const provider of listIn(mesh, 'extensionProviders')) {
    const name = textIn(provider, 'name');
    const settings = recordIn(provider, 'envoyExtAuthzGrpc') ?? recordIn(provider, 'envoyExtAuthzHttp');
    if (name !== undefined && settings !== undefined) known.set(name, settings.failOpen === true);
  }
  return known;
}
