import { didYouMean, nearestName } from '../engine/nearest.ts';
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
  return notKnown(action, misspelt(action, known, '/'));
}

function noteOnPermission(permission: string, inventory: Inventory): string | undefined {
  const lists = [...inventory.policies.values()].flatMap((policy) => policy.permissions ?? []);
  const known = new Set([...watchedPermissions, ...lists]);
  if (known.has(permission)) return undefined;
  const [kind, method] = splitMethod(permission);
  const kinds = new Set([...known].map((name) => splitMethod(name)[0]));
  if (kinds.has(kind) && standardMethods.includes(method)) return undefined;
  const serviceOf = (name: string): string => name.slice(0, name.indexOf('.'));
  const services = new Set([
    ...[...known].map(serviceOf),
    ...[...predefinedRoles().keys()].map((role) => serviceOf(role.slice('roles/'.length))),
  ]);
  const service = serviceOf(permission);
  if (!services.has(service)) return `no service ${service} of Google Cloud is known to this version${didYouMean(service, services)}`;
  const all = [...known, ...[...kinds].flatMap((name) => standardMethods.map((standard) => `${name}.${standard}`))];
  // A standard method is no other one misspelt.
  const likely = standardMethods.includes(method) ? all.filter((name) => splitMethod(name)[1] === method) : all;
  return notKnown(permission, misspelt(permission, likely, '.'));
}

/** What can be done with things of nearly all kinds (https://cloud.google.com/iam/docs/permissions-reference). */
const standardMethods: readonly string[] = ['get', 'list', 'create', 'update', 'delete', 'getIamPolicy', 'setIamPolicy'];

/** `storage.objects.get` is `get` of `storage.objects`. */
function splitMethod(permission: string): readonly [string, string] {
  const at = permission.lastIndexOf('.');
  return [permission.slice(0, at), permission.slice(at + 1)];
}

/** The name that was likely meant: each of its parts is near, so that no other thing or deed is proposed. */
function misspelt(name: string, candidates: Iterable<string>, separator: string): string {
  const parts = name.split(separator);
  const near = [...candidates].filter((candidate) => {
    const others = candidate.split(separator);
    return others.length === parts.length && parts.every((part, at) => nearestName(part, [others[at] ?? '']) !== undefined);
  });
  return didYouMean(name, near);
}

function notKnown(name: string, meant: string): string {
  return `${name} is not known to this version${meant}`;
}

function azureActions(): readonly string[] {
  const { control, data } = knownActions();
  return [...control.values(), ...data.values()];
}
