import { X509Certificate } from 'node:crypto';
import type { Credential } from '../../inventory/credential.ts';
import type { Evidence } from '../../inventory/evidence.ts';
import type { Identity } from '../../inventory/identity.ts';
import { secondsIn, timeOfSeconds } from '../seconds.ts';
import { readSpiffeId, spiffeUri } from '../spiffe-model/spiffe-id.ts';

type Raw = Readonly<Record<string, unknown>>;

/** A foreign trust domain, whose workloads those of the server accept, and the keys by which it signs. */
export interface TrustDomain {
  readonly identity: Identity;
  readonly keys: readonly Credential[];
}

/**
 * A relationship of `federation list`, with where the bundle is fetched: `https_spiffe` proves itself by its own identity, `https_web` by a
 * certificate of the web (https://github.com/spiffe/spire-api-sdk/blob/main/proto/spire/api/types/federationrelationship.proto).
 */
export function readFederation(raw: Raw, evidence: Evidence): TrustDomain | undefined {
  const domain = domainOf(raw.trust_domain ?? raw.trustDomain);
  if (domain === undefined) return undefined;
  const url = raw.bundle_endpoint_url ?? raw.bundleEndpointUrl;
  const profile = (raw.https_spiffe ?? raw.httpsSpiffe) === undefined ? 'https_web' : 'https_spiffe';
  const bundle = raw.trust_domain_bundle ?? raw.trustDomainBundle;
  const keys = typeof bundle === 'object' && bundle !== null ? keysOf(bundle as Raw, domain, evidence) : [];
  const endpoint = typeof url === 'string' && /^https:\/\/[^\s@]{1,300}$/.test(url) ? `${url} (${profile})` : undefined;
  return { identity: trustDomain(domain, evidence, endpoint), keys };
}

/** A bundle of `bundle list` or `bundle show` in SPIRE's own form. */
export function readBundle(raw: Raw, evidence: Evidence): TrustDomain | undefined {
  const domain = domainOf(raw.trust_domain ?? raw.trustDomain);
  return domain === undefined ? undefined : { identity: trustDomain(domain, evidence), keys: keysOf(raw, domain, evidence) };
}

/**
 * A bundle in SPIFFE's form, a set of JSON Web Keys. It does not say of which trust domain: a certificate in it does, unless `domain` is told
 * (https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE_Trust_Domain_and_Bundle.md#4-spiffe-bundle-format).
 */
export function readKeySet(raw: Raw, evidence: Evidence, domain?: string): TrustDomain | undefined {
  const keys = (Array.isArray(raw.keys) ? raw.keys : []).filter((k): k is Raw => typeof k === 'object' && k !== null);
  const certificates = keys.flatMap(({ x5c }) => (Array.isArray(x5c) && typeof x5c[0] === 'string' ? (readCertificate(x5c[0]) ?? []) : []));
  const of = domain ?? certificates.map(domainInCertificate).find((d) => d !== undefined);
  if (of === undefined) return undefined;
  return { identity: trustDomain(of, evidence), keys: certificates.map((c) => certificateKey(c, of, evidence)) };
}

/** The identity of a trust domain as a whole; of one's own, entries describe the rest. */
export function trustDomain(domain: string, evidence: Evidence, endpoint?: string): Identity {
  return {
    id: `spiffe://${domain}`,
    plane: 'spiffe',
    kind: 'spiffe-trust-domain',
    name: domain,
    scope: domain,
    nature: endpoint === undefined ? 'unknown' : 'third-party',
    agent: false,
    standing: 'observed',
    spiffe: { trust_domain: domain, bundle_endpoint: endpoint },
    evidence: [evidence],
  };
}

function domainOf(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.replace(/^spiffe:\/\//, '') : '';
  return readSpiffeId(`spiffe://${text}`)?.trustDomain;
}

function keysOf(raw: Raw, domain: string, evidence: Evidence): readonly Credential[] {
  const list = (value: unknown): readonly Raw[] =>
    Array.isArray(value) ? value.filter((v): v is Raw => typeof v === 'object' && v !== null) : [];
  const certificates = list(raw.x509_authorities ?? raw.x509Authorities).flatMap(({ asn1 }) =>
    typeof asn1 === 'string' ? (readCertificate(asn1) ?? []) : [],
  );
  const tokens = list(raw.jwt_authorities ?? raw.jwtAuthorities).flatMap((key): readonly Credential[] => {
    const id = key.key_id ?? key.keyId;
    const expires = secondsIn(key.expires_at ?? key.expiresAt) ?? 0;
    if (typeof id !== 'string' || !/^[\w.=+/-]{1,200}$/.test(id)) return [];
    return [authority(domain, id, evidence, expires > 0 ? timeOfSeconds(expires) : undefined)];
  });
  return [...certificates.map((c) => certificateKey(c, domain, evidence)), ...tokens];
}

function readCertificate(base64: string): X509Certificate | undefined {
  if (base64.length > 65_536) return undefined;
  try {
    return new X509Certificate(Buffer.from(base64, 'base64'));
  } catch {
    return undefined;
  }
}

function domainInCertificate({ subjectAltName }: X509Certificate): string | undefined {
  const uri = /URI:(spiffe:\/\/[^,\s]+)/.exec(subjectAltName ?? '')?.[1];
  const id = readSpiffeId(uri);
  return id === undefined ? undefined : spiffeUri(id).slice('spiffe://'.length).split('/', 1)[0];
}

function certificateKey(certificate: X509Certificate, domain: string, evidence: Evidence): Credential {
  const made = Date.parse(certificate.validFrom);
  const ends = Date.parse(certificate.validTo);
  const key = authority(domain, certificate.fingerprint256.replaceAll(':', '').slice(0, 16).toLowerCase(), evidence, toTime(ends));
  const createdAt = toTime(made);
  return createdAt === undefined ? key : { ...key, createdAt };
}

function toTime(milliseconds: number): string | undefined {
  return timeOfSeconds(milliseconds / 1000);
}

function authority(domain: string, key: string, evidence: Evidence, expiresAt: string | undefined): Credential {
  return {
    id: `spiffe:authority/${domain}/${key}`,
    kind: 'spiffe-authority',
    name: `authority ${key} of ${domain}`,
    identity: `spiffe://${domain}`,
    static: false,
    provider: 'spiffe',
    purpose: 'other',
    ...(expiresAt === undefined ? {} : { expiresAt }),
    evidence: [evidence],
  };
}
