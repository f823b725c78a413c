import type { Evidence } from '../../inventory/evidence.ts';
import type { GraphObject } from './graph-object.ts';

/** A secret or certificate of an application or service principal. Its value, and what Graph shows of it, are never kept. */
export interface KeyRow {
  readonly keyId: string;
  readonly what: 'secret' | 'certificate' | 'signing-certificate';
  readonly name?: string;
  readonly startsAt?: string;
  readonly endsAt?: string;
  readonly at: Evidence;
}

/**
 * The secrets and certificates of an object; undefined where it was asked for without them. A certificate that signs the
 * tokens of an application stands there three times, as a key that signs, a key that verifies and a password, with one
 * identifier (https://learn.microsoft.com/graph/application-saml-sso-configure-api): it is no way to sign in.
 */
export function readCredentials(object: GraphObject): readonly KeyRow[] | undefined {
  const passwords = object.objects('passwordCredentials');
  const keys = object.objects('keyCredentials');
  if (passwords === undefined && keys === undefined) return undefined;
  const signing = new Set<string>();
  for (const key of keys ?? []) {
    const identifier = key.raw('customKeyIdentifier');
    if (key.text('usage')?.toLowerCase() === 'sign' && typeof identifier === 'string') signing.add(identifier);
  }
  const rows: KeyRow[] = [];
  const take = (key: GraphObject, usual: 'secret' | 'certificate'): void => {
    const keyId = key.id('keyId');
    if (keyId === undefined) return;
    const identifier = key.raw('customKeyIdentifier');
    const signs = key.text('usage')?.toLowerCase() === 'sign' || (typeof identifier === 'string' && signing.has(identifier));
    const [name, startsAt, endsAt] = [key.text('displayName'), key.date('startDateTime'), key.date('endDateTime')];
    rows.push({
      keyId,
      what: signs ? 'signing-certificate' : usual,
      ...(name === undefined || name === '' ? {} : { name }),
      ...(startsAt === undefined ? {} : { startsAt }),
      ...(endsAt === undefined ? {} : { endsAt }),
      at: key.at,
    });
  };
  for (const key of passwords ?? []) take(key, 'secret');
  for (const key of keys ?? []) take(key, 'certificate');
  return rows;
}
