import { idOfRole, nameOfRole } from '../../../../inventory/azure-built-in-roles.ts';
import { isGuid } from '../../../../inventory/azure-id.ts';
import { idOfDirectoryRole, nameOfDirectoryRole } from '../../../../inventory/directory-roles.ts';
import type { Grant } from '../../../../inventory/grant.ts';
import { graphPermission, microsoftGraph } from '../../../../inventory/graph-permissions.ts';
import type { Policy, RolePermission } from '../../../../inventory/policy.ts';
import { withoutKnownSecrets } from '../../../known-secrets.ts';
import { get, type Hole, isAbsent, isHole, listOf, nameOfHole, type Value, whyOf } from '../value.ts';
import { type AzureStack, isKnown } from './azure-stack.ts';
import type { AppRole, AzureDeclaration, Declared, DelegatedGrant, RoleDefinition } from './declarations.ts';
import { type AzureEmission, placeOf } from './emission.ts';
import { emitNamed } from './emit-resources.ts';

/** A role or permission: what is known of it, and as it is written. */
interface Role {
  readonly id?: string;
  readonly name: string;
  readonly written: string;
  readonly kind: Extract<Policy['kind'], 'azure-role' | 'entra-role' | 'entra-permission'>;
  readonly hole?: Hole;
  /** Made by Microsoft. */
  readonly builtIn: boolean;
}

/** Hands over role assignments, access policies, permissions of applications and directory roles as grants. */
export function emitAzureGrants(emission: AzureEmission): void {
  const { stack } = emission;
  for (const d of stack.declarations) {
    switch (d.kind) {
      case 'role':
        emitRole(emission, d);
        break;
      case 'assignment': {
        const scope = stack.scope(d.scope);
        if (scope === undefined && d.scope !== undefined)
          emission.gap(`where ${d.address} holds`, isHole(d.scope) ? whyOf(d.scope) : 'a part of its scope is not known', d.scope.at);
        const condition = conditionIn(stack, d.condition);
        const eligible = d.eligible;
        grant(emission, d, d.principal, stack.text(d.principalType), azureRole(stack, d.role), { scope, condition, eligible });
        break;
      }
      case 'directory-role':
        grant(emission, d, d.principal, 'ServicePrincipal', directoryRole(stack, d.role), { scope: stack.text(d.scope) ?? '/' });
        break;
      case 'app-role':
        grant(emission, d, d.principal, 'ServicePrincipal', appPermission(stack, d), {});
        break;
      case 'delegated':
        for (const scope of d.scopes.flatMap((s) => wordsOf(stack, s)))
          grant(emission, d, d.principal, 'ServicePrincipal', delegated(stack, d, scope), {
            condition: d.forOne === true ? 'for one user who signs in' : 'for users who sign in',
          });
        break;
      case 'access': {
        const vault = stack.scope(d.vault);
        const may = d.permissions
          .map(({ of, may }) => `${of} ${may.map((m) => stack.text(m) ?? '?').join(', ')}`)
          .filter((text) => !text.endsWith(' '))
          .join('; ');
        const role: Role = { name: `key vault access: ${may.toLowerCase()}`, written: may, kind: 'azure-role', builtIn: true };
        if (d.permissions.length > 0) grant(emission, d, d.principal, undefined, role, { scope: vault ?? '' });
        break;
      }
    }
  }
}

/** A condition of an assignment; one that is not known is a condition all the same. */
function conditionIn(stack: AzureStack, value: Value | undefined): string | undefined {
  return isAbsent(value) ? undefined : withoutKnownSecrets(stack.textWithHoles(value)).slice(0, 2000);
}

