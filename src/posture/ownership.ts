import type { Facts } from '../inventory/fact-types.ts';
import type { Identity } from '../inventory/identity.ts';
import { daysSince } from './age.ts';
import { reviewedByTags } from './reviewed.ts';
import type { World } from './world.ts';

/** Who answers for an identity, whether he is still there, and when somebody last looked at it. */
export function ownershipFacts(
  world: World,
  identity: Identity,
): Pick<Facts<'Identity'>, 'owner' | 'owned' | 'owner_from' | 'owner_departed' | 'owner_departed_on' | 'reviewed_days'> {
  const { now, departures, reviewTags } = world.settings;
  const { owner, ownerFrom } = ownedBy(world, identity);
  const owned = isOwned(world, identity);
  const departure = owner === undefined ? undefined : departures?.of(owner);
  return {
    owner,
    owned,
    owner_from: owner === undefined ? undefined : (ownerFrom ?? 'tag'),
    // Who is nobody cannot have left; that nobody is named is a matter of its own.
    owner_departed: departures === undefined || (owner === undefined && owned !== false) ? undefined : departure !== undefined,
    owner_departed_on: departure === undefined ? undefined : (departure.on ?? 'a day that the list does not tell'),
    reviewed_days: daysSince(identity.reviewedAt ?? reviewedByTags(identity.tags, now, reviewTags), now),
  };
}

/** The record that names the owner: an agent belongs to whom its role belongs. */
function ownedBy({ inventory }: World, identity: Identity): Identity {
  const role = identity.actsAs === undefined ? undefined : inventory.identities.get(identity.actsAs);
  return identity.owner === undefined && role?.owner !== undefined ? role : identity;
}

/** Whether somebody is named as its owner. Absent where tags were not read, and no other source of owners was. */
function isOwned(world: World, identity: Identity): boolean | undefined {
  const { owner, ownerless } = ownedBy(world, identity);
  if (owner !== undefined) return true;
  const role = identity.actsAs === undefined ? undefined : world.inventory.identities.get(identity.actsAs);
  return ownerless === true || (identity.tags ?? role?.tags) !== undefined ? false : undefined;
}
