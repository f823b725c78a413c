import { nameOfRole } from '../../../inventory/azure-built-in-roles.ts';
import { isGuid } from '../../../inventory/azure-id.ts';
import type { Evidence } from '../../../inventory/evidence.ts';
import type { Policy, RolePermission } from '../../../inventory/policy.ts';
import { withoutKnownSecrets } from '../../known-secrets.ts';
import type { Draft } from '../../place-below.ts';
import type { ArmContext } from './arm-context.ts';
import { fieldOf, flagOf, isPlain, objectOf, type Plain, textOf, textsOf } from './arm-object.ts';
import { lastPart } from './assignments.ts';

/**
 * A role definition, built-in or custom, as ARM, Resource Graph or `az role definition list` gives it
 * (https://learn.microsoft.com/azure/role-based-access-control/role-definitions). Some lists print the id without its path.
 */
export function readRoleDefinition(context: ArmContext, raw: Plain, at: Evidence): void {
  const properties = objectOf(raw, 'properties') ?? raw;
  const names = [textOf(raw, 'id') ?? '', textOf(raw, 'name') ?? ''].map(lastPart).filter((part) => part !== '');
  const guid = names.find(isGuid) ?? names[0] ?? '';
  const name = textOf(properties, 'roleName') ?? nameOfRole(guid) ?? (isSingleBlock(properties) ? textOf(properties, 'name') : undefined);
  if (guid === '') {
    context.unreadable('a role definition', 'has no id', at);
    return;
  }
  if (name !== undefined) context.roleNames.set(guid, name);
  const type = textOf(properties, 'roleType') ?? textOf(properties, 'type');
  // Get-AzRoleDefinition, and the files that custom roles are made from, have the lists of one block and no blocks.
  const blocks = fieldOf(properties, 'permissions') ?? (isSingleBlock(properties) ? [properties] : undefined);
  const allows = permissionsOf(blocks);
  if (allows === undefined) context.unreadable('what a role allows', `cannot be read (${withoutKnownSecrets(name ?? guid)})`, at);
  const isCustom = flagOf(properties, 'isCustom');
  const value: Draft<Policy> = {
    id: `azure:role/${guid}`,
    kind: 'azure-role',
    name: withoutKnownSecrets(name ?? guid),
    providerManaged: type === undefined ? (isCustom === undefined ? nameOfRole(guid) !== undefined : !isCustom) : /^builtin/i.test(type),
    evidence: [at],
  };
  if (allows !== undefined) value.allows = allows;
  context.emit({ type: 'policy', value });
}

/** Whether an object lists actions itself, as roles do that PowerShell prints. */
export function isSingleBlock(raw: Plain): boolean {
  return Array.isArray(fieldOf(raw, 'actions')) && Array.isArray(fieldOf(raw, 'assignableScopes'));
}

/** Blocks of permissions; undefined where they, or a part of them, cannot be read. */
export function permissionsOf(value: unknown): readonly RolePermission[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const blocks: RolePermission[] = [];
  for (const block of value) {
    if (!isPlain(block)) return undefined;
    const [actions, notActions] = [listOf(block, 'actions'), listOf(block, 'notActions')];
    const [dataActions, notDataActions] = [listOf(block, 'dataActions'), listOf(block, 'notDataActions')];
    if (actions === undefined || notActions === undefined || dataActions === undefined || notDataActions === undefined) return undefined;
    const condition = textOf(block, 'condition');
    blocks.push({ actions, notActions, dataActions, notDataActions, ...(condition === undefined ? {} : { condition }) });
  }
  return blocks;
}

/** A list that may be left out. */
function listOf(block: Plain, key: string): readonly string[] | undefined {
  const value = fieldOf(block, key);
  return value === undefined || value === null ? [] : textsOf(block, key);
}
