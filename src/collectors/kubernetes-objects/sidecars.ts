import { isPlain, listIn, mapIn, type Plain, recordIn, textIn } from './plain.ts';

/** Containers that stand between the others of a pod and whoever calls them, by their name or image. */
const known: readonly (readonly [RegExp, string])[] = [
  [/^istio-proxy$|\/proxyv2(?:[:@]|$)/, 'istio-proxy'],
  [/^linkerd-proxy$|linkerd\/proxy(?:[:@]|$)/, 'linkerd-proxy'],
  [/(?:^|\/)openpolicyagent\/opa(?:-envoy|-istio)?(?:[:@]|$)|^opa(?:-istio|-envoy)?$/, 'opa'],
  [/(?:^|\/)envoyproxy\/envoy(?:[:@-]|$)|^envoy$/, 'envoy'],
  [/(?:^|\/)oauth2-proxy(?:[:@]|$)/, 'oauth2-proxy'],
];

/** Annotations and labels that have one put in when the pod starts. */
const injected: Readonly<Record<string, readonly [value: string, sidecar: string]>> = {
  'sidecar.istio.io/inject': ['true', 'istio-proxy'],
  'linkerd.io/inject': ['enabled', 'linkerd-proxy'],
};

/** What stands between a pod's containers and others, of the kinds that are known here; undefined for nothing. */
export function sidecarsOf(template: Plain | undefined, spec: Plain): readonly string[] | undefined {
  const found: string[] = [];
  for (const container of [...listIn(spec, 'initContainers'), ...listIn(spec, 'containers')]) {
    if (!isPlain(container)) continue;
    const words = [textIn(container, 'name') ?? '', textIn(container, 'image') ?? ''];
    for (const [pattern, name] of known) if (words.some((word) => word.length < 500 && pattern.test(word))) found.push(name);
  }
  const marks = { ...mapIn(template, 'metadata', 'labels'), ...mapIn(template, 'metadata', 'annotations') };
  for (const [key, [value, name]] of Object.entries(injected)) if (marks[key] === value) found.push(name);
  return found.length === 0 ? undefined : [...new Set(found)].sort();
}

/** Whether SPIRE's driver gives a pod the socket on which it gets its identity (https://github.com/spiffe/spiffe-csi). */
export function hasSpiffeSocket(spec: Plain): boolean {
  return listIn(spec, 'volumes').some((volume) => textIn(recordIn(volume, 'csi'), 'driver') === 'csi.spiffe.io');
}