function grant(
  emission: AzureEmission,
  d: AzureDeclaration & Declared,
  principal: Value | undefined,
  type: string | undefined,
  role: Role,
  {
    scope,
    condition,
    eligible,
  }: { readonly scope?: string | undefined; readonly condition?: string | undefined; readonly eligible?: true | undefined },
): void {
  const { stack, out, gap } = emission;
  const who = stack.who(principal, type);
  if (!isKnown(who)) {
    gap(`to whom ${d.address} gives ${role.name}`, whyOf(who.hole), d.at);
    return;
  }
  if (role.hole !== undefined)
    gap(`the role that ${d.address} gives`, whyOf(role.hole), role.hole.at.file === undefined ? d.at : role.hole.at);
  if (who.by === undefined) emitOutsider(emission, who.id, d);
  else if (who.id.startsWith('azure:kubelet-identity/')) emitNamed(emission, who.id, who.name, d);
  if (role.builtIn && role.id !== undefined && !emission.roles.has(role.id)) {
    emission.roles.add(role.id);
    out.emit({
      type: 'policy',
      value: { id: role.id, kind: role.kind, name: role.name, providerManaged: true, declared: true, evidence: [d.at] },
    });
  }
  const value: Grant = {
    id: `${who.id}#attached/${role.id ?? role.name}@${scope || d.address}`,
    holder: who.id,
    kind: 'attached',
    name: withoutKnownSecrets(role.name),
    ...(role.id === undefined ? {} : { policy: role.id }),
    ...(scope === undefined || scope === '' ? {} : { scope }),
    role: withoutKnownSecrets(role.written).slice(0, 400),
    ...(condition === undefined ? {} : { condition }),
    ...(eligible === true ? { eligible } : {}),
    declared: true,
    evidence: [placeOf(d)],
  };
  out.emit({ type: 'grant', value });
}

/** A service principal or user of which the code knows only the object id. A group is no identity; what it is not told is none. */
function emitOutsider({ out }: AzureEmission, id: string, d: Declared): void {
  const word = /^entra:(service-principal|user)\//.exec(id)?.[1];
  if (word === undefined) return;
  const name = id.slice(id.lastIndexOf('/') + 1);
  out.emit({
    type: 'identity',
    value: {
      id,
      plane: 'entra',
      kind: `entra-${word}`,
      name,
      scope: '',
      nature: word === 'user' ? 'human' : 'unknown',
      agent: false,
      standing: 'named',
      evidence: [d.at],
    },
  });
}

function emitRole({ stack, out }: AzureEmission, d: RoleDefinition): void {
  const role = definedRole(stack, d);
  if (d.existing || role.id === undefined) return;
  const allows = d.permissions === undefined ? undefined : permissionsIn(stack, d.permissions);
  out.emit({
    type: 'policy',
    value: {
      id: role.id,
      kind: d.address.includes('azuread_') ? 'entra-role' : 'azure-role',
      name: withoutKnownSecrets(role.name),
      providerManaged: false,
      ...(allows === undefined ? {} : { allows }),
      declared: true,
      evidence: [placeOf(d)],
    },
  });
}

/** What a role allows; undefined where a part of it is not known. */
function permissionsIn(stack: AzureStack, value: Value): readonly RolePermission[] | undefined {
  const out: RolePermission[] = [];
  for (const block of listOf(value)) {
    if (block.kind !== 'object') return undefined;
    const of = (...names: readonly string[]): readonly string[] | undefined => {
      const list = listOf(names.map((n) => get(block, n)).find((v) => v !== undefined)).map((v) => stack.text(v));
      return list.every((text) => text !== undefined) ? list : undefined;
    };
    const [actions, notActions] = [of('actions'), of('notActions', 'not_actions')];
    const [dataActions, notDataActions] = [of('dataActions', 'data_actions'), of('notDataActions', 'not_data_actions')];
    if (actions === undefined || notActions === undefined || dataActions === undefined || notDataActions === undefined) return undefined;
    out.push({ actions, notActions, dataActions, notDataActions });
  }
  return out;
}

function definedRole(stack: AzureStack, d: RoleDefinition): Role {
  const name = stack.text(d.name);
  const given = stack.text(d.id)?.toLowerCase();
  const guid = given === undefined ? undefined : given.slice(given.lastIndexOf('/') + 1);
  const isDirectory = d.address.includes('azuread_');
  const named = name === undefined ? undefined : isDirectory ? idOfDirectoryRole(name) : idOfRole(name);
  const id = guid !== undefined && isGuid(guid) ? guid : d.existing ? named : undefined;
  const known = id === undefined ? undefined : isDirectory ? nameOfDirectoryRole(id) : nameOfRole(id);
  const kind = isDirectory ? 'entra-role' : 'azure-role';
  const prefix = isDirectory ? 'entra:role' : 'azure:role';
  return {
    id: id === undefined ? `${prefix}/${stack.target.stack}/${(name ?? d.address).toLowerCase()}` : `${prefix}/${id}`,
    name: known ?? name ?? d.address,
    written: name ?? d.address,
    kind,
    builtIn: known !== undefined,
  };
}

