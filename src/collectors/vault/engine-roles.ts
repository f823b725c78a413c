import { projectOfServiceAccount } from '../../inventory/id.ts';
import type { Identity } from '../../inventory/identity.ts';
import { accountOfKeyId } from '../aws-key-account.ts';
import type { Draft } from '../place-below.ts';
import { type Engine, engines, isStatic, mountsIn } from './engines.ts';
import { readKeptSecrets } from './kept-secrets.ts';
import { isAnswer, listOfNames, textOf } from './vault-api.ts';
import type { VaultWorld } from './vault-world.ts';

/** Engines: what makes credentials of identities elsewhere is one itself, and becomes them; what keeps secrets is told by name. */
export async function readEngines(world: VaultWorld): Promise<void> {
  const { api, emit, vault } = world;
  for (const { path: mount, type, answer } of mountsIn((await api.read('sys/mounts', 'secrets engines')) ?? {})) {
    const evidence = [api.evidence('sys/mounts')];
    if (isStatic(type))
      emit({
        type: 'resource',
        value: { id: `vault:mount/${vault}/${mount}`, plane: 'vault', kind: 'vault-kv', name: mount, scope: vault, evidence },
      });
    if (type === 'kv' && isAnswer(answer.options) && String(answer.options.version) === '2') await readKeptSecrets(world, mount);
    for (const engine of engines[type] ?? []) await readEngineRoles(world, { mount, type, engine });
  }
}

interface MountedEngine {
  readonly mount: string;
  readonly type: string;
  readonly engine: Engine;
}

async function readEngineRoles({ api, emit, vault }: VaultWorld, { mount, type, engine }: MountedEngine): Promise<void> {
  const each = `${mount}/${engine.each}`;
  const names = await listOfNames(api, `${mount}/${engine.roles}`, `roles of ${mount}`, each);
  // Of the engine's own key the id is told, in which the account stands.
  const own = type === 'aws' && names.length > 0 ? await api.read(`${mount}/config/root`, `the configuration of ${mount}`) : undefined;
  const account = accountOfKeyId(textOf(own?.access_key));
  for (const name of names) {
    const path = `${each}/${name}`;
    const role = await api.read(path, `role ${name} of ${mount}`);
    if (role === undefined) continue;
    const id = `vault:credentials/${vault}/${mount}/${engine.roles === 'roles' ? '' : `${engine.each}/`}${name}`;
    const evidence = [api.evidence(path)];
    const made = engine.makes?.({ vault, mount, name, role, account, evidence });
    const value: Draft<Identity> = {
      id,
      plane: 'vault',
      kind: engine.kind,
      name: `${mount}/${name}`,
      scope: vault,
      nature: 'workload',
      agent: false,
      standing: 'observed',
      vault: { mount, method: type, fetched_at: engine.fetches.map((p) => `${mount}/${p.replace('*', name)}`) },
      evidence,
    };
    const actsAs = engine.is?.(role, account) ?? made?.id;
    if (actsAs !== undefined) value.actsAs = actsAs;
    emit({ type: 'identity', value });
    for (const fragment of made?.fragments ?? []) emit(fragment);
    const others = engine.assumes?.(role) ?? [];
    for (const one of made === undefined && actsAs !== undefined ? [actsAs, ...others] : others) emitNamed(emit, one, evidence);
    for (const to of others) emit({ type: 'link', value: { kind: 'assumes', from: id, to, evidence } });
  }
}

/** Whose credentials they are, another source may describe. */
function emitNamed(emit: VaultWorld['emit'], id: string, evidence: Identity['evidence']): void {
  const [kind = '', scope = '', ...path] = id.split('/');
  const named = namedKinds[kind];
  if (named === undefined) return;
  const name = path.length === 0 ? scope : path.join('/');
  const home = path.length === 0 ? (projectOfServiceAccount(scope) ?? '') : scope;
  emit({ type: 'identity', value: { id, ...named, name, scope: home, nature: 'unknown', agent: false, standing: 'named', evidence } });
}

const namedKinds: Readonly<Record<string, Pick<Identity, 'plane' | 'kind'>>> = {
  'aws:role': { plane: 'aws', kind: 'aws-iam-role' },
  'aws:user': { plane: 'aws', kind: 'aws-iam-user' },
  'gcp:service-account': { plane: 'gcp', kind: 'gcp-service-account' },
};
