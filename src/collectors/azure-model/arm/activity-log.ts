import { type DayRanges, rangesOf } from '../../../inventory/day-ranges.ts';
import type { Evidence } from '../../../inventory/evidence.ts';
import { type ActingPrincipal, type ActivityEvent, readActivityEvent } from './activity-event.ts';
import { type ArmContext, principalAliases } from './arm-context.ts';
import type { Plain } from './arm-object.ts';

interface Activity {
  readonly principal: ActingPrincipal;
  readonly at: Evidence;
  first: string;
  last: string;
  readonly actions: Map<string, string>;
  readonly refused: Map<string, number>;
}

/** What the events of one subscription show of how whole they are. */
interface Seen {
  readonly days: Set<string>;
  readonly callers: Set<string>;
  readonly groups: Set<string>;
  readonly at: Evidence;
}

/** Two tell as much as a thousand. */
const enough = 2;
/** No role needs so many actions; whoever has more tells nothing by them. */
const mostActions = 5000;

/**
 * Adds up events of the Activity Log, which holds what was written, deleted and done with resources in the last 90 days, and
 * neither what was read nor what was done with data
 * (https://learn.microsoft.com/azure/azure-monitor/platform/activity-log). Memory grows with distinct callers, actions and
 * days, not with events.
 */
export class ActivityLog {
  readonly #byCaller = new Map<string, Activity>();
  readonly #bySubscription = new Map<string, Seen>();
  /** Days of which whoever asked knows to have every event, by subscription. */
  readonly #whole = new Map<string, DayRanges>();
  readonly #refusals = new Set<string>();

  /** False where an event has no time. */
  add(raw: Plain, at: Evidence): boolean {
    const event = readActivityEvent(raw);
    if (event === undefined) return false;
    if (event.actions.length === 0) return true;
    this.#see(event, at);
    const { principal } = event;
    const key = principal?.object ?? principal?.application ?? principal?.either;
    if (principal === undefined || key === undefined) return true;
    let activity = this.#byCaller.get(key);
    if (activity === undefined) {
      activity = { principal, at, first: event.at, last: event.at, actions: new Map(), refused: new Map() };
      this.#byCaller.set(key, activity);
    }
    this.#take(activity, event);
    return true;
  }

  /** Says that all events of these days were read. */
  readWhole(subscription: string, days: DayRanges): void {
    this.#whole.set(subscription, days);
  }

  finish(context: ArmContext): void {
    for (const [subscription, seen] of this.#bySubscription) if (!this.#whole.has(subscription)) seeDays(context, subscription, seen);
    for (const [subscription, days] of this.#whole) emitDays(context, subscription, days);
    // Those who are named by both ids first: they tell what a single id is.
    const callers = [...this.#byCaller.values()];
    for (const activity of callers) if (activity.principal.either === undefined) emitUse(context, activity);
    for (const activity of callers) if (activity.principal.either !== undefined) emitUse(context, activity);
  }

  #see({ subscription, at: time, caller, group }: ActivityEvent, at: Evidence): void {
    if (subscription === '') return;
    const seen = this.#bySubscription.get(subscription) ?? { days: new Set(), callers: new Set(), groups: new Set(), at };
    this.#bySubscription.set(subscription, seen);
    seen.days.add(time.slice(0, 10));
    if (seen.callers.size < enough) seen.callers.add(caller);
    if (seen.groups.size < enough) seen.groups.add(group);
  }

  #take(activity: Activity, { id, at, actions, refused }: ActivityEvent): void {
    if (at < activity.first) activity.first = at;
    if (at > activity.last) activity.last = at;
    for (const action of actions) {
      if (!refused) {
        if (at > (activity.actions.get(action) ?? '') && (activity.actions.has(action) || activity.actions.size < mostActions))
          activity.actions.set(action, at);
        continue;
      }
      // Pages and files may hold an event twice.
      const key = `${id ?? at} ${action}`;
      if (this.#refusals.has(key)) continue;
      this.#refusals.add(key);
      activity.refused.set(action, (activity.refused.get(action) ?? 0) + 1);
    }
  }
}

/** A list of one caller or one resource group says nothing of the others: only one of several of both is taken for whole. */
function seeDays(context: ArmContext, subscription: string, { days, callers, groups, at }: Seen): void {
  if (callers.size >= enough && groups.size >= enough) {
    emitDays(context, subscription, rangesOf(days));
    return;
  }
  context.gap(
    'activity',
    {
      what: 'whether these are all events of a subscription',
      why: 'not-given',
      detail: `the events of ${subscription} are of one ${callers.size < enough ? 'caller' : 'resource group'} alone, so nothing follows from what they do not hold`,
      permission: 'az monitor activity-log list --offset 89d --max-events 100000',
      partial: false,
    },
    at,
  );
}

function emitDays(context: ArmContext, subscription: string, days: DayRanges): void {
  const observed = { days, reads: false, kms: false, regions: [] };
  context.emit({ type: 'scope', value: { id: `azure:subscription/${subscription}`, plane: 'azure', name: subscription, observed } });
}

function emitUse(context: ArmContext, { principal, at, first, last, actions, refused }: Activity): void {
  const identity = holderOf(context, principal, at);
  if (identity === undefined) return;
  context.emit({
    type: 'use',
    value: {
      id: `${identity}#use/activity-log`,
      identity,
      recorder: 'activity-log',
      services: {},
      actions: sorted(actions),
      refused: sorted(refused),
      firstAt: first,
      lastAt: last,
      evidence: [at],
    },
  });
}

/** The identity that made the calls. Of an id that may be of either kind, what other answers tell of it decides. */
function holderOf(context: ArmContext, { object, application, either }: ActingPrincipal, at: Evidence): string | undefined {
  if (object !== undefined) context.principalTypes.set(object, 'ServicePrincipal');
  if (either !== undefined && context.principalTypes.get(either)?.toLowerCase() !== 'serviceprincipal') {
    context.gap(
      'caller',
      {
        what: 'who made some calls',
        why: 'not-given',
        detail: `the Activity Log names the caller by ${either} alone, and no answer says whether that is an object id or a client id`,
        permission: 'events with their claims: az monitor activity-log list -o json',
        partial: false,
      },
      at,
    );
    return undefined;
  }
  const objectId = object ?? either;
  const id = objectId === undefined ? `entra:application/${application ?? ''}` : `entra:service-principal/${objectId}`;
  const aliases = principalAliases(undefined, application).filter((alias) => alias !== id);
  context.identity({
    id,
    plane: 'entra',
    kind: objectId === undefined ? 'entra-application' : 'entra-service-principal',
    name: objectId ?? application ?? '',
    scope: '',
    nature: 'unknown',
    agent: false,
    standing: 'named',
    ...(aliases.length > 0 ? { aliases } : {}),
    evidence: [at],
  });
  return id;
}

function sorted<T>(map: ReadonlyMap<string, T>): Record<string, T> {
  return Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
