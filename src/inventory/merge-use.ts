import { joinDays } from './day-ranges.ts';
import { laterOf, mergeEvidenceMaps, mergeList } from './merge.ts';
import { type Use, union } from './use.ts';

/**
 * Two records of one recorder about one identity. Periods are joined and the later use wins. Counts are added, but not where both
 * may have seen the same events (of one time and region): there the higher one stands, as the least that it can have been.
 */
export function mergeUse(a: Use, b: Use): Use {
  const joinCounts = mayOverlap(a, b) ? highestCounts : addCounts;
  return {
    ...a,
    ...withDefined('days', mergeOptional(a.days, b.days, joinDays)),
    services: mergeTimes(a.services, b.services),
    actions: mergeTimes(a.actions, b.actions),
    ...withDefined('refused', mergeOptional(a.refused, b.refused, joinCounts)),
    ...withDefined('clients', mergeOptional(a.clients, b.clients, joinCounts)),
    ...withDefined('clientEvidence', mergeOptional(a.clientEvidence, b.clientEvidence, mergeEvidenceMaps)),
    ...withDefined('keys', mergeOptional(a.keys, b.keys, mergeLists)),
    ...withDefined('networks', mergeOptional(a.networks, b.networks, union)),
    ...withDefined('regions', mergeOptional(a.regions, b.regions, union)),
    ...withDefined('mfa', mergeOptional(a.mfa, b.mfa, joinCounts)),
    ...withDefined('reported', mergeOptional(a.reported, b.reported, union)),
    ...withDefined(
      'firstAt',
      mergeOptional(a.firstAt, b.firstAt, (x, y) => (laterOf(x, y) === x ? y : x)),
    ),
    ...withDefined(
      'lastAt',
      mergeOptional(a.lastAt, b.lastAt, (x, y) => laterOf(x, y) ?? x),
    ),
    evidence: mergeList(a.evidence, b.evidence),
  };
}

type Times = Readonly<Record<string, string | null>>;
type Counts = Readonly<Record<string, number>>;
type Lists = Readonly<Record<string, readonly string[]>>;

function mergeTimes(a: Times, b: Times): Times {
  return mergeRecords(a, b, (x, y) => laterOf(x, y) ?? null);
}

function addCounts(a: Counts, b: Counts): Counts {
  return mergeRecords(a, b, (x, y) => x + y);
}

function highestCounts(a: Counts, b: Counts): Counts {
  return mergeRecords(a, b, Math.max);
}

/** Whether two records of a trail or log may hold the same events. Times of one form compare as texts. */
function mayOverlap(a: Use, b: Use): boolean {
  if ((a.recorder !== 'trail' && a.recorder !== 'activity-log') || a.firstAt === undefined || b.firstAt === undefined) return false;
  const apart = (a.lastAt ?? a.firstAt) < b.firstAt || (b.lastAt ?? b.firstAt) < a.firstAt;
  const regions = new Set(a.regions ?? []);
  if (a.recorder === 'activity-log') return !apart;
  return !apart && (b.regions ?? []).some((region) => regions.has(region));
}

function mergeLists(a: Lists, b: Lists): Lists {
  return mergeRecords(a, b, union);
}

/** Names come from files, and one of them may be `__proto__`. */
function mergeRecords<T>(a: Readonly<Record<string, T>>, b: Readonly<Record<string, T>>, merge: (x: T, y: T) => T): Record<string, T> {
  const out = new Map(Object.entries(a));
  for (const [key, value] of Object.entries(b)) {
    const present = out.get(key);
    out.set(key, present === undefined ? value : merge(present, value));
  }
  return Object.fromEntries(out);
}

function mergeOptional<T>(a: T | undefined, b: T | undefined, merge: (x: T, y: T) => T): T | undefined {
  return a === undefined ? b : b === undefined ? a : merge(a, b);
}

function withDefined<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: T });
}
