import type { Enforcement } from '../../inventory/decision-point.ts';
import { isPlain, listIn, type Plain, recordIn, textIn } from '../kubernetes-objects/plain.ts';

/** A filter of a proxy that decides about requests, or asks somebody who does. */
export interface DecidingFilter {
  readonly enforcement: Enforcement;
  /** A clause that starts with `Envoy`. */
  readonly because: string;
  /** Where it stands in the configuration: keys and indexes from the top. */
  readonly path: readonly (string | number)[];
  /** Hosts of the authorizer that it asks. */
  readonly asked: readonly string[];
  /** Hosts to which requests are sent on that passed it. */
  readonly hosts: readonly string[];
}

type Path = readonly (string | number)[];
/** What one filter decides by itself. `asks`: the cluster of Envoy that is asked; absent where the proxy decides by itself. */
interface JudgedFilter extends Pick<DecidingFilter, 'enforcement' | 'because'> {
  readonly asks?: string;
}

interface Placed {
  readonly value: Plain;
  readonly path: Path;
}

/** More objects than any configuration has. */
const mostObjects = 20_000;

/**
 * The deciding filters of an Envoy configuration, one for each connection manager that has one
 * (https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/ext_authz_filter). Empty where it has none.
 */
export function readEnvoyConfig(config: unknown): readonly DecidingFilter[] {
  const objects = objectsIn(config);
  const managers = objects.filter(({ value }) => Array.isArray(value.http_filters) || Array.isArray(value.httpFilters));
  const hostsOf = clusterHosts(objects);
  const found = managers.map((manager) => ({ manager, filter: decidingIn(manager) }));
  const bare = found.filter(({ manager, filter }) => filter === undefined && routedClusters(manager.value).length > 0).length;
  return found.flatMap(({ manager, filter }) => {
    if (filter === undefined) return [];
    const hosts = [...new Set(routedClusters(manager.value).flatMap((name) => hostsOf.get(name) ?? []))].sort();
    const isPartly = filter.enforcement === 'enforced' && bare > 0;
    const { asks, ...rest } = filter;
    return [
      {
        ...rest,
        ...(isPartly
          ? { enforcement: 'unproven' as const, because: `${filter.because}, and another listener sends requests on without it` }
          : {}),
        hosts,
        asked: asks === undefined ? [] : (hostsOf.get(asks) ?? []),
      },
    ];
  });
}

function decidingIn({ value, path }: Placed): (JudgedFilter & Pick<DecidingFilter, 'path'>) | undefined {
  const key = Array.isArray(value.http_filters) ? 'http_filters' : 'httpFilters';
  const judged = listIn(value, key).flatMap((filter, i) => {
    const one = judgeFilter(filter);
    return one === undefined ? [] : [{ ...one, path: [...path, key, i] }];
  });
  return judged.find((f) => f.enforcement === 'enforced') ?? judged.find((f) => f.enforcement === 'unproven') ?? judged[0];
}

/** What one HTTP filter decides; undefined for a filter that decides nothing. */
export function judgeFilter(filter: unknown): JudgedFilter | undefined {
  const config = recordIn(filter, 'typed_config') ?? recordIn(filter, 'typedConfig') ?? recordIn(filter, 'config');
  const type = textIn(config, '@type') ?? '';
  const name = textIn(filter, 'name') ?? '';
  const isDisabled = isPlain(filter) && filter.disabled === true;
  if (/\.ext_authz\.v\d\w*\.ExtAuthz$/.test(type) || /^envoy\.(?:filters\.http\.)?ext_authz$/.test(name)) {
    return isDisabled ? watching('Envoy has a filter for external authorization that is switched off') : judgeExternal(config);
  }
  if (/\.rbac\.v\d\w*\.RBAC$/.test(type) || /^envoy\.filters\.http\.rbac$/.test(name)) {
    const rules = recordIn(config, 'rules');
    if (isDisabled || rules === undefined || textIn(rules, 'action') === 'LOG')
      return watching('Envoy only logs what its rules would refuse (shadow_rules)');
    return { enforcement: 'enforced', because: 'Envoy decides about every request by its own rules (RBAC filter)' };
  }
  return undefined;
}

