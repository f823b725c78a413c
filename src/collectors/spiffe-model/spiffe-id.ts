/** A SPIFFE ID in its parts, as SPIRE's API writes it (https://github.com/spiffe/spire-api-sdk/blob/main/proto/spire/api/types/spiffeid.proto). */
export interface SpiffeId {
  readonly trustDomain: string;
  /** Empty, or with a leading slash. */
  readonly path: string;
}

/** Reads an id as an object, or as the text `spiffe://domain/path`; undefined where it is neither (https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE-ID.md). */
export function readSpiffeId(value: unknown): SpiffeId | undefined {
  if (typeof value === 'string') {
    const [, trustDomain, path = ''] = /^spiffe:\/\/([^/]+)(\/.*)?$/s.exec(value) ?? [];
    return trustDomain === undefined ? undefined : checked(trustDomain, path);
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { trust_domain, trustDomain = trust_domain, path = '' } = value as Readonly<Record<string, unknown>>;
  return typeof trustDomain === 'string' && typeof path === 'string' ? checked(trustDomain, path) : undefined;
}

function checked(trustDomain: string, path: string): SpiffeId | undefined {
  // An id has at most 2048 bytes.
  return /^[a-z0-9._-]{1,255}$/i.test(trustDomain) && path.length <= 2048 ? { trustDomain: trustDomain.toLowerCase(), path } : undefined;
}

/** The SPIFFE ID as text; it is also the id of the identity, which begins with its plane. */
export function spiffeUri({ trustDomain, path }: SpiffeId): string {
  return `spiffe://${trustDomain}${path}`;
}
