import type { Gap, GapReason } from '../inventory/gap.ts';
import { count } from './count.ts';
import { plain } from './escape.ts';
import { hang, wrap } from './layout.ts';
import type { Report } from './report.ts';
import type { Style } from './style.ts';

const gapsShown = 10;

const reasonTexts = {
  denied: 'access denied',
  'not-found': 'not found',
  throttled: 'throttled',
  unreachable: 'no answer',
  unreadable: 'could not be read',
  unsupported: 'not read by this version',
  'not-given': 'not in the input',
} as const satisfies Record<GapReason, string>;

/** Why a gap is one, in words. */
export function reasonText(reason: GapReason): string {
  return reasonTexts[reason];
}

/** What could not be seen, and what would show it. */
export function coverage(report: Report, style: Style): string[] {
  const failed = report.scan.sources.filter((s) => s.status === 'failed');
  const gaps = merge(report.scan.sources.flatMap((s) => s.gaps));
  const counted = gaps.filter(({ gap }) => gap.partial !== false);
  // What a source never promised to hold is no gap of it: the summary does not count it either.
  const notes = gaps.filter(({ gap }) => gap.partial === false);
  const unread = failed.flatMap((s) => wrap(`  ${plain(s.source)}: nothing of it could be read`, style.width));
  const first = counted.length === 0 && unread.length === 0 ? [] : [style.paint.bold('Not seen'), ...unread, ...list(counted, style)];
  return notes.length === 0 ? first : [...first, style.paint.bold('Not in these sources'), ...list(notes, style)];
}

/** What could not be seen, a text each: sources that failed, then gaps, those of one kind once. Escaped for a terminal. */
export function gapTexts({ scan }: Report): string[] {
  const failed = scan.sources.filter((s) => s.status === 'failed').map((s) => `${plain(s.source)}: nothing of it could be read`);
  const gaps = merge(scan.sources.flatMap((s) => s.gaps)).filter(({ gap }) => gap.partial !== false);
  return [...failed, ...gaps.map(({ gap, times }) => gapText(gap, times))];
}

/** What the sources never promised to hold, in the same way. */
export function noteTexts({ scan }: Report): string[] {
  const notes = merge(scan.sources.flatMap((s) => s.gaps)).filter(({ gap }) => gap.partial === false);
  return notes.map(({ gap, times }) => gapText(gap, times));
}

function list(gaps: readonly { readonly gap: Gap; readonly times: number }[], style: Style): string[] {
  const rest = gaps.length - gapsShown;
  return [
    ...gaps.slice(0, gapsShown).flatMap(({ gap, times }) => hang('  - ', gapText(gap, times), style.width)),
    ...(rest > 0 ? [style.paint.dim(`  ${style.ellipsis}and ${rest} more`)] : []),
  ];
}

function gapText(gap: Gap, times: number): string {
  const line = gap.line === undefined ? '' : `:${gap.line}`;
  const where = gap.file === undefined || gap.file === gap.source ? '' : ` (${plain(gap.file)}${line})`;
  const often = times > 1 ? `, ${count(times, 'time')}` : '';
  const remedy = gap.permission === undefined ? '' : `; shown by ${plain(gap.permission)}`;
  // A refusal that a permission would mend needs no provider's words after it.
  const detail = (gap.why === 'denied' && gap.permission !== undefined) || gap.detail === '' ? '' : `: ${plain(gap.detail)}`;
  return `${plain(gap.source)}${gap.file === gap.source ? line : ''}: ${plain(gap.what)}${where}, ${reasonTexts[gap.why]}${often}${detail}${remedy}`;
}

/** Gaps of one kind become one line. */
function merge(gaps: readonly Gap[]): { gap: Gap; times: number }[] {
  const merged = new Map<string, { gap: Gap; times: number }>();
  for (const gap of gaps) {
    const key = JSON.stringify([gap.source, gap.what, gap.why, gap.permission, gap.file]);
    const present = merged.get(key);
    if (present === undefined) merged.set(key, { gap, times: 1 });
    else present.times++;
  }
  return [...merged.values()];
}
