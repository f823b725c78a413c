const utc = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|\+00:00)$/;
const written = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}:\d{2})(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * A date in any form that AWS or its tools print (`2019-12-18T19:10:08Z`, `2019-12-18 19:10:08+00:00`, epoch seconds,
 * an SDK's Date) as ISO 8601 in UTC to the second; undefined where it is none. A time without a zone is UTC.
 */
export function readDate(value: unknown): string | undefined {
  if (typeof value === 'string') {
    // The common form, which needs no conversion.
    if (utc.test(value)) return Number.isNaN(Date.parse(value)) ? undefined : `${value.slice(0, 19)}Z`;
    const match = written.exec(value.trim());
    if (!match) return /^\d{9,13}(?:\.\d+)?$/.test(value) ? readDate(Number(value)) : undefined;
    const zone = match[3] ?? 'Z';
    return toIso(Date.parse(`${match[1]}T${match[2] ?? '00:00:00'}${zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone}`));
  }
  if (typeof value === 'number') return toIso(value > 1e11 ? value : value * 1000);
  return value instanceof Date ? toIso(value.getTime()) : undefined;
}

function toIso(milliseconds: number): string | undefined {
  if (!Number.isFinite(milliseconds) || Math.abs(milliseconds) > 8.64e15) return undefined;
  return `${new Date(milliseconds).toISOString().slice(0, -5)}Z`;
}
