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
  if (tags === undefined) return undefined;
  let latest: string | undefined;
  for (const key of Object.keys(tags)) {
    if (!isReviewKey(key) && !own.some((k) => k.toLowerCase() === key.toLowerCase())) continue;
    const value = tags[key] ?? '';
    const day = /^(\d{4})[-/](\d{2})[-/](\d{2})(?:$|[T ])/.exec(value.trim());
    const iso = day === null ? '' : `${day[1]}-${day[2]}-${day[3]}`;
    const time = Date.parse(`${iso}T00:00:00Z`);
    if (!Number.isNaN(time) && time <= now && (latest === undefined || iso > latest)) latest = iso;
  }
  return latest;
}

/** Remembered while they are few: identities have mostly the same tags. */
const seen = new Map<string, boolean>();
const mostSeen = 1000;

function isReviewKey(key: string): boolean {
  let answer = seen.get(key);
  if (answer === undefined) {
    answer = reviewKeys.has(key.toLowerCase().replace(/[-_:.\s]/g, ''));
    if (seen.size < mostSeen) seen.set(key, answer);
  }
  return answer;
}
