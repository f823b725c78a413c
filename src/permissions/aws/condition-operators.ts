import { matchesGlob } from '../../glob.ts';
import { coversUnknown, mayEqual, mayMatch } from '../../unknown-parts.ts';
import { type IpRange, rangeWithin, readIpRange } from './ip-range.ts';
import { withoutPartition } from './partition.ts';

/** What came of asking whether a condition, or a part of one, holds. */
export type Verdict = 'met' | 'unmet' | 'unknown';

/** One of the condition operators, without its prefix and suffix. */
export interface Operator {
  /** Whether a value of the request (`*` stands for a part that is not known) matches a value of the policy. */
  readonly compare: (wanted: string, value: string) => Verdict;
  /** It holds where no value of the policy matches. */
  readonly negated: boolean;
  /** Whether a value of the policy is of the operator's type. */
  readonly accepts: (wanted: string) => boolean;
}

const anything = (): boolean => true;

/** Compares values that are read first; a value of the request that cannot be read, or is not known, decides nothing. */
function typed<T>(read: (text: string) => T | undefined, holds: (wanted: T, value: T) => Verdict): Omit<Operator, 'negated'> {
  return {
    accepts: (wanted) => read(wanted) !== undefined,
    compare(wanted, value) {
      const [a, b] = [read(wanted), read(value)];
      return a === undefined || b === undefined ? 'unknown' : holds(a, b);
    },
  };
}

const verdict = (holds: boolean): Verdict => (holds ? 'met' : 'unmet');

function equals(wanted: string, value: string): Verdict {
  const [a, b] = [withoutPartition(wanted), withoutPartition(value)];
  if (!b.includes('*')) return verdict(a === b);
  return mayEqual(b, a) ? 'unknown' : 'unmet';
}

function like(wanted: string, value: string): Verdict {
  if (wanted === '*' || wanted === value) return 'met';
  const [a, b] = [withoutPartition(wanted), withoutPartition(value)];
  if (coversUnknown(a, b)) return 'met';
  if (!b.includes('*')) return verdict(matchesGlob(a, b));
  return mayMatch(a, b) ? 'unknown' : 'unmet';
}

/** The six parts of an ARN; the last holds the rest, colons and all. */
function partsOfArn(text: string): readonly string[] | undefined {
  const parts = text.split(':');
  return parts.length < 6 ? undefined : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** The patterns of a policy are compared with everybody's ARN, and one ARN with many patterns. */
const patternsKept = 10_000;
const patterns = new Map<string, readonly string[] | undefined>();
let last: { readonly text: string; readonly parts: readonly string[] | undefined } = { text: '', parts: undefined };

function partsOfPattern(text: string): readonly string[] | undefined {
  if (patterns.has(text)) return patterns.get(text);
  if (patterns.size >= patternsKept) patterns.clear();
  const parts = partsOfArn(withoutPartition(text));
  patterns.set(text, parts);
  return parts;
}

function partsOfValue(text: string): readonly string[] | undefined {
  if (last.text !== text) last = { text, parts: partsOfArn(withoutPartition(text)) };
  return last.parts;
}

/** Part by part: a wildcard does not reach over a colon, save in the last part. */
function arnLike(wantedText: string, valueText: string): Verdict {
  if (/^\*+$/.test(wantedText)) return 'met';
  const wanted = partsOfPattern(wantedText);
  const value = partsOfValue(valueText);
  if (wanted === undefined) return 'unknown';
  if (value === undefined) return valueText.includes('*') ? 'unknown' : 'unmet';
  let all: Verdict = 'met';
  for (const [at, part] of wanted.entries()) {
    const one = like(part, value[at] ?? '');
    if (one === 'unmet') return 'unmet';
    if (one === 'unknown') all = 'unknown';
  }
  return all;
}

function readNumber(text: string): number | undefined {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : undefined;
}

/** A W3C date (https://www.w3.org/TR/NOTE-datetime) or seconds since 1970; four digits are a year. */
function readInstant(text: string): number | undefined {
  if (/^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?)?)?$/.test(text)) {
    const time = Date.parse(text);
    return Number.isNaN(time) ? undefined : time;
  }
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : undefined;
}

/** A time among numbers is `aws:EpochTime`, in seconds. */
function readNumberOrTime(text: string): number | undefined {
  const instant = readNumber(text) === undefined ? readInstant(text) : undefined;
  return instant === undefined ? readNumber(text) : instant / 1000;
}

