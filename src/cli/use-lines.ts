import { lastDay } from '../inventory/day-ranges.ts';
import type { Facts } from '../inventory/fact-types.ts';
import type { Identity } from '../inventory/identity.ts';
import type { Use } from '../inventory/use.ts';
import { few } from '../posture/few.ts';
import { usePeriodDays } from '../posture/use-book.ts';
import type { World } from '../posture/world.ts';
import { count } from '../reporters/count.ts';

const shown = 8;

/** What is recorded of an identity's use, for a person. Empty where no record was read. */
export function useLines(world: World, identity: Identity): readonly string[] {
  const facts = world.use.factsOf(identity);
  if (facts === undefined) return [];
  const uses = world.inventory.uses.get(identity.id) ?? [];
  const trail = uses.find((u) => u.recorder === 'trail');
  const accessed = uses.find((u) => u.recorder === 'last-accessed');
  return [
    ...(accessed?.days === undefined
      ? []
      : [`services: ${datesOf(accessed.services)} (last accessed details up to ${lastDay(accessed.days)})`]),
    ...(accessed === undefined || Object.keys(accessed.actions).length === 0 ? [] : [`actions: ${datesOf(accessed.actions)}`]),
    ...(facts.trail_days === undefined
      ? []
      : [
          `${identity.plane === 'aws' ? 'a trail shows its account' : 'the Activity Log shows where it holds roles'} on ${count(facts.trail_days, 'day')}`,
        ]),
    ...uses.flatMap((u) => (u.recorder === 'activity-log' ? activityLines(u) : [])),
    ...(trail === undefined ? [] : trailLines(trail, facts.clients ?? [])),
    ...(facts.interactive === undefined || facts.interactive.length === 0 ? [] : [`by a person: ${facts.interactive.join(', ')}`]),
    ...unusedLines(facts),
    ...uses.flatMap((u) => u.reported ?? []).map((text) => `IAM Access Analyzer: ${text}`),
  ];
}

function unusedLines({ observed_days: days = 0, unused }: Facts<'Use'>): readonly string[] {
  if (days < usePeriodDays) return [`what it does not use cannot be said: ${count(days, 'day')} recorded, and ${usePeriodDays} are needed`];
  return unused === undefined ? [] : [`not used: ${unused}`];
}

/** What the Activity Log of Azure shows: neither reading nor what is done with data. */
function activityLines({ actions, refused = {}, firstAt, lastAt }: Use): readonly string[] {
  const refusals = Object.entries(refused).map(([action, times]) => `${action} (${count(times, 'time')})`);
  return [
    `written, deleted and done, from ${firstAt?.slice(0, 10) ?? '?'} to ${lastAt?.slice(0, 10) ?? '?'}: ${datesOf(actions)}`,
    ...(refusals.length === 0 ? [] : [`refused: ${few(refusals, shown)}`]),
  ];
}

function trailLines(trail: Use, clients: readonly string[]): readonly string[] {
  const refused = Object.entries(trail.refused ?? {}).map(([event, times]) => `${event} (${count(times, 'time')})`);
  const keys = Object.entries(trail.keys ?? {}).map(
    ([key, networks]) => `${key} from ${networks.length === 0 ? 'no network that is known' : networks.join(', ')}`,
  );
  return [
    `events: ${datesOf(trail.actions)}`,
    `made by: ${clients.join(', ')}; from ${count(trail.networks?.length ?? 0, 'network')}, in ${few(trail.regions ?? [], shown)}`,
    ...(keys.length === 0 ? [] : [`keys: ${few(keys, shown)}`]),
    ...(refused.length === 0 ? [] : [`refused: ${few(refused, shown)}`]),
  ];
}

/** The latest first, what was not used last. */
function datesOf(times: Readonly<Record<string, string | null>>): string {
  const entries = Object.entries(times).sort(([a, x], [b, y]) => ((x ?? '') < (y ?? '') ? 1 : (x ?? '') > (y ?? '') ? -1 : a < b ? -1 : 1));
  return few(
    entries.map(([name, at]) => `${name} ${at === null ? 'not used' : at.slice(0, 10)}`),
    shown,
  );
}
