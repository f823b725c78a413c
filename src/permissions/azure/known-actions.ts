import { patternOf } from './action-pattern.ts';
import { builtInRoles } from './built-in-roles.ts';
import { tellingActions } from './telling-actions.ts';

/** The actions of Azure that built-in roles name one by one, by lower case, with the provider's capitals. */
export interface KnownActions {
  readonly control: ReadonlyMap<string, string>;
  readonly data: ReadonlyMap<string, string>;
}

let known: KnownActions | undefined;
let dataPatterns: readonly string[] | undefined;

/** Every action that a built-in role names without a wildcard, and those by which power is told. */
export function knownActions(): KnownActions {
  if (known !== undefined) return known;
  const [control, data] = [new Map<string, string>(), new Map<string, string>()];
  for (const block of [...builtInRoles().values()].flat()) {
    for (const [names, map] of [
      [[...block.actions, ...block.notActions], control],
      [[...block.dataActions, ...block.notDataActions], data],
    ] as const)
      for (const name of names)
        if (!name.includes('*'))
          map.set(
            name.toLowerCase(),
            name.replace(/\/(?:Action|Read|Write|Delete)$/, (end) => end.toLowerCase()),
          );
  }
  for (const { name, action, data: isData } of tellingActions) {
    const map = isData ? data : control;
    if (!map.has(action)) map.set(action, name);
  }
  known = { control, data };
  return known;
}

/** Whether an action, in lower case, is listed under `actions` or `dataActions` of roles; `either`: that is not known. */
export function planeOf(action: string): 'control' | 'data' | 'either' {
  const { control, data } = knownActions();
  if (data.has(action)) return 'data';
  // What is done with a resource as such is never of the data plane, though data roles allow `Microsoft.KeyVault/vaults/*`.
  if (control.has(action) || /^[^/]+\/[^/]+\/(?:read|write|delete)$/.test(action)) return 'control';
  dataPatterns ??= [...builtInRoles().values()].flat().flatMap((b) => b.dataActions.filter((name) => /\/.*\*/.test(name)));
  return dataPatterns.some((pattern) => patternOf(pattern)(action)) ? 'either' : 'control';
}

/** Whether an action, in lower case, is or may be one of the data plane. */
export function isDataAction(action: string): boolean {
  return planeOf(action) !== 'control';
}
