import { microsoftGraph } from '../../inventory/graph-permissions.ts';
import { abilitiesOfActions } from './ability.ts';
import type { HeldPower } from './holdings.ts';
import { coversAction, rolesAllowing, tableActions } from './role-actions.ts';

/** Whether something held allows an action; `owned`: on what its holder owns. */
export type Allows = 'yes' | 'no' | 'unknown' | 'owned';

/** Whether an action is written as one of a directory role: `microsoft.directory/applications/credentials/update`. */
export function isDirectoryAction(action: string): boolean {
  return /^microsoft\.(?:directory|office365\.\w+|aad\.\w+)\/\S+$|^microsoft\.\w+(?:\.\w+)*\/all(?:entities|properties)\/\S+$/i.test(
    action,
  );
}

/** Whether a text is written as a permission of an API: `Application.ReadWrite.All`, with the API's application id before it where it is not Microsoft Graph. */
export function isPermission(text: string): boolean {
  return /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/[\w.-]+|[A-Z][A-Za-z]*(?:-[A-Za-z]+)*(?:\.[A-Z]\w*)+|full_access_as_app)$/.test(
    text,
  );
}

/** Whether a role or permission allows a directory action, or is the permission that is asked about. */
export function allowsAction(held: HeldPower, action: string): Allows {
  if (isPermission(action)) return isSamePermission(held, action) ? 'yes' : 'no';
  return held.permission === undefined ? roleAllows(held, action) : permissionAllows(held, action);
}

function isSamePermission({ permission }: HeldPower, asked: string): boolean {
  if (permission === undefined) return false;
  const slash = asked.indexOf('/');
  if (slash < 0 && asked !== 'full_access_as_app' && permission.api !== microsoftGraph) return false;
  const written = slash < 0 ? permission.value : `${permission.api}/${permission.value}`;
  return written.toLowerCase() === asked.toLowerCase();
}

function roleAllows({ role, abilities }: HeldPower, action: string): Allows {
  if (abilities?.has('z')) return 'yes';
  if (role?.actions !== undefined) return role.actions.some((listed) => coversAction(listed, action)) ? 'yes' : 'no';
  if (role === undefined || abilities === undefined) return 'unknown';
  const isIn = tableActions().some((listed) => coversAction(listed, action) && rolesAllowing(listed)?.has(role.id));
  if (isIn) return 'yes';
  const isReading = /read$/i.test(action);
  return rolesAllowing(action) !== undefined || !abilities.has(isReading ? 'r' : 'w') ? 'no' : 'unknown';
}

/** Permissions are told apart by what they are about: an action is theirs where it makes the same ability. */
function permissionAllows({ permission, abilities }: HeldPower, action: string): Allows {
  if (abilities === undefined || permission === undefined) return 'unknown';
  const asked = [...abilitiesOfActions([action])].filter((a) => a !== 'w' && a !== 'r');
  if (asked.some((a) => abilities.has(a) || (a === 'v' && abilities.has('u')))) return 'yes';
  if (asked.includes('c') && abilities.has('o')) return 'owned';
  if (asked.length > 0 || !abilities.has(/read$/i.test(action) ? 'r' : 'w')) return 'no';
  const subject = permission.value.split(/[.-]/, 1)[0]?.toLowerCase() ?? '';
  const entity = /^microsoft\.directory\/(\w+)/i.exec(action)?.[1]?.toLowerCase() ?? '';
  return subject === 'directory' || entity.startsWith(subject) ? 'unknown' : 'no';
}
