/** Days (UTC) as sorted stretches that do not touch: `2026-08-01/2026-08-31`, both ends included. */
export type DayRanges = readonly string[];

const day = 86_400_000;
const form = /^(\d{4}-\d{2}-\d{2})\/(\d{4}-\d{2}-\d{2})$/;

/** The stretches that single days (`2026-08-01`) make up. */
export function rangesOf(days: Iterable<string>): DayRanges {
  return joined([...days].map((d) => [numberOf(d), numberOf(d)] as const));
}

/** One stretch. Empty where it ends before it starts, or where either end is not a day. */
export function rangeBetween(from: string, to: string): DayRanges {
  return joined([[numberOf(from), numberOf(to)]]);
}

export function joinDays(a: DayRanges, b: DayRanges): DayRanges {
  return a.length === 0 ? b : b.length === 0 ? a : joined([...a, ...b].map(ends));
}

/** How many days there are, those before `from` left out. */
export function countDays(ranges: DayRanges, from?: string): number {
  const start = from === undefined ? Number.NEGATIVE_INFINITY : numberOf(from);
  return ranges.map(ends).reduce((sum, [first, last]) => sum + Math.max(0, last - Math.max(first, start) + 1), 0);
}

/** The last day; undefined where there is none. */
export function lastDay(ranges: DayRanges): string | undefined {
  return ranges.at(-1)?.slice(11);
}

export function isDayRange(text: string): boolean {
  return form.test(text);
}

function joined(stretches: readonly (readonly [number, number])[]): DayRanges {
  const sorted = stretches.filter(([first, last]) => first <= last).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const out: [number, number][] = [];
  for (const [first, last] of sorted) {
    const before = out.at(-1);
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else out.push([first, last]);
  }
  return out.map(([first, last]) => `${textOf(first)}/${textOf(last)}`);
}

function ends(range: string): readonly [number, number] {
  const match = form.exec(range);
  return [numberOf(match?.[1] ?? ''), numberOf(match?.[2] ?? '')];
}

function numberOf(text: string): number {
  return Math.floor(Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / day);
}

function textOf(number: number): string {
  return new Date(number * day).toISOString().slice(0, 10);
}
