import type { Comparison, KnownFinding } from '../findings/baseline.ts';
import type { Finding } from '../findings/finding.ts';
import { count } from './count.ts';
import { plain } from './escape.ts';
import { hang, wrap } from './layout.ts';
import { place } from './place.ts';
import type { Report } from './report.ts';
import { paintSeverity, type Style } from './style.ts';

const shown = 8;

/** `2 new, 1 worse, 14 still there, 3 gone, 1 not seen this time`. */
export function changeCounts({ new: added, worse, known, gone, unseen }: Comparison): string {
  return [
    `${added} new`,
    ...(worse > 0 ? [`${worse} worse`] : []),
    `${known} still there`,
    `${gone.length} gone`,
    ...(unseen.length > 0 ? [`${unseen.length} not seen this time`] : []),
  ].join(', ');
}

/** What changed since a baseline, in lines; none where the run was given none. */
export function sinceBaseline({ comparison, findings, nameOf }: Report, style: Style, all: boolean): string[] {
  if (comparison === undefined) return [];
  const atMost = all ? Number.POSITIVE_INFINITY : shown;
  const changed = findings.filter((f) => f.change === 'new' || f.change === 'worse');
  const rest = changed.length - Math.min(changed.length, atMost);
  return [
    ...wrap(
      `Since ${plain(comparison.baseline)} of ${plain(comparison.baselineNow.slice(0, 10))}: ${changeCounts(comparison)}`,
      style.width,
    ).map((line) => style.paint.bold(line)),
    ...changed.slice(0, atMost).flatMap((finding) => changedLines(finding, style)),
    ...(rest > 0 ? [style.paint.dim(`  ${style.ellipsis}and ${count(rest, 'other')}`)] : []),
    ...knownLines('gone', comparison.gone, nameOf, style, atMost),
    ...knownLines('unseen', comparison.unseen, nameOf, style, atMost),
  ];
}

function changedLines(finding: Finding, style: Style): string[] {
  const [evidence] = finding.evidence;
  const severity = finding.severity.padEnd(8);
  const where = evidence === undefined ? '' : ` [${place(evidence)}]`;
  const lead = `  ${String(finding.change).padEnd(6)} ${severity}  `;
  return hang(lead, `${plain(finding.message)} (${plain(finding.rule)})${where}`, style.width).map((line, i) =>
    i === 0 ? line.replace(severity, paintSeverity(style, finding.severity, severity)) : line,
  );
}

function knownLines(word: string, list: readonly KnownFinding[], nameOf: Report['nameOf'], style: Style, atMost: number): string[] {
  const more = list.length - Math.min(list.length, atMost);
  return [
    ...list.slice(0, atMost).flatMap((known) => {
      const text = `${plain(known.title)}: ${plain(nameOf(known.identity ?? known.subject))} (${plain(known.rule)})`;
      return hang(`  ${word.padEnd(6)} ${known.severity.padEnd(8)}  `, text, style.width).map((line) => style.paint.dim(line));
    }),
    ...(more > 0 ? [style.paint.dim(`  ${style.ellipsis}and ${count(more, 'other')} ${word}`)] : []),
  ];
}
