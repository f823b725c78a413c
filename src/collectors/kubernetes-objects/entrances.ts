import { type ClusterObject, kindOf, nameOf, namespaceOf } from './cluster-object.ts';
import { isPlain, listIn, mapIn, type Plain, recordIn, textIn, textsIn } from './plain.ts';
import { meshRoot, type RequestPolicy } from './request-policies.ts';
import { letsIn, type PodWall } from './walls.ts';

/** A way to services of a namespace. */
export interface Entrance {
  readonly namespace: string;
  /** For a person: `ingress tools/mcp`. */
  readonly shown: string;
  /** Services it leads to; of a service, its own name. */
  readonly services: readonly string[];
  /** It is one that anybody reaches, and asks nobody who he is. */
  readonly isOpen: boolean;
  /** It goes through a gateway of which policies may ask who comes. */
  readonly throughGateway?: true;
}

export interface Service {
  readonly namespace: string;
  readonly name: string;
  readonly selects: Readonly<Record<string, string>>;
}

/** Pods that a way may lead to. */
export interface Behind {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A Service, and whether it is a way in itself (https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer). */
export function readService(of: ClusterObject): { readonly service: Service; readonly entrance: Entrance | undefined } | undefined {
  const name = nameOf(of);
  if (name === undefined) return undefined;
  const namespace = namespaceOf(of);
  const spec = recordIn(of.object, 'spec');
  const isBalancer = textIn(spec, 'type') === 'LoadBalancer';
  const entrance = { namespace, shown: `load balancer ${namespace}/${name}`, services: [name], isOpen: isOpenBalancer(of.object, spec) };
  return { service: { namespace, name, selects: mapIn(spec, 'selector') }, entrance: isBalancer ? entrance : undefined };
}

/** Annotations that keep a load balancer inside the network, as the clouds write them. */
const internal =
  /(?:aws-load-balancer-scheme|load-balancer-type|internal(?:-load-balancer)?|loadbalancer-(?:address-type|network)|load-balancer-cloud-provider-ip-type)$/;

/** Addresses that no network outside has. */
const inside =
  /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|169\.254\.|127\.|f[cd][0-9a-f]{2}:)/i;

function isOpenBalancer(object: Plain, spec: Plain | undefined): boolean {
  const annotations = mapIn(object, 'metadata', 'annotations');
  const isKept = ([key, value]: readonly [string, string]): boolean =>
    internal.test(key) && /^(?:true|internal|intranet|private|0\.0\.0\.0\/0)$/i.test(value);
  if (Object.entries(annotations).some(isKept) || isOfAmazonsController(annotations, spec)) return false;
  const addresses = listIn(recordIn(object, 'status', 'loadBalancer'), 'ingress').map((way) => textIn(way, 'ip'));
  if (addresses.length > 0 && addresses.every((ip) => ip !== undefined && inside.test(ip))) return false;
  const annotated = annotations['service.beta.kubernetes.io/load-balancer-source-ranges']?.split(',').map((range) => range.trim()) ?? [];
  const ranges = [...textsIn(spec, 'loadBalancerSourceRanges'), ...annotated];
  return ranges.length === 0 || ranges.some((range) => range === '0.0.0.0/0' || range === '::/0');
}

/**
 * Amazon's own controller keeps a balancer inside that does not say otherwise
 * (https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/#lb-scheme).
 */
function isOfAmazonsController(annotations: Readonly<Record<string, string>>, spec: Plain | undefined): boolean {
  const prefix = 'service.beta.kubernetes.io/aws-load-balancer-';
  const isIts =
    /^(?:external|nlb-ip)$/.test(annotations[`${prefix}type`] ?? '') || textIn(spec, 'loadBalancerClass') === 'service.k8s.aws/nlb';
  return isIts && annotations[`${prefix}scheme`] !== 'internet-facing' && annotations[`${prefix}internal`] !== 'false';
}

/** Annotations by which a controller asks who somebody is, or looks where he comes from. */
export const guards =
  /auth|oauth|oidc|jwt|whitelist|allowlist|middlewares|plugins|waf|security-policy|client-cert|mtls|internal|private|snippet/i;

