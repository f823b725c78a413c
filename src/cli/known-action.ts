import { didYouMean } from '../engine/nearest.ts';
import { quoted } from '../engine/quoted.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { knownActions } from '../permissions/azure/known-actions.ts';
import { predefinedRoles } from '../permissions/gcp/role-permissions.ts';
import { watchedPermissions } from '../permissions/gcp/watched-permissions.ts';
import { UserError } from '../user-error.ts';
import type { AskedPlane } from './question.ts';

/**
 * An action of Azure ends with what is done
 * (https://learn.microsoft.com/azure/role-based-access-control/role-definitions#actions-format).
 * @throws UserError for a text of another form
 */
export function readAzureAction(text: string): string {
  if (/^[^/]+(?:\/[^/]+)+\/(?:read|write|delete|action)$/i.test(text)) return text;
  throw new UserError(`${quoted(text)}: an action of Azure ends with /read, /write, /delete or /action${didYouMean(text, azureActions())}`);
}

/**
 * What to say of an action that no table of this version and nothing that was read names: no table of Google Cloud's permissions or
 * of Azure's actions is complete, so that it may be there, or be misspelt.
 */
export function noteOnAction(plane: AskedPlane, action: string, inventory: Inventory): string | undefined {
  if (plane === 'gcp') return noteOnPermission(action, inventory);
  if (plane !== 'azure') return undefined;
  const known = azureActions();
  const isNamed = (name: string): boolean => name.toLowerCase() === action.toLowerCase();
  // What can be done with one thing can be done with all of its kind.
  const kind = /^(.+\/)(?:read|write|delete)$/i.exec(action)?.[1]?.toLowerCase();
  if (known.some((name) => isNamed(name) || (kind !== undefined && name.toLowerCase().startsWith(kind)))) return undefined;
  const roles = [...inventory.policies.values()].flatMap((policy) => policy.allows ?? []);
  if (roles.some((role) => [...role.actions, ...role.dataActions].some(isNamed))) return undefined;
  return notKnown(action, didYouMean(action, known));
}

function noteOnPermission(permission: string, inventory: Inventory): string | undefined {
  const lists = [...inventory.policies.values()].flatMap((policy) => policy.permissions ?? []);
  const known = new Set([...watchedPermissions, ...lists]);
  if (known.has(permission)) return undefined;
  const serviceOf = (name: string): string => name.slice(0, name.indexOf('.'));
  const services = new Set([
    ...[...known].map(serviceOf),
    ...[...predefinedRoles().keys()].map((role) => serviceOf(role.slice('roles/'.length))),
  ]);
  const service = serviceOf(permission);
  if (!services.has(service)) return `no service ${service} of Google Cloud is known to this version${didYouMean(service, services)}`;
  return notKnown(permission, didYouMean(permission, known));
}

function notKnown(name: string, meant: string): string {
  return `${name} is not known to this version${meant}`;
}

function azureActions(): readonly string[] {
  const { control, data } = knownActions();
  return [...control.values(), ...data.values()];
}
