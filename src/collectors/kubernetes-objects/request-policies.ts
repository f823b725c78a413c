import { asClaim, type ClusterObject, kindOf, nameOf, namespaceOf } from './cluster-object.ts';
import { isPlain, listIn, mapIn, type Plain, recordIn, textIn } from './plain.ts';

/** A policy of a service mesh or gateway that decides who may call workloads. */
export interface RequestPolicy {
  /** For a person: `Istio AuthorizationPolicy web/shop (ALLOW)`. */
  readonly shown: string;
  readonly namespace: string;
  /** Labels that pods have which it is about; empty: all of the namespace. Undefined: some route or server of the namespace. */
  readonly selects: Readonly<Record<string, string>> | undefined;
  /** It asks callers who they are. */
  readonly asks: boolean;
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
    const selects = mapIn(spec, 'selector', 'matchLabels');
    if (kind === 'AuthorizationPolicy') return istioPolicy(spec, { name, namespace, selects });
    const strict = kind === 'PeerAuthentication' && textIn(recordIn(spec, 'mtls'), 'mode') === 'STRICT';
    return strict ? { shown: `Istio PeerAuthentication ${name} (STRICT)`, namespace, selects, asks: true } : undefined;
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
      asks: asks.length > 0,
      ...(asks.includes('extAuth') ? { engine: extAuthOf(spec) } : {}),
    };
  }
  return undefined;
}

function istioPolicy(spec: Plain | undefined, of: Pick<RequestPolicy, 'namespace' | 'selects'> & { readonly name: string }): RequestPolicy {
  const action = textIn(spec, 'action') ?? 'ALLOW';
  const engine = action === 'CUSTOM' ? (textIn(recordIn(spec, 'provider'), 'name') ?? 'external authorizer') : undefined;
  const { name, ...where } = of;
  return {
    ...where,
    shown: `Istio AuthorizationPolicy ${name} (${action})`,
    // A rule without a source lets in whoever comes; one that is asked of somebody else does not.
    asks: action === 'CUSTOM' || (action === 'ALLOW' && listIn(spec, 'rules').every(namesCallers)) || (action === 'DENY' && denies(spec)),
    ...(engine === undefined ? {} : { engine }),
  };
}

/** Callers that prove who they are; an address is no proof. */
const proofs = ['principals', 'requestPrincipals', 'namespaces', 'serviceAccounts'];

function namesCallers(rule: unknown): boolean {
  const sources = listIn(rule, 'from').map((from) => recordIn(from, 'source'));
  const bySource = sources.length > 0 && sources.every((s) => proofs.some((key) => listIn(s, key).length > 0));
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
