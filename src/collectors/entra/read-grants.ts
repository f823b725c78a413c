import type { Evidence } from '../../inventory/evidence.ts';
import type { GraphObject } from './graph-object.ts';
import { known, type Reference, typeWord } from './read-person.ts';

/** A role of the directory. */
export interface RoleDefinition {
  readonly id: string;
  readonly name?: string;
  readonly builtIn?: boolean;
  /** The actions that it allows without a condition; absent where they were not given. */
  readonly actions?: readonly string[];
  readonly at: Evidence;
}

/** A role given to a user, group or service principal. */
export interface RoleAssignment {
  readonly role: string;
  readonly principal: string;
  readonly principalType?: Reference['type'];
  /** As Graph writes it: `/`, `/administrativeUnits/<id>`, `/<object id>`. */
  readonly scope: string;
  readonly eligible: boolean;
  /** Of a schedule: whether it was activated for a time. What one is eligible for stands by itself. */
  readonly activated?: boolean;
  readonly until?: string;
  readonly at: Evidence;
}

/** A permission of an API given to an application, or an application given to a person. */
export interface AppRoleAssignment {
  readonly role: string;
  readonly principal: string;
  readonly principalType?: Reference['type'];
  /** Object id of the API's service principal. */
  readonly resource: string;
  readonly resourceName?: string;
  /** Client id of the API, where the tool says it. */
  readonly resourceApp?: string;
  readonly at: Evidence;
}

/** Permissions that an application has for people who sign in. */
export interface Consent {
  /** Object id of the application's service principal. */
  readonly client: string;
  readonly resource: string;
  readonly scopes: readonly string[];
  /** The only one it counts for; absent: for all. */
  readonly person?: string;
  readonly at: Evidence;
}

export function readRoleDefinition(object: GraphObject): RoleDefinition | undefined {
  const id = object.id('templateId') ?? object.id('id');
  if (id === undefined) return undefined;
  const blocks = object.objects('rolePermissions');
  const actions = blocks
    ?.filter((block) => (block.text('condition') ?? '') === '')
    .flatMap((block) => block.texts('allowedResourceActions') ?? block.object('resourceActions')?.texts('allowedResourceActions') ?? []);
  return {
    id,
    ...known({
      name: object.text('displayName'),
      builtIn: object.flag('isBuiltIn'),
      actions: actions === undefined ? undefined : [...new Set(actions)],
    }),
    at: object.at,
  };
}

/** `eligible`: of a schedule of eligibility. */
export function readRoleAssignment(object: GraphObject, eligible: boolean): RoleAssignment | undefined {
  const [role, principal] = [object.id('roleDefinitionId'), object.id('principalId')];
  if (role === undefined || principal === undefined) return undefined;
  const named = object.object('principal');
  const type = object.text('assignmentType')?.toLowerCase();
  return {
    role,
    principal,
    scope: object.text('directoryScopeId') ?? object.text('appScopeId') ?? '/',
    eligible,
    ...known({
      activated: eligible || type === undefined ? undefined : type === 'activated',
      principalType: typeWord(named?.type),
      until: object.date('endDateTime'),
    }),
    at: object.at,
  };
}

export function readAppRoleAssignment(object: GraphObject): AppRoleAssignment | undefined {
  const [principal, resource] = [object.id('principalId'), object.id('resourceId')];
  // ROADrecon calls the role `id`, beside its own id of the row, which GraphObject takes for it.
  const role = object.id('appRoleId') ?? object.id('id');
  if (principal === undefined || resource === undefined || role === undefined) return undefined;
  return {
    role,
    principal,
    resource,
    ...known({
      principalType: typeWord(object.text('principalType')),
      resourceName: object.text('resourceDisplayName'),
      resourceApp: object.id('appId') ?? object.id('applicationAppId'),
    }),
    at: object.at,
  };
}

export function readConsent(object: GraphObject): Consent | undefined {
  const [client, resource] = [object.id('clientId'), object.id('resourceId')];
  if (client === undefined || resource === undefined) return undefined;
  const forAll = object.text('consentType')?.toLowerCase() === 'allprincipals';
  const scopes = (object.text('scope') ?? '').split(/\s+/).filter((word) => word !== '');
  return { client, resource, scopes, ...(forAll ? {} : { person: object.id('principalId') ?? 'somebody' }), at: object.at };
}
