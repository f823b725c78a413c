import type { Evidence } from '../../inventory/evidence.ts';
import type { Identity } from '../../inventory/identity.ts';
import { openTo, writeEntry } from '../../inventory/spiffe-entry.ts';
import { secondsIn, timeOfSeconds } from '../seconds.ts';
import { readSpiffeId, spiffeUri } from './spiffe-id.ts';

/**
 * Reads a registration entry: whoever has all of its selectors is given its SPIFFE ID. `seconds`: when the file is read,
 * since 1970 (https://github.com/spiffe/spire-api-sdk/blob/main/proto/spire/api/types/entry.proto).
 */
export function readEntry(raw: Readonly<Record<string, unknown>>, seconds: number, evidence: Evidence): Identity | undefined {
  const id = readSpiffeId(raw.spiffe_id ?? raw.spiffeId);
  if (id === undefined) return undefined;
  const parent = readSpiffeId(raw.parent_id ?? raw.parentId);
  const selectors = selectorsIn(raw.selectors);
  const expires = secondsIn(raw.expires_at ?? raw.expiresAt) ?? 0;
  const created = secondsIn(raw.created_at ?? raw.createdAt) ?? 0;
  const createdAt = created > 0 ? timeOfSeconds(created) : undefined;
  const downstream = raw.downstream === true;
  const texts = selectors?.map(({ type, value }) => `${type}:${value}`);
  const entry = texts === undefined ? undefined : { selectors: texts, parent: parent === undefined ? undefined : spiffeUri(parent) };
  const ended = expires > 0 && expires <= seconds;
  const wide = entry === undefined ? undefined : openTo(entry);
  // What the server itself hands out stands for nodes, as their agents proved to it what they are.
  const isNode = parent?.path === '/spire/server';
  return {
    id: spiffeUri(id),
    plane: 'spiffe',
    kind: downstream ? 'spire-downstream-server' : isNode ? 'spire-node-group' : 'spiffe-workload',
    name: spiffeUri(id),
    scope: id.trustDomain,
    nature: 'workload',
    agent: false,
    // An entry that ended says less than another of the same identity.
    standing: ended ? 'declared' : 'observed',
    enabled: !ended,
    ...(createdAt === undefined ? {} : { createdAt }),
    spiffe: {
      trust_domain: id.trustDomain,
      selectors: texts,
      entries: entry === undefined ? undefined : ended ? [] : [writeEntry(entry)],
      open_to: entry === undefined || isNode ? undefined : wide === undefined || ended ? [] : [wide],
      certificate_seconds: lifetimeIn(raw.x509_svid_ttl ?? raw.x509SvidTtl),
      token_seconds: lifetimeIn(raw.jwt_svid_ttl ?? raw.jwtSvidTtl),
      federates_with: textsIn(raw.federates_with ?? raw.federatesWith),
      downstream,
      admin: raw.admin === true,
      ...(parent === undefined ? {} : { parent: spiffeUri(parent) }),
    },
    evidence: [evidence],
  };
}

/** Reads an agent: the node that hands out identities (https://github.com/spiffe/spire-api-sdk/blob/main/proto/spire/api/types/agent.proto). */
export function readAgent(raw: Readonly<Record<string, unknown>>, seconds: number, evidence: Evidence): Identity | undefined {
  const id = readSpiffeId(raw.id);
  if (id === undefined) return undefined;
  const expires = secondsIn(raw.x509svid_expires_at ?? raw.x509svidExpiresAt) ?? 0;
  return {
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
  const seconds = secondsIn(value) ?? 0;
  return seconds > 0 ? seconds : undefined;
}
