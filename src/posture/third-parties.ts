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
    const identity = inventory.identities.get(id);
    if (identity?.nature !== 'unknown' || !isOutside(trusts)) continue;
    identities ??= new Map(inventory.identities);
    identities.set(id, { ...identity, nature: 'third-party' });
  }
  return identities === undefined ? inventory : { ...inventory, identities };
}
