const dayInMilliseconds = 86_400_000;

/** `2026-11-18 (1 day ago)`; `never` and null (not known) as words. Both times are ISO 8601. */
export function ago(time: string | null, now: string): string {
  if (time === null) return 'not known';
  if (time === 'never') return 'never';
  const days = daysBetween(time, now);
  if (days === undefined) return time;
  return `${time.slice(0, 10)} (${days === 0 ? 'today' : `${Math.abs(days)} ${Math.abs(days) === 1 ? 'day' : 'days'} ${days > 0 ? 'ago' : 'ahead'}`})`;
}

/** Whole days from one time to another; undefined where one is not a time. */
export function daysBetween(from: string, to: string): number | undefined {
  const days = Math.floor((Date.parse(to) - Date.parse(from)) / dayInMilliseconds);
  return Number.isNaN(days) ? undefined : days;
}
