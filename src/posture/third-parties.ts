import type { Identity } from '../inventory/identity.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { accountsOf } from '../inventory/scope.ts';
import type { Trust } from '../inventory/trust.ts';
import { isExternalTrust } from './trust-facts.ts';

/**
 * The inventory in which an identity that only outsiders are seen to use counts as a third party's. Which accounts are
 * outside is known only when everything was read, so no collector can say it.
 */
export function withThirdParties(inventory: Inventory, knownAccounts: ReadonlySet<string>): Inventory {
  const known = accountsOf(inventory, knownAccounts);
  const isOutside = (trusts: readonly Trust[]): boolean => {
    let isLetIn = false;
    for (const trust of trusts) {
      if (trust.effect !== 'Allow') continue;
      if (isExternalTrust(trust, inventory, known) !== true) return false;
      isLetIn = true;
    }
    return isLetIn;
  };
  let identities: Map<string, Identity> | undefined;
  for (const [id, trusts] of inventory.trusts) {
    // Hardly any is open to outsiders alone: to ask that first saves the search for most identities.
    const identity = isOutside(trusts) ? inventory.identities.get(id) : undefined;
    if (identity?.nature !== 'unknown') continue;
    identities ??= new Map(inventory.identities);
    identities.set(id, { ...identity, nature: 'third-party' });
  }
  return identities === undefined ? inventory : { ...inventory, identities };
}
