import type { Credential } from '../../inventory/credential.ts';

export type SecretKind = 'api-key' | 'token' | 'private-key' | 'password' | 'connection-string';

/** What a value itself can prove: the name of a check in checks.ts. */
export type CheckName = 'crc32-base62' | 'bech32' | 'jwt' | 'base64-64' | 'shared-access-signature' | 'pypi-macaroon' | 'mixed';

/**
 * One spelling of a credential: id (`<vendor>/<what>`), a fixed part that every such value holds, and a bounded pattern of
 * linear time. `before` is how many characters may stand in front of the fixed part.
 */
export type FormatRow = readonly [
  id: string,
  holds: string,
  body: string,
  kind: SecretKind,
  more?: { readonly check?: CheckName; readonly before?: number; readonly provider?: string },
];

export interface FormatGroup {
  readonly purpose: NonNullable<Credential['purpose']>;
  readonly rows: readonly FormatRow[];
}
