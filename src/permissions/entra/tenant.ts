import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';

const prefix = 'entra:tenant/';

/** The tenant of each identity of Entra or Azure; where nothing says it, the only one that was read, else an empty text. */
export function readTenants(inventory: Inventory): (identity: Identity) => string {
  const tenants = [...inventory.scopes.keys()].filter((id) => id.startsWith(prefix)).map((id) => id.slice(prefix.length));
  const only = tenants.length === 1 ? (tenants[0] ?? '') : '';
  const ofSubscription = new Map<string, string>();
  const climb = (id: string): string => {
    const seen = new Set<string>();
    for (let at: string | undefined = id; at !== undefined && !seen.has(at); at = inventory.scopes.get(at)?.parent) {
      if (at.startsWith(prefix)) return at.slice(prefix.length);
      seen.add(at);
    }
    return only;
  };
  return ({ entra, plane, scope, azure }) => {
    if (entra?.tenant !== undefined) return entra.tenant;
    if (plane === 'entra') return inventory.scopes.has(`${prefix}${scope}`) || only === '' ? scope : only;
    const subscription = azure?.subscription ?? scope;
    const present = ofSubscription.get(subscription);
    if (present !== undefined) return present;
    const tenant = climb(`azure:subscription/${subscription}`);
    ofSubscription.set(subscription, tenant);
    return tenant;
  };
}
