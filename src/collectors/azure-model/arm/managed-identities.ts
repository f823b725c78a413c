import { azurePath, managedIdentityId, systemIdentityId } from '../../../inventory/azure-id.ts';
import type { Evidence } from '../../../inventory/evidence.ts';
import type { Identity } from '../../../inventory/identity.ts';
import { environmentOf, ownerOf } from '../../aws-policy/tag-meaning.ts';
import { withoutKnownSecrets } from '../../known-secrets.ts';
import { below, type Draft } from '../../place-below.ts';
import { federatedTrust } from '../federation.ts';
import { type ArmContext, principalAliases } from './arm-context.ts';
import { type ArmObject, groupOf, objectOf, parentOfId, pointerIn, subscriptionOf, textMapOf, textOf, textsOf } from './arm-object.ts';

/** A user-assigned managed identity (https://learn.microsoft.com/rest/api/managedidentity/user-assigned-identities). */
export function readManagedIdentity(context: ArmContext, object: ArmObject, at: Evidence): void {
  const { properties } = object;
  const ids = { object: textOf(properties, 'principalId'), client: textOf(properties, 'clientId') };
  const identity = describeIdentity(context, object, userAssignedId(object.id), ids, at);
  emitDescribed(context, object, { ...identity, kind: 'azure-managed-identity' });
}

/** The identity that is a resource's own. */
export function readSystemIdentity(
  context: ArmContext,
  object: ArmObject,
  principal: string | undefined,
  isAgent: boolean,
  at: Evidence,
): string {
  const id = systemIdentityId(object.id);
  const identity = describeIdentity(context, object, id, { object: principal, client: undefined }, at);
  emitDescribed(context, object, { ...identity, kind: 'azure-system-identity', agent: isAgent });
  return id;
}

/** What lies in a group or subscription has its environment, which may be told later. */
function emitDescribed(context: ArmContext, { id: armId }: ArmObject, identity: Identity): void {
  context.identity(identity);
  if (identity.environment !== undefined) return;
  context.later(() => {
    const environment = environmentAround(context, armId);
    if (environment !== undefined) context.identity({ ...identity, environment });
  });
}

/** The id of a user-assigned identity from its ARM id. */
export function userAssignedId(armId: string): string {
  return managedIdentityId(armId) ?? `azure:managed-identity/${azurePath(armId)}`;
}

/** A managed identity that a resource names. */
export function nameManagedIdentity(
  context: ArmContext,
  armId: string,
  ids: { readonly object: string | undefined; readonly client: string | undefined },
  at: Evidence,
  also: readonly string[] = [],
): string {
  const id = userAssignedId(armId);
  const aliases = [...also, ...principalAliases(ids.object, ids.client)];
  if (ids.object !== undefined) context.principalTypes.set(ids.object.toLowerCase(), 'ServicePrincipal');
  context.identity({
    id,
    plane: 'azure',
    kind: 'azure-managed-identity',
    name: withoutKnownSecrets(armId.slice(armId.lastIndexOf('/') + 1)),
    scope: subscriptionOf(armId.toLowerCase()),
    nature: 'workload',
    agent: false,
    standing: 'named',
    ...(aliases.length > 0 ? { aliases } : {}),
    evidence: [at],
  });
  return id;
}

function describeIdentity(
  context: ArmContext,
  { name, raw, subscription }: ArmObject,
  id: string,
  ids: { readonly object: string | undefined; readonly client: string | undefined },
  at: Evidence,
): Omit<Identity, 'kind'> {
  const tags = textMapOf(raw, 'tags');
  const aliases = principalAliases(ids.object, ids.client);
  if (ids.object !== undefined) context.principalTypes.set(ids.object.toLowerCase(), 'ServicePrincipal');
  const value: Draft<Omit<Identity, 'kind'>> = {
    id,
    plane: 'azure',
    name: withoutKnownSecrets(name),
    scope: subscription,
    nature: 'workload',
    agent: false,
    standing: 'observed',
    azure: { subscription, system_assigned: id.startsWith('azure:system-identity/') },
    evidence: [at],
  };
  const owner = ownerOf(tags);
  const environment = environmentOf(tags, name);
  if (aliases.length > 0) value.aliases = aliases;
  if (owner !== undefined) value.owner = withoutKnownSecrets(owner);
  if (environment !== undefined) value.environment = environment;
  if (tags !== undefined) value.tags = tags;
  const createdAt = textOf(objectOf(raw, 'systemData'), 'createdAt');
  if (createdAt !== undefined && !Number.isNaN(Date.parse(createdAt))) value.createdAt = new Date(createdAt).toISOString();
  return value;
}

/** The environment of the resource group or subscription that a resource lies in. */
function environmentAround({ environments }: ArmContext, armId: string): string | undefined {
  return environments.get(groupOf(armId) ?? '') ?? environments.get(`/subscriptions/${subscriptionOf(armId)}`);
}

/** A federated credential of a managed identity (https://learn.microsoft.com/rest/api/managedidentity/federated-identity-credentials). */
export function readFederatedCredential(context: ArmContext, object: ArmObject, at: Evidence): void {
  const { id, name, properties } = object;
  const identity = userAssignedId(parentOfId(id));
  const issuer = textOf(properties, 'issuer');
  const terms = {
    subject: textOf(properties, 'subject'),
    audiences: textsOf(properties, 'audiences') ?? [],
    expression: textOf(objectOf(properties, 'claimsMatchingExpression'), 'value'),
  };
  const value = issuer === undefined ? undefined : federatedTrust(identity, name, { issuer, ...terms }, below(at, pointerIn(object)));
  if (value === undefined) {
    context.unreadable('whose tokens a federated credential takes', `is not told (${withoutKnownSecrets(name)})`, at);
    return;
  }
  if (!context.holders.has(identity)) nameManagedIdentity(context, parentOfId(id), { object: undefined, client: undefined }, at);
  context.emit({ type: 'trust', value });
}
