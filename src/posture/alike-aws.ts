import { type Identity, natures } from '../inventory/identity.ts';
import { type Facet, levels, type Power } from '../permissions/power.ts';
import { authorization } from './authorization.ts';
import type { Posture } from './four-questions.ts';
import { keptSecretReadBy } from './kept-secrets.ts';
import { hasNothingOfItsOwn } from './nothing-of-its-own.ts';
import { peopleLetIn } from './people.ts';
import { mayAsk } from './run-time-decision.ts';
import { everyWorkloadListed } from './sharing.ts';
import { staticConditionOf } from './static-conditions.ts';
import type { World } from './world.ts';

/** Postures by the service that is trusted, by how long sessions last, by what else they turn on, see `placeOf`. */
type Shelves = Map<string | undefined, Map<number, Map<number, Posture>>>;

const shelvesOf = new WeakMap<World, Shelves>();

/**
 * The four answers for a role or user of AWS of which nothing was read but its record and its policies. An account has very many of
 * these, and what is answered turns on what most of them have in common: whom they trust, how much they may do. Undefined of any other.
 */
export function postureOfAlikeInAws(
  world: World,
  identity: Identity,
  isAgent: boolean | undefined,
  answer: (world: World, identity: Identity, isAgent: boolean | undefined) => Posture,
): Posture | undefined {
  if (!isPlain(world, identity)) return undefined;
  const power = world.permissions.powerOf(identity.id);
  if (!isUsual(world, identity, power)) return undefined;
  const shelf = shelfFor(world, identity);
  const place = placeOf(world, identity, power, isAgent);
  const known = shelf.get(place);
  if (known === undefined) {
    const made = answer(world, identity, isAgent);
    shelf.set(place, made);
    return made;
  }
  // Power that is too much is told with the statement that gives it, which is each one's own.
  return known.authorization.answer === 'no' ? { ...known, authorization: authorization(identity, power, isAgent) } : known;
}

/** Whether it has nothing but policies, and trusts one service at most. */
function isPlain(world: World, identity: Identity): boolean {
  const { kind, aws } = identity;
  return (
    (kind === 'aws-iam-role' || kind === 'aws-iam-user') &&
    (aws?.trusted_services?.length ?? 0) < 2 &&
    world.settings.agents === undefined &&
    hasNothingOfItsOwn(world, identity)
  );
}

/** Whether its answers name nothing that is its own: no person, no secret, no condition, nobody who decides. */
function isUsual(world: World, identity: Identity, power: Power): boolean {
  return (
    keptSecretReadBy(world, identity) === undefined &&
    mayAsk(world, identity).length === 0 &&
    peopleLetIn(world, identity).length === 0 &&
    !(power.conditional && staticConditionOf(world, identity) !== undefined)
  );
}

function shelfFor(world: World, { aws }: Identity): Map<number, Posture> {
  let shelves = shelvesOf.get(world);
  if (shelves === undefined) {
    shelves = new Map();
    shelvesOf.set(world, shelves);
  }
  const service = aws?.trusted_services?.[0];
  let byLength = shelves.get(service);
  if (byLength === undefined) {
    byLength = new Map();
    shelves.set(service, byLength);
  }
  const seconds = aws?.max_session_seconds ?? -1;
  let shelf = byLength.get(seconds);
  if (shelf === undefined) {
    shelf = new Map();
    byLength.set(seconds, shelf);
  }
  return shelf;
}

const asked = [true, false, undefined];
const facets: readonly Facet[] = ['all', 'some', 'none', 'unknown'];

/** A number for what identities on a shelf differ in: a text would have to be made and looked up for each of them. */
function placeOf(world: World, identity: Identity, power: Power, isAgent: boolean | undefined): number {
  const { kind, nature, standing, aws } = identity;
  const keys = aws?.active_keys;
  let place = natures.indexOf(nature);
  place = place * asked.length + asked.indexOf(isAgent);
  place = place * asked.length + asked.indexOf(aws?.console_password);
  place = place * asked.length + asked.indexOf(keys === undefined ? undefined : keys > 0);
  place = place * 2 + (aws?.bedrock_user === true ? 1 : 0);
  place = place * 2 + (kind === 'aws-iam-role' ? 1 : 0);
  place = place * 2 + (standing === 'observed' ? 1 : 0);
  place = place * 2 + (everyWorkloadListed(world, identity) ? 1 : 0);
  place = place * (levels.length + 1) + (power.level === 'unknown' ? levels.length : levels.indexOf(power.level));
  place = place * facets.length + facets.indexOf(power.write);
  place = place * facets.length + facets.indexOf(power.execute);
  place = place * facets.length + facets.indexOf(power.grant);
  place = place * 2 + (power.conditional ? 1 : 0);
  return place * 2 + (power.unreadable.length > 0 ? 1 : 0);
}
