import { nameOfRole } from '../../../inventory/azure-built-in-roles.ts';
import { isGuid, plainArmId } from '../../../inventory/azure-id.ts';
import type { Evidence } from '../../../inventory/evidence.ts';
import type { Grant } from '../../../inventory/grant.ts';
import type { Identity } from '../../../inventory/identity.ts';
import { withoutKnownSecrets } from '../../known-secrets.ts';
import type { Draft } from '../../place-below.ts';
import { activationKey } from './activation.ts';
import { type ArmContext, principalAliases, principalWord } from './arm-context.ts';
import { type ArmObject, objectOf, scopeOfId, textOf, timeOf } from './arm-object.ts';

/** A role that somebody holds on something, in the words of ARM. */
export interface HeldRole {
  readonly principal: string;
  readonly principalType: string | undefined;
  /** What the source calls the principal besides: a user's sign-in name, an application's id. */
  readonly principalName?: string | undefined;
  /** The role definition as the source names it: an ARM id. */
  readonly role: string;
  readonly roleName?: string | undefined;
  readonly scope: string;
  readonly condition?: string | undefined;
  readonly eligible?: boolean;
  readonly until?: string | undefined;
}

/**
 * A role assignment, or an instance of a schedule of Privileged Identity Management: `eligible` ones count once they are
 * activated, active ones may end by themselves
 * (https://learn.microsoft.com/rest/api/authorization/role-assignments, .../role-eligibility-schedule-instances).
 */
export function readAssignment(context: ArmContext, object: ArmObject, at: Evidence): void {
  const { properties, type, id } = object;
  // Get-AzRoleAssignment speaks of an object.
  const principal = textOf(properties, 'principalId') ?? textOf(properties, 'objectId');
  const role = textOf(properties, 'roleDefinitionId');
  if (principal === undefined || role === undefined) {
    context.unreadable('a role assignment', `lacks ${principal === undefined ? 'its principal' : 'its role'}`, at);
    return;
  }
  const expanded = objectOf(properties, 'expandedProperties');
  const person = objectOf(expanded, 'principal');
  emitHeldRole(
    context,
    {
      principal,
      principalType: textOf(properties, 'principalType') ?? textOf(properties, 'objectType') ?? textOf(person, 'type'),
      principalName:
        textOf(properties, 'principalName') ??
        textOf(properties, 'signInName') ??
        textOf(person, 'email') ??
        textOf(person, 'displayName') ??
        textOf(properties, 'displayName'),
      role,
      roleName: textOf(properties, 'roleDefinitionName') ?? textOf(objectOf(expanded, 'roleDefinition'), 'displayName'),
      scope: textOf(properties, 'scope') ?? scopeOfId(id),
      condition: textOf(properties, 'condition'),
      eligible: type.includes('eligibility'),
      until: timeOf(properties, 'endDateTime'),
    },
    at,
  );
}

/** Hands over a role that somebody holds, and whoever holds it. What is not told at once other objects may tell. */
export function emitHeldRole(context: ArmContext, held: HeldRole, at: Evidence): void {
  const guid = lastPart(held.role);
  const name = nameOfRole(guid) ?? held.roleName;
  if (held.roleName !== undefined) context.roleNames.set(guid, held.roleName);
  // What it takes to activate a role is told by another object.
  if (name !== undefined && held.principalType !== undefined && held.eligible !== true) emitGrant(context, held, name, at);
  else context.later(() => emitGrant(context, held, name ?? context.roleNames.get(guid) ?? guid, at));
}

function emitGrant(context: ArmContext, held: HeldRole, name: string, at: Evidence): void {
  const holder = holderOf(context, held, at);
  const policy = `azure:role/${lastPart(held.role)}`;
  const scope = plainArmId(held.scope) || '/';
  const value: Draft<Grant> = {
    id: `${holder}#attached/${policy}@${scope}`,
    holder,
    kind: 'attached',
    name: withoutKnownSecrets(name),
    policy,
    scope,
    role: withoutKnownSecrets(held.roleName ?? held.role).slice(0, 400),
    evidence: [at],
  };
  if (held.condition !== undefined) value.condition = withoutKnownSecrets(held.condition).slice(0, 8000);
  if (held.eligible === true) {
    value.eligible = true;
    const activation = context.activations.get(activationKey(held.role, scope));
    if (activation !== undefined) value.activation = activation;
  }
  if (held.until !== undefined) value.until = held.until;
  context.emit({ type: 'grant', value });
}

/** The last part of an id, in lower case. */
export function lastPart(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1).toLowerCase();
}

/** The id of whoever holds a role, who is said to exist; a group is no identity, and of what is not told to be one none is made. */
function holderOf(context: ArmContext, { principal, principalType, principalName }: HeldRole, at: Evidence): string {
  const object = principal.toLowerCase();
  const word = principalWord(principalType ?? context.principalTypes.get(object));
  const id = `entra:${word}/${object}`;
  if (principalType !== undefined && word !== 'principal') context.principalTypes.set(object, principalType);
  if ((word !== 'service-principal' && word !== 'user') || context.holders.has(id)) return id;
  const aliases = word === 'service-principal' ? principalAliases(undefined, principalName) : [];
  const value: Draft<Identity> = {
    id,
    plane: 'entra',
    kind: `entra-${word}`,
    name: principalName === undefined || isGuid(principalName) ? object : withoutKnownSecrets(principalName),
    scope: '',
    nature: word === 'user' ? 'human' : 'unknown',
    agent: false,
    standing: 'named',
    evidence: [at],
  };
  if (aliases.length > 0) value.aliases = aliases;
  context.identity(value);
  return id;
}
