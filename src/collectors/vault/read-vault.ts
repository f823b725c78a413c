import type { Fragment } from '../../inventory/fragment.ts';
import { readEngines } from './engine-roles.ts';
import { mountsIn } from './engines.ts';
import { readEntities } from './entities.ts';
import { readLogins } from './login-roles.ts';
import { readPolicies } from './policies.ts';
import { readTokens } from './tokens.ts';
import { type NoteGap, textOf, type VaultApi } from './vault-api.ts';
import type { VaultWorld } from './vault-world.ts';

export interface VaultReading {
  readonly api: VaultApi;
  readonly emit: (fragment: Fragment) => void;
  readonly note: NoteGap;
  readonly progress: (message: string) => void;
  /** How the vault is called where it does not say so itself. */
  readonly name: string;
}

/** Reads who may log in to a vault, with which policies, and whose credentials it makes. Returns what the vault is called. No secret is read. */
export async function readVault({ api, emit, note, progress, name }: VaultReading): Promise<string> {
  const health = await api.read('sys/health', 'the state of the vault');
  const vault = textOf(health?.cluster_name) || name;
  const world: VaultWorld = { api, emit, note, vault, version: textOf(health?.version) || undefined };
  progress('reading authentication methods');
  await readLogins(world);
  progress('reading policies, entities and engines');
  await readPolicies(world);
  await readEntities(world);
  await readTokens(world);
  await readEngines(world);
  await readAudit(world);
  return vault;
}

/** Without a device nobody can tell later who fetched what. */
async function readAudit({ api, emit, vault }: VaultWorld): Promise<void> {
  const devices = await api.read('sys/audit', 'audit devices');
  if (devices === undefined) return;
  emit({
    type: 'scope',
    value: {
      id: `vault:cluster/${vault}`,
      plane: 'vault',
      name: vault,
      settings: { audit_devices: mountsIn(devices).map(({ path }) => path) },
      evidence: [api.evidence('sys/audit')],
    },
  });
}
