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
  const found: Identity[] = [];
  for (const [id, trusts] of inventory.trusts) {
    const identity = inventory.identities.get(id);
    if (identity?.nature !== 'unknown') continue;
    const allowed = trusts.filter((t) => t.effect === 'Allow');
    if (allowed.length > 0 && allowed.every((t) => isExternalTrust(t, inventory, known) === true)) found.push(identity);
  }
  if (found.length === 0) return inventory;
  const identities = new Map(inventory.identities);
  for (const identity of found) identities.set(identity.id, { ...identity, nature: 'third-party' });
  return { ...inventory, identities };
}
