/** The last second since 1970 of which a time can be made (https://tc39.es/ecma262/#sec-time-values-and-time-range). */
const last = 8.64e12;

/** Seconds as an answer writes them, a number or its digits; undefined where they are none, or more than there can be. */
export function secondsIn(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof seconds === 'number' && Math.abs(seconds) <= last ? seconds : undefined;
}

/** Seconds since 1970 in ISO 8601; undefined where no time can be made of them. */
export function timeOfSeconds(value: unknown): string | undefined {
  const seconds = secondsIn(value);
  return seconds === undefined ? undefined : new Date(seconds * 1000).toISOString();
}
