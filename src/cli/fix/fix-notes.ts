import { didYouMean } from '../../engine/nearest.ts';
import { lastDay } from '../../inventory/day-ranges.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { ActionUniverse } from '../../permissions/aws/action-universe.ts';
import type { Need } from '../../permissions/aws/smaller-policy.ts';
import type { PermissionEngine } from '../../permissions/power.ts';
import { few } from '../../posture/few.ts';
import type { RecordedUse } from '../../posture/recorded-use.ts';
import type { World } from '../../posture/world.ts';

type Actions = ReadonlyMap<string, readonly string[]>;

interface UseNotes {
  readonly world: World;
  readonly identity: Identity;
  readonly record: RecordedUse;
  readonly days: number;
  readonly after: Actions;
  readonly unknownActions: readonly string[];
}

/** What a policy made from recorded use cannot know, one line each. */
export function useNotes({ world, identity, record, days, after, unknownActions }: UseNotes): readonly string[] {
  const unseen = [...after].flatMap(([service, actions]) => {
    const count = actions.filter((action) => record.ofAction(action) === 'unknown').length;
    return count === 0 ? [] : [`${service} (${count})`];
  });
  const wholly = [...after].filter(([service, actions]) => record.ofService(service, actions) === 'used').length;
  return [
    ...periods(world, identity, record),
    `what is needed less often than every ${days} days is not in it: think of yearly jobs, restores and emergencies`,
    ...(after.size === 0 ? [] : [`services that were used: ${wholly} of the ${after.size} that are left`]),
    ...(unseen.length === 0
      ? []
      : [
          `kept although no record can show whether they are used: ${few(unseen.sort(), 12)}; data events, iam:PassRole and actions that are not tracked one by one leave no trace in these records`,
        ]),
    ...(record.unmappedEvents.length === 0
      ? []
      : [`events of which the permission is not known, so nothing was taken from their services: ${few(record.unmappedEvents, 12)}`]),
    ...(unknownActions.length === 0 ? [] : [`kept because they are not in the table of known actions: ${few(unknownActions, 12)}`]),
    'where a wildcard was replaced by names, actions newer than the table of known actions are gone',
    'resources and conditions stand as they stood: recorded use does not say on which resources an action was used',
    'policies of resources and trust policies of roles may give more, and are not changed',
  ];
}

/** What a policy made from declared needs leaves open. */
export function needNotes(
  needs: readonly Need[],
  before: Actions,
  after: PermissionEngine,
  id: string,
  universe: ActionUniverse,
): readonly string[] {
  const held = new Set([...before.values()].flat());
  const missing = needs.flatMap(({ action, resource }) => {
    const names = [...universe.match([action], false).set.indices()].map((index) => universe.nameOf(index));
    const lacking = names.filter((name) => {
      const { answer } = after.decide(id, name, resource);
      return answer !== 'allowed' && answer !== 'conditional';
    });
    if (lacking.length === 0) return [];
    const all = lacking.length === names.length;
    return [`${action}${resource === undefined ? '' : ` on ${resource}`}${all ? '' : ` (${lacking.length} of ${names.length} actions)`}`];
  });
  const unknown = unknownNeeds(needs, universe);
  return [
    ...(unknown.length === 0 ? [] : [`declared as needed and not among the known actions: ${[...new Set(unknown)].join(', ')}`]),
    `made from what was declared as needed, not from recorded use; ${held.size} known actions are held now`,
    ...(missing.length === 0 ? [] : [`declared as needed and not, or not wholly, allowed, now or with this policy: ${missing.join('; ')}`]),
    'conditions stand as they stood, and Deny statements stay',
    'policies of resources and trust policies of roles may give more, and are not changed',
  ];
}

function periods(world: World, identity: Identity, record: RecordedUse): readonly string[] {
  const uses = world.inventory.uses.get(identity.id) ?? [];
  const accessed = uses.find((u) => u.recorder === 'last-accessed')?.days;
  const observed = world.inventory.scopes.get(`aws:account/${identity.aws?.account ?? identity.scope}`)?.observed;
  return [
    ...(accessed === undefined
      ? []
      : [`service last accessed details up to ${lastDay(accessed)}, ${record.observedDays ?? 0} days at most`]),
    ...(observed === undefined
      ? []
      : [
          `a trail with events on ${record.trailDays ?? 0} days up to ${lastDay(observed.days)}, of ${observed.regions.length === 0 ? 'unknown regions' : observed.regions.join(', ')}${observed.reads ? '' : '; it shows no calls that only read'}${observed.kms ? '' : '; it shows no calls to KMS'}`,
        ]),
  ];
}

/** Declared actions that no service knows, with the nearest that one does. */
function unknownNeeds(needs: readonly Need[], universe: ActionUniverse): readonly string[] {
  return needs.flatMap(({ action }) => {
    const { set } = universe.match([action], false);
    if (set.size > 0) return [];
    const service = action.slice(0, action.indexOf(':')).toLowerCase();
    const names = universe.names(service).map((name) => `${service}:${name}`);
    return [`${action}${didYouMean(action, names)}`];
  });
}

/** Why needs make no policy at all. */
export function nothingHeld(name: string, needs: readonly Need[], universe: ActionUniverse): string {
  const unknown = unknownNeeds(needs, universe);
  const why =
    unknown.length > 0
      ? `not among the known actions: ${few(unknown, 4)}`
      : few(
          needs.map(({ action, resource }) => `${action}${resource === undefined ? '' : ` on ${resource}`}`),
          4,
        );
  return `nothing of what was declared as needed is held by ${name}, so no policy can be made of it: ${why}`;
}
