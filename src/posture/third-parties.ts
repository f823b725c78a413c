import type { Identity } from '../inventory/identity.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { accountsOf } from '../inventory/scope.ts';
import { isExternalTrust } from './trust-facts.ts';

/**
 * The inventory in which an identity that only outsiders are seen to use counts as a third party's. Which accounts are
 * outside is known only when everything was read, so no collector can say it.
 */
export function withThirdParties(inventory: Inventory, knownAccounts: ReadonlySet<string>): Inventory {
  const known = accountsOf(inventory, knownAccounts);
  const outside = (identity: Identity): boolean => {
    if (identity.nature !== 'unknown') return false;
    let isLetIn = false;
    for (const trust of inventory.trusts.get(identity.id) ?? []) {
      if (trust.effect !== 'Allow') continue;
      if (isExternalTrust(trust, inventory, known) !== true) return false;
      isLetIn = true;
    }
    return isLetIn;
  };
  let identities: Map<string, Identity> | undefined;
  for (const identity of inventory.identities.values()) {
    if (!outside(identity)) continue;
    identities ??= new Map(inventory.identities);
    identities.set(identity.id, { ...identity, nature: 'third-party' });
  }
  return identities === undefined ? inventory : { ...inventory, identities };
}
