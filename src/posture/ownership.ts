import type { Facts } from '../inventory/fact-types.ts';
import type { Identity } from '../inventory/identity.ts';
import { daysSince } from './age.ts';
import { reviewedByTags } from './reviewed.ts';
import type { World } from './world.ts';

/** Who answers for an identity, and whether he is still there. */
export function ownershipFacts(
  world: World,
  identity: Identity,
): Pick<Facts<'Identity'>, 'owner' | 'owner_from' | 'owner_departed' | 'owner_departed_on'> {
  const { departures } = world.settings;
  const { owner, ownerFrom } = ownedBy(world, identity);
  const departure = owner === undefined ? undefined : departures?.of(owner);
  return {
    owner,
    owner_from: owner === undefined ? undefined : (ownerFrom ?? 'tag'),
    // Who is nobody cannot have left; that nobody is named is a matter of its own.
    owner_departed:
      departures === undefined || (owner === undefined && isOwned(world, identity) !== false) ? undefined : departure !== undefined,
    owner_departed_on: departure === undefined ? undefined : (departure.on ?? 'a day that the list does not tell'),
  };
}

/** Days since somebody last looked at it, by the configuration or its tags. */
export function reviewedDays({ settings: { now, reviewTags } }: World, { reviewedAt, tags }: Identity): number | undefined {
  return daysSince(reviewedAt ?? reviewedByTags(tags, now, reviewTags), now);
}

/** The record that names the owner: an agent belongs to whom its role belongs. */
function ownedBy({ inventory }: World, identity: Identity): Identity {
  const role = identity.actsAs === undefined ? undefined : inventory.identities.get(identity.actsAs);
  return identity.owner === undefined && role?.owner !== undefined ? role : identity;
}

/** Whether somebody is named as its owner. Absent where tags were not read, and no other source of owners was. */
export function isOwned(world: World, identity: Identity): boolean | undefined {
  const { owner, ownerless } = ownedBy(world, identity);
  if (owner !== undefined) return true;
  const role = identity.actsAs === undefined ? undefined : world.inventory.identities.get(identity.actsAs);
  return ownerless === true || (identity.tags ?? role?.tags) !== undefined ? false : undefined;
}
