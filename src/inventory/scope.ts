import type { Inventory } from './inventory.ts';

const cache = new WeakMap<Inventory, ReadonlySet<string>>();

/** AWS accounts known to be the user's own: those read, the members of their organization, and those configured. */
export function accountsOf(inventory: Inventory, configured: ReadonlySet<string>): ReadonlySet<string> {
  const present = cache.get(inventory);
  if (present !== undefined) return present;
  const accounts = new Set(configured);
  for (const scope of inventory.scopes.values()) {
    if (scope.id.startsWith('aws:account/')) accounts.add(scope.id.slice('aws:account/'.length));
    for (const member of scope.memberAccounts ?? []) accounts.add(member);
  }
  cache.set(inventory, accounts);
  return accounts;
}
