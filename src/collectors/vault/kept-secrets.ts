import type { Credential } from '../../inventory/credential.ts';
import { keptSecret } from '../../inventory/vault-secret.ts';
import type { Draft } from '../place-below.ts';
import { isAnswer, numberOf, textOf, timeOf } from './vault-api.ts';
import type { VaultWorld } from './vault-world.ts';

/** Secrets of a vault that are looked at one by one; what lies beyond is a gap. */
const mostSecrets = 1000;
const mostFolders = 500;

/**
 * Secrets that the second version of the key-value engine keeps: names, and when they were changed, never a value
 * (https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2#list-secrets, #read-secret-metadata).
 */
export async function readKeptSecrets({ api, emit, note, vault }: VaultWorld, mount: string): Promise<void> {
  const folders = [''];
  let found = 0;
  for (let n = 0; n < folders.length; n++) {
    const folder = folders[n] ?? '';
    for (const name of (await api.list(`${mount}/metadata${folder === '' ? '' : `/${folder}`}`, `names of secrets of ${mount}`)) ?? []) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (name.endsWith('/')) {
        if (folders.length < mostFolders) folders.push(path.slice(0, -1));
        continue;
      }
      if (++found > mostSecrets) {
        const detail = `there are more than ${mostSecrets}`;
        note({ what: `further secrets of ${mount}`, why: 'not-given', detail, partial: false });
        return;
      }
      const at = `${mount}/metadata/${path}`;
      const about = await api.read(at, `the description of secret ${mount}/${path}`);
      const value: Draft<Credential> = { ...keptSecret(vault, `${mount}/${path}`, [api.evidence(at)]), enabled: true };
      const createdAt = timeOf(about?.created_time);
      const changedAt = timeOf(latestOf(about?.versions, about?.current_version)) ?? timeOf(about?.updated_time);
      if (createdAt !== undefined) value.createdAt = createdAt;
      if (changedAt !== undefined) value.changedAt = changedAt;
      // Versions that the engine deletes by itself end with it.
      if (textOf(about?.delete_version_after).replace(/^0s$/, '') !== '') value.static = false;
      emit({ type: 'credential', value });
    }
  }
}

function latestOf(versions: unknown, current: unknown): unknown {
  const latest = isAnswer(versions) ? versions[String(numberOf(current) ?? '')] : undefined;
  return isAnswer(latest) ? latest.created_time : undefined;
}
