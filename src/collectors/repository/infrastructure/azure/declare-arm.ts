import { type ResourceRow, rowOfType } from '../../../azure-model/resource-rows.ts';
import { entriesIn, get, isAbsent, isHole, knownText, listOf, scalar, unknown, type Value } from '../value.ts';
import type { AzureDeclaration, AzureResource, Declared, Placement } from './declarations.ts';
import { declareGraph } from './declare-graph.ts';
import { dig, digOne, settingsIn } from './settings.ts';

/** A resource as ARM writes it, out of a template, of Bicep, or of Terraform's azapi. */
export interface ArmShape extends Declared, Placement {
  /** In lower case, without the version. */
  readonly type: string;
  readonly names: readonly (Value | undefined)[];
  readonly existing: boolean;
  /** `identity`, `properties`, `tags`, `kind`... */
  readonly body: Value;
  /** What an extension resource is about: of a role assignment where it holds. */
  readonly scope?: Value | undefined;
}

/** What a resource of ARM declares (https://learn.microsoft.com/azure/templates/). */
export function declareArm(shape: ArmShape): readonly AzureDeclaration[] {
  if (shape.type.startsWith('microsoft.graph/')) return declareGraph(shape);
  const common = { address: shape.address, at: shape.at, doubt: shape.doubt };
  const property = (path: string): Value | undefined => digOne(shape.body, `properties.${path}`);
  switch (shape.type) {
    case 'microsoft.authorization/roleassignments':
    case 'microsoft.authorization/roleassignmentschedulerequests':
    case 'microsoft.authorization/roleeligibilityschedulerequests':
      return shape.existing
        ? []
        : [
            {
              kind: 'assignment',
              ...common,
              principal: property('principalId'),
              principalType: property('principalType'),
              role: property('roleDefinitionId'),
              scope: shape.scope,
              condition: property('condition'),
              ...(shape.type.includes('eligibility') ? { eligible: true } : {}),
            },
          ];
    case 'microsoft.authorization/roledefinitions':
      return [
        {
          kind: 'role',
          ...common,
          name: property('roleName') ?? shape.names.at(-1),
          id: shape.names.at(-1),
          permissions: property('permissions'),
          existing: shape.existing,
        },
      ];
    case 'microsoft.managedidentity/userassignedidentities/federatedidentitycredentials': {
      if (shape.existing) return [];
      const { value, also } = parentOf(shape);
      const federation: AzureDeclaration = {
        kind: 'federation',
        ...common,
        identity: value,
        name: shape.names.at(-1),
        issuer: property('issuer'),
        subject: property('subject'),
        audiences: listOf(property('audiences')),
        expression: property('claimsMatchingExpression.value'),
      };
      return [...also, federation];
    }
    case 'microsoft.keyvault/vaults/accesspolicies': {
      const { value, also } = parentOf(shape);
      return [...also, ...accessPolicies(shape, value)];
    }
    case 'microsoft.cognitiveservices/accounts/connections':
    case 'microsoft.cognitiveservices/accounts/projects/connections':
    case 'microsoft.machinelearningservices/workspaces/connections': {
      if (shape.existing) return [];
      const { value, also } = parentOf(shape);
      const credentials = property('credentials');
      const secrets = [...settingsIn([get(credentials, 'keys')].filter(isThere)), ...settingsIn([credentials].filter(isThere))];
      return [...also, { kind: 'connection', ...common, of: value, name: shape.names.at(-1), authType: property('authType'), secrets }];
    }
    default: {
      const resource = resourceOf(shape);
      const policies = shape.type === 'microsoft.keyvault/vaults' && !shape.existing ? accessPolicies(shape, selfOf(shape)) : [];
      return [resource, ...policies, ...secretsOf(shape, resource.row)];
    }
  }
}

function resourceOf(shape: ArmShape): AzureResource {
  const { body } = shape;
  const row = rowOfType(shape.type);
  const identity = get(body, 'identity');
  return {
    kind: 'resource',
    address: shape.address,
    at: shape.at,
    doubt: shape.doubt,
    id: shape.id,
    group: shape.group,
    subscription: shape.subscription,
    parent: shape.parent ?? (shape.scope === undefined || shape.names.length > 1 ? undefined : shape.scope),
    type: shape.type,
    names: shape.names,
    row,
    existing: shape.existing,
    identity:
      identity === undefined || isAbsent(identity) || shape.existing
        ? undefined
        : { type: get(identity, 'type'), assigned: assignedIn(identity) },
    runsAs: ['properties.msaAppMSIResourceId', 'properties.msaAppId']
      .map((path) => digOne(body, path))
      .find((v) => v !== undefined && knownText(v) !== ''),
    keys: keysOf(shape, row),
    signatures:
      shape.type !== storageAccount || shape.existing
        ? undefined
        : {
            period: digOne(body, 'properties.sasPolicy.sasExpirationPeriod') ?? holeIn(digOne(body, 'properties.sasPolicy')),
            action: digOne(body, 'properties.sasPolicy.expirationAction'),
            due: digOne(body, 'properties.keyPolicy.keyExpirationPeriodInDays'),
          },
    settings: (row?.settings?.arm ?? []).flatMap((path) => settingsIn(dig(body, path))),
    tags: shape.existing ? undefined : (get(body, 'tags') ?? { kind: 'object', entries: [], at: shape.at }),
  };
}

