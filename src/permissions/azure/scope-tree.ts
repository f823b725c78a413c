import { plainArmId } from '../../inventory/azure-id.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Truth } from './judge-condition.ts';

export type ScopeKind = 'root' | 'management-group' | 'subscription' | 'resource-group' | 'resource';

/** All of a tenant, above its management groups. */
export const rootScope = '/';

const groupPrefix = '/providers/microsoft.management/managementgroups/';

/** A scope in the form in which scopes are compared: an ARM id in lower case. */
export function plainScope(scope: string): string {
  // Nearly all are plain already.
  if (scope.startsWith('/') && !/[A-Z\s]|\/$/.test(scope)) return scope;
  const plain = plainArmId(scope);
  return plain === '' ? rootScope : plain;
}

/** The scope that a record of the inventory stands for (`azure:subscription/…`); undefined of other planes. */
export function scopeOfHolder(id: string): string | undefined {
  const [, kind, rest = ''] = /^azure:(subscription|management-group|scope)\/(.*)$/s.exec(id) ?? [];
  switch (kind) {
    case 'subscription':
      return `/subscriptions/${rest.toLowerCase()}`;
    case 'management-group':
      return `${groupPrefix}${rest.toLowerCase()}`;
    case 'scope':
      return plainScope(rest.startsWith('/') ? rest : `/${rest}`);
    default:
      return undefined;
  }
}

export function kindOfScope(scope: string): ScopeKind {
  if (scope === rootScope) return 'root';
  if (scope.startsWith(groupPrefix)) return 'management-group';
  if (!scope.startsWith('/subscriptions/')) return 'resource';
  const second = scope.indexOf('/', '/subscriptions/'.length);
  if (second < 0) return 'subscription';
  const isGroup = scope.startsWith('/resourcegroups/', second) && scope.indexOf('/', second + '/resourcegroups/'.length) < 0;
  return isGroup ? 'resource-group' : 'resource';
}

/** Whether roles on a scope hold on more than a resource group. */
export function isBroadScope(scope: string): boolean {
  const kind = kindOfScope(scope);
  return kind !== 'resource-group' && kind !== 'resource';
}

/** `/subscriptions/1/resourcegroups/web` -> `resource group web`. */
export function shownScope(scope: string | undefined): string {
  if (scope === undefined) return 'something that is not known';
  const last = scope.slice(scope.lastIndexOf('/') + 1);
  switch (kindOfScope(scope)) {
    case 'root':
      return 'all of Azure';
    case 'management-group':
      return `management group ${last}`;
    case 'subscription':
      return `subscription ${last}`;
    case 'resource-group':
      return `resource group ${last}`;
    case 'resource':
      return last;
  }
}

/**
 * How scopes of Azure lie in each other: the root, management groups, subscriptions, resource groups, resources
 * (https://learn.microsoft.com/azure/role-based-access-control/scope-overview).
 */
export class ScopeTree {
  /** Of subscriptions and management groups: what they hang under; `null` at the top. */
  readonly #parents = new Map<string, string | null>();

  constructor(inventory: Inventory) {
    for (const { id, plane, parent } of inventory.scopes.values()) {
      if (plane !== 'azure' || parent === undefined) continue;
      const scope = scopeOfHolder(id);
      if (scope !== undefined) this.#parents.set(scope, parent.startsWith('entra:') ? null : (scopeOfHolder(parent) ?? null));
    }
  }

  /** Whether all of `inner` lies in `outer`; `maybe` where what hangs under what is not known. */
  covers(outer: string, inner: string): Truth {
    if (outer === rootScope || outer === inner || inner.startsWith(`${outer}/`)) return 'yes';
    if (!outer.startsWith(groupPrefix) || inner === rootScope) return 'no';
    // Everything of the tenant lies in the topmost group.
    if (this.#parents.get(outer) === null) return 'yes';
    for (const above of this.above(inner)) if (above === outer) return 'yes';
    const top = this.above(inner).at(-1) ?? inner;
    return this.#parents.get(this.#home(top)) === null ? 'no' : 'maybe';
  }

  /** What a scope lies in, from the nearest up, as far as it is known; the root left out. */
  above(scope: string): readonly string[] {
    const out: string[] = [];
    if (!scope.startsWith(groupPrefix)) {
      const home = this.#home(scope);
      const group = /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+/.exec(scope)?.[0];
      if (group !== undefined && group !== scope) out.push(group);
      if (home !== scope) out.push(home);
    }
    const seen = new Set(out);
    for (let at = this.#parents.get(this.#home(scope)); typeof at === 'string' && !seen.has(at); at = this.#parents.get(at)) {
      seen.add(at);
      out.push(at);
    }
    return out;
  }

  /** The subscription of what lies in one; a management group itself. */
  #home(scope: string): string {
    return /^\/subscriptions\/[^/]+/.exec(scope)?.[0] ?? scope;
  }
}
