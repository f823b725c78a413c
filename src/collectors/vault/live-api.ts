import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Evidence } from '../../inventory/evidence.ts';
import { UserError } from '../../user-error.ts';
import type { CollectContext } from '../collector.ts';
import { endpointOf } from '../rest/endpoint.ts';
import { RestClient } from '../rest/rest-client.ts';
import { failureOfError } from '../rest/rest-failure.ts';
import { type Answer, dataOf, isPlainPath, type NoteGap, namesIn, type VaultApi } from './vault-api.ts';

/** A vault that is asked over its API. Only GET is used; a listing is a GET with `list=true`. */
export class LiveVault implements VaultApi {
  readonly host: string;
  readonly #address: string;
  readonly #client: RestClient;
  readonly #note: NoteGap;
  readonly #source: string;

  constructor(context: CollectContext, source: string, note: NoteGap) {
    const { environment } = context;
    const variable = environment.VAULT_ADDR ? 'VAULT_ADDR' : 'BAO_ADDR';
    if (!environment[variable]) throw new UserError('no vault is named; set VAULT_ADDR (or BAO_ADDR) to its address');
    this.#address = endpointOf(environment, variable, '');
    this.host = new URL(this.#address).host;
    const token = tokenIn(environment);
    const namespace = environment.VAULT_NAMESPACE ?? environment.BAO_NAMESPACE;
    this.#client = new RestClient({
      token: async () => token,
      headers: { 'x-vault-request': 'true', ...(namespace ? { 'x-vault-namespace': namespace } : {}) },
      onWait: (seconds) => context.progress(`the vault asks for a pause of ${seconds} seconds`),
    });
    this.#note = note;
    this.#source = source;
  }

  get requests(): number {
    return this.#client.requests;
  }

  async read(path: string, what: string): Promise<Answer | undefined> {
    return dataOf(await this.#get(path, '', what));
  }

  async list(path: string, what: string): Promise<readonly string[] | undefined> {
    return namesIn(await this.#get(path, '?list=true', what));
  }

  evidence(path: string): Evidence {
    return { source: this.#source, pointer: `/v1/${path}` };
  }

  async #get(path: string, query: string, what: string): Promise<unknown> {
    if (!isPlainPath(path)) return undefined;
    try {
      return await this.#client.json({ url: `${this.#address}/v1/${path.split('/').map(encodeURIComponent).join('/')}${query}` });
    } catch (error) {
      const failure = failureOfError(error, this.host);
      // An empty listing is answered with 404.
      if (failure.status === 404) return undefined;
      if (failure.why === 'unreachable' && failure.status === undefined)
        throw new UserError(`the vault at ${this.#address} does not answer: ${failure.detail}`);
      const permission = `${query === '' ? 'read' : 'list'} on ${path}`;
      this.#note({ what, why: failure.why, detail: failure.detail, permission });
      return undefined;
    }
  }
}

/** As the vault's own command line looks for it: VAULT_TOKEN, else the file that `vault login` writes. */
function tokenIn(environment: CollectContext['environment']): string {
  const given = environment.VAULT_TOKEN ?? environment.BAO_TOKEN;
  if (given) return given;
  const home = environment.HOME ?? environment.USERPROFILE;
  try {
    const token = home === undefined ? '' : readFileSync(join(home, '.vault-token'), 'utf8').trim();
    if (token !== '') return token;
  } catch {
    // Said below.
  }
  throw new UserError('no token for the vault; set VAULT_TOKEN, or run: vault login');
}
