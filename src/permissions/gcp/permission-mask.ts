import { canonicalPermission, watchedPermissions } from './watched-permissions.ts';

/** A set of watched permissions, one bit each, with bits above them for what a role does besides: see `Trait`. */
export type Mask = bigint;

/** What any permission of a role, watched or not, makes of it. */
const traits = ['reads', 'changes', 'grants'] as const;
type Trait = (typeof traits)[number];

const bits: ReadonlyMap<string, bigint> = new Map(watchedPermissions.map((name, at) => [name, 1n << BigInt(at + traits.length)]));

/** The bit of a watched permission; undefined of any other. */
export function bitOf(permission: string): Mask | undefined {
  return bits.get(permission);
}

export function traitBit(trait: Trait): Mask {
  return 1n << BigInt(traits.indexOf(trait));
}

/** The mask of watched permissions. @throws where one of them is not watched: the list then lacks what somebody asks for. */
export function maskOf(...permissions: readonly string[]): Mask {
  let mask = 0n;
  for (const name of permissions) {
    const bit = bits.get(name);
    if (bit === undefined) throw new Error(`${name} is not among the watched permissions`);
    mask |= bit;
  }
  return mask;
}

/** The watched permissions of a mask, in the order of the list. */
export function permissionsIn(mask: Mask): readonly string[] {
  return watchedPermissions.filter((name) => (mask & (bits.get(name) ?? 0n)) !== 0n);
}

const reading = /\.(?:get|list|read|search|query|view|export|download|select|consume|access|lookup|analyze|check|fetch)\w*$/;
const changing =
  /\.(?:create|update|delete|set|add|remove|patch|write|move|undelete|disable|enable|insert|import|restore|publish|upload|deploy|modify|replace|cancel|attach|detach|start|stop|reset|approve|destroy|purge|run|exec|ingest|report|submit|bind|apply|copy|rotate|manage)\w*$/;
/** Jobs that only read, and tokens: what comes of them is told by other permissions. */
const harmless = /^(?:bigquery\.(?:jobs|readsessions)\.create|resourcemanager\.tagValueBindings\.\w+)$/;

/** The mask of a role that is a list of permissions. */
export function maskOfListed(permissions: readonly string[]): Mask {
  let mask = 0n;
  for (const written of permissions) {
    const name = canonicalPermission(written);
    mask |= bits.get(name) ?? 0n;
    if (reading.test(name)) mask |= traitBit('reads');
    else if (changing.test(name) && !harmless.test(name)) mask |= traitBit('changes');
    if (name.endsWith('.setIamPolicy')) mask |= traitBit('grants');
  }
  return mask;
}
