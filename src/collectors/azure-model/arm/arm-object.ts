import { plainArmId } from '../../../inventory/azure-id.ts';

/** Parts of a parsed answer of which nothing is known yet. */
export type Plain = Readonly<Record<string, unknown>>;

/** One object of Azure Resource Manager, whoever printed it. */
export interface ArmObject {
  /** As compared: lower case, no last slash. */
  readonly id: string;
  /** In lower case: `microsoft.web/sites/slots`; of subscriptions `microsoft.resources/subscriptions`. */
  readonly type: string;
  readonly name: string;
  /** The id of the subscription; empty above subscriptions. */
  readonly subscription: string;
  /** The object as printed. */
  readonly raw: Plain;
  /** What ARM calls `properties`. The Azure CLI prints some types without that level: then the object itself. */
  readonly properties: Plain;
  /** Whether its settings are printed at all: lists of resources leave them out. */
  readonly hasSettings: boolean;
}

/** The pointer to a part of an object's properties. */
export function pointerIn({ raw, properties }: ArmObject, part = ''): string {
  return `${raw === properties ? '' : '/properties'}${part}`;
}

/** The same few names come again with every object. */
const folds = new Map<string, string>();
const mostFolds = 10_000;

function fold(key: string): string {
  const present = folds.get(key);
  if (present !== undefined) return present;
  const made = key.replaceAll('_', '').toLowerCase();
  if (folds.size < mostFolds) folds.set(key, made);
  return made;
}

/** Keys that every resource has; an object that has no others says nothing of how the resource is set up. */
const envelope = new Set(
  [
    ...['id', 'name', 'type', 'kind', 'location', 'tags', 'identity', 'sku', 'plan', 'managedBy', 'resourceGroup', 'subscriptionId'],
    ...['tenantId', 'extendedLocation', 'zones', 'createdTime', 'changedTime', 'provisioningState', 'apiVersion', 'etag', 'properties'],
    ...['systemData', 'subscription', 'subscriptionDisplayName', 'tenant'],
  ].map(fold),
);

/** An object of ARM; undefined for what has no ARM id. */
export function armObjectOf(raw: Plain): ArmObject | undefined {
  // Get-AzRoleAssignment has a name of its own for it.
  const given = textOf(raw, 'id') ?? textOf(raw, 'roleAssignmentId');
  if (given === undefined || !given.startsWith('/') || given.length > 4000) return undefined;
  const id = plainArmId(given);
  const type = typeOfId(id);
  if (type === undefined) return undefined;
  const inner = objectOf(raw, 'properties');
  return {
    id,
    type,
    // Of parts of a resource, some lists print the names of all parts.
    name: (textOf(raw, 'name') ?? given.replace(/\/+$/, '')).split('/').at(-1) ?? '',
    subscription: subscriptionOf(id),
    raw,
    properties: inner ?? raw,
    hasSettings:
      inner !== undefined || (fieldOf(raw, 'properties') === undefined && Object.keys(raw).some((key) => !envelope.has(fold(key)))),
  };
}

/** The type of what an id in lower case names; undefined where it names nothing of ARM. */
export function typeOfId(id: string): string | undefined {
  const parts = id.split('/').slice(1);
  const last = parts.lastIndexOf('providers');
  if (last >= 0) {
    const [namespace, ...rest] = parts.slice(last + 1);
    const types = rest.filter((_, i) => i % 2 === 0);
    return namespace === undefined || types.length === 0 ? undefined : `${namespace}/${types.join('/')}`;
  }
  if (parts[0] !== 'subscriptions' || parts[1] === undefined) return undefined;
  if (parts.length === 2) return 'microsoft.resources/subscriptions';
  return parts[2] === 'resourcegroups' && parts.length === 4 ? 'microsoft.resources/resourcegroups' : undefined;
}

/** What an extension (an assignment, a diagnostic setting) is about: the part of its id before the last provider. `/` for the tenant. */
export function scopeOfId(id: string): string {
  const at = id.lastIndexOf('/providers/');
  return at <= 0 ? '/' : id.slice(0, at);
}

/** The resource that an object is a part of. */
export function parentOfId(id: string): string {
  return id.split('/').slice(0, -2).join('/');
}

export function subscriptionOf(id: string): string {
  return /^\/subscriptions\/([^/]+)/.exec(id)?.[1] ?? '';
}

/** The resource group that an id lies in, as an id; undefined where in none. */
export function groupOf(id: string): string | undefined {
  return /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+/.exec(id)?.[0];
}

/**
 * A field by its name in ARM. Resource Graph and the libraries of Python write some names in lower case or with underscores.
 */
export function fieldOf(plain: Plain | undefined, key: string): unknown {
  if (plain === undefined) return undefined;
  if (Object.hasOwn(plain, key)) return plain[key];
  const folded = fold(key);
  for (const name in plain) if (name.length <= key.length * 2 && fold(name) === folded) return plain[name];
  return undefined;
}

/** A text that is not empty. */
export function textOf(plain: Plain | undefined, key: string): string | undefined {
  const value = fieldOf(plain, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function objectOf(plain: Plain | undefined, key: string): Plain | undefined {
  const value = fieldOf(plain, key);
  return isPlain(value) ? value : undefined;
}

/** The objects of a list. */
export function objectsOf(plain: Plain | undefined, key: string): readonly Plain[] {
  const value = fieldOf(plain, key);
  return Array.isArray(value) ? value.filter(isPlain) : [];
}

/** The texts of a list; undefined where there is no list, or something else in it. */
export function textsOf(plain: Plain | undefined, key: string): readonly string[] | undefined {
  const value = fieldOf(plain, key);
  return Array.isArray(value) && value.every((v): v is string => typeof v === 'string') ? value : undefined;
}

export function flagOf(plain: Plain | undefined, key: string): boolean | undefined {
  const value = fieldOf(plain, key);
  return typeof value === 'boolean' ? value : undefined;
}

/** A time as the inventory writes it: from ISO 8601, or from seconds since 1970; undefined for what is none. */
export function timeOf(plain: Plain | undefined, key: string): string | undefined {
  const value = fieldOf(plain, key);
  const time =
    typeof value === 'number'
      ? new Date(value * 1000)
      : typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)
        ? // Without a zone it is UTC.
          new Date(/(?:Z|[+-]\d\d:?\d\d)$/i.test(value) ? value : `${value}Z`)
        : undefined;
  return time === undefined || Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

/** The values at a path of names, `*` for every item of a list. */
export function valuesAt(from: unknown, path: string): readonly unknown[] {
  let here: readonly unknown[] = [from];
  for (const key of path.split('.')) {
    here = here.flatMap((value): readonly unknown[] => {
      if (key === '*') return Array.isArray(value) ? value : [];
      const next = isPlain(value) ? fieldOf(value, key) : undefined;
      return next === undefined || next === null ? [] : [next];
    });
  }
  return here;
}

/** The texts of a map: tags. */
export function textMapOf(plain: Plain | undefined, key: string): Readonly<Record<string, string>> | undefined {
  const map = objectOf(plain, key);
  if (map === undefined) return undefined;
  return Object.fromEntries(Object.entries(map).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

export function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
