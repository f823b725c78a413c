import { type ClusterObject, kindOf, nameOf, namespaceOf } from './cluster-object.ts';
import { type Entrance, guards } from './entrances.ts';
import { isPlain, listIn, mapIn, type Plain, recordIn, textIn, textsIn } from './plain.ts';

/** A service that a way leads to. */
interface Goal {
  readonly namespace: string;
  readonly service: string;
}

interface Route {
  /** For a person. */
  readonly word: string;
  readonly goals: (spec: Plain, namespace: string) => readonly Goal[];
  /** Whether anybody outside reaches it, and nobody is asked. */
  readonly isOpen: (spec: Plain, annotations: Readonly<Record<string, string>>) => boolean;
  readonly throughGateway?: true;
}

/** Words by which people name what is not for everybody. */
const inside = /internal|private|intranet|mesh|egress/i;

/** What installed routers call a way in, by API group and kind. */
const routes: Readonly<Record<string, Route>> = {
  // https://istio.io/latest/docs/reference/config/networking/virtual-service/: without gateways it is about calls inside of the mesh.
  'networking.istio.io/VirtualService': {
    word: 'virtual service',
    goals: (spec, namespace) =>
      listIn(spec, 'http')
        .filter((rule) => !asksForHeaders(rule))
        .flatMap((rule) => listIn(rule, 'route').flatMap((to) => goalOfHost(textIn(recordIn(to, 'destination'), 'host'), namespace))),
    isOpen: (spec) => textsIn(spec, 'gateways').some((gateway) => !inside.test(gateway)),
    throughGateway: true,
  },
  // https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/ingressroute/
  'traefik.io/IngressRoute': traefik(),
  'traefik.containo.us/IngressRoute': traefik(),
  // https://docs.redhat.com/en/documentation/openshift_container_platform/4.20/html/network_apis/route-route-openshift-io-v1
  'route.openshift.io/Route': {
    word: 'OpenShift route',
    goals: (spec, namespace) =>
      [spec.to, ...listIn(spec, 'alternateBackends')]
        .filter(isPlain)
        .flatMap((to) => ((textIn(to, 'kind') ?? 'Service') === 'Service' ? named(textIn(to, 'name'), namespace) : [])),
    isOpen: (spec, annotations) => !Object.keys(annotations).some((key) => guards.test(key)) && !inside.test(textIn(spec, 'host') ?? ''),
  },
};

function traefik(): Route {
  return {
    word: 'ingress route',
    goals: (spec, namespace) =>
      listIn(spec, 'routes')
        // What stands between may ask who comes; so does a rule about addresses.
        .filter((rule) => listIn(rule, 'middlewares').length === 0 && !/\b(?:ClientIP|Header)/.test(textIn(rule, 'match') ?? ''))
        .flatMap((rule) => listIn(rule, 'services'))
        .flatMap((service) =>
          (textIn(service, 'kind') ?? 'Service') === 'Service'
            ? named(textIn(service, 'name'), textIn(service, 'namespace') ?? namespace)
            : [],
        ),
    // Options of TLS may ask for a certificate.
    isOpen: (spec, annotations) =>
      recordIn(spec, 'tls', 'options') === undefined &&
      ![...textsIn(spec, 'entryPoints'), ...Object.values(annotations)].some((word) => inside.test(word)),
  };
}

/** The ways that an object of an installed router opens, one for each namespace it leads to. */
export function readInstalledRoute(of: ClusterObject): readonly Entrance[] {
  const group = (textIn(of.object, 'apiVersion') ?? '').split('/')[0] ?? '';
  const key = `${group}/${kindOf(of)}`;
  const route = Object.hasOwn(routes, key) ? routes[key] : undefined;
  const name = nameOf(of);
  const spec = recordIn(of.object, 'spec');
  if (route === undefined || name === undefined || spec === undefined) return [];
  const namespace = namespaceOf(of);
  const isOpen = route.isOpen(spec, mapIn(of.object, 'metadata', 'annotations'));
  const goals = route.goals(spec, namespace);
  return [...new Set(goals.map((goal) => goal.namespace))].map((there) => ({
    namespace: there,
    shown: `${route.word} ${namespace}/${name}`,
    services: goals.flatMap((goal) => (goal.namespace === there ? [goal.service] : [])),
    isOpen,
    ...(route.throughGateway === undefined ? {} : { throughGateway: true }),
  }));
}

function named(service: string | undefined, namespace: string): readonly Goal[] {
  return service === undefined ? [] : [{ namespace, service }];
}

/** `mcp`, `mcp.tools.svc.cluster.local`; a short name is one of the rule's own namespace. */
function goalOfHost(host: string | undefined, namespace: string): readonly Goal[] {
  const match = /^([\w-]{1,63})(?:\.([\w-]{1,63})(?:\.svc(?:\.[\w.-]{1,200})?)?)?$/.exec(host ?? '');
  return match === null ? [] : named(match[1], match[2] ?? namespace);
}

/** A rule that only calls with certain headers reach. */
function asksForHeaders(rule: unknown): boolean {
  const matches = listIn(rule, 'match');
  return (
    matches.length > 0 &&
    matches.every((match) => recordIn(match, 'headers') !== undefined || recordIn(match, 'sourceLabels') !== undefined)
  );
}
