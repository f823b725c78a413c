import type { Evidence } from './evidence.ts';

/** An identity provider that an account trusts to vouch for others. It is no principal: who comes through it stands in trusts. */
export interface Provider {
  /** Its ARN. */
  readonly id: string;
  readonly kind: 'oidc' | 'saml';
  /** OIDC: issuer host and path, without `https://`. */
  readonly issuer?: string;
  /** OIDC: the client ids it accepts in `aud`. */
  readonly audiences?: readonly string[];
  /** ISO 8601, UTC. */
  readonly createdAt?: string;
  /** SAML: the day its metadata ends. */
  readonly expiresAt?: string;
  readonly evidence: readonly Evidence[];
}