export const storageAccount = 'microsoft.storage/storageaccounts';

/** A block of which nothing is known leaves what stands in it open. */
export function holeIn(block: Value | undefined): Value | undefined {
  return block !== undefined && isHole(block) ? block : undefined;
}

/** Ids of user-assigned identities stand as keys; a key that is worked out is a hole in the map. */
function assignedIn(identity: Value): readonly Value[] {
  const map = get(identity, 'userAssignedIdentities');
  if (map === undefined || isAbsent(map)) return [];
  if (isHole(map)) return [map];
  if (map.kind === 'list') return map.items;
  const known = entriesIn(map).map(({ key, value }) => scalar(key, value.at));
  return map.kind === 'object' && map.open !== undefined ? [...known, unknown('an assigned identity', map.open, map.at)] : known;
}

function keysOf(shape: ArmShape, row: ResourceRow | undefined): AzureResource['keys'] {
  if (row?.keys === undefined || shape.existing) return undefined;
  const { path, worksWhen } = row.keys.arm;
  const value = digOne(shape.body, path);
  return { work: flagOf(value, worksWhen, row.keys.keysWork), at: value?.at ?? shape.at };
}

/** Whether keys work: as a setting says, undefined where it is not known, `otherwise` where there is none. */
export function flagOf(value: Value | undefined, worksWhen: boolean, otherwise: boolean): boolean | undefined {
  if (value === undefined || isAbsent(value)) return otherwise;
  const text = knownText(value)?.toLowerCase();
  return text === 'true' ? worksWhen : text === 'false' ? !worksWhen : undefined;
}

function accessPolicies(shape: ArmShape, vault: Value): readonly AzureDeclaration[] {
  return dig(shape.body, 'properties.accessPolicies.*').map((policy, i) => ({
    kind: 'access',
    address: `${shape.address} access ${i + 1}`,
    at: policy.at,
    doubt: shape.doubt,
    vault,
    principal: get(policy, 'objectId'),
    permissions: entriesIn(get(policy, 'permissions')).map(({ key, value }) => ({ of: key, may: listOf(value) })),
  }));
}

function secretsOf(shape: ArmShape, row: ResourceRow | undefined): readonly AzureDeclaration[] {
  return (row?.secrets?.arm ?? []).flatMap((path) =>
    dig(shape.body, path).flatMap((value): readonly AzureDeclaration[] =>
      knownText(value) === undefined
        ? []
        : [{ kind: 'secret', address: `${shape.address} ${path}`, at: shape.at, key: secretName(shape.type, path), value }],
    ),
  );
}

/** The name that a secret is judged by: the value of a secret is one, whatever the vault calls it. */
function secretName(type: string, path: string): string {
  const last = path.slice(path.lastIndexOf('.') + 1);
  return last === 'value' && type.endsWith('/secrets') ? 'key vault secret' : last;
}

/**
 * The resource that one is a part of: what it says its parent is, or the resource of the leading names, which may stand in
 * the same code or not.
 */
function parentOf(shape: ArmShape): { readonly value: Value; readonly also: readonly AzureResource[] } {
  if (shape.names.length < 2) return { value: shape.parent ?? unknown('a parent', 'the code does not name it', shape.at), also: [] };
  const address = `${shape.address} parent`;
  const type = shape.type.slice(0, shape.type.lastIndexOf('/'));
  const { id: _, ...place } = shape;
  const parent = resourceOf({ ...place, address, type, names: shape.names.slice(0, -1), existing: true });
  return { value: { kind: 'reference', to: address, attribute: 'id', at: shape.at }, also: [parent] };
}

function selfOf(shape: ArmShape): Value {
  return { kind: 'reference', to: shape.address, attribute: 'id', at: shape.at };
}

function isThere(value: Value | undefined): value is Value {
  return value !== undefined && !isAbsent(value);
}
