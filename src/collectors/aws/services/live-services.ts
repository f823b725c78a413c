import type { CollectContext } from '../../collector.ts';
import { inParallel } from '../live-pages.ts';
import { HeldSink, LiveReader, type ServiceHealth, type Sink } from '../live-reader.ts';
import { callPlan } from './call-plan.ts';
import { readEnabledRegions, readRegion } from './read-services.ts';
import { serviceCalls } from './service-calls.ts';
import type { SignedCaller } from './signed-caller.ts';

/** Regions at a time. */
const width = 2;

export interface LiveServices {
  readonly source: string;
  readonly account: string | undefined;
  /** The region of the credentials. */
  readonly region: string;
  readonly regions: CollectContext['regions'];
  readonly caller: Pick<SignedCaller, 'call'>;
  readonly health: ServiceHealth;
  readonly progress: (message: string) => void;
}

/**
 * Reads the services of the regions that were asked for. Without a word on regions it is the one of the credentials, and what is in the
 * others is a gap that names them: a call per service and region of a whole account is hundreds of requests, mostly for nothing.
 * Returns whether every service of every enabled region was seen.
 */
export async function readLiveServices(services: LiveServices, sink: Sink): Promise<boolean> {
  const { source, account, region, caller, progress, health } = services;
  const wanted = services.regions ?? [region];
  if (wanted.length === 0) return false;
  const direct = new LiveReader(source, account, sink, health);
  const all = wanted.includes('all');
  const enabled = all || services.regions === undefined ? await readEnabledRegions(caller, region, direct) : undefined;
  const read = all ? (enabled ?? [region]) : [...new Set(wanted)].sort();
  const unread = enabled?.filter((each) => !read.includes(each)) ?? [];
  if (unread.length > 0 || (enabled === undefined && services.regions === undefined)) {
    const which = unread.length > 0 ? unread.join(', ') : 'every region but this one';
    sink.gap({
      source,
      what: 'services and agents in other regions',
      why: 'not-given',
      detail: `read in ${read.join(', ')} only; not read: ${which}; --region all reads them`,
      permission: Object.keys(serviceCalls)[0] as string,
      partial: false,
    });
  }
  const held = read.map(() => callPlan.map(() => new HeldSink()));
  const whole = await inParallel(read, width, async (each, index) => {
    progress(`services in ${each}`);
    // Whether a service answers is a question of each region.
    const local: ServiceHealth = { answered: new Set(), silent: new Set() };
    const seen = await readRegion(caller, each, (chain) => new LiveReader(source, account, held[index]?.[chain] ?? sink, local, each));
    if (local.credentials !== undefined) health.credentials ??= local.credentials;
    return seen;
  });
  for (const chains of held) for (const hold of chains) hold.pour(sink);
  return enabled !== undefined && unread.length === 0 && whole.every((seen) => seen);
}
