import { rangesOf } from '../../../inventory/day-ranges.ts';
import type { Evidence } from '../../../inventory/evidence.ts';
import type { Fragment } from '../../../inventory/fragment.ts';
import type { ClientKind } from '../../../inventory/use.ts';
import { keyCredential } from '../normalise-credential.ts';
import { namedIdentity } from './named-identity.ts';
import type { TrailEvent } from './trail-event.ts';

/** Distinct networks kept of one identity or key: more say nothing more. */
const mostNetworks = 64;

interface Activity {
  readonly at: Evidence;
  first: string;
  last: string;
  readonly actions: Map<string, string>;
  readonly refused: Map<string, number>;
  readonly clients: Map<ClientKind, number>;
  readonly clientsAt: Map<ClientKind, Evidence>;
  readonly keys: Map<string, { last: string; readonly networks: Set<string>; readonly at: Evidence }>;
  readonly networks: Set<string>;
  readonly regions: Set<string>;
  readonly mfa: { with: number; without: number };
}

interface Seen {
  readonly days: Set<string>;
  readonly regions: Set<string>;
  reads: boolean;
  kms: boolean;
}

/**
 * Adds events up by identity, and by account what period they show. Memory grows with distinct identities, event names,
 * days and places, not with events.
 */
export class TrailActivity {
  readonly #byIdentity = new Map<string, Activity>();
  readonly #byAccount = new Map<string, Seen>();

  add(event: TrailEvent, at: Evidence): void {
    if (event.account !== undefined) this.#see(event.account, event);
    if (event.identity === undefined) return;
    let activity = this.#byIdentity.get(event.identity);
    if (activity === undefined) {
      activity = newActivity(at, event.at);
      this.#byIdentity.set(event.identity, activity);
    }
    take(activity, event, at);
  }

  /** The accounts that events are of. */
  get accounts(): readonly string[] {
    return [...this.#byAccount.keys()];
  }

  /** Hands over what was added up. */
  finish(emit: (fragment: Fragment) => void): void {
    for (const [account, { days, regions, reads, kms }] of this.#byAccount) {
      const observed = { days: rangesOf(days), reads, kms, regions: [...regions].sort() };
      emit({ type: 'scope', value: { id: `aws:account/${account}`, plane: 'aws', name: account, observed } });
    }
    for (const [identity, activity] of this.#byIdentity) emitActivity(identity, activity, emit);
  }

  #see(account: string, { at, region, readOnly, event }: TrailEvent): void {
    let seen = this.#byAccount.get(account);
    if (seen === undefined) {
      seen = { days: new Set(), regions: new Set(), reads: false, kms: false };
      this.#byAccount.set(account, seen);
    }
    seen.days.add(at.slice(0, 10));
    if (region !== undefined) seen.regions.add(region);
    seen.reads ||= readOnly;
    seen.kms ||= event.startsWith('kms:');
  }
}

function newActivity(at: Evidence, time: string): Activity {
  return {
    at,
    first: time,
    last: time,
    actions: new Map(),
    refused: new Map(),
    clients: new Map(),
    clientsAt: new Map(),
    keys: new Map(),
    networks: new Set(),
    regions: new Set(),
    mfa: { with: 0, without: 0 },
  };
}

function take(activity: Activity, event: TrailEvent, at: Evidence): void {
  if (event.at < activity.first) activity.first = event.at;
  if (event.at > activity.last) activity.last = event.at;
  if (event.refused) activity.refused.set(event.event, (activity.refused.get(event.event) ?? 0) + 1);
  else if (event.at > (activity.actions.get(event.event) ?? '')) activity.actions.set(event.event, event.at);
  activity.clients.set(event.client, (activity.clients.get(event.client) ?? 0) + 1);
  if (!activity.clientsAt.has(event.client)) activity.clientsAt.set(event.client, at);
  if (event.network !== undefined && activity.networks.size < mostNetworks) activity.networks.add(event.network);
  if (event.region !== undefined) activity.regions.add(event.region);
  if (event.mfa !== undefined) activity.mfa[event.mfa ? 'with' : 'without']++;
  if (event.key === undefined) return;
  const key = activity.keys.get(event.key) ?? { last: event.at, networks: new Set(), at };
  if (event.at > key.last) key.last = event.at;
  if (event.network !== undefined && key.networks.size < mostNetworks) key.networks.add(event.network);
  activity.keys.set(event.key, key);
}

function emitActivity(id: string, activity: Activity, emit: (fragment: Fragment) => void): void {
  const identity = namedIdentity(id, activity.at);
  if (identity === undefined) return;
  emit({ type: 'identity', value: { ...identity, lastUsedAt: activity.last } });
  // Other sources do not tell the id of a root user's key, so it could not be seen to be the same.
  for (const [key, { last, at }] of id.startsWith('aws:root/') ? [] : activity.keys) {
    emit({ type: 'credential', value: { ...keyCredential(key, at), identity: id, lastUsedAt: last } });
  }
  emit({
    type: 'use',
    value: {
      id: `${id}#use/trail`,
      identity: id,
      recorder: 'trail',
      services: {},
      actions: sorted(activity.actions),
      refused: sorted(activity.refused),
      clients: sorted(activity.clients),
      clientEvidence: Object.fromEntries([...activity.clientsAt].map(([kind, at]) => [kind, [at]])),
      keys: Object.fromEntries([...activity.keys].map(([key, { networks }]) => [key, [...networks].sort()])),
      networks: [...activity.networks].sort(),
      regions: [...activity.regions].sort(),
      mfa: activity.mfa,
      firstAt: activity.first,
      lastAt: activity.last,
      evidence: [activity.at],
    },
  });
}

function sorted<T>(map: ReadonlyMap<string, T>): Record<string, T> {
  return Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