/** An Ingress (https://kubernetes.io/docs/concepts/services-networking/ingress/), or a route of the Gateway API. */
export function readRoute(of: ClusterObject): Entrance | undefined {
  const name = nameOf(of);
  const spec = recordIn(of.object, 'spec');
  if (name === undefined || spec === undefined) return undefined;
  const namespace = namespaceOf(of);
  if (kindOf(of) === 'Ingress') {
    const annotations = mapIn(of.object, 'metadata', 'annotations');
    const own = Object.fromEntries(Object.entries(annotations).filter(([key]) => !/^(?:kubectl\.kubernetes|cert-manager)\.io\//.test(key)));
    const words = [textIn(spec, 'ingressClassName') ?? '', own['kubernetes.io/ingress.class'] ?? ''];
    // Of Amazon's, one that does not say so is internal.
    const balancer = words.includes('alb') || Object.keys(own).some((key) => key.startsWith('alb.ingress.kubernetes.io/'));
    const scheme = own['alb.ingress.kubernetes.io/scheme'];
    const asks = Object.entries(own).some(([key, value]) => guards.test(key) && !/^(?:none|false)$/i.test(value));
    const isInside = words.some((word) => /internal|private/i.test(word)) || (balancer && scheme !== 'internet-facing');
    return { namespace, shown: `ingress ${namespace}/${name}`, services: servicesOfIngress(spec), isOpen: !asks && !isInside };
  }
  const services = listIn(spec, 'rules').flatMap((rule) =>
    listIn(rule, 'backendRefs').flatMap((ref) =>
      (textIn(ref, 'kind') ?? 'Service') === 'Service' && (textIn(ref, 'namespace') ?? namespace) === namespace
        ? (textIn(ref, 'name') ?? [])
        : [],
    ),
  );
  const filters = listIn(spec, 'rules').flatMap((rule) => listIn(rule, 'filters'));
  const asks = filters.some((filter) => /ExtensionRef|ExternalAuth/.test(textIn(filter, 'type') ?? ''));
  const isInside = listIn(spec, 'parentRefs').some((ref) =>
    /internal|private|mesh/i.test(`${textIn(ref, 'name') ?? ''} ${textIn(ref, 'kind') ?? ''}`),
  );
  return { namespace, shown: `route ${namespace}/${name}`, services, isOpen: !asks && !isInside, throughGateway: true };
}

function servicesOfIngress(spec: Plain): readonly string[] {
  const backends = [
    spec.defaultBackend,
    spec.backend,
    ...listIn(spec, 'rules').flatMap((rule) => listIn(recordIn(rule, 'http'), 'paths').map((path) => recordIn(path, 'backend'))),
  ].filter(isPlain);
  // The second form is that of the API's first versions.
  return backends.flatMap((backend) => textIn(recordIn(backend, 'service'), 'name') ?? textIn(backend, 'serviceName') ?? []);
}

interface Surroundings {
  readonly services: readonly Service[];
  readonly entrances: readonly Entrance[];
  readonly policies: readonly RequestPolicy[];
  readonly walls: readonly PodWall[];
}

/** On which ways anybody gets to some pods without being asked. */
export function openWaysTo(pods: Behind, { services, entrances, policies, walls }: Surroundings): readonly string[] {
  const { namespace, labels } = pods;
  const names = services
    .filter((s) => s.namespace === namespace && Object.keys(s.selects).length > 0 && isPart(s.selects, labels))
    .map((s) => s.name);
  const about = policies.filter(
    (p) =>
      (p.namespace === namespace || p.namespace === meshRoot) &&
      (p.selects === undefined || isPart(p.selects, labels)) &&
      (p.services === undefined || p.services.some((service) => names.includes(service))),
  );
  const isOpened = about.some((p) => p.opens);
  if (about.some((p) => p.asks && !(isOpened && p.opens === false))) return [];
  const gatewayAsks = policies.some((p) => p.atGateway === true && p.asks);
  return entrances
    .filter((e) => !(gatewayAsks && e.throughGateway === true))
    .filter((e) => e.isOpen && e.namespace === namespace && e.services.some((s) => names.includes(s)))
    .filter((e) => !e.shown.startsWith('load balancer') || letsIn(walls, pods))
    .map((e) => e.shown);
}

function isPart(wanted: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}