function azureRole(stack: AzureStack, value: Value | undefined): Role {
  const declared = value?.kind === 'reference' ? stack.at(value.to) : undefined;
  if (declared?.kind === 'role') return definedRole(stack, declared);
  return roleByText(stack, value, 'azure-role', 'azure:role', idOfRole, nameOfRole);
}

function directoryRole(stack: AzureStack, value: Value | undefined): Role {
  const declared = value?.kind === 'reference' ? stack.at(value.to) : undefined;
  if (declared?.kind === 'role') return definedRole(stack, declared);
  return roleByText(stack, value, 'entra-role', 'entra:role', idOfDirectoryRole, nameOfDirectoryRole);
}

function roleByText(
  stack: AzureStack,
  value: Value | undefined,
  kind: Role['kind'],
  prefix: string,
  idOf: (name: string) => string | undefined,
  nameOf: (id: string) => string | undefined,
): Role {
  const text = stack.text(value);
  if (text === undefined || text === '') {
    const hole: Hole | undefined =
      value === undefined
        ? undefined
        : isHole(value)
          ? value
          : { kind: 'unknown', written: 'a role', why: 'a part of it is not known', at: value.at };
    const written = hole === undefined ? '' : nameOfHole(hole);
    return { name: 'a role that is not known', written, kind, builtIn: false, ...(hole === undefined ? {} : { hole }) };
  }
  const last = text.slice(text.lastIndexOf('/') + 1).toLowerCase();
  const guid = isGuid(last) ? last : idOf(text);
  const name = guid === undefined ? undefined : nameOf(guid);
  if (guid !== undefined) return { id: `${prefix}/${guid}`, name: name ?? guid, written: text, kind, builtIn: name !== undefined };
  return { id: `${prefix}/${stack.target.stack}/${text.toLowerCase()}`, name: text, written: text, kind, builtIn: false };
}

/** The API that a permission is of: its client id and its name. */
function apiOf(stack: AzureStack, resource: Value | undefined): { readonly id: string; readonly name: string } {
  const who = stack.who(resource, 'ServicePrincipal');
  if (!isKnown(who)) return { id: '?', name: 'an API' };
  const id = who.id.replace(/^entra:application\//, '');
  return id === microsoftGraph || /^microsoft ?graph$/i.test(who.name)
    ? { id: microsoftGraph, name: 'Microsoft Graph' }
    : { id, name: who.name };
}

function appPermission(stack: AzureStack, d: AppRole): Role {
  const api = apiOf(stack, d.resource);
  const { role } = d;
  // `azuread_service_principal.msgraph.app_role_ids["User.Read.All"]`
  const named = role?.kind === 'reference' ? /^app_role_ids\.(.+)$/.exec(role.attribute)?.[1] : undefined;
  const text = named ?? stack.text(role);
  const hole = text === undefined && role !== undefined && isHole(role) ? role : undefined;
  const value = text === undefined ? undefined : isGuid(text) ? (graphPermission(text) ?? text.toLowerCase()) : text;
  return {
    ...(value === undefined || api.id === '?' ? {} : { id: `entra:permission/${api.id}/${value}` }),
    name: `${api.name}: ${value ?? 'a permission that is not known'}`,
    written: text ?? (hole === undefined ? '' : nameOfHole(hole)),
    kind: 'entra-permission',
    builtIn: api.id === microsoftGraph,
    ...(hole === undefined ? {} : { hole }),
  };
}

function delegated(stack: AzureStack, d: DelegatedGrant, scope: string): Role {
  const api = apiOf(stack, d.resource);
  return {
    ...(api.id === '?' ? {} : { id: `entra:permission/${api.id}/${scope}/delegated` }),
    name: `${api.name}: ${scope} (delegated)`,
    written: scope,
    kind: 'entra-permission',
    builtIn: api.id === microsoftGraph,
  };
}

/** Scopes stand in a list, or in one text with spaces between. */
function wordsOf(stack: AzureStack, value: Value): readonly string[] {
  return (stack.text(value) ?? '').split(/\s+/).filter((word) => word !== '');
}