function judgeExternal(config: Plain | undefined): JudgedFilter {
  const asked =
    textIn(recordIn(config, 'grpc_service', 'envoy_grpc') ?? recordIn(config, 'grpcService', 'envoyGrpc'), 'cluster_name') ??
    textIn(recordIn(config, 'http_service', 'server_uri') ?? recordIn(config, 'httpService', 'serverUri'), 'cluster');
  const asks = asked === undefined ? {} : { asks: asked };
  const whom = asked === undefined ? 'an external authorizer' : asked;
  if (config?.failure_mode_allow === true || config?.failureModeAllow === true) {
    const because = `Envoy asks ${whom} about requests and lets them through where it fails (failure_mode_allow)`;
    return { enforcement: 'unproven', because, ...asks };
  }
  const share = recordIn(config, 'filter_enabled', 'default_value') ?? recordIn(config, 'filterEnabled', 'defaultValue');
  if (share !== undefined && !isWhole(share))
    return { enforcement: 'unproven', because: `Envoy asks ${whom} about a share of the requests (filter_enabled)`, ...asks };
  return { enforcement: 'enforced', because: `Envoy asks ${whom} about every request`, ...asks };
}

/** https://www.envoyproxy.io/docs/envoy/latest/api-v3/type/v3/percent.proto : without a denominator, of a hundred. */
function isWhole(share: Plain): boolean {
  const of = { HUNDRED: 100, TEN_THOUSAND: 10_000, MILLION: 1_000_000 }[textIn(share, 'denominator') ?? 'HUNDRED'];
  return of !== undefined && typeof share.numerator === 'number' && share.numerator >= of;
}

function watching(because: string): JudgedFilter {
  return { enforcement: 'watching', because };
}

/** The clusters that a connection manager's own routes send requests to. */
function routedClusters(manager: Plain): readonly string[] {
  const routes = recordIn(manager, 'route_config') ?? recordIn(manager, 'routeConfig');
  return objectsIn(routes).flatMap(({ value }) => {
    const weighted = listIn(recordIn(value, 'route', 'weighted_clusters'), 'clusters').flatMap((c) => textIn(c, 'name') ?? []);
    const one = textIn(recordIn(value, 'route'), 'cluster');
    return one === undefined ? weighted : [one, ...weighted];
  });
}

/** The hosts of every cluster (`load_assignment`), by its name. */
function clusterHosts(objects: readonly Placed[]): ReadonlyMap<string, readonly string[]> {
  const hosts = new Map<string, readonly string[]>();
  for (const { value } of objects) {
    const name = textIn(value, 'name');
    const assignment = recordIn(value, 'load_assignment') ?? recordIn(value, 'loadAssignment');
    if (name === undefined || assignment === undefined) continue;
    const addresses = objectsIn(assignment).flatMap(
      ({ value: part }) => textIn(recordIn(part, 'socket_address') ?? recordIn(part, 'socketAddress'), 'address') ?? [],
    );
    hosts.set(name, addresses);
  }
  return hosts;
}

/** Every object in a document with the way to it, the outermost first. */
function objectsIn(document: unknown): readonly Placed[] {
  const open: { readonly value: unknown; readonly path: Path }[] = [{ value: document, path: [] }];
  const found: Placed[] = [];
  for (let n = 0; n < open.length && n < mostObjects; n++) {
    const { value, path } = open[n] ?? { value: undefined, path: [] };
    if (path.length > 60) continue;
    if (Array.isArray(value)) for (const [i, item] of value.entries()) open.push({ value: item, path: [...path, i] });
    else if (isPlain(value)) {
      found.push({ value, path });
      for (const [key, part] of Object.entries(value)) if (typeof part === 'object') open.push({ value: part, path: [...path, key] });
    }
  }
  return found;
}