/** Behind an instant: that one or any later (an open interval of ISO 8601-2). */
const fromOn = '/..';

function readBool(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}

function readBase64(text: string): string | undefined {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text) ? text : undefined;
}

function inRange(wanted: IpRange, value: IpRange): Verdict {
  return ({ all: 'met', part: 'unknown', none: 'unmet' } as const)[rangeWithin(wanted, value)];
}

/** As a text, one instant or any later is not known. */
function ofText(compare: Operator['compare']): Omit<Operator, 'negated'> {
  const timeOn = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z\/\.\.$/;
  return {
    accepts: anything,
    compare: (wanted, value) => compare(wanted, value.endsWith(fromOn) && timeOn.test(value) ? '*' : value),
  };
}

const text = ofText(equals);
const pattern = ofText(like);
const folded = ofText((wanted, value) => equals(wanted.toLowerCase(), value.toLowerCase()));
const arn = { accepts: (wanted: string) => /^\*+$/.test(wanted) || partsOfArn(wanted) !== undefined, compare: arnLike };
const ip = typed(readIpRange, inRange);

/** What lies wholly after the wanted value compares like its start; of what may lie on either side nobody can tell. */
function ordered(
  read: (wanted: string) => number | undefined,
  readValue: (value: string) => number | undefined,
  holds: (wanted: number, value: number) => boolean,
): Omit<Operator, 'negated'> {
  return {
    accepts: (wanted) => read(wanted) !== undefined,
    compare(wanted, value) {
      const isOpen = value.endsWith(fromOn);
      const [a, b] = [read(wanted), readValue(isOpen ? value.slice(0, -fromOn.length) : value)];
      return a === undefined || b === undefined || (isOpen && b <= a) ? 'unknown' : verdict(holds(a, b));
    },
  };
}

const compareNumbers = (holds: (wanted: number, value: number) => boolean) => ordered(readNumber, readNumberOrTime, holds);
const compareDates = (holds: (wanted: number, value: number) => boolean) => ordered(readInstant, readInstant, holds);

/**
 * The operators by name in lower case, without `ForAllValues:`, `ForAnyValue:` and `IfExists`; `Null` is a question of its
 * own (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html).
 */
export const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['stringequals', { ...text, negated: false }],
  ['stringnotequals', { ...text, negated: true }],
  ['stringequalsignorecase', { ...folded, negated: false }],
  ['stringnotequalsignorecase', { ...folded, negated: true }],
  ['stringlike', { ...pattern, negated: false }],
  ['stringnotlike', { ...pattern, negated: true }],
  ['numericequals', { ...compareNumbers((a, b) => a === b), negated: false }],
  ['numericnotequals', { ...compareNumbers((a, b) => a === b), negated: true }],
  ['numericlessthan', { ...compareNumbers((a, b) => b < a), negated: false }],
  ['numericlessthanequals', { ...compareNumbers((a, b) => b <= a), negated: false }],
  ['numericgreaterthan', { ...compareNumbers((a, b) => b > a), negated: false }],
  ['numericgreaterthanequals', { ...compareNumbers((a, b) => b >= a), negated: false }],
  ['dateequals', { ...compareDates((a, b) => a === b), negated: false }],
  ['datenotequals', { ...compareDates((a, b) => a === b), negated: true }],
  ['datelessthan', { ...compareDates((a, b) => b < a), negated: false }],
  ['datelessthanequals', { ...compareDates((a, b) => b <= a), negated: false }],
  ['dategreaterthan', { ...compareDates((a, b) => b > a), negated: false }],
  ['dategreaterthanequals', { ...compareDates((a, b) => b >= a), negated: false }],
  ['bool', { ...typed(readBool, (a, b) => verdict(a === b)), negated: false }],
  ['binaryequals', { ...typed(readBase64, (a, b) => verdict(a === b)), negated: false }],
  ['ipaddress', { ...ip, negated: false }],
  ['notipaddress', { ...ip, negated: true }],
  ['arnequals', { ...arn, negated: false }],
  ['arnlike', { ...arn, negated: false }],
  ['arnnotequals', { ...arn, negated: true }],
  ['arnnotlike', { ...arn, negated: true }],
]);
