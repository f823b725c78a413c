import type { Evidence } from './evidence.ts';

/** An identity provider that an account trusts to vouch for others. It is no principal: who comes through it stands in trusts. */
export interface Provider {
  /** Its ARN; `gcp:workload-identity-provider/<resource name>`. */
  readonly id: string;
  readonly kind: 'oidc' | 'saml' | 'aws' | 'x509';
  /** OIDC: issuer host and path, without `https://`. SAML: the entity id in its metadata, as written. */
  readonly issuer?: string;
  /** OIDC: the client ids it accepts in `aud`. */
  readonly audiences?: readonly string[];
  /** Google Cloud: the attributes that it makes of a token's claims (`google.subject` -> `assertion.sub`). */
  readonly mapping?: Readonly<Record<string, string>>;
  /** Google Cloud: the condition on tokens, in CEL; null where there is none, absent where that is not known. */
  readonly condition?: string | null;
  /** Google Cloud, of a provider for AWS: the account whose principals it takes. */
  readonly account?: string;
  readonly enabled?: boolean;
  /** ISO 8601, UTC. */
  readonly createdAt?: string;
  /** SAML: the day its metadata ends. */
  readonly expiresAt?: string;
  readonly evidence: readonly Evidence[];
}
