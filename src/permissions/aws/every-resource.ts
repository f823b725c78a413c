import { isCutShort, type Region } from './region.ts';

/**
 * What "every resource" is for the kinds of resource that the power tables speak of: a pattern that a statement must
 * cover, in the one partition that ARNs are compared in. `ACCOUNT` is filled in for the identity.
 */
export const everyResource = {
  any: '*',
  role: 'arn:aws:iam::ACCOUNT:role/*',
  user: 'arn:aws:iam::ACCOUNT:user/*',
  group: 'arn:aws:iam::ACCOUNT:group/*',
  policy: 'arn:aws:iam::ACCOUNT:policy/*',
  object: 'arn:aws:s3:::*/*',
  bucket: 'arn:aws:s3:::*',
  table: 'arn:aws:dynamodb:*:ACCOUNT:table/*',
  secret: 'arn:aws:secretsmanager:*:ACCOUNT:secret:*',
  parameter: 'arn:aws:ssm:*:ACCOUNT:parameter/*',
  function: 'arn:aws:lambda:*:ACCOUNT:function:*',
  instance: 'arn:aws:ec2:*:ACCOUNT:instance/*',
  cluster: 'arn:aws:rds:*:ACCOUNT:cluster:*',
  trail: 'arn:aws:cloudtrail:*:ACCOUNT:trail/*',
} as const satisfies Readonly<Record<string, string>>;

/** The patterns as one text to search in. Ids of accounts hold no slash. */
const everyText = Object.values(everyResource).join(' ');

/** The longest run of characters between colons and wildcards that holds a slash. */
const longestRun = Math.max(...everyText.split(/[ :*?]/).map((run) => (run.includes('/') ? run.length : 0)));

/**
 * A quick look whether a region cannot cover any of these patterns, nor cover one but for its region: they all end with a
 * wildcard, so what covers them does too, and the text before that wildcard stands in them. False says nothing.
 */
export function isNarrow(region: Region): boolean {
  return region.some((clause) => !clause.negated && clause.patterns.every(isNarrowPattern));
}

function isNarrowPattern(pattern: string): boolean {
  const end = pattern.length - 1;
  if (pattern.charCodeAt(end) !== STAR) return true;
  // The region of an ARN stands before the last colon: whether it is limited makes no difference here.
  let start = end;
  let slash = false;
  while (start > 0) {
    const c = pattern.charCodeAt(start - 1);
    if (c === STAR || c === QUESTION || c === COLON) break;
    slash ||= c === SLASH;
    start--;
    if (slash && end - start > longestRun) return true;
  }
  return slash && !everyText.includes(pattern.slice(start, end));
}

/**
 * The same of one pattern as a policy has it, before it is made canonical; false says nothing. The text that decides stands behind
 * the partition and before a single wildcard, and making a pattern canonical leaves it as it is.
 */
export function isNarrowAsWritten(pattern: string): boolean {
  if (!pattern.startsWith('arn:') || !isNarrowPattern(pattern)) return false;
  return pattern.endsWith('*') || (!pattern.endsWith('?') && !isCutShort(pattern));
}

const STAR = 0x2a;
const SLASH = 0x2f;
const COLON = 0x3a;
const QUESTION = 0x3f;

export type ResourceKind = keyof typeof everyResource;

export function everyResourceOf(kind: ResourceKind, account: string): string {
  return everyResource[kind].replace('ACCOUNT', account);
}

/** A pattern without its region: a limit to some regions does not make a permission narrow. */
export function inAnyRegion(pattern: string): string {
  if (!pattern.startsWith('arn:')) return pattern;
  const service = pattern.indexOf(':', 4);
  const region = service < 0 ? -1 : pattern.indexOf(':', service + 1) + 1;
  const end = region <= 0 ? -1 : pattern.indexOf(':', region);
  if (end <= region || pattern.slice(region, end).includes('*')) return pattern;
  return `${pattern.slice(0, region)}*${pattern.slice(end)}`;
}
