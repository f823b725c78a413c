const utc = /^(?!0001)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const written = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d)(?:\.\d+)?\s*(Z|[+-]\d{1,2}(?::?\d\d)?)?)?$/i;

/**
 * A date in any form in which Graph and its tools write it, as ISO 8601 in UTC to the second; undefined where it is none.
 * The reports of sign-ins write zones that are none (`-8:00`), PowerShell `/Date(1700000000000)/`; a time without a zone is
 * UTC. The first year of the calendar stands for no date.
 */
export function readGraphDate(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  // The common form, which needs no conversion.
  if (utc.test(value)) return Number.isNaN(Date.parse(value)) ? undefined : value;
  const epoch = /^\/Date\((-?\d{1,15})\)\/$/.exec(value)?.[1];
  if (epoch !== undefined) return toIso(Number(epoch));
  const match = written.exec(value.trim());
  if (match === null || match[1]?.startsWith('0001-') === true) return undefined;
  return toIso(Date.parse(`${match[1]}T${match[2] ?? '00:00:00'}${zoneOf(match[3] ?? 'Z')}`));
}

/** `-8:00`, `+0530` and `-8` as `-08:00`, `+05:30` and `-08:00`. */
function zoneOf(zone: string): string {
  if (/^z$/i.test(zone)) return 'Z';
  const digits = zone.slice(1).replace(':', '');
  const [hours, minutes] = digits.length > 2 ? [digits.slice(0, -2), digits.slice(-2)] : [digits, '00'];
  return `${zone[0]}${hours.padStart(2, '0')}:${minutes}`;
}

function toIso(milliseconds: number): string | undefined {
  if (!Number.isFinite(milliseconds) || Math.abs(milliseconds) > 8.64e15) return undefined;
  return `${new Date(milliseconds).toISOString().slice(0, -5)}Z`;
}
