import { asClaim, type ClusterObject, kindOf, nameOf, namespaceOf } from './cluster-object.ts';
import { isPlain, listIn, mapIn, type Plain, recordIn, textIn, textsIn } from './plain.ts';

/** A policy of a service mesh or gateway that decides who may call workloads. */
export interface RequestPolicy {
  /** For a person: `Istio AuthorizationPolicy web/shop (ALLOW)`. */
  readonly shown: string;
  readonly namespace: string;
  /** Labels that pods have which it is about; empty: all of the namespace. Undefined: some route or server of the namespace. */
  readonly selects: Readonly<Record<string, string>> | undefined;
  /** Services of the namespace that it is about; absent: it does not go by services. */
  readonly services?: readonly string[];
  /** It stands at a gateway: which services are behind it, it does not say. */
  readonly atGateway?: true;
  /** It asks callers who they are. */
  readonly asks: boolean;
  /** Of policies that add up: it lets in callers that nobody asks, whatever the others ask. */
  readonly opens?: boolean;
  /** What it asks at run time. */
  readonly engine?: string;
}

/** The namespace whose policies of Istio count in all others, unless its owner chose another. */
export const meshRoot = 'istio-system';

/**
 * Reads the policies of Istio (https://istio.io/latest/docs/reference/config/security/authorization-policy/), Linkerd
 * (https://linkerd.io/2/reference/authorization-policy/) and Envoy Gateway
 * (https://gateway.envoyproxy.io/docs/api/extension_types/#securitypolicy).
 */
export function readRequestPolicy(of: ClusterObject): RequestPolicy | undefined {
  const { object } = of;
  const kind = kindOf(of);
  const group = (textIn(object, 'apiVersion') ?? '').split('/')[0] ?? '';
  const spec = recordIn(object, 'spec');
  const namespace = namespaceOf(of);
  const name = `${asClaim(namespace)}/${asClaim(nameOf(of) ?? '*')}`;
  if (group === 'security.istio.io') {
    const targets = [...listIn(spec, 'targetRefs'), spec?.targetRef].filter(isPlain);
    const selects = targets.length > 0 ? undefined : mapIn(spec, 'selector', 'matchLabels');
    // A gateway as the target says nothing of which services stand behind it.
    const services = targets.flatMap((target) => (textIn(target, 'kind') === 'Service' ? (textIn(target, 'name') ?? []) : []));
    const isGateway = Object.values(selects ?? {}).some((label) => /gateway/i.test(label)) || targets.some(isGatewayTarget);
    const atGateway = isGateway ? ({ atGateway: true } as const) : {};
    const where = { namespace, selects, ...atGateway, ...(targets.length > 0 && services.length === targets.length ? { services } : {}) };
    if (kind === 'AuthorizationPolicy') {
      const dry = mapIn(object, 'metadata', 'annotations')['istio.io/dry-run'] === 'true';
      return istioPolicy(spec, { name, ...where }, dry);
    }
    const strict = kind === 'PeerAuthentication' && textIn(recordIn(spec, 'mtls'), 'mode') === 'STRICT';
    return strict ? { shown: `Istio PeerAuthentication ${name} (STRICT)`, ...where, asks: true } : undefined;
  }
  if (group === 'policy.linkerd.io' && /^(?:AuthorizationPolicy|ServerAuthorization)$/.test(kind)) {
    const open = recordIn(spec, 'client')?.unauthenticated === true;
    return { shown: `Linkerd ${kind} ${name}`, namespace, selects: undefined, asks: !open };
  }
  if (group === 'gateway.envoyproxy.io' && kind === 'SecurityPolicy') {
    const asks = ['jwt', 'oidc', 'basicAuth', 'apiKeyAuth', 'extAuth', 'authorization'].filter((key) => recordIn(spec, key) !== undefined);
    return {
      shown: `Envoy SecurityPolicy ${name}`,
      namespace,
      selects: undefined,
      ...([...listIn(spec, 'targetRefs'), spec?.targetRef].some(isGatewayTarget) ? { atGateway: true } : {}),
      asks: asks.length > 0,
      ...(asks.includes('extAuth') ? { engine: extAuthOf(spec) } : {}),
    };
  }
  return undefined;
}

function isGatewayTarget(target: unknown): boolean {
  return textIn(target, 'kind') === 'Gateway';
}

