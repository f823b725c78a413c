import type { Credential } from './credential.ts';
import type { Evidence } from './evidence.ts';

/** The id of a secret that a vault keeps as it is: `path` begins with the engine's. */
export function vaultSecretId(vault: string, path: string): string {
  return `vault:secret/${vault}/${path}`;
}

/**
 * A secret that a vault keeps, as a file names it that has it fetched: of the second version of the engine by its path of the API,
 * `secret/data/ci/npm`. Undefined for any other path, which may as well be of an engine that makes credentials
 * (https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2#read-secret-version).
 */
export function namedVaultSecret(path: string, host: string | undefined, evidence: readonly Evidence[]): Credential | undefined {
  const [, mount, rest] = /^([\w.-][\w./-]{0,200}?)\/data\/([\w.-][\w./-]{0,300})$/.exec(path) ?? [];
  return mount === undefined || rest === undefined ? undefined : keptSecret(host ?? '*', `${mount}/${rest}`, evidence);
}

/** A secret that a vault keeps: it stays the same until somebody changes it. */
export function keptSecret(vault: string, path: string, evidence: readonly Evidence[]): Credential {
  return {
    id: vaultSecretId(vault, path),
    kind: 'vault-secret',
    name: path,
    scope: vault,
    static: true,
    provider: 'vault',
    purpose: 'other',
    evidence,
  };
}
