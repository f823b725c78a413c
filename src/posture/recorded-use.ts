import { countDays, lastDay } from '../inventory/day-ranges.ts';
import type { Identity } from '../inventory/identity.ts';
import { laterOf } from '../inventory/merge.ts';
import type { Observed, Use } from '../inventory/use.ts';
import { actionsOfEvent } from '../permissions/aws/event-actions.ts';
import { isWatched, untraceable } from '../permissions/aws/watched-services.ts';
import type { ActionCatalogue } from '../permissions/power.ts';

/** `unused`: somebody who would have seen it used, for long enough, did not. */
export type Used = 'used' | 'unused' | 'unknown';

export interface UsePeriods {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Use that lies further back than so many days before the end of the records is none. */
  readonly days: number;
}

const day = 86_400_000;

/** A record that ends more days ago than this says nothing of today. */
const stale = 90;

/**
 * What is known of the use that an identity makes of its permissions, from all recorders. A claim that something is not
 * used comes only from a recorder that tells of it, whose record reaches to within the period of today, and covers the
 * period or is the longest there is.
 */
export class RecordedUse {
  /** Days of recorded use, up to the last one and not before the identity was made; undefined where that is not known. */
  readonly observedDays: number | undefined;
  /** The same for the trail alone. */
  readonly trailDays: number | undefined;
  readonly #periods: UsePeriods;
  /** When the records end: milliseconds. */
  readonly #until: number;
  readonly #catalogue: ActionCatalogue;
  readonly #accessed: Use | undefined;
  readonly #observed: Observed | undefined;
  readonly #accessedSpeaks: boolean;
  readonly #trailSpeaks: boolean;
  readonly #trailActions = new Map<string, string>();
  readonly #trailServices = new Map<string, string>();
  /** Services with events of which the permission is not known. */
  readonly #unmapped = new Set<string>();
  /** Events of which the permission is not known. */
  readonly unmappedEvents: readonly string[];

  constructor(
    identity: Identity,
    recorded: { readonly uses: readonly Use[]; readonly observed: Observed | undefined },
    catalogue: ActionCatalogue,
    periods: UsePeriods,
  ) {
    this.#periods = periods;
    this.#catalogue = catalogue;
    this.#accessed = recorded.uses.find((u) => u.recorder === 'last-accessed');
    this.#observed = recorded.observed;
    const ends = [this.#accessed?.days, recorded.observed?.days].map((days) => Date.parse(lastDay(days ?? []) ?? '') + day);
    this.#until = Math.min(periods.now, Math.max(0, ...ends.filter((end) => !Number.isNaN(end))));
    this.trailDays = this.#daysOf(recorded.observed?.days, identity.createdAt);
    const accessedDays = this.#daysOf(this.#accessed?.days, identity.createdAt);
    const longest = Math.max(this.trailDays ?? 0, accessedDays ?? 0);
    this.observedDays = this.trailDays === undefined && accessedDays === undefined ? undefined : longest;
    const needed = Math.min(periods.days, longest);
    this.#accessedSpeaks = accessedDays !== undefined && accessedDays >= needed && accessedDays > 0;
    this.#trailSpeaks = this.trailDays !== undefined && this.trailDays >= needed && this.trailDays > 0;
    this.unmappedEvents = this.#readTrail(recorded.uses.find((u) => u.recorder === 'trail'));
  }

  ofAction(action: string): Used {
    const service = serviceOf(action);
    if (this.#isRecent(this.#trailActions.get(action.toLowerCase()))) return 'used';
    const accessed = this.#accessedAction(action, service);
    if (accessed !== 'unknown' || !this.#trailSpeaks) return accessed;
    return this.#trailWouldShow(action, service) ? 'unused' : 'unknown';
  }

  /** `actions`: those of the service that the identity may do. */
  ofService(service: string, actions: readonly string[]): Used {
    const at = this.#accessed?.services[service];
    if (this.#isRecent(at) || this.#isRecent(this.#trailServices.get(service))) return 'used';
    if (at !== undefined && this.#accessedSpeaks) return 'unused';
    return actions.length > 0 && actions.every((action) => this.ofAction(action) === 'unused') ? 'unused' : 'unknown';
  }

  #accessedAction(action: string, service: string): Used {
    const whole = this.#accessed?.services[service];
    const tracked = this.#accessed?.actions[action];
    if (this.#isRecent(tracked)) return 'used';
    if (!this.#accessedSpeaks || whole === undefined || untraceable.has(action.toLowerCase())) return 'unknown';
    return tracked !== undefined || !this.#isRecent(whole) ? 'unused' : 'unknown';
  }

  #trailWouldShow(action: string, service: string): boolean {
    const { reads, kms } = this.#observed ?? { reads: false, kms: false };
    if (!isWatched(action) || this.#unmapped.has(service) || (service === 'kms' && !kms)) return false;
    if (!reads && this.#catalogue.isReading(action)) return false;
    // What is made may be tagged in the same call, which then needs the permission to tag and shows no call for it.
    return !(this.#trailServices.has(service) && this.#catalogue.isTagging(action));
  }

  #readTrail(trail: Use | undefined): readonly string[] {
    const unmapped: string[] = [];
    for (const [event, at] of Object.entries(trail?.actions ?? {})) {
      if (at === null) continue;
      const { services, actions } = actionsOfEvent(event, this.#catalogue.isKnown);
      for (const action of actions) note(this.#trailActions, action.toLowerCase(), at);
      for (const service of new Set([...services, ...actions.map(serviceOf)])) note(this.#trailServices, service, at);
      if (actions.length > 0) continue;
      unmapped.push(event);
      for (const service of services) this.#unmapped.add(service);
    }
    return unmapped;
  }

  #isRecent(at: string | null | undefined): boolean {
    return typeof at === 'string' && this.#until - Date.parse(at) <= this.#periods.days * day;
  }

  /** Of an identity of unknown age it is not known how long it could be used. */
  #daysOf(days: readonly string[] | undefined, createdAt: string | undefined): number | undefined {
    const last = days === undefined ? undefined : lastDay(days);
    if (days === undefined || last === undefined || createdAt === undefined) return undefined;
    return this.#periods.now - Date.parse(last) > Math.max(this.#periods.days, stale) * day
      ? undefined
      : countDays(days, createdAt.slice(0, 10));
  }
}

function note(times: Map<string, string>, key: string, at: string): void {
  times.set(key, laterOf(times.get(key), at) ?? at);
}

function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(':'));
}
