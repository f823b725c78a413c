import type { Credential } from './credential.ts';
import type { Identity } from './identity.ts';

interface Named {
  readonly id: string;
  readonly name: string;
  readonly scope?: string;
}

/**
 * What files name of a vault, by the path alone, with what is meant: the one of that path in the vaults that were read, or of several
 * the one of the vault that is called like the host. Files tell a vault's address, and a vault its name.
 */
function settle<T extends Named>(all: Iterable<T>, isNamed: (one: T) => boolean): ReadonlyMap<string, string> {
  const seen = new Map<string, T[]>();
  const named: T[] = [];
  for (const one of all) {
    if (isNamed(one)) named.push(one);
    else seen.set(one.name, [...(seen.get(one.name) ?? []), one]);
  }
  const settled = new Map<string, string>();
  for (const { id, name, scope } of named) {
    const candidates = seen.get(name) ?? [];
    const called = candidates.filter((one) => one.scope === scope);
    const [only, ...more] = called.length > 0 ? called : candidates;
    if (only !== undefined && more.length === 0) settled.set(id, only.id);
  }
  return settled;
}

/** Roles by which one logs in. */
export function settleVaultRoles(identities: Iterable<Identity>): ReadonlyMap<string, string> {
  return settle(only(identities, 'vault:role/'), (role) => role.standing === 'named');
}

/** Secrets that are kept: the vault itself says of each whether it is still there. */
export function settleVaultSecrets(credentials: Iterable<Credential>): ReadonlyMap<string, string> {
  return settle(only(credentials, 'vault:secret/'), (secret) => secret.enabled === undefined);
}

function* only<T extends Named>(all: Iterable<T>, prefix: string): Generator<T> {
  for (const one of all) if (one.id.startsWith(prefix)) yield one;
}