function istioPolicy(
  spec: Plain | undefined,
  of: Pick<RequestPolicy, 'namespace' | 'selects' | 'services' | 'atGateway'> & { readonly name: string },
  dry: boolean,
): RequestPolicy {
  const action = textIn(spec, 'action') ?? 'ALLOW';
  const engine = action === 'CUSTOM' ? (textIn(recordIn(spec, 'provider'), 'name') ?? 'external authorizer') : undefined;
  const { name, ...where } = of;
  const shown = `Istio AuthorizationPolicy ${name} (${action}${dry ? ', dry run' : ''})`;
  // It only logs what it would do (https://istio.io/latest/docs/tasks/security/authorization/authz-dry-run/).
  if (dry) return { ...where, shown, asks: false };
  const opens = action === 'ALLOW' ? listIn(spec, 'rules').some(letsAnybodyIn) : undefined;
  return {
    ...where,
    shown,
    // Somebody else is asked, or whom it lets in is written down.
    asks: (action === 'CUSTOM' && listIn(spec, 'rules').some(asksAboutUse)) || opens === false || (action === 'DENY' && denies(spec)),
    ...(opens === undefined ? {} : { opens }),
    ...(engine === undefined ? {} : { engine }),
  };
}

/** Where tools are called: paths of MCP servers and agents. */
const toolPaths = /^\/?(?:\*|mcp|sse|messages?|a2a|rpc)|\/(?:mcp|sse|messages?)\b/i;

/** Whether a rule is about the calls of strangers that use the tools, and not about some other path or some callers alone. */
function asksAboutUse(rule: unknown): boolean {
  const operations = listIn(rule, 'to').map((to) => recordIn(to, 'operation'));
  const sources = listIn(rule, 'from').map((from) => recordIn(from, 'source') ?? {});
  const isWide = (operation: Plain | undefined): boolean => {
    const [paths, methods, left] = [textsIn(operation, 'paths'), textsIn(operation, 'methods'), textsIn(operation, 'notPaths')];
    return (
      (paths.length === 0 || paths.some((path) => toolPaths.test(path))) &&
      (methods.length === 0 || methods.includes('POST')) &&
      left.every((path) => probes.test(path))
    );
  };
  // `notPrincipals` and the like are strangers; whom a rule names otherwise are some callers.
  const isOfStrangers = (source: Plain): boolean => Object.keys(source).every((key) => key.startsWith('not'));
  return (operations.length === 0 || operations.some(isWide)) && (sources.length === 0 || sources.some(isOfStrangers));
}

/** What probes and collectors of metrics ask for, which is no use of the tools behind. */
const probes = /^\/?(?:health|live|ready|metrics|ping|status|version|\.well-known)/i;

/** A rule without callers lets in whoever comes: from anywhere, to more than what probes ask for. */
function letsAnybodyIn(rule: unknown): boolean {
  if (namesCallers(rule)) return false;
  const sources = listIn(rule, 'from').map((from) => recordIn(from, 'source'));
  const isNear = (source: Plain | undefined): boolean => {
    const blocks = [...textsIn(source, 'ipBlocks'), ...textsIn(source, 'remoteIpBlocks')];
    return blocks.length > 0 && !blocks.some((block) => /\/0$/.test(block));
  };
  if (sources.length > 0 && sources.every((source) => isNear(source) || isProof(source))) return false;
  const operations = listIn(rule, 'to').map((to) => textsIn(recordIn(to, 'operation'), 'paths'));
  return !(operations.length > 0 && operations.every((paths) => paths.length > 0 && paths.every((path) => probes.test(path))));
}

/** Callers that prove who they are; an address is no proof. */
const proofs = ['principals', 'requestPrincipals', 'namespaces', 'serviceAccounts'];

function isProof(source: Plain | undefined): boolean {
  return proofs.some((key) => listIn(source, key).length > 0);
}

function namesCallers(rule: unknown): boolean {
  const sources = listIn(rule, 'from').map((from) => recordIn(from, 'source'));
  const bySource = sources.length > 0 && sources.every(isProof);
  return bySource || listIn(rule, 'when').some((c) => /^(?:request\.auth\.|source\.(?:principal|namespace))/.test(textIn(c, 'key') ?? ''));
}

/** A policy that refuses whoever proves nothing: `notPrincipals`, `notRequestPrincipals`. */
function denies(spec: Plain | undefined): boolean {
  return listIn(spec, 'rules').some((rule) =>
    listIn(rule, 'from').some((from) => {
      const source = recordIn(from, 'source');
      return listIn(source, 'notPrincipals').length > 0 || listIn(source, 'notRequestPrincipals').length > 0;
    }),
  );
}

function extAuthOf(spec: Plain | undefined): string {
  const ext = recordIn(spec, 'extAuth');
  const where = recordIn(ext, 'grpc') ?? recordIn(ext, 'http');
  const backend = recordIn(where, 'backendRef') ?? listIn(where, 'backendRefs').find(isPlain);
  return textIn(backend, 'name') ?? 'external authorizer';
}
