import type { RolePermission } from '../../inventory/policy.ts';

/** Permissions of a vault's access policy whose action is called otherwise than `<things>/<permission>/action`. */
const actions: Readonly<Record<string, readonly string[]>> = {
  'secrets get': ['secrets/getSecret/action'],
  'secrets set': ['secrets/setSecret/action'],
  'secrets list': ['secrets/readMetadata/action'],
  'secrets delete': ['secrets/delete'],
  'keys get': ['keys/read'],
  'keys list': ['keys/read'],
  'keys unwrapkey': ['keys/unwrap/action'],
  'keys wrapkey': ['keys/wrap/action'],
  'keys delete': ['keys/delete'],
  'certificates get': ['certificates/read'],
  'certificates list': ['certificates/read'],
  'certificates delete': ['certificates/delete'],
};

/**
 * An access policy of a key vault as a role: `secrets get, list; keys decrypt`
 * (https://learn.microsoft.com/azure/key-vault/general/rbac-migration). Undefined where it is not of this form.
 */
export function accessPolicyRole(text: string): readonly RolePermission[] | undefined {
  const present = roles.get(text);
  if (present !== undefined) return present;
  const dataActions: string[] = [];
  for (const part of text.toLowerCase().split(';')) {
    const [, things, list = ''] = /^\s*(secrets|keys|certificates|storage)\s+(.+)$/.exec(part) ?? [];
    if (things === undefined) return undefined;
    for (const one of list.split(',').map((word) => word.trim())) {
      if (!/^[a-z]+$/.test(one)) return undefined;
      const own = one === 'all' ? [`${things}/*`] : (actions[`${things} ${one}`] ?? [`${things}/${one}/action`]);
      dataActions.push(...own.map((action) => `Microsoft.KeyVault/vaults/${action}`));
    }
  }
  const role = [{ actions: [], notActions: [], dataActions, notDataActions: [] }];
  roles.set(text, role);
  return role;
}

const roles = new Map<string, readonly RolePermission[]>();
