import type { Evidence } from '../../inventory/evidence.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Link } from '../../inventory/link.ts';
import { serviceAccountId } from '../../inventory/rbac.ts';
import { readSpiffeId, type SpiffeId, spiffeUri } from './spiffe-id.ts';

/** An identity that a SPIRE server issues. */
export interface Entry {
  readonly identity: Identity;
  /** The service account whose pods are given the identity, where the selectors name one. */
  readonly links: readonly Link[];
}

/**
 * Reads a registration entry: whoever has all of its selectors is given its SPIFFE ID. `seconds`: when the file is read,
 * since 1970 (https://github.com/spiffe/spire-api-sdk/blob/main/proto/spire/api/types/entry.proto).
 */
export function readEntry(raw: Readonly<Record<string, unknown>>, seconds: number, evidence: Evidence): Entry | undefined {
  const id = readSpiffeId(raw.spiffe_id ?? raw.spiffeId);
  if (id === undefined) return undefined;
  const parent = readSpiffeId(raw.parent_id ?? raw.parentId);
  const selectors = selectorsIn(raw.selectors);
  const expires = Number(raw.expires_at ?? raw.expiresAt ?? 0);
  const created = Number(raw.created_at ?? raw.createdAt ?? 0);
  const downstream = raw.downstream === true;
  const identity: Identity = {
    id: spiffeUri(id),
    plane: 'spiffe',
    kind: downstream ? 'spire-downstream-server' : 'spiffe-workload',
    name: spiffeUri(id),
    scope: id.trustDomain,
    nature: 'workload',
    agent: false,
    standing: 'observed',
    ...(expires > 0 ? { enabled: expires > seconds } : {}),
    ...(created > 0 ? { createdAt: new Date(created * 1000).toISOString() } : {}),
    spiffe: {
      trust_domain: id.trustDomain,
      selectors: selectors?.map(({ type, value }) => `${type}:${value}`),
      certificate_seconds: lifetimeIn(raw.x509_svid_ttl ?? raw.x509SvidTtl),
      token_seconds: lifetimeIn(raw.jwt_svid_ttl ?? raw.jwtSvidTtl),
      federates_with: textsIn(raw.federates_with ?? raw.federatesWith),
      downstream,
      admin: raw.admin === true,
      ...(parent === undefined ? {} : { parent: spiffeUri(parent) }),
    },
    evidence: [evidence],
  };
  const account = selectors === undefined ? undefined : accountOf(selectors, parent);
  return {
    identity,
    links: account === undefined ? [] : [{ kind: 'assumes', from: account, to: identity.id, evidence: [evidence] }],
  };
}

/** Reads an agent: the node that hands out identities (https://github.com/spiffe/spire-api-sdk/blob/main/proto/spire/api/types/agent.proto). */
export function readAgent(raw: Readonly<Record<string, unknown>>, seconds: number, evidence: Evidence): Entry | undefined {
  const id = readSpiffeId(raw.id);
  if (id === undefined) return undefined;
  const expires = Number(raw.x509svid_expires_at ?? raw.x509svidExpiresAt ?? 0);
  const identity: Identity = {
    id: spiffeUri(id),
    plane: 'spiffe',
    kind: 'spire-agent',
    name: spiffeUri(id),
    scope: id.trustDomain,
    nature: 'workload',
    agent: false,
    standing: 'observed',
    enabled: raw.banned !== true && !(expires > 0 && expires <= seconds),
    spiffe: { trust_domain: id.trustDomain, selectors: selectorsIn(raw.selectors)?.map(({ type, value }) => `${type}:${value}`) },
    evidence: [evidence],
  };
  return { identity, links: [] };
}

interface Selector {
  readonly type: string;
  readonly value: string;
}

function selectorsIn(value: unknown): readonly Selector[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((one: unknown) => {
    const { type, value: of } = (typeof one === 'object' && one !== null ? one : {}) as Readonly<Record<string, unknown>>;
    return typeof type === 'string' && typeof of === 'string' ? [{ type, value: of }] : [];
  });
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((v) => typeof v === 'string') : [];
}

/** Seconds; 0 stands for the server's own setting, which entries do not tell. */
function lifetimeIn(value: unknown): number | undefined {
  const seconds = Number(value ?? 0);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}

/**
 * The service account that the selectors of the Kubernetes attestor ask for. The cluster is the one that attested the node:
 * agents are called `/spire/agent/k8s_psat/CLUSTER/NODE` (https://github.com/spiffe/spire/blob/main/doc/plugin_server_nodeattestor_k8s_psat.md).
 */
function accountOf(selectors: readonly Selector[], parent: SpiffeId | undefined): string | undefined {
  const of = (prefix: string): string | undefined =>
    selectors.find(({ type, value }) => type === 'k8s' && value.startsWith(prefix))?.value.slice(prefix.length);
  const cluster = /^\/spire\/agent\/k8s_p?sat\/([^/]+)/.exec(parent?.path ?? '')?.[1];
  const [namespace, name] = [of('ns:'), of('sa:')];
  return cluster === undefined || namespace === undefined || name === undefined ? undefined : serviceAccountId(cluster, namespace, name);
}
