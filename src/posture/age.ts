const day = 86_400_000;

/** Whole and part days from an ISO 8601 time to `now` (milliseconds); undefined where the time is not known or not a time. */
export function daysSince(time: string | null | undefined, now: number): number | undefined {
  if (time === null || time === undefined) return undefined;
  // Rules and messages ask for the same time one after the other.
  if (time !== last.time) last = { time, at: Date.parse(time) };
  return Number.isNaN(last.at) ? undefined : (now - last.at) / day;
}

let last = { time: '', at: Number.NaN };

/** Days since last use: since creation when the provider says it was never used. */
export function daysUnused(thing: { readonly createdAt?: string; readonly lastUsedAt?: string | null }, now: number): number | undefined {
  return thing.lastUsedAt === null ? daysSince(thing.createdAt, now) : daysSince(thing.lastUsedAt, now);
}

/** How long a thing has not been used, in words; undefined where that is not known. */
export function idleText(thing: { readonly createdAt?: string; readonly lastUsedAt?: string | null }, now: number): string | undefined {
  const days = daysUnused(thing, now);
  if (days === undefined) return undefined;
  const text = `${Math.floor(days)} ${Math.floor(days) === 1 ? 'day' : 'days'} ago`;
  return thing.lastUsedAt === null ? `has no recorded use since it was made ${text}` : `was last used ${text}`;
}
