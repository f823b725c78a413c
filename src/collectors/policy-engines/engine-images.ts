/** Policy engines that decide when they are asked, by the images they are shipped in. */
const engines: readonly (readonly [image: RegExp, engine: string])[] = [
  // https://www.openpolicyagent.org/docs/deployments, https://docs.styra.com/enterprise-opa
  [/(?:^|\/)(?:openpolicyagent\/opa|openpolicyagent\/opa-istio|styrainc\/(?:enterprise-opa|eopa)|styra\/eopa)$/, 'OPA'],
  // It starts an OPA inside (https://docs.opal.ac).
  [/(?:^|\/)permitio\/opal-client$/, 'OPA'],
  [/(?:^|\/)permitio\/cedar-agent$/, 'Cedar'],
  [/(?:^|\/)permitio\/pdp(?:-v2)?$/, 'Permit'],
  [/(?:^|\/)cerbos\/cerbos$/, 'Cerbos'],
  [/(?:^|\/)openfga\/openfga$/, 'OpenFGA'],
  [/(?:^|\/)authzed\/spicedb$/, 'SpiceDB'],
  [/(?:^|\/)aserto-dev\/topaz$/, 'Topaz'],
];

/** Whether an image may be one of those that are told apart below: most are not, and there are many. */
export function mayDecide(image: string): boolean {
  return /openpolicyagent|styra|permitio|cerbos|openfga|spicedb|topaz|envoyproxy|proxyv2/.test(image);
}

/** The policy engine in an image; undefined for any other image. */
export function engineInImage(image: string): string | undefined {
  const name = nameOf(image);
  return engines.find(([pattern]) => pattern.test(name))?.[1];
}

export function isEnvoyImage(image: string): boolean {
  return /(?:^|\/)envoyproxy\/envoy(?:-[a-z-]+)?$/.test(nameOf(image));
}

/** The proxy that Istio puts into a pod (https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/). */
export function isMeshProxyImage(image: string): boolean {
  return /(?:^|\/)(?:istio\/)?proxyv2(?:-[a-z-]+)?$/.test(nameOf(image));
}

/** What sends all of a pod's traffic through its proxy, by rules of its network (https://www.openpolicyagent.org/docs/envoy). */
export function isRedirectImage(image: string): boolean {
  return /(?:^|\/)openpolicyagent\/proxy_init$/.test(nameOf(image));
}

/** Whether a command line makes OPA's plugin for Envoy say yes to everything and only log what it would have said. */
export function isDryRun(words: readonly string[]): boolean {
  return words.some((word) => /plugins\.envoy_ext_authz_grpc\.dry-run=true\b/.test(word.slice(0, 2000)));
}

/** Without tag and digest. */
function nameOf(image: string): string {
  return image
    .slice(0, 300)
    .replace(/@.*$/s, '')
    .replace(/:[^/:]*$/, '');
}
