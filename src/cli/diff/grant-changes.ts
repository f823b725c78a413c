import type { Change, Direction } from './compare-states.ts';
import { type GrantLine, linesBeyond } from './grant-lines.ts';

/** What an identity was given and what was taken from it, one change a line. */
export function* grantChanges(
  id: string | null,
  name: string,
  before: readonly GrantLine[],
  after: readonly GrantLine[],
): Iterable<Change> {
  const tell = (direction: Direction, text: string): Change => ({ what: 'grant', direction, identity: id, text });
  const then = readLines(before, after);
  const now = readLines(after, before);
  const gained = linesBeyond(now, then);
  const lost = linesBeyond(then, now);
  for (const line of gained) {
    if (isOfOneSide(line, before)) continue;
    const words = wordsOf(line, name);
    const others = then.filter((other) => isSame(line, other));
    if (others.length === 0) {
      const isUnread = before.some((l) => l.placeholder === true);
      yield isUnread ? tell('other', `${words.has}, and what it had before was not seen`) : tell(words.more, words.gained);
    } else if (line.condition === '') yield tell(words.more, `${words.has} without a condition now`);
    else if (lost.some((other) => isSame(line, other) && other.condition !== ''))
      yield tell('other', `${words.has} under another condition`);
    else if (others.some((other) => other.condition !== '')) yield tell(words.more, `${words.has} under one more condition`);
  }
  for (const line of lost) {
    if (isOfOneSide(line, after)) continue;
    const words = wordsOf(line, name);
    const others = now.filter((other) => isSame(line, other));
    if (others.length === 0) {
      const isUnread = after.some((l) => l.placeholder === true);
      yield isUnread ? tell('unseen', `${words.had}: what it has was not seen this time`) : tell(words.less, words.lost);
    } else if (line.condition === '') yield tell(words.less, `${words.has} only under a condition now`);
    else if (!gained.some((other) => isSame(line, other))) yield tell(words.less, `${words.has} under one condition less`);
  }
}

/** Lines without those of policies of which one side knows the name alone: what they say did not change by being read. */
function readLines(lines: readonly GrantLine[], others: readonly GrantLine[]): readonly GrantLine[] {
  const unread = new Set(others.flatMap((l) => (l.unread === true ? [l.of] : [])));
  const read = new Set(others.flatMap((l) => (l.unread === true ? [] : [l.of])));
  return lines.filter((l) => l.placeholder !== true && (l.unread === true ? !read.has(l.of) : l.of === undefined || !unread.has(l.of)));
}

/** A statement of a boundary or control policy that the other side does not have: that itself is told. */
function isOfOneSide({ within }: GrantLine, others: readonly GrantLine[]): boolean {
  return within !== undefined && !others.some((other) => other.effect === 'limit' && other.text === within);
}

function isSame(line: GrantLine, other: GrantLine): boolean {
  return line.text === other.text && line.effect === other.effect && line.within === other.within;
}

interface Words {
  readonly gained: string;
  readonly lost: string;
  readonly has: string;
  readonly had: string;
  /** Of a gain, and of a loss: a denial gained is less. */
  readonly more: 'more' | 'less';
  readonly less: 'more' | 'less';
}

function wordsOf({ text, effect, condition, within }: GrantLine, name: string): Words {
  const told = condition === '' ? text : `${text} under a condition`;
  const direction = effect === 'allow' ? ({ more: 'more', less: 'less' } as const) : ({ more: 'less', less: 'more' } as const);
  const words = (gain: string, lose: string, has: string, had: string): Words => ({
    gained: `${gain} ${told}`,
    lost: `${lose} ${told}`,
    has: `${has} ${text}`,
    had: `${had} ${text}`,
    ...direction,
  });
  if (effect === 'limit') {
    return words(`${name} is now limited by`, `${name} is no longer limited by`, `${name} is limited by`, `${name} was limited by`);
  }
  if (within !== undefined) {
    const boundary = `${within} of ${name}`;
    return effect === 'allow'
      ? words(`${boundary} now lets through`, `${boundary} no longer lets through`, `${boundary} lets through`, `${boundary} let through`)
      : words(`${boundary} now denies`, `${boundary} no longer denies`, `${boundary} denies`, `${boundary} denied`);
  }
  return effect === 'allow'
    ? words(`${name} gained`, `${name} lost`, `${name} has`, `${name} had`)
    : words(`${name} is now denied`, `${name} is no longer denied`, `${name} is denied`, `${name} was denied`);
}
