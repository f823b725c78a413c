/** Tag keys that hold the day of the last review; compared in lower case without `-`, `_`, `:`, `.` and spaces. */
const reviewKeys = new Set(
  (
    'lastreviewed lastreview reviewed reviewedat reviewedon reviewdate lastreviewdate lastaccessreview accessreviewed accessreviewedon ' +
    'recertified recertifiedat recertifiedon lastrecertified lastrecertification lastcertified attestedon lastattested'
  ).split(' '),
);

/**
 * The last review that tags tell, ISO 8601: the latest of several. Undefined where there is none, or none whose day can be told;
 * a day to come is no review.
 */
export function reviewedByTags(
  tags: Readonly<Record<string, string>> | undefined,
  now: number,
  own: readonly string[] = [],
): string | undefined {
  let latest: string | undefined;
  for (const [key, value] of Object.entries(tags ?? {})) {
    if (!reviewKeys.has(key.toLowerCase().replace(/[-_:.\s]/g, '')) && !own.some((k) => k.toLowerCase() === key.toLowerCase())) continue;
    const day = /^(\d{4})[-/](\d{2})[-/](\d{2})(?:$|[T ])/.exec(value.trim());
    const iso = day === null ? '' : `${day[1]}-${day[2]}-${day[3]}`;
    const time = Date.parse(`${iso}T00:00:00Z`);
    if (!Number.isNaN(time) && time <= now && (latest === undefined || iso > latest)) latest = iso;
  }
  return latest;
}
