import type { Identity } from '../inventory/identity.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { vendorAccounts } from '../posture/known-accounts.ts';
import type { PostureSettings } from '../posture/settings.ts';
import { type Config, matchesPattern } from './config.ts';

/** What the configuration says of accounts, in the form that posture takes. The user's own names of third parties win over ours. */
export function postureSettings(config: Config, now: Date): PostureSettings {
  return {
    now: now.getTime(),
    knownAccounts: new Set(config.knownAccounts),
    vendors: { ...vendorAccounts, ...Object.fromEntries(config.knownThirdParties) },
    ...(config.registry === undefined ? {} : { registry: new Set(config.registry) }),
  };
}

/** The inventory with the owners and environments that the configuration gives; they win over what tags and names say. */
export function withConfiguredMeaning(inventory: Inventory, config: Config): Inventory {
  if (config.owners.length === 0 && config.environments.length === 0) return inventory;
  const given = (identity: Identity): Identity => {
    const owner = config.owners.find((o) => matchesPattern(o, identity))?.owner;
    const environment = config.environments.find((e) => matchesPattern(e, identity))?.environment;
    return { ...identity, ...(owner === undefined ? {} : { owner }), ...(environment === undefined ? {} : { environment }) };
  };
  return { ...inventory, identities: new Map([...inventory.identities].map(([id, identity]) => [id, given(identity)])) };
}
