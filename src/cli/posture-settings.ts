import type { Evidence } from '../inventory/evidence.ts';
import type { Identity } from '../inventory/identity.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { type Departure, DepartureBook } from '../posture/departed.ts';
import { vendorAccounts } from '../posture/known-accounts.ts';
import type { PostureSettings } from '../posture/settings.ts';
import { type Config, matchesPattern } from './config.ts';
import { parseDepartures, readDepartures } from './read-departures.ts';

/** What the configuration says of accounts, in the form that posture takes. The user's own names of third parties win over ours. */
export function postureSettings(config: Config, now: Date, left?: readonly Departure[]): PostureSettings {
  return {
    now: now.getTime(),
    knownAccounts: new Set(config.knownAccounts),
    vendors: { ...vendorAccounts, ...Object.fromEntries(config.knownThirdParties) },
    ...(config.registry === undefined ? {} : { registry: new Set(config.registry) }),
    ...(config.agents === undefined ? {} : { agents: config.agents }),
    reviewTags: config.reviewTags,
    tokenLimits: config.tokenLimits,
    ...(left === undefined ? {} : { departures: new DepartureBook(left, now.getTime()) }),
  };
}

/**
 * Who left, by the list of the command line, else by the configuration; undefined where neither gives one.
 * @throws UserError for a list that cannot be read.
 */
export async function departuresOf(config: Config, given: string | undefined): Promise<readonly Departure[] | undefined> {
  const { departed } = config;
  const file = given ?? (departed !== undefined && 'file' in departed ? departed.file : undefined);
  if (file !== undefined) return readDepartures(file);
  return departed === undefined || 'file' in departed ? undefined : parseDepartures(departed.join('\n'), config.file ?? 'departed');
}

/** The inventory with the owners, environments and reviews that the configuration gives; they win over what sources say. */
export function withConfiguredMeaning(inventory: Inventory, config: Config): Inventory {
  const { owners, environments, ownerTags, reviews } = config;
  if (owners.length === 0 && environments.length === 0 && ownerTags.length === 0 && reviews.length === 0) return inventory;
  const given = (identity: Identity): Identity => {
    const environment = environments.find((e) => matchesPattern(e, identity))?.environment;
    const reviewed = reviews
      .filter((r) => matchesPattern(r, identity))
      .map((r) => r.on)
      .sort()
      .at(-1);
    return {
      ...identity,
      ...ownerByConfiguration(identity, config),
      ...(environment === undefined ? {} : { environment }),
      ...(reviewed === undefined ? {} : { reviewedAt: reviewed }),
    };
  };
  return { ...inventory, identities: new Map([...inventory.identities].map(([id, identity]) => [id, given(identity)])) };
}

/** The owner that an entry names, else the one that the user's own tag keys name. */
function ownerByConfiguration(identity: Identity, { owners, ownerTags, file = '.nhi.yaml' }: Config): Partial<Identity> {
  const entry = owners.find((o) => matchesPattern(o, identity));
  if (entry !== undefined) {
    const place: Evidence = { source: file, file, ...(entry.line === undefined ? {} : { line: entry.line }) };
    return { owner: entry.owner, ownerFrom: 'configuration', factEvidence: { ...identity.factEvidence, owner: [place] } };
  }
  for (const key of ownerTags) {
    const tag = Object.entries(identity.tags ?? {}).find(([k, value]) => k.toLowerCase() === key.toLowerCase() && value.trim() !== '');
    if (tag === undefined) continue;
    const { owner: _, ...others } = identity.factEvidence ?? {};
    return { owner: tag[1].trim(), ownerFrom: 'tag', factEvidence: others };
  }
  return {};
}
