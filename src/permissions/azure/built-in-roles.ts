import { nameOfRole } from '../../inventory/azure-built-in-roles.ts';
import type { RolePermission } from '../../inventory/policy.ts';
import { aiRoles } from './built-in/ai.ts';
import { computeRoles } from './built-in/compute.ts';
import { computeMoreRoles } from './built-in/compute-more.ts';
import { dataRoles } from './built-in/data.ts';
import { generalRoles } from './built-in/general.ts';
import { servicesRoles } from './built-in/services.ts';
import { readRoles } from './read-roles.ts';

let tables: ReadonlyMap<string, readonly RolePermission[]> | undefined;

/** The built-in roles whose permissions are known, by name; read when first asked for. */
export function builtInRoles(): ReadonlyMap<string, readonly RolePermission[]> {
  tables ??= new Map(
    [generalRoles, computeRoles, computeMoreRoles, dataRoles, aiRoles, servicesRoles].flatMap((text) => [...readRoles(text)]),
  );
  return tables;
}

/** What a built-in role allows, by its id; undefined of one that the tables do not have. */
export function builtInRole(id: string): readonly RolePermission[] | undefined {
  const name = nameOfRole(id);
  return name === undefined ? undefined : builtInRoles().get(name);
}
