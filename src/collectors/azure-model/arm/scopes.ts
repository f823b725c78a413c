import type { Evidence } from '../../../inventory/evidence.ts';
import type { Scope } from '../../../inventory/fragment.ts';
import { environmentOf } from '../../aws-policy/tag-meaning.ts';
import { withoutKnownSecrets } from '../../known-secrets.ts';
import type { Draft } from '../../place-below.ts';
import type { ArmContext } from './arm-context.ts';
import { type ArmObject, fieldOf, isPlain, objectOf, objectsOf, type Plain, textMapOf, textOf } from './arm-object.ts';

/** The scope's id for an ARM id: a subscription, a management group, or what lies below. */
export function scopeId(armId: string): string {
  const subscription = /^\/subscriptions\/([^/]+)$/.exec(armId)?.[1];
  if (subscription !== undefined) return `azure:subscription/${subscription}`;
  const group = /^\/providers\/microsoft\.management\/managementgroups\/([^/]+)$/.exec(armId)?.[1];
  return group === undefined ? `azure:scope/${armId}` : managementGroupId(group);
}

function managementGroupId(name: string): string {
  return `azure:management-group/${name.toLowerCase()}`;
}

/**
 * A subscription, as ARM, Resource Graph or `az account list` gives it
 * (https://learn.microsoft.com/rest/api/resources/subscriptions/list).
 */
export function readSubscription(context: ArmContext, id: string, raw: Plain, at: Evidence): void {
  const properties = objectOf(raw, 'properties') ?? raw;
  const name = textOf(properties, 'displayName') ?? textOf(raw, 'displayName') ?? textOf(raw, 'name') ?? id;
  const chain = objectsOf(properties, 'managementGroupAncestorsChain');
  const [above] = chain;
  const parent = textOf(above, 'name') ?? textOf(objectOf(properties, 'parent'), 'id')?.split('/').at(-1);
  emitScope(context, {
    id: `azure:subscription/${id}`,
    name,
    parent: parent === undefined ? undefined : managementGroupId(parent),
    tags: textMapOf(raw, 'tags'),
    armId: `/subscriptions/${id}`,
    at,
  });
  readChain(context, chain, textOf(raw, 'tenantId') ?? textOf(properties, 'tenantId'), at);
}

/** Management groups from the nearest to the topmost one. */
function readChain(context: ArmContext, chain: readonly Plain[], tenant: string | undefined, at: Evidence): void {
  for (const [i, group] of chain.entries()) {
    const name = textOf(group, 'name');
    if (name === undefined) continue;
    const above = textOf(chain[i + 1], 'name');
    const parent =
      above === undefined ? (tenant === undefined ? undefined : `entra:tenant/${tenant.toLowerCase()}`) : managementGroupId(above);
    emitScope(context, { id: managementGroupId(name), name: textOf(group, 'displayName') ?? name, parent, at });
  }
}

/** A management group, with what hangs under it where that is given (https://learn.microsoft.com/rest/api/managementgroups/management-groups/get). */
export function readManagementGroup(context: ArmContext, { id, name, raw, properties }: ArmObject, at: Evidence): void {
  const short = id.split('/').at(-1) ?? name;
  const tenant = (textOf(properties, 'tenantId') ?? textOf(raw, 'tenantId'))?.toLowerCase();
  const details = objectOf(properties, 'details');
  const above = objectOf(details, 'parent') ?? objectOf(properties, 'parent');
  const parentName = textOf(above, 'name') ?? textOf(above, 'id')?.split('/').at(-1);
  const isTop = tenant !== undefined && short === tenant;
  const parent = parentName !== undefined ? managementGroupId(parentName) : isTop ? `entra:tenant/${tenant}` : undefined;
  emitScope(context, {
    id: managementGroupId(short),
    name: textOf(properties, 'displayName') ?? textOf(raw, 'displayName') ?? name,
    parent,
    tags: textMapOf(raw, 'tags'),
    at,
  });
  readChain(context, objectsOf(details, 'managementGroupAncestorsChain'), tenant, at);
  readChildren(context, managementGroupId(short), properties, at, 0);
}

function readChildren(context: ArmContext, parent: string, of: Plain, at: Evidence, depth: number): void {
  // Azure has six levels of management groups.
  if (depth > 10) return;
  for (const child of objectsOf(of, 'children')) {
    const armId = textOf(child, 'id')?.toLowerCase();
    if (armId === undefined) continue;
    const id = scopeId(armId);
    if (id.startsWith('azure:scope/')) continue;
    const name = textOf(child, 'displayName') ?? textOf(child, 'name') ?? id.slice(id.indexOf('/') + 1);
    emitScope(context, { id, name, parent, at });
    readChildren(context, id, child, at, depth + 1);
  }
}

/** A subscription as a management group lists it (https://learn.microsoft.com/rest/api/managementgroups/management-group-subscriptions). */
export function readGroupSubscription(context: ArmContext, { id, raw }: ArmObject, at: Evidence): void {
  const [, group = '', subscription = ''] = /\/managementgroups\/([^/]+)\/subscriptions\/([^/]+)$/.exec(id) ?? [];
  if (subscription === '') return;
  const properties = { parent: { id: group }, ...objectOf(raw, 'properties') };
  readSubscription(context, subscription, { ...raw, properties }, at);
}

/** A resource group: what lies in it takes over its environment. */
export function readResourceGroup(context: ArmContext, { id, name, raw }: ArmObject): void {
  const environment = environmentOf(textMapOf(raw, 'tags'), name);
  if (environment !== undefined) context.environments.set(id, environment);
}

/** A row of `az account list`, whose id is the subscription's own. Undefined for what is none. */
export function subscriptionRow(raw: unknown): string | undefined {
  if (!isPlain(raw)) return undefined;
  const id = textOf(raw, 'id') ?? '';
  const isRow =
    /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(id) && fieldOf(raw, 'tenantId') !== undefined && fieldOf(raw, 'isDefault') !== undefined;
  return isRow ? id.toLowerCase() : undefined;
}

function emitScope(
  context: ArmContext,
  {
    id,
    name,
    parent,
    tags,
    armId,
    at,
  }: {
    readonly id: string;
    readonly name: string;
    readonly parent: string | undefined;
    readonly tags?: Readonly<Record<string, string>> | undefined;
    readonly armId?: string;
    readonly at: Evidence;
  },
): void {
  const value: Draft<Scope> = { id, plane: 'azure', name: withoutKnownSecrets(name).slice(0, 200), evidence: [at] };
  const environment = environmentOf(tags, name);
  if (environment !== undefined) value.environment = environment;
  if (environment !== undefined && armId !== undefined) context.environments.set(armId, environment);
  if (parent !== undefined && parent !== id) value.parent = parent;
  if (id.startsWith('azure:subscription/')) context.subscriptions.add(id.slice('azure:subscription/'.length));
  context.emit({ type: 'scope', value });
}
