import type { Identity } from '../../inventory/identity.ts';
import type { Draft } from '../place-below.ts';
import { type Answer, isAnswer, listOf, listOfNames, textOf, timeOf } from './vault-api.ts';
import { emitAttached, type VaultWorld } from './vault-world.ts';

/**
 * Whoever logs in is an entity, known at each method under an alias; it may hold policies of its own and of its groups, beside those of
 * the role it came by (https://developer.hashicorp.com/vault/docs/concepts/identity).
 */
export async function readEntities(world: VaultWorld): Promise<void> {
  const { api, emit, vault } = world;
  for (const id of await listOfNames(api, 'identity/entity/id', 'entities')) {
    const path = `identity/entity/id/${id}`;
    const entity = await api.read(path, `entity ${id}`);
    if (entity === undefined) continue;
    const holder = `vault:entity/${vault}/${id}`;
    const evidence = [api.evidence(path)];
    const value: Draft<Identity> = {
      id: holder,
      plane: 'vault',
      kind: 'vault-entity',
      name: textOf(entity.name) || id,
      scope: vault,
      nature: 'unknown',
      agent: false,
      standing: 'observed',
      enabled: entity.disabled !== true,
      grantsListed: true,
      vault: { known_as: aliasesOf(entity) },
      evidence,
    };
    const createdAt = timeOf(entity.creation_time);
    if (createdAt !== undefined) value.createdAt = createdAt;
    emit({ type: 'identity', value });
    emitAttached(world, holder, [...new Set(listOf(entity.policies))].sort(), evidence);
  }
  await readGroups(world);
}

/** `auth/github-actions as repo:acme/shop:ref:refs/heads/main`, for each method. */
function aliasesOf({ aliases }: Answer): readonly string[] {
  const list = Array.isArray(aliases) ? aliases.filter(isAnswer) : [];
  return list.flatMap((alias) => {
    const mount = textOf(alias.mount_path).replace(/\/+$/, '');
    return mount === '' || textOf(alias.name) === '' ? [] : [`${mount} as ${textOf(alias.name)}`];
  });
}

/** Policies of a group are those of its entities, and of the groups in it. */
async function readGroups(world: VaultWorld): Promise<void> {
  const { api, emit, vault } = world;
  for (const id of await listOfNames(api, 'identity/group/id', 'groups of entities')) {
    const path = `identity/group/id/${id}`;
    const group = await api.read(path, `group ${id}`);
    if (group === undefined) continue;
    const holder = `vault:group/${vault}/${id}`;
    emitAttached(world, holder, [...new Set(listOf(group.policies))].sort(), [api.evidence(path)]);
    const members = [
      ...listOf(group.member_entity_ids).map((member) => `vault:entity/${vault}/${member}`),
      ...listOf(group.member_group_ids).map((member) => `vault:group/${vault}/${member}`),
    ];
    for (const identity of members) emit({ type: 'membership', value: { identity, group: holder } });
  }
}
