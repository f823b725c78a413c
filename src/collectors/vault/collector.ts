import { basename } from 'node:path';
import { UserError } from '../../user-error.ts';
import type { CollectContext, Collected, Collector } from '../collector.ts';
import { permissions, vaultPolicy } from './permissions.ts';

/** HashiCorp Vault and OpenBao: read over the API, or from answers that were saved by their paths. */
export const collector: Collector = {
  name: 'vault',
  plane: 'vault',
  identityPlanes: ['vault', 'aws', 'gcp', 'entra'],
  sources: [
    { form: 'vault', summary: 'the vault (HashiCorp Vault, OpenBao) at VAULT_ADDR, with the token of VAULT_TOKEN or ~/.vault-token' },
    { form: 'DIRECTORY', summary: 'saved answers of a vault by their API paths: sys/auth.json, auth/approle/role/NAME.json...' },
  ],
  accepts: (source) => source === 'vault',
  async collect(source, context) {
    const { LiveVault } = await import('./live-api.ts');
    const api = new LiveVault(context, source, (gap) => context.emit({ type: 'gap', value: { source, ...gap } }));
    const scope = await read(api, api.host, source, context);
    return { plane: 'vault', scope, requests: api.requests };
  },
  async findTree(path) {
    const { savedAnswers } = await import('./saved-api.ts');
    return savedAnswers(path);
  },
  async collectTree(path, _files, context) {
    const { source } = context;
    const { SavedVault } = await import('./saved-api.ts');
    const api = new SavedVault(path, source, (gap) => context.emit({ type: 'gap', value: { source, ...gap } }));
    return { plane: 'vault', scope: await read(api, basename(path), source, context), requests: 0 } satisfies Collected;
  },
  permissions,
  permissionDocument: vaultPolicy,
  async doctor(source, context) {
    if (source !== 'vault') throw new UserError(`${source} is no vault`);
    const { checkVault } = await import('./doctor.ts');
    return checkVault(source, context);
  },
};

async function read(api: import('./vault-api.ts').VaultApi, name: string, source: string, context: CollectContext): Promise<string> {
  const { readVault } = await import('./read-vault.ts');
  const { emit, progress } = context;
  return readVault({ api, emit, progress, name, note: (gap) => emit({ type: 'gap', value: { source, ...gap } }) });
}
